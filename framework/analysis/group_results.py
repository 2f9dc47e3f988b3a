"""A group's answers in revealed rounds, as numbers that identify nobody.

Only revealed rounds (`Room.revealed`) are read, so these results cannot leak another. The method's thresholds apply: no measure
below five votes, and no split by role unless every role and the remainder have five.

Red lines are in `framework.analysis.red_lines`, objection rounds in `framework.analysis.objection_rounds`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from pydantic import BaseModel

from framework.analysis.agreement import (
    AGREED,
    MIN_VOTES,
    agreement,
    borda,
    median_pair,
    movement,
    ordinal_alpha,
    ranking_agreement,
)
from framework.analysis.objection_rounds import consent_rounds, objections_to, revealed_rounds
from framework.analysis.stance_votes import tally
from framework.deck import LETTERS, Deck, Letter, Scenario
from framework.text import Worded
from framework.workshop.field_types import PRINCIPLES, Objection
from framework.workshop.models import (
    Activity,
    Ballot,
    ConsentResult,
    ConsentRound,
    Decision,
    Framework,
    GroupResult,
    Measures,
    QuestionResult,
    Ranking,
    RoundResult,
    Seat,
    WorkshopState,
)
from framework.workshop.room import PlannedStep, Room
from framework.workshop.rule_grammar import decision_sentence

_Answer = TypeVar("_Answer", bound=BaseModel)
BallotsByQuestion = Mapping[tuple[str, str, int], tuple[Ballot, ...]]
"""By dilemma, activity and round."""
CARDS_KEPT = 6
"""Number of cards that a group keeps (the method, section 4.2)."""
ANONYMOUS_FROM = 5
"""With fewer people others can guess who said what; Kader then says so and promises no anonymity."""


def rounds_revealed(room: Room, step: PlannedStep) -> tuple[int, ...]:
    """The rounds of a scenario step that were revealed: (), (1,) or (1, 2)."""
    return tuple(number for number in (1, 2) if f"{step.id}/{number}" in room.revealed)


def round_result(ballots: Iterable[Ballot], *, ordered: bool) -> RoundResult:
    """The result of one revealed round, from each seat's latest ballot. Measures only for ordered stances."""
    cast = [ballot for ballot in ballots if ballot.stance is not None or ballot.abstained]
    votes = tally(ballot.stance for ballot in cast if ballot.stance is not None)
    measured = agreement(votes) if ordered else None
    return RoundResult(
        votes=(votes[0], votes[1], votes[2], votes[3], votes[4]),
        abstained=sum(ballot.stance is None for ballot in cast),
        objections=sum(ballot.objection for ballot in cast),
        measures=None
        if measured is None
        else Measures(
            median=measured.median,
            steps_from_median=str(measured.steps_from_median),
            label=measured.label,
        ),
    )


def question_result(
    state: WorkshopState, step: PlannedStep, by_question: BallotsByQuestion | None = None
) -> QuestionResult | None:
    """The revealed rounds of a dilemma, or None before the first reveal. ``state`` must have the answers.

    ``by_question``: its ballots by `ballots_by_question`, for a caller that asks about many dilemmas.
    """
    room = state.room
    scenario = state.deck.scenario(step.scenario or "")
    if room is None or scenario is None or step.activity is None:
        return None
    revealed = rounds_revealed(room, step)
    if not revealed:
        return None
    cast = ballots_by_question(state.ballots) if by_question is None else by_question
    rounds = [cast.get((scenario.id, step.activity, number), ()) for number in revealed]
    found = movement(_pairs(rounds[0], rounds[1]), ordered=scenario.ordered) if len(rounds) == 2 else None
    return QuestionResult(
        scenario=scenario.id,
        activity=step.activity,
        rounds=tuple(round_result(ballots, ordered=scenario.ordered) for ballots in rounds),
        moved=None if found is None else (found.permissive, found.strict, found.voters),
        sideways=0 if found is None else found.sideways,
    )


NothingProposed = Literal["few", "unordered", "pair", "unlawful"]


