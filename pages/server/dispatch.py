"""Phones, projector and console streams are answered ahead of what Streamlit wraps around every request.

Its session, its compression and the rewriting of its document cost a phone's answer more than the answer itself, and
every open stream would keep their state for as long as it lasts.
"""

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send


class PathDispatcher:
    """``answering``: what answers everything below the first part of an address, such as ``j`` for ``/j/CODE``."""

    def __init__(self, app: ASGIApp, answering: Mapping[str, ASGIApp]) -> None:
        self._app = app
        self._answering = answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            found = self._answering.get(scope["path"].removeprefix("/").partition("/")[0])
            if found is not None:
                # Without the app around it a router answers 404 and 405 itself.
                scope.pop("app", None)
                return await found(scope, receive, send)
        return await self._app(scope, receive, send)
