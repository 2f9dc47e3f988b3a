"""What people typed, before the room sees it: the facilitator reads it, hides it and shows it.

Texts go by their words, not by who wrote them, so that no page that lists them learns a seat, a stance or an order. Two
people who wrote the same are one text (docs/decisions/0017).
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from framework.errors import AnswerRefused
from framework.store import Answered, Transaction
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed, require_room
from framework.workshop import room as rooms
from framework.workshop.answer_rules import words_of
from framework.workshop.models import Ballot, CheckoutWord, Consent
from framework.workshop.room import Intake, Question, Room, key_of
from framework.workshop.steps.unplanned_question import QuestionAnswer

Words = tuple[str, ...]
"""A text as `words_of` gives it: a reason, an objection and what would help, or a word."""


@dataclass(frozen=True, slots=True)
class TypedText:
    """What ``times`` people typed, as one of them spelt it. ``waiting``: not shown to the room yet."""

    words: Words
    times: int = 1
    hidden: bool = False
    waiting: bool = False


class ModerationUseCases(UseCaseGroup):
    def typed_texts(self, workshop_id: str, question: Question) -> tuple[TypedText, ...]:
        """What people typed in answer to a question, in an order that tells nothing and stays; none while a round is open."""
        head = self._context.store.head(workshop_id)
        room = require_room(head.room)
        if not _may_read(room, question):
            return ()
        waits = key_of(room, question) in room.unshown
        return typed_texts(self._context.store.answers_to(workshop_id, question), question, waits=waits)

    def set_hidden(self, workshop_id: str, question: Question, texts: Collection[Words], *, hidden: bool) -> None:
        """Hides these texts, whoever wrote them, or shows them. Raises `AnswerRefused` (``not-asked``) in an open round."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            if not _may_read(room, question):
                raise AnswerRefused(reason="not-asked")
            chosen = {same_text(words) for words in texts}
            meant = [one for one in change.answers_to(question) if same_text(words_of(one)) in chosen]
            moderated = [changed for one in meant if (changed := _moderated(one, hidden)) != one]
            if moderated:
                change.add_answers(moderated)
                _touch(change, room)

    def show_round(self, workshop_id: str, round_key: str) -> None:
        """Puts the texts of a revealed round that are not hidden on the shared screens."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            if round_key in room.unshown:
                left = tuple(key for key in room.unshown if key != round_key)
                _touch(change, room.model_copy(update={"unshown": left}))

    def set_intake(self, workshop_id: str, seen: int, intake: Intake) -> Room:
        """Lets the present round take no more answers, or take them again; nothing where the room has changed since ``seen``.

        Raises `MoveRefused` (``paused``, ``not-now``).
        """
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            if room.version != seen or room.intake == intake:
                return room
            return _touch(change, rooms.set_intake(room, intake))

    def set_shows_unread(self, workshop_id: str, shows: bool) -> None:
        """Whether inventory lines and last words go up by themselves; those that wait then do, too."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            if shows:
                for line in change.activities():
                    if line.waiting and not line.deleted:
                        change.put_activity(line.model_copy(update={"waiting": False, "version": line.version + 1}))
                waiting = [one for one in change.answers_to(Question("word")) if _waits(one)]
                change.add_answers([_moderated(one, hidden=False) for one in waiting])
            _touch(change, room.model_copy(update={"shows_unread": shows}))

    def set_lines_hidden(self, workshop_id: str, activities: Collection[str], *, hidden: bool) -> None:
        """Takes inventory lines off every list, or shows them."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            for line in change.activities():
                state = {"deleted": hidden, "waiting": line.waiting and hidden}
                if line.id in activities and (line.deleted, line.waiting) != (state["deleted"], state["waiting"]):
                    change.put_activity(line.model_copy(update={**state, "version": line.version + 1}))


def same_text(words: Words) -> Words:
    """The same for texts that differ only in capitals: whoever hides one hides the other."""
    return tuple(word.casefold() for word in words)


def typed_texts(answers: Iterable[Answered], question: Question, *, waits: bool = False) -> tuple[TypedText, ...]:
    """Each text once, in an order that depends on the question and the words alone. ``waits``: the whole round does."""
    found: dict[Words, list[_Typed]] = {}
    for one in answers:
        if isinstance(one, _Typed) and (words := words_of(one)):
            found.setdefault(same_text(words), []).append(one)
    return tuple(
        TypedText(
            min(map(words_of, same)),
            len(same),
            hidden=all(one.hidden for one in same),
            waiting=waits or any(map(_waits, same)),
        )
        for _, same in sorted(found.items(), key=lambda item: _shuffled(question, item[0]))
    )


_Typed = Ballot | Consent | CheckoutWord | QuestionAnswer


def _waits(answer: Answered) -> bool:
    return isinstance(answer, CheckoutWord) and answer.waiting and not answer.hidden


def _moderated(answer: Answered, hidden: bool) -> Answered:
    if isinstance(answer, CheckoutWord):
        return answer.model_copy(update={"hidden": hidden, "waiting": answer.waiting and hidden})
    return answer.model_copy(update={"hidden": hidden}) if isinstance(answer, _Typed) else answer


def _may_read(room: Room, question: Question) -> bool:
    return question.kind == "word" or room.may_read(key_of(room, question))


def _touch(change: Transaction, room: Room) -> Room:
    saved = room.model_copy(update={"version": room.version + 1})
    change.put_room(saved)
    return saved


def _shuffled(question: Question, words: Sequence[str]) -> bytes:
    return hashlib.sha256(repr((question, tuple(words))).encode()).digest()
