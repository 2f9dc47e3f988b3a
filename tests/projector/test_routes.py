"""The beamer's addresses on a running installation: the page, its policy, its language, and what its stream sends."""

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from framework.settings import BEHIND_PROXY
from pages.live import app_state
from pages.live import routes as live_routes
from pages.projector import routes
from pages.projector.join_address import JoinAddress, join_address
from pages.projector.view import ScreenView
from pages.server import facilitator_gate, join_addresses
from tests.projector.screen import JOIN_ADDRESS, ProjectedWorkshop
from tests.support import event_loop
from tests.support.any_actor import any_actor
from tests.support.linear_time import assert_linear
from tests.support.triggers import TRIGGERS, repeated


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    app_state.forget()
    yield
    app_state.forget()


@pytest.fixture
def played() -> ProjectedWorkshop:
    return ProjectedWorkshop(any_actor())


def visitor(client: str = "127.0.0.1", host: str = "127.0.0.1:8501") -> TestClient:
    app = Starlette(routes=routes.router().routes, middleware=[Middleware(facilitator_gate.FacilitatorGate)])
    return TestClient(app, base_url=f"http://{host}", client=(client, 50_000), follow_redirects=False)


def test_the_page_runs_its_own_style_and_script_and_nothing_else(played: ProjectedWorkshop) -> None:
    answer = visitor().get(f"/room/{played.id}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    for element in ("style", "script"):
        (source,) = re.findall(rf"<{element}>(.*?)</{element}>", answer.text, flags=re.DOTALL)
        assert f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    assert not re.search(r'(src|href)="(?!data:,)', answer.text), "nothing is loaded from anywhere"
    assert '<noscript><meta http-equiv="refresh"' in answer.text
    assert 'aria-live="polite"' in answer.text


@pytest.mark.parametrize(
    ("query", "lang", "words"), [("", "nl", "Antwoord vooraf"), ("?lang=en", "en", "Answer before")]
)
def test_the_workshop_s_language_or_the_one_asked_for(
    played: ProjectedWorkshop, query: str, lang: str, words: str
) -> None:
    page = visitor().get(f"/room/{played.id}{query}", headers={"accept-language": "fr"}).text
    assert f'<html lang="{lang}"' in page
    assert words in page
    assert f'data-events="/room/{played.id}/events{query}"' in page


def test_dark_and_light_by_the_address(played: ProjectedWorkshop) -> None:
    assert 'data-theme="dark"' in visitor().get(f"/room/{played.id}?theme=dark").text
    assert "data-theme=" not in visitor().get(f"/room/{played.id}?theme=%22x").text.partition("<style>")[0]


def test_no_room_is_said_in_words(played: ProjectedWorkshop) -> None:
    alone = any_actor().lifecycle.start_self_assessment("X", "Y", "nl", "marketing-ai")
    for wrong in ("nothing", alone):
        answer = visitor().get(f"/room/{wrong}?lang=nl")
        assert answer.status_code == 404
        assert "<h1>" in answer.text


def test_only_the_facilitator_sees_it_from_another_machine(
    played: ProjectedWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(BEHIND_PROXY.variable, raising=False)
    stranger = visitor("192.168.1.20", "192.168.1.5:8501")
    for path in (f"/room/{played.id}", f"/room/{played.id}/events"):
        assert stranger.get(path).status_code == 401


def test_phones_are_sent_only_where_kader_is(played: ProjectedWorkshop) -> None:
    played.begin()
    page = visitor("127.0.0.1", "127.0.0.1:8501").get(f"/room/{played.id}?at=http://evil.example").text
    assert "evil.example" not in page.replace("?at=http://evil.example", "")
    assert "127.0.0.1:8501/j" in page


def test_an_address_that_phones_can_use_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(join_addresses, "listens_on", lambda: ("0.0.0.0", 8501))
    monkeypatch.setattr(join_addresses, "own_addresses", lambda: ("192.168.1.5", "10.0.0.3"))
    from starlette.requests import Request

    def asked(query: str, host: str = "127.0.0.1:8501") -> JoinAddress:
        scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/room/x", "query_string": query.encode()}
        scope |= {"headers": [(b"host", host.encode())], "scheme": "http", "server": ("127.0.0.1", 8501)}
        return join_address(Request(scope))

    assert asked("").to_type == "192.168.1.5:8501/j"
    assert asked("at=http://10.0.0.3:8501").to_type == "10.0.0.3:8501/j"
    assert asked("at=http://10.0.0.4:8501").to_type == "192.168.1.5:8501/j"
    assert asked("", "kader.example").to_type == "kader.example/j"


def test_every_byte_of_the_stream_is_silent_until_the_reveal(played: ProjectedWorkshop) -> None:
    """Follows the room as a beamer does while people vote, and reads all that was sent."""
    secret = "Zilverreiger"
    played.begin()
    played.at("S03", "voting")

    async def follow() -> tuple[list[bytes], bytes]:
        hub = app_state.installation().hub
        listener = await hub.subscribe(played.id, ScreenView("nl", JOIN_ADDRESS))
        silent = [await heard(listener)]
        for at in range(6):
            await asyncio.to_thread(vote, at)
            silent.append(await heard(listener))
        await asyncio.to_thread(played.move, "revealed")
        last = await heard(listener)
        hub.leave(listener)
        return silent, last

    def vote(at: int) -> None:
        seats, played.seats = played.seats, [played.seats[at]]
        played.vote("A", reason=f"{secret} {at}", objection=True)
        played.seats = seats

    async def heard(listener: Any) -> bytes:
        payload = await asyncio.wait_for(listener.next(), 10)
        assert payload is not None
        return payload

    silent, last = event_loop.run(follow())
    assert secret.encode() not in b"".join(silent)
    assert [re.search(r"(\d) van de 6", said.decode()).group(1) for said in silent] == list("0123456")  # type: ignore[union-attr]
    assert secret.encode() in last
    assert json.loads(last.partition(b"data: ")[2])["stage"].count("<figure>") == 1


def test_words_to_leave_with_reach_the_screen_one_by_one(played: ProjectedWorkshop) -> None:
    played.begin()
    played.at("checkout")

    async def follow() -> bytes:
        hub = app_state.installation().hub
        listener = await hub.subscribe(played.id, ScreenView("nl", JOIN_ADDRESS))
        await listener.next()
        await asyncio.to_thread(played.say, "opgelucht")
        said = await asyncio.wait_for(listener.next(), 10)
        hub.leave(listener)
        return said or b""

    assert b"opgelucht" in event_loop.run(follow())


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_a_long_id_or_query_is_refused_in_linear_time(trigger: str) -> None:
    """30 kB: the server itself refuses an address of more than 8 kB; nothing may lean on it."""
    guest = TestClient(Starlette(routes=[*routes.router().routes, *live_routes.router().routes]))

    def everywhere(text: str) -> None:
        for path in (f"/room/{text}", f"/room/{text}/events", f"/live/{text}/events", f"/room/x?lang={text}&to={text}"):
            assert guest.get(path).status_code < 500

    assert_linear(lambda size: quote(repeated(TRIGGERS[trigger], size // 32), safe="")[:30_000], everywhere)
