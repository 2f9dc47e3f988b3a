"""Migrations of the schema, run when a store is opened; nobody needs Alembic's command line.

To change the schema: change `framework.store.tables`, write ``versions/NNNN_what.py`` by hand (short, and good on both
databases), add its number to `framework.store.schema_version.REVISIONS` and its hash to ``tests/framework/store/migrations.sha256``.
The tests say what a migration lacks. A released migration is never edited: databases out there have run it.
"""

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

__all__ = ["configuration", "downgrade", "upgrade"]


_TURN = Lock()
"""Alembic keeps what it works on in module globals, so that one thread at a time may run it."""


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Within the transaction that is open on ``connection``; the caller commits."""
    with _TURN:
        command.upgrade(configuration(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Back to ``revision`` (``base``: nothing). Within the transaction that is open on ``connection``."""
    with _TURN:
        command.downgrade(configuration(connection), revision)
