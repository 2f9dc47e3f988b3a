"""What holds of every room and every group, however they are steered and whatever is answered."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import count
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.analysis.group_results import group_result, round_result, votes_by_role, without_unrevealed
from framework.analysis.red_lines import red_line_count, red_line_threshold
from framework.deck import LETTERS, Letter
from framework.errors import InputRefused, MoveRefused
from framework.usecases.closing import without_seats
from framework.workshop import room as rooms
from framework.workshop.models import (
    Ballot,
    CheckoutWord,
    Consent,
    GroupResult,
    Practice,
    Ranking,
    RedLineVote,
    Seat,
    WorkshopState,
)
from framework.workshop.room import PHASES, VOTING_PHASES, Phase, PlannedStep, Room
from framework.workshop.steps.unplanned_question import UnplannedQuestion
from tests.support.builders import a_decision, a_deck, a_seat, a_state, a_workshop, an_activity
from tests.support.room import LiveWorkshop
from tests.support.stores import empty_store
from tests.support.workshops import new_workshops, workshops_on

ACTIVITY = "activity-1"
PEOPLE = ("p1", "p2", "p3", "p4", "p5", "p6", "p7")
PLAN = (
    PlannedStep(id="welcome", kind="welcome", minutes=5),
    PlannedStep(id="principles", kind="principles", minutes=10),
    PlannedStep(id="S01", kind="scenario", minutes=12, scenario="S01", activity=ACTIVITY),
    PlannedStep(id="S02", kind="scenario", minutes=12, scenario="S02", activity=ACTIVITY),
    PlannedStep(id="red_lines", kind="red_lines", minutes=8),
    PlannedStep(id="agreements", kind="agreements", minutes=8),
    PlannedStep(id="read_back", kind="read_back", minutes=4),
    PlannedStep(id="checkout", kind="checkout", minutes=2),
)
EVERY_PHASE: tuple[Phase, ...] = tuple(dict.fromkeys(phase for phases in PHASES.values() for phase in phases))


def a_room(**given: Any) -> Room:
    return Room(**{"code": "ACDEFH", "plan": PLAN, "step": "welcome", **given})


# --- rooms -----------------------------------------------------------------------------------------------------------

moves = st.one_of(
    st.sampled_from(EVERY_PHASE).map(lambda phase: ("phase", phase)),
    st.just(("usual", "")),
    st.just(("other", "")),
    st.sampled_from(PLAN).map(lambda step: ("step", step.id)),
    st.just(("undo", "")),
    st.just(("pause", "")),
)
room_moves = moves | st.sampled_from((("ask", "choices"), ("ask", "word"), ("page", ""), ("back", "")))


def moved(room: Room, move: tuple[str, str]) -> Room:
    """The room after a move, or the same room where the move is refused."""
    kind, name = move
    try:
        match kind:
            case "phase":
                return rooms.to_phase(room, cast("Phase", name))
            case "usual" | "other":
                following = rooms.next_phases(room)
                return rooms.to_phase(room, following[0 if kind == "usual" else -1]) if following else room
            case "step":
                return rooms.to_step(room, name)
            case "undo":
                return rooms.undo(room)
            case "ask":
                question = UnplannedQuestion(
                    id=f"q{len(room.questions)}-{len(room.undo)}",
                    lang="nl",
                    text="Pauze?",
                    choices=("Ja", "Nee") if name == "choices" else (),
                    asked_at=room.planned_place().step,
                )
                return room if room.question(question.id) else rooms.ask(room, question)
            case "page":
                return rooms.to_page(room, room.page + 1)
            case "back":
                return room if room.back_to is None else rooms.to_step(room, room.back_to.step)
            case _:
                return room.model_copy(update={"paused": not room.paused})
    except MoveRefused:
        return room


def walk(steps: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], Room, Room]]:
    """Each move with the room before and after it."""
    room, taken = a_room(), []
    for move in steps:
        after = moved(room, move)
        taken.append((move, room, after))
        room = after
    return taken


walks = st.lists(room_moves, max_size=60).map(walk)


class TestEveryWalkThroughARoom:
    @given(walks)
    def test_what_was_revealed_stays_revealed_and_once(self, taken: list[tuple[Any, Room, Room]]) -> None:
        for _, before, after in taken:
            assert after.revealed[: len(before.revealed)] == before.revealed
            assert len(after.revealed) <= len(before.revealed) + 1
            assert len(set(after.revealed)) == len(after.revealed)

    @given(walks)
    def test_stays_inside_the_phases_of_its_step(self, taken: list[tuple[Any, Room, Room]]) -> None:
        for _, _, after in taken:
            assert after.phase in PHASES[after.current_step().kind]
            for place in after.undo:
                assert place.phase in PHASES[after.step_of(place.step).kind]
            for phase in rooms.next_phases(after):
                assert phase in PHASES[after.current_step().kind]

    @given(walks)
    def test_no_move_opens_a_round_that_was_seen(self, taken: list[tuple[Any, Room, Room]]) -> None:
        for move, before, after in taken:
            key = after.open_round()
            assert key is None or key not in after.revealed
            if after.phase in VOTING_PHASES and not after.paused:
                assert key is not None, "a phase in which people vote takes votes"
            if move[0] == "undo" and after != before:
                assert after.revealed == before.revealed
                assert key is None or key == before.current_round() or key not in before.revealed

    @given(walks)
    def test_a_reveal_is_of_the_round_that_was_open_and_is_never_taken_back(
        self, taken: list[tuple[Any, Room, Room]]
    ) -> None:
        for _, before, after in taken:
            if after.revealed != before.revealed:
                asked = before.current_round() if before.phase == "closed" else before.open_round()
                assert after.revealed[-1] == asked
                assert after.current_round() == asked, "it is shown at once"
                assert moved(after, ("undo", "")) == after

    @given(walks)
    def test_a_paused_room_goes_nowhere(self, taken: list[tuple[Any, Room, Room]]) -> None:
        for move, before, after in taken:
            if before.paused and move[0] != "pause":
                assert after == before
            assert not (after.paused and after.open_round())

    @given(walks)
    def test_a_question_in_between_goes_back_to_where_it_was_asked(self, taken: list[tuple[Any, Room, Room]]) -> None:
        for (kind, _), before, after in taken:
            assert (after.back_to is not None) == (after.current_step().kind == "question")
            assert after.plan == PLAN
            assert after.plan[after.position()].id == after.planned_place().step
            if kind == "ask" and after != before:
                assert after.back_to == before.planned_place()
                back = rooms.to_step(after, after.planned_place().step)
                assert (back.planned_place(), back.revealed) == (before.planned_place(), before.revealed)
                undone = rooms.undo(after)
                assert undone.model_copy(update={"undo": ()}) == before.model_copy(update={"undo": ()})

    @given(walks)
    def test_a_room_always_comes_to_its_end(self, taken: list[tuple[Any, Room, Room]]) -> None:
        """From wherever it stands, usual moves and then the next step reach the last one."""
        room = (taken[-1][2] if taken else a_room()).model_copy(update={"paused": False})
        for _ in range(len(PLAN) + 2):
            following = rooms.next_step(room)
            if following is None:
                break
            room = rooms.to_step(room, following.id)
        assert room.step == PLAN[-1].id


# --- results ---------------------------------------------------------------------------------------------------------

letters = st.none() | st.sampled_from(LETTERS)


def a_ballot(seat: str, scenario: str, round_: int, stance: Letter | None, objects: bool = False) -> Ballot:
    return Ballot.model_validate(
        {
            "seat": seat,
            "scenario": scenario,
            "activity": ACTIVITY,
            "round": round_,
            "stance": stance,
            "abstained": stance is None,
            "objection": objects,
        }
    )


seats = st.sampled_from(PEOPLE)
ballots = st.builds(a_ballot, seats, st.sampled_from(("S01", "S02")), st.sampled_from((1, 2)), letters, st.booleans())
rankings = st.builds(
    Ranking,
    seat=seats,
    cards=st.lists(st.sampled_from([card.id for card in a_deck().cards]), max_size=5, unique=True).map(tuple),
)
rounds = st.sampled_from(("S01/consent/1", "S01/consent/2", "agreements/consent/1"))
consents = st.builds(
    Consent,
    seat=seats,
    round=rounds,
    decision=st.sampled_from(("d1", "d2")),
    answer=st.sampled_from(("consent", "objection", "abstain")),
)
red_line_votes = st.builds(
    RedLineVote,
    seat=seats,
    red_line=st.sampled_from(("l1", "l2")),
    answer=st.sampled_from(("object", "no_objection", "unknown")),
)
practices = st.builds(
    Practice,
    seat=seats,
    scenario=st.sampled_from(("S01", "S02")),
    activity=st.just(ACTIVITY),
    answer=st.sampled_from((*LETTERS, "unknown")),
)
checkout_words = st.builds(CheckoutWord, seat=seats, word=st.sampled_from(("moe", "blij", "helder")))
KEYS = ("principles/1", "S01/1", "S01/2", "S02/1", "S02/2", "red_lines/1", "S01/consent/1", "agreements/consent/1")


@st.composite
def states(draw: Callable[..., Any]) -> WorkshopState:
    """A group that answered anything, of which any rounds were revealed."""

    def some(one: Any) -> tuple[Any, ...]:
        return tuple(draw(st.lists(one, max_size=25)))

    return a_state(
        workshop=a_workshop(kind="live", stage="adopted"),
        seats=tuple(a_seat(seat, left=seat in draw(st.sets(seats, max_size=2))) for seat in PEOPLE),
        activities=(an_activity(),),
        decisions=(a_decision("d1"), a_decision("d2")),
        ballots=some(ballots),
        rankings=some(rankings),
        consents=some(consents),
        red_line_votes=some(red_line_votes),
        practices=some(practices),
        words=some(checkout_words),
        room=a_room(revealed=tuple(draw(st.lists(st.sampled_from(KEYS), unique=True)))),
    )


def interleaved(rows: Sequence[Any], order: random.Random) -> tuple[Any, ...]:
    """The rows in another order, in which what each seat said last it still says last."""
    by_seat: dict[str, list[Any]] = {}
    for row in rows:
        by_seat.setdefault(row.seat, []).append(row)
    left = [seat for seat, mine in by_seat.items() for _ in mine]
    order.shuffle(left)
    return tuple(by_seat[seat].pop(0) for seat in left)


def answer_kinds(state: WorkshopState) -> dict[str, tuple[Any, ...]]:
    names = ("ballots", "rankings", "practices", "consents", "red_line_votes", "words")
    return {name: getattr(state, name) for name in names}


few = settings(max_examples=40)
"""A whole workshop is drawn for each."""


class TestResults:
    @few
    @given(states(), st.randoms(use_true_random=False))
    def test_do_not_depend_on_who_answered_first(self, state: WorkshopState, order: random.Random) -> None:
        others = {name: interleaved(rows, order) for name, rows in answer_kinds(state).items()}
        shuffled = state.model_copy(update=others)
        assert group_result(shuffled) == group_result(state)
        for line in ("l1", "l2"):
            assert red_line_count(shuffled.red_line_votes, line) == red_line_count(state.red_line_votes, line)

    @few
    @given(states(), st.lists(ballots, max_size=8), st.lists(rankings, max_size=4), st.lists(consents, max_size=4))
    def test_say_nothing_of_what_is_not_revealed(
        self, state: WorkshopState, more: list[Ballot], ordered: list[Ranking], said: list[Consent]
    ) -> None:
        """Whatever is added to rounds that nobody has seen, results stay as they are."""
        assert state.room is not None
        seen = set(state.room.revealed)
        added = state.model_copy(
            update={
                "ballots": (*state.ballots, *(b for b in more if f"{b.scenario}/{b.round}" not in seen)),
                "rankings": (*state.rankings, *(r for r in ordered if "principles/1" not in seen)),
                "consents": (*state.consents, *(c for c in said if c.round not in seen)),
            }
        )
        assert group_result(added) == group_result(state)
        assert group_result(without_unrevealed(state)) == group_result(state)

    @few
    @given(states())
    def test_measure_nothing_below_five(self, state: WorkshopState) -> None:
        result = group_result(state)
        assert result is not None
        for question in result.questions:
            for one in question.rounds:
                assert (one.measures is not None) == (sum(one.votes) >= 5)
            if question.moved is not None:
                assert question.moved[2] >= 5
                assert question.moved[0] + question.moved[1] + question.sideways <= question.moved[2]
        if result.rankings < 5:
            assert (result.kendall_w, result.winner) == (None, None)
        if result.kendall_w is not None:
            assert 0 <= Fraction(result.kendall_w) <= 1
        if result.alpha is not None:
            assert Fraction(result.alpha) <= 1

    @few
    @given(states())
    def test_people_are_at_least_those_who_answered(self, state: WorkshopState) -> None:
        result = group_result(state)
        assert result is not None
        for question in result.questions:
            for one in question.rounds:
                assert sum(one.votes) + one.abstained <= result.people
        for consent in result.consents:
            for held in consent.rounds:
                assert held.consents + held.objections + held.abstained <= result.people


@st.composite
def crowded(draw: Callable[..., Any]) -> list[tuple[str, Letter | None]]:
    """People by role, with sizes around five, where it matters; some abstained."""
    return [
        (role, draw(letters))
        for role in ("", "data", "content", "privacy", "stray")
        for _ in range(draw(st.sampled_from((0, 0, 1, 4, 5, 6, 9))))
    ]


crowds = crowded()


class TestByRole:
    @settings(max_examples=300)
    @given(crowds)
    def test_no_cell_is_smaller_than_five_and_none_can_be_worked_out(
        self, people: list[tuple[str, Letter | None]]
    ) -> None:
        seats = [Seat(id=f"s{at}", role=role) for at, (role, _) in enumerate(people)]
        cast_ = [a_ballot(f"s{at}", "S01", 1, stance) for at, (_, stance) in enumerate(people)]
        split = votes_by_role(cast_, seats)
        if split is None:
            return
        total = round_result(cast_, ordered=True).votes
        for votes in split.values():
            assert sum(votes) >= 5
        assert tuple(map(sum, zip(*split.values(), strict=True))) == total, "nothing is left over to subtract"
        for role in split:
            if role:
                assert sum(role == said and stance is not None for said, stance in people) == sum(split[role])
        assert len(split) > 1, "one role that is everybody splits nothing"


class TestTheDam:
    @given(st.integers(0, 3_000))
    def test_is_two_or_a_fifth_rounded_up(self, voters: int) -> None:
        height = red_line_threshold(voters)
        assert height >= 2
        assert Fraction(height) >= Fraction(voters, 5)
        assert height == 2 or Fraction(height - 1) < Fraction(voters, 5)

    @given(st.integers(0, 3_000))
    def test_never_sinks_when_more_answer(self, voters: int) -> None:
        assert red_line_threshold(voters) <= red_line_threshold(voters + 1) <= red_line_threshold(voters) + 1


# --- closing ---------------------------------------------------------------------------------------------------------


def question_of(row: Any) -> tuple[str, ...]:
    match row:
        case Ballot():
            return ("ballot", row.scenario, row.activity)
        case Practice():
            return ("practice", row.scenario, row.activity)
        case Consent():
            return ("consent", row.round, row.decision)
        case RedLineVote():
            return ("red_line", row.red_line)
        case _:
            return (type(row).__name__,)


def latest(rows: Sequence[Any]) -> list[Any]:
    """What each seat said last to each question and round."""
    return list({(row.seat, question_of(row), getattr(row, "round", 0)): row for row in rows}.values())


def unsigned(rows: Sequence[Any]) -> Counter[Any]:
    return Counter(row.model_copy(update={"seat": "x"}) for row in rows)


class TestLoosening:
    @few
    @given(states(), st.randoms(use_true_random=False))
    def test_keeps_every_answer_of_every_question_and_no_seat(self, state: WorkshopState, order: random.Random) -> None:
        numbers = count(1)
        loose = without_seats(state, lambda: f"new-{next(numbers)}", order)
        assert loose.seats == ()
        seen = without_unrevealed(state)
        for name, rows in answer_kinds(loose).items():
            assert unsigned(rows) == unsigned(latest(getattr(seen, name)))
            assert all(row.seat.startswith("new-") for row in rows)

    @few
    @given(states(), st.randoms(use_true_random=False))
    def test_links_within_a_question_and_not_between_two(self, state: WorkshopState, order: random.Random) -> None:
        numbers = count(1)
        loose = without_seats(state, lambda: f"new-{next(numbers)}", order)
        asked: dict[str, set[tuple[str, ...]]] = {}
        for rows in answer_kinds(loose).values():
            for row in rows:
                asked.setdefault(row.seat, set()).add(question_of(row))
        assert all(len(questions) == 1 for questions in asked.values())
        for scenario in ("S01", "S02"):
            assert both_rounds(loose, scenario) == both_rounds(without_unrevealed(state), scenario)

    @few
    @given(states(), st.randoms(use_true_random=False))
    def test_leaves_the_results_as_they_are(self, state: WorkshopState, order: random.Random) -> None:
        numbers = count(1)
        loose = without_seats(state, lambda: f"new-{next(numbers)}", order)
        before, after = group_result(state), group_result(loose)
        assert before is not None
        assert after is not None
        assert after.model_copy(update={"people": before.people}) == before

    @few
    @given(states(), st.randoms(use_true_random=False))
    def test_twice_is_no_more_than_once(self, state: WorkshopState, order: random.Random) -> None:
        numbers = count(1)
        once = without_seats(state, lambda: f"new-{next(numbers)}", order)
        twice = without_seats(once, lambda: f"new-{next(numbers)}", order)
        for name, rows in answer_kinds(once).items():
            assert unsigned(rows) == unsigned(getattr(twice, name))


def both_rounds(state: WorkshopState, scenario: str) -> Counter[tuple[Letter | None, ...]]:
    """How often each pair of stances was given, by those who answered in both rounds."""
    said: dict[str, dict[int, Letter | None]] = {}
    for ballot in state.ballots:
        if ballot.scenario == scenario:
            said.setdefault(ballot.seat, {})[ballot.round] = ballot.stance
    return Counter((mine[1], mine[2]) for mine in said.values() if len(mine) == 2)


# --- people and a facilitator, in any order --------------------------------------------------------------------------

deeds = st.one_of(
    moves.filter(lambda move: move[0] != "step"),
    st.sampled_from(("welcome", "principles", "S03", "S07", "red_lines", "checkout")).map(lambda step: ("step", step)),
    st.tuples(st.just("vote"), st.integers(0, 5), st.sampled_from(("S03", "S07")), st.sampled_from((1, 2)), letters),
    st.tuples(st.just("rank"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("leave"), st.integers(0, 5)),
    st.tuples(st.just("hide"), st.integers(0, 5), st.sampled_from(("S03", "S07"))),
    st.just(("begin",)),
)


def do(live: LiveWorkshop, deed: tuple[Any, ...]) -> None:
    """One deed by way of the use cases; what is refused is refused."""
    try:
        match deed:
            case ("begin",):
                live.begin()
            case ("vote", person, scenario, round_, stance):
                live.answer(live.ballot(live.seats[person], stance, round_, scenario))
            case ("rank", person, first):
                cards = [card.id for card in live.state.deck.cards]
                live.answer(Ranking(seat=live.seats[person].id, cards=tuple(cards[first : first + 5])))
            case ("leave", person):
                live.cases.participation.leave(live.id, live.seats[person].id)
            case ("hide", person, scenario):
                live.hide(live.ballot(live.seats[person], "A", 1, scenario, reason="een reden"))
            case (kind, name):
                steer(live, kind, name)
    except InputRefused:
        pass


def steer(live: LiveWorkshop, kind: str, name: str) -> None:
    """A facilitator's move, as `moved` makes it on a room alone."""
    match kind:
        case "undo":
            live.cases.facilitation.undo(live.id, live.room.version)
        case "pause":
            live.cases.facilitation.set_paused(live.id, paused=not live.room.paused)
        case "step":
            live.cases.facilitation.move_to_step(live.id, live.room.version, name)
        case "phase":
            live.move(name)
        case _:
            following = rooms.next_phases(live.room)
            if following:
                live.move(following[0 if kind == "usual" else -1])


