"""What a person in the room may answer now. The same rules for a phone, a paper ballot and a scripted participant."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from framework.deck import Deck
from framework.errors import AnswerRefused, ChoiceUnknown, RankingRefused
from framework.text import LINE_LIMIT, accept
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote, Stage
from framework.workshop.room import Room, question_at, round_key

CARDS_TO_ORDER = 5
WORD_LIMIT = 40
OBJECTION_LIMIT = 500
KEY_LIMIT = 40

Answer = Ballot | Ranking | Consent | RedLineVote | CheckoutWord


@dataclass(frozen=True, slots=True)
class PostedAnswer:
    """An answer on its way in. ``key``: chosen by the phone, so that an answer sent twice is taken once; may be empty."""

    answer: Answer
    key: str = ""


def check_answer_allowed(stage: Stage, room: Room, answer: Answer) -> None:
    """Whether this is asked now. Raises `AnswerRefused`: ``paused``, ``revealed`` or ``not-asked``.

    While the workshop is being prepared, everybody may vote in private: the first round of every planned dilemma, and
    the order of cards. In the session only what is asked at this step.
    """
    if stage == "preparing" and _beforehand(room, answer):
        if _is_revealed(room, answer):  # a facilitator who tried out the console may have shown it
            raise AnswerRefused(reason="revealed")
        return
    if stage not in ("session", "follow_up"):
        raise AnswerRefused(reason="not-asked")
    if room.paused:
        raise AnswerRefused(reason="paused")
    if isinstance(answer, CheckoutWord):
        if room.current().kind != "checkout":
            raise AnswerRefused(reason="not-asked")
        return
    if _is_revealed(room, answer):
        raise AnswerRefused(reason="revealed")
    if room.open_round() is None or not _is_asked(room, answer):
        raise AnswerRefused(reason="not-asked")


def _beforehand(room: Room, answer: Answer) -> bool:
    if isinstance(answer, Ranking):
        return any(step.kind == "principles" for step in room.plan)
    return (
        isinstance(answer, Ballot)
        and answer.round == 1
        and any((step.scenario, step.activity) == (answer.scenario, answer.activity) for step in room.plan)
    )


def _is_asked(room: Room, answer: Answer) -> bool:
    question = question_at(room, room.current(), room.phase)
    if question is None:
        return False
    match answer:
        case Ballot():
            asked = ("ballot", question.scenario, question.activity, question.round)
            return question.kind == "ballot" and asked == ("ballot", answer.scenario, answer.activity, answer.round)
        case Ranking():
            return question.kind == "ranking"
        case Consent():
            return question.kind == "consent" and question.about == answer.round
        case RedLineVote():
            return question.kind == "red_line"
        case CheckoutWord():
            return question.kind == "word"


def _is_revealed(room: Room, answer: Answer) -> bool:
    """Whether the answer belongs to a round that was shown already: it came too late."""
    if isinstance(answer, Consent):
        return answer.round in room.revealed
    for step in room.plan:
        if isinstance(answer, Ballot):
            belongs = (step.scenario, step.activity) == (answer.scenario, answer.activity)
            if belongs and f"{step.id}/{answer.round}" in room.revealed:
                return True
            continue
        kind = "principles" if isinstance(answer, Ranking) else "red_lines"
        if step.kind == kind and round_key(room, step, "voting") in room.revealed:
            return True
    return False


class AnswerTargets(Protocol):
    """What may be answered to: the deck's cards, and the ids of red lines and decisions that were put to the room."""

    @property
    def deck(self) -> Deck: ...
    @property
    def red_lines(self) -> Collection[str]: ...
    @property
    def decisions(self) -> Collection[str]: ...


def validated_answer(asked: AnswerTargets, answer: Answer) -> Answer:
    """The answer as it will be kept. Raises `InputRefused` for texts and choices that cannot be taken."""
    match answer:
        case Ballot():
            return _ballot(answer)
        case Ranking():
            return _ranking(asked, answer)
        case Consent():
            return _consent(asked, answer)
        case RedLineVote():
            if answer.red_line not in asked.red_lines:
                raise ChoiceUnknown(field="red_line", value=answer.red_line)
            return answer
        case CheckoutWord():
            return answer.model_copy(update={"word": accept("word", answer.word, limit=WORD_LIMIT, required=True)})


def _ballot(ballot: Ballot) -> Ballot:
    if ballot.abstained == (ballot.stance is not None):
        raise ChoiceUnknown(field="stance", value="")
    return ballot.model_copy(update={"reason": accept("reason", ballot.reason, limit=LINE_LIMIT), "hidden": False})


def _ranking(asked: AnswerTargets, ranking: Ranking) -> Ranking:
    if len(ranking.cards) > CARDS_TO_ORDER:
        raise RankingRefused(reason="too-many", limit=CARDS_TO_ORDER)
    if len(set(ranking.cards)) != len(ranking.cards):
        raise RankingRefused(reason="twice")
    if any(asked.deck.card(card) is None for card in ranking.cards):
        raise RankingRefused(reason="unknown-card")
    return ranking


def _consent(asked: AnswerTargets, consent: Consent) -> Consent:
    """An objection says what the rule would harm: a preference is no objection."""
    if consent.decision not in asked.decisions:
        raise ChoiceUnknown(field="decision", value=consent.decision)
    if consent.answer != "objection":
        return consent.model_copy(update={"harm": "", "safe_if": ""})
    return consent.model_copy(
        update={
            "harm": accept("harm", consent.harm, limit=OBJECTION_LIMIT, required=True),
            "safe_if": accept("safe_if", consent.safe_if, limit=OBJECTION_LIMIT),
        }
    )
