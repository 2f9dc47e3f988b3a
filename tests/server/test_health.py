"""``/healthz``, and that it loads and changes nothing."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from framework.errors import StoreUnavailable
from framework.settings import Settings
from framework.usecases import SELF_ASSESSOR
from pages.live import app_state
from pages.server.health import check_store
from tests.support.server_process import ROOT, Server, free_port, serving, streamlit_command


def test_it_says_ok(server: Server) -> None:
    status, headers, _ = server.get("/healthz")
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert server.json("/healthz") == {"status": "ok"}, "everybody may ask, so it does not tell the version"


def test_it_says_503_and_no_path_when_the_database_is_broken(tmp_path: Path) -> None:
    (tmp_path / "kader.sqlite3").write_bytes(b"this is no database" * 500)
    port = free_port()
    with serving(
        streamlit_command(ROOT / "app.py", port),
        log=tmp_path / "log.txt",
        port=port,
        environment={"KADER_DATA": str(tmp_path), "KADER_DATABASE_URL": ""},
    ) as server:
        status, _, body = server.get("/healthz")
        assert status == 503
        assert server.json("/healthz")["reason"] == "damaged"
        assert str(tmp_path).encode() not in body


def test_it_loads_no_database_library() -> None:
    """It may be asked every few seconds; an idle server stays as small as an empty Streamlit app."""
    code = (
        "import app, asyncio, sys\n"
        "from pages.server import health\n"
        "answer = asyncio.run(health.healthz(None))\n"
        "print(answer.status_code, *(name for name in ('sqlalchemy', 'pydantic', 'babel') if name in sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["200"]


class TestCheckStore:
    def test_nothing_is_there_yet(self, tmp_path: Path) -> None:
        check_store(Settings.in_folder(tmp_path / "new" / "folder"))
        assert list(tmp_path.iterdir()) == []

    def test_what_a_database_holds_is_left_as_it_was(self, tmp_path: Path) -> None:
        settings = Settings.in_folder(tmp_path)
        assert settings.database_file is not None
        with sqlite3.connect(settings.database_file) as connection:
            connection.execute("CREATE TABLE words (word TEXT)")
            connection.execute("PRAGMA user_version = 7")
            before = list(connection.iterdump())
            check_store(settings)
            assert list(connection.iterdump()) == before
            assert connection.execute("PRAGMA user_version").fetchone() == (7,)

    def test_a_full_disk_is_noticed_before_a_vote_is(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A transaction that is rolled back needs no space, so it says nothing about a disk that is full."""
        settings = Settings.in_folder(tmp_path)
        assert settings.database_file is not None
        committed: list[str] = []
        real = sqlite3.connect

        def watched(*args: object, **named: object) -> sqlite3.Connection:
            connection = real(*args, **named)  # type: ignore[call-overload]
            connection.set_trace_callback(committed.append)
            return connection

        with real(settings.database_file) as connection:
            connection.execute("CREATE TABLE words (word TEXT)")
        monkeypatch.setattr(sqlite3, "connect", watched)
        check_store(settings)
        assert committed[-1] == "COMMIT"
        assert any(statement.startswith("PRAGMA user_version =") for statement in committed)

    def test_locked(self, tmp_path: Path) -> None:
        settings = Settings.in_folder(tmp_path)
        assert settings.database_file is not None
        other = sqlite3.connect(settings.database_file, isolation_level=None)
        try:
            other.execute("CREATE TABLE words (word TEXT)")
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreUnavailable) as caught:
                check_store(settings)
            assert caught.value.params["reason"] == "locked"
        finally:
            other.close()

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
    def test_read_only(self, tmp_path: Path) -> None:
        settings = Settings.in_folder(tmp_path)
        assert settings.database_file is not None
        sqlite3.connect(settings.database_file).close()
        settings.database_file.chmod(0o400)
        with pytest.raises(StoreUnavailable) as caught:
            check_store(settings)
        assert caught.value.params["reason"] == "read-only"

    def test_a_folder_where_the_file_should_be(self, tmp_path: Path) -> None:
        settings = Settings.in_folder(tmp_path)
        assert settings.database_file is not None
        settings.database_file.mkdir()
        with pytest.raises(StoreUnavailable):
            check_store(settings)


def test_a_database_that_was_moved_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is gone, so a look at the file alone would say that there is nothing yet."""
    monkeypatch.setenv("KADER_DATA", str(tmp_path))
    monkeypatch.delenv("KADER_DATABASE_URL", raising=False)
    app_state.forget()
    try:
        here = app_state.installation()
        app_state.check_places()
        here.workshops.acting_as(SELF_ASSESSOR).lifecycle.start_self_assessment(
            "Team", "Marketing", "nl", "marketing-ai"
        )
        app_state.check_places()
        (tmp_path / "kader.sqlite3").rename(tmp_path / "elsewhere.sqlite3")
        with pytest.raises(StoreUnavailable) as caught:
            app_state.check_places()
        assert caught.value.params["reason"] == "moved"
    finally:
        app_state.forget()
