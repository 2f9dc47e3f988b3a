"""What a group answered in rounds that were revealed, in numbers that name nobody.

Nothing here looks at a round that is not revealed (`Room.revealed`), so whoever shows these results cannot leak one.
Numbers of the method hold: no measure below five votes, no split by role unless every role and the rest have five.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from framework.analysis.agreement import (
    MIN_VOTES,
    agreement,
    borda,
    median_pair,
    movement,
    ordinal_alpha,
    ranking_agreement,
)
from framework.analysis.votes import tally
from framework.deck import LETTERS, Deck, Letter, Scenario
from framework.workshop.models import (
    Ballot,
    Consent,
    ConsentResult,
    ConsentRound,
    GroupResult,
    Measures,
    QuestionResult,
    Ranking,
    RedLineVote,
    RoundResult,
    Seat,
    WorkshopState,
)
from framework.workshop.room import PlannedStep, Room

CARDS_KEPT = 6
"""The group keeps six cards (the method, section 4.2)."""
DAM_AT_LEAST = 2
DAM_SHARE = Fraction(1, 5)
ANONYMOUS_FROM = 5
"""With fewer people, who said what can be guessed, and Kader says so instead of promising anything."""


def rounds_revealed(room: Room, step: PlannedStep) -> tuple[int, ...]:
    """The rounds of a scenario step that were revealed: (), (1,) or (1, 2)."""
    return tuple(number for number in (1, 2) if f"{step.id}/{number}" in room.revealed)


def round_result(ballots: Iterable[Ballot], *, ordered: bool) -> RoundResult:
    """Votes of one revealed round from the latest ballot of each seat. Measures only for ordered stances."""
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
            all_over=measured.all_over,
        ),
    )


def question_result(state: WorkshopState, step: PlannedStep) -> QuestionResult | None:
    """A dilemma with its revealed rounds, or None before the first reveal. ``state`` holds the answers."""
    room = state.room
    scenario = state.deck.scenario(step.scenario or "")
    if room is None or scenario is None or step.activity is None:
        return None
    rounds = [
        latest_ballots(state.ballots, scenario.id, step.activity, number) for number in rounds_revealed(room, step)
    ]
    if not rounds:
        return None
    found = movement(_pairs(rounds[0], rounds[1]), ordered=scenario.ordered) if len(rounds) == 2 else None
    return QuestionResult(
        scenario=scenario.id,
        activity=step.activity,
        rounds=tuple(round_result(ballots, ordered=scenario.ordered) for ballots in rounds),
        moved=None if found is None else (found.permissive, found.strict, found.voters),
        sideways=0 if found is None else found.sideways,
    )


def proposed_stance(scenario: Scenario, result: QuestionResult) -> Letter | None:
    """The stance a rule starts from: the middle vote of the last revealed round.

    Of two middle votes the one with more votes, the stricter of equals; where stances have no order, the one with most
    votes. The law is the floor: an unlawful one gives way to the nearest lawful stance on the strict side, else on the
    other. None below five votes, where nothing is measured and the group chooses aloud.
    """
    votes = result.rounds[-1].votes
    if sum(votes) < MIN_VOTES:
        return None
    middle = median_pair(votes) if scenario.ordered else range(len(LETTERS))
    candidates: list[Letter] = [letter for letter in reversed(LETTERS) if LETTERS.index(letter) in middle]
    start = max(candidates, key=lambda letter: votes[LETTERS.index(letter)])
    lawful: list[Letter] = [stance.letter for stance in scenario.stances if stance.legal != "unlawful"]
    if start in lawful or not lawful:
        return start
    at = LETTERS.index(start)
    return min(lawful, key=lambda letter: (LETTERS.index(letter) < at, abs(LETTERS.index(letter) - at)))


def latest_ballots(ballots: Iterable[Ballot], scenario: str, activity: str, round_: int) -> tuple[Ballot, ...]:
    """The latest ballot of each seat in one round on one question."""
    latest: dict[str, Ballot] = {}
    for ballot in ballots:
        if (ballot.scenario, ballot.activity, ballot.round) == (scenario, activity, round_):
            latest[ballot.seat] = ballot
    return tuple(latest.values())


def _pairs(first: Iterable[Ballot], second: Iterable[Ballot]) -> list[tuple[Letter, Letter]]:
    before: dict[str, Letter | None] = {ballot.seat: ballot.stance for ballot in first}
    pairs: list[tuple[Letter, Letter]] = []
    for ballot in second:
        was = before.get(ballot.seat)
        if was is not None and ballot.stance is not None:
            pairs.append((was, ballot.stance))
    return pairs


def group_result(state: WorkshopState) -> GroupResult | None:
    """All that was revealed; what was kept at closing where votes were cut loose. None for one person alone."""
    if state.group is not None:
        return state.group
    room = state.room
    if room is None:
        return None
    steps = [step for step in room.plan if step.kind == "scenario"]
    questions = tuple(found for step in steps if (found := question_result(state, step)) is not None)
    rankings = revealed_rankings(state)
    cards = [card.id for card in state.deck.cards]
    measured = ranking_agreement([ranking.cards for ranking in rankings], cards)
    return GroupResult(
        people=len(_people(state)),
        cards=group_order(state.deck, rankings),
        rankings=len(rankings),
        kendall_w=None if measured is None or measured.w is None else str(measured.w),
        winner=None if measured is None else measured.winner,
        alpha=_alpha(state, questions),
        questions=questions,
        consents=tuple(
            ConsentResult(
                decision=decision.id,
                rounds=tuple(
                    ConsentRound(consents=consents, objections=objections, abstained=abstained)
                    for consents, objections, abstained in rounds
                ),
            )
            for decision in state.decisions
            if (rounds := consent_rounds(state, decision.id))
        ),
    )


def _people(state: WorkshopState) -> set[str]:
    """Who was in. Whoever left after a vote was still there; a stray seat that said nothing was not."""
    seen = without_unrevealed(state)
    answered = (*seen.ballots, *seen.rankings, *seen.consents, *seen.red_line_votes)
    return {seat.id for seat in state.seats if not seat.left} | {answer.seat for answer in answered}


def revealed_rankings(state: WorkshopState) -> tuple[Ranking, ...]:
    """The latest filled-in order of each seat, once the orders were revealed."""
    room = state.room
    if room is None or not any(step.kind == "principles" and f"{step.id}/1" in room.revealed for step in room.plan):
        return ()
    latest: dict[str, Ranking] = {}
    for ranking in state.rankings:
        latest[ranking.seat] = ranking
    return tuple(ranking for ranking in latest.values() if ranking.cards)


def group_order(deck: Deck, rankings: Sequence[Ranking]) -> tuple[str, ...]:
    """Cards that anyone put first, by Borda points, most first."""
    named = {card for ranking in rankings for card in ranking.cards}
    cards = [card.id for card in deck.cards]
    return tuple(card for card, _ in borda([ranking.cards for ranking in rankings], cards) if card in named)


def kept_cards(state: WorkshopState) -> tuple[str, ...]:
    """The cards the group puts first: as confirmed, else the first six of its order."""
    if state.room is not None and state.room.kept_cards:
        return state.room.kept_cards
    return group_order(state.deck, revealed_rankings(state))[:CARDS_KEPT]


def _alpha(state: WorkshopState, questions: Sequence[QuestionResult]) -> str | None:
    """Krippendorff's alpha over the last revealed round of all ordered dilemmas; from two dilemmas and five people up."""
    rows: list[list[int]] = []
    for question in questions:
        scenario = state.deck.scenario(question.scenario)
        if scenario is None or not scenario.ordered or sum(question.rounds[-1].votes) < MIN_VOTES:
            continue
        ballots = latest_ballots(state.ballots, question.scenario, question.activity, len(question.rounds))
        rows.append([LETTERS.index(ballot.stance) for ballot in ballots if ballot.stance is not None])
    if len(rows) < 2:
        return None
    found = ordinal_alpha(rows, len(LETTERS))
    return None if found is None else str(found)


