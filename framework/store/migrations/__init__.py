"""Migrations of the schema, run when a store is opened; Alembic's command line is not needed.

To change the schema: change `framework.store.tables`, write ``versions/NNNN_what.py`` by hand for both databases, add its
number to `framework.store.schema_version.REVISIONS` and its hash to ``tests/framework/store/migrations.sha256``. The tests
say what a migration lacks. Never edit a released migration: databases have already run it.
"""

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

__all__ = ["configuration", "downgrade", "upgrade"]


_ALEMBIC_LOCK = Lock()
"""Alembic keeps its state in module globals, so only one thread at a time may run it."""


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Migrates up to ``revision`` in the open transaction of ``connection``; the caller commits."""
    with _ALEMBIC_LOCK:
        command.upgrade(configuration(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Migrates down to ``revision`` (``base``: an empty schema) in the open transaction of ``connection``."""
    with _ALEMBIC_LOCK:
        command.downgrade(configuration(connection), revision)
