"""A hub follows what other processes change: it hears them where the database tells, and looks where it does not."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from framework.settings import Settings
from framework.store import Store
from framework.store.sql import SqlStore
from pages.live import presence
from pages.live.hub import POLL_INTERVAL, Hub
from pages.live.presence import AWAY_AFTER, TELL_INTERVAL
from pages.live.remote_changes import SAFETY_INTERVAL, RemoteChanges
from pages.live.routes import CountsView
from tests.framework.store.conftest import needs_postgresql, own_schema
from tests.framework.store.test_postgresql import hang_up
from tests.phone.test_events import _said
from tests.support.phone_client import House, Live
from tests.support.wait import until

NEVER = 3_600.0
"""Seconds between two looks of a hub that is to find everything by ear."""


class Told:
    """A store whose database tells, as long as ``hears``."""

    def __init__(self) -> None:
        self.is_hearing = True
        self.open = 0

    def listen(self, *_: Callable[..., None]) -> "Told":
        self.open += 1
        return self

    def close(self) -> None:
        self.open -= 1


def _nothing(*_: object) -> None:
    """Who hears it does nothing."""


class TestHowOftenItLooks:
    def test_seldom_while_it_hears_and_often_while_it_does_not(self) -> None:
        told = Told()
        remote_changes = RemoteChanges(lambda: cast("Store", told), _nothing, _nothing, poll=POLL_INTERVAL)
        assert remote_changes.poll_interval == POLL_INTERVAL
        remote_changes.begin()
        assert remote_changes.poll_interval == SAFETY_INTERVAL
        told.is_hearing = False
        assert remote_changes.poll_interval == POLL_INTERVAL
        remote_changes.end()
        told.is_hearing = True
        assert remote_changes.poll_interval == POLL_INTERVAL

    def test_it_listens_once_and_closes_once(self) -> None:
        told = Told()
        remote_changes = RemoteChanges(lambda: cast("Store", told), _nothing, _nothing, poll=POLL_INTERVAL)
        for _ in range(3):
            remote_changes.begin()
        assert told.open == 1
        for _ in range(3):
            remote_changes.end()
        assert told.open == 0


class TestWhileSomebodyFollows:
    def test_and_only_then(self, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
        told = Told()
        kept = live.cases.context.store
        monkeypatch.setattr(type(kept), "listen", lambda _, *heard: told.listen(*heard), raising=False)
        hub = Hub(lambda: kept)
        assert live.house.do(hub.snapshot(live.id)).state.workshop.id == live.id
        assert told.open == 0
        for _ in range(2):
            listeners = [live.house.do(hub.subscribe(live.id, CountsView())) for _ in range(2)]
            assert told.open == 1
            for listener in listeners:
                live.house.loop.call_soon_threadsafe(hub.leave, listener)
            until(lambda: told.open == 0)
        live.house.do(hub.subscribe(live.id, CountsView()))
        assert told.open == 1
        hub.stop()
        assert told.open == 0, "a stopping server does not wait for its next look"


class TestAPhoneBetweenTwoProcesses:
    """What it asks goes to whichever process has a hand free."""

    @pytest.fixture
    def there(self, live: Live, store: Store, tmp_path: Path) -> Iterator[Live]:
        """The same workshop in another process."""
        house = House(store, tmp_path / "nowhere")
        yield Live(house, live.id)
        house.close()

    def test_speaks_the_language_it_has_just_chosen(self, live: Live, there: Live) -> None:
        live.begin()
        phone = live.join("nl")
        phone.live = there
        assert "Welkom" in phone.get().text
        phone.live = live
        assert phone.post("/you", lang="en").status == 303
        phone.live = there
        assert "Welcome" in phone.get().text
        stream = phone.listen()
        stream.wait_for("Welcome")
        stream.close()

    def test_keeps_its_vote_on_a_stream_of_the_other(self, live: Live, there: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        phone.live = there
        phone.listen().close()
        phone.live = live
        phone.answer(stance="D")
        phone.live = there
        stream = phone.listen("?seen=old")
        assert 'value="D" checked' in stream.wait_for("<h1")
        stream.close()


class TestOnPostgresql:
    pytestmark = needs_postgresql

    @pytest.fixture
    def url(self) -> Iterator[str]:
        with own_schema() as url:
            yield url

    @pytest.fixture
    def store(self, url: str, tmp_path: Path) -> Iterator[Store]:
        """The other process's."""
        kept = SqlStore.open(Settings(data=tmp_path, database_url=url))
        yield kept
        kept.close()

    @pytest.fixture
    def mine(self, url: str, tmp_path: Path) -> Iterator[Store]:
        kept = SqlStore.open(Settings(data=tmp_path, database_url=url))
        yield kept
        kept.close()

    @pytest.fixture
    def follow(self, live: Live, mine: Store) -> Iterator[Callable[[float], Any]]:
        """Opens a stream in this process; a function that waits until it shows something."""
        hubs: list[Hub] = []

        def begin(poll: float) -> Any:
            hub = Hub(lambda: mine, poll=poll, alone=False)
            hubs.append(hub)
            listener = live.house.do(hub.subscribe(live.id, CountsView()))

            def shows(**what: object) -> None:
                while True:
                    said = _said(live.house.do(listener.next()))
                    if what.items() <= said.items():
                        return

            return hub, shows

        yield begin
        for hub in hubs:
            hub.stop()
            until(lambda hub=hub: hub._task is None or hub._task.done())

    def test_a_step_and_a_vote_of_another_are_heard(self, live: Live, follow: Callable[[float], Any]) -> None:
        live.begin()
        hub, shows = follow(NEVER)
        until(lambda: hub._remote_changes._feed.is_hearing)
        live.at("S03", "voting")
        shows(step="S03", phase="voting")
        phone = live.join()
        shows(seats=1, voters=0)
        phone.answer(stance="B")
        shows(seats=1, voters=1)
        live.cases.context.store.delete(live.id)
        with pytest.raises(AssertionError):
            shows(step="nowhere")

    def test_who_is_away_is_known_where_the_console_is(
        self, live: Live, follow: Callable[[float], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The phones are connected to another process, which tells which of them it hears."""
        now = [1_000.0]
        monkeypatch.setattr(presence, "monotonic", lambda: now[0])
        live.house.home.hub._alone = False
        live.begin("S03")
        stays, goes = live.join(), live.join()
        streams = [stays.listen(), goes.listen()]
        hub, shows = follow(POLL_INTERVAL)
        until(lambda: hub._remote_changes.is_hearing)
        live.move("voting")
        shows(step="S03", phase="voting")
        one, other = (seat.id for seat in live.state.seats)
        streams[1].close()
        now[0] += AWAY_AFTER + TELL_INTERVAL
        until(lambda: hub.away(live.id, (one, other)) == {other})
        streams[1] = goes.listen()
        now[0] += TELL_INTERVAL
        until(lambda: hub.away(live.id, (one, other)) == frozenset())
        for stream in streams:
            stream.close()

    def test_nobody_is_away_while_other_processes_cannot_be_heard(
        self, url: str, live: Live, mine: Store, follow: Callable[[float], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = [1_000.0]
        monkeypatch.setattr(presence, "monotonic", lambda: now[0])
        live.begin("S03")
        live.join()
        hub, shows = follow(POLL_INTERVAL)
        until(lambda: hub._remote_changes.is_hearing)
        live.move("voting")
        shows(step="S03", phase="voting")
        (seat,) = (seat.id for seat in live.state.seats)
        now[0] += AWAY_AFTER
        assert hub.away(live.id, (seat,)) == {seat}

        def refused() -> Any:
            raise psycopg.OperationalError

        monkeypatch.setattr(mine._backend, "dedicated_connection", refused)  # type: ignore[attr-defined]
        with psycopg.connect(url.replace("+psycopg", "")) as server:
            hang_up(server)
        until(lambda: hub.away(live.id, (seat,)) == frozenset())

    def test_a_cut_line_is_taken_up_again(self, url: str, live: Live, follow: Callable[[float], Any]) -> None:
        live.begin()
        hub, shows = follow(NEVER)
        with psycopg.connect(url.replace("+psycopg", "")) as other:
            for step in ("inventory", "S03", "S07"):
                until(lambda: hub._remote_changes._feed.is_hearing)
                hang_up(other)
                until(lambda: not hub._remote_changes._feed.is_hearing)
                until(lambda: hub._remote_changes._feed.is_hearing)
                live.at(step)
                shows(step=step)

    def test_what_changes_while_the_line_is_cut_is_found(
        self, url: str, live: Live, mine: Store, follow: Callable[[float], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        live.begin()
        hub, shows = follow(POLL_INTERVAL)
        until(lambda: hub._remote_changes._feed.is_hearing)

        def refused() -> Any:
            raise psycopg.OperationalError

        monkeypatch.setattr(mine._backend, "dedicated_connection", refused)  # type: ignore[attr-defined]
        with psycopg.connect(url.replace("+psycopg", "")) as other:
            hang_up(other)
        live.at("inventory")
        shows(step="inventory")
        until(lambda: not hub._remote_changes._feed.is_hearing)
        live.at("S03", "voting")
        shows(step="S03", phase="voting")
