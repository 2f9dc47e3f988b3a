"""Where the list of actions comes from: a workshop, or the framework of a charter."""

from collections.abc import Mapping
from datetime import date

from framework.actions.models import ActionSource
from framework.deck import Deck
from framework.law.classification import check
from framework.law.models import LawBook, LawCheck
from framework.workshop.agenda import live_activities
from framework.workshop.decision_drafts import drafted_framework
from framework.workshop.facts import arranged_rules, effective_facts
from framework.workshop.models import Framework, WorkshopState


def of_workshop(
    state: WorkshopState, book: LawBook, today: date, checks: Mapping[str, LawCheck] | None = None
) -> ActionSource:
    """``checks``: today's law checks by activity id, where they are known. No vote is looked at, so a state without answers
    gives a group's list, too."""
    known = checks
    if known is None:
        known = {
            one.id: check(book, effective_facts(state, one), today, arranged_rules(state, one.id))
            for one in live_activities(state)
        }
    seat = state.seats[0].id if state.workshop.kind == "self" else ""
    verdicts = {activity: found.verdict for activity, found in known.items()}
    now = drafted_framework(state, seat, today, verdicts, principles=None if seat else ())
    adopted = [one for one in state.frameworks if one.adopted]
    return ActionSource(now, adopted[-1] if adopted else None, state.deck, book, known, state.notes, state.action_plans)


def of_charter(framework: Framework, deck: Deck, book: LawBook, today: date) -> ActionSource:
    checks = {one.id: check(book, one.facts, today, one.arranged) for one in framework.activities}
    return ActionSource(framework, framework if framework.adopted else None, deck, book, checks)
