"""Time of the law check on ten thousand activities, compared with parsing them from JSON.

``.venv/bin/python -m benchmarks.classify [ACTIVITIES]``
"""

import json
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

from benchmarks.measuring import Finding, report
from framework.deck import DeckLibrary
from framework.law import LAW_DIR, check, law_book, load_law, questions, what_would_change
from framework.workshop.facts import with_starting_facts

ACTIVITIES = 10_000
RUNS = 5
DAY = date(2026, 11, 23)
SECONDS = 30.0
"""Limit for ten thousand activities; an idle machine takes a tenth of it."""


def activities(count: int) -> list[dict[str, Any]]:
    """All kinds in turn, each with no facts, with half of them and with all of them."""
    book, deck = law_book(), DeckLibrary().deck("marketing-ai")
    made: list[dict[str, Any]] = []
    for number in range(count):
        kind = deck.kinds[number % len(deck.kinds)]
        part = number // len(deck.kinds) % 3
        answered = book.all_facts[: len(book.all_facts) * part // 2]
        facts = {fact.id: fact.answers[(number + place) % len(fact.answers)] for place, fact in enumerate(answered)}
        made.append({"name": f"activity {number}", "kind": kind.id, "facts": facts})
    return made


def timed(job: Callable[[], object]) -> float:
    """Milliseconds that the job takes."""
    begun = perf_counter()
    job()
    return (perf_counter() - begun) * 1000


def each(facts: Sequence[Mapping[str, str]], job: Callable[[Mapping[str, str]], object]) -> list[float]:
    """Milliseconds per activity."""
    return [timed(partial(job, one)) for one in facts]


def main(count: int) -> int:
    book, deck = law_book(), DeckLibrary().deck("marketing-ai")
    text = json.dumps(activities(count))
    read = json.loads(text)
    facts = [with_starting_facts(deck, one["kind"], one["facts"]) for one in read]
    few = facts[:: max(1, count // 200)]
    files = list(LAW_DIR.glob("*.toml"))
    check(book, facts[0], DAY)  # compiles the law data

    def classify() -> None:
        for one in facts:
            check(book, one, DAY)

    json_times = [timed(lambda: json.loads(text)) / count for _ in range(RUNS)]
    check_times = [timed(classify) / count for _ in range(RUNS)]
    few_times = each(few, lambda one: check(book, one, DAY))
    seconds = min(check_times) * count / 1000
    findings = [
        Finding("one activity checked, against reading it", check_times, json_times, "ms"),
        Finding(
            "what is still to be asked, against one check",
            each(few, lambda one: questions(book, {}, one)),
            few_times,
            "ms",
        ),
        Finding(
            "what would change it, against one check",
            each(few, lambda one: what_would_change(book, one, DAY)),
            few_times,
            "ms",
        ),
        Finding(
            "law data read and checked, against reading",
            [timed(load_law) for _ in range(RUNS)],
            [timed(lambda: [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]) for _ in range(RUNS)],
            "ms",
        ),
    ]
    broken = report(f"Law check of {count} activities: {seconds:.1f} s", findings)
    if seconds * ACTIVITIES / count > SECONDS:
        print(f"BROKEN: {ACTIVITIES} activities take more than {SECONDS:.0f} s")
        return 1
    return broken


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ACTIVITIES))
