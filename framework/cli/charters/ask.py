"""``kader ask``: one plan, in a line of words, held against the law and against what was agreed."""

import argparse
import datetime
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from framework.cli.charters.assess import HELD, charter_of, verdict_row
from framework.cli.exit_codes import Exit, UsageRefused, read_input, say
from framework.cli.parser import Parser
from framework.language import N_, Translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.archive.models import CharterArchive
    from framework.law.models import LawBook
    from framework.verdict import Plan
    from framework.verdict.open_questions import OpenQuestion
    from framework.verdict.search import Match

REASONS_SHOWN = 5
STEPS_SHOWN = 5
QUESTIONS_SHOWN = 8
CHANGES_SHOWN = 3
OTHERS_SHOWN = 3
OTHER_LEAST = 0.5
"""Of the best score: what matches less is no likely meaning."""
READING = "reading"
"""The key of the answer whether a person reads everything before it is published."""
_NOT_ADVICE = N_("By charter {version} and law version {law}, as of {day}. This is not legal advice.")


def add_options(parser: Parser, t: Translator) -> None:
    parser.usage = t("kader ask ARCHIVE QUESTION [options]")
    parser.epilog = t(
        "ARCHIVE is a charter archive, or a PDF, Word file or web page of an internal charter, or a\n"
        "workshop archive. QUESTION is one line between quotation marks, for example\n"
        "“May the agency have our customer list for look-alikes?”; nothing of it leaves this machine.\n"
        "Exit codes: 0 it may go on, also where something is still to do; 1 it may not, or has to be\n"
        "asked first; 2 the file cannot be read or the question is not understood."
    )
    parser.options.add_argument("archive", metavar=t("ARCHIVE"), nargs="?", help=t("The file to read."))
    parser.options.add_argument("question", metavar=t("QUESTION"), nargs="?", help=t("What you want to do, in words."))
    parser.options.add_argument(
        "--kind", metavar=t("KIND"), help=t("The kind of activity it is, where the words do not tell.")
    )
    parser.options.add_argument(
        "--activity", metavar=t("NAME"), help=t("The activity of the charter that it is about.")
    )
    parser.options.add_argument(
        "--facts",
        metavar=t("ID=VALUE"),
        nargs="+",
        action="extend",
        default=[],
        help=t("Answers to the open questions, such as personal_data=no, S08=B or L1=no."),
    )
    parser.options.add_argument(
        "--as-of", metavar=t("DATE"), help=t("The date to check, as YYYY-MM-DD; default today.")
    )
    parser.options.add_argument("--json", action="store_true", help=t("Output the answer as JSON."))