def reasons(ballots: Iterable[Ballot]) -> tuple[tuple[Letter, str], ...]:
    """Reasons given in a revealed round with their stance, without hidden ones, in the order of letter and text.

    Sorted by words, so that the order says nothing about who answered when.
    """
    given: list[tuple[Letter, str]] = [
        (ballot.stance, ballot.reason)
        for ballot in ballots
        if ballot.stance is not None and ballot.reason and not ballot.hidden
    ]
    return tuple(sorted(given))


def reasons_within(every: Sequence[tuple[Letter, str]], room: int) -> tuple[tuple[Letter, str], ...]:
    """As many reasons as fit in so many characters, from each stance in turn, so that no stance drops out for coming last.

    In the order given: by letter and words, which says nothing about who answered when.
    """
    queues = {letter: [row for row in every if row[0] == letter] for letter in LETTERS}
    chosen: list[tuple[Letter, str]] = []
    while any(queues.values()):
        for letter in LETTERS:
            if queues[letter]:
                row = queues[letter].pop(0)
                if chosen and len(row[1]) > room:
                    return tuple(sorted(chosen))
                room -= len(row[1])
                chosen.append(row)
    return tuple(sorted(chosen))


def by_role(ballots: Sequence[Ballot], seats: Sequence[Seat]) -> dict[str, tuple[int, ...]] | None:
    """Votes per role of a revealed round, or None: every role shown and the remainder must have five voters."""
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


