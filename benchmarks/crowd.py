"""Many phones in one process: a small HTTP/1.1 client with open event streams, which records arrival times.

It reads commands as JSON from standard input, one per line, and answers each with one line; commands are methods of `Crowd`.
A phone behaves like a browser. It keeps its cookie, follows the stream on its first connection and posts on a second one. It
reconnects ``retry`` milliseconds after its stream breaks, and repeats an unanswered vote with the same key.
``python -m benchmarks.crowd PORT CODE [SOURCE]``
"""

import asyncio
import gc
import gzip
import itertools
import json
import re
import resource
import secrets
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

import uvloop

JOIN_LIMIT = 60.0
"""Seconds after which a phone that has not joined counts as refused."""
_END = b"\n\n\r\n"
_STEP = b"event: step"
STANCES = "ABCDE"


class Broken(Exception):
    """The connection ended before the response was complete."""


class Connection(asyncio.Protocol):
    """One connection. Responses are returned whole; of an event stream, ``heard`` gets every event."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._waiting: asyncio.Future[tuple[int, bytes, bytes]] | None = None
        self._follower: Phone | None = None
        self._phone: Phone | None = None
        self.open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's does not derive from it
        self.open = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Broken(str(exc)))
        if self._phone is not None:
            phone, self._phone = self._phone, None
            phone.lost(self)

    def ask(self, request: bytes, follower: "Phone | None" = None) -> "asyncio.Future[tuple[int, bytes, bytes]]":
        """Status, head and body. ``follower``: the phone that gets the events if the response is a stream."""
        if not self.open or self.transport is None:
            raise Broken
        self._follower = follower
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._waiting

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        if self._phone is not None:
            self._heard(self._phone)
            return
        end = buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(buffer[:end]).lower()
        length = 0
        if b"text/event-stream" not in head:
            found = re.search(rb"content-length: (\d+)", head)
            length = int(found[1]) if found else 0
            if len(buffer) < end + 4 + length:
                return
        waiting, self._waiting = self._waiting, None
        body = bytes(buffer[end + 4 : end + 4 + length])
        head = bytes(buffer[:end])
        del buffer[: end + 4 + length]
        if waiting is not None and not waiting.done():
            waiting.set_result((int(head[9:12]), head, body))
        if b"text/event-stream" in head and self._follower is not None:
            self._phone = self._follower
            self._heard(self._phone)

    def _heard(self, phone: "Phone") -> None:
        if self._buffer.endswith(_END):
            phone.heard(time.perf_counter(), self._buffer)
            self._buffer.clear()


@dataclass(eq=False)
class Phone:
    crowd: "Crowd"
    number: int
    cookie: str = ""
    seen: str = ""
    stream: Connection | None = None
    line: Connection | None = None
    step_at: float = 0.0
    """When the last step arrived, on the machine's clock; 0 from `Crowd.expect` on."""
    followed_at: float = 0.0
    """When its stream was last opened."""
    stance: str = ""
    acknowledged: int = 0
    parts: list[float] = field(default_factory=list[float])
    """Seconds for each request of joining: join page, seat, room page, stream."""
    _voting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def lang(self) -> str:
        return "nl" if self.number % 2 else "en"

    def request(self, method: str, path: str, body: bytes = b"", more: str = "") -> bytes:
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        typed = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = (
            f"{method} {self.crowd.room}{path} HTTP/1.1\r\nHost: 127.0.0.1:{self.crowd.port}\r\n"
            f"Accept-Encoding: gzip\r\nAccept-Language: {self.lang}\r\n{cookie}{typed}{more}\r\n"
        )
        return head.encode() + body

    async def join(self) -> None:
        line = await self.crowd.connect()
        times = [time.perf_counter()]
        status, head, _ = await line.ask(self.request("GET", ""))
        self._keep(status, head)
        times.append(time.perf_counter())
        body = urlencode({"role": "data", "lang": self.lang}).encode()
        status, head, _ = await line.ask(self.request("POST", "", body))
        self._keep(status, head, 303)
        times.append(time.perf_counter())
        status, head, page = await line.ask(self.request("GET", ""))
        self._keep(status, head)
        times.append(time.perf_counter())
        self.seen = self.crowd.mark(self.lang, page)
        await self.open(line)
        times.append(time.perf_counter())
        self.parts = [after - before for before, after in itertools.pairwise(times)]

    def _keep(self, status: int, head: bytes, wanted: int = 200) -> None:
        if status != wanted:
            raise Broken(f"status {status}")
        found = re.search(rb"(?i)set-cookie: ([^;\r]+)", head)
        if found:
            self.cookie = found[1].decode()

    async def open(self, line: Connection | None = None) -> None:
        """Opens the event stream, as a browser does that reconnects."""
        line = line or await self.crowd.connect()
        last = f"Last-Event-ID: {self.seen}\r\n" if self.followed_at else ""
        path = f"/events?seen={self.seen}&lang={self.lang}&tab=t{self.number}&step="
        status, _, _ = await line.ask(self.request("GET", path, more=f"Accept: text/event-stream\r\n{last}"), self)
        if status != 200:
            raise Broken(f"status {status}")
        self.stream = line
        self.followed_at = time.perf_counter()

    def heard(self, at: float, event: bytearray) -> None:
        if _STEP in event[:400]:
            self.step_at = at
            found = re.search(rb"id: (\w+)", event[:200])
            if found:
                self.seen = found[1].decode()
            self.crowd.step_arrived(self, event)

    def lost(self, line: Connection) -> None:
        if self.stream is line:
            self.stream = None
            self.crowd.stream_lost(self)

    async def vote(self) -> float:
        """Seconds until the vote was acknowledged. Raises `Broken` where it was refused."""
        async with self._voting:
            return await self._vote()

    async def _vote(self) -> float:
        crowd = self.crowd
        crowd.drawn += 1
        # Always another stance, so that the database shows which vote was the last.
        stance = next(letter for letter in STANCES[crowd.drawn % 5 :] + STANCES if letter != self.stance)
        body = urlencode({**crowd.form, "stance": stance, "key": secrets.token_hex(9), "tab": f"t{self.number}"})
        request = self.request("POST", "/answer", body.encode(), "Accept: application/json\r\n")
        since = time.perf_counter()
        status, said, wait = 503, b"", 0.3
        for attempt in itertools.count():
            if attempt > 1:  # the first failure may be an idle connection that the server has closed
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5.0)
            if time.perf_counter() - since > JOIN_LIMIT:
                raise Broken("never acknowledged")
            try:
                if self.line is None or not self.line.open:
                    self.line = await crowd.connect()
                status, _, said = await self.line.ask(request)
                if status < 500:
                    break
                crowd.resent[f"status {status}"] += 1
            except (OSError, Broken) as error:
                self.line = None
                crowd.resent[f"{type(error).__name__} {error}"] += 1
        if status != 200:
            raise Broken(f"status {status} {said[:80]!r}")
        self.stance = stance
        self.acknowledged += 1
        return time.perf_counter() - since


