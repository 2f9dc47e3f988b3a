"""The settings of an installation, and the places of data that follow from them.

Plain frozen dataclasses, because ``/healthz`` needs them: pydantic would add a tenth of a second to the start and several
MiB to an idle server (``benchmarks/startup.py``).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from framework.errors import StoreUnavailable
from framework.translatable import N_


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. ``default`` and ``help`` are marked for translation.

    ``option``: the option of ``kader`` that overrides the variable; empty if there is none.
    """

    variable: str
    kind: Literal["folder", "database URL", "secret", "switch"]
    default: str
    help: str
    option: str = ""

    def read(self, environ: Mapping[str, str]) -> str:
        """The value without surrounding spaces; empty if not set."""
        return environ.get(self.variable, "").strip()

    def is_on(self, environ: Mapping[str, str]) -> bool:
        """For a switch: on for any value except an empty one and ``0``."""
        return self.read(environ) not in ("", "0")


DATA = Setting(
    "KADER_DATA",
    "folder",
    N_("“Kader” in your own data folder"),
    N_("The folder where Kader keeps everything: workshops, decks and the facilitator key."),
    "--data",
)
DATABASE_URL = Setting(
    "KADER_DATABASE_URL",
    "database URL",
    N_("“kader.sqlite3” in the data folder"),
    N_(
        "The database for the workshops: postgresql+psycopg://user:password@host/name or sqlite:///file. "
        "Decks and the facilitator key stay in the data folder."
    ),
)
FACILITATOR_KEY = Setting(
    "KADER_FACILITATOR_KEY",
    "secret",
    N_("made at first use and kept in the data folder"),
    N_(
        "The facilitator key, 12 characters or more; a shorter one is refused. Set it if several machines share one "
        "database."
    ),
)
BEHIND_PROXY = Setting(
    "KADER_BEHIND_PROXY",
    "switch",
    N_("off"),
    N_("A proxy on this machine passes requests on: everyone needs the facilitator key, except for the phone pages."),
    "--behind-proxy",
)
SETTINGS = (DATA, DATABASE_URL, FACILITATOR_KEY, BEHIND_PROXY)
"""Every variable that Kader reads. ``kader --help`` and ``docs/settings.md`` are generated from this table."""

DATABASE_NAME = "kader.sqlite3"

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""Schemes as hosting companies write them, and the driver that Kader uses for each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``data``: absolute path of a folder, which need not exist yet. ``database_url``: for SQLAlchemy."""

    data: Path
    database_url: str

    @classmethod
    def in_folder(cls, data: Path) -> "Settings":
        """The default: everything in one folder, with SQLite."""
        data = Path(os.path.expanduser(data)).absolute()  # pathlib's raises where there is no such user
        return cls(data=data, database_url=_url_in(data))

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """The environment's values; an empty variable counts as not set.

        Raises `StoreUnavailable` (``unreachable``) when ``KADER_DATABASE_URL`` names a database that Kader has no
        driver for.
        """
        folder = DATA.read(environ)
        settings = cls.in_folder(Path(folder) if folder else _user_folder())
        url = DATABASE_URL.read(environ)
        return cls(data=settings.data, database_url=_with_driver(url)) if url else settings

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None for a database server and for SQLite in memory.

        For the default file the path is not parsed from the URL, so the folder's name may contain ``?`` or ``%``.
        """
        if self.database_url == _url_in(self.data):
            return self.data / DATABASE_NAME
        scheme, _, path = self.database_url.partition(":///")
        name = path.partition("?")[0]
        return Path(name) if scheme == "sqlite" and name and name != ":memory:" else None

    @property
    def decks(self) -> Path:
        """The folder of installed decks, in addition to those that come with Kader; it need not exist."""
        return self.data / "decks"

    @property
    def law(self) -> Path:
        """The folder of installed law data; it may not exist."""
        return self.data / "law"

    @property
    def drafts(self) -> Path:
        """The folder of decks that are still being written."""
        return self.data / "own-decks"

    @property
    def place(self) -> str:
        """The database, for error messages: the file, or the URL without its password."""
        if self.database_file is not None:
            return str(self.database_file)
        return without_password(self.database_url)


def installed_version() -> str:
    """Kader's version; ``0+unknown`` for a checkout that was not installed (``streamlit run app.py`` alone)."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("kader")
    except PackageNotFoundError:
        return "0+unknown"


def without_password(url: str) -> str:
    """A database URL that is safe to show and log."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition(":")[0]
    user, at, host = parts.netloc.rpartition("@")
    # The query may hold a password too (`?password=…`), so it is dropped as a whole.
    return urlunsplit((parts.scheme, f"{user.partition(':')[0]}{at}{host}", parts.path, "", ""))


def _url_in(folder: Path) -> str:
    return f"sqlite:///{(folder / DATABASE_NAME).as_posix()}"


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    driver = _DRIVERS.get(scheme)
    if driver is None or not separator:
        raise StoreUnavailable(reason="unreachable", where=without_password(url))
    return f"{driver}://{rest}"


def _user_folder() -> Path:
    # Imported here because most servers set KADER_DATA and never need it.
    import platformdirs

    return platformdirs.user_data_path("Kader", appauthor=False)
