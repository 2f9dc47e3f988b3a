"""Who may come in: seat cookies, wrong codes per address, and where a post comes from. Kept in memory only."""

import hashlib
import ipaddress
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

COOKIE_DAYS = 90
"""The follow-up comes two weeks later, and some teams take longer."""
_KEY = re.compile(r"^[A-Za-z0-9_-]{22}$")


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


# --- wrong codes -----------------------------------------------------------------------------------------------------

FREE = 10
"""Wrong codes from one address that cost nothing: a room full of people behind one office address mistypes, too."""
PER_ADDRESS = 120
"""Wrong codes that one address may have open; one is forgiven every `FORGIVEN` seconds."""
FORGIVEN = 5.0
ALTOGETHER = 1_000
"""Above this many from everywhere, an address that itself has failed more than `FREE` times is refused at once."""
SLOWEST = 2.0
_ADDRESSES = 10_000


@dataclass
class Doors:
    """Counts wrong join codes per address. ``clock``: seconds, only differences matter."""

    clock: Callable[[], float] = time.monotonic
    _failures: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict[str, tuple[float, float]])
    _all: tuple[float, float] = (0.0, 0.0)

    def is_shut(self, address: str) -> bool:
        """Whether this address has tried too many wrong codes: whoever has no seat yet must wait."""
        open_here = self._now(self._failures.get(address))
        return open_here >= PER_ADDRESS or (open_here > FREE and self._now(self._all, 10) >= ALTOGETHER)

    def failed(self, address: str) -> float:
        """Notes a wrong code; returns for how many seconds the answer should be held back."""
        now = self.clock()
        open_here = self._now(self._failures.get(address)) + 1
        self._failures[address] = (open_here, now)
        self._failures.move_to_end(address)
        while len(self._failures) > _ADDRESSES:
            self._failures.popitem(last=False)
        self._all = (self._now(self._all, 10) + 1, now)
        return min(SLOWEST, max(0.0, (open_here - FREE) / 20))

    def _now(self, kept: tuple[float, float] | None, times: float = 1) -> float:
        """What is left of failures after what was forgiven since."""
        if kept is None:
            return 0.0
        failures, since = kept
        return max(0.0, failures - times * (self.clock() - since) / FORGIVEN)


def address_of(scope: Scope) -> str:
    """The network address a request comes from; of IPv6 the part that a household or an office has for itself."""
    client = scope.get("client")
    host = str(client[0]) if client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return host