@dataclass
class Crowd:
    port: int
    code: str
    source: str = "127.0.0.1"
    phones: list[Phone] = field(default_factory=list[Phone])
    form: dict[str, str] = field(default_factory=dict[str, str])
    resent: Counter[str] = field(default_factory=Counter[str])
    """Why votes were sent again, and how often."""
    drawn: int = 0
    turn: int = -1
    _marks: dict[str, str] = field(default_factory=dict[str, str])
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _sample: bytes = b""
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set["asyncio.Task[None]"])
    _leaving: bool = False
    _screens: list[Connection] = field(default_factory=list[Connection])
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def room(self) -> str:
        return f"/j/{self.code}"

    async def connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        local = None if self.source == "127.0.0.1" else (self.source, 0)
        _, line = await loop.create_connection(Connection, "127.0.0.1", self.port, local_addr=local)
        return line

    def mark(self, lang: str, page: bytes) -> str:
        """The page's mark. Cached, so that a page that many phones read is decompressed once."""
        if lang not in self._marks:
            found = re.search(rb'data-v="(\w+)"', gzip.decompress(page))
            self._marks[lang] = found[1].decode() if found else ""
        return self._marks[lang]

    def step_arrived(self, phone: Phone, event: bytearray) -> None:
        if self.phones and phone.number == self.phones[0].number:
            self._sample = bytes(event)
        self._came.set()

    def stream_lost(self, phone: Phone) -> None:
        if not self._leaving:
            task = asyncio.get_running_loop().create_task(self._reconnect(phone))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _reconnect(self, phone: Phone) -> None:
        while phone.stream is None and not self._leaving:
            await asyncio.sleep(1.0)
            with suppress(OSError, Broken):
                await phone.open()

    # --- commands ---

    async def watch(self, paths: Sequence[str]) -> None:
        """Opens the streams of screens; their events are read and discarded."""
        for path in paths:
            line = await self.connect()
            asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: text/event-stream\r\n\r\n"
            status, _, _ = await line.ask(asked.encode(), Phone(self, -1))
            if status != 200:
                raise Broken(f"{path}: {status}")
            self._screens.append(line)

    async def join(self, count: int, *, together: bool = True, limit: float = JOIN_LIMIT) -> dict[str, Any]:
        """Adds phones, all at once or one after the other.

        Returns the seconds until each had its stream, the errors of the others, and the seconds per request.
        """
        self._marks.clear()
        fresh = [Phone(self, next(self._numbers)) for _ in range(count)]
        self.phones += fresh
        since = time.perf_counter()

        async def one(phone: Phone) -> str:
            try:
                async with asyncio.timeout(limit):
                    await phone.join()
            except (OSError, Broken, TimeoutError) as error:
                return f"{type(error).__name__} {error}"
            return ""

        met = await asyncio.gather(*(one(phone) for phone in fresh)) if together else [await one(p) for p in fresh]
        took = [phone.followed_at - since for phone in fresh if phone.followed_at]
        parts = list(zip(*(phone.parts for phone in fresh if phone.parts), strict=True))
        return {"took": took, "failed": [words for words in met if words], "parts": parts}

    async def expect(self) -> None:
        """Resets the arrival times, before a step."""
        for phone in self.phones:
            phone.step_at = 0.0
        gc.collect()

    async def arrivals(self, limit: float = 20.0) -> dict[str, Any]:
        """When the step reached each phone, on the machine's clock, and what the first of them received."""
        until = time.perf_counter() + limit
        while any(not phone.step_at for phone in self.phones) and time.perf_counter() < until:
            self._came.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), 0.2)
            await asyncio.sleep(0.02)
        missed = sum(not phone.step_at for phone in self.phones)
        event = self._sample.partition(b"\r\n")[2][:-2]
        return {
            "at": [phone.step_at for phone in self.phones if phone.step_at],
            "missed": missed,
            "event": event.decode(),
        }

    async def votes(self, count: int, seconds: float) -> dict[str, Any]:
        """Casts votes, phone after phone, spread evenly over ``seconds``; 0: all at once."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        self.resent.clear()
        sent: list[float] = []

        async def one(at: float, phone: Phone) -> float | str:
            await asyncio.sleep(max(0.0, at - loop.time()))
            sent.append(time.perf_counter())
            try:
                return await phone.vote()
            except (OSError, Broken) as error:
                return f"{type(error).__name__} {error}"

        given = [one(began + at * seconds / count, self._next()) for at in range(count)]
        said = await asyncio.gather(*given)
        return {
            "took": [one for one in said if isinstance(one, float)],
            "failed": [one for one in said if isinstance(one, str)],
            "resent": self.resent,
            "sent": sent,
        }

    def _next(self) -> Phone:
        self.turn = (self.turn + 1) % len(self.phones)
        return self.phones[self.turn]

    async def propose(self, name: str) -> float:
        """One phone adds an activity, which every phone will show. Returns when it was sent, on the machine's clock."""
        phone = self.phones[0]
        body = urlencode({"kind": "activity", "activity_kind": "chatbot", "name": name}).encode()
        line = await self.connect()
        since = time.perf_counter()
        status, _, said = await line.ask(phone.request("POST", "/answer", body, "Accept: application/json\r\n"))
        if status != 200:
            raise Broken(f"status {status} {said[:80]!r}")
        return since

    async def ask(self, **fields: str) -> None:
        """Sets what the phones' form sends in addition to the stance."""
        self.form = fields

    async def back(self, limit: float = 20.0) -> dict[str, Any]:
        """Waits until every phone has a stream; returns when each was opened last, and how many have none."""
        until = time.perf_counter() + limit
        while any(phone.stream is None for phone in self.phones) and time.perf_counter() < until:
            await asyncio.sleep(0.01)
        return {
            "at": [phone.followed_at for phone in self.phones if phone.stream],
            "missed": sum(phone.stream is None for phone in self.phones),
        }

    async def tally(self) -> list[tuple[str, str, int]]:
        """For each phone its key, its last acknowledged stance, and its number of acknowledged votes."""
        return [(phone.cookie.partition("=")[2], phone.stance, phone.acknowledged) for phone in self.phones]

    async def leave(self) -> None:
        self._leaving = True
        for phone in self.phones:
            for line in (phone.stream, phone.line):
                if line is not None and line.transport is not None:
                    line.transport.abort()


async def _serve(crowd: Crowd) -> None:
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while words := await commands.readline():
        asked: dict[str, Any] = json.loads(words)
        try:
            said = {"said": await getattr(crowd, asked.pop("do"))(**asked)}
        except Exception as error:  # noqa: BLE001 - every failure goes to whoever sent the command
            said = {"wrong": f"{type(error).__name__}: {error}"}
        print(json.dumps(said), flush=True)


def main(port: int, code: str, source: str = "127.0.0.1") -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    gc.collect()
    gc.freeze()
    gc.disable()  # collected between steps, never during one
    uvloop.run(_serve(Crowd(port, code, source)))


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:4])
