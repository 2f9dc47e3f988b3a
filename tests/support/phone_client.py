"""Phones without browsers: they speak to the routes themselves, keep cookies, and hear the event stream.

The server's loop runs in a thread, so that a test can hold several streams open while it does other things.
"""

import asyncio
import gzip
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from framework.settings import Settings
from framework.store import Store
from framework.text import Lang
from framework.usecases import Context
from pages.live.app_state import Installation
from pages.live.hub import Hub
from pages.phone.routes import PhoneApp as PhoneRoutes
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop, RoomReader
from tests.support.stores import empty_store
from tests.support.wait import PATIENCE
from tests.support.workshops import workshops_on


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    raw: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.raw) if packed else self.raw).decode()

    @property
    def main(self) -> str:
        """The part that changes with the step."""
        return self.text[self.text.index("<main") : self.text.index("</main>")]

    @property
    def nonce(self) -> str:
        """Of the join page."""
        found = re.search(r'name="nonce" value="([^"]+)"', self.text)
        assert found is not None
        return found[1]

    @property
    def form(self) -> dict[str, str]:
        """What a browser would post from the page's answer form, as it stands."""
        reader = _FormReader()
        reader.feed(self.text)
        return reader.fields


class _FormReader(HTMLParser):
    """Collects the fields of forms with ``data-live``, as browsers do."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False
        self._list = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "data-live" in given
        if not self._inside:
            return
        if tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "select":
            self._list = given["name"]
        elif tag == "option" and ("selected" in given or self._list not in self.fields):
            self.fields[self._list] = given.get("value", "")
        elif tag == "textarea":
            self._area = given["name"]
            self.fields[self._area] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "form":
            self._inside = False


class House:
    """A server's inside: the routes over one installation, on a loop of its own."""

    def __init__(self, store: Store, where: Path) -> None:
        def on_this_store(_: Settings, hub: Hub) -> Context:
            store.on_commit(hub.notify_and_wait)
            return workshops_on(store).context

        self.home = Installation(Settings.in_folder(where), open_context=on_this_store)
        self.cases = AnyActor(self.home.workshops.context)
        self.app = PhoneRoutes(lambda: self.home).router()
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.sent: list[tuple[str, bytes]] = []
        """Every byte that left the server, with whom it went to."""

    def do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def close(self) -> None:
        self.home.stop()
        self.home.answer_writer.stop()

        async def finish() -> None:
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.loop.shutdown_default_executor()

        self.do(finish())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()


class Live(LiveWorkshop):
    """A prepared workshop, and the people who open its link."""

    def __init__(self, house: House, workshop_id: str = "") -> None:
        """Prepares a workshop, or drives the one with this id by ``house``, as a second process would."""
        if workshop_id:
            RoomReader.__init__(self, house.cases, workshop_id)
        else:
            super().__init__(house.cases, people=0)
        self.house = house
        self.people: list[PhoneClient] = []

    def phone(self, lang: Lang = "nl", **given: str) -> "PhoneClient":
        """Somebody at the door."""
        return PhoneClient(self, lang, **given)

    def join(self, lang: Lang = "nl", role: str = "data") -> "PhoneClient":
        """Somebody in the room, two taps later."""
        phone = self.phone(lang)
        phone.get()
        reply = phone.post("", role=role, lang=lang)
        assert reply.status == 303, reply.text
        self.people.append(phone)
        return phone

    def counts(self) -> tuple[int, ...]:
        """Votes A to E in the first round on the step's dilemma, from the database."""
        votes = self.votes().values()
        return tuple(sum(ballot.stance == letter for ballot in votes) for letter in "ABCDE")


class PhoneClient:
    """One browser."""

    def __init__(self, live: Live, lang: Lang, address: str = "192.0.2.1") -> None:
        self.live = live
        self.lang = lang
        self.address = address
        self.cookies: dict[str, str] = {}
        self.name = f"phone {id(self)}"

    def get(self, path: str = "", **headers: str) -> Reply:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str = "", headers: Mapping[str, str] | None = None, **fields: str) -> Reply:
        return self._ask("POST", path, urlencode(fields).encode(), {**(headers or {})})

    def answer(self, by_script: bool = False, **changes: str) -> Reply:
        """Fills in the page's form and sends it."""
        fields = {**self.get(f"?step={changes['step']}" if changes.get("step") else "").form, **changes}
        return self.post("/answer", {"accept": "application/json"} if by_script else {}, **fields)

    def listen(self, query: str = "") -> "Stream":
        return Stream(self, query)

    def scope(self, method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
        address = urlsplit(path if path.lower().startswith("/j") else f"/j/{self.live.code}{path}")
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {
            "host": "kader.test",
            "accept-language": self.lang,
            "accept-encoding": "gzip",
            **({"cookie": cookies} if cookies else {}),
            **({"content-type": "application/x-www-form-urlencoded"} if method == "POST" else {}),
            **({"sec-fetch-site": "same-origin"} if method == "POST" else {}),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": address.path,
            "raw_path": address.path.encode(),
            "query_string": address.query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items() if value],
            "client": (self.address, 5000),
            "server": ("kader.test", 80),
        }

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        scope = self.scope(method, path, headers)
        messages: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            messages.append(dict(message))

        self.live.house.do(self.live.house.app(scope, receive, send))
        start = messages[0]
        pairs = [(name.decode(), value.decode()) for name, value in start["headers"]]
        given = tuple(value for name, value in pairs if name == "set-cookie")
        for cookie in given:
            name, _, value = cookie.partition(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        raw = b"".join(message.get("body", b"") for message in messages[1:])
        reply = Reply(start["status"], dict(pairs), given, raw)
        self.live.house.sent.append((self.name, reply.text.encode() + repr(pairs).encode()))
        return reply


class Stream:
    """An open event stream."""

    def __init__(self, phone: PhoneClient, query: str) -> None:
        self._phone = phone
        self._house = phone.live.house
        self._gone = asyncio.Event()
        self._news = threading.Condition()
        self.status = 0
        self.received = b""
        self.ended = False
        scope = phone.scope("GET", f"/events{query}", {})
        self._task = asyncio.run_coroutine_threadsafe(self._run(scope), self._house.loop)
        self.wait(lambda: self.status != 0)

    async def _run(self, scope: dict[str, Any]) -> None:
        async def receive() -> dict[str, Any]:
            await self._gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            with self._news:
                if message["type"] == "http.response.start":
                    self.status = message["status"]
                else:
                    self.received += message.get("body", b"")
                    self._house.sent.append((self._phone.name, message.get("body", b"")))
                self._news.notify_all()

        await self._house.app(scope, receive, send)
        with self._news:
            self.ended = True
            self._news.notify_all()

    @property
    def steps(self) -> list[str]:
        """The main parts that came, oldest first."""
        return re.findall(r"event: step\ndata: (.*)\n", self.received.decode())

    def wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        with self._news:
            while not until():
                left = end - time.monotonic()
                assert left > 0, f"waited in vain; came so far: {self.received[-600:]!r}"
                self._news.wait(left)

    def wait_for(self, words: str) -> str:
        """The first main part with these words."""
        self.wait(lambda: any(words in step for step in self.steps))
        return next(step for step in self.steps if words in step)

    def close(self) -> None:
        self._house.loop.call_soon_threadsafe(self._gone.set)
        self._task.result(PATIENCE)


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as store:
        yield store


@pytest.fixture
def house(store: Store, tmp_path: Path) -> Iterator[House]:
    inside = House(store, tmp_path / "nowhere")
    yield inside
    inside.close()


@pytest.fixture
def live(house: House) -> Live:
    return Live(house)
