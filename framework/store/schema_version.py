"""Is the schema up to date? The usual yes costs one read and does not import Alembic (a quarter of a second)."""

from sqlalchemy import Connection, inspect, text

from framework.errors import StoreUnavailable
from framework.store.backends import Backend

__all__ = ["HEAD", "REVISIONS", "VERSION_TABLE", "bring_up_to_date"]

REVISIONS = ("0001", "0002", "0003")
"""All migrations, oldest first; a test holds this against the files."""
HEAD = REVISIONS[-1]
VERSION_TABLE = "kader_schema"
"""Not Alembic's usual name, so that a database shared with another program is never mistaken for ours."""

_VERSION = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 – a constant


def bring_up_to_date(backend: Backend) -> None:
    """Migrates where needed, all or nothing; several processes may start at once and one of them does it.

    Raises `StoreUnavailable`: ``newer-schema`` for a database of a later Kader, ``damaged`` for a SQLite file of
    another program, and whatever else the database says.
    """
    with backend.translate_db_errors():
        with backend.reading.connect() as connection:
            if _is_current(backend, connection):
                return
        with backend.migrating() as connection:
            if _is_current(backend, connection):  # another process was first
                return
            from framework.store.migrations import upgrade

            upgrade(connection)


def _is_current(backend: Backend, connection: Connection) -> bool:
    found = _version(backend, connection)
    if found is not None and found not in REVISIONS:
        raise StoreUnavailable(reason="newer-schema", where=backend.where)
    return found == HEAD


def _version(backend: Backend, connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        if backend.is_foreign(connection):
            raise StoreUnavailable(reason="damaged", where=backend.where)
        return None
    return connection.execute(_VERSION).scalar()
