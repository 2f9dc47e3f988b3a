"""``kader classify``: runs the law check on a file of activities."""

import argparse
import datetime
import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framework.cli.exit_codes import Exit, UsageRefused, complain, read_input, say
from framework.cli.parser import Parser
from framework.language import Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.cli.activity_file import DescribedActivity
    from framework.deck import Deck
    from framework.law import LawBook, LawCheck, WhatWouldChange
    from framework.law.models import LawFinding
    from framework.memo.export import MemoFormat
    from framework.memo.findings import ActivityMemo

DECK = "marketing-ai"
"""The deck whose kinds and starting facts are used."""


def add_options(parser: Parser, t: Translator) -> None:
    parser.usage = t("kader classify FILE [options]")
    parser.description = "\n".join(
        (
            t("Check the activities in a file against the law."),
            "",
            t(
                "FILE is JSON or TOML: a list of activities, each with “name”, “kind” and “facts”\n"
                "(in TOML as [[activities]]). “kader facts” shows the facts and their values. A fact\n"
                "that is left out takes the starting value of its kind, or else counts as unknown.\n"
                "An inventory saved as JSON also works. “-” reads JSON from standard input."
            ),
        )
    )
    parser.epilog = t(
        "Exit codes: 0 every activity was classified, whatever the outcome; 2 the file, a kind,\n"
        "a fact, a value or the date is not known: each error is shown with its line, and nothing\n"
        "is classified."
    )
    parser.options.add_argument("file", metavar=t("FILE"), nargs="?", help=t("The file with activities."))
    parser.options.add_argument(
        "--as-of", metavar=t("DATE"), help=t("The date to check, as YYYY-MM-DD; default today.")
    )
    parser.options.add_argument(
        "--changes", action="store_true", help=t("Also show the smallest changes that lead to a milder verdict.")
    )
    parser.options.add_argument(
        "--to",
        metavar=t("FILE"),
        help=t("Write the memo to a file instead: .docx (Word), .html, .md or .txt."),
    )
    parser.options.add_argument("--json", action="store_true", help=t("Output the verdicts as JSON."))


