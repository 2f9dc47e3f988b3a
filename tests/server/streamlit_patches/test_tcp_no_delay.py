"""``tcp_no_delay.py``: small answers leave at once on plain asyncio."""

import sys
from pathlib import Path

from tests.support.server_process import Visitor, free_port, serving


def test_accepted_connections_do_not_wait_for_more(house: Path) -> None:
    """The option is read in the server itself, around the real launcher, on a socket made as Streamlit makes it."""
    (house / "pages" / "_shell.py").write_text("import streamlit as st\nst.markdown('one line')\n")
    (house / "plain.py").write_text(
        "import socket, sys, uvicorn\n"
        "import app\n"
        "class Look:\n"
        "    def __init__(self, inner): self.inner = inner\n"
        "    async def __call__(self, scope, receive, send):\n"
        "        await self.inner(scope, receive, send)\n"
        "        transport = getattr(getattr(receive, '__self__', None), 'transport', None)\n"
        "        if transport is not None and scope['type'] == 'http':\n"
        "            sock = transport.get_extra_info('socket')\n"
        "            print('nodelay', sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), flush=True)\n"
        "listener = socket.socket()\n"
        "listener.bind(('127.0.0.1', int(sys.argv[1]))); listener.listen(); listener.setblocking(False)\n"
        "server = uvicorn.Server(uvicorn.Config(Look(app.app), loop='asyncio', lifespan='on'))\n"
        "server.run(sockets=[listener])\n"
    )
    port = free_port()
    with (
        serving([sys.executable, "plain.py", str(port)], log=house / "log.txt", port=port, folder=house) as server,
        Visitor(server) as visitor,
    ):
        assert visitor.visit().texts == ["one line"]
    told = [line for line in (house / "log.txt").read_text().splitlines() if line.startswith("nodelay")]
    assert set(told) == {"nodelay 1"}
