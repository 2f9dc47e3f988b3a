"""Security headers for every response: they restrict a browser to this server's own scripts, frames and addresses."""

import re
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framework.content_policy import SELF, content_policy
from pages.server.streamlit_patches.inline_scripts import inline_script_hashes


def _policy_for_streamlit(host: str) -> str:
    # Firefox and older Safari do not count a websocket as 'self', so the requested host is named when it is a plain one.
    sockets = f" ws://{host} wss://{host}" if re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", host) else ""
    return content_policy(
        # Streamlit loads the script of a component (pages/ui/facilitation/status_component.py) from a blob: address.
        # Only a running script can create one, so injected markup still cannot run anything.
        script_src=f"{SELF} blob: {' '.join(inline_script_hashes())}",
        # Streamlit (emotion) and plotly create styles at run time, so this cannot be stricter.
        style_src=f"{SELF} 'unsafe-inline'",
        img_src=f"{SELF} data: blob:",
        font_src=f"{SELF} data:",
        media_src=f"{SELF} blob:",
        connect_src=f"{SELF}{sockets}",
        frame_src=SELF,
        manifest_src=SELF,
        form_action=SELF,
    )


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A page's address contains the workshop's id.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


class SecurityHeaders:
    """ASGI middleware that adds the headers above, except those that a route sets itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = message.get("headers", ())
                said = {name.lower() for name, _ in there}
                message["headers"] = [*there, *(one for one in fixed_headers(host) if one[0] not in said)]
            await send(message)

        return await self.app(scope, receive, with_headers)


@lru_cache(maxsize=64)
def fixed_headers(host: bytes) -> tuple[tuple[bytes, bytes], ...]:
    """The headers for a request to this host, in ASGI's form. Cached, because a room makes thousands of requests."""
    headers = {"Content-Security-Policy": _policy_for_streamlit(host.decode("latin-1")), **_HEADERS}
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items())
