"""The cookie that makes a browser the same seat again, and the key in it."""

import hashlib
import re
import secrets
from functools import lru_cache

from starlette.types import Scope

COOKIE_DAYS = 90
"""The follow-up comes two weeks later, and some teams take longer."""
_KEY = re.compile(r"^[A-Za-z0-9_-]{22}$")


@lru_cache(maxsize=4_096)
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
