"""Ends connections to phones that have vanished: out of reach of the network, or with an empty battery.

Nothing tells a server of that. Linux goes on for a quarter of an hour; until then the phone would seem to listen.
"""

import os
import socket
from contextlib import suppress

from starlette.types import Receive

ACKNOWLEDGED_WITHIN = 60_000
"""Milliseconds within which what was sent must have arrived. An open stream is pinged every quarter of a minute."""


def end_when_unreachable(receive: Receive) -> None:
    """Ends the connection of a request once its peer no longer acknowledges anything.

    It reaches the socket through uvicorn's own objects, and does nothing under another server or on another system.
    """
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    connection = transport.get_extra_info("socket") if transport is not None else None
    if option is None or connection is None or connection.family not in (socket.AF_INET, socket.AF_INET6):
        return
    with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as same:  # uvloop's own sets no options
        same.setsockopt(socket.IPPROTO_TCP, option, ACKNOWLEDGED_WITHIN)
