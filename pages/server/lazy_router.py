"""Routes whose module is imported with their first request, so that an idle server stays small."""

import asyncio
import importlib
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from pages.server.tuning import freeze, frozen_imports

FREEZE_DELAY = 3.0
"""Seconds from the import to a second freeze. By then the first requests have loaded the deck and the messages."""


class LazyRouter:
    """An ASGI app that forwards to ``module.router()``, called once. The import runs in a thread, beside the event loop."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._router: Any = None
        self._loading: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while self._router is None:
            # After a restart a thousand phones ask at once: one request loads, the others wait for it.
            if self._loading is None or self._loading.done():
                self._loading = asyncio.create_task(self._load(), name=f"kader-{self.module}")
            await asyncio.shield(self._loading)
        await self._router(scope, receive, send)

    async def _load(self) -> None:
        with frozen_imports():
            self._router = (await run_in_threadpool(importlib.import_module, self.module)).router()
        asyncio.get_running_loop().call_later(FREEZE_DELAY, freeze)
