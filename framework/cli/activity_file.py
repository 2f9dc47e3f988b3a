"""Reads a file of activities, JSON or TOML, and reports every error with its line.

A file is a list of activities, each with a name, a kind of the deck (optional) and facts. The inventory exported as
JSON is such a file too.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from framework.deck import Deck
from framework.deck.load import parse_toml
from framework.language import Translator
from framework.law import UNKNOWN, LawBook, contradictions
from framework.law.contradictions import contradiction_words

LISTS = ("activities", "activity")
"""Names the list may have; TOML must give it one, JSON need not."""
READ = ("name", "kind", "facts")
DESCRIBED = ("supplier", "owner", "purpose", "running")
"""Fields that a memo shows but the law check does not use."""
PASSED_OVER = frozenset({*DESCRIBED, "id", "assumed", "results"})
"""Fields of an exported inventory that are ignored."""
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class DescribedActivity:
    """An activity in the file. ``facts``: as given, without the kind's starting facts."""

    name: str
    kind: str | None
    facts: Mapping[str, str]
    supplier: str = ""
    owner: str = ""
    purpose: str = ""
    running: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    body: object
    line: int
    text: str
    """Its part of the file, from ``line`` on, to find the line of an error in it."""

    def line_of(self, key: str) -> int:
        if len(key) > _SHOWN:  # a pattern of a million characters takes seconds to compile
            return self.line
        found = re.search(rf"""(?<![\w-]){re.escape(key)}["']?\s*[=:]""", self.text)
        return self.line + (self.text.count("\n", 0, found.start()) if found else 0)


_MAX_FAULTS = 100
_SHOWN = 80
"""Maximum number of characters of a file that a sentence quotes."""


class ActivityFileInvalid(Exception):
    """``faults``: sentences in the reader's language, each with its line."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(*faults)
        self.faults = faults


def read_activities(data: bytes, name: str, deck: Deck, book: LawBook, t: Translator) -> tuple[DescribedActivity, ...]:
    """The activities in a file called ``name``, whose ending tells the format (.toml, else JSON). Raises `ActivityFileInvalid`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ActivityFileInvalid((t("{file}: this is not UTF-8 text. Save it as UTF-8.", file=name),)) from None
    faults: list[str] = []
    activities: list[DescribedActivity] = []
    entries = _toml_entries(text, name, t) if name.lower().endswith(".toml") else _json_entries(text, name, t)
    for entry in entries:
        found = list(_faults(entry, deck, book, t))
        faults += [t("{file}, line {line}: {fault}", file=name, line=line, fault=fault) for line, fault in found]
        if len(faults) >= _MAX_FAULTS:  # finding the line of each fault takes a search through the file
            break
        if not found:
            activities.append(_described(entry.body))
    if faults:
        raise ActivityFileInvalid(tuple(faults))
    return tuple(activities)


def _described(body: object) -> DescribedActivity:
    fields = cast("dict[str, Any]", body)
    facts = cast("dict[str, object]", fields.get("facts") or {})
    said = {fact: _word(value) for fact, value in facts.items()}
    described = {key: str(fields.get(key) or "").strip()[:NAME_LENGTH] for key in DESCRIBED}
    return DescribedActivity(
        fields["name"].strip(), fields.get("kind"), {fact: value for fact, value in said.items() if value}, **described
    )


