"""The inventory: activities and the facts about them."""

from collections.abc import Mapping, Sequence

from framework.deck import Deck
from framework.errors import ChoiceUnknown, DateRefused, NotFound
from framework.inventory.import_plan import PlannedRow
from framework.law.models import LawBook
from framework.store import Transaction
from framework.text import LINE_LIMIT, NAME_LIMIT, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed
from framework.workshop.governance.data_protection_officer import check_may_decide
from framework.workshop.merging import merge
from framework.workshop.models import Activity, Running, WorkshopState
from framework.workshop.rule_grammar import proposed_wording


class InventoryUseCases(UseCaseGroup):
    def add(
        self,
        workshop_id: str,
        kind: str,
        name: str,
        *,
        supplier: str = "",
        owner: str = "",
        purpose: str = "",
        running: Running = "running",
    ) -> Activity:
        """Adds an activity at the end of the list. Raises `InputRefused`, `RuleRefused` (``dpo-decides``)."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            _check_kind(state, kind)
            activity = _accepted(
                Activity(
                    id=self._context.new_id(),
                    position=1 + max((other.position for other in state.activities), default=0),
                    kind=kind,
                    name=name,
                    supplier=supplier,
                    owner=owner,
                    purpose=purpose,
                    running=running,
                )
            )
            check_may_decide(activity.owner, state.texts.privacy)
            change.put_activity(activity)
        return activity

    def edit(self, workshop_id: str, base: Activity, mine: Activity) -> Activity:
        """Saves what ``mine`` changed since ``base``; returns the saved activity.

        A new name also replaces the old one in rules that still have the deck's wording. Raises `EditConflict`, `InputRefused`,
        `RuleRefused` (``dpo-decides``) and `DateRefused` (``not-yet``) for a stop that is still to come.
        """
        accepted = _accepted(mine)
        if accepted.stopped_on is not None and accepted.stopped_on > self._context.today():
            raise DateRefused(field="stopped_on", reason="not-yet")
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            if accepted.owner != base.owner:
                check_may_decide(accepted.owner, change.texts().privacy)
            return _merge_activity(change, base, accepted)

    def record_fact(self, workshop_id: str, activity_id: str, fact: str, value: str) -> Activity:
        """As `record_facts`, for one."""
        return self.record_facts(workshop_id, activity_id, {fact: value})

    def record_facts(self, workshop_id: str, activity_id: str, answers: Mapping[str, str]) -> Activity:
        """Sets facts about an activity. Raises `ChoiceUnknown` for a fact or value that the law data does not have."""
        for fact, value in answers.items():
            check_fact_value(self._context.law(), fact, value)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = require_activity(change, activity_id)
            if answers.items() <= theirs.facts.items():
                return theirs
            saved = theirs.model_copy(update={"facts": {**theirs.facts, **answers}, "version": theirs.version + 1})
            change.put_activity(saved)
        return saved

    def forget_fact(self, workshop_id: str, activity_id: str, fact: str) -> Activity:
        """Takes back what was said about this activity, so that the team's or supplier's answer holds again."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = require_activity(change, activity_id)
            if fact not in theirs.facts:
                return theirs
            facts = {known: value for known, value in theirs.facts.items() if known != fact}
            saved = theirs.model_copy(update={"facts": facts, "version": theirs.version + 1})
            change.put_activity(saved)
        return saved

    def import_rows(self, workshop_id: str, rows: Sequence[PlannedRow]) -> tuple[Activity, ...]:
        """Saves the rows that a person agreed to, all or none; returns the saved activities.

        Raises `InputRefused`, and `EditConflict` where a row changes a field that was changed to something else since the
        import was planned.
        """
        law = self._context.law()
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            last = max((activity.position for activity in state.activities), default=0)
            kept: list[Activity] = []
            for row in rows:
                mine = _accepted(row.activity)
                _check_kind(state, mine.kind)
                _check_new_facts(law, row.base, mine)
                if row.base is None:
                    last += 1
                    saved = mine.model_copy(update={"id": self._context.new_id(), "version": 1, "position": last})
                    change.put_activity(saved)
                else:
                    saved = _merge_activity(change, row.base, mine)
                kept.append(saved)
        return tuple(kept)

    def copy(self, workshop_id: str, activity_id: str, name: str) -> Activity:
        """Copies an activity with all facts, under another name, to the end of the list."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            original = require_activity(change, activity_id)
            last = max((other.position for other in change.activities()), default=0)
            fresh = {"id": self._context.new_id(), "version": 1, "name": name, "position": last + 1}
            copied = _accepted(original.model_copy(update=fresh))
            change.put_activity(copied)
        return copied

    def delete(self, workshop_id: str, activity_id: str) -> None:
        """Takes an activity out of the inventory; `restore` brings it back with its facts and answers."""
        self._set_deleted(workshop_id, activity_id, deleted=True)

    def restore(self, workshop_id: str, activity_id: str) -> None:
        self._set_deleted(workshop_id, activity_id, deleted=False)

    def _set_deleted(self, workshop_id: str, activity_id: str, *, deleted: bool) -> None:
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            activity = require_activity(change, activity_id)
            if activity.deleted != deleted:
                change.put_activity(activity.model_copy(update={"deleted": deleted, "version": activity.version + 1}))


def _merge_activity(change: Transaction, base: Activity, mine: Activity) -> Activity:
    theirs = require_activity(change, base.id)
    saved = merge(base, mine, theirs)
    if saved.model_copy(update={"version": theirs.version}) == theirs:
        return theirs
    state = change.state()
    _check_kind(state, saved.kind)
    change.put_activity(saved)
    if saved.name != theirs.name:
        _rename_in_proposals(change, state, theirs, saved)
    return saved


def require_activity(change: Transaction, activity_id: str) -> Activity:
    activity = change.activity(activity_id)
    if activity is None:
        raise NotFound(what="activity", id=activity_id)
    return activity


def _check_kind(state: WorkshopState, kind: str) -> None:
    if state.deck.kind(kind) is None:
        raise ChoiceUnknown(field="kind", value=kind)


def check_fact_value(law: LawBook, fact_id: str, value: str) -> None:
    fact = law.fact(fact_id)
    if fact is None or value not in fact.allowed_values:
        raise ChoiceUnknown(field="fact", value=f"{fact_id}: {value}")


def _check_new_facts(law: LawBook, base: Activity | None, mine: Activity) -> None:
    """Checks only the facts that ``mine`` adds or changes: those recorded under an older law version are left alone."""
    for fact, value in mine.facts.items():
        if base is None or base.facts.get(fact) != value:
            check_fact_value(law, fact, value)


def _accepted(activity: Activity) -> Activity:
    return activity.model_copy(
        update={
            "name": accept("name", activity.name, limit=NAME_LIMIT, required=True),
            "supplier": accept("supplier", activity.supplier, limit=NAME_LIMIT),
            "owner": accept("owner", activity.owner, limit=NAME_LIMIT),
            "purpose": accept("purpose", activity.purpose, limit=LINE_LIMIT),
        }
    )


def _rename_in_proposals(change: Transaction, state: WorkshopState, before: Activity, after: Activity) -> None:
    names = {activity.id: activity.name for activity in state.activities}
    for decision in state.decisions:
        scenario = state.deck.scenario(decision.scenario)
        if scenario is None or before.id not in decision.activities:
            continue
        old_names = [names.get(activity_id, "") for activity_id in decision.activities]
        if decision.wording != proposed_wording(scenario, decision.based_on, old_names):
            continue
        new_names = [after.name if i == before.id else names.get(i, "") for i in decision.activities]
        wording = proposed_wording(scenario, decision.based_on, new_names)
        change.put_decision(decision.model_copy(update={"wording": wording, "version": decision.version + 1}))


def kind_ids(deck: Deck, *, from_article: bool) -> tuple[str, ...]:
    """Ids of the kinds from the article, or of the further ones, in deck order."""
    return tuple(kind.id for kind in deck.kinds if kind.from_article == from_article)