def run(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Prints the answer. Raises `UsageRefused`, `ArchiveRefused`, `LawInvalid`."""
    if not found.archive or not (found.question or found.kind or found.activity):
        raise UsageRefused(t("Give the archive and the question: kader ask ARCHIVE “…”."))
    from framework.cli.classify import day

    as_of = day(found.as_of, t) if found.as_of is not None else datetime.datetime.now().astimezone().date()
    said: dict[str, str] = {}
    for one in found.facts:
        key, equals, value = one.partition("=")
        if not equals:
            raise UsageRefused(t("“{given}” is not an answer. Write it as ID=VALUE.", given=one[:80]))
        said[key.strip()] = value.strip()
    name, data = read_input(found.archive, t)
    told = answer(
        charter_of(data, name), found.question or "", as_of, t, kind=found.kind, activity=found.activity, said=said
    )
    if found.json:
        say(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    else:
        say("\n".join(_lines(told, as_of, t)))
    return Exit.DIFFERENT if told["verdict"] in HELD else Exit.DONE


def answer(
    archive: "CharterArchive",
    line: str,
    as_of: datetime.date,
    t: Translator,
    *,
    kind: str | None = None,
    activity: str | None = None,
    said: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The answer to a question, with sentences in the language of ``t``.

    ``kind``: an id or a name of the deck; ``activity``: a name in the charter; without either the words decide. ``said``:
    answers by fact id, scenario id, L and the number of a red line, R and the number of a rule, or *reading*.
    Raises `UsageRefused` where it is not clear what the question is about, or an answer cannot be recorded.
    """
    from framework.law import law_book
    from framework.law.first_steps import first_steps
    from framework.verdict import assess, smallest_changes, wording
    from framework.verdict.open_questions import open_questions
    from framework.verdict.search import search

    framework, deck, book = archive.framework, archive.deck, law_book()
    matches = search(framework, deck, line)
    named = kind is not None or activity is not None
    close = OTHER_LEAST * max((match.score for match in matches if match.what in ("kind", "activity")), default=0)
    taken = _chosen(archive, kind, activity, t) if named else _best(archive, line, matches, t)
    plan = _plan(archive, book, taken, said or {}, t)
    one = assess(framework, deck, book, plan, as_of)
    ways = smallest_changes(framework, deck, book, plan, as_of, one)
    about = _thing(archive, *taken, t)
    steps = [step for step in first_steps(book, one.law, plan.facts) if step.kind != "find_out"]
    return {
        "question": line,
        "about": about,
        "could_be": []
        if named
        else [
            _thing(archive, match.what, match.id, t)
            for match in matches
            if match.what in ("kind", "activity") and (match.what, match.id) != taken and match.score >= close
        ][:OTHERS_SHOWN],
        "agreements": [
            _thing(archive, match.what, match.id, t) for match in matches if match.what in ("rule", "red_line")
        ][:OTHERS_SHOWN],
        **verdict_row(archive, book, one, ways, as_of, t),
        "steps": [
            {"kind": step.kind, "name": step.name[t.lang], "action": step.action[t.lang], "article": step.article}
            for step in steps
        ],
        "questions": [
            {
                "key": _key(archive, asked),
                "question": wording.question_sentence(asked, about["name"], framework, deck, book, t),
                "answers": {value: wording.answer_label(asked, value, deck, book, t) for value in asked.answers},
            }
            for asked in open_questions(framework, deck, book, plan, as_of, one)
        ],
    }


# What it is about ------------------------------------------------------------------------------------------------------


def _chosen(archive: "CharterArchive", kind: str | None, activity: str | None, t: Translator) -> tuple[str, str]:
    if kind is not None and activity is not None:
        raise UsageRefused(t("Choose a kind or an activity, not both."))
    if activity is not None:
        names = {one.name.casefold(): one.id for one in archive.framework.activities}
        if activity.strip().casefold() in names:
            return "activity", names[activity.strip().casefold()]
        known = t.listing([one.name for one in archive.framework.activities], style="or")
        raise UsageRefused(
            t("The charter has no activity “{name}”. Choose from: {known}.", name=activity[:80], known=known)
        )
    assert kind is not None
    for one in archive.deck.kinds:
        if kind.strip().casefold() in (one.id.casefold(), one.name.nl.casefold(), one.name.en.casefold()):
            return "kind", one.id
    known = t.listing([one.id for one in archive.deck.kinds], style="or")
    raise UsageRefused(t("there is no kind “{kind}”. Choose from: {known}.", kind=kind[:80], known=known))


def _best(archive: "CharterArchive", line: str, matches: "Sequence[Match]", t: Translator) -> tuple[str, str]:
    """An activity where its whole name stands in the words, or no kind fits; else the kind that fits best."""
    from framework.verdict.search import names_activity

    by_id = {one.id: one for one in archive.framework.activities}
    activities = [one.id for one in matches if one.what == "activity"]
    kinds = [one.id for one in matches if one.what == "kind"]
    whole = [one for one in activities if names_activity(by_id[one], line)]
    if whole or (activities and not kinds):
        return "activity", (whole or activities)[0]
    if kinds:
        return "kind", kinds[0]
    known = t.listing([one.id for one in archive.deck.kinds], style="or")
    raise UsageRefused(
        t("The words do not tell what kind of activity it is. Choose one with --kind: {known}.", known=known)
    )


def _thing(archive: "CharterArchive", what: str, key: str, t: Translator) -> dict[str, Any]:
    from framework.verdict import wording

    framework = archive.framework
    if what == "kind":
        kind = archive.deck.kind(key)
        assert kind is not None
        return {"what": what, "id": key, "name": kind.name[t.lang]}
    if what == "activity":
        return {"what": what, "id": key, "name": next(one.name for one in framework.activities if one.id == key)}
    if what == "rule":
        rule = next(one for one in framework.rules if one.decision == key)
        return {"what": what, "id": f"R{rule.number}", "name": wording.rule_words(framework, key, t)}
    line = next(one for one in framework.red_lines if one.id == key)
    return {"what": what, "id": _line_key(archive, key), "name": line.wording.in_lang(t.lang)[0]}


# What is known of it ---------------------------------------------------------------------------------------------------


def _plan(
    archive: "CharterArchive", book: "LawBook", taken: tuple[str, str], said: Mapping[str, str], t: Translator
) -> "Plan":
    """What the charter or the kind says of it, with what was answered over that. Raises `UsageRefused`."""
    from framework.cli.activity_file import fact_fault
    from framework.law import contradictions, settled
    from framework.law.contradictions import contradiction_words
    from framework.verdict import Plan, plan_of
    from framework.verdict.open_questions import answered

    team = _answers_of_the_team(archive)
    facts = {key: value for key, value in said.items() if key not in team}
    for key, value in facts.items():
        if fault := fact_fault(key, value, book, t):
            raise UsageRefused(fault)
    for clash in contradictions(book, facts):
        raise UsageRefused(contradiction_words(book, clash, t))
    what, key = taken
    if what == "activity":
        activity = next(one for one in archive.framework.activities if one.id == key)
        plan = plan_of(archive.framework, activity)
        # An answer given now counts above a measure that was once marked as arranged.
        said_again = {rule.id for rule in book.ground_rules if rule.fact in facts}
        plan = replace(plan, arranged=tuple(one for one in plan.arranged if one not in said_again))
    else:
        kind = archive.deck.kind(key)
        plan = Plan(key, facts=kind.facts if kind is not None else {})
    plan = replace(plan, facts=settled(book, plan.facts, facts))
    for key, value in said.items():
        if key in team:
            if value not in (*team[key].answers, "unknown"):
                known = t.listing((*team[key].answers, "unknown"), style="or")
                raise UsageRefused(
                    t("“{fact}” cannot be “{value}”. Choose from: {known}.", fact=key, value=value[:80], known=known)
                )
            plan = answered(plan, team[key], value)
    return plan


def _answers_of_the_team(archive: "CharterArchive") -> "dict[str, OpenQuestion]":
    """What may be answered beside the facts of the law, by its key."""
    from framework.deck import LETTERS
    from framework.verdict.assess import practice_scenario
    from framework.verdict.open_questions import OpenQuestion

    yes_no = ("yes", "no")
    found = {READING: OpenQuestion("reading", "", yes_no)}
    for line in archive.framework.red_lines:
        found[_line_key(archive, line.id)] = OpenQuestion("red_line", line.id, yes_no)
    for rule in archive.framework.rules:
        scenario = practice_scenario(archive.deck, rule)
        if scenario is None:
            found[f"R{rule.number}"] = OpenQuestion("rule", rule.decision, yes_no)
        else:
            found[f"R{rule.number}"] = found[scenario.id] = OpenQuestion("practice", scenario.id, LETTERS)
    return found


def _key(archive: "CharterArchive", asked: "OpenQuestion") -> str:
    """What an open question is answered by."""
    if asked.about == "red_line":
        return _line_key(archive, asked.id)
    if asked.about == "rule":
        return f"R{next(one.number for one in archive.framework.rules if one.decision == asked.id)}"
    return READING if asked.about == "reading" else asked.id


def _line_key(archive: "CharterArchive", line_id: str) -> str:
    """L and its number: its place in a charter from before lines had one."""
    lines = enumerate(archive.framework.red_lines, start=1)
    return next(f"L{line.number or place}" for place, line in lines if line.id == line_id)


# For people ------------------------------------------------------------------------------------------------------------


def _lines(told: Mapping[str, Any], as_of: datetime.date, t: Translator) -> Iterator[str]:
    about, others = told["about"], told["could_be"]
    if about["what"] == "activity":
        yield from _wrapped(t("Taken as the activity “{name}”.", name=about["name"]))
    else:
        yield from _wrapped(t("Taken as “{name}” (kind {id}).", name=about["name"], id=about["id"]))
    if others:
        named = t.listing([f"“{one['name']}” ({_option(one)})" for one in others], style="or")
        yield from _wrapped(t("It could also be {others}.", others=named))
    yield ""
    yield from _wrapped(told["sentence"])
    whom = dict.fromkeys(one["ask"] for one in told["reasons"] if one["verdict"] == told["verdict"] and one["ask"])
    if whom:
        yield from _wrapped(t("Ask: {whom}.", whom="; ".join(whom)))
    # What is merely not known comes back as a question.
    rest = [one["sentence"] for one in told["reasons"][1:] if one["kind"] != "law_unknown"]
    yield from _section(t("Why else"), rest, REASONS_SHOWN, t)
    steps = [
        f"{one['name']}: {one['action']}" if one["name"] != one["action"] else one["action"] for one in told["steps"]
    ]
    yield from _section(t("To do first"), steps, STEPS_SHOWN, t)
    questions = [_put(one) for one in told["questions"]]
    yield from _section(t("What can still change it (answer with --facts)"), questions, QUESTIONS_SHOWN, t)
    yield from _section(t("The smallest change"), told["changes"], CHANGES_SHOWN, t)
    agreements = [f"{one['id']}: {one['name']}" for one in told["agreements"]]
    yield from _section(t("Agreements with the same words"), agreements, OTHERS_SHOWN, t)
    yield ""
    yield t(_NOT_ADVICE, version=told["framework_version"], law=told["law_version"], day=t.date(as_of))


def _option(one: Mapping[str, Any]) -> str:
    return f"--kind {one['id']}" if one["what"] == "kind" else f'--activity "{one["name"]}"'


def _put(one: Mapping[str, Any]) -> str:
    """``personal_data=yes|no: Does it use …?``; other answers than yes and no stand behind it with their words."""
    if set(one["answers"]) == {"yes", "no"}:
        return f"{one['key']}=yes|no: {one['question']}"
    return f"{one['key']}=…: {one['question']} {' · '.join(f'{value} – {label}' for value, label in one['answers'].items())}"


def _section(title: str, rows: Iterable[str], most: int, t: Translator) -> Iterator[str]:
    rows = list(dict.fromkeys(rows))
    if not rows:
        return
    yield ""
    yield title
    for row in rows[:most]:
        yield from _wrapped(row, "  - ", "    ")
    if len(rows) > most:
        yield "  - " + t.plural("and {count} more", "and {count} more", len(rows) - most)


def _wrapped(words: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(words, 100, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
