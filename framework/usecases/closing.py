"""Ends a session with a draft, opens the follow-up, and closes a workshop by anonymising its votes."""

import random
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from framework.analysis.group_results import group_result, kept_cards, without_hidden, without_unrevealed
from framework.errors import DateRefused, MoveRefused
from framework.usecases.base import UseCaseGroup
from framework.usecases.charter import CharterUseCases
from framework.usecases.context import ensure_not_closed, require_room
from framework.usecases.facilitation import FOLLOW_UP_STEP
from framework.workshop.decision_drafts import REVIEW_AFTER
from framework.workshop.models import (
    Ballot,
    CheckoutWord,
    Consent,
    Framework,
    Practice,
    Ranking,
    RedLineVote,
    Stage,
    WorkshopState,
)
from framework.workshop.room import PlannedStep, Room, entry_phase
from framework.workshop.steps.unplanned_question import QuestionAnswer

FOLLOW_UP_MINUTES = 30
AnswerRow = TypeVar("AnswerRow", Ballot, Ranking, Practice, Consent, RedLineVote, CheckoutWord, QuestionAnswer)


class ClosingUseCases(UseCaseGroup):
    def end_session(self, workshop_id: str) -> Framework:
        """Saves the draft (0.1). Phones and the projector say thank you and when it goes on; phones keep the draft to read.

        Raises `MoveRefused` (``wrong-stage``), `RuleRefused` (``nothing-decided``).
        """
        stage = self._context.store.head(workshop_id).workshop.stage
        if stage not in ("session", "draft"):
            raise MoveRefused(reason="wrong-stage", stage=stage)
        draft = CharterUseCases(self._context, self._actor).save_proposal(workshop_id)
        self._change_stage(workshop_id, "draft", ("session",), lambda room, _: room.model_copy(update={"timer": None}))
        return draft

    def back_to_session(self, workshop_id: str) -> None:
        """Undoes the end of a session that was ended too early; the draft stays. Raises `MoveRefused` (``wrong-stage``)."""
        self._change_stage(workshop_id, "session", ("draft",), lambda room, _: room)

    def open_follow_up(self, workshop_id: str) -> None:
        """Opens the follow-up with the same seats: one more step, in which the room goes through the draft.

        Raises `MoveRefused` (``wrong-stage``).
        """

        def at_the_draft(room: Room, state: WorkshopState) -> Room:
            step = PlannedStep(id=FOLLOW_UP_STEP, kind="agreements", minutes=FOLLOW_UP_MINUTES)
            plan = (*(each for each in room.plan if each.id != FOLLOW_UP_STEP), step)
            there = room.model_copy(
                update={
                    "plan": plan,
                    "step": FOLLOW_UP_STEP,
                    "page": 0,
                    "back_to": None,
                    "timer": None,
                    "undo": (),
                }
            )
            cards = kept_cards(without_unrevealed(state))  # what the room is asked about stays as it is
            return there.model_copy(update={"phase": entry_phase(there, step), "paused": False, "kept_cards": cards})

        self._change_stage(workshop_id, "follow_up", ("draft",), at_the_draft)

    def set_follow_up_date(self, workshop_id: str, day: date | None) -> None:
        """The day of the follow-up, which phones and the projector say at the end. Raises `DateRefused` (``too-far``)."""
        if day is not None and day > self._context.today() + REVIEW_AFTER:
            raise DateRefused(field="follow_up_on", reason="too-far")
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            if room.follow_up_on != day:
                change.put_room(room.model_copy(update={"follow_up_on": day, "version": room.version + 1}))

    def _change_stage(
        self, workshop_id: str, stage: Stage, allowed: tuple[Stage, ...], adjust: Callable[[Room, WorkshopState], Room]
    ) -> None:
        with self._context.store.transaction(workshop_id) as change:
            head, room = change.workshop(), require_room(change.room())
            if head.stage == stage:
                return
            if head.stage not in allowed:
                raise MoveRefused(reason="wrong-stage", stage=head.stage)
            change.put_room(adjust(room, change.state()).model_copy(update={"version": room.version + 1}))
            change.put_workshop(head.model_copy(update={"stage": stage, "version": head.version + 1}))

    def close(self, workshop_id: str) -> bool:
        """Anonymises the votes for good.

        Results that need the link between votes and seats (movement, Kendall's W, Krippendorff's alpha) are computed and
        stored first. Then a random id per question replaces each seat, in ballots, rankings, consent, red-line votes and
        check-out words: the two rounds of a question stay linked, different questions do not. Rows are shuffled and unrevealed
        rounds and the join code deleted. Archives exported earlier still have the links. False where another program kept
        deleted rows in the database's files (`Store.is_erased`).
        Raises `MoveRefused` (``wrong-stage``) before a framework is adopted.
        """
        with self._context.store.transaction(workshop_id) as change:
            head = change.workshop()
            if head.stage == "closed":
                return True
            if head.stage != "adopted" or head.kind != "live":
                raise MoveRefused(reason="wrong-stage", stage=head.stage)
            state = change.state()
            group = group_result(state)
            assert group is not None, "a live workshop has a room"
            order = random.Random(self._context.new_id())  # noqa: S311 - an order, no secret
            change.anonymise_votes(without_seats(state, self._context.new_id, order), group)
            change.put_room(require_room(state.room).without_code())
            change.put_workshop(head.model_copy(update={"stage": "closed", "version": head.version + 1}))
        return self._context.store.is_erased()


def without_seats(state: WorkshopState, new_id: Callable[[], str], order: random.Random) -> WorkshopState:
    """The state without seats: answers in random order, each with a random id that is used within one question only.

    Hidden texts are gone, what was deleted too, and lines and words that the facilitator never showed.
    """
    unshown = tuple(one.model_copy(update={"deleted": one.deleted or one.waiting}) for one in state.activities)
    seen = without_unrevealed(without_hidden(state.model_copy(update={"activities": unshown})))
    seen = seen.model_copy(update={"words": tuple(word for word in seen.words if not word.waiting)})
    random_ids: dict[tuple[str, ...], str] = {}

    def anonymised(
        rows: Iterable[AnswerRow], question: Callable[[AnswerRow], tuple[str, ...]]
    ) -> tuple[AnswerRow, ...]:
        anonymous: list[AnswerRow] = []
        for row in rows:
            key = (*question(row), row.seat)
            if key not in random_ids:
                random_ids[key] = new_id()
            anonymous.append(row.model_copy(update={"seat": random_ids[key]}))
        order.shuffle(anonymous)
        return tuple(anonymous)

    return seen.model_copy(
        update={
            "seats": (),
            "ballots": anonymised(seen.ballots, lambda b: ("ballot", b.scenario, b.activity)),
            "rankings": anonymised(seen.rankings, lambda _: ("ranking",)),
            "practices": anonymised(seen.practices, lambda p: ("practice", p.scenario, p.activity)),
            "consents": anonymised(seen.consents, lambda c: ("consent", c.round, c.decision)),
            "red_line_votes": anonymised(seen.red_line_votes, lambda v: ("red_line", v.red_line)),
            "question_answers": anonymised(seen.question_answers, lambda a: ("question", a.question)),
            "words": anonymised(seen.words, lambda _: ("word",)),
        }
    )
