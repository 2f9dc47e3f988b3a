"""A workshop as everybody may see it, its counts, and what the room's pages need from both.

Read once for everybody who follows the room. Votes are not shown before their reveal (`RoomSnapshot.visible_answers`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from framework.analysis.group_results import CARDS_KEPT, group_order, tied_at_the_cut
from framework.analysis.objection_rounds import consent_counts, objections_to
from framework.analysis.red_lines import red_line_count, red_line_threshold
from framework.deck import PrincipleCard, Scenario
from framework.errors import NotFound
from framework.language import Translator, translator
from framework.language.labels import left_out_words, tied_words
from framework.store import Answered, RoomCounters, Store
from framework.text import Lang
from framework.workshop.field_types import PRINCIPLES, AskedRule
from framework.workshop.models import (
    Activity,
    Ballot,
    CheckoutWord,
    Consent,
    Decision,
    Framework,
    Ranking,
    RedLine,
    RedLineVote,
    WorkshopState,
)
from framework.workshop.room import VOTING_PHASES, PlannedStep, Question, Room, question_at
from framework.workshop.rule_checks import lines_put_to_the_room, put_to_the_room
from framework.workshop.rule_grammar import decision_sentence, practice_words, red_line_sentence
from framework.workshop.steps.unplanned_question import QuestionAnswer, UnplannedQuestion
from pages.live.reasons import Objection, merged_objections

_Ballots = tuple[Mapping[str, Ballot], int]
"""The latest ballot of each seat in the order they came, and the sequence number of the last one read."""
_NO_BALLOTS: _Ballots = (MappingProxyType({}), 0)
_NO_VOTERS: tuple[frozenset[str], int] = (frozenset(), 0)
_Answer = TypeVar("_Answer", Ballot, Ranking, Consent, RedLineVote, QuestionAnswer)


@dataclass(frozen=True)
class RoomSnapshot:
    """A workshop as everybody may see it, at one ``shared_revision``.

    ``state`` carries no seat and no answer. ``answers`` and ``before`` are the answers to the present question and, in a
    second round, those of the first. They serve a `Payload.fill` (a seat's own answer) and, once the round is revealed,
    the results; only `visible_answers` is safe to show to others.
    """

    state: WorkshopState
    shared_revision: int
    question: Question | None = None
    answers: tuple[Answered, ...] = field(default=(), repr=False)
    before: tuple[Answered, ...] = field(default=(), repr=False)
    left_out: int = 0
    """How many people's answers to the present question were left out by the facilitator."""
    tables: Mapping[str, int] = field(default_factory=dict[str, int], repr=False)
    """The table of each seat, once people were divided over tables; of latecomers since the next change."""
    cache: dict[object, Any] = field(default_factory=dict[object, Any], init=False, repr=False, compare=False)
    """What views have rendered from this snapshot and what does not depend on the counts."""

    @property
    def room(self) -> Room:
        room = self.state.room
        assert room is not None, "a live workshop has a room"
        return room

    @property
    def visible_answers(self) -> tuple[Answered, ...]:
        """Everybody's answers to the present question; none before their reveal.

        Without words that the facilitator hid, or has not shown yet.
        """
        room = self.room
        if self.question is not None and self.question.kind == "word":
            return tuple(
                one for one in self.answers if isinstance(one, CheckoutWord) and not (one.waiting or one.hidden)
            )
        key = room.current_round()
        if room.phase in VOTING_PHASES or key is None or key not in room.revealed:
            return ()
        if "visible" not in self.cache:
            unshown = key in room.unshown
            self.cache["visible"] = tuple(_without_words(one, unshown) for one in self.answers)
        return self.cache["visible"]


def _without_words(answer: Answered, unshown: bool) -> Answered:
    if isinstance(answer, Ballot) and (unshown or answer.hidden) and answer.reason:
        return answer.model_copy(update={"reason": ""})
    if isinstance(answer, Consent) and (unshown or answer.hidden) and answer.harm:
        return answer.model_copy(update={"harm": "", "safe_if": ""})
    if isinstance(answer, QuestionAnswer) and answer.hidden:
        return answer.model_copy(update={"word": ""})
    return answer


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """What changes with every vote: numbers, never what was voted.

    ``seats``: people in the room; ``voters``: people who answered the present question; ``left``: voters who have left.
    """

    revision: int
    seats: int
    voters: int
    left: int = 0
    ballots: _Ballots = field(default=_NO_BALLOTS, repr=False, compare=False)
    """The ballots themselves (`Store.ballots_after`), so that a reveal has almost nothing left to read. Like
    `RoomSnapshot.answers` they must not be shown before that."""
    freed: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    """Seats whose people have left."""
    left_out: int = field(default=0, repr=False, compare=False)
    """Number of freed seats whose answers no longer count."""
    who: tuple[frozenset[str], int] = field(default=_NO_VOTERS, repr=False, compare=False)
    """The voters' seats and the sequence number of the last answer read (`Store.voters_after`), for the next count. For
    ballots the number is in ``ballots``."""

    @property
    def for_next_question(self) -> "AnswerCounts":
        """What the first count of another question can start from."""
        return AnswerCounts(self.revision, self.seats, 0, freed=self.freed, left_out=self.left_out)

    @property
    def asked(self) -> int:
        """The number of people of whom ``voters`` have answered."""
        return self.seats + self.left


def read_snapshot(
    store: Store, workshop_id: str, known: RoomSnapshot | None = None, counted: AnswerCounts | None = None
) -> tuple[RoomSnapshot, AnswerCounts]:
    """What everybody sees, and the counts; ``known`` itself when nothing everybody sees has changed.

    ``counted``: counts as of ``known`` or later. While the question stays the same, as at a reveal, counting continues
    from them. Raises `NotFound` for a workshop that does not exist or has no room.
    """
    state, shared_revision = store.shared_as_of(workshop_id)
    if state.room is None:
        raise NotFound(what="room", id=workshop_id)
    question = _question(state, state.room)
    if counted is not None and (known is None or known.question != question):
        counted = counted.for_next_question
    counts = count(store, store.counters(workshop_id), workshop_id, question, counted)
    if known is not None and known.shared_revision == shared_revision:
        return known, counts
    answers: tuple[Answered, ...] = ()
    before: tuple[Answered, ...] = ()
    if question is not None:
        is_ballot = question.kind == "ballot"
        answers = tuple(counts.ballots[0].values()) if is_ballot else store.answers_to(workshop_id, question)
        if question.kind == "ballot" and question.round == 2:
            before = store.answers_to(workshop_id, Question("ballot", question.scenario, question.activity, 1))
    left_out = store.left_out(workshop_id, question) if question is not None and counts.left_out else 0
    tables = store.tables(workshop_id)
    return RoomSnapshot(state, shared_revision, question, answers, before, left_out, tables), counts


def count(
    store: Store,
    counters: RoomCounters,
    workshop_id: str,
    question: Question | None,
    before: AnswerCounts | None = None,
) -> AnswerCounts:
    """``counters``: read earlier, so that an answer that comes meanwhile is counted twice rather than missed.
    ``before``: an earlier count of the same question, to continue from."""
    revision, people, left_out = counters.revision, counters.people, counters.left_out
    if before is not None and before.left_out != left_out:
        before = None  # it includes answers that no longer count
    # A freed seat is never taken again, so the same number of them means the same seats.
    same = before is not None and len(before.freed) == counters.freed
    freed = before.freed if before is not None and same else store.freed(workshop_id)
    if question is None:
        return AnswerCounts(revision, people, 0, freed=freed, left_out=left_out)
    voters, place = _NO_VOTERS if before is None else before.who
    ballots = _NO_BALLOTS if before is None else before.ballots
    if question.kind == "ballot":
        ballots, new = _ballots(store, workshop_id, question, ballots)
    else:
        new, place = store.voters_after(workshop_id, question, place)
    voters = voters | new if new else voters
    return AnswerCounts(revision, people, len(voters), len(voters & freed), ballots, freed, left_out, (voters, place))


def _ballots(store: Store, workshop_id: str, question: Question, before: _Ballots) -> tuple[_Ballots, frozenset[str]]:
    """``before`` with the ballots that came since, and the seats of those that say something."""
    known, place = before
    new, place = store.ballots_after(workshop_id, question, place)
    if not new:
        return (known, place), frozenset()
    latest = dict(known)
    for ballot in new:
        latest.pop(ballot.seat, None)
        latest[ballot.seat] = ballot
    voters = frozenset(ballot.seat for ballot in new if ballot.stance is not None or ballot.abstained)
    return (MappingProxyType(latest), place), voters


def _question(state: WorkshopState, room: Room) -> Question | None:
    if state.workshop.stage not in ("session", "follow_up"):
        return None
    return question_at(room, room.current_step(), room.phase)


@dataclass(frozen=True, slots=True)
class Subject:
    """A sentence that is put to the room: a rule's, a red line's or that of the principles. ``lang``: its language where that
    is not the page's."""

    id: str
    words: str
    lang: Lang | None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """An objection round on one rule, red line or the principles: its sentence, the counts, and the objections in their authors' words.

    ``lang``: the language of ``words`` where it is not the page's. ``now``: the same of the rule as it is worded now, where
    that is no longer what the round asked about. ``rule``: as it stands now, where it is one.
    """

    words: str
    lang: Lang | None
    now: tuple[str, Lang | None] | None
    counts: tuple[int, int, int]
    objections: tuple[Objection, ...]
    rule: Decision | None = None


@dataclass(frozen=True, slots=True)
class RedLineResult:
    """A vote on one red line: the practice that people were asked about and the counts. ``enough``: it can be drawn.

    ``drawn``: the sentence that would stand, and its language, as in `RoomView.red_line_words`.
    """

    words: str
    lang: Lang | None
    drawn: tuple[str, Lang | None]
    objections: int
    voters: int
    enough: bool


@dataclass(frozen=True)
class RoomView:
    """A snapshot in one language: what the phone's page and the projector's have in common."""

    snapshot: RoomSnapshot
    lang: Lang

    @property
    def t(self) -> Translator:
        return translator(self.lang)

    @property
    def state(self) -> WorkshopState:
        return self.snapshot.state

    @property
    def room(self) -> Room:
        return self.snapshot.room

    @property
    def preparing(self) -> bool:
        return self.state.workshop.stage == "preparing"

    @property
    def over(self) -> bool:
        return self.state.workshop.stage in ("adopted", "closed")

    @property
    def ended(self) -> bool:
        """Whether the session has ended with a draft and the follow-up has not been opened."""
        return self.state.workshop.stage == "draft"

    @property
    def draft(self) -> Framework | None:
        """The version that was saved last."""
        return self.state.frameworks[-1] if self.state.frameworks else None

    def when_it_goes_on(self) -> str:
        """When the follow-up is, as far as that is known."""
        day = self.room.follow_up_on
        if day is None:
            return self.t("Your facilitator tells you when we continue.")
        return self.t("We continue on {day}.", day=self.t.date(day))

    @property
    def step(self) -> PlannedStep:
        return self.room.current_step()

    @property
    def question(self) -> Question | None:
        """The present question, also after its reveal."""
        return self.snapshot.question

    @property
    def scenario(self) -> Scenario | None:
        """The dilemma of this step; None when it is no longer in the deck."""
        return self.state.deck.scenario(self.step.scenario or "")

    @property
    def unplanned(self) -> UnplannedQuestion | None:
        """The question of this step, if the facilitator asked one in between."""
        return self.room.question(self.room.step)

    def activity_of(self, step: PlannedStep) -> Activity | None:
        """The activity that a step's dilemma is about."""
        return next((one for one in self.state.activities if one.id == step.activity), None)

    @property
    def rules(self) -> tuple[Decision, ...]:
        """The rules that this step puts to the room."""
        return put_to_the_room(self.state.decisions, self.step)

    @property
    def red_lines(self) -> tuple[RedLine, ...]:
        """Red lines put to the room and not settled yet."""
        return tuple(line for line in self.state.red_lines if line.proposed and not line.withdrawn)

    @property
    def drawn_lines(self) -> tuple[RedLine, ...]:
        """The red lines that this step puts to the room: in the follow-up those that were drawn."""
        return lines_put_to_the_room(self.state.red_lines, self.step)

    @property
    def kept_names(self) -> tuple[str, ...]:
        """Names of the principles that this step puts to the room, in their order: in the follow-up those that were kept."""
        if self.step.kind != "agreements":
            return ()
        cards = (self.state.deck.card(card) for card in self.room.kept_cards)
        return tuple(card.name[self.lang] for card in cards if card is not None)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Everything that this step puts to the room: rules, then red lines and the principles' order."""
        found = [Subject(rule.id, *self.rule_words(rule)) for rule in self.rules]
        found += [Subject(line.id, *self.red_line_words(line)) for line in self.drawn_lines]
        if self.kept_names:
            found.append(Subject(PRINCIPLES, self.principles_words, None))
        return tuple(found)

    @property
    def principles_words(self) -> str:
        return self.t("What we put first, in this order: {names}.", names="; ".join(self.kept_names))

    def _asked(self, rule: Decision) -> Decision | AskedRule:
        """The rule as the current round asked about it: a result belongs to the words that people saw."""
        key = self.room.current_round()
        return next((one for one in rule.asked if one.round == key), rule)

    def rule_words(self, rule: Decision | AskedRule) -> tuple[str, Lang | None]:
        """The rule's sentence, and its language if that is not the page's."""
        words, lang = decision_sentence(rule, self.lang)
        return words, lang if lang != self.lang else None

    def practice_words(self, line: RedLine) -> tuple[str, Lang | None]:
        """What a red line asks about, and its language if that is not the page's."""
        words, lang = practice_words(line, self.lang)
        return words, lang if lang != self.lang else None

    def red_line_words(self, line: RedLine) -> tuple[str, Lang | None]:
        words, lang = red_line_sentence(line.wording, self.lang)
        return words, lang if lang != self.lang else None

    # --- what a reveal shows ---

    def visible(self, kind: type[_Answer]) -> tuple[_Answer, ...]:
        """Answers of this kind that everybody may see now."""
        return tuple(answer for answer in self.snapshot.visible_answers if isinstance(answer, kind))

    def first_ballots(self) -> tuple[Ballot, ...]:
        """The ballots of the first round, during or after the second; none where the first was not revealed."""
        if f"{self.step.id}/1" not in self.room.revealed:
            return ()
        return tuple(answer for answer in self.snapshot.before if isinstance(answer, Ballot))

    @property
    def left_out_note(self) -> str:
        """What a reveal says of answers that the facilitator left out; empty where there are none."""
        return left_out_words(self.snapshot.left_out, self.t)

    def card_results(self) -> tuple[list[PrincipleCard], int]:
        """The cards the group puts first, as confirmed or else by all rankings together; and how many people ranked."""
        deck = self.state.deck
        rankings = [ranking for ranking in self.visible(Ranking) if ranking.cards]
        kept: Sequence[str] = self.room.kept_cards or group_order(deck, rankings)[:CARDS_KEPT]
        return [card for card_id in kept if (card := deck.card(card_id)) is not None], len(rankings)

    @property
    def tied_note(self) -> str:
        """What a reveal says of cards that end equal at the last place, until the group has chosen; empty for none."""
        if self.room.kept_cards:
            return ""
        deck = self.state.deck
        tied = tied_at_the_cut(deck, [ranking for ranking in self.visible(Ranking) if ranking.cards])
        return tied_words([card.name[self.lang] for card in deck.cards if card.id in tied], self.t)

    def rule_results(self) -> list[RuleResult]:
        consents = self.visible(Consent)
        results: list[RuleResult] = []
        for rule in self.rules:
            asked, now = self.rule_words(self._asked(rule)), self.rule_words(rule)
            counts, objections = consent_counts(consents, rule.id), merged_objections(objections_to(consents, rule.id))
            results.append(RuleResult(*asked, None if now == asked else now, counts, objections, rule))
        for other in self.subjects[len(results) :]:
            counts, objections = (
                consent_counts(consents, other.id),
                merged_objections(objections_to(consents, other.id)),
            )
            results.append(RuleResult(other.words, other.lang, None, counts, objections))
        return results

    def red_line_results(self) -> list[RedLineResult]:
        votes = self.visible(RedLineVote)
        asked = {vote.red_line for vote in votes}
        results: list[RedLineResult] = []
        for line in self.state.red_lines:
            if line.id in asked:
                objections, voters = red_line_count(votes, line.id)
                enough = objections >= red_line_threshold(voters)
                drawn = self.red_line_words(line)
                results.append(RedLineResult(*self.practice_words(line), drawn, objections, voters, enough))
        return results
