"""A scenario as it is told about one activity: with its name, its supplier and what is recorded about it.

Screens, the phone, sheets and the charter all ask here, so that they say the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from framework.deck import Detail, Scenario
from framework.text import Lang
from framework.workshop.models import Activity
from framework.workshop.rule_grammar import PLACE, quoted_names, with_activities

SUPPLIER = "{supplier}"
_NAMES = re.compile(f"{re.escape(PLACE)}|{re.escape(SUPPLIER)}")


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """The texts of a scenario about an activity, in one language. ``details`` may be empty, ``voice`` missing."""

    title: str
    why: str
    situation: str
    details: tuple[str, ...]
    question: str
    voice_name: str | None
    voice: str | None


def text_for_activity(scenario: Scenario, activity: Activity, facts: Mapping[str, str], lang: Lang) -> ScenarioText:
    """``facts``: effective facts of the activity (`framework.workshop.drafts.effective_facts`).

    The names stand in it as typed; whoever shows it as markup escapes them first (`named`).
    """
    return fill_names(scenario, activity, facts, lang, activity.name, activity.supplier)


def fill_names(
    scenario: Scenario, activity: Activity, facts: Mapping[str, str], lang: Lang, name: str, supplier: str
) -> ScenarioText:
    """As `told`, with the names as they are to be written (escaped, for a page)."""
    return ScenarioText(
        title=scenario.title[lang],
        why=with_activities(scenario.why[lang], [name], lang),
        situation=scenario.situation[lang],
        details=tuple(
            _filled(detail.text[lang], quoted_names([name], lang), supplier)
            for detail in matching_details(scenario.details, activity, facts)
        ),
        question=with_activities(scenario.question[lang], [name], lang),
        voice_name=scenario.voice.name[lang] if scenario.voice else None,
        voice=scenario.voice.text[lang] if scenario.voice else None,
    )


def _filled(text: str, activity: str, supplier: str) -> str:
    """Both names at once: a brace inside a name is left alone."""
    return _NAMES.sub(lambda found: activity if found[0] == PLACE else supplier, text)


def matching_details(details: Sequence[Detail], activity: Activity, facts: Mapping[str, str]) -> Iterator[Detail]:
    """The details that are true of this activity: what is not recorded is not said."""
    for detail in details:
        if detail.needs == "supplier" and not activity.supplier.strip():
            continue
        if all(facts.get(fact) in values for fact, values in detail.when.items()):
            yield detail
