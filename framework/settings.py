"""Where one installation of Kader keeps its data.

A plain frozen dataclass, since the server answers ``/healthz`` with it: pydantic would add a tenth of a second to the
start and several MiB to an idle server (``benchmarks/startup.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from framework.errors import StoreUnavailable

DATA_VARIABLE = "KADER_DATA"
"""Environment variable: the folder for everything that Kader keeps."""
DATABASE_VARIABLE = "KADER_DATABASE_URL"
"""Environment variable: a database elsewhere, ``postgresql+psycopg://user:password@host/name`` or ``sqlite:///file``."""
DATABASE_NAME = "kader.sqlite3"

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""Schemes as hosting companies write them, and the one driver that Kader brings for each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``data``: absolute folder, not necessarily there yet. ``database_url``: as SQLAlchemy takes it."""

    data: Path
    database_url: str

    @classmethod
    def in_folder(cls, data: Path) -> "Settings":
        """Everything in one folder, with SQLite: what a machine gets that says nothing else."""
        data = data.expanduser().absolute()
        return cls(data=data, database_url=f"sqlite:///{(data / DATABASE_NAME).as_posix()}")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """What the environment says; an empty variable counts as not set.

        Raises `StoreUnavailable` (``unreachable``) when ``KADER_DATABASE_URL`` names a database that Kader has no
        driver for.
        """
        folder = environ.get(DATA_VARIABLE, "").strip()
        settings = cls.in_folder(Path(folder) if folder else _user_folder())
        url = environ.get(DATABASE_VARIABLE, "").strip()
        return cls(data=settings.data, database_url=_with_driver(url)) if url else settings

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None for a database server and for SQLite in memory."""
        scheme, _, path = self.database_url.partition(":///")
        name = path.partition("?")[0]
        return Path(name) if scheme == "sqlite" and name and name != ":memory:" else None

    @property
    def decks(self) -> Path:
        """The folder of the decks put beside the ones that come with Kader; not necessarily there yet."""
        return self.data / "decks"

    @property
    def drafts(self) -> Path:
        """The folder of own decks that are still being written."""
        return self.data / "own-decks"

    @property
    def place(self) -> str:
        """The database as errors may name it: the file, or the address without its password."""
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
    """A database address that may be shown and logged."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition(":")[0]
    user, at, host = parts.netloc.rpartition("@")
    # A password may also stand in the query (`?password=…`), so the query goes as a whole.
    return urlunsplit((parts.scheme, f"{user.partition(':')[0]}{at}{host}", parts.path, "", ""))


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    driver = _DRIVERS.get(scheme)
    if driver is None or not separator:
        raise StoreUnavailable(reason="unreachable", where=without_password(url))
    return f"{driver}://{rest}"


def _user_folder() -> Path:
    # Imported here: most servers are told their folder.
    import platformdirs

    return platformdirs.user_data_path("Kader", appauthor=False)
