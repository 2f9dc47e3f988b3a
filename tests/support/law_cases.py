"""The worked cases of the law check, and the starting facts of the activity kinds."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from framework.law import LawCheck, check, law_book

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
    return {**case_data()["quiet"], **kind, **case.get("facts", {})}


def outcome(case: dict[str, Any]) -> LawCheck:
    return check(law_book(), facts_of(case), case.get("as_of", TODAY))


def in_order(value: object) -> str:
    """A name for a test that each process gives it alike; a set is written as it lies in memory."""
    return str(sorted(map(str, value))) if isinstance(value, set | frozenset) else str(value)