def proposed_stance(scenario: Scenario, result: QuestionResult) -> Letter | NothingProposed:
    """The stance that a rule is drafted from: the median of the last revealed round.

    Why nothing is proposed where the median does not say one lawful stance: below five votes, without an order, with two
    middle votes, or where the law closes it. The group then chooses.
    """
    votes = result.rounds[-1].votes
    if sum(votes) < MIN_VOTES:
        return "few"
    if not scenario.ordered:
        return "unordered"
    low, high = median_pair(votes)
    if low != high:
        return "pair"
    middle = LETTERS[low]
    return "unlawful" if scenario.stance(middle).legal == "unlawful" else middle


def latest_ballots(ballots: Iterable[Ballot], scenario: str, activity: str, round_: int) -> tuple[Ballot, ...]:
    """Each seat's latest ballot in one round on one question."""
    return ballots_by_question(ballots).get((scenario, activity, round_), ())


def ballots_by_question(ballots: Iterable[Ballot]) -> BallotsByQuestion:
    """Each seat's latest ballot, by dilemma, activity and round."""
    latest: dict[tuple[str, str, int], dict[str, Ballot]] = {}
    for ballot in ballots:
        latest.setdefault((ballot.scenario, ballot.activity, ballot.round), {})[ballot.seat] = ballot
    return {question: tuple(cast.values()) for question, cast in latest.items()}


def _pairs(first: Iterable[Ballot], second: Iterable[Ballot]) -> list[tuple[Letter, Letter]]:
    before: dict[str, Letter | None] = {ballot.seat: ballot.stance for ballot in first}
    pairs: list[tuple[Letter, Letter]] = []
    for ballot in second:
        was = before.get(ballot.seat)
        if was is not None and ballot.stance is not None:
            pairs.append((was, ballot.stance))
    return pairs


def group_result(state: WorkshopState) -> GroupResult | None:
    """Everything that was revealed; in a closed workshop what was stored at closing. None for a self-assessment."""
    if state.group is not None:
        return state.group
    room = state.room
    if room is None:
        return None
    steps = [step for step in room.plan if step.kind == "scenario"]
    cast = ballots_by_question(state.ballots)
    questions = tuple(found for step in steps if (found := question_result(state, step, cast)) is not None)
    rankings = revealed_rankings(state)
    cards = [card.id for card in state.deck.cards]
    measured = ranking_agreement([ranking.cards for ranking in rankings], cards)
    return GroupResult(
        people=len(_people(state)),
        cards=group_order(state.deck, rankings),
        rankings=len(rankings),
        kendall_w=None if measured is None or measured.w is None else str(measured.w),
        winner=None if measured is None else measured.winner,
        alpha=_alpha(state, questions, cast),
        questions=questions,
        consents=tuple(
            ConsentResult(
                decision=about,
                rounds=tuple(
                    ConsentRound(
                        consents=consents,
                        objections=objections,
                        abstained=abstained,
                        words=_asked_words(decision, key),
                        voiced=_voiced(state, about, key) if consents + objections + abstained >= MIN_VOTES else (),
                    )
                    for key, (consents, objections, abstained) in zip(
                        revealed_rounds(state, about), rounds, strict=True
                    )
                ),
            )
            for about, decision in _put_to_the_room(state)
            if (rounds := consent_rounds(state, about))
        ),
    )


def _put_to_the_room(state: WorkshopState) -> Iterator[tuple[str, Decision | None]]:
    """Ids of what objection rounds may be about: decisions, red lines and the principles."""
    yield from ((decision.id, decision) for decision in state.decisions)
    yield from ((line.id, None) for line in state.red_lines)
    yield PRINCIPLES, None


def _asked_words(decision: Decision | None, round_key: str) -> Worded | None:
    """The sentence that an objection round asked about, in the languages in which it was worded."""
    asked = next((one for one in decision.asked if one.round == round_key), None) if decision else None
    if asked is None:
        return None
    return Worded(**{lang: decision_sentence(asked, lang)[0] for lang in asked.wording})


def _voiced(state: WorkshopState, about: str, round_key: str) -> tuple[Objection, ...]:
    """The objections that were shown and whose authors let their words be kept."""
    if state.room is None or round_key in state.room.unshown:
        return ()
    given = objections_to((one for one in state.consents if one.round == round_key), about)
    return tuple(Objection(harm=one.harm, safe_if=one.safe_if) for one in given if one.keep_words)


