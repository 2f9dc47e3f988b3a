"""Which facts the law check of an activity goes by, and who said each of them; and what somebody arranged.

From general to particular, and the more particular counts: what the activity's kind assumes, what was said once for the team,
what was said once about a supplier, and what was said about the activity itself.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from framework.deck import Deck
from framework.language import N_, Translator
from framework.law.contradictions import settled
from framework.law.load import law_book
from framework.law.models import UNKNOWN
from framework.text import NAME_LIMIT
from framework.workshop.governance.records import ArrangementStatus
from framework.workshop.models import Activity, Arrangement, FrameworkActivity, SharedFacts, WorkshopState

FactOrigin = Literal["assumed", "team", "supplier", "activity"]
TEAM = "team"
"""The id of the facts that hold for the whole team."""
ARRANGEMENT_WORDS: dict[ArrangementStatus, str] = {
    "arranged": N_("marked as arranged"),
    "planned": N_("planned; it is not done yet"),
    "not_for_us": N_("marked as not for us; this does not change the verdict"),
}
_BETWEEN_NAMES = re.compile(r"[,;/+\n]")


def supplier_names(activity: Activity | FrameworkActivity) -> tuple[str, ...]:
    """The suppliers of an activity, in the order typed: “Meta, Google” are two."""
    names = (" ".join(part.split()) for part in _BETWEEN_NAMES.split(activity.supplier))
    return tuple({name.casefold(): name for name in names if name}.values())


def supplier_id(name: str) -> str:
    """The id of a supplier's facts. Case and spaces do not make another supplier."""
    folded = " ".join(name[:NAME_LIMIT].split()).casefold()
    return f"supplier-{hashlib.sha256(folded.encode()).hexdigest()[:20]}"


def suppliers(activities: Iterable[Activity]) -> tuple[str, ...]:
    """Every supplier's name once, in the order of the activities."""
    found: dict[str, str] = {}
    for activity in activities:
        for name in supplier_names(activity):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def effective_facts(state: WorkshopState, activity: Activity) -> dict[str, str]:
    """The facts that the law check of an activity goes by: fact id to value."""
    found = facts_with_origin(state.deck, state.shared_facts, activity)
    return {fact: value for fact, (value, _) in found.items()}


def facts_with_origin(
    deck: Deck, shared_facts: Iterable[SharedFacts], activity: Activity
) -> dict[str, tuple[str, FactOrigin]]:
    """The same, with who said it."""
    kind = deck.kind(activity.kind)
    shared = {one.id: one.facts for one in shared_facts}
    layers: tuple[tuple[FactOrigin, Mapping[str, str]], ...] = (
        ("assumed", kind.facts if kind else {}),
        ("team", shared.get(TEAM, {})),
        ("supplier", of_suppliers([shared.get(supplier_id(name), {}) for name in supplier_names(activity)])),
        ("activity", activity.facts),
    )
    found: dict[str, tuple[str, FactOrigin]] = {
        fact: (value, origin) for origin, facts in layers for fact, value in facts.items()
    }
    said = {fact: value for fact, (value, origin) in found.items() if origin != "assumed"}
    kept = settled(law_book(), layers[0][1], said)
    return {fact: found[fact] for fact in kept}


def of_suppliers(answers: list[Mapping[str, str]]) -> dict[str, str]:
    """What holds for an activity with these suppliers: *no* where one of them says no, else unknown unless all agree.

    A fact that nobody said anything about is left out; a supplier that said nothing counts as unknown beside one that did.
    """
    found: dict[str, str] = {}
    for fact in dict.fromkeys(fact for one in answers for fact in one):
        values = {one.get(fact, UNKNOWN) for one in answers}
        found[fact] = "no" if "no" in values else values.pop() if len(values) == 1 else UNKNOWN
    return found


def with_starting_facts(deck: Deck, kind_id: str | None, said: Mapping[str, str]) -> dict[str, str]:
    """``said``, completed with the starting facts of the activity kind where the deck has it; without those it contradicts."""
    kind = deck.kind(kind_id) if kind_id else None
    return settled(law_book(), kind.facts if kind else {}, said)


def shared_facts(state: WorkshopState, shared_id: str) -> SharedFacts | None:
    return next((one for one in state.shared_facts if one.id == shared_id), None)


def arranged_rules(state: WorkshopState, activity_id: str) -> tuple[str, ...]:
    """Ids of the rules of law whose measures somebody marked as arranged for this activity."""
    return arranged_for(state.arrangements, activity_id)


def arranged_for(arrangements: Iterable[Arrangement], activity_id: str) -> tuple[str, ...]:
    """As `arranged_rules`, from what was said of any activity."""
    return tuple(
        one.rule
        for one in arrangements
        if one.activity == activity_id and one.status == "arranged" and not one.withdrawn
    )


def arrangement_words(one: Arrangement, t: Translator) -> str:
    """What was said about a thing to do, by whom and when."""
    parts = [
        t(ARRANGEMENT_WORDS[one.status]),
        t("by {role}", role=one.by) if one.by else "",
        t("on {day}", day=t.date(one.said_on)),
        t("owner: {owner}", owner=one.owner) if one.owner else "",
        t("due: {day}", day=t.date(one.due)) if one.due else "",
        one.note,
    ]
    return "; ".join(part for part in parts if part)
