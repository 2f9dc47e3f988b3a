"""Under which addresses phones in the room can open Kader, as things stand."""

import ipaddress
from urllib.parse import urlsplit

_ANY = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared, not listened on


def is_this_machine(host: str) -> bool:
    """Whether a host name means the machine itself, so that a phone would look for Kader on the phone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def bases(
    opened_at: str, listens_on: str | None, port: int, *, gone_live: str | None, addresses: tuple[str, ...]
) -> tuple[str, ...]:
    """``http://host:port``, best first; none when no phone can come in.

    ``opened_at``: the address in the facilitator's own browser; where that is not this machine itself, phones can use it
    too, also through a proxy. ``listens_on``: the address that the server was started on; None for all. ``gone_live``:
    where it listens besides, for the room. ``addresses``: this machine's own on its networks.
    """
    found: list[str] = []
    opened = urlsplit(opened_at)
    if opened.hostname and not is_this_machine(opened.hostname):
        found.append(f"{opened.scheme}://{opened.netloc}")
    if gone_live:
        found.append(gone_live)
    bound = listens_on or ""
    if bound in _ANY:
        found += [f"http://{address}:{port}" for address in addresses]
    elif not is_this_machine(bound):
        found.append(f"http://{f'[{bound}]' if ':' in bound else bound}:{port}")
    return tuple(dict.fromkeys(found))
