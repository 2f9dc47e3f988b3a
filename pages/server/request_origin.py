"""Where a request comes from: one of our own pages or another site, and which network address."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache

from starlette.types import Scope


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a form was sent from a page of this server, or by the reader's own browser window.

    ``Sec-Fetch-Site: none`` is what a browser says when its user and no page asked, such as for a form sent again after
    a restart; no page can make it say so. Older browsers name the ``Origin``. A program that is no browser sends
    neither, and has nobody else's cookies either.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == (headers.get("host") or None)


def client_address(scope: Scope) -> str:
    """The network address of a request, as rate limits count it: an IPv6 one by the /64 that a household has."""
    client = scope.get("client")
    return _rate_limit_key(str(client[0]) if client else "")


@lru_cache(maxsize=4_096)
def _rate_limit_key(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return host
