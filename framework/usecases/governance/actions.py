"""The list of actions: who does what by when, and what is done."""

from datetime import date, timedelta

from framework.actions import source
from framework.actions.action_list import actions
from framework.actions.models import PLANNED_HERE, Action
from framework.errors import NotFound
from framework.language import translator
from framework.store import Transaction
from framework.text import NAME_LIMIT, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.charter import CharterUseCases
from framework.usecases.law_answers import LawAnswerUseCases
from framework.workshop.governance.records import ActionPlan, LogEntry, Training
from framework.workshop.models import WorkshopState

SHORTEST, LONGEST = timedelta(days=30), timedelta(days=365)
"""Between two checks of a rule."""


class ActionUseCases(UseCaseGroup):
    """An action is named by its id (`framework.actions.models.action_id`). Each method raises `NotFound` (``action``) for one
    that is no longer on the list, and `InputRefused`."""

    def plan(self, workshop_id: str, action: str, owner: str, due: date | None) -> None:
        """Who does it, by when. A measure is then planned, which changes no verdict."""
        owner = accept("owner", owner, limit=NAME_LIMIT)
        state, found = self._found(workshop_id, action)
        if found.kind not in PLANNED_HERE:
            raise NotFound(what="action", id=action)
        if found.kind == "measure":
            LawAnswerUseCases(self._context, self._actor).arrange(
                workshop_id, found.activity, found.law_rule, "planned", owner=owner, due=due
            )
        elif found.kind == "training":
            before = _training(state, found)
            field = "due" if before.done_on is None else "next_on"
            self._charter.record_training(workshop_id, before, before.model_copy(update={"owner": owner, field: due}))
        else:
            with self._context.store.transaction(workshop_id) as change:
                _put_plan(change, action, owner=owner, due=due)

    def set_done(self, workshop_id: str, action: str, done: bool, by: str = "") -> None:
        """Says that it is done, today, by a role; or that it is not.

        A measure is then arranged; a rule was checked, and its next check is as long after as the last one was.
        """
        by = accept("role", by, limit=NAME_LIMIT)
        state, found = self._found(workshop_id, action)
        if not found.tickable:
            raise NotFound(what="action", id=action)
        today = self._context.today()
        if found.kind == "measure":
            law = LawAnswerUseCases(self._context, self._actor)
            if done:
                law.arrange(
                    workshop_id, found.activity, found.law_rule, "arranged", by=by, owner=found.owner, due=found.due
                )
            else:
                law.withdraw_arrangement(workshop_id, found.activity, found.law_rule)
        elif found.kind == "training":
            before = _training(state, found)
            changed: dict[str, object] = {"done_on": today if done else None}
            if done and before.done_on is not None:
                changed["next_on"] = None
            self._charter.record_training(workshop_id, before, before.model_copy(update=changed))
        elif found.kind == "check" and done:
            entry = LogEntry(
                id=self._context.new_id(),
                kind="check",
                on=today,
                decision=found.decision,
                role=by or found.owner,
                text="",
                until=today + between_checks(state, found.decision),
            )
            self._charter.record_event(workshop_id, None, entry)
        elif found.kind == "parked":
            with self._context.store.transaction(workshop_id) as change:
                note = change.note(found.record)
                if note is None:
                    raise NotFound(what="note", id=found.record)
                change.put_note(note.model_copy(update={"done": done, "version": note.version + 1}))
                _put_plan(change, action, done_on=today if done else None, done_by=by if done else "")

    @property
    def _charter(self) -> CharterUseCases:
        return CharterUseCases(self._context, self._actor)

    def _found(self, workshop_id: str, action: str) -> tuple[WorkshopState, Action]:
        """The state, and the action as it stands on the list now. Its words do not matter here, so any language does."""
        state, today = self._context.store.load(workshop_id), self._context.today()
        listed = actions(source.of_workshop(state, self._context.law(), today), translator("en"), today)
        found = next((one for one in listed if one.id == action), None)
        if found is None:
            raise NotFound(what="action", id=action)
        return state, found


def between_checks(state: WorkshopState, decision: str) -> timedelta:
    """As long as between the version in force and its first check of this rule, a month at least and a year at most."""
    for version in reversed(state.frameworks):
        rule = next((one for one in version.rules if one.decision == decision), None)
        if rule is not None:
            return min(LONGEST, max(SHORTEST, rule.review_on - version.made_on))
    return LONGEST


def _training(state: WorkshopState, found: Action) -> Training:
    return next(one for one in state.training if one.id == found.record)


def _put_plan(change: Transaction, action: str, **update: object) -> None:
    before = change.action_plan(action)
    plan = before or ActionPlan(id=action, version=0)
    change.put_action_plan(plan.model_copy(update={**update, "version": plan.version + 1}))
