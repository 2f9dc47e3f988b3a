"""Converts pydantic's validation errors into findings that an author of decks understands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from framework.deck.checks.findings import ERRORS, DeckFinding
from framework.text import LANGS

_BY_TYPE = {
    "missing": "missing",
    "extra_forbidden": "unknown-key",
    "string_type": "not-text",
    "int_type": "not-a-number",
    "int_parsing": "not-a-number",
    "int_from_float": "not-a-number",
    "bool_type": "not-true-or-false",
    "bool_parsing": "not-true-or-false",
    "tuple_type": "not-a-list",
    "dict_type": "not-a-table",
    "model_type": "not-a-table",
    "greater_than_equal": "weight-out-of-range",
    "less_than_equal": "weight-out-of-range",
    "literal_error": "not-a-choice",
    "too_short": "too-few",
    "too_long": "too-many",
    "string_too_long": "text-too-long",
    "string_pattern_mismatch": "bad-id",
}
"""Code of a finding by pydantic's error type. The models' own errors have their code as type, with underscores."""
_FIVE = {"values", "reach", "conversion", "cost"}


def findings_from(file: str, body: Mapping[str, Any], error: ValidationError) -> Iterator[DeckFinding]:
    """One finding per error. ``body``: the parsed file, from which places get letters and ids instead of indexes."""
    said: set[tuple[str, str]] = set()
    found = error.errors(include_url=False)
    places = [fault["loc"] for fault in found]
    for fault in found:
        length = len(fault["loc"])
        if fault["type"] == "too_short" and any(
            len(other) > length and other[:length] == fault["loc"] for other in places
        ):
            continue  # pydantic counts valid items only, so an invalid item would be reported twice
        loc = [step for step in fault["loc"] if step != "[key]"]
        code, params = _coded(fault["type"], loc, fault.get("ctx", {}), fault["input"])
        if code == "bad-id" and loc == ["id"] and file.startswith("scenarios/"):
            code = "bad-scenario-id"
        if code in {"not-five-weights", "not-five-stances", "not-three-questions"}:
            loc = loc[: loc.index("questions" if code == "not-three-questions" else _list_name(loc)) + 1]
        if code.startswith("language-missing"):
            loc = loc[:-1]
        place = place_of(body, loc)
        if (code, place) not in said:
            said.add((code, place))
            yield DeckFinding(code, file, place, params)


def place_of(body: object, steps: Sequence[str | int]) -> str:
    """``("stances", 1, "rule", "check")`` as ``own_stances.B.rule.check``: letters or principles where items have them, else
    numbers from one."""
    named: list[str] = []
    at = body
    for step in steps:
        if isinstance(step, int):
            items = cast("Sequence[object]", at) if isinstance(at, list | tuple) else ()
            at = items[step] if step < len(items) else None
            named.append(_name(at) or str(step + 1))
        else:
            at = cast("Mapping[str, object]", at).get(step) if isinstance(at, Mapping) else None
            named.append(step)
    return ".".join(named)


def _name(item: object) -> str | None:
    if isinstance(item, Mapping):
        for key in ("letter", "principle"):
            value = cast("Mapping[str, object]", item).get(key)
            if isinstance(value, str) and value:
                return value
    return None


def _list_name(loc: Sequence[str | int]) -> str:
    return next(str(step) for step in reversed(loc) if step in _FIVE or step == "stances")


def _coded(
    kind: str, loc: Sequence[str | int], context: Mapping[str, Any], given: object
) -> tuple[str, dict[str, object]]:
    own = kind.replace("_", "-")
    if own in ERRORS and kind not in _BY_TYPE:
        return own, {}
    last = loc[-1] if loc else ""
    if kind == "missing" and last in LANGS:
        return f"language-missing-{last}", {}
    if kind in {"missing", "too_short", "too_long"}:
        wrong_number = _wrong_number(loc)
        if wrong_number is not None:
            return wrong_number, {}
    if kind == "string_pattern_mismatch":
        return _pattern_code(loc), {}
    code = _BY_TYPE.get(kind, "shape")
    if code == "not-a-choice":
        return code, {"choices": tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))}
    if code == "too-few":
        return code, {"least": context.get("min_length", 1)}
    if code == "too-many":
        return code, {"most": context.get("max_length", 0)}
    if code == "text-too-long":
        return code, {"length": len(str(given)), "limit": context.get("max_length", 0)}
    return code, {}


def _wrong_number(loc: Sequence[str | int]) -> str | None:
    """The code for a list of fixed length (weights, stances, questions) with too few or too many items, else None."""
    for step in loc[-2:]:
        if step in _FIVE and (step == loc[-1] or isinstance(loc[-1], int)):
            return "not-five-weights"
    if loc and loc[-1] == "stances":
        return "not-five-stances"
    if loc and loc[-1] == "questions":
        return "not-three-questions"
    return None


def _pattern_code(loc: Sequence[str | int]) -> str:
    if "symbol" in loc:
        return "bad-symbol"
    return {"version": "bad-version", "url": "bad-address"}.get(str(loc[-1]) if loc else "", "bad-id")
