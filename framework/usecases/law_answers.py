"""Answers to the law check that are given once, and what was arranged."""

import hashlib
from collections.abc import Sequence
from datetime import date

from framework.errors import ChoiceUnknown, EditConflict
from framework.law.models import FactScope, LawBook
from framework.question_list.answers import PlannedAnswer
from framework.store import Transaction
from framework.text import LINE_LIMIT, NAME_LIMIT, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed
from framework.usecases.inventory import check_fact_value, require_activity
from framework.workshop.facts import TEAM, supplier_id, supplier_names
from framework.workshop.governance.records import ArrangementStatus
from framework.workshop.models import Activity, Arrangement, SharedFacts

ARRANGED = "yes"
"""The answer to a ground rule whose measure is arranged."""


class LawAnswerUseCases(UseCaseGroup):
    def record_for_team(self, workshop_id: str, fact: str, value: str) -> SharedFacts:
        """One answer for every activity of the team. Raises `ChoiceUnknown` for a fact that is not asked of a team."""
        return self._record(workshop_id, SharedFacts(id=TEAM, version=0), "team", fact, value)

    def record_for_supplier(self, workshop_id: str, supplier: str, fact: str, value: str) -> SharedFacts:
        """One answer for every activity with this supplier. Raises as `record_for_team`, and `InputRefused`."""
        name = accept("supplier", supplier, limit=NAME_LIMIT, required=True)
        blank = SharedFacts(id=supplier_id(name), version=0, supplier=name)
        return self._record(workshop_id, blank, "supplier", fact, value)

    def import_answers(self, workshop_id: str, answers: Sequence[PlannedAnswer]) -> None:
        """Saves the answers that a person agreed to, all or none.

        Raises `ChoiceUnknown`, `NotFound` for an activity that is gone, and `EditConflict` where an answer was changed since the
        list was planned.
        """
        law = self._context.law()
        for one in answers:
            check_fact_value(law, one.question.fact.id, one.value)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            for one in answers:
                _save_answer(change, one)

    def arrange(
        self,
        workshop_id: str,
        activity_id: str,
        rule: str,
        status: ArrangementStatus,
        *,
        by: str = "",
        owner: str = "",
        due: date | None = None,
        note: str = "",
    ) -> Arrangement:
        """Says of one thing to do that it is arranged, planned, or not for this team; the latest word holds.

        *arranged* answers a ground rule's question with yes, where that question is asked: for the team, for the suppliers, or
        for the activity. Raises `ChoiceUnknown` for a rule that the law data lacks, and `InputRefused`.
        """
        law = self._context.law()
        _check_rule(law, rule)
        by = accept("role", by, limit=NAME_LIMIT)
        owner = accept("owner", owner, limit=NAME_LIMIT)
        note = accept("note", note, limit=LINE_LIMIT)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            activity = require_activity(change, activity_id)
            arrangement_id = _arrangement_id(activity_id, rule)
            before = change.arrangement(arrangement_id)
            saved = Arrangement(
                id=arrangement_id,
                version=before.version + 1 if before else 1,
                activity=activity_id,
                rule=rule,
                status=status,
                said_on=self._context.today(),
                by=by,
                owner=owner,
                due=due,
                note=note,
            )
            change.put_arrangement(saved)
            was_arranged = before is not None and before.status == "arranged" and not before.withdrawn
            if status == "arranged" or was_arranged:
                _answer_ground_rule(change, law, activity, rule, ARRANGED if status == "arranged" else "no")
        return saved

    def withdraw_arrangement(self, workshop_id: str, activity_id: str, rule: str) -> None:
        """Takes back what was said; a ground rule that counted as arranged is answered with no again."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            activity = require_activity(change, activity_id)
            before = change.arrangement(_arrangement_id(activity_id, rule))
            if before is None or before.withdrawn:
                return
            change.put_arrangement(before.model_copy(update={"withdrawn": True, "version": before.version + 1}))
            if before.status == "arranged":
                _answer_ground_rule(change, self._context.law(), activity, rule, "no")

    def _record(self, workshop_id: str, blank: SharedFacts, scope: FactScope, fact: str, value: str) -> SharedFacts:
        law = self._context.law()
        check_fact_value(law, fact, value)
        known = law.fact(fact)
        if known is None or known.scope != scope:
            raise ChoiceUnknown(field="fact", value=fact)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            return _put(change, blank, fact, value)


def _save_answer(change: Transaction, planned: PlannedAnswer) -> None:
    question, fact = planned.question, planned.question.fact.id
    if question.about == "activity":
        activity = require_activity(change, question.subject)
        _refuse_changed(planned, activity.facts.get(fact, ""))
        facts = {**activity.facts, fact: planned.value}
        change.put_activity(activity.model_copy(update={"facts": facts, "version": activity.version + 1}))
        return
    blank = SharedFacts(id=question.subject, version=0, supplier=question.name)
    there = change.shared_facts(blank.id)
    _refuse_changed(planned, there.facts.get(fact, "") if there else "")
    _put(change, blank, fact, planned.value)


def _refuse_changed(planned: PlannedAnswer, theirs: str) -> None:
    if theirs not in (planned.question.value, planned.value):
        field = planned.question.fact.id
        raise EditConflict(what="activity", fields=(field,), theirs={field: theirs}, yours={field: planned.value})


def _put(change: Transaction, blank: SharedFacts, fact: str, value: str) -> SharedFacts:
    theirs = change.shared_facts(blank.id) or blank
    if theirs.facts.get(fact) == value:
        return theirs
    saved = theirs.model_copy(update={"facts": {**theirs.facts, fact: value}, "version": theirs.version + 1})
    change.put_shared_facts(saved)
    return saved


def _answer_ground_rule(change: Transaction, law: LawBook, activity: Activity, rule: str, value: str) -> None:
    """Records the answer where the ground rule's question is asked. An answer of the activity's own stays there."""
    ground_rule = law.ground_rule(rule)
    if ground_rule is None:
        return
    fact, names = ground_rule.fact, supplier_names(activity)
    if fact in activity.facts or ground_rule.scope == "activity" or (ground_rule.scope == "supplier" and not names):
        facts = {**activity.facts, fact: value}
        change.put_activity(activity.model_copy(update={"facts": facts, "version": activity.version + 1}))
    elif ground_rule.scope == "team":
        _put(change, SharedFacts(id=TEAM, version=0), fact, value)
    else:
        for name in names:
            _put(change, SharedFacts(id=supplier_id(name), version=0, supplier=name), fact, value)


def _arrangement_id(activity_id: str, rule: str) -> str:
    """One per activity and rule, so that two clicks never make two."""
    return hashlib.sha256(f"{activity_id} {rule}".encode()).hexdigest()[:32]


def _check_rule(law: LawBook, rule: str) -> None:
    if rule not in {one.id for one in (*law.ground_rules, *law.obligations, *law.other_rules)}:
        raise ChoiceUnknown(field="rule", value=rule)
