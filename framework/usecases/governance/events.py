"""What recording an exception, incident, complaint, stop or check asks, and what it does to an activity."""

from framework.errors import ChoiceUnknown, RuleRefused, TextMissing
from framework.store import Transaction
from framework.text import NAME_LIMIT, TEXT_LIMIT, accept
from framework.workshop.governance.data_protection_officer import check_may_decide
from framework.workshop.governance.events import longest_exception, stopped_on
from framework.workshop.governance.records import LogEntry
from framework.workshop.models import WorkshopState


def accepted_event(mine: LogEntry) -> LogEntry:
    """Raises `InputRefused`. A check says nothing where all was well; an exception is about a rule."""
    if mine.kind == "exception" and mine.decision is None:
        raise TextMissing(field="decision")
    return mine.model_copy(
        update={
            "role": accept("role", mine.role, limit=NAME_LIMIT),
            "text": accept("text", mine.text, limit=TEXT_LIMIT, required=mine.kind != "check", lines=True),
            "outcome": accept("outcome", mine.outcome, limit=TEXT_LIMIT, lines=True),
            "closed_by": accept("role", mine.closed_by, limit=NAME_LIMIT),
        }
    )


def check_exception(state: WorkshopState, entry: LogEntry) -> None:
    """Only the role named in the rule allows an exception, for a time, and no longer than was promised.

    Raises `ChoiceUnknown`, `RuleRefused` (``no-exceptions``, ``exception-without-end``, ``exception-too-long``,
    ``dpo-decides``).
    """
    rule = next((one for one in state.decisions if one.id == entry.decision), None)
    if rule is None:
        raise ChoiceUnknown(field="decision", value=entry.decision)
    if not rule.exception_role:
        raise RuleRefused(reason="no-exceptions")
    if entry.until is None or entry.until < entry.on:
        raise RuleRefused(reason="exception-without-end")
    check_may_decide(entry.role, state.texts.privacy)
    longest = longest_exception(state.promises)
    if promised_length(state) and entry.until > entry.on + longest:
        raise RuleRefused(reason="exception-too-long", days=longest.days)


def promised_length(state: WorkshopState) -> bool:
    return any(one.id == "exception_form" and one.answer == "made" for one in state.promises)


def put_stops(change: Transaction, state: WorkshopState, before: LogEntry | None, saved: LogEntry) -> None:
    """Stops the activity of a stop, and starts it again once every stop of it is closed or taken back.

    ``state``: as it was before; ``before``: the entry as it was.
    """
    log = (*(one for one in state.log if one.id != saved.id), saved)
    stops = (one.activity for one in (before, saved) if one is not None and one.kind == "stop")
    for activity_id in dict.fromkeys(stops):
        activity = change.activity(activity_id) if activity_id is not None else None
        day = stopped_on(log, activity_id) if activity_id is not None else None
        if activity is not None and activity.stopped_on != day:
            change.put_activity(activity.model_copy(update={"stopped_on": day, "version": activity.version + 1}))
