"""Migrations make exactly the tables of `tables.py`, go both ways, and stay as they were released."""

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, inspect, select

from framework.settings import Settings
from framework.store import migrations, open_store
from framework.store.backends import Backend, backend_for
from framework.store.schema_version import HEAD, REVISIONS, VERSION_TABLE, migrate_to_latest
from framework.store.tables import metadata

VERSIONS = Path(migrations.__file__).parent / "versions"
RELEASED = Path(__file__).with_name("migrations.sha256")


@pytest.fixture
def backend(settings: Settings) -> Any:
    backend = backend_for(settings, busy_timeout=5)
    yield backend
    backend.close()


def described(connection: Connection) -> dict[str, Any]:
    """Everything that a database says about its tables, names of constraints included."""
    look = inspect(connection)
    return {
        table: {
            "columns": [
                {"name": column["name"], "type": str(column["type"]), "nullable": column["nullable"]}
                for column in look.get_columns(table)
            ],
            "primary": look.get_pk_constraint(table),
            "references": sorted(look.get_foreign_keys(table), key=lambda key: str(key["name"])),
            "unique": sorted(look.get_unique_constraints(table), key=lambda one: str(one["name"])),
            "indexes": sorted(look.get_indexes(table), key=lambda index: str(index["name"])),
        }
        for table in look.get_table_names()
        if table != VERSION_TABLE
    }


class TestSchema:
    def test_is_exactly_that_of_the_tables(self, backend: Backend) -> None:
        migrate_to_latest(backend)
        with backend.write_transaction() as connection:
            context = MigrationContext.configure(
                connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
            )
            assert compare_metadata(context, metadata) == []
            migrated = described(connection)
        with backend.migration_transaction() as connection:
            migrations.downgrade(connection, "base")
            metadata.create_all(connection)
            assert described(connection) == migrated

    def test_goes_down_to_nothing_and_up_again(self, backend: Backend) -> None:
        migrate_to_latest(backend)
        with backend.write_transaction() as connection:
            first = described(connection)
        assert set(first) == set(metadata.tables)
        with backend.migration_transaction() as connection:
            migrations.downgrade(connection, "base")
        with backend.write_transaction() as connection:
            assert described(connection) == {}
        with backend.migration_transaction() as connection:
            migrations.upgrade(connection)
        with backend.write_transaction() as connection:
            assert described(connection) == first

    def test_that_was_taken_down_comes_back_at_the_next_start(self, backend: Backend) -> None:
        with backend.migration_transaction() as connection:
            migrations.upgrade(connection)
            migrations.downgrade(connection, "base")
        migrate_to_latest(backend)
        with backend.write_transaction() as connection:
            assert set(described(connection)) == set(metadata.tables)

    def test_is_made_in_one_piece(self, backend: Backend) -> None:
        with pytest.raises(KeyboardInterrupt), backend.migration_transaction() as connection:  # noqa: PT012
            migrations.upgrade(connection)
            raise KeyboardInterrupt
        with backend.write_transaction() as connection:
            assert inspect(connection).get_table_names() == []

    def test_is_made_by_one_program_at_a_time(self, backend: Backend, settings: Settings) -> None:
        with ThreadPoolExecutor(1) as pool:
            with backend.migration_transaction() as connection:
                second = pool.submit(open_store, settings)
                assert wait([second], timeout=0.5).not_done, "it did not wait"
                migrations.upgrade(connection)
            second.result().close()


class TestWordsOfRules:
    """Release 0.1 put *only* before what is done; what was agreed to in those words keeps them."""

    def test_are_kept_where_the_rule_was_agreed_to(self, backend: Backend) -> None:
        def rule(verb: str, **given: Any) -> dict[str, Any]:
            return {"verb": verb, "wording": {"nl": {"behaviour": "gebruiken € data"}}, **given}

        decisions = {
            "closed": rule("only_if", closed=True),
            "open": rule("only_if", closed=False),
            "always": rule("always", closed=True),
        }
        with backend.migration_transaction() as connection:
            migrations.upgrade(connection, "0003")
            tables = MetaData()
            tables.reflect(connection)
            row: dict[str, Any] = {"workshop_id": "w", "position": 0}
            connection.execute(tables.tables["decks"].insert(), _blank(tables.tables["decks"]))
            connection.execute(tables.tables["workshops"].insert(), {**_blank(tables.tables["workshops"]), "id": "w"})
            for name, body in decisions.items():
                connection.execute(
                    tables.tables["documents"].insert(),
                    {**row, "kind": "decision", "id": name, "body": json.dumps(body)},
                )
            connection.execute(
                tables.tables["frameworks"].insert(),
                {
                    "workshop_id": "w",
                    "version": "1.0",
                    "adopted": True,
                    "made_on": date(2026, 11, 1),
                    "body": json.dumps({"rules": [rule("only_if"), rule("never")]}),
                },
            )
            migrations.upgrade(connection)
            documents, frameworks = tables.tables["documents"], tables.tables["frameworks"]
            found = {one.id: json.loads(one.body) for one in connection.execute(select(documents))}
            (adopted,) = (json.loads(one.body)["rules"] for one in connection.execute(select(frameworks)))
        marked = {name: one["wording"]["nl"].get("only_first", False) for name, one in found.items()}
        assert marked == {"closed": True, "open": False, "always": False}
        assert [one["wording"]["nl"].get("only_first", False) for one in adopted] == [True, False]
        assert found["closed"]["wording"]["nl"]["behaviour"] == "gebruiken € data"


def _blank(table: Table) -> dict[str, Any]:
    """A row with something in each column that needs a value."""
    values: dict[type, Any] = {str: "x", int: 0, bool: False, date: date(2026, 1, 1), datetime: datetime.now(UTC)}
    return {column.name: values[column.type.python_type] for column in table.columns if not column.nullable}


class TestFiles:
    def test_are_those_that_the_program_knows(self) -> None:
        scripts = ScriptDirectory.from_config(migrations.configuration())
        assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS
        assert scripts.get_current_head() == HEAD

    def test_stay_as_they_were_released(self) -> None:
        """Databases have run them: to change the schema, add a migration. A new one goes into the list as
        ``sha256sum NNNN_*.py`` writes it, run in ``versions``."""
        found = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(VERSIONS.glob("[0-9]*.py"))
        }
        listed = {name: digest for digest, name in (line.split() for line in RELEASED.read_text().splitlines())}
        assert found == listed


def test_heavy_modules_are_imported_when_they_are_needed(tmp_path: Path) -> None:
    settings = Settings.in_folder(tmp_path)
    open_store(settings).close()
    look = (
        "import sys, framework.store\n"
        "assert not {'sqlalchemy', 'alembic', 'sqlite3', 'psycopg'} & set(sys.modules)\n"
        "from pathlib import Path\n"
        "from framework.settings import Settings\n"
        "store = framework.store.open_store(Settings.in_folder(Path(sys.argv[1])))\n"
        "assert store.workshops() == ()\n"
        "store.close()\n"
        "assert not {'alembic', 'psycopg', 'sqlalchemy.orm'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", look, str(tmp_path)], cwd=Path(__file__).parents[3], check=True)
