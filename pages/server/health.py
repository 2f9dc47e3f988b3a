"""``/healthz``: whether workshops can be saved. For load balancers, monitoring and the ``kader`` command."""

import os
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from framework.errors import KaderError, NotFound, StoreReason, StoreUnavailable
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.store import Store

_NO_STORE = {"Cache-Control": "no-store"}
_SQLITE_REASONS: dict[int, StoreReason] = {5: "locked", 6: "locked", 8: "read-only", 13: "full", 14: "read-only"}
"""By SQLite's primary result code (BUSY, LOCKED, READONLY, FULL, CANTOPEN)."""


_checks: list[Callable[[], None]] = []


def register(check: Callable[[], None]) -> None:
    """For modules that are imported late. ``check`` is quick and raises `StoreUnavailable`."""
    _checks.append(check)


async def healthz(_: Request) -> JSONResponse:
    """200 when workshops can be saved, else 503 with the error's code and reason. Never an address,
    a path or a version."""
    try:
        for check in _checks:
            check()
        await run_in_threadpool(check_store, Settings.from_environment(os.environ))
    except KaderError as error:
        body = {"status": "unavailable", "error": error.code, "reason": str(error.params.get("reason", ""))}
        return JSONResponse(body, status_code=503, headers=_NO_STORE)
    return JSONResponse({"status": "ok"}, headers=_NO_STORE)


def check_store(settings: Settings) -> None:
    """Checks that the database can be opened and written to. Raises `StoreUnavailable`.

    A SQLite file is checked with the standard library, so a health check does not load SQLAlchemy into an idle server.
    """
    file = settings.database_file
    if file is not None:
        _check_file(file)
        return
    with suppress(NotFound):
        _open_store(settings).revision("")


@cache
def _open_store(settings: Settings) -> "Store":
    from framework.store import open_store

    return open_store(settings)


def _check_file(file: Path) -> None:
    import sqlite3

    where = str(file)
    if not os.path.exists(file):  # Path.exists raises in a folder that may not be read
        folder = next(parent for parent in file.parents if os.path.exists(parent))
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise StoreUnavailable(reason="read-only", where=str(folder))
        return
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        raise StoreUnavailable(reason="read-only", where=where)
    try:
        with closing(
            sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=2, isolation_level=None)
        ) as connection:
            # A write that is committed, since a full disk shows only then: the same number as before.
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {int(version)}")
            connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(
            reason=_SQLITE_REASONS.get(error.sqlite_errorcode & 0xFF, "damaged"), where=where
        ) from error


ROUTES = (Route("/healthz", healthz, methods=["GET"]),)
