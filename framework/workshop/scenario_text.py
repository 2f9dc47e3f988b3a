"""A scenario worded for one activity: with its name, its supplier and the details that are true of it.

Screens, phones, printed sheets and the charter all use this, so that they show the same text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from framework.deck import Detail, Scenario
from framework.text import Lang
from framework.workshop.models import Activity
from framework.workshop.rule_grammar import ACTIVITY_PLACEHOLDER, fill_activity_names, quoted_names

SUPPLIER_PLACEHOLDER = "{supplier}"
_PLACEHOLDERS = re.compile(f"{re.escape(ACTIVITY_PLACEHOLDER)}|{re.escape(SUPPLIER_PLACEHOLDER)}")


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """A scenario's texts about an activity, in one language. ``details`` may be empty; the voices may be None."""

    title: str
    why: str
    situation: str
    details: tuple[str, ...]
    question: str
    voice_name: str | None
    voice: str | None


def text_for_activity(scenario: Scenario, activity: Activity, facts: Mapping[str, str], lang: Lang) -> ScenarioText:
    """The texts about ``activity``, with its names as typed; for markup use `fill_names` with escaped names.

    ``facts``: effective facts of the activity (`framework.workshop.facts.effective_facts`).
    """
    return fill_names(scenario, activity, facts, lang, activity.name, activity.supplier)


def fill_names(
    scenario: Scenario, activity: Activity, facts: Mapping[str, str], lang: Lang, name: str, supplier: str
) -> ScenarioText:
    """As `text_for_activity`, with ``name`` and ``supplier`` instead of the activity's own, for example escaped."""
    return ScenarioText(
        title=scenario.title[lang],
        why=fill_activity_names(scenario.why[lang], [name], lang),
        situation=scenario.situation[lang],
        details=tuple(
            _filled(detail.text[lang], quoted_names([name], lang), supplier)
            for detail in matching_details(scenario.details, activity, facts)
        ),
        question=fill_activity_names(scenario.question[lang], [name], lang),
        voice_name=scenario.voice.name[lang] if scenario.voice else None,
        voice=scenario.voice.text[lang] if scenario.voice else None,
    )


def _filled(text: str, activity: str, supplier: str) -> str:
    """Replaces both placeholders in one pass, so that a brace inside a name is left alone."""
    return _PLACEHOLDERS.sub(lambda found: activity if found[0] == ACTIVITY_PLACEHOLDER else supplier, text)


def matching_details(details: Sequence[Detail], activity: Activity, facts: Mapping[str, str]) -> Iterator[Detail]:
    """The details whose conditions hold for this activity; an unknown fact meets no condition."""
    for detail in details:
        if detail.needs == "supplier" and not activity.supplier.strip():
            continue
        if any(facts.get(fact) in values for fact, values in detail.unless.items()):
            continue
        if all(facts.get(fact) in values for fact, values in detail.when.items()):
            yield detail