def run(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Prints the outcome of every activity. Raises `UsageRefused`, `LawInvalid`, `DeckInvalid`."""
    as_of = day(found.as_of, t) if found.as_of is not None else datetime.datetime.now().astimezone().date()
    if not found.file:
        raise UsageRefused(t("Give the file with activities: kader classify FILE."))
    name, data = read_input(found.file, t)
    # Imported here, so that help does not load the deck and the law.
    from framework.cli.activity_file import ActivityFileInvalid, read_activities
    from framework.deck import DeckLibrary
    from framework.inventory.columns import RUNNING_WORDS
    from framework.law import check, law_book, what_would_change
    from framework.memo.export import memo_file
    from framework.memo.findings import ActivityMemo, Subject, activity_memo
    from framework.workshop.facts import with_starting_facts

    book = law_book()
    deck = DeckLibrary(law=lambda: book).deck(DECK)
    try:
        activities = read_activities(data, name, deck, book, t)
    except ActivityFileInvalid as faulty:
        for fault in faulty.faults:
            complain(fault)
        return Exit.REFUSED
    told: list[dict[str, Any]] = []
    memos: list[ActivityMemo] = []
    ways: list[str] = []
    for one in activities:
        facts = with_starting_facts(deck, one.kind, one.facts)
        for fact in assumed_and_denied(deck, one, facts):
            complain(
                t(
                    "{name}: your answers contradict the starting answer to “{fact}”, so it does not count.",
                    name=one.name,
                    fact=fact,
                )
            )
        outcome = check(book, facts, as_of)
        changes = what_would_change(book, facts, as_of) if found.changes else None
        kind = deck.kind(one.kind) if one.kind else None
        memo = activity_memo(
            book,
            Subject(
                one.name,
                {fact: (value, "activity" if fact in one.facts else "assumed") for fact, value in facts.items()},
                kind=kind.name[t.lang] if kind else "",
                supplier=one.supplier,
                owner=one.owner,
                purpose=one.purpose,
                running=t(RUNNING_WORDS[one.running]) if one.running in RUNNING_WORDS else "",
                is_running=one.running != "planned",
            ),
            outcome,
            t,
        )
        memos.append(memo)
        told.append(
            as_json(book, one, facts, outcome, t) | memo_json(memo) | (_changes_json(changes, t) if changes else {})
        )
        ways += _ways(one.name, changes, t) if changes else []
    if found.to:
        _write(Path(found.to), lambda ending: memo_file(memos, book, as_of, ending, t), t)
    elif found.json:
        say(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    elif memos:
        say("\n".join([memo_file(memos, book, as_of, "txt", t).decode(), *ways]).rstrip())
    return Exit.DONE


def _write(path: Path, made: "Callable[[MemoFormat], bytes]", t: Translator) -> None:
    """The memo in a file, whose ending tells the format. Raises `UsageRefused`."""
    from framework.memo.export import FORMATS

    kind: MemoFormat | None = next((one for one in FORMATS if path.suffix.lower() == f".{one}"), None)
    if kind is None:
        known = t.listing((f".{ending}" for ending in FORMATS), style="or")
        raise UsageRefused(t("“{file}” has no ending that says how to write it. Use {known}.", file=path, known=known))
    try:
        path.write_bytes(made(kind))
    except OSError as error:
        raise UsageRefused(
            t(
                "“{file}” cannot be written: {reason}. Choose another place.",
                file=path,
                reason=error.strerror or type(error).__name__,
            )
        ) from None
    say(t("Written: {file}", file=path))


def assumed_and_denied(deck: "Deck", one: "DescribedActivity", facts: "Mapping[str, str]") -> list[str]:
    """The starting facts of its kind that an activity's own answers contradict."""
    kind = deck.kind(one.kind) if one.kind else None
    return [fact for fact in (kind.facts if kind else ()) if fact not in facts]


def day(text: str, t: Translator) -> datetime.date:
    """A day written as YYYY-MM-DD. Raises `UsageRefused`."""
    try:
        if len(text) == len("2026-12-02"):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageRefused(t("“{day}” is not a date. Write it like 2026-12-02.", day=text))


# For other programs ----------------------------------------------------------------------------------------------------


def as_json(
    book: "LawBook", one: "DescribedActivity", facts: "Mapping[str, str]", check: "LawCheck", t: Translator
) -> dict[str, Any]:
    """One activity's outcome. ``obligations`` have one row per holder; ``trace`` carries a sentence in ``t``'s language."""
    from framework.law import reading
    from framework.law.first_steps import possible_classes
    from framework.law.wording import step_sentence

    possible = possible_classes(book, check, facts)
    assessment = check.assessment

    return {
        "name": one.name,
        "kind": one.kind,
        "as_of": check.as_of.isoformat(),
        "law_version": check.law_version,
        "law_as_of": check.law_as_of.isoformat(),
        "verdict": check.verdict,
        "reading": reading(check),
        "role": [found.role for found in check.roles],
        "role_unsure": [found.role for found in check.role_unsure],
        "classes": list(check.codes()),
        "unsure": [one.finding.code for one in possible],
        "class_details": [
            {"code": found.code, "name": found.rule.name[t.lang], **_finding(found)}
            for found in (*check.classes, *(one.finding for one in possible))
        ],
        "impact_assessment": {
            "needed": assessment.certainty,
            "reasons": [{"id": reason.id, "name": reason.name[t.lang]} for reason in assessment.reasons],
            "open_facts": list(assessment.open_facts),
        },
        "obligations": [
            {
                "id": found.id,
                "holder": holder,
                "from": found.applies_from.isoformat() if found.applies_from else None,
                "basis": found.rule.basis,
                "name": found.rule.name[t.lang],
                "classes": list(found.codes),
                "fine": _fine(book, found.rule.fine, t),
                **_finding(found),
            }
            for found in check.obligations
            for holder in found.holders
        ],
        "ground_rules": [
            {
                "id": found.id,
                "group": found.group,
                "name": found.rule.name[t.lang],
                "status": found.status,
                "worst": found.worst,
                "article": found.article,
                "fine": _fine(book, found.rule.fine, t),
                "open_facts": list(found.open_facts),
            }
            for found in check.ground_rules
        ],
        "other_rules": [
            {"id": found.id, "name": found.rule.name[t.lang], **_finding(found)} for found in check.other_rules
        ],
        "doubts": [{"id": doubt.id, "text": doubt.text[t.lang]} for doubt in check.doubts],
        "trace": [
            {
                "rule": step.rule,
                "kind": step.kind,
                "outcome": step.outcome,
                "facts": dict(step.facts),
                "rests_on": list(step.rests_on),
                "sentence": step_sentence(book, step, t),
            }
            for step in check.trace
        ],
    }


def memo_json(memo: "ActivityMemo") -> dict[str, Any]:
    """What the memo adds: the verdict in a sentence, and per finding what to do, who, when, article and sources."""
    return {
        "title": memo.title,
        "sentence": memo.sentence,
        "findings": [asdict(one) for one in memo.findings],
        "answers": [asdict(one) for one in memo.answers],
        "not_known": [asdict(one) for one in memo.open],
        "lawyer_because": list(memo.counsel),
        "sources": [asdict(one) for one in memo.sources],
    }


def _changes_json(changes: "WhatWouldChange", t: Translator) -> dict[str, Any]:
    return {
        "what_would_change": [
            {
                "changes": [
                    {"fact": one.fact.id, "from": one.before, "to": one.value, "measure": one.measure[t.lang]}
                    for one in way.changes
                ],
                "verdict": way.verdict,
                "classes": list(way.outcome.codes()),
                "unsure": list(way.outcome.unsure_codes()),
            }
            for way in changes.ways
        ],
        "find_out": [fact.id for fact in changes.find_out],
    }


def _finding(found: "LawFinding") -> dict[str, Any]:
    return {
        "article": found.article,
        "sources": list(found.sources),
        "confidence": found.confidence,
        "applies_from": found.applies_from.isoformat() if found.applies_from else None,
        "status": found.status,
        "certainty": found.certainty,
        "open_facts": list(found.open_facts),
    }


def _fine(book: "LawBook", fine_id: str | None, t: Translator) -> str | None:
    fine = book.fine(fine_id) if fine_id else None
    return fine.text[t.lang] if fine else None


# For people ------------------------------------------------------------------------------------------------------------


def _ways(name: str, changes: "WhatWouldChange", t: Translator) -> list[str]:
    from framework.law.wording import verdict_words

    rows = [
        t(
            "{measures} Then: {verdict}",
            measures=" ".join(change.measure[t.lang] for change in way.changes),
            verdict=verdict_words(way.verdict, t),
        )
        for way in changes.ways
    ]
    title = f"{t('What would make the verdict milder')} · {name}"
    return list(_section(title, rows))


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield "\n" + "\n".join(textwrap.wrap(title, 100))
        for row in rows:
            yield from textwrap.wrap(row, 100, initial_indent="  - ", subsequent_indent="    ")
