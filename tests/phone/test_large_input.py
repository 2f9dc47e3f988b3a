"""A megabyte of what once made a reader slow, in the field that takes most and in the heads of requests, and a quarter of it in
every other part: refused, and in linear time."""

from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.testclient import TestClient

from pages.server import facilitator_gate
from pages.server.language_negotiation import wanted_language
from pages.server.request_origin import is_same_origin
from tests.support.linear_time import assert_linear
from tests.support.phone_client import House, Live, PhoneClient
from tests.support.triggers import TRIGGERS, repeated

ROUTES = ("", "/answer", "/you", "/leave", "/state", "/events", "/privacy")
"""Below ``/j/CODE``; the test below compares them with the router's."""
HALF_CHARACTER = "%ED%A0%80"
"""U+D800 in a form: no text can hold it."""


@pytest.fixture
def phone(live: Live) -> PhoneClient:
    live.begin()
    live.at("S03", "voting")
    return live.join()


def ask(phone: PhoneClient, method: str, path: str, body: str = "", **headers: str) -> None:
    reply = phone._ask(method, path, body.encode(), headers)
    assert reply.status < 500, (method, path[:80], reply.status)


def body_of(fields: dict[str, str], name: str, value: str) -> str:
    return "&".join(f"{quote_plus(key)}={value if key == name else quote_plus(given)}" for key, given in fields.items())


def test_every_route_is_here(house: House) -> None:
    paths = {getattr(route, "path", "") for route in house.app.routes}
    elsewhere = {"/J", "/J/{typed:path}", "/j/", "/j/{code}/"}  # only lead to these
    assert paths == {"/j", *(f"/j/{{code}}{path}" for path in ROUTES), *elsewhere}


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_in_each_field_of_each_form(phone: PhoneClient, trigger: str) -> None:
    form = {**phone.get().form, "stance": "A", "reason": "", "objection": ""}
    posts = {
        "/answer": form,
        "/you": {"role": "data"},
        "": {"role": "data", "lang": "nl", "nonce": "x"},
        "/leave": {"x": ""},
    }

    def everywhere(text: str) -> None:
        for path, fields in posts.items():
            for name in fields:
                ask(phone, "POST", path, body_of(fields, name, text))
            ask(phone, "POST", path, f"{text}=x")

    def as_reason(text: str) -> None:
        ask(phone, "POST", "/answer", body_of(form, "reason", text))

    assert_linear(lambda size: quote_plus(repeated(TRIGGERS[trigger], size)), as_reason)
    assert_linear(lambda size: quote_plus(repeated(TRIGGERS[trigger], size // 4)), everywhere)


def test_half_characters_and_raw_bytes_in_forms(phone: PhoneClient) -> None:
    form = {**phone.get().form, "stance": "A", "reason": ""}
    for value in (HALF_CHARACTER, HALF_CHARACTER * 100_000, "%FF" * 100_000, "&" * 300_000, "a=" * 150_000):
        assert_linear(
            lambda _, value=value: body_of(form, "reason", value), lambda body: ask(phone, "POST", "/answer", body)
        )


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_in_path_query_cookie_and_header(phone: PhoneClient, trigger: str) -> None:
    """125 kB: the server itself refuses a head of more than 64 kB; nothing may lean on it."""
    stranger = phone.live.phone()
    code = phone.live.code

    def everywhere(text: str) -> None:
        for path in ROUTES:
            here = f"/j/{code}{path}"
            ask(stranger, "GET", f"{here}?step={quote(text)}&lang={quote(text)}")
            ask(stranger, "GET", here, cookie=f"kader_seat={quote(text)}; a={quote(text)}")
            ask(stranger, "GET", here, accept_language=text.encode("ascii", "ignore").decode(), user_agent="x")
        ask(stranger, "GET", f"/j/{quote(text)}")
        ask(stranger, "GET", f"/j?code={quote(text)}")

    assert_linear(lambda size: repeated(TRIGGERS[trigger], size // 8), everywhere)


PARTS: dict[str, Callable[[str], object]] = {
    "language": lambda text: wanted_language(f"lang={text}".encode(), text),
    "origin": lambda text: is_same_origin({"origin": text, "host": text}),
    "host": lambda text: facilitator_gate.is_local("127.0.0.1", {"host": text}, {}),
    "facilitator's cookie": lambda text: facilitator_gate._cookie(
        Headers({"cookie": text.encode("ascii", "ignore").decode()})
    ),
    "cookies": lambda text: (
        Request({"type": "http", "headers": [(b"cookie", text.encode())], "query_string": b"", "path": "/"}).cookies
    ),
    "way back": facilitator_gate._inside,
}


@pytest.mark.parametrize("part", PARTS)
def test_what_the_server_reads_of_a_head(part: str) -> None:
    def with_each(size: int) -> None:
        for trigger in TRIGGERS.values():
            PARTS[part](repeated(trigger, size))

    assert_linear(lambda size: size, with_each)


def test_the_sign_in_form(monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.applications import Starlette

    monkeypatch.setenv("KADER_FACILITATOR_KEY", "ACDE-FHJK-MNPR-TWXY-3467")
    visitor = TestClient(Starlette(routes=facilitator_gate.ROUTES), follow_redirects=False)

    def post_all(size: int) -> None:
        for trigger in TRIGGERS.values():
            visitor.post("/sign-in", data={"key": repeated(trigger, size)})

    assert_linear(lambda size: size, post_all)
