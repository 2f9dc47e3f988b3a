"""What SQLite and PostgreSQL promise beyond the contract: other processes, death in mid-sentence, start and schema."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from framework.errors import StoreUnavailable
from framework.settings import Settings
from framework.store import Store
from framework.store.backends import backend_for
from framework.store.schema_version import VERSION_TABLE
from framework.store.sql import SqlStore
from framework.store.tables import metadata
from tests.support.builders import (
    a_ballot,
    a_deck,
    a_full_state,
    a_practice,
    a_ranking,
    a_state,
    a_workshop,
    an_activity,
    both,
)

W = "workshop-1"
ROOT = Path(__file__).parents[3]
OpenStore = Callable[..., Store]


@contextmanager
def worker(what: str, settings: Settings) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.framework.store.worker_process", what, settings.database_url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


class TestKilled:
    def test_in_the_middle_of_a_change_leaves_the_last_committed_state(
        self, settings: Settings, open_sql: OpenStore
    ) -> None:
        before = a_full_state()
        open_sql().create(before)
        with worker("die", settings) as process:
            assert process.wait(30) == -9
        again = open_sql()
        assert again.load(W) == before
        with again.transaction(W) as change:
            change.add_ballot(a_ballot())
        assert again.revision(W) == before.revision + 1

    def test_keeps_every_acknowledged_answer(self, settings: Settings, open_sql: OpenStore) -> None:
        store = open_sql()
        store.create(a_state())
        with worker("answer", settings) as process:
            acknowledged = [line_of(process) for _ in range(25)]
            process.kill()
            process.wait(10)
        assert acknowledged[-1] == "25"
        for reader in (store, open_sql()):
            state = reader.load(W)
            assert len(state.ballots) == len(state.practices) == state.revision >= 25
            assert [ballot.reason for ballot in state.ballots[:25]] == [f"answer {n}" for n in range(1, 26)]


class TestProcesses:
    def test_started_at_once_on_nothing_all_find_a_schema(self, settings: Settings, open_sql: OpenStore) -> None:
        with worker("begin", settings) as one, worker("begin", settings) as two:
            assert [line_of(one), line_of(two)] == ["ready"] * 2
            tell(one)
            tell(two)
            assert [line_of(one), line_of(two)] == ["created"] * 2
            names = {f"from-{process.pid}" for process in (one, two)}
        assert {entry.id for entry in open_sql().workshops()} == names

    def test_opened_in_threads_at_once_all_find_a_schema(self, open_sql: OpenStore) -> None:
        start = threading.Barrier(6)

        def begin(number: int) -> None:
            start.wait()
            open_sql().create(a_state(workshop=a_workshop(id=f"w{number}")))

        with ThreadPoolExecutor(6) as pool:
            for done in [pool.submit(begin, number) for number in range(6)]:
                done.result()
        assert len(open_sql().workshops()) == 6

    def test_lose_nothing_to_each_other(self, open_sql: OpenStore) -> None:
        stores = [open_sql() for _ in range(4)]
        stores[0].create(a_state())
        start = threading.Barrier(len(stores))

        def append(number: int) -> None:
            start.wait()
            for place in range(8):
                with stores[number].transaction(W) as change:
                    change.add_ballot(a_ballot(seat=f"seat-{number}", scenario=f"S{place:02}"))

        with ThreadPoolExecutor(len(stores)) as pool:
            for done in [pool.submit(append, number) for number in range(len(stores))]:
                done.result()
        for store in stores:
            state = store.load(W)
            assert state.revision == len({(ballot.seat, ballot.scenario) for ballot in state.ballots}) == 32

    def test_see_each_others_changes_at_once(self, open_sql: OpenStore) -> None:
        one, two = open_sql(), open_sql()
        one.create(a_state())
        assert two.load(W) == a_state()
        with one.transaction(W) as change:
            change.put_activity(an_activity())
        assert (two.revision(W), two.load(W).activities) == (1, (an_activity(),))
        two.delete(W)
        assert one.workshops() == ()

    def test_wait_their_turn_and_say_so_when_it_takes_too_long(self, settings: Settings, open_sql: OpenStore) -> None:
        holder, impatient, patient = open_sql(), open_sql(busy_timeout=0.2), open_sql(busy_timeout=10)
        holder.create(a_state())

        def in_turn() -> None:
            with patient.transaction(W) as change:
                change.add_ballot(a_ballot(reason="in turn"))

        with ThreadPoolExecutor(1) as pool:
            with holder.transaction(W) as change:
                change.add_ballot(a_ballot(reason="held"))
                with pytest.raises(StoreUnavailable) as caught, impatient.transaction(W) as second:
                    second.add_ballot(a_ballot(reason="too early"))
                assert caught.value.params == {"reason": "locked", "where": settings.place}
                assert impatient.load(W) == a_state(), "readers do not wait for the writer"
                waiting = pool.submit(in_turn)
                time.sleep(0.1)
                assert not waiting.done()
            waiting.result()
        assert [ballot.reason for ballot in patient.load(W).ballots] == ["held", "in turn"]


class TestDecks:
    def test_are_stored_once_and_go_with_the_last_workshop(self, settings: Settings, open_sql: OpenStore) -> None:
        store = open_sql()
        for wid in ("a", "b"):
            store.create(a_state(workshop=a_workshop(id=wid)))
        store.create(a_state(workshop=a_workshop(id="c"), deck=a_deck(title=both("Another"))))
        assert count(settings, "decks") == 2
        store.delete("a")
        assert count(settings, "decks") == 2
        store.delete("c")
        assert count(settings, "decks") == 1
        assert store.load("b").deck == a_deck()
        store.delete("b")
        assert {table.name: count(settings, table.name) for table in metadata.sorted_tables} == dict.fromkeys(
            (table.name for table in metadata.sorted_tables), 0
        )

    def test_are_parsed_once(self, open_sql: OpenStore) -> None:
        store = open_sql()
        store.create(a_state())
        assert store.load(W).deck is store.load(W).deck


class TestSchema:
    def test_of_a_newer_kader_is_left_alone(self, settings: Settings, open_sql: OpenStore) -> None:
        open_sql().create(a_state())
        for found in ("0999", "later"):
            execute(settings, f"UPDATE {VERSION_TABLE} SET version_num = '{found}'")
            with pytest.raises(StoreUnavailable) as caught:
                open_sql()
            assert caught.value.params == {"reason": "newer-schema", "where": settings.place}
        assert count(settings, "workshops") == 1


class TestDamage:
    HARM = (
        "UPDATE documents SET body = 'no json'",
        "UPDATE documents SET body = '{}' WHERE kind = 'decision'",
        "UPDATE workshops SET lang = 'xx'",
        "UPDATE ballots SET stance = 'Z'",
        "UPDATE rankings SET cards = '['",
        "UPDATE frameworks SET body = '[]'",
        "UPDATE decks SET body = '{}'",
    )

    def test_is_said_and_not_shown_as_something_else(self, settings: Settings, open_sql: OpenStore) -> None:
        healthy = open_sql()
        for harm in self.HARM:
            healthy.create(a_full_state())
            execute(settings, harm)
            with pytest.raises(StoreUnavailable) as caught:
                open_sql().load(W)
            assert caught.value.params == {"reason": "damaged", "where": settings.place}, harm
            healthy.delete(W)
            if settings.database_file is not None:
                log = settings.database_file.with_name(settings.database_file.name + "-wal")
                assert log.stat().st_size == 0, f"a refused reading keeps what was deleted from being erased: {harm}"


class TestIndexes:
    def test_each_says_which_query_it_serves(self) -> None:
        for table in metadata.sorted_tables:
            for index in table.indexes:
                assert index.info["serves"], index.name
            for unique in table.constraints - {table.primary_key} - table.foreign_key_constraints:
                assert unique.info["serves"], unique.name

    def test_no_query_on_one_workshop_reads_a_whole_table(self, tmp_path: Path) -> None:
        """SQLite's own plan for every statement of a load and a change."""
        settings = Settings.in_folder(tmp_path)
        asked: list[tuple[str, Any]] = []
        store = SqlStore.open(settings)
        store.create(a_full_state())

        def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
            asked.append((statement, parameters))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            store.revision(W)
            store.load(W)
            with store.transaction(W) as change:
                change.state()
                change.ballot("seat-1", "S01", "activity-1", 1)
                change.ranking("seat-1")
                change.activity("activity-1")
                change.decisions()
                change.put_activity(an_activity())
                change.put_workshop(a_workshop(version=2))
                change.add_ballot(a_ballot())
                change.add_practice(a_practice())
                change.add_ranking(a_ranking())
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        plans: list[str] = []
        with backend_for(settings, busy_timeout=1).autocommit.connect() as connection:
            for statement, parameters in asked:
                if statement.startswith(("SELECT", "UPDATE", "DELETE")):
                    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                        plans.append(f"{row[3]} <- {statement}")  # noqa: PERF401
        store.close()
        assert len(plans) > 15
        assert [plan for plan in plans if plan.startswith("SCAN")] == []


def execute(settings: Settings, statement: str) -> object:
    backend = backend_for(settings, busy_timeout=2)
    try:
        with backend.write_transaction() as connection:
            result = connection.exec_driver_sql(statement)
            return result.scalar() if result.returns_rows else None
    finally:
        backend.close()


def count(settings: Settings, table: str) -> object:
    return execute(settings, f"SELECT count(*) FROM {table}")
