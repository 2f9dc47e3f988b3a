"""Where each question of the law check is asked: once for the team, once about a supplier, or about an activity."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from framework.law.fact_models import FactScope
from framework.law.load import law_book
from framework.law.models import UNKNOWN, Fact
from framework.law.questions import conversation, ground_questions, in_order, open_count
from framework.workshop.agenda import live_activities
from framework.workshop.facts import TEAM, FactOrigin, facts_with_origin, supplier_id, supplier_names, suppliers
from framework.workshop.models import Activity, WorkshopState


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question as it stands. ``value``: what counts (``unknown`` if nobody said anything).

    ``origin``: who said it; None where the question is open. ``asked_of``: where it is asked; what an activity's suppliers
    are asked is asked of the activity as long as it names none.
    """

    fact: Fact
    value: str
    origin: FactOrigin | None
    asked_of: FactScope

    @property
    def open(self) -> bool:
        return self.origin is None


@dataclass(frozen=True, slots=True)
class SharedQuestions:
    """What is asked once: of the team, or about the supplier of this name. ``activities``: fact id to the ids of the activities
    that go by the answer; each fact has at least one."""

    id: str
    supplier: str
    asked: tuple[AskedQuestion, ...]
    activities: Mapping[str, tuple[str, ...]]

    @property
    def open(self) -> int:
        """How many are open, as `open_count` counts them."""
        return open_count(law_book(), self.asked)


def activity_questions(state: WorkshopState, activity: Activity) -> tuple[AskedQuestion, ...]:
    """Every question about an activity whose answer matters, wherever it is asked, in the order in which to ask."""
    known = facts_with_origin(state.deck, state.shared_facts, activity)
    general = tuple(sorted((fact, value) for fact, (value, origin) in known.items() if origin != "activity"))
    found: list[AskedQuestion] = []
    for fact in _mattering(general, tuple(sorted(activity.facts.items()))):
        value, origin = known.get(fact.id, (UNKNOWN, None))
        named = fact.scope != "supplier" or supplier_names(activity)
        found.append(AskedQuestion(fact, value, origin, fact.scope if named else "activity"))
    return tuple(found)


def shared_questions(state: WorkshopState) -> tuple[SharedQuestions, ...]:
    """What is asked once, of the team and then about each supplier; only what matters for an activity that says nothing else."""
    answers = {one.id: one.facts for one in state.shared_facts}
    going_by: dict[str, dict[str, list[str]]] = {}
    names = {TEAM: ""} | {supplier_id(name): name for name in suppliers(live_activities(state))}
    for activity in live_activities(state):
        of: dict[FactScope, list[str]] = {
            "team": [TEAM],
            "supplier": [supplier_id(name) for name in supplier_names(activity)],
            "activity": [],
        }
        for one in activity_questions(state, activity):
            for shared_id in of[one.asked_of] if one.origin != "activity" else ():
                going_by.setdefault(shared_id, {}).setdefault(one.fact.id, []).append(activity.id)
    return tuple(
        SharedQuestions(shared_id, name, _asked(shared_id, asked, answers.get(shared_id, {})), _frozen(asked))
        for shared_id, name in names.items()
        if (asked := going_by.get(shared_id))
    )


def _asked(shared_id: str, asked: Mapping[str, list[str]], answers: Mapping[str, str]) -> tuple[AskedQuestion, ...]:
    scope: FactScope = "team" if shared_id == TEAM else "supplier"
    return tuple(
        AskedQuestion(fact, answers.get(fact.id, UNKNOWN), scope if fact.id in answers else None, scope)
        for fact in in_order(law_book(), law_book().all_facts)
        if fact.id in asked
    )


def _frozen(asked: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {fact: tuple(activities) for fact, activities in asked.items()}


@lru_cache(maxsize=2_000)
def _mattering(general: tuple[tuple[str, str], ...], own: tuple[tuple[str, str], ...]) -> tuple[Fact, ...]:
    """The same answers give the same questions, and finding them costs more than a page."""
    book = law_book()
    put = {one.fact.id for one in conversation(book, dict(general), dict(own))}
    put |= {rule.fact for rule in ground_questions(book, dict(general), dict(own))}
    return in_order(book, (fact for fact in book.all_facts if fact.id in put))
