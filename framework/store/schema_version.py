"""Checks the schema's version and migrates where needed. Alembic takes 0.25 s to import, so only a migration does."""

from sqlalchemy import Connection, inspect, text

from framework.errors import StoreUnavailable
from framework.store.backends import Backend

__all__ = ["HEAD", "REVISIONS", "VERSION_TABLE", "migrate_to_latest"]

REVISIONS = ("0001", "0002", "0003", "0004")
"""All migrations, oldest first; a test compares this with the files."""
HEAD = REVISIONS[-1]
VERSION_TABLE = "kader_schema"
"""Not Alembic's default name, so that another program's table in a shared database is never taken for ours."""

_VERSION = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 – a constant


def migrate_to_latest(backend: Backend) -> None:
    """Migrates where needed, all or nothing. Of several processes that start at once, one does it.

    Raises `StoreUnavailable`: ``newer-schema`` for a database of a later Kader, ``damaged`` for a SQLite file of another
    program, and the reasons of `Backend.error_reason`.
    """
    with backend.translate_db_errors():
        with backend.autocommit.connect() as connection:
            if _is_current(backend, connection):
                return
        with backend.migration_transaction() as connection:
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
