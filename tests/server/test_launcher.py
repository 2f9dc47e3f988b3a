"""`app.py`: what it loads, the headers of every answer, and which doors are shut."""

import subprocess
import sys
from pathlib import Path

import pytest

from framework.text import LANGS
from pages.server import language_negotiation
from tests.support.server_process import ROOT, Server


def test_it_imports_without_a_warning_and_without_weight() -> None:
    heavy = "pandas", "numpy", "pyarrow", "sqlalchemy", "alembic", "pydantic", "babel", "typst", "docx", "pypdf"
    code = f"import app, sys; print(*(name for name in {heavy!r} if name in sys.modules))"
    ended = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == []


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
