"""A PostgreSQL server and what can be wrong with it."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from framework.errors import StoreUnavailable
from framework.settings import Settings
from framework.store import Store
from framework.store.sql import SqlStore
from tests.framework.store.conftest import needs_postgresql, own_schema
from tests.support.builders import a_ballot, a_state, a_workshop

W = "workshop-1"


class TestUnreachable:
    """These need no server, on the contrary."""

    def test_nobody_listens(self, tmp_path: Path) -> None:
        with socket.socket() as taken:  # bound and not listening: refused at once, and nobody else can take it
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            url = f"postgresql+psycopg://kader:geheim@127.0.0.1:{port}/kader?password=geheim&sslmode=disable"
            with pytest.raises(StoreUnavailable) as caught:
                SqlStore.open(Settings(data=tmp_path, database_url=url))
        assert caught.value.params == {
            "reason": "unreachable",
            "where": f"postgresql+psycopg://kader@127.0.0.1:{port}/kader",
        }
        cause: BaseException | None = caught.value
        while cause is not None:
            assert "geheim" not in str(cause)
            cause = cause.__cause__

    def test_url_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailable) as caught:
            SqlStore.open(Settings(data=tmp_path, database_url="postgresql+psycopg://kader:geheim@host:port/kader"))
        assert caught.value.params["reason"] == "unreachable"
        assert "geheim" not in str(caught.value)
        assert caught.value.__cause__ is None

    def test_any_other_database(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="neither a SQLite file nor PostgreSQL"):
            SqlStore.open(Settings(data=tmp_path, database_url="mysql://kader@localhost/kader"))


class TestServer:
    pytestmark = needs_postgresql

    @pytest.fixture
    def url(self) -> Iterator[str]:
        with own_schema() as url:
            yield url

    @pytest.fixture
    def store(self, url: str, tmp_path: Path) -> Iterator[Store]:
        store = SqlStore.open(Settings(data=tmp_path, database_url=url), busy_timeout=0.3)
        store.create(a_state())
        yield store
        store.close()

    @pytest.fixture
    def other(self, url: str) -> Iterator[psycopg.Connection]:
        """A connection of another program."""
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            yield connection
            connection.rollback()

    def test_without_that_database(self, url: str, tmp_path: Path) -> None:
        scheme, _, rest = url.partition("://")
        authority, _, path = rest.partition("/")
        options = path.partition("?")[2]
        wrong = f"{scheme}://{authority}/no_such_database?{options}"
        with pytest.raises(StoreUnavailable) as caught:
            SqlStore.open(Settings(data=tmp_path, database_url=wrong))
        assert caught.value.params["reason"] == "unreachable"

    def test_one_workshop_being_changed_holds_up_no_other(self, store: Store, other: psycopg.Connection) -> None:
        store.create(a_state(workshop=a_workshop(id="b")))
        other.execute("SELECT 1 FROM workshops WHERE id = %s FOR UPDATE", (W,))
        with store.transaction("b") as change:
            change.add_ballot(a_ballot())
        assert store.revision("b") == 1
        assert store.load(W) == a_state()
        with pytest.raises(StoreUnavailable) as caught, store.transaction(W):
            pytest.fail("two in one workshop")
        assert caught.value.params["reason"] == "locked"
        other.rollback()
        with store.transaction(W) as change:
            change.add_ballot(a_ballot())

    def test_that_lets_us_only_read(self, store: Store, url: str, tmp_path: Path) -> None:
        reading = Settings(data=tmp_path, database_url=f"{url}%20-cdefault_transaction_read_only%3Don")
        reader = SqlStore.open(reading)
        try:
            assert reader.load(W) == a_state()
            assert len(reader.workshops()) == 1
            with pytest.raises(StoreUnavailable) as caught, reader.transaction(W) as change:
                change.add_ballot(a_ballot())
            assert caught.value.params["reason"] == "read-only"
        finally:
            reader.close()
        assert store.load(W) == a_state()

    def test_that_was_restarted_costs_nobody_an_error(self, store: Store, other: psycopg.Connection) -> None:
        with store.transaction(W) as change:
            change.add_ballot(a_ballot())
        hang_up(other)
        assert store.revision(W) == 1
        hang_up(other)
        with store.transaction(W) as change:
            change.add_ballot(a_ballot())
        assert store.revision(W) == 2

    def test_that_goes_away_in_the_middle_keeps_nothing_of_the_change(
        self, store: Store, other: psycopg.Connection
    ) -> None:
        with pytest.raises(StoreUnavailable) as caught, store.transaction(W) as change:  # noqa: PT012
            change.add_ballot(a_ballot())
            hang_up(other)
            change.add_ballot(a_ballot())
        assert caught.value.params["reason"] == "unreachable"
        assert store.load(W) == a_state()

    def test_creating_and_deleting_with_one_deck_at_once(self, url: str, tmp_path: Path) -> None:
        """The deck goes with its last workshop, and never from under one that is just coming."""
        # With the patience of Kader itself: a deletion rewrites each table, and others wait for that.
        store = SqlStore.open(Settings(data=tmp_path, database_url=url), busy_timeout=10)
        errors: list[Exception] = []

        def come_and_go(number: int) -> None:
            try:
                for _ in range(3):
                    store.create(a_state(workshop=a_workshop(id=f"w{number}")))
                    store.delete(f"w{number}")
            except Exception as error:  # noqa: BLE001 – reported below
                errors.append(error)

        threads = [threading.Thread(target=come_and_go, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert store.workshops() == ()
        store.close()


def hang_up(server: psycopg.Connection) -> None:
    """Ends all other sessions of this test (each test has a name of its own for them), as a restart would."""
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND application_name = current_setting('application_name')"
    )
    server.commit()
