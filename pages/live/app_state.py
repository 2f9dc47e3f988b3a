"""What this process holds once for its installation: the use cases over one store, the hub and the collector.

Streamlit's pages (`pages.ui.queries`), the phone's routes and the projector all work on these, so a click on the
console reaches the phones without a detour.
"""

import os
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache

from framework.deck import DeckLibrary
from framework.law import law_book
from framework.settings import DATA, DATABASE_URL, Settings
from framework.store import open_store
from framework.usecases import Context, Workshops
from pages.live.answer_writer import AnswerWriter
from pages.live.hub import Hub
from pages.live.notifying_store import notifying
from pages.server import health, shutdown
from pages.server.rate_limit import RateLimit, wrong_codes


def open_workshops(settings: Settings, hub: Hub) -> Workshops:
    """The use cases over the installation's store; whatever they change, the hub is told. Raises `StoreUnavailable`."""
    return Workshops(
        Context(
            store=notifying(open_store(settings), hub.notify_and_wait),
            decks=DeckLibrary(installed=settings.decks, law=law_book),
            law=law_book,
            now=lambda: datetime.now(UTC).astimezone(),
            new_id=lambda: secrets.token_hex(12),
        )
    )


@dataclass
class Installation:
    """``workshops`` opens the store on first use, and again when that failed. Thread-safe."""

    settings: Settings
    doors: RateLimit = field(default_factory=wrong_codes)
    _opening: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.hub = Hub(lambda: self.workshops.context.store)
        self.collector = AnswerWriter(lambda: self.workshops)

    @property
    def workshops(self) -> Workshops:
        with self._opening:
            return self._workshops

    @cached_property
    def _workshops(self) -> Workshops:
        return open_workshops(self.settings, self.hub)

    def check_place(self) -> None:
        """Raises `StoreUnavailable` (``moved``); a store that was not opened yet has lost nothing."""
        if "_workshops" in self.__dict__:
            self._workshops.context.store.check_place()

    def stop(self) -> None:
        """Ends the streams at once."""
        self.hub.stop()


_installations: dict[Settings, Installation] = {}
_first = threading.Lock()


def installation() -> Installation:
    """The one that the environment names. Raises `StoreUnavailable` when it names a database without a driver."""
    settings = _settings(DATA.read(os.environ), DATABASE_URL.read(os.environ))
    with _first:
        found = _installations.get(settings)
        if found is None:
            found = _installations[settings] = Installation(settings)
    return found


@lru_cache(maxsize=8)
def _settings(_folder: str, _url: str) -> Settings:
    """What the environment says, worked out once: every request asks. Keyed by all that it depends on in a server."""
    return Settings.from_environment(os.environ)


def forget() -> None:
    """As a new process would begin: for tests."""
    finish_all()
    _installations.clear()
    _settings.cache_clear()


def stop_all() -> None:
    """Ends all streams at once; safe from a signal handler."""
    for found in tuple(_installations.values()):
        found.stop()


def finish_all() -> None:
    """After the last answer was sent: writes what was handed in, and ends."""
    for found in tuple(_installations.values()):
        found.collector.stop()


def check_places() -> None:
    """Raises `StoreUnavailable` (``moved``) where a database's file was moved or deleted since it was opened."""
    for found in tuple(_installations.values()):
        found.check_place()


shutdown.register(end_streams=stop_all, finish=finish_all)
health.register(check_places)
