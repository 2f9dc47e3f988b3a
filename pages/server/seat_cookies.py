"""Who comes in: seat cookies, the address of a request, and where a post comes from."""

import hashlib
import ipaddress
import re
import secrets
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

COOKIE_DAYS = 90
"""The follow-up comes two weeks later, and some teams take longer."""
_KEY = re.compile(r"^[A-Za-z0-9_-]{22}$")
_KEPT = 4_096
"""Addresses, of whom each vote comes from one; names of cookies are far fewer."""


@lru_cache(maxsize=_KEPT)
def cookie_name(workshop_id: str) -> str:
    """One cookie per workshop: a trainer's phone may sit in several. It does not give the workshop's id away."""
    return f"kader_seat_{hashlib.sha256(workshop_id.encode()).hexdigest()[:10]}"


def new_key() -> str:
    """128 random bits, for one phone in one workshop."""
    return secrets.token_urlsafe(16)


def is_key(key: str) -> bool:
    return _KEY.match(key) is not None


def key_hash(key: str) -> str:
    """What the database knows of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def set_cookie(scope: Scope, workshop_id: str, key: str) -> str:
    """The header's value that lets this browser be this seat."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{cookie_name(workshop_id)}={key}; Path=/j; Max-Age={COOKIE_DAYS * 86_400}; HttpOnly; SameSite=Lax{secure}"


def drop_cookie(workshop_id: str) -> str:
    return f"{cookie_name(workshop_id)}=; Path=/j; Max-Age=0; HttpOnly; SameSite=Lax"


CHANGED = "kader_changed"


def changed_cookie(scope: Scope, seconds: float) -> str:
    """The header's value that lets every process know, for a moment, that this seat has just been changed by another."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{CHANGED}=1; Path=/j; Max-Age={round(seconds)}; HttpOnly; SameSite=Lax{secure}"


def is_own_post(headers: Headers) -> bool:
    """Whether a post comes from a page of this server, as far as browsers tell.

    Browsers of today say so in ``Sec-Fetch-Site``; older ones name the ``Origin``. A program that is no browser (a
    rehearsal, a script) sends neither; it also has no cookies of somebody else.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def address_of(scope: Scope) -> str:
    """The network address a request comes from; of IPv6 the part that a household or an office has for itself."""
    client = scope.get("client")
    return _counted_as(str(client[0]) if client else "")


@lru_cache(maxsize=_KEPT)
def _counted_as(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return host
