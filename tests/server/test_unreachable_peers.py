"""``unreachable_peers.py``: a stream to a phone that has vanished ends."""

import socket

import pytest

from pages.server.unreachable_peers import ACKNOWLEDGED_WITHIN, end_when_unreachable


class _Server:
    """What uvicorn's ``receive`` belongs to."""

    def __init__(self, connection: socket.socket | None) -> None:
        self.transport = self
        self.connection = connection

    def get_extra_info(self, _: str) -> socket.socket | None:
        return self.connection

    async def receive(self) -> dict[str, object]:
        return {}


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has no such option")
def test_what_is_not_acknowledged_ends_the_connection() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as phone,
    ):
        end_when_unreachable(_Server(phone).receive)
        assert phone.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == ACKNOWLEDGED_WITHIN
        phone.getpeername()  # still open


def test_without_a_socket_it_does_nothing() -> None:
    async def receive() -> dict[str, object]:
        return {}

    end_when_unreachable(receive)
    end_when_unreachable(_Server(None).receive)
