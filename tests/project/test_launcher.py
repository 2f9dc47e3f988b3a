"""`app.py`: health, headers, the document's language, and what it does not load."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit

import app
from framework.errors import StoreUnavailable
from framework.settings import Settings
from framework.text import LANGS
from pages.server import language_negotiation
from pages.server.streamlit_patches import document
from pages.server.streamlit_patches.frontend_words import STREAMLIT_WORDS
from tests.project.visiting import ROOT, Server, Visitor, free_port, serving, streamlit_command


def test_it_imports_without_a_warning_and_without_weight() -> None:
    heavy = "pandas", "numpy", "pyarrow", "sqlalchemy", "alembic", "pydantic", "babel", "typst", "docx", "pypdf"
    code = f"import app, sys; print(*(name for name in {heavy!r} if name in sys.modules))"
    ended = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == []


def test_a_health_check_loads_no_database_library(house: Path) -> None:
    """It may be asked every few seconds; an idle server stays as small as an empty Streamlit app."""
    code = (
        "import app, asyncio, os, sys\n"
        "answer = asyncio.run(app.healthz(None))\n"
        "print(answer.status_code, *(name for name in ('sqlalchemy', 'pydantic', 'babel') if name in sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["200"]


def test_its_languages_are_the_domain_s() -> None:
    assert set(language_negotiation.LANGUAGES) == set(LANGS)


@pytest.mark.parametrize(
    ("query", "accept", "lang"),
    [
        (b"lang=nl", "en", "nl"),
        (b"w=abc&lang=en", "nl-NL,nl;q=0.9", "en"),
        (b"lang=fr", "nl", "nl"),
        (b"lang=%22%3E%3Cscript%3E", "", "en"),
        (b"", "nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        (b"", "nl-BE", "nl"),
        (b"", "en;q=0.2,nl;q=0.7", "nl"),
        (b"", "fr-FR,de;q=0.9", "en"),
        (b"", "nl;q=0", "en"),
        (b"", "nl;q=nonsense", "nl"),
        (b"", "", "en"),
    ],
)
def test_wanted_language(query: bytes, accept: str, lang: str) -> None:
    assert language_negotiation.wanted_language(query, accept) == lang


@pytest.mark.parametrize("path", ["/", "/principles", "/principles?w=abc"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_document_says_which_language_it_is_in(server: Server, path: str, encoding: str) -> None:
    """Streamlit packs every page but "/", so both ways are asked for."""
    status, headers, body = server.get(path, {"Accept-Language": "nl-NL", "Accept-Encoding": encoding})
    assert status == 200
    assert b'<html lang="nl">' in body
    assert b"<title>Kader</title>" in body
    assert document.LABEL_INK["dark"].encode() in body
    assert int(headers["content-length"]) == len(body)
    assert "accept-language" in headers["vary"].lower()
    assert "etag" not in headers


def test_a_script_with_other_words_is_asked_for_again_and_the_others_are_left_alone(server: Server) -> None:
    document = server.get("/")[2].decode()
    script = re.search(r'src="\./(static/js/index[^"]+)"', document)
    assert script is not None
    status, headers, body = server.get(f"/{script[1]}")
    assert status == 200
    assert len(body) == int(headers["content-length"])
    assert headers["cache-control"] == "no-cache", "its name does not change when its words do"
    again, _, nothing = server.get(f"/{script[1]}", {"If-None-Match": headers["etag"]})
    assert (again, nothing) == (304, b"")
    assert server.get(f"/{script[1]}", {"If-None-Match": '"another"'})[0] == 200
    other = re.search(rb'"\./(FormClearHelper[^"]+|[A-Z]\w+Chart[^"]+)"', body)
    assert other is not None
    assert "immutable" in server.get(f"/static/js/{other[1].decode()}")[1]["cache-control"]


@pytest.mark.parametrize("path", ["/", "/charter", "/healthz", "/_stcore/health", "/static/css/none.css"])
def test_every_answer_carries_the_headers(server: Server, path: str) -> None:
    _, headers, _ = server.get(path)
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert "sha256-" in policy["script-src"]
    sources = [word for words in policy.values() for word in words.split()]
    own = {f"ws://127.0.0.1:{server.port}", f"wss://127.0.0.1:{server.port}"}
    assert [word for word in sources if "://" in word and word not in own] == []


def test_a_strange_host_gets_no_way_into_the_policy(server: Server) -> None:
    _, headers, _ = server.get("/", {"Host": "evil.example; script-src *"})
    assert "evil" not in headers["content-security-policy"]


def test_healthz(server: Server) -> None:
    status, headers, _ = server.get("/healthz")
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert server.json("/healthz")["status"] == "ok"


def test_healthz_says_503_and_no_path_when_the_database_is_broken(tmp_path: Path) -> None:
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


class TestCheckStore:
    def test_nothing_is_there_yet(self, tmp_path: Path) -> None:
        app.check_store(Settings.in_folder(tmp_path / "new" / "folder"))
        assert list(tmp_path.iterdir()) == []

    def test_a_database_is_left_as_it_was(self, tmp_path: Path) -> None:
        settings = Settings.in_folder(tmp_path)
        assert settings.database_file is not None
        with sqlite3.connect(settings.database_file) as connection:
            connection.execute("CREATE TABLE words (word TEXT)")
        before = settings.database_file.read_bytes()
        app.check_store(settings)
        assert settings.database_file.read_bytes() == before

    def test_locked(self, tmp_path: Path) -> None:
        settings = Settings.in_folder(tmp_path)
        assert settings.database_file is not None
        other = sqlite3.connect(settings.database_file, isolation_level=None)
        try:
            other.execute("CREATE TABLE words (word TEXT)")
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreUnavailable) as caught:
                app.check_store(settings)
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
            app.check_store(settings)
        assert caught.value.params["reason"] == "read-only"

    def test_a_folder_where_the_file_should_be(self, tmp_path: Path) -> None:
        settings = Settings.in_folder(tmp_path)
        assert settings.database_file is not None
        settings.database_file.mkdir()
        with pytest.raises(StoreUnavailable):
            app.check_store(settings)


def test_streamlit_asks_nobody_for_this_machine_s_address() -> None:
    from streamlit import net_util

    assert net_util.get_external_ip() is None


def test_a_page_of_another_site_cannot_connect(server: Server) -> None:
    """Streamlit's own check of the origin is on."""
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect
    from websockets.typing import Origin

    with (
        pytest.raises(InvalidStatus),
        connect(f"ws://127.0.0.1:{server.port}/_stcore/stream", origin=Origin("http://evil.example")),
    ):
        pass


