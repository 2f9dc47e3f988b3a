"""From another machine everything but the phone's pages asks for the facilitator's key; this machine itself is trusted."""

import http.client
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from framework.errors import FacilitatorKeyRefused
from framework.facilitator_key import facilitator_key, is_valid_ticket, new_ticket, same_key
from framework.settings import Settings
from pages.server import facilitator_gate
from pages.server.lan_listener import LanListener
from pages.server.rate_limit import RateLimit, wrong_keys

KEY = "ACDE-FHJK-MNPR-TWXY-3467"
LOCAL = {"host": "127.0.0.1:8501"}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KADER_FACILITATOR_KEY", KEY)
    monkeypatch.delenv("KADER_BEHIND_PROXY", raising=False)
    facilitator_gate._kept_key.cache_clear()
    monkeypatch.setattr(facilitator_gate, "_attempts", wrong_keys(clock=lambda: 0.0))
    yield
    facilitator_gate._kept_key.cache_clear()


async def page(_: Any) -> PlainTextResponse:
    return PlainTextResponse("inside")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    if websocket.query_params:
        async for text in websocket.iter_text():
            await websocket.send_text(text)
        return
    await websocket.close()


def visitor(client: str = "192.168.1.20", host: str = "192.168.1.5:8501") -> TestClient:
    routes = [
        *facilitator_gate.ROUTES,
        *(Route(path, page) for path in ("/", "/j/ABC", "/jail", "/healthz", "/console", "/room/x")),
        WebSocketRoute("/_stcore/stream", socket),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(facilitator_gate.FacilitatorGate)])
    return TestClient(app, base_url=f"http://{host}", client=(client, 50_000), follow_redirects=False)


HTML = {"accept": "text/html"}


