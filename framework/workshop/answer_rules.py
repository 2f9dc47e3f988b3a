"""Which answers a room takes now: the same rules for a phone, a paper ballot and a scripted participant."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from framework.deck import Deck
from framework.errors import AnswerRefused, ChoiceUnknown, RankingRefused
from framework.text import LINE_LIMIT, accept
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote, Stage
from framework.workshop.room import Room, question_at, round_key
from framework.workshop.steps.unplanned_question import QuestionAnswer, UnplannedQuestion

CARDS_TO_ORDER = 5
WORD_LIMIT = 40
OBJECTION_LIMIT = 500
KEY_LIMIT = 40

Answer = Ballot | Ranking | Consent | RedLineVote | CheckoutWord | QuestionAnswer


@dataclass(frozen=True, slots=True)
class PostedAnswer:
    """An answer as it arrives. ``key``: made up by the phone, so that an answer sent twice is stored once; may be empty."""

    answer: Answer
    key: str = ""


def check_answer_allowed(stage: Stage, room: Room, answer: Answer) -> None:
    """Raises `AnswerRefused` (``paused``, ``revealed``, ``closed``, ``not-asked``) where this is not asked now.

    During preparation people may vote in private: on the first round of every planned dilemma, and on the order of cards.
    In the session only the question of the current step is open.
    """
    if stage == "preparing" and _is_allowed_beforehand(room, answer):
        if _is_revealed(room, answer):  # possible when the facilitator tried out the console
            raise AnswerRefused(reason="revealed")
        return
    if stage not in ("session", "follow_up"):
        raise AnswerRefused(reason="not-asked")
    if room.paused:
        raise AnswerRefused(reason="paused")
    if isinstance(answer, CheckoutWord):
        if room.current_step().kind != "checkout":
            raise AnswerRefused(reason="not-asked")
        return
    if _is_revealed(room, answer):
        raise AnswerRefused(reason="revealed")
    if "closed" in (room.phase, room.intake) and _is_asked(room, answer):
        raise AnswerRefused(reason="closed")
    if room.open_round() is None or not _is_asked(room, answer):
        raise AnswerRefused(reason="not-asked")


def _is_allowed_beforehand(room: Room, answer: Answer) -> bool:
    if isinstance(answer, Ranking):
        return any(step.kind == "principles" for step in room.plan)
    return (
        isinstance(answer, Ballot)
        and answer.round == 1
        and any((step.scenario, step.activity) == (answer.scenario, answer.activity) for step in room.plan)
    )


def _is_asked(room: Room, answer: Answer) -> bool:
    question = question_at(room, room.current_step(), room.phase)
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
        case QuestionAnswer():
            return question.kind == "question" and question.about == answer.question


def _is_revealed(room: Room, answer: Answer) -> bool:
    """Whether the answer comes too late: its round has been revealed."""
    if isinstance(answer, Consent):
        return answer.round in room.revealed
    if isinstance(answer, QuestionAnswer):
        return f"{answer.question}/1" in room.revealed
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
    """What answers may refer to: the deck's cards, ids of the red lines and decisions that were put to the room, and unplanned
    questions."""

    @property
    def deck(self) -> Deck: ...
    @property
    def red_lines(self) -> Collection[str]: ...
    @property
    def decisions(self) -> Collection[str]: ...
    @property
    def questions(self) -> Collection[UnplannedQuestion]: ...


def validated_answer(asked: AnswerTargets, answer: Answer) -> Answer:
    """The answer as it is stored, with trimmed texts. Raises `InputRefused` for invalid texts and choices."""
    match answer:
        case Ballot():
            return _validated_ballot(answer)
        case Ranking():
            return _validated_ranking(asked, answer)
        case Consent():
            return _validated_consent(asked, answer)
        case RedLineVote():
            if answer.red_line not in asked.red_lines:
                raise ChoiceUnknown(field="red_line", value=answer.red_line)
            return answer
        case CheckoutWord():
            word = accept("word", answer.word, limit=WORD_LIMIT, required=True)
            return CheckoutWord(seat=answer.seat, word=word, waiting=True)
        case QuestionAnswer():
            return _validated_question_answer(asked, answer)


def _validated_ballot(ballot: Ballot) -> Ballot:
    if ballot.abstained == (ballot.stance is not None):
        raise ChoiceUnknown(field="stance", value="")
    return ballot.model_copy(update={"reason": accept("reason", ballot.reason, limit=LINE_LIMIT), "hidden": False})


def words_of(answer: Answer) -> tuple[str, ...]:
    """What somebody typed with this answer: a reason, an objection and what would help, or a word. Empty for nothing."""
    match answer:
        case Ballot():
            said = (answer.reason,)
        case Consent():
            said = (answer.harm, answer.safe_if)
        case CheckoutWord() | QuestionAnswer():
            said = (answer.word,)
        case _:
            said = ()
    return said if any(said) else ()


def _validated_ranking(asked: AnswerTargets, ranking: Ranking) -> Ranking:
    if len(ranking.cards) > CARDS_TO_ORDER:
        raise RankingRefused(reason="too-many", limit=CARDS_TO_ORDER)
    if len(set(ranking.cards)) != len(ranking.cards):
        raise RankingRefused(reason="twice")
    if any(asked.deck.card(card) is None for card in ranking.cards):
        raise RankingRefused(reason="unknown-card")
    return ranking


def _validated_question_answer(asked: AnswerTargets, answer: QuestionAnswer) -> QuestionAnswer:
    question = next((one for one in asked.questions if one.id == answer.question), None)
    if question is None:
        raise AnswerRefused(reason="not-asked")
    answer = answer.model_copy(update={"hidden": False})
    if not question.choices:
        word = accept("word", answer.word, limit=WORD_LIMIT, required=True)
        return answer.model_copy(update={"choice": None, "word": word})
    if answer.choice is None or answer.choice >= len(question.choices):
        raise ChoiceUnknown(field="choice", value="")
    return answer.model_copy(update={"word": ""})


def _validated_consent(asked: AnswerTargets, consent: Consent) -> Consent:
    """An objection must say what the rule would harm; a preference is not an objection."""
    if consent.decision not in asked.decisions:
        raise ChoiceUnknown(field="decision", value=consent.decision)
    if consent.answer != "objection":
        return consent.model_copy(update={"harm": "", "safe_if": "", "keep_words": False, "hidden": False})
    return consent.model_copy(
        update={
            "hidden": False,
            "harm": accept("harm", consent.harm, limit=OBJECTION_LIMIT, required=True),
            "safe_if": accept("safe_if", consent.safe_if, limit=OBJECTION_LIMIT),
        }
    )