def _people(state: WorkshopState) -> set[str]:
    """Seat ids of those who took part: who answered anything that was revealed, or left a last word."""
    seen = without_unrevealed(state)
    return {
        answer.seat
        for answer in (
            *seen.ballots,
            *seen.rankings,
            *seen.consents,
            *seen.red_line_votes,
            *seen.question_answers,
            *seen.words,
        )
    }


def revealed_rankings(state: WorkshopState) -> tuple[Ranking, ...]:
    """Each seat's latest ranking that is not empty; none before the reveal."""
    room = state.room
    if room is None or not any(step.kind == "principles" and f"{step.id}/1" in room.revealed for step in room.plan):
        return ()
    latest: dict[str, Ranking] = {}
    for ranking in state.rankings:
        latest[ranking.seat] = ranking
    return tuple(ranking for ranking in latest.values() if ranking.cards)


def group_order(deck: Deck, rankings: Sequence[Ranking]) -> tuple[str, ...]:
    """Ids of the cards that anyone ranked, by Borda points, most first."""
    named = {card for ranking in rankings for card in ranking.cards}
    cards = [card.id for card in deck.cards]
    return tuple(card for card, _ in borda([ranking.cards for ranking in rankings], cards) if card in named)


def tied_at_the_cut(deck: Deck, rankings: Sequence[Ranking]) -> tuple[str, ...]:
    """Ids of the cards that share the last place that is kept with one that is not; empty where the cut is clear."""
    order = group_order(deck, rankings)
    points = dict(borda([ranking.cards for ranking in rankings], [card.id for card in deck.cards]))
    tied = [card for card in order if points[card] == points[order[min(CARDS_KEPT, len(order)) - 1]]]
    return tuple(tied) if order[CARDS_KEPT:] and order[CARDS_KEPT] in tied else ()


def kept_cards(state: WorkshopState) -> tuple[str, ...]:
    """Ids of the cards that the group keeps: those confirmed, else the first six by `group_order`."""
    if state.room is not None and state.room.kept_cards:
        return state.room.kept_cards
    return group_order(state.deck, revealed_rankings(state))[:CARDS_KEPT]


def _alpha(state: WorkshopState, questions: Sequence[QuestionResult], cast: BallotsByQuestion) -> str | None:
    """Krippendorff's alpha over the last revealed round of all ordered dilemmas, from two dilemmas with five votes each."""
    rows: list[list[int]] = []
    for question in questions:
        scenario = state.deck.scenario(question.scenario)
        if scenario is None or not scenario.ordered or sum(question.rounds[-1].votes) < MIN_VOTES:
            continue
        ballots = cast.get((question.scenario, question.activity, len(question.rounds)), ())
        rows.append([LETTERS.index(ballot.stance) for ballot in ballots if ballot.stance is not None])
    if len(rows) < 2:
        return None
    found = ordinal_alpha(rows, len(LETTERS))
    return None if found is None else str(found)


def votes_by_role(ballots: Sequence[Ballot], seats: Sequence[Seat]) -> dict[str, tuple[int, ...]] | None:
    """Votes A to E per role in a revealed round, the remainder under an empty role.

    None where a role that is shown or the remainder would have fewer than five voters.
    """
    role_of = {seat.id: seat.role for seat in seats}
    cast: list[tuple[str, Letter]] = [
        (role_of.get(ballot.seat, ""), ballot.stance) for ballot in ballots if ballot.stance is not None
    ]
    sizes = Counter(role for role, _ in cast)
    shown = {role for role, size in sizes.items() if role and size >= MIN_VOTES}
    rest = sum(size for role, size in sizes.items() if role not in shown)
    if not shown or 0 < rest < MIN_VOTES or (len(shown) == 1 and rest == 0):
        return None
    split = {role: tally(stance for said, stance in cast if said == role) for role in sorted(shown)}
    if rest:
        split[""] = tally(stance for said, stance in cast if said not in shown)
    return split


def without_unrevealed(state: WorkshopState) -> WorkshopState:
    """The state without answers of unrevealed rounds: what an archive may hold."""
    room = state.room
    if room is None:
        return state
    ballots_seen = {
        (step.scenario, step.activity, number) for step in room.plan for number in rounds_revealed(room, step)
    }
    lines_seen = any(step.kind == "red_lines" and f"{step.id}/1" in room.revealed for step in room.plan)
    questions = {one.id for one in room.questions if f"{one.id}/1" in room.revealed}
    return state.model_copy(
        update={
            "question_answers": tuple(one for one in state.question_answers if one.question in questions),
            "ballots": tuple(b for b in state.ballots if (b.scenario, b.activity, b.round) in ballots_seen),
            "rankings": state.rankings if revealed_rankings(state) else (),
            "consents": tuple(consent for consent in state.consents if consent.round in room.revealed),
            "red_line_votes": state.red_line_votes if lines_seen else (),
        }
    )