def shown(result: GroupResult) -> dict[tuple[str, int], object]:
    """What was shown of each round, and of the cards."""
    found: dict[tuple[str, int], object] = {
        (question.scenario, number): one
        for question in result.questions
        for number, one in enumerate(question.rounds, start=1)
    }
    if result.rankings:
        found["cards", 0] = (result.cards, result.rankings, result.kendall_w)
    return found


class TestLateVotes:
    @settings(max_examples=40)
    @given(st.lists(deeds, max_size=60))
    def test_never_change_a_result_that_was_shown(self, way: list[tuple[Any, ...]]) -> None:
        with empty_store() as store:
            live = LiveWorkshop(workshops_on(store))
            before: dict[tuple[str, int], object] = {}
            for deed in way:
                do(live, deed)
                after = shown(live.result)
                assert before.items() <= after.items()
                before = after

    def test_not_even_while_preparing(self) -> None:
        """A facilitator tries out the console before the session; a vote in private comes after what was shown."""
        live = LiveWorkshop(new_workshops())
        live.vote("AABBC")
        live.at("S03", "voting", "revealed")
        before = live.result
        with pytest.raises(InputRefused, match="revealed"):
            live.answer(live.ballot(live.seats[5], "E"))
        assert live.result == before

    def test_nothing_is_undone_in_a_paused_room(self) -> None:
        live = LiveWorkshop(new_workshops())
        live.begin()
        live.at("S03", "voting", "revealed")
        live.cases.facilitation.set_paused(live.id, paused=True)
        with pytest.raises(MoveRefused, match="paused"):
            live.cases.facilitation.undo(live.id, live.room.version)
