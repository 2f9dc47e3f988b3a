"""Builds the rows of an export: a person's answers, assumed answers, and results of the law check."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from framework.deck import Deck
from framework.inventory.columns import NOT_ASKED, Column, assumed_words
from framework.inventory.table import ExportTable
from framework.language import Translator, translator
from framework.law import ClassFinding, LawBook, LawCheck, check, not_asked, open_facts, title
from framework.law.first_steps import possible_classes
from framework.law.wording import status_words
from framework.text import Lang
from framework.workshop.facts import FactOrigin, facts_with_origin
from framework.workshop.models import Activity, SharedFacts


@dataclass(frozen=True, slots=True)
class CheckedActivity:
    """An activity with its law check. ``hidden``: facts that are not asked about it."""

    activity: Activity
    facts: dict[str, str]
    """Effective facts (`framework.workshop.facts`)."""
    origins: dict[str, FactOrigin]
    hidden: frozenset[str]
    outcome: LawCheck
    open_facts: tuple[str, ...]
    possible: tuple[ClassFinding, ...]
    """The classes that may hold, as far as they are told (`possible_classes`)."""


def checked_activity(
    activity: Activity,
    deck: Deck,
    book: LawBook,
    as_of: date,
    shared: Sequence[SharedFacts] = (),
    arranged: Collection[str] = (),
) -> CheckedActivity:
    """An activity with its law check as of a day. ``shared``: answers for the whole team or a supplier; ``arranged``: ids of the
    rules whose measures are arranged."""
    found = facts_with_origin(deck, shared, activity)
    facts = {fact: value for fact, (value, _) in found.items()}
    origins: dict[str, FactOrigin] = {fact: origin for fact, (_, origin) in found.items()}
    outcome = check(book, facts, as_of, arranged)
    possible = tuple(one.finding for one in possible_classes(book, outcome, facts))
    return CheckedActivity(activity, facts, origins, not_asked(book, facts), outcome, open_facts(book, facts), possible)


def table(columns: Sequence[Column], activities: Iterable[CheckedActivity], lang: Lang) -> ExportTable:
    """A row per activity, worded in ``lang``."""
    t = translator(lang)
    return ExportTable(
        tuple(column.title[lang] for column in columns),
        tuple(tuple(_cell(column, one, t) for column in columns) for one in activities),
    )


def _cell(column: Column, one: CheckedActivity, t: Translator) -> str:
    if column.group == "fact":
        return _answer(column, one, t)
    if column.group == "result":
        return result_words(column.id, one, t)
    value = str(getattr(one.activity, column.id))
    return column.words(value, t.lang) if column.choices else value


def _answer(column: Column, one: CheckedActivity, t: Translator) -> str:
    if column.id in one.hidden:
        return t(NOT_ASKED)
    value = one.facts.get(column.id)
    if value is None:
        return ""
    words = column.words(value, t.lang)
    return words if one.origins[column.id] == "activity" else assumed_words(words, t.lang)


def result_words(column_id: str, one: CheckedActivity, t: Translator) -> str:
    """A result of the law check, in words."""
    outcome = one.outcome
    match column_id.removeprefix("result."):
        case "verdict":
            return title(outcome, t, running=one.activity.is_running)
        case "role":
            return "; ".join(
                [finding.rule.name[t.lang] for finding in outcome.roles]
                + [f"{finding.rule.name[t.lang]}?" for finding in outcome.role_unsure]
            )
        case "classes":
            return "; ".join(f"{finding.code} {finding.rule.name[t.lang]}" for finding in outcome.classes)
        case "unsure":
            return "; ".join(f"{finding.code} {finding.rule.name[t.lang]}" for finding in one.possible)
        case "as_of":
            return outcome.as_of.isoformat()
        case "law_version":
            return outcome.law_version
        case ground_rule:
            return next(
                (status_words(finding.status, t) for finding in outcome.ground_rules if finding.id == ground_rule), ""
            )
