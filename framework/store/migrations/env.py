"""Run by Alembic for every command, on the connection of the configuration; the caller commits."""

from alembic import context

from framework.store.schema_version import VERSION_TABLE
from framework.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