class TestWhoIsLocal:
    @pytest.mark.parametrize("client", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.8.8"])
    @pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501"])
    def test_this_machine_is(self, client: str, host: str) -> None:
        assert facilitator_gate.is_local(client, {"host": host}, {})

    @pytest.mark.parametrize(
        ("client", "headers", "environ"),
        [
            ("192.168.1.20", LOCAL, {}),
            ("127.0.0.1", {"host": "kader.example"}, {}),  # a page elsewhere pointed its own name here
            ("127.0.0.1", {"host": ""}, {}),
            ("127.0.0.1", {"host": "[["}, {}),
            ("", LOCAL, {}),
            *(("127.0.0.1", {**LOCAL, sign: "1.2.3.4"}, {}) for sign in facilitator_gate._PROXY_SIGNS),
            ("127.0.0.1", LOCAL, {"KADER_BEHIND_PROXY": "1"}),
        ],
    )
    def test_nobody_else_is(self, client: str, headers: dict[str, str], environ: dict[str, str]) -> None:
        assert not facilitator_gate.is_local(client, headers, environ)


class TestTheGate:
    def test_phones_and_health_are_open(self) -> None:
        for path in ("/j/ABC", "/healthz", "/sign-in"):
            assert visitor().get(path).status_code == 200, path

    @pytest.mark.parametrize("path", ["/", "/console", "/room/x", "/jail"])
    def test_everything_else_asks_for_the_key(self, path: str) -> None:
        asked = visitor().get(path, headers=HTML)
        assert (asked.status_code, asked.headers["location"]) == (303, f"/sign-in?next={path}")
        assert visitor().get(path).status_code == 401
        assert visitor("127.0.0.1", "127.0.0.1:8501").get(path).text == "inside"

    def test_no_socket_opens_without_it(self) -> None:
        with pytest.raises(WebSocketDisconnect) as refused, visitor().websocket_connect("/_stcore/stream"):
            pass
        assert refused.value.code == 4401
        with visitor("127.0.0.1").websocket_connect("/_stcore/stream", headers=LOCAL):
            pass

    @pytest.mark.parametrize(
        "origin", ["http://localhost:3000", "http://127.0.0.1:8502", "https://evil.example", "null"]
    )
    def test_no_socket_opens_for_a_page_of_another_site_or_port(self, origin: str) -> None:
        headers = {**LOCAL, "origin": origin}
        with (
            pytest.raises(WebSocketDisconnect) as refused,
            visitor("127.0.0.1").websocket_connect("/_stcore/stream", headers=headers),
        ):
            pass
        assert refused.value.code == 4403
        with visitor("127.0.0.1").websocket_connect(
            "/_stcore/stream", headers={**LOCAL, "origin": "http://127.0.0.1:8501"}
        ):
            pass

    def test_the_right_key_leads_on_and_is_remembered_without_being_kept(self) -> None:
        someone = visitor()
        signed = someone.post("/sign-in?next=/console?w=1", data={"key": KEY.lower().replace("-", " ")})
        assert (signed.status_code, signed.headers["location"]) == (303, "/console?w=1")
        cookie = signed.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert KEY not in cookie
        assert someone.get("/console").text == "inside"
        held = {"host": "192.168.1.5:8501", "cookie": f"other=1; {cookie.partition(';')[0]}"}
        with visitor().websocket_connect("/_stcore/stream", headers=held):
            pass

    def test_a_forged_ticket_opens_nothing(self) -> None:
        someone = visitor()
        for forged in ("0" * 64, "", "..", f"1.2.{'0' * 64}", new_ticket("AAAA-CCCC-DDDD", time.time())):
            someone.cookies.set(facilitator_gate.COOKIE, forged)
            assert someone.get("/").status_code == 401

    def test_a_ticket_is_good_for_thirty_days(self) -> None:
        ticket = new_ticket(KEY, 0)
        assert is_valid_ticket(ticket, KEY, 30 * 86_400, ())
        assert not is_valid_ticket(ticket, KEY, 30 * 86_400 + 1, ())

    def test_signing_out_makes_the_cookie_useless_and_leaves_other_devices_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KADER_DATA", str(tmp_path))
        someone, other = visitor(), visitor()
        for device in (someone, other):
            device.post("/sign-in", data={"key": KEY})
        kept = someone.cookies[facilitator_gate.COOKIE]
        held = {"host": "192.168.1.5:8501", "cookie": f"{facilitator_gate.COOKIE}={kept}"}
        assert "Sign out" in someone.get("/sign-out").text
        assert someone.post("/sign-out", headers={"origin": "https://evil.example"}).status_code == 403
        assert someone.get("/console").status_code == 200
        with visitor().websocket_connect("/_stcore/stream?echo=1", headers=held) as tab:
            tab.send_text("a click")
            assert tab.receive_text() == "a click"
            assert someone.post("/sign-out").headers["location"] == "/sign-in"
            tab.send_text("another")
            with pytest.raises(WebSocketDisconnect):
                tab.receive_text()
        assert facilitator_gate.COOKIE not in someone.cookies
        someone.cookies.set(facilitator_gate.COOKIE, kept)
        assert someone.get("/console").status_code == 401
        assert other.get("/console").status_code == 200
        assert KEY not in (tmp_path / "signed-out").read_text()
        assert stat.S_IMODE((tmp_path / "signed-out").stat().st_mode) == 0o600

    @pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: 1"])
    def test_nobody_is_sent_elsewhere(self, back: str) -> None:
        signed = visitor().post("/sign-in", params={"next": back}, data={"key": KEY})
        assert signed.headers["location"] == "/"

    def test_a_form_from_another_site_is_refused(self) -> None:
        for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
            assert visitor().post("/sign-in", data={"key": KEY}, headers=headers).status_code == 403
        for headers in ({"origin": "http://192.168.1.5:8501"}, {"sec-fetch-site": "none"}):
            assert visitor().post("/sign-in", data={"key": KEY}, headers=headers).status_code == 303

    def test_guessing_is_slowed_to_the_pace_of_forgiving_and_the_right_key_gets_in(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = [0.0]
        attempts = wrong_keys(clock=lambda: now[0])
        attempts.patience = 0.5
        monkeypatch.setattr(facilitator_gate, "_attempts", attempts)
        someone = visitor()
        for _ in range(10):
            assert someone.post("/sign-in", data={"key": "wrong"}).status_code == 403
        for key in ("wrong", KEY):
            assert someone.post("/sign-in", data={"key": key}).status_code == 429, (
                "both wait, so that nobody learns which is right"
            )
        now[0] += attempts.forgiven + 1
        assert someone.post("/sign-in", data={"key": "wrong again"}).status_code == 403
        assert someone.post("/sign-in", data={"key": "wrong again"}).status_code == 429
        now[0] += attempts.forgiven
        assert someone.post("/sign-in", data={"key": KEY}).status_code == 303

    def test_the_form_speaks_the_reader_s_language(self) -> None:
        assert "Begeleiderssleutel" in visitor().get("/sign-in", headers={"accept-language": "nl-NL,en;q=0.5"}).text
        assert "Facilitator key" in visitor().get("/sign-in", headers={"accept-language": "de,en;q=0.5"}).text
        assert "Facilitator key" in visitor().get("/sign-in", headers={"accept-language": "nl;q=0.2,en;q=0.9"}).text
        assert "Begeleiderssleutel" in visitor().get("/sign-in?lang=nl", headers={"accept-language": "en"}).text


class TestWithoutAKey:
    """`uvicorn app:app` reads the key at the first visitor: what is wrong with it is told there, and lets nobody in."""

    @pytest.fixture(params=["short", "unwritable"])
    def told(self, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        if request.param == "short":
            monkeypatch.setenv("KADER_FACILITATOR_KEY", "short")
            return "KADER_FACILITATOR_KEY is too short"
        (tmp_path / "file").touch()
        monkeypatch.setenv("KADER_FACILITATOR_KEY", "")
        monkeypatch.setenv("KADER_DATA", str(tmp_path / "file" / "data"))
        return "Make facilitator-key writable"

    def test_a_person_reads_why(self, told: str, tmp_path: Path) -> None:
        someone = visitor()
        someone.cookies.set(facilitator_gate.COOKIE, "0" * 64)
        for answer in (someone.get("/console", headers=HTML), someone.post("/sign-in", data={"key": "short"})):
            assert answer.status_code == 503
            assert told in answer.text
            assert str(tmp_path) not in answer.text
        held = {"host": "192.168.1.5:8501", "cookie": f"{facilitator_gate.COOKIE}={'0' * 64}"}
        with pytest.raises(WebSocketDisconnect), visitor().websocket_connect("/_stcore/stream", headers=held):
            pass
        assert visitor().get("/j/ABC").text == "inside"


class TestAttempts:
    def test_only_failures_count_and_they_are_forgotten(self) -> None:
        now = [0.0]
        attempts = RateLimit(free=1, per_address=3, forgiven=20.0, altogether=5, clock=lambda: now[0])
        for _ in range(3):
            assert not attempts.is_shut("a")
            assert attempts.failed("a") == 0.0, "nothing is held back"
        assert attempts.is_shut("a")
        assert not attempts.is_shut("b")
        for _ in range(2):
            attempts.failed("b")
        assert attempts.is_shut("b"), "somebody guesses from many addresses"
        assert not attempts.is_shut("c"), "who mistypes nothing comes in meanwhile"
        now[0] = 61.0
        assert not attempts.is_shut("a")

    def test_a_failure_counts_until_it_is_forgiven_whole(self) -> None:
        now = [0.0]
        attempts = wrong_keys(clock=lambda: now[0])
        for _ in range(10):
            assert not attempts.is_shut("a")
            attempts.failed("a")
            now[0] += 0.01
        assert attempts.is_shut("a")
        now[0] += 61.0
        assert not attempts.is_shut("a")


class TestTheKey:
    def test_is_made_once_and_for_its_owner_alone(self, tmp_path: Path) -> None:
        settings = Settings.in_folder(tmp_path / "new")
        key = facilitator_key(settings, {})
        assert facilitator_key(settings, {}) == key
        if os.name == "posix":
            assert stat.S_IMODE((tmp_path / "new" / "facilitator-key").stat().st_mode) == 0o600
        assert [path.name for path in (tmp_path / "new").iterdir()] == ["facilitator-key"]
        assert same_key(key.lower().replace("-", ""), key)

    def test_one_in_the_environment_goes_before(self, tmp_path: Path) -> None:
        assert facilitator_key(Settings.in_folder(tmp_path), {"KADER_FACILITATOR_KEY": KEY}) == KEY

    @pytest.mark.parametrize("given", ["short", "-----------------", "a-b-c-d-e-f-g-h"])
    def test_one_that_is_too_short_is_refused_and_not_passed_over(self, tmp_path: Path, given: str) -> None:
        with pytest.raises(FacilitatorKeyRefused):
            facilitator_key(Settings.in_folder(tmp_path), {"KADER_FACILITATOR_KEY": given})

    @pytest.mark.parametrize("broken", [b"", b"  \n", b"------------------\n", b"abc\n", b"\xff\xfe\x00" * 9])
    def test_a_file_without_a_key_is_replaced(self, tmp_path: Path, broken: bytes) -> None:
        """A power cut after the first start could leave an empty one, and then everybody had the key."""
        (tmp_path / "facilitator-key").write_bytes(broken)
        settings = Settings.in_folder(tmp_path)
        key = facilitator_key(settings, {})
        assert len(key) > 20
        assert facilitator_key(settings, {}) == key
        assert [path.name for path in tmp_path.iterdir()] == ["facilitator-key"]

    @pytest.mark.parametrize("nothing", ["", "   ", "---", "abc"])
    def test_nothing_equals_a_key_that_is_none(self, nothing: str) -> None:
        assert not same_key(nothing, nothing)
        assert not is_valid_ticket(new_ticket(nothing, 0), nothing, 0, ())


class TestGoingLive:
    def test_a_second_address_serves_the_same_application_until_it_is_stopped(self) -> None:
        import asyncio
        import threading

        loop = asyncio.new_event_loop()
        running = threading.Thread(target=loop.run_forever)
        running.start()
        live = LanListener()
        try:
            live.attach(Starlette(routes=[Route("/", page)]), loop)
            where = live.start("127.0.0.1", 0)
            connection = http.client.HTTPConnection(where.host, where.port, timeout=10)
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"inside"
            connection.close()
            live.stop()
            assert live.where() is None
            with pytest.raises(ConnectionRefusedError):
                http.client.HTTPConnection(where.host, where.port, timeout=10).request("GET", "/")
        finally:
            live.stop()
            loop.call_soon_threadsafe(loop.stop)
            running.join()
            loop.close()
