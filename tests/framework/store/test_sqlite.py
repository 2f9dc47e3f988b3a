"""A SQLite file and what can be wrong with it, its folder and its disk."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import event

from framework.errors import StoreUnavailable
from framework.settings import Settings
from framework.store import Store
from framework.store.backends import SqliteBackend
from framework.store.sql import SqlStore
from tests.support.builders import a_ballot, a_full_state, a_state, a_workshop, an_activity

W = "workshop-1"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where also somebody without root's rights can get (pytest's own folders are for one user)."""
    with TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        yield Path(name)


@pytest.fixture
def settings(folder: Path) -> Settings:
    return Settings.in_folder(folder)


@pytest.fixture
def file(settings: Settings) -> Path:
    """A database with one workshop in it, closed."""
    with opened(settings) as store:
        store.create(a_full_state())
    path = settings.database_file
    assert path is not None
    path.chmod(0o666)
    return path


@contextmanager
def opened(settings: Settings, busy_timeout: float = 5.0) -> Iterator[Store]:
    store = SqlStore.open(settings, busy_timeout=busy_timeout)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def without_root() -> Iterator[None]:
    """File modes mean nothing to root, as whom containers run tests."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def refused(reason: str, where: Path) -> Iterator[None]:
    with pytest.raises(StoreUnavailable) as caught:
        yield
    assert caught.value.params == {"reason": reason, "where": str(where)}


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class TestConnection:
    def test_is_set_up_as_promised(self, file: Path) -> None:
        backend = SqliteBackend(file, busy_timeout=5)
        with backend.autocommit.connect() as connection:
            asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
            found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in asked]
        backend.close()
        assert found == ["wal", 2, 1, 5000, 1]

    def test_leaves_one_file_when_closed(self, file: Path) -> None:
        assert files_in(file.parent) == {"kader.sqlite3"}

    def test_makes_its_folder(self, folder: Path) -> None:
        with opened(Settings.in_folder(folder / "een" / "map met % en #")) as store:
            store.create(a_state())
            assert store.load(W) == a_state()

    def test_turns_a_restored_copy_into_wal_again(self, settings: Settings, file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
        opened(settings).__enter__().close()
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


class TestLocked:
    def test_by_another_writer(self, settings: Settings, file: Path) -> None:
        with opened(settings, busy_timeout=0.1) as store, closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN IMMEDIATE")
            with refused("locked", file), store.transaction(W) as change:
                change.add_ballot(a_ballot())
            with refused("locked", file):
                store.create(a_state(workshop=a_workshop(id="new")))
            with refused("locked", file):
                store.delete(W)
            assert store.load(W) == a_full_state()
            other.rollback()
            with store.transaction(W) as change:
                change.add_ballot(a_ballot())
            assert store.revision(W) == 91

    @pytest.mark.parametrize("begin", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"])
    def test_at_the_very_start(self, settings: Settings, folder: Path, begin: str) -> None:
        path = folder / "kader.sqlite3"
        with closing(sqlite3.connect(path)) as other:
            other.execute(begin)
            with refused("locked", path):
                SqlStore.open(settings, busy_timeout=0.1)
            other.rollback()
        with opened(settings) as store:
            assert store.workshops() == ()

    def test_for_reading_too(self, settings: Settings, file: Path) -> None:
        with closing(sqlite3.connect(file)) as other:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            with refused("locked", file):
                SqlStore.open(settings, busy_timeout=0.1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes to test with")
class TestReadOnly:
    @pytest.mark.parametrize(
        ("folder_mode", "file_mode"), [(0o777, 0o444), (0o555, 0o666), (0o555, 0o444)], ids=["file", "folder", "both"]
    )
    def test_reads_on_and_refuses_to_write(
        self, settings: Settings, file: Path, folder_mode: int, file_mode: int
    ) -> None:
        before = file.read_bytes()
        file.chmod(file_mode)
        file.parent.chmod(folder_mode)
        with without_root(), opened(settings) as store:
            assert [entry.id for entry in store.workshops()] == [W]
            assert store.load(W) == a_full_state()
            assert store.revision(W) == 90
            with refused("read-only", file), store.transaction(W) as change:
                change.add_ballot(a_ballot())
            with refused("read-only", file):
                store.create(a_state(workshop=a_workshop(id="new")))
            with refused("read-only", file):
                store.delete(W)
            assert store.load(W) == a_full_state()
        assert (files_in(file.parent), file.read_bytes()) == ({"kader.sqlite3"}, before)

    def test_writes_again_once_somebody_allows_it(self, settings: Settings, file: Path) -> None:
        file.chmod(0o444)
        with without_root(), opened(settings) as store:
            store.load(W)
        file.chmod(0o666)
        with without_root(), opened(settings) as store:
            with store.transaction(W) as change:
                change.add_ballot(a_ballot())
            assert store.revision(W) == 91

    def test_sees_what_another_process_is_writing(self, settings: Settings, file: Path) -> None:
        file.chmod(0o644)  # root, or whoever runs this, may write: the other may not
        if os.geteuid() != 0:
            pytest.skip("needs two users: run as root, as .ci/run does")
        with opened(settings) as writer:
            with writer.transaction(W) as change:
                change.add_ballot(a_ballot(reason="in the log only"))
            with without_root(), opened(settings) as reader:
                assert reader.load(W).ballots[-1].reason == "in the log only"
                with refused("read-only", file), reader.transaction(W) as change:
                    change.add_ballot(a_ballot())

    def test_folder_without_a_database(self, settings: Settings, folder: Path) -> None:
        folder.chmod(0o555)
        with without_root(), refused("read-only", folder / "kader.sqlite3"):
            SqlStore.open(settings)
        with without_root(), refused("read-only", folder / "new"):
            SqlStore.open(Settings.in_folder(folder / "new"))
        folder.chmod(0o777)
        assert files_in(folder) == set()


class TestNotADatabase:
    @pytest.mark.parametrize(
        "content", [b"hi", b"Beste collega,\n" * 1000, os.urandom(8192)], ids=["hi", "text", "noise"]
    )
    def test_is_left_as_it_is(self, settings: Settings, folder: Path, content: bytes) -> None:
        path = folder / "kader.sqlite3"
        path.write_bytes(content)
        with refused("damaged", path):
            SqlStore.open(settings)
        assert path.read_bytes() == content

    def test_of_another_program_is_left_as_it_is(self, settings: Settings, folder: Path) -> None:
        path = folder / "kader.sqlite3"
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE bookmarks (url)")
        before = path.read_bytes()
        with refused("damaged", path):
            SqlStore.open(settings)
        assert path.read_bytes() == before

    def test_cut_off_in_the_middle(self, settings: Settings, file: Path) -> None:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        with refused("damaged", file):
            SqlStore.open(settings)

    def test_overwritten_in_the_middle(self, settings: Settings, file: Path) -> None:
        content = bytearray(file.read_bytes())
        content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
        file.write_bytes(content)
        with refused("damaged", file), opened(settings) as store:
            store.load(W)

    def test_empty_is_a_new_one(self, settings: Settings, folder: Path) -> None:
        (folder / "kader.sqlite3").touch()
        with opened(settings) as store:
            assert store.workshops() == ()


class TestFull:
    @pytest.fixture
    def store(self, file: Path) -> Iterator[Store]:
        """On a file that may not grow by more than a few pages."""
        backend = SqliteBackend(file, busy_timeout=1)
        pages = file.stat().st_size // 4096 + 4
        event.listen(
            backend.autocommit,
            "connect",
            lambda connection, _record: connection.execute(f"PRAGMA max_page_count={pages}"),
        )
        store = SqlStore(backend)
        yield store
        store.close()

    def test_nothing_is_half_written(self, store: Store, file: Path) -> None:
        with refused("full", file), store.transaction(W) as change:
            change.put_activity(an_activity(name="half"))
            for _ in range(20):
                change.add_ballot(a_ballot(reason="x" * 4000))
        with refused("full", file):
            many = tuple(a_ballot(reason="x" * 4000) for _ in range(20))
            store.create(a_state(workshop=a_workshop(id="new"), ballots=many))
        assert [entry.id for entry in store.workshops()] == [W]
        assert store.load(W) == a_full_state()

    def test_nor_where_the_caller_went_on(self, store: Store, file: Path) -> None:
        """SQLite may have ended the transaction itself; what follows must not be written outside of it."""
        refusals = 0
        with refused("full", file), store.transaction(W) as change:
            for _ in range(20):
                try:
                    change.add_ballot(a_ballot(reason="x" * 4000))
                except StoreUnavailable:
                    refusals += 1
            with refused("full", file):
                change.put_activity(an_activity(name="after"))
            with refused("full", file):
                change.state()
        assert refusals > 1
        assert store.load(W) == a_full_state()

    def test_nor_is_a_refusal_that_the_caller_passed_over_taken_for_success(self, store: Store, file: Path) -> None:
        """Also where nothing else was written."""
        with refused("full", file), store.transaction(W) as change, suppress(StoreUnavailable):
            change.add_ballot(a_ballot(reason="x" * 50_000))
        assert store.load(W) == a_full_state()

    def test_and_says_nothing_of_what_was_answered(self, store: Store) -> None:
        with pytest.raises(StoreUnavailable) as caught, store.transaction(W) as change:
            change.add_ballot(a_ballot(reason="a secret " * 5000))
        cause: BaseException | None = caught.value
        while cause is not None:
            assert "a secret" not in str(cause)
            cause = cause.__cause__


def test_deleted_is_gone_from_the_disk(settings: Settings, folder: Path) -> None:
    with opened(settings) as store:
        store.create(a_state(activities=(an_activity(name="needle in activity"),)))
        store.create(a_state(workshop=a_workshop(id="other", team="stays here")))
        with store.transaction(W) as change:
            change.put_activity(an_activity(name="needle again"))
            change.add_ballot(a_ballot(reason="needle in reason " + "and on " * 3000))
        assert b"needle" in on_disk(folder)
        store.delete(W)
        assert b"needle" not in on_disk(folder)
        assert b"stays here" in on_disk(folder)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


class TestPlace:
    """Votes must not be acknowledged into a file that nobody will ever open again."""

    @pytest.mark.parametrize("away", [Path.unlink, lambda path: path.rename(path.with_name("elsewhere"))])
    def test_a_file_that_went_away_takes_no_more(
        self, settings: Settings, file: Path, away: Callable[[Path], object]
    ) -> None:
        with opened(settings) as store:
            with store.transaction(W) as change:
                change.put_workshop(change.workshop())
            away(file)
            with refused("moved", file), store.transaction(W) as change:
                change.put_workshop(change.workshop())
            assert not file.exists(), "no empty file in its place"

    def test_one_that_was_put_in_its_place_is_another(self, settings: Settings, file: Path) -> None:
        with opened(settings) as store:
            with store.transaction(W) as change:
                change.put_workshop(change.workshop())
            copy = file.read_bytes()
            file.rename(file.with_name("elsewhere"))
            file.write_bytes(copy)
            with refused("moved", file), store.transaction(W) as change:
                change.put_workshop(change.workshop())
            file.with_name("elsewhere").replace(file)
            with store.transaction(W) as change:
                change.put_workshop(change.workshop())

    @pytest.mark.parametrize("name", ["Wat doen wij?", "x?mode=ro", "50%20", "a#b", "een;twee", "🙂 'q'"])
    def test_any_folder_holds_its_own_database(self, folder: Path, name: str) -> None:
        with opened(Settings.in_folder(folder / name)) as store:
            store.create(a_full_state())
        assert "kader.sqlite3" in files_in(folder / name)
        assert files_in(folder) == {name}

    def test_a_store_says_so_when_asked(self, settings: Settings, file: Path) -> None:
        with opened(settings) as store:
            store.check_place()
            with store.transaction(W) as change:
                change.put_workshop(change.workshop())
            store.check_place()
            file.unlink()
            with refused("moved", file):
                store.check_place()


def test_damaged_pages_in_the_middle_are_found_at_the_start(settings: Settings, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        pages = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_master WHERE type = 'table'")]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(file.read_bytes())
    at = (max(pages) - 1) * size
    data[at : at + size] = b"\xff" * size
    file.write_bytes(data)
    with refused("damaged", file):
        SqlStore.open(settings)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
class TestPermissions:
    def test_other_accounts_can_read_nothing(self, folder: Path) -> None:
        umask = os.umask(0o022)
        try:
            with opened(Settings.in_folder(folder / "data")) as store:
                store.create(a_full_state())
                modes = {path.name: path.stat().st_mode & 0o777 for path in (folder / "data").iterdir()}
        finally:
            os.umask(umask)
        assert (folder / "data").stat().st_mode & 0o777 == 0o700
        assert set(modes.values()) == {0o600}, modes

    def test_a_file_of_an_earlier_version_is_closed_to_them(self, settings: Settings, file: Path) -> None:
        file.chmod(0o664)
        with opened(settings):
            assert file.stat().st_mode & 0o777 == 0o660