def test_the_agent_api_is_off(server: Server) -> None:
    """It would let any caller drive the app without a browser."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("POST", "/_stcore/agent/interact", body=b"{}", headers={"Content-Type": "application/json"})
    assert connection.getresponse().status >= 400
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_many_tabs_fit(server: Server) -> None:
    limits = Path(f"/proc/{server.process.pid}/limits")
    if not limits.exists():
        pytest.skip("needs /proc, as on Linux")
    import resource

    row = next(line for line in limits.read_text().splitlines() if line.startswith("Max open files"))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert int(row.split()[3]) >= min(65_536, hard)


def test_small_answers_leave_at_once_on_plain_asyncio(house: Path) -> None:
    """The connection's option is read in the server itself, through a page."""
    (house / "pages" / "_shell.py").write_text("import streamlit as st\nst.markdown('one line')\n")
    (house / "plain.py").write_text(
        "import asyncio, socket, sys, uvicorn\n"
        "import app\n"
        "seen = []\n"
        "class Look:\n"
        "    def __init__(self, inner): self.inner = inner\n"
        "    async def __call__(self, scope, receive, send):\n"
        "        await self.inner(scope, receive, send)\n"
        "        transport = getattr(getattr(receive, '__self__', None), 'transport', None)\n"
        "        if transport is not None and scope['type'] == 'http':\n"
        "            sock = transport.get_extra_info('socket')\n"
        "            print('nodelay', sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), flush=True)\n"
        "listener = socket.socket()\n"
        "listener.bind(('127.0.0.1', int(sys.argv[1]))); listener.listen(); listener.setblocking(False)\n"
        "server = uvicorn.Server(uvicorn.Config(Look(app.app), loop='asyncio', lifespan='on'))\n"
        "server.run(sockets=[listener])\n"
    )
    port = free_port()
    with (
        serving([sys.executable, "plain.py", str(port)], log=house / "log.txt", port=port, folder=house) as server,
        Visitor(server) as visitor,
    ):
        assert visitor.visit().texts == ["one line"]
    told = [line for line in (house / "log.txt").read_text().splitlines() if line.startswith("nodelay")]
    assert set(told) == {"nodelay 1"}


def test_streamlits_own_words_are_where_the_launcher_looks_for_them() -> None:
    """An upgrade of Streamlit that moves them would quietly bring English back into Dutch pages."""
    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    for start, words in STREAMLIT_WORDS.items():
        texts = b"".join(path.read_bytes() for path in scripts.glob(f"{start}*.js"))
        for english, either in words:
            assert english in texts, f"{start}: {english.decode()}"
            assert either != english
