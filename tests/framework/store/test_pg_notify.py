"""One process hears what another commits: PostgreSQL tells it, SQLite says that it cannot."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from framework.settings import Settings
from framework.store import ChangeFeed, backends, pg_notify
from framework.store.sql import SqlStore
from tests.framework.store.conftest import needs_postgresql, own_schema
from tests.framework.store.test_postgresql import hang_up
from tests.support.builders import a_ballot, a_state, a_workshop, an_activity
from tests.support.stores import empty_store
from tests.support.wait import PATIENCE, until

W, LAST = f"{uuid.uuid4().hex}-first", f"{uuid.uuid4().hex}-last"
"""Of this run alone: a channel is the whole database's, whatever schema one is in."""


class Ear:
    """What was heard, and a way to wait for it."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.changes_shared_view: list[bool] = []
        self._news = threading.Condition()

    def __call__(self, workshop_id: str, changes_shared_view: bool) -> None:
        if workshop_id not in (W, LAST):
            return  # of another test
        with self._news:
            self.heard.append(workshop_id)
            self.changes_shared_view.append(changes_shared_view)
            self._news.notify_all()

    def wait(self, for_: str) -> None:
        with self._news:
            assert self._news.wait_for(lambda: for_ in self.heard, PATIENCE), f"{for_} was not heard: {self.heard}"


def test_where_nobody_tells_it_is_said() -> None:
    with empty_store() as store:
        assert store.listen(Ear()) is None


class TestOnPostgresql:
    pytestmark = needs_postgresql

    @pytest.fixture
    def url(self) -> Iterator[str]:
        with own_schema() as url:
            yield url

    @pytest.fixture
    def open_store(self, url: str, tmp_path: Path) -> Iterator[Callable[[], SqlStore]]:
        """Each one as in a process of its own."""
        with ExitStack() as stack:

            def one_more() -> SqlStore:
                store = SqlStore.open(Settings(data=tmp_path, database_url=url), busy_timeout=0.5)
                stack.callback(store.close)
                return store

            yield one_more

    @pytest.fixture
    def here(self, open_store: Callable[[], SqlStore]) -> SqlStore:
        return open_store()

    @pytest.fixture
    def there(self, open_store: Callable[[], SqlStore]) -> SqlStore:
        other = open_store()
        other.create(a_state(workshop=a_workshop(id=W)))
        other.create(a_state(workshop=a_workshop(id=LAST)))
        return other

    @pytest.fixture
    def ear(self) -> Ear:
        return Ear()

    @pytest.fixture
    def hearing(self, here: SqlStore, ear: Ear) -> Iterator[ChangeFeed]:
        heard = here.listen(ear)
        assert heard is not None
        until(lambda: heard.is_hearing)
        yield heard
        heard.close()

    @pytest.mark.usefixtures("hearing")
    def test_what_another_commits_is_heard_and_is_there_to_be_read(
        self, here: SqlStore, there: SqlStore, ear: Ear
    ) -> None:
        seen: list[int] = []

        def read(workshop_id: str, _: bool) -> None:
            if workshop_id == W:  # another is of another test, in a schema that this store does not see
                seen.append(here.revision(workshop_id))

        reading = here.listen(read)
        assert reading is not None
        until(lambda: reading.is_hearing)
        with there.transaction(W) as change:
            change.add_ballot(a_ballot())
        ear.wait(W)
        until(lambda: bool(seen))
        reading.close()
        assert seen == [1]

    @pytest.mark.usefixtures("hearing")
    def test_nothing_is_told_of_what_was_not_committed_or_not_changed(self, there: SqlStore, ear: Ear) -> None:
        def broken() -> None:
            with there.transaction(W) as change:
                change.add_ballot(a_ballot())
                raise KeyError

        with pytest.raises(KeyError):
            broken()
        with there.transaction(W) as change:
            change.state()
        with there.transaction(LAST) as change:
            change.add_ballot(a_ballot())
        ear.wait(LAST)
        assert ear.heard == [LAST]

    @pytest.mark.usefixtures("hearing")
    def test_its_own_changes_are_not_told_to_itself(self, here: SqlStore, there: SqlStore, ear: Ear) -> None:
        with here.transaction(W) as change:
            change.add_ballot(a_ballot())
        with there.transaction(LAST) as change:
            change.add_ballot(a_ballot())
        ear.wait(LAST)
        assert ear.heard == [LAST]

    def test_which_phones_another_hears_is_told_to_the_others_alone(self, here: SqlStore, there: SqlStore) -> None:
        heard: list[str] = []
        told: list[str] = []
        feeds = [
            here.listen(Ear(), lambda workshop, seats: heard.extend(seats if workshop == W else ())),
            there.listen(Ear(), lambda workshop, seats: told.extend(seats if workshop == W else ())),
        ]
        for feed in feeds:
            assert feed is not None
            until(lambda feed=feed: feed.is_hearing)
        seats = [f"{at:040}" for at in range(400)]
        there.tell_present(W, seats)
        until(lambda: len(heard) == len(seats))
        assert heard == seats
        assert told == [], "a process knows its own"
        here.tell_present(W, ("one",))
        until(lambda: told == ["one"])
        for feed in feeds:
            feed.close()

    @pytest.mark.usefixtures("hearing")
    def test_a_deletion_is_told(self, there: SqlStore, ear: Ear) -> None:
        there.delete(W)
        ear.wait(W)

    @pytest.mark.usefixtures("hearing")
    def test_it_is_told_whether_everybody_sees_it(self, there: SqlStore, ear: Ear) -> None:
        with there.transaction(W) as change:
            change.add_ballot(a_ballot())
        with there.transaction(LAST) as change:
            change.put_activity(an_activity())
        ear.wait(LAST)
        assert (ear.heard, ear.changes_shared_view) == ([W, LAST], [False, True])

    def test_a_line_that_is_cut_is_taken_up_again(
        self, url: str, there: SqlStore, hearing: ChangeFeed, ear: Ear
    ) -> None:
        with psycopg.connect(url.replace("+psycopg", "")) as other:
            hang_up(other)
        until(lambda: not hearing.is_hearing)
        until(lambda: hearing.is_hearing)
        with there.transaction(W) as change:
            change.add_ballot(a_ballot())
        ear.wait(W)

    def test_a_line_on_which_nothing_comes_through_is_no_hearing(
        self, here: SqlStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As behind a pooler in transaction mode: every statement is taken, and no word is delivered."""
        monkeypatch.setattr(pg_notify, "CHANNEL", "somewhere_else")
        monkeypatch.setattr(pg_notify, "SELF_TEST_INTERVAL", 0.05)
        monkeypatch.setattr(pg_notify, "SELF_TEST_TIMEOUT", 0.05)
        opened = threading.Semaphore(0)
        connect = here._backend.dedicated_connection  # type: ignore[attr-defined]

        def counted() -> Any:
            opened.release()
            return connect()

        monkeypatch.setattr(here._backend, "dedicated_connection", counted)
        deaf = here.listen(Ear())
        assert deaf is not None
        for _ in range(3):  # it goes on trying
            assert opened.acquire(timeout=PATIENCE)
            assert not deaf.is_hearing
        deaf.close()

    def test_closing_ends_its_connection_and_its_thread(self, url: str, here: SqlStore) -> None:
        heard = here.listen(Ear())
        assert heard is not None
        until(lambda: heard.is_hearing)
        mine = [thread for thread in threading.enumerate() if thread.name == "kader-change-feed"]
        assert mine
        heard.close()
        heard.close()
        for thread in mine:
            thread.join(PATIENCE)
            assert not thread.is_alive()
        with psycopg.connect(url.replace("+psycopg", "")) as other:
            listens = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%' AND application_name = %s"
            name = url.partition("application_name=")[2].partition("&")[0]

            def listeners() -> int:
                other.rollback()
                row = other.execute(listens, (name,)).fetchone()
                assert row is not None
                return row[0]

            until(lambda: listeners() == 0)

    def test_closing_while_the_server_is_away_ends_it_too(
        self, here: SqlStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried = threading.Event()

        def refused() -> Any:
            tried.set()
            raise psycopg.OperationalError

        monkeypatch.setattr(here._backend, "dedicated_connection", refused)
        heard = here.listen(Ear())
        assert heard is not None
        assert tried.wait(PATIENCE)
        (thread,) = [thread for thread in threading.enumerate() if thread.name == "kader-change-feed"]
        heard.close()
        thread.join(PATIENCE)
        assert not thread.is_alive()

    @pytest.mark.usefixtures("hearing")
    def test_it_takes_no_place_in_the_pool(self, here: SqlStore) -> None:
        assert isinstance(here._backend, backends.PostgresBackend)
        until(lambda: here._backend.autocommit.pool.checkedout() == 0)  # type: ignore[attr-defined]
