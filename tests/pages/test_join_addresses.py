"""Console and projector name the same addresses for phones, in the same order."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from starlette.requests import Request

from framework import network
from pages.projector.join_address import join_address
from pages.server.lan_listener import OpenAddress, going_live
from pages.ui.facilitation import join_info

LINK_LOCAL = "169.254.7.7"


class Machine:
    """The networks that this machine seems to be on, and how the facilitator's browser reaches it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.addresses = ["192.168.1.20", "10.0.0.7"]
        self.opened_at = "http://localhost:8501/"
        self.now = 1_000.0
        options = {"server.address": "0.0.0.0", "server.port": 8501}
        monkeypatch.setattr(st, "get_option", options.get)
        monkeypatch.setattr("streamlit.config.get_option", options.get)
        monkeypatch.setattr(type(st.context), "url", property(lambda _: self.opened_at))
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(socket, "socket", _NoRoute)
        monkeypatch.setattr(socket, "getaddrinfo", self._resolve)
        self._live: Callable[[str], None] = lambda host: monkeypatch.setattr(
            going_live, "_where", OpenAddress(host, 8501)
        )

    def go_live(self, host: str) -> None:
        self._live(host)

    def _resolve(self, *_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, 0, 0, "", (each, 0)) for each in self.addresses]

    def console(self) -> tuple[str, ...]:
        return join_info.phone_addresses()

    def projector(self, at: str = "") -> str:
        host = self.opened_at.removeprefix("http://").removesuffix("/")
        scope = {"type": "http", "method": "GET", "path": "/room/x", "scheme": "http", "server": ("127.0.0.1", 8501)}
        scope |= {"query_string": f"at={at}".encode(), "headers": [(b"host", host.encode())]}
        return join_address(Request(scope)).base


class _NoRoute:
    """A probe for which there is no route, so that only the host's own name tells of addresses."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> "_NoRoute":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def connect(self, _: object) -> None:
        raise OSError


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    network._addresses_during.cache_clear()
    yield Machine(monkeypatch)
    network._addresses_during.cache_clear()


def test_the_projector_shows_every_address_the_console_offers_also_a_link_local_one(machine: Machine) -> None:
    machine.addresses.append(LINK_LOCAL)
    offered = machine.console()
    assert f"http://{LINK_LOCAL}:8501" in offered
    assert [machine.projector(at=each) for each in offered] == list(offered)


@pytest.mark.parametrize("opened_at", ["http://localhost:8501/", "http://10.0.0.7:8501/", "http://kader.example/"])
def test_both_prefer_the_same_address_when_live_on_one_and_opened_under_another(
    machine: Machine, opened_at: str
) -> None:
    machine.opened_at = opened_at
    machine.go_live("192.168.1.20")
    assert machine.projector() == machine.console()[0] == "http://192.168.1.20:8501"


def test_both_see_a_hotspot_that_was_switched_on_later(machine: Machine) -> None:
    hotspot = "http://172.20.10.2:8501"
    assert machine.projector(at=hotspot) != hotspot
    assert hotspot not in machine.console()
    machine.addresses.append("172.20.10.2")
    machine.now += 11
    assert machine.projector(at=hotspot) == hotspot
    assert hotspot in machine.console()


def test_a_link_local_address_comes_last(machine: Machine) -> None:
    machine.addresses.insert(0, LINK_LOCAL)
    assert machine.console()[-1] == f"http://{LINK_LOCAL}:8501"
