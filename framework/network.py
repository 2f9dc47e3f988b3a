"""Under which addresses phones in the room can reach this machine. Nothing is sent to find out."""

import ipaddress
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

ANY = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared, not listened on
_ROUTES = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "192.0.2.1")
"""Addresses in each kind of private network and one outside: the machine says from which of its own it would go there."""


@dataclass(frozen=True, slots=True)
class Reachability:
    """How phones reach this server. ``bases``: ``http://host:port``, best first. ``only_here``: no phone can."""

    bases: tuple[str, ...]
    only_here: bool


def own_addresses() -> tuple[str, ...]:
    """This machine's IPv4 addresses on its networks, without the loopback and without ones nobody gave it."""
    found: list[str] = []
    for route in _ROUTES:
        # A datagram socket that connects sends nothing; it only picks the way out.
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((route, 9))
            found.append(str(probe.getsockname()[0]))
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    kept = (address for address in dict.fromkeys(found) if _useful(address))
    return tuple(sorted(kept, key=lambda address: not ipaddress.ip_address(address).is_private))


def is_this_machine(host: str) -> bool:
    """Whether a host name means the machine itself, so that a phone would look for Kader on the phone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def reach(opened_at: str, listens_on: str | None, port: int, addresses: tuple[str, ...]) -> Reachability:
    """``opened_at``: the address in the facilitator's own browser; where that is not this machine itself, phones can use
    it too, also through a proxy. ``listens_on``: the address that the server was started on; None for all."""
    opened = urlsplit(opened_at)
    bases: list[str] = []
    if opened.hostname and not is_this_machine(opened.hostname):
        bases.append(f"{opened.scheme}://{opened.netloc}")
    bound = listens_on or ""
    if bound in ANY:
        bases += [f"http://{address}:{port}" for address in addresses]
    elif not is_this_machine(bound):
        bases.append(f"http://{f'[{bound}]' if ':' in bound else bound}:{port}")
    return Reachability(tuple(dict.fromkeys(bases)), only_here=not bases)


def _useful(address: str) -> bool:
    known = ipaddress.ip_address(address)
    return not (known.is_loopback or known.is_link_local or known.is_unspecified)
