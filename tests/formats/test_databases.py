"""Every database that a version wrote opens, is brought up to date, and holds what it held."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, select

from framework.analysis.group_results import group_result, without_hidden
from framework.archive.models import WorkshopArchive, dump, workshop_archive
from framework.archive.read import read
from framework.charter.export import charter_archive, export
from framework.language import translator
from framework.law import law_book
from framework.settings import DATABASE_NAME, Settings
from framework.store import Store, migrations, open_store
from framework.store.backends import backend_for
from framework.store.schema_version import HEAD, REVISIONS, VERSION_TABLE
from tests.formats import shapes, stored, summary
from tests.framework.store.conftest import POSTGRESQL, own_settings
from tests.support.any_actor import AnyActor
from tests.support.workshops import NOW, today_on

FOLDERS = [pytest.param(folder, id=stored.name_of(folder)) for folder in stored.versions("database")]

LEFT_WHOLE = (
    "stage",
    "organisation",
    "deck",
    "seats",
    "left",
    "activities",
    "words",
    "decisions",
    "room",
    "frameworks",
)
"""Of answers an archive leaves out the replaced and the hidden ones."""


def expected(folder: Path) -> tuple[Mapping[str, str], Mapping[str, Any]]:
    """The workshops' ids by name, and what is expected of each."""
    said = stored.expected(folder)["files"][DATABASE_NAME]
    return said["ids"], said["workshops"]


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the stored database, opened as Kader opens its own."""
    shutil.copy(folder / DATABASE_NAME, tmp_path)
    with closing(open_store(Settings.in_folder(tmp_path))) as store:
        yield store


@pytest.fixture
def cases(store: Store) -> AnyActor:
    return today_on(store)


def told(store: Store, workshop: str) -> dict[str, Any]:
    return summary.of_workshop(store.load(workshop).model_dump(mode="json"))


@pytest.mark.parametrize("folder", FOLDERS, indirect=True)
class TestStored:
    def test_is_a_database_of_its_version(self, folder: Path) -> None:
        """Opening migrates, so a test that forgot to copy would quietly make all of them the newest."""
        assert rows_of(folder, VERSION_TABLE) == [{"version_num": stored.version_of(folder)}]

    def test_holds_what_it_held(self, folder: Path, store: Store, cases: AnyActor) -> None:
        ids, said = expected(folder)
        assert {entry.id for entry in cases.queries.workshops()} == set(ids.values())
        assert {name: told(store, workshop) for name, workshop in ids.items()} == said

    def test_leaves_as_archives_and_charters(self, folder: Path, cases: AnyActor) -> None:
        ids, said = expected(folder)
        for name, workshop in ids.items():
            state = cases.queries.state(workshop)
            archive = workshop_archive(state)
            assert read(dump(archive)) == archive
            assert isinstance(archive, WorkshopArchive)
            if name != "session":
                told_by_it = summary.of_workshop(archive.state.model_dump(mode="json"))
                assert {part: told_by_it[part] for part in LEFT_WHOLE} == {
                    part: said[name][part] for part in LEFT_WHOLE
                }
            for framework in state.frameworks:
                charter = charter_archive(framework, state.deck, law_book(), edition="internal", as_of=NOW.date())
                assert read(export(charter, "json", translator("en"))) == charter

    def test_goes_on(self, folder: Path, store: Store, cases: AnyActor) -> None:
        ids, _ = expected(folder)
        for name, workshop in ids.items():
            copied = cases.lifecycle.copy(workshop)
            state = store.load(workshop)
            kept = state if state.room is None else without_hidden(state)  # what was hidden or replaced stays behind
            assert told(store, copied) == summary.of_workshop(kept.model_dump(mode="json"))
            if name != "closed":
                cases.lifecycle.rename(workshop, "Een andere naam", "")
                assert cases.queries.state(workshop).workshop.organisation == "Een andere naam"


SESSIONS = [param for param in FOLDERS if "session" in expected(Path(str(param.values[0])))[0]]


@pytest.mark.parametrize("folder", SESSIONS, indirect=True)
class TestASessionThatWasUnderWay:
    def test_keeps_its_unrevealed_votes_to_itself_until_the_reveal(self, folder: Path, cases: AnyActor) -> None:
        ids, said = expected(folder)
        state = cases.queries.state(ids["session"])
        assert state.room is not None
        step = state.room.current_step()
        assert state.room.phase == "second_voting"
        seen_now = workshop_archive(state).state.ballots
        assert {ballot.round for ballot in seen_now if ballot.scenario == step.scenario} == {1}
        cases.facilitation.move_to_phase(ids["session"], state.room.version, "second_revealed")
        result = group_result(cases.queries.state(ids["session"]))
        assert result is not None
        votes = said["session"]["votes"]
        seen = next(question for question in result.questions if question.scenario == step.scenario).rounds[1].votes
        assert seen == tuple(votes.get(f"{step.scenario}/2 {letter}", 0) for letter in "ABCDE")
        assert sum(seen) > 1

    def test_knows_its_phones_and_its_code(self, folder: Path, cases: AnyActor) -> None:
        ids, _ = expected(folder)
        state = cases.queries.state(ids["session"])
        assert state.room is not None
        assert cases.participation.workshop_by_code(state.room.code) == ids["session"]
        keys = {
            row["key_hash"]: row["seat"] for row in rows_of(folder, "seat_keys") if row["workshop_id"] == ids["session"]
        }
        found = cases.participation.seats_by_key(keys)
        assert {key: seat.id for key, (_, seat) in found.items()} == keys
        assert keys


@pytest.mark.parametrize("folder", FOLDERS, indirect=True)
@pytest.mark.parametrize("kind", ["sqlite", POSTGRESQL])
def test_its_rows_are_migrated_on_either_database(folder: Path, kind: str, tmp_path: Path) -> None:
    """The rows of the SQLite file, in a schema of their version on each database, brought up to date."""
    ids, said = expected(folder)
    with own_settings(kind, tmp_path) as settings:
        with closing(backend_for(settings, busy_timeout=5)) as backend, backend.migration_transaction() as connection:
            migrations.upgrade(connection, stored.version_of(folder))
            tables = MetaData()
            tables.reflect(connection)
            for table in tables.sorted_tables:
                if table.name != VERSION_TABLE and (rows := rows_of(folder, table.name)):
                    connection.execute(table.insert(), rows)
        with closing(open_store(settings)) as store:
            assert {name: told(store, workshop) for name, workshop in ids.items()} == said


def rows_of(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of one table of a stored file, without their sequence, in its order; times in UTC."""
    engine = create_engine(f"sqlite:///file:{folder / DATABASE_NAME}?mode=ro&immutable=1&uri=true")
    reflected = MetaData()
    with engine.connect() as connection:
        reflected.reflect(connection, only=[table])
        wanted = select(reflected.tables[table])
        if "sequence" in reflected.tables[table].columns:
            wanted = wanted.order_by("sequence")
        found = [
            {
                name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
                for name, value in row.items()
                if name != "sequence"
            }
            for row in connection.execute(wanted).mappings()
        ]
    engine.dispose()
    return found


def test_every_version_has_its_file() -> None:
    assert {stored.version_of(folder) for folder in stored.versions("database")} == set(REVISIONS)


def test_the_current_version_was_made_with_the_fields_it_has() -> None:
    """Documents lie in the database as JSON, so it changes with the models, also where its tables stay."""
    assert stored.with_shape("database", HEAD, shapes.state()), (
        "What the database keeps as JSON has other fields, limits or choices than in the stored files of this version. "
        "Run `python -m tests.formats.make` (tests/formats/README.md)."
    )
