"""The worked cases of the law check, and the starting facts of the activity kinds."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from framework.law import LawCheck, check, contradictions, law_book, settled

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "framework" / "law" / "cases.toml"
KINDS_DIR = ROOT / "data" / "decks" / "marketing-ai" / "activities"


@cache
def case_data() -> dict[str, Any]:
    return tomllib.loads(CASES.read_text(encoding="utf-8"))


@cache
def kinds() -> dict[str, dict[str, Any]]:
    read = (tomllib.loads(path.read_text(encoding="utf-8")) for path in KINDS_DIR.glob("*.toml"))
    return {kind["id"]: kind for kind in sorted(read, key=lambda kind: kind["order"])}


def facts_of(case: dict[str, Any]) -> dict[str, str]:
    kind = kinds()[case["kind"]]["facts"] if "kind" in case else {}
    return settled(law_book(), {**case_data()["quiet"], **kind}, case.get("facts", {}))


def consistent(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts without those that others contradict: what a careful person could say."""
    kept = dict(facts)
    while found := contradictions(law_book(), kept):
        for one in found:
            kept.pop(one.fact.id, None)
    return kept


def can_be_said(facts: Mapping[str, str], fact: str) -> tuple[str, ...]:
    """The values of a fact that contradict nothing else among these facts."""
    found = law_book().fact(fact)
    assert found is not None
    return tuple(value for value in found.answers if not contradictions(law_book(), {**facts, fact: value}))


def outcome(case: dict[str, Any]) -> LawCheck:
    return check(law_book(), facts_of(case), case.get("as_of", TODAY))


def in_order(value: object) -> str:
    """A name for a test that each process gives it alike; a set is written as it lies in memory."""
    return str(sorted(map(str, value))) if isinstance(value, set | frozenset) else str(value)
