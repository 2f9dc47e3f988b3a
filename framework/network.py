"""This machine's network addresses, and those of them that phones can open. Sends nothing."""

import ipaddress
import socket
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit

_ALL = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared, not listened on
_ROUTES = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "169.254.255.254", "192.0.2.1")
"""One address in each kind of private network, a link-local one, and one outside."""
_MAX_AGE = 10.0
"""Seconds after which addresses are read again, because a hotspot may have been switched on."""


def http_url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether a host name or address means the machine that uses it; on a phone that would be the phone."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def own_addresses(now: float) -> tuple[str, ...]:
    """This machine's IPv4 addresses on its networks, the likeliest first; never the loopback. May block on a name lookup.

    ``now``: seconds on any clock. The answer is kept for ten of them.
    """
    return _addresses_during(int(now // _MAX_AGE))


@lru_cache(maxsize=1)
def _addresses_during(_period: int) -> tuple[str, ...]:
    found: list[str] = []
    for route in _ROUTES:
        # Connecting a datagram socket sends nothing; it only selects the local address for that route.
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((route, 9))
            found.append(str(probe.getsockname()[0]))
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    known = {address: ipaddress.ip_address(address) for address in found}
    usable = [host for host, address in known.items() if not (address.is_loopback or address.is_unspecified)]
    return tuple(sorted(usable, key=lambda host: (known[host].is_link_local, not known[host].is_private)))


def join_bases(
    opened_at: str, listens_on: str | None, port: int, *, gone_live: str | None, own: tuple[str, ...]
) -> tuple[str, ...]:
    """``http://host:port`` of each address that phones can open, best first; empty when phones cannot reach this machine.

    ``gone_live``: the address that the facilitator opened for the room; it comes first. ``opened_at``: the address in the
    facilitator's browser; unless it is a loopback address, phones can use it too, even through a proxy. ``listens_on``: the
    address that the server was started on, None for all. ``own``: from `own_addresses`.
    """
    bases = [gone_live] if gone_live else []
    opened = urlsplit(opened_at)
    if opened.hostname and not is_loopback(opened.hostname):
        bases.append(f"{opened.scheme}://{opened.netloc}")
    if (listens_on or "") in _ALL:
        bases += [http_url(address, port) for address in own]
    elif listens_on and not is_loopback(listens_on):
        bases.append(http_url(listens_on, port))
    return tuple(dict.fromkeys(bases))