def red_line_threshold(voters: int) -> int:
    """Strong objections to a practice that make a red line: two, or a fifth of those who answered, rounded up."""
    share = DAM_SHARE * voters
    return max(DAM_AT_LEAST, -(-share.numerator // share.denominator))


def red_line_count(votes: Iterable[RedLineVote], red_line: str) -> tuple[int, int]:
    """Strong objections to a practice, and how many answered, from the latest votes of each seat."""
    latest = {vote.seat: vote.answer for vote in votes if vote.red_line == red_line}
    return sum(answer == "object" for answer in latest.values()), len(latest)


def objections_to(consents: Iterable[Consent], decision: str) -> tuple[Consent, ...]:
    """Objections of one revealed consent round to one decision, ordered by their words and without seats' order."""
    latest = {consent.seat: consent for consent in consents if consent.decision == decision}
    found = (consent for consent in latest.values() if consent.answer == "objection")
    return tuple(sorted(found, key=lambda consent: (consent.harm, consent.safe_if)))


def consent_counts(consents: Iterable[Consent], decision: str) -> tuple[int, int, int]:
    """Consents, objections and abstentions of one revealed round to one decision."""
    latest = {consent.seat: consent.answer for consent in consents if consent.decision == decision}
    counted = Counter(latest.values())
    return counted["consent"], counted["objection"], counted["abstain"]


def consent_rounds(state: WorkshopState, decision: str) -> tuple[tuple[int, int, int], ...]:
    """Consents, objections and abstentions of each revealed consent round on a decision, in order."""
    if state.room is None:
        return ()
    asked = [key for key in state.room.revealed if "/consent/" in key]
    rounds = [[c for c in state.consents if c.round == key and c.decision == decision] for key in asked]
    return tuple(consent_counts(consents, decision) for consents in rounds if consents)


def without_unrevealed(state: WorkshopState) -> WorkshopState:
    """The state without any answer whose round was not revealed: what an archive may hold."""
    room = state.room
    if room is None:
        return state
    ballots_seen = {
        (step.scenario, step.activity, number) for step in room.plan for number in rounds_revealed(room, step)
    }
    lines_seen = any(step.kind == "red_lines" and f"{step.id}/1" in room.revealed for step in room.plan)
    return state.model_copy(
        update={
            "ballots": tuple(b for b in state.ballots if (b.scenario, b.activity, b.round) in ballots_seen),
            "rankings": state.rankings if revealed_rankings(state) else (),
            "consents": tuple(consent for consent in state.consents if consent.round in room.revealed),
            "red_line_votes": state.red_line_votes if lines_seen else (),
        }
    )


def opinions_differ(ballots: Sequence[Ballot], *, ordered: bool) -> bool:
    """Whether private votes before the session differ; False below five votes, where nothing may be said."""
    counts = tally(ballot.stance for ballot in ballots if ballot.stance is not None)
    if sum(counts) < MIN_VOTES:
        return False
    if not ordered:
        return max(counts) * 4 < 3 * sum(counts)
    found = agreement(counts)
    return found is not None and found.label != "aligned"