def without_hidden(state: WorkshopState) -> WorkshopState:
    """The state without hidden words and without what was deleted: what an archive, and a closed workshop, may hold.

    Of a group each seat's latest answers are left, because earlier ones were replaced before anybody saw them. An activity
    that something refers to keeps its id and loses its words.
    """
    gone = {activity.id for activity in state.activities if activity.deleted}
    decisions = tuple(decision for decision in state.decisions if not decision.withdrawn)
    if state.room is not None:
        state = _latest_only(state)
    named = {answer.activity for answer in (*state.ballots, *state.practices)}
    named |= {activity for decision in decisions for activity in decision.activities}
    named |= {step.activity for step in (state.room.plan if state.room else ())}
    log = tuple(entry for entry in state.log if not entry.withdrawn)
    named |= {entry.activity for entry in log}
    return state.model_copy(
        update={
            "activities": tuple(
                _wordless(activity) if activity.id in gone else activity
                for activity in state.activities
                if activity.id not in gone or activity.id in named
            ),
            "arrangements": tuple(one for one in state.arrangements if not one.withdrawn and one.activity not in gone),
            "decisions": decisions,
            "red_lines": tuple(one for one in state.red_lines if not (one.withdrawn and one.voters is None)),
            "notes": tuple(note for note in state.notes if not note.withdrawn),
            "training": tuple(one for one in state.training if not one.withdrawn),
            "log": log,
            "ballots": tuple(b.model_copy(update={"reason": ""}) if b.hidden else b for b in state.ballots),
            "consents": tuple(
                c.model_copy(update={"harm": "", "safe_if": ""}) if c.hidden else c for c in state.consents
            ),
            "words": tuple(word for word in state.words if not word.hidden),
            "question_answers": tuple(answer for answer in state.question_answers if not answer.hidden),
            "frameworks": tuple(one if one.adopted else _draft_without(one, gone) for one in state.frameworks),
        }
    )


def _draft_without(draft: Framework, gone: Collection[str]) -> Framework:
    """A saved draft without the words of activities that were deleted since. What was adopted stays as it was adopted."""
    nothing: dict[str, object] = dict.fromkeys(("name", "supplier", "owner", "purpose"), "")
    nothing |= {"facts": {}, "arranged": (), "arrangements": ()}
    return draft.model_copy(
        update={
            "activities": tuple(one.model_copy(update=nothing) if one.id in gone else one for one in draft.activities)
        }
    )


def _wordless(activity: Activity) -> Activity:
    nothing: dict[str, object] = dict.fromkeys(("name", "supplier", "owner", "purpose"), "")
    return activity.model_copy(update={**nothing, "facts": {}})


def _latest_only(state: WorkshopState) -> WorkshopState:
    def latest(rows: Iterable[_Answer], *question: str) -> tuple[_Answer, ...]:
        return tuple({tuple(getattr(row, name) for name in ("seat", *question)): row for row in rows}.values())

    return state.model_copy(
        update={
            "ballots": latest(state.ballots, "scenario", "activity", "round"),
            "rankings": latest(state.rankings),
            "practices": latest(state.practices, "scenario", "activity"),
            "consents": latest(state.consents, "round", "decision"),
            "red_line_votes": latest(state.red_line_votes, "red_line"),
            "words": latest(state.words),
            "question_answers": latest(state.question_answers, "question"),
        }
    )


def opinions_differ(ballots: Sequence[Ballot], *, ordered: bool) -> bool:
    """Whether private votes before the session differ; False below five votes, where nothing may be shown."""
    counts = tally(ballot.stance for ballot in ballots if ballot.stance is not None)
    if sum(counts) < MIN_VOTES:
        return False
    if not ordered:
        return max(counts) * 4 < 3 * sum(counts)
    found = agreement(counts)
    return found is not None and found.label not in AGREED
