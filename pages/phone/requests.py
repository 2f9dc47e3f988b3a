"""Reads a phone's request: the key in its cookie, a posted form, and the answers in it.

Which answers are allowed is up to the use cases.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.types import Receive, Scope

from framework.errors import ChoiceUnknown, InputRefused, TextMissing
from framework.text import Lang
from framework.workshop.answer_rules import CARDS_TO_ORDER, Answer
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote
from framework.workshop.steps.unplanned_question import QuestionAnswer
from pages.server.language_negotiation import wanted_language

COOKIE_DAYS = 90
"""Long enough for the follow-up, which is two weeks later, and later in some teams."""
_KEY = re.compile(r"^[A-Za-z0-9_-]{22}$")
SEAT_CHANGED_COOKIE = "kader_changed"
BODY_LIMIT = 256 * 1024
"""Bytes. A text that is too long for its field, up to ten thousand characters, still gets an error that says so."""
FIELDS_LIMIT = 400

Form = Mapping[str, str]
_Model = TypeVar("_Model", bound=BaseModel)


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def request_language(request: Request) -> Lang:
    return wanted_language(request.scope.get("query_string", b""), request.headers.get("accept-language", ""))


def requested_step(request: Request, plan: Sequence[object]) -> str:
    asked = request.query_params.get("step", "")
    return asked if any(getattr(step, "id", None) == asked for step in plan) else ""


# --- the cookie by which a browser keeps its seat ---


@lru_cache(maxsize=4_096)
def cookie_name(workshop_id: str) -> str:
    """One cookie per workshop, because a trainer's phone may be in several. Does not reveal the workshop's id."""
    return f"kader_seat_{hashlib.sha256(workshop_id.encode()).hexdigest()[:10]}"


NO_SEAT = "1"
"""The cookie's value before somebody joins. It shows that the browser keeps cookies."""


def new_key() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def seat_key(workshop_id: str, nonce: str) -> str:
    """The key of a new seat. ``nonce``: from the join form, so that two taps on one phone are one person.

    Never the key from the cookie: another site on this host could set that cookie and would share the seat.
    """
    if not is_key(nonce):
        return new_key()
    digest = hashlib.sha256(f"{workshop_id} {nonce}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def is_key(key: str) -> bool:
    return _KEY.match(key) is not None


def key_hash(key: str) -> str:
    """The hash of a key, which is all that the database has of it."""
    return hashlib.sha256(key.encode()).hexdigest()


def set_cookie(scope: Scope, workshop_id: str, key: str) -> str:
    """The ``Set-Cookie`` value that gives this browser its seat."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{cookie_name(workshop_id)}={key}; Path=/j; Max-Age={COOKIE_DAYS * 86_400}; HttpOnly; SameSite=Lax{secure}"


def expired_cookie(workshop_id: str) -> str:
    return f"{cookie_name(workshop_id)}=; Path=/j; Max-Age=0; HttpOnly; SameSite=Lax"


def changed_cookie(scope: Scope, seconds: float) -> str:
    """The ``Set-Cookie`` value that tells every process, for some seconds, that this seat has just been changed."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{SEAT_CHANGED_COOKIE}=1; Path=/j; Max-Age={round(seconds)}; HttpOnly; SameSite=Lax{secure}"


# --- the form ---


class TooLarge(InputRefused):
    """The body is larger than `BODY_LIMIT`."""

    code = "input-refused"


async def read_form(receive: Receive) -> Form:
    """The fields of a URL-encoded post; the last of those with the same name. Raises `TooLarge`, `InputRefused`."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise InputRefused
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            raise TooLarge
        more = message.get("more_body", False)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS_LIMIT, errors="strict")
    except ValueError:
        raise InputRefused from None
    if any("\0" in part for pair in pairs for part in pair):  # cannot be typed, and PostgreSQL refuses it
        raise InputRefused
    return dict(pairs)


def answers(form: Form, seat: str) -> tuple[Answer, ...]:
    """A seat's answers in this form. Raises `ChoiceUnknown` for values that our forms do not have."""
    kind = form.get("kind", "")
    match kind:
        case "ballot":
            return (_ballot(form, seat),)
        case "ranking":
            cards = tuple(card for at in range(1, CARDS_TO_ORDER + 1) if (card := form.get(f"card{at}", "")))
            return (_validated(Ranking, seat=seat, cards=cards),)
        case "consent":
            about = form.get("about", "")
            return tuple(
                _validated(
                    Consent,
                    seat=seat,
                    round=about,
                    decision=rule,
                    answer=said,
                    harm=form.get(f"harm {rule}", ""),
                    safe_if=form.get(f"safe_if {rule}", ""),
                    keep_words=form.get(f"keep {rule}") == "yes",
                )
                for rule, said in _fields_starting_with(form, "answer ")
            )
        case "red_line":
            return tuple(
                _validated(RedLineVote, seat=seat, red_line=line, answer=said)
                for line, said in _fields_starting_with(form, "line ")
            )
        case "word":
            return (_validated(CheckoutWord, seat=seat, word=form.get("word", "")),)
        case "question":
            said = {"choice": form.get("choice") or None, "word": form.get("word", "")}
            return (_validated(QuestionAnswer, seat=seat, question=form.get("about", ""), **said),)
        case _:
            raise ChoiceUnknown(field="kind", value="")


def _ballot(form: Form, seat: str) -> Ballot:
    stance = form.get("stance", "")
    if not stance:
        raise TextMissing(field="stance")
    return _validated(
        Ballot,
        seat=seat,
        scenario=form.get("scenario", ""),
        activity=form.get("activity", ""),
        round=2 if form.get("round") == "2" else 1,
        stance=None if stance == "abstain" else stance,
        abstained=stance == "abstain",
        confidence=form.get("confidence") or None,
        reason=form.get("reason", ""),
        objection=form.get("objection") == "yes",
    )


def _fields_starting_with(form: Form, prefix: str) -> list[tuple[str, str]]:
    return [(name.removeprefix(prefix), value) for name, value in form.items() if name.startswith(prefix) and value]


def _validated(model: type[_Model], **values: object) -> _Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else "kind"
        raise ChoiceUnknown(field=field, value=str(values.get(field, ""))[:40]) from None
