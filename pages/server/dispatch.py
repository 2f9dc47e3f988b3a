"""Dispatches ``/j``, ``/live`` and ``/room`` before Streamlit's middleware.

Streamlit's session and compression and the rewriting of its page would take longer than a phone's response itself, and every
open stream would keep their state in memory.
"""

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send


class PathDispatcher:
    """ASGI middleware. ``routers``: by the first segment of the paths they answer, such as ``j`` for ``/j/CODE``."""

    def __init__(self, app: ASGIApp, routers: Mapping[str, ASGIApp]) -> None:
        self._app = app
        self._routers = routers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            router = self._routers.get(scope["path"].removeprefix("/").partition("/")[0])
            if router is not None:
                # Without the app around it a router answers 404 and 405 itself.
                scope.pop("app", None)
                return await router(scope, receive, send)
        return await self._app(scope, receive, send)
