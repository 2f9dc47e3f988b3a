"""``kader`` as a stranger meets it: help in two languages, starting, stopping, and everything that can be in the way."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from framework.cli.commands import COMMANDS, language, main
from framework.deck import DeckLibrary
from framework.errors import StoreUnavailable
from framework.law import law_book
from framework.rehearsal.demonstration import demonstration_script
from framework.settings import SETTINGS, Settings, without_password
from framework.store import open_store
from framework.usecases import Context
from tests.support.any_actor import AnyActor
from tests.support.server_process import ROOT, free_port

KADER = [sys.executable, "-m", "framework.cli"]
LIMIT = 60.0


def kader(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(
        [*KADER, *arguments], cwd=ROOT, env=variables, capture_output=True, text=True, encoding="utf-8", timeout=LIMIT
    )


@contextmanager
def running(*arguments: str, data: Path) -> Iterator["subprocess.Popen[str]"]:
    variables = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "KADER_DATA": str(data),
        "KADER_DATABASE_URL": "",
        "BROWSER": "false",
    }
    process = subprocess.Popen(
        [*KADER, *arguments], cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()  # not kill: the server would stay behind
        process.communicate(timeout=LIMIT)


def first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


class TestHelp:
    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_it_explains_everything_in_one_language(self, lang: str) -> None:
        ended = kader("--help", "--lang", lang)
        assert ended.returncode == 0
        assert ended.stderr == ""
        for option in (
            "--port",
            "--host",
            "--data",
            "--no-browser",
            "--lang",
            "--version",
            "--help",
        ):
            assert option in ended.stdout
        for setting in SETTINGS:
            assert setting.variable in ended.stdout
        for command in COMMANDS:
            assert command.name in ended.stdout
        english = re.findall(
            r"\b(usage|options|positional|show this help message|The|Show|Listen|folder)\b", ended.stdout
        )
        assert bool(english) == (lang == "en"), english
        assert max(map(len, ended.stdout.splitlines())) <= 100

    @pytest.mark.parametrize("command", [command.name for command in COMMANDS])
    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_each_command_has_its_own(self, command: str, lang: str, capfd: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), "--help", "--lang", lang])
        assert ended.value.code == 0
        assert f"kader {command}" in capfd.readouterr().out

    def test_it_answers_at_once(self) -> None:
        """Nothing heavy is loaded to show a page of help."""
        heavy = "pandas", "streamlit", "sqlalchemy", "plotly", "alembic", "typst", "docx", "pages"
        code = (
            "import sys\nfrom framework.cli import main\n"
            "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
            f"print(*(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)"
        )
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert ended.stderr.split() == []

    def test_version(self) -> None:
        assert re.fullmatch(r"Kader \S+\n", kader("--version").stdout)


class TestLanguage:
    @pytest.mark.parametrize(
        ("arguments", "environ", "lang"),
        [
            (["--lang", "nl"], {"LANG": "en_GB.UTF-8"}, "nl"),
            (["--lang=en"], {"LANG": "nl_NL.UTF-8"}, "en"),
            (["demo"], {"LANG": "nl_NL.UTF-8"}, "nl"),
            (["demo"], {"LC_ALL": "nl_BE", "LANG": "en_US"}, "nl"),
            (["demo"], {"LC_MESSAGES": "fr_FR", "LANG": "nl_NL"}, "en"),
            (["--lang"], {"LANG": "nl_NL"}, "nl"),
            (["--lang", "fr"], {"LANG": "nl_NL"}, "nl"),
        ],
    )
    def test_the_option_first_then_the_machine(self, arguments: list[str], environ: dict[str, str], lang: str) -> None:
        assert language(arguments, environ) == lang


class TestRefusals:
    """Exit code 2, one sentence on stderr, nothing on stdout, no traceback."""

    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize(
        "arguments",
        [
            ["nothing-of-the-kind"],
            ["--nothing"],
            ["demo", "stray"],
            ["--port"],
            ["--port", "0"],
            ["--port", "70000"],
            ["--port", "eight"],
            ["--port", "8501", "--host", "192.0.2.1"],
            ["--host", "no such host"],
            ["--lang", "fr"],
        ],
    )
    def test_what_cannot_be_understood(
        self, arguments: list[str], lang: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LC_ALL", f"{lang}_NL.UTF-8")
        assert main(arguments) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert err.startswith("kader: ")
        assert err.count("\n") == 1
        assert "Traceback" not in err

    def test_a_port_in_use(self, capfd: pytest.CaptureFixture[str]) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            assert main(["--port", str(port), "--no-browser", "--lang", "en"]) == 2
        assert f"Port {port} is in use" in capfd.readouterr().err

    def test_a_database_that_kader_cannot_use(self) -> None:
        ended = kader("demo", KADER_DATABASE_URL="mysql://me:secret@host/name")
        assert ended.returncode == 2
        assert "secret" not in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        """The server is not left behind, and the reason is said in words."""
        (tmp_path / "kader.sqlite3").write_bytes(b"this is no database" * 500)
        port = free_port()
        ended = kader(
            "--no-browser", "--port", str(port), "--data", str(tmp_path), "--lang", "en", KADER_DATABASE_URL=""
        )
        assert ended.returncode == 2
        assert "kader.sqlite3" in ended.stderr
        assert "Traceback" not in ended.stderr
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", port))


class TestStart:
    @pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
    def test_it_says_where_it_is_and_stops_when_asked(self, tmp_path: Path, stop: signal.Signals) -> None:
        port = free_port()
        with running("--no-browser", "--port", str(port), "--lang", "en", data=tmp_path) as process:
            assert first_line(process) == f"Kader is running at http://127.0.0.1:{port}  (stop with Ctrl+C)\n"
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)) as connection:
                connection.request("GET", "/healthz")
                assert connection.getresponse().status == 200
            assert (tmp_path / "kader.sqlite3").exists()
            process.send_signal(stop)
            out, err = process.communicate(timeout=LIMIT)
        assert process.returncode == 0
        assert (out, err) == ("", "")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))

    def test_it_takes_the_next_port_when_none_is_asked_for(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            try:
                taken.bind(("127.0.0.1", 8501))
                taken.listen()
            except OSError:
                pass  # somebody else's, which serves as well
            with running("--no-browser", "--lang", "nl", data=tmp_path) as process:
                told = re.search(r"http://127\.0\.0\.1:(\d+)", first_line(process))
        assert told is not None
        assert int(told[1]) > 8501

    def test_a_server_that_dies_is_not_passed_over(self, tmp_path: Path) -> None:
        port = free_port()
        with running("--no-browser", "--port", str(port), "--lang", "en", data=tmp_path) as process:
            first_line(process)
            found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
            if found.returncode != 0:
                pytest.skip("needs pgrep, as on Linux")
            os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
            _, err = process.communicate(timeout=LIMIT)
        assert process.returncode == 1
        assert "stopped unexpectedly" in err

    def test_at_another_address_the_facilitator_key_is_told(self, tmp_path: Path) -> None:
        with running(
            "--no-browser", "--host", "0.0.0.0", "--port", str(free_port()), "--lang", "en", data=tmp_path
        ) as process:
            told, runs = first_line(process), first_line(process)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=LIMIT)
        assert told.strip().endswith((tmp_path / "facilitator-key").read_text().strip())
        assert runs.startswith("Kader is running at http://127.0.0.1:")


class TestDemo:
    def test_it_is_put_in_once_and_its_address_is_told(self, tmp_path: Path) -> None:
        started = time.monotonic()
        one, two = (kader("demo", "--data", str(tmp_path), "--lang", "en", KADER_DATABASE_URL="") for _ in range(2))
        assert (one.returncode, one.stderr) == (0, "")
        assert (two.returncode, two.stderr) == (0, "")
        links = [re.search(r"http://\S+\?w=([\w-]+)&lang=en", ended.stdout) for ended in (one, two)]
        assert all(links)
        assert len({link[1] for link in links if link}) == 1
        assert time.monotonic() - started < LIMIT

    def test_each_language_has_its_own(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        for lang in ("nl", "en"):
            assert main(["demo", "--data", str(tmp_path), "--lang", lang]) == 0
            assert "already" not in capfd.readouterr().out

    def test_a_group_of_that_name_is_not_it(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        script = demonstration_script()
        with closing(open_store(Settings.in_folder(tmp_path))) as store:
            context = Context(store, DeckLibrary(), law_book, lambda: datetime.now(UTC), lambda: secrets.token_hex(12))
            names = script.organisation["nl"], script.team["nl"]
            live = AnyActor(context).facilitation.start_live_workshop(*names, "nl", "marketing-ai")
        assert main(["demo", "--data", str(tmp_path), "--lang", "nl"]) == 0
        assert live not in capfd.readouterr().out


class TestSettings:
    def test_a_folder_of_ones_own(self, tmp_path: Path) -> None:
        settings = Settings.from_environment({"KADER_DATA": str(tmp_path)})
        assert settings.data == tmp_path
        assert settings.database_file == tmp_path / "kader.sqlite3"

    def test_the_platform_s_folder(self) -> None:
        settings = Settings.from_environment({"KADER_DATA": "  ", "KADER_DATABASE_URL": ""})
        assert settings.data.is_absolute()
        assert "kader" in str(settings.data).lower()
        assert settings.database_file == settings.data / "kader.sqlite3"

    def test_a_relative_folder_does_not_move(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        settings = Settings.from_environment({"KADER_DATA": "here"})
        monkeypatch.chdir("/")
        assert settings.data == tmp_path / "here"

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_postgresql_by_every_name_it_goes_by(self, scheme: str) -> None:
        settings = Settings.from_environment(
            {"KADER_DATABASE_URL": f"{scheme}://me:secret@host:5433/kader?sslmode=require"}
        )
        assert settings.database_url == "postgresql+psycopg://me:secret@host:5433/kader?sslmode=require"
        assert settings.database_file is None
        assert settings.place == "postgresql+psycopg://me@host:5433/kader"

    @pytest.mark.parametrize("url", ["mysql://a:b@c/d", "kader.sqlite3", "postgresql+asyncpg://a@b/c"])
    def test_others_are_refused(self, url: str) -> None:
        with pytest.raises(StoreUnavailable):
            Settings.from_environment({"KADER_DATABASE_URL": url})

    def test_sqlite_elsewhere_and_in_memory(self, tmp_path: Path) -> None:
        file = tmp_path / "other.sqlite3"
        assert Settings(tmp_path, f"sqlite:///{file}").database_file == file
        assert Settings(tmp_path, "sqlite:///:memory:").database_file is None

    @pytest.mark.parametrize(
        "url", ["postgresql://me:pa%40ss@h/n?password=secret", "postgresql://me:secret@[::1/n", "secret"]
    )
    def test_no_password_is_ever_shown(self, url: str) -> None:
        shown = without_password(url)
        assert "secret" not in shown or url == "secret"
        assert "pa%40ss" not in shown
