"""The floor of the live measurements: a bare Starlette app that puts the same load on network and disk as a room.

It sends the same bytes from memory, commits as often (SQLite, WAL, ``synchronous=FULL``) and broadcasts what is posted to
it to every open stream. It knows nothing of workshops. ``python -m benchmarks.bare PORT DATABASE``
"""

import asyncio
import resource
import secrets
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from pages.live.hub import COUNT_INTERVAL

RETRY = b"retry: 1000\n\n"


class Floor:
    """What the routes share. Uses one database connection, on the event loop, because nothing is cheaper."""

    def __init__(self, database: Path) -> None:
        self._database = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("CREATE TABLE IF NOT EXISTS seats (key TEXT PRIMARY KEY, role BLOB)")
        self._database.execute("CREATE TABLE IF NOT EXISTS votes (key TEXT PRIMARY KEY, body BLOB)")
        self._database.execute("CREATE TABLE IF NOT EXISTS room (id INTEGER PRIMARY KEY, body BLOB)")
        self._phones: set[asyncio.Queue[bytes]] = set()
        self._screens: set[asyncio.Queue[bytes]] = set()
        self._votes = 0
        self._counting: asyncio.TimerHandle | None = None
        self._pages: dict[str, bytes] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/healthz", self.healthz),
            Route("/given/{name}", self.give, methods=["POST"]),
            Route("/form/{name}", self.form),
            Route("/step", self.step, methods=["POST"]),
            Route("/screens/{name}/events", self.screen),
            Route("/j/{code}", self.page),
            Route("/j/{code}", self.join, methods=["POST"]),
            Route("/j/{code}/events", self.follow),
            Route("/j/{code}/answer", self.answer, methods=["POST"]),
        ]

    async def healthz(self, _: Request) -> Response:
        return PlainTextResponse("ok")

    async def give(self, request: Request) -> Response:
        """Receives the bytes of a page of Kader, to serve them from memory."""
        self._pages[request.path_params["name"]] = await request.body()
        return PlainTextResponse("ok")

    async def form(self, request: Request) -> Response:
        """A plain HTML form, for browsers."""
        return Response(self._pages[request.path_params["name"]], media_type="text/html")

    async def page(self, request: Request) -> Response:
        seated = "seat" in request.cookies
        answer = Response(self._pages["room" if seated else "door"], media_type="text/html")
        answer.headers["Content-Encoding"] = "gzip"
        if not seated:
            answer.set_cookie("seat", secrets.token_urlsafe(16), path="/j", httponly=True, samesite="lax")
        return answer

    async def join(self, request: Request) -> Response:
        role = await request.body()
        self._database.execute("INSERT OR IGNORE INTO seats VALUES (?, ?)", (request.cookies["seat"], role))
        return RedirectResponse(request.url.path, 303)

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        self._database.execute(
            "INSERT INTO votes VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body",
            (request.cookies["seat"], body),
        )
        self._votes += 1
        if self._counting is None and self._screens:
            self._counting = asyncio.get_running_loop().call_later(COUNT_INTERVAL, self._count)
        return JSONResponse({"saved": True})

    async def step(self, request: Request) -> Response:
        """Commits one row and broadcasts the posted bytes to every phone."""
        body = await request.body()
        self._database.execute("INSERT OR REPLACE INTO room VALUES (1, ?)", (body,))
        for waiting in self._phones:
            waiting.put_nowait(body)
        self._count()
        return PlainTextResponse("ok")

    def _count(self) -> None:
        self._counting = None
        for waiting in self._screens:
            waiting.put_nowait(b"event: room\ndata: %d\n\n" % self._votes)

    async def follow(self, _: Request) -> Response:
        return _stream(self._phones)

    async def screen(self, _: Request) -> Response:
        return _stream(self._screens)


def _stream(among: set[asyncio.Queue[bytes]]) -> Response:
    async def events() -> AsyncIterator[bytes]:
        waiting: asyncio.Queue[bytes] = asyncio.Queue()
        among.add(waiting)
        try:
            yield RETRY
            while True:
                yield await waiting.get()
        finally:
            among.discard(waiting)

    return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def main(port: int, database: Path) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    app = Starlette(routes=Floor(database).routes())
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
