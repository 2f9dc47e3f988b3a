"""The room over HTTP: reads the same pages and sends the same forms as a browser without scripts.

Uses none of the server's code: the question is read from the form on the page.
"""

import json
import re
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urlsplit

from framework.errors import JoinReason, JoinRefused, StoreUnavailable
from framework.rehearsal.personas import Persona, Prompt
from framework.rehearsal.simulation import RoomPrompt
from framework.workshop.answer_rules import Answer
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote
from framework.workshop.steps.unplanned_question import QuestionAnswer

REQUEST_TIMEOUT = 20.0
"""Seconds to wait for a response."""
RESTART_PATIENCE = 120.0
"""Seconds to wait for a server that has answered before: it may be starting anew, and phones wait for it, too."""
_TRIES = 3
_PAUSE = 0.5
"""Seconds between two tries while waiting for a restart."""
_STARTING = 503
_SLOW_DOWN = 429
"""Status when many join from one address; trying again succeeds."""
_REASONS: dict[int, JoinReason] = {403: "locked", 404: "unknown-code", 410: "over"}
"""Reasons for refusing to join, by HTTP status."""


class Unreachable(StoreUnavailable):
    """There is no server at the address."""


class HttpGuest:
    """One phone: its cookie and its connection. For one thread at a time."""

    def __init__(self, base: str, code: str) -> None:
        parts = urlsplit(base)
        self._secure = parts.scheme == "https"
        self._host = parts.netloc
        self._room = f"{parts.path.rstrip('/')}/j/{quote(code)}"
        self._connection: HTTPConnection | None = None
        self._cookie = ""
        self._answered = False
        """Whether a server has answered before."""

    def get(self, path: str = "") -> tuple[int, str]:
        return self._ask("GET", path)

    def post(self, path: str, form: Mapping[str, str]) -> tuple[int, str]:
        return self._ask("POST", path, urlencode(form))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """Status and body. Raises `Unreachable`."""
        headers = {"Accept": "application/json, text/html"} if path == "/answer" else {"Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._cookie:
            headers["Cookie"] = self._cookie
        tries, until = 0, time.monotonic() + RESTART_PATIENCE
        while True:
            try:
                if self._connection is None:
                    kind = HTTPSConnection if self._secure else HTTPConnection
                    self._connection = kind(self._host, timeout=REQUEST_TIMEOUT)
                self._connection.request(method, f"{self._room}{path}", body, headers)
                answer = self._connection.getresponse()
                said = answer.read().decode("utf-8", "replace")
            except (OSError, HTTPException) as error:
                # An idle connection may have been closed. Sending again is safe: answers carry a key and count once.
                self.close()
                tries += 1
                if time.monotonic() > until or (tries >= _TRIES and not self._answered):
                    raise Unreachable(reason="no-server", where=self._host) from error
                if tries > 1:
                    time.sleep(_PAUSE)
                continue
            if answer.status == _STARTING and self._answered and time.monotonic() < until:
                time.sleep(_PAUSE)
                continue
            self._answered = True
            for name, morsel in SimpleCookie(answer.headers.get("Set-Cookie", "")).items():
                self._cookie = f"{name}={morsel.value}" if morsel.value else ""
            return answer.status, said


class HttpRoom:
    """`framework.rehearsal.simulation.RoomClient` over HTTP; a guest is a phone with a seat."""

    def __init__(self, base: str, code: str) -> None:
        self._base = base
        self._code = code
        self._phones: list[HttpGuest] = []
        self._lock = threading.Lock()

    def enter(self, player: Persona) -> HttpGuest:
        """Raises `JoinRefused` (``unknown-code``, ``locked``, ``over``) and `Unreachable`."""
        phone = HttpGuest(self._base, self._code)
        with self._lock:
            self._phones.append(phone)
        status, page = phone.get()
        if status == 200:
            nonce = re.search(r'name="nonce" value="([^"]+)"', page)  # so that joining twice counts once
            fields = {"role": player.role, "lang": player.lang, "nonce": nonce[1] if nonce else ""}
            status, _ = phone.post("", fields)
            while status == _SLOW_DOWN:
                time.sleep(1)
                status, _ = phone.post("", fields)
        if status not in (200, 303):
            raise JoinRefused(reason=_REASONS.get(status, "unknown-code"))
        return phone

    def current_prompt(self, guest: HttpGuest) -> RoomPrompt:
        _, page = guest.get()
        return read_page(page)

    def submit(self, guest: HttpGuest, answers: Sequence[Answer]) -> str:
        return _error_code(guest.post("/answer", {**form_fields(answers), "key": secrets.token_hex(8)}))

    def propose(self, guest: HttpGuest, kind: str, name: str) -> str:
        return _error_code(guest.post("/answer", {"kind": "activity", "activity_kind": kind, "name": name}))

    def leave(self, guest: HttpGuest) -> None:
        guest.post("/leave", {})

    def close(self) -> None:
        for phone in self._phones:
            phone.close()


def _error_code(answer: tuple[int, str]) -> str:
    status, said = answer
    if status == 200:
        return ""
    with suppress(ValueError):
        return str(json.loads(said).get("code", status))
    return str(status)


def form_fields(answers: Sequence[Answer]) -> dict[str, str]:
    """The form fields that the phone page sends for these answers, which are all of one kind."""
    fields: dict[str, str] = {}
    for answer in answers:
        match answer:
            case Ballot():
                fields |= {
                    "kind": "ballot",
                    "scenario": answer.scenario,
                    "activity": answer.activity,
                    "round": str(answer.round),
                    "stance": answer.stance or "abstain",
                    "confidence": answer.confidence or "",
                    "reason": answer.reason,
                    "objection": "yes" if answer.objection else "",
                }
            case Ranking():
                fields |= {"kind": "ranking"} | {f"card{at}": card for at, card in enumerate(answer.cards, start=1)}
            case Consent():
                about = answer.decision
                fields |= {"kind": "consent", "about": answer.round, f"answer {about}": answer.answer}
                fields |= {f"harm {about}": answer.harm, f"safe_if {about}": answer.safe_if}
            case RedLineVote():
                fields |= {"kind": "red_line", f"line {answer.red_line}": answer.answer}
            case CheckoutWord():
                fields |= {"kind": "word", "word": answer.word}
            case QuestionAnswer():
                fields |= {"kind": "question", "about": answer.question, "word": answer.word}
                fields |= {} if answer.choice is None else {"choice": str(answer.choice)}
    return fields


def read_page(page: str) -> RoomPrompt:
    """What a phone page asks, read from its form."""
    reader = _FormReader()
    reader.feed(page)
    kind = reader.hidden.get("kind", "")
    if kind == "activity":
        return RoomPrompt(reader.key, kinds=tuple(reader.options.get("activity_kind", ())))
    if kind not in ("ballot", "ranking", "consent", "red_line", "word", "question"):
        return RoomPrompt(reader.key)
    starts = {"consent": "answer ", "red_line": "line "}.get(kind)
    choices: tuple[str, ...] = ()
    if kind == "ranking":
        choices = tuple(card for card in reader.options.get("card1", ()) if card)
    elif kind == "question":
        choices = tuple(map(str, range(reader.names.count("choice"))))
    elif starts:
        choices = tuple(dict.fromkeys(name.removeprefix(starts) for name in reader.names if name.startswith(starts)))
    hidden = reader.hidden
    return RoomPrompt(
        reader.key,
        Prompt(
            reader.key,
            kind,
            hidden.get("scenario", ""),
            hidden.get("activity", ""),
            int(hidden.get("round", "1")),
            hidden.get("about", ""),
            choices,
        ),
    )


class _FormReader(HTMLParser):
    """Collects the form fields in the page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self.hidden: dict[str, str] = {}
        self.names: list[str] = []
        self.options: dict[str, list[str]] = {}
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._inside = True
            self.key = given.get("data-key", "")
        if not self._inside:
            return
        name = given.get("name", "")
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[name] = given.get("value", "")
        elif tag == "input" and name:
            self.names.append(name)
        elif tag == "select":
            self._select = name
        elif tag == "option":
            self.options.setdefault(self._select, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._inside = False
