"""What this process has once per installation: the use cases on one store, the hub and the answer writer.

The Streamlit pages (`pages.ui.queries`), the phone's routes and the projector share it, so a click on the console reaches
the phones directly.
"""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from framework.settings import DATA, DATABASE_URL, Settings
from framework.store import open_store
from framework.usecases import SYSTEM, Context, UseCases, Workshops
from pages.live.answer_writer import AnswerWriter
from pages.live.hub import Hub
from pages.server import health, shutdown
from pages.server.rate_limit import Pace, RateLimit, answers_of_seat, new_seats, wrong_codes


def open_context(settings: Settings, hub: Hub) -> Context:
    """A context whose store tells the hub of every change. Raises `StoreUnavailable`."""
    store = open_store(settings)
    store.on_commit(hub.notify_and_wait)
    return Context.on_this_machine(store, settings.decks)


@dataclass
class Installation:
    """Opens the store on first use, and tries again after a failure. Thread-safe.

    ``code_attempts``: wrong join codes by address; ``new_seats`` by address; ``answers`` by seat.
    """

    settings: Settings
    code_attempts: RateLimit = field(default_factory=wrong_codes)
    new_seats: Pace = field(default_factory=new_seats)
    answers: Pace = field(default_factory=answers_of_seat)
    open_context: Callable[[Settings, Hub], Context] = open_context
    _opening: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.hub = Hub(lambda: self._context.store, alone=self.settings.database_url.startswith("sqlite"))
        self.answer_writer = AnswerWriter(lambda: self.system)

    @property
    def workshops(self) -> Workshops:
        """Raises `StoreUnavailable`."""
        return Workshops(self._context)

    @property
    def system(self) -> UseCases:
        """The use cases for what Kader itself does: identify phones, and store what they send."""
        return self.workshops.acting_as(SYSTEM)

    @property
    def _context(self) -> Context:
        with self._opening:
            return self._opened_context

    @cached_property
    def _opened_context(self) -> Context:
        return self.open_context(self.settings, self.hub)

    def check_place(self) -> None:
        """Raises `StoreUnavailable` (``moved``). A store that is not open yet passes."""
        if "_opened_context" in self.__dict__:
            self._opened_context.store.check_place()

    def stop(self) -> None:
        """Ends the streams at once."""
        self.hub.stop()


_installations: dict[Settings, Installation] = {}
_lock = threading.Lock()


def installation() -> Installation:
    """The installation that the environment describes. Raises `StoreUnavailable` for a database without a driver."""
    settings = _settings(DATA.read(os.environ), DATABASE_URL.read(os.environ))
    with _lock:
        found = _installations.get(settings)
        if found is None:
            found = _installations[settings] = Installation(settings)
    return found


@lru_cache(maxsize=8)
def _settings(_folder: str, _url: str) -> Settings:
    """Read from the environment once per folder and URL; every request asks."""
    return Settings.from_environment(os.environ)


def forget() -> None:
    """Forgets every installation, as in a new process. For tests."""
    finish_all()
    _installations.clear()
    _settings.cache_clear()


def stop_all() -> None:
    """Ends all streams at once; safe from a signal handler."""
    for found in tuple(_installations.values()):
        found.stop()


def finish_all() -> None:
    """After the last response: writes the answers that were submitted, and ends the writers."""
    for found in tuple(_installations.values()):
        found.answer_writer.stop()


def check_places() -> None:
    """Raises `StoreUnavailable` (``moved``) where a database's file was moved or deleted since it was opened."""
    for found in tuple(_installations.values()):
        found.check_place()


shutdown.register(end_streams=stop_all, finish=finish_all)
health.register(check_places)