def _word(value: object) -> str | None:
    """A value as text: true and false become yes and no, null is no answer."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else cast("str | None", value)


# Faults in one activity ------------------------------------------------------------------------------------------------


def _faults(entry: _Entry, deck: Deck, book: LawBook, t: Translator) -> Iterator[tuple[int, str]]:
    if not isinstance(entry.body, dict):
        yield entry.line, t("an activity must be a table with name, kind and facts.")
        return
    body = cast("dict[str, object]", entry.body)
    for key in body:
        if key not in READ and key not in PASSED_OVER:
            yield entry.line_of(key), t("“{key}” is not known here. Use name, kind and facts.", key=_shown(key))
    name = body.get("name")
    if not isinstance(name, str) or not name.strip():
        yield entry.line_of("name"), t("the activity has no name. Add one.")
    elif len(name) > NAME_LENGTH:
        yield entry.line_of("name"), t("the name is longer than {limit} characters. Shorten it.", limit=NAME_LENGTH)
    kind = body.get("kind")
    if kind is not None and (not isinstance(kind, str) or deck.kind(kind) is None):
        known = t.listing([one.id for one in deck.kinds], style="or")
        yield (
            entry.line_of("kind"),
            t("there is no kind “{kind}”. Choose from: {known}.", kind=_shown(kind), known=known),
        )
    facts = body.get("facts")
    if facts is None:
        return
    if not isinstance(facts, dict):
        yield entry.line_of("facts"), t("“facts” must be a table of fact and value.")
        return
    yield from _fact_faults(entry, cast("dict[str, object]", facts), book, t)


def _fact_faults(entry: _Entry, facts: Mapping[str, object], book: LawBook, t: Translator) -> Iterator[tuple[int, str]]:
    said: dict[str, str] = {}
    for fact, value in facts.items():
        fault = fact_fault(fact, value, book, t)
        if fault:
            yield entry.line_of(fact), fault
        elif (word := _word(value)) is not None:
            said[fact] = word
    for found in contradictions(book, said):
        yield entry.line_of(found.fact.id), contradiction_words(book, found, t)


def fact_fault(fact_id: str, value: object, book: LawBook, t: Translator) -> str | None:
    """What is wrong with one answer, as a sentence; None where it may be recorded."""
    fact = book.fact(fact_id)
    if fact is None:
        return t("there is no fact “{fact}”. “kader facts” shows them all.", fact=_shown(fact_id))
    if value.__hash__ is not None:  # a list or a table cannot be looked up
        word = _word(value)
        if word is None or word in fact.allowed_values:
            return None
    known = t.listing((*fact.answers, UNKNOWN), style="or")
    return t("“{fact}” cannot be “{value}”. Choose from: {known}.", fact=fact_id, value=_shown(value), known=known)


def _shown(value: object) -> str:
    words = str(value)
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


# The list in the file --------------------------------------------------------------------------------------------------


def _json_entries(text: str, name: str, t: Translator) -> Iterator[_Entry]:
    try:
        body = json.loads(text)
    except ValueError as error:  # also a number of thousands of digits, which names no line
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise ActivityFileInvalid(
            (t("{file}, line {line}: this is not JSON. Fix it there, or just before.", file=name, line=line),)
        ) from None
    except RecursionError:
        raise ActivityFileInvalid(
            (t("{file}: this is nested too deeply to be activities. Choose another file.", file=name),)
        ) from None
    items = _listed(body, name, t)
    # A second, shallow reading to know where each begins: json tells no places.
    decoder = json.JSONDecoder()
    place = text.index("[", _before_list(text, body))
    line, counted = 1, 0
    for item in items:
        start = re.compile(r"[\s,\[]*").match(text, place).end()  # type: ignore[union-attr]
        _, place = decoder.raw_decode(text, start)
        line += text.count("\n", counted, start)
        counted = start
        yield _Entry(item, line, text[start:place])


def _before_list(text: str, body: object) -> int:
    if not isinstance(body, dict):
        return 0
    key = next(name for name in LISTS if name in body)
    found = re.search(rf'"{key}"\s*:', text)
    return found.end() if found else 0


def _toml_entries(text: str, name: str, t: Translator) -> Iterator[_Entry]:
    try:
        body = parse_toml(text)
    except RecursionError:
        raise ActivityFileInvalid(
            (t("{file}: this is nested too deeply to be activities. Choose another file.", file=name),)
        ) from None
    except ValueError as error:  # also a number of thousands of digits
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise ActivityFileInvalid(
            (t("{file}, line {line}: this is not TOML. Fix it there, or just before.", file=name, line=line),)
        ) from None
    items = _listed(body, name, t)
    starts = [found.start() for found in re.finditer(r"^[ \t]*\[\[\s*(?:activities|activity)\s*\]\]", text, re.M)]
    if len(starts) != len(items):  # written as an inline list
        starts = [0] * len(items)
    for item, start, end in zip(items, starts, [*starts[1:], len(text)], strict=True):
        yield _Entry(item, text.count("\n", 0, start) + 1, text[start : end if end > start else len(text)])


def _listed(body: object, name: str, t: Translator) -> list[object]:
    found = body
    if isinstance(body, dict):
        fields = cast("dict[str, object]", body)
        found = next((fields[key] for key in LISTS if key in fields), None)
    if not isinstance(found, list):
        raise ActivityFileInvalid(
            (
                t(
                    "{file}: there is no list of activities. Write a JSON list, or [[activities]] in TOML, each with "
                    "name, kind and facts.",
                    file=name,
                ),
            )
        )
    return cast("list[object]", found)
