"""Both databases, SQLite and PostgreSQL, empty for every test."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from framework.settings import Settings
from framework.store import Store
from framework.store.sql import SqlStore

POSTGRESQL_URL = "KADER_TEST_POSTGRESQL_URL"
_HOW = (
    f"set {POSTGRESQL_URL} to a PostgreSQL where these tests may create schemas, for example "
    "postgresql+psycopg://postgres@localhost/postgres (apt install postgresql; .ci/run does it)"
)


_URL = os.environ.get(POSTGRESQL_URL, "")
_REQUIRED = os.environ.get("KADER_REQUIRE_POSTGRESQL") == "1"
needs_postgresql = [] if _URL or _REQUIRED else [pytest.mark.skip(reason=f"no PostgreSQL: {_HOW}")]
"""Marks of a test that cannot do without. As a mark, and not by calling `pytest.skip`, it is one line in the summary."""
POSTGRESQL = pytest.param("postgresql", marks=needs_postgresql)


@contextmanager
def own_schema() -> Iterator[str]:
    """URL of a new, empty schema on the test server; gone afterwards."""
    if not _URL:
        pytest.fail(f"PostgreSQL must be tested here: {_HOW}")
    import psycopg
    from psycopg.sql import SQL, Identifier

    url = _URL

    schema = f"kader_{uuid.uuid4().hex}"
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(SQL("CREATE SCHEMA {}").format(Identifier(schema)))
        try:
            yield f"{url}{'&' if '?' in url else '?'}application_name={schema}&options=-csearch_path%3D{schema}"
        finally:
            server.execute("SET client_min_messages = warning")
            server.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(schema)))


@contextmanager
def own_settings(kind: str, folder: Path) -> Iterator[Settings]:
    if kind == "sqlite":
        yield Settings.in_folder(folder)
    else:
        with own_schema() as url:
            yield Settings(data=folder, database_url=url)


@pytest.fixture(params=["sqlite", POSTGRESQL])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A database with nothing in it, not even a schema."""
    with own_settings(request.param, tmp_path) as settings:
        yield settings


OpenStore = Callable[..., Store]


@pytest.fixture
def open_sql(settings: Settings) -> Iterator[OpenStore]:
    """Opens the database of this test as often as wanted, as several processes would."""
    with ExitStack() as stack:

        def open_one_more(**options: float) -> Store:
            store = SqlStore.open(settings, **options)
            stack.callback(store.close)
            return store

        yield open_one_more


@pytest.fixture(params=["sqlite", POSTGRESQL])
def open_any(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    """Opens one store of each kind; ``patience`` in seconds."""
    with ExitStack() as stack:

        def open_it(patience: float = 5.0) -> Store:
            settings = stack.enter_context(own_settings(request.param, tmp_path))
            store = SqlStore.open(settings, busy_timeout=patience)
            stack.callback(store.close)
            return store

        yield open_it


@pytest.fixture
def store(open_any: OpenStore) -> Store:
    return open_any()
