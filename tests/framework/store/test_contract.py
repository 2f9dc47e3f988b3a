"""What every store promises, on SQLite and on PostgreSQL."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from framework.errors import NotFound, StoreUnavailable
from framework.store import Store, Transaction
from framework.workshop.models import Activity, CharterTexts, WorkshopState
from tests.framework.store import strategies
from tests.support.builders import (
    ACTIVITY,
    SCENARIO,
    SEAT,
    a_ballot,
    a_decision,
    a_deck,
    a_framework,
    a_full_state,
    a_practice,
    a_ranking,
    a_red_line,
    a_seat,
    a_state,
    a_workshop,
    an_activity,
    both,
)

W = "workshop-1"
# One store serves all examples; each example brings a workshop and takes it away again.
examples = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Stop(BaseException):
    """As Streamlit ends a script: not an `Exception`."""


def put_parts(change: Transaction, state: WorkshopState) -> None:
    """Writes all of a state; what was there of seats is replaced."""
    change.put_workshop(state.workshop)
    for activity in state.activities:
        change.put_activity(activity)
    for shared in state.shared_facts:
        change.put_shared_facts(shared)
    for arrangement in state.arrangements:
        change.put_arrangement(arrangement)
    for decision in state.decisions:
        change.put_decision(decision)
    for line in state.red_lines:
        change.put_red_line(line)
    change.put_texts(state.texts)
    put_governance(change, state)
    for ranking in state.rankings:
        change.add_ranking(ranking)
    for ballot in state.ballots:
        change.add_ballot(ballot)
    for practice in state.practices:
        change.add_practice(practice)
    for framework in state.frameworks:
        change.add_framework(framework)
    put_live_parts(change, state)


def put_governance(change: Transaction, state: WorkshopState) -> None:
    """How the team keeps to its charter."""
    for promise in state.promises:
        change.put_promise(promise)
    for training in state.training:
        change.put_training(training)
    for entry in state.log:
        change.put_log_entry(entry)
    for plan in state.action_plans:
        change.put_action_plan(plan)


def put_live_parts(change: Transaction, state: WorkshopState) -> None:
    """What only a live workshop has, and its people."""
    for seat in state.seats:
        change.put_seat(seat)
    if state.room is not None:
        change.put_room(state.room)
    for note in state.notes:
        change.put_note(note)
    for consent in state.consents:
        change.add_answers((consent,))
    for vote in state.red_line_votes:
        change.add_answers((vote,))
    change.add_answers(state.question_answers)
    for word in state.words:
        change.add_answers((word,))


class TestRoundTrip:
    @examples
    @given(state=strategies.states)
    def test_created_is_loaded_in_every_field(self, store: Store, state: WorkshopState) -> None:
        store.create(state)
        assert store.load(state.workshop.id) == state
        store.delete(state.workshop.id)

    @examples
    @given(state=strategies.states)
    def test_written_piece_by_piece_is_loaded_in_every_field(self, store: Store, state: WorkshopState) -> None:
        state = state.model_copy(update={"group": None})  # only closing writes one
        bare = a_workshop(id=state.workshop.id)
        store.create(a_state(workshop=bare, deck=state.deck, seats=state.seats[:1], revision=state.revision))
        with store.transaction(state.workshop.id) as change:
            put_parts(change, state)
            assert change.state() == state
        assert store.load(state.workshop.id) == state.model_copy(update={"revision": state.revision + 1})
        store.delete(state.workshop.id)

    @examples
    @given(before=strategies.activities, after=strategies.activities)
    def test_replaced_whole_by_id(self, store: Store, before: Activity, after: Activity) -> None:
        after = after.model_copy(update={"id": before.id})
        state = a_state(activities=(before,))
        store.create(state)
        with store.transaction(W) as change:
            change.put_activity(after)
            assert change.activity(before.id) == after
        assert store.load(W).activities == (after,)
        store.delete(W)

    def test_activities_stand_by_position_and_equals_as_they_came(self, store: Store) -> None:
        given = [an_activity("c", position=2), an_activity("a", position=1), an_activity("b", position=2)]
        store.create(a_state(activities=tuple(given)))
        assert [one.id for one in store.load(W).activities] == ["a", "c", "b"]
        with store.transaction(W) as change:
            change.put_activity(an_activity("c", position=0))
            change.put_activity(an_activity("d", position=1))
            assert [one.id for one in change.activities()] == ["c", "a", "d", "b"]
        assert [one.id for one in store.load(W).activities] == ["c", "a", "d", "b"]

    def test_decisions_and_red_lines_stay_where_they_are_when_replaced(self, store: Store) -> None:
        store.create(a_state(decisions=(a_decision("z"), a_decision("a")), red_lines=(a_red_line("z"),)))
        with store.transaction(W) as change:
            change.put_red_line(a_red_line("a"))
            change.put_decision(a_decision("z", version=2, owner="CMO"))
            change.put_red_line(a_red_line("z", withdrawn=True))
            assert [one.id for one in change.decisions()] == ["z", "a"]
            assert [one.id for one in change.red_lines()] == ["z", "a"]
        loaded = store.load(W)
        assert [(one.id, one.owner) for one in loaded.decisions] == [("z", "CMO"), ("a", "")]
        assert [(one.id, one.withdrawn) for one in loaded.red_lines] == [("z", True), ("a", False)]

    def test_one_id_in_two_kinds_and_two_workshops_names_different_things(self, store: Store) -> None:
        store.create(a_state(activities=(an_activity("same"),), decisions=(a_decision("same"),)))
        store.create(a_state(workshop=a_workshop(id="other"), activities=(an_activity("same", name="Other"),)))
        with store.transaction("other") as change:
            assert change.decision("same") is None
            change.put_activity(an_activity("same", name="Changed"))
        assert store.load(W).activities == (an_activity("same"),)

    def test_a_moment_in_another_time_zone_is_the_same_moment(self, store: Store) -> None:
        made = datetime(2026, 7, 1, 1, 0, tzinfo=timezone(timedelta(hours=2)))
        store.create(a_state(workshop=a_workshop(created_at=made)))
        assert store.load(W).workshop.created_at == made

    def test_workshops_with_one_deck_or_two(self, store: Store) -> None:
        two = a_deck(title=both("Another"))
        store.create(a_state())
        store.create(a_state(workshop=a_workshop(id="b")))
        store.create(a_state(workshop=a_workshop(id="c"), deck=two))
        assert [store.load(wid).deck for wid in (W, "b", "c")] == [a_deck(), a_deck(), two]


class TestReadingInsideAChange:
    def test_sees_what_is_there_and_what_it_wrote(self, store: Store) -> None:
        state = a_full_state()
        store.create(state)
        with store.transaction(W) as change:
            assert change.workshop() == state.workshop
            assert change.state() == state
            assert change.activities() == state.activities
            assert change.activity("activity-3") == state.activities[2]
            assert change.decisions() == state.decisions
            assert change.decision("decision-3") == state.decisions[2]
            assert change.red_lines() == state.red_lines
            assert change.red_line("line-2") == state.red_lines[1]
            assert change.texts() == state.texts
            renamed = state.workshop.model_copy(update={"team": "Growth", "version": 2})
            change.put_workshop(renamed)
            change.put_texts(CharterTexts(version=2, owner="CMO"))
            change.put_decision(a_decision("new"))
            change.put_red_line(a_red_line("new"))
            assert change.workshop() == renamed
            assert change.texts().owner == "CMO"
            assert change.decision("new") == a_decision("new")
            assert change.red_line("new") == a_red_line("new")
            assert change.state().decisions[-1].id == "new"
        assert store.load(W).workshop == renamed

    def test_what_is_not_there_is_none(self, store: Store) -> None:
        store.create(a_state())
        with store.transaction(W) as change:
            assert change.activity("nobody") is None
            assert change.decision("nobody") is None
            assert change.red_line("nobody") is None
            assert change.ballot(SEAT, SCENARIO, ACTIVITY, 1) is None
            assert change.ranking(SEAT) is None
            assert change.activities() == ()
            assert change.texts() == CharterTexts()

    def test_the_latest_answer_of_that_seat_on_that_question_in_that_round(self, store: Store) -> None:
        store.create(a_state(ballots=(a_ballot(stance="A"), a_ballot(stance="B"), a_ballot(stance="E", seat="other"))))
        with store.transaction(W) as change:
            assert change.ballot(SEAT, SCENARIO, ACTIVITY, 1) == a_ballot(stance="B")
            change.add_ballot(a_ballot(stance="C"))
            change.add_ballot(a_ballot(stance="D", round=2))
            change.add_ballot(a_ballot(stance="A", scenario="S02"))
            change.add_ballot(a_ballot(stance="A", activity="another"))
            assert change.ballot(SEAT, SCENARIO, ACTIVITY, 1) == a_ballot(stance="C")
            assert change.ballot(SEAT, SCENARIO, ACTIVITY, 2) == a_ballot(stance="D", round=2)
            assert change.ballot("other", SCENARIO, ACTIVITY, 1) == a_ballot(stance="E", seat="other")
        assert [ballot.stance for ballot in store.load(W).ballots] == ["A", "B", "E", "C", "D", "A", "A"]

    def test_the_latest_ranking_of_that_seat(self, store: Store) -> None:
        store.create(a_state(rankings=(a_ranking("card_1"), a_ranking("card_5", seat="other"))))
        with store.transaction(W) as change:
            change.add_ranking(a_ranking("card_2", "card_1"))
            assert change.ranking(SEAT) == a_ranking("card_2", "card_1")
            assert change.ranking("other") == a_ranking("card_5", seat="other")
        assert len(store.load(W).rankings) == 3


class TestAllOrNothing:
    @pytest.mark.parametrize("trouble", [RuntimeError, Stop])
    def test_an_exception_takes_everything_back(self, store: Store, trouble: type[BaseException]) -> None:
        before = a_full_state()
        store.create(before)
        with pytest.raises(trouble), store.transaction(W) as change:  # noqa: PT012
            put_parts(change, a_full_state(workshop=a_workshop(team="Nobody"), texts=CharterTexts(), frameworks=()))
            raise trouble
        assert store.load(W) == before
        assert store.revision(W) == before.revision

    def test_after_an_exception_the_next_change_goes_through(self, store: Store) -> None:
        store.create(a_state())
        with pytest.raises(RuntimeError), store.transaction(W) as change:  # noqa: PT012
            change.add_ballot(a_ballot())
            raise RuntimeError
        with store.transaction(W) as change:
            change.add_practice(a_practice())
        loaded = store.load(W)
        assert (loaded.ballots, loaded.practices, loaded.revision) == ((), (a_practice(),), 1)

    def test_nothing_is_seen_before_the_commit(self, store: Store) -> None:
        store.create(a_state())
        with store.transaction(W) as change:
            change.put_activity(an_activity())
            assert store.load(W) == a_state()
            assert store.revision(W) == 0
        assert store.load(W).activities == (an_activity(),)

    def test_a_state_that_contradicts_itself_is_not_created(self, store: Store) -> None:
        for twice in (
            {"seats": (a_seat(), a_seat())},
            {"activities": (an_activity(), an_activity(name="Other"))},
            {"decisions": (a_decision(), a_decision())},
            {"red_lines": (a_red_line(), a_red_line())},
            {"frameworks": (a_framework(), a_framework(adopted=True))},
        ):
            with pytest.raises(ValueError, match="two with one id"):
                store.create(a_state(**twice))
        assert store.workshops() == ()

    def test_a_workshop_that_exists_is_not_created_again(self, store: Store) -> None:
        store.create(a_full_state())
        with pytest.raises(ValueError, match="already exists"):
            store.create(a_state(deck=a_deck(title=both("Another"))))
        assert store.load(W) == a_full_state()

    def test_the_head_of_another_workshop_is_refused(self, store: Store) -> None:
        store.create(a_state())
        with pytest.raises(ValueError, match="put into a transaction of"), store.transaction(W) as change:
            change.put_workshop(a_workshop(id="other"))

    def test_a_moment_without_time_zone_is_refused(self, store: Store) -> None:
        naive = a_workshop().model_copy(update={"created_at": datetime(2026, 1, 1)})  # noqa: DTZ001  past the model's own check
        with pytest.raises(ValueError, match="time zone"):
            store.create(a_state(workshop=naive))
        store.create(a_state())
        with pytest.raises(ValueError, match="time zone"), store.transaction(W) as change:
            change.put_workshop(naive)

    def test_a_framework_is_written_once(self, store: Store) -> None:
        store.create(a_state(frameworks=(a_framework(version="0.1"),)))
        with pytest.raises(ValueError, match="already exists"), store.transaction(W) as change:
            change.add_framework(a_framework(version="0.1", team="Somebody else"))
        with store.transaction(W) as change:
            change.add_framework(a_framework(version="0.2"))
        assert store.load(W).frameworks == (a_framework(version="0.1"), a_framework(version="0.2"))


class TestRevision:
    WRITES: tuple[Callable[[Transaction], None], ...] = (
        lambda change: change.put_workshop(a_workshop(team="Other", version=2)),
        lambda change: change.put_activity(an_activity()),
        lambda change: change.put_decision(a_decision()),
        lambda change: change.put_red_line(a_red_line()),
        lambda change: change.put_texts(CharterTexts(version=2)),
        lambda change: change.add_ranking(a_ranking()),
        lambda change: change.add_ballot(a_ballot()),
        lambda change: change.add_practice(a_practice()),
        lambda change: change.add_framework(a_framework()),
    )

    def test_moves_by_one_with_each_kind_of_write(self, store: Store) -> None:
        store.create(a_state(revision=7))
        for number, write in enumerate(self.WRITES, start=8):
            with store.transaction(W) as change:
                write(change)
            assert store.revision(W) == store.load(W).revision == number

    def test_moves_by_one_however_much_is_written(self, store: Store) -> None:
        store.create(a_state())
        with store.transaction(W) as change:
            for write in self.WRITES:
                write(change)
        assert store.revision(W) == 1

    def test_stays_when_nothing_is_written(self, store: Store) -> None:
        store.create(a_full_state())
        listed = store.workshops()
        with store.transaction(W) as change:
            change.state()
            change.ballot(SEAT, SCENARIO, ACTIVITY, 1)
        assert store.revision(W) == 90
        assert store.workshops() == listed

    def test_of_another_workshop_stays(self, store: Store) -> None:
        store.create(a_state())
        store.create(a_state(workshop=a_workshop(id="other")))
        with store.transaction(W) as change:
            change.add_ballot(a_ballot())
        assert store.revision("other") == 0
        assert store.load("other").ballots == ()


class TestList:
    def test_latest_changed_first_with_what_the_head_says(self, store: Store) -> None:
        assert store.workshops() == ()
        begun = datetime.now(UTC)
        for wid in ("a", "b", "c"):
            store.create(a_state(workshop=a_workshop(id=wid, team=f"Team {wid}", lang="en"), revision=3))
        with store.transaction("a") as change:
            change.put_workshop(a_workshop(id="a", organisation="Nieuw", stage="adopted", kind="live"))
        entries = store.workshops()
        assert [entry.id for entry in entries] == ["a", "c", "b"]
        first = entries[0]
        assert (first.organisation, first.stage, first.kind, first.revision) == ("Nieuw", "adopted", "live", 4)
        assert (entries[1].team, entries[1].lang, entries[1].revision) == ("Team c", "en", 3)
        for entry in entries:
            assert begun <= entry.changed_at <= datetime.now(UTC)
            assert entry.changed_at.utcoffset() == timedelta(0)


class TestDelete:
    def test_takes_everything_and_leaves_the_others(self, store: Store) -> None:
        store.create(a_full_state())
        store.create(a_full_state(workshop=a_workshop(id="other")))
        store.delete(W)
        assert [entry.id for entry in store.workshops()] == ["other"]
        assert store.load("other") == a_full_state(workshop=a_workshop(id="other"))
        store.create(a_state())
        assert store.load(W) == a_state()

    def test_and_undone_with_the_state_that_was(self, store: Store) -> None:
        store.create(a_full_state())
        kept = store.load(W)
        store.delete(W)
        store.create(kept)
        assert store.load(W) == kept


class TestNotThere:
    def test_says_which(self, store: Store) -> None:
        store.create(a_state())
        asked: tuple[Callable[[], object], ...] = (
            lambda: store.load("nobody"),
            lambda: store.revision("nobody"),
            lambda: store.delete("nobody"),
            lambda: store.transaction("nobody").__enter__(),
        )
        for ask in asked:
            with pytest.raises(NotFound) as caught:
                ask()
            assert caught.value.params == {"what": "workshop", "id": "nobody"}
        assert store.load(W) == a_state()


class TestTogether:
    def test_eight_threads_lose_nothing(self, store: Store) -> None:
        threads, each = 8, 10
        store.create(a_state())
        start = threading.Barrier(threads)

        def append(thread: int) -> None:
            start.wait()
            for number in range(each):
                with store.transaction(W) as change:
                    change.add_ballot(a_ballot(seat=f"seat-{thread}", scenario=f"S{number:02}"))
                    change.add_practice(a_practice(seat=f"seat-{thread}", scenario=f"S{number:02}"))

        in_threads(append, threads)
        loaded = store.load(W)
        assert loaded.revision == threads * each
        pairs = [(ballot.seat, ballot.scenario) for ballot in loaded.ballots]
        assert len(set(pairs)) == len(pairs) == threads * each
        # Both answers of a change stand at the same place: changes came one after the other.
        assert pairs == [(practice.seat, practice.scenario) for practice in loaded.practices]

    def test_changes_to_one_document_come_one_after_the_other(self, store: Store) -> None:
        threads, each = 4, 5
        store.create(a_state(activities=(an_activity(name="."),)))
        start = threading.Barrier(threads)

        def write(_thread: int) -> None:
            start.wait()
            for _ in range(each):
                with store.transaction(W) as change:
                    read = change.activity(ACTIVITY)
                    assert read is not None
                    time.sleep(0.002)  # long enough for another to come between, if it could
                    change.put_activity(read.model_copy(update={"name": read.name + "x", "version": read.version + 1}))

        in_threads(write, threads)
        (activity,) = store.load(W).activities
        assert (activity.name, activity.version) == ("." + "x" * threads * each, 1 + threads * each)

    def test_a_load_sees_one_moment(self, store: Store) -> None:
        store.create(a_state())
        enough = threading.Event()

        def write() -> None:
            while not enough.is_set():
                with store.transaction(W) as change:
                    change.add_ranking(a_ranking())
                    change.add_ballot(a_ballot())
                    change.add_practice(a_practice())

        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(write)
            try:
                seen = set[int]()
                while len(seen) < 8 and not writing.done():
                    state = store.load(W)
                    assert len(state.rankings) == len(state.ballots) == len(state.practices) == state.revision
                    seen.add(state.revision)
            finally:
                enough.set()
            writing.result()

    def test_a_change_inside_a_change_is_refused_and_does_not_hang(self, open_any: Callable[..., Store]) -> None:
        store = open_any(patience=0.2)
        store.create(a_state())
        with pytest.raises(StoreUnavailable) as caught, store.transaction(W) as change:  # noqa: PT012
            change.add_ballot(a_ballot())
            with store.transaction(W):
                pytest.fail("a second change went in")
        assert caught.value.params["reason"] == "locked"
        assert store.load(W) == a_state()


def in_threads(work: Callable[[int], None], threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        for finished in [pool.submit(work, number) for number in range(threads)]:
            finished.result()
