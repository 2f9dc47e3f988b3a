"""The actions with a date as a calendar file (iCalendar, RFC 5545), to open in Outlook, Google Calendar or another program.

An entry keeps its UID and gets a higher SEQUENCE, so that importing a later file moves what moved and doubles nothing.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from framework.actions.models import KIND_WORDS, Action
from framework.language import Translator

WARNED_BEFORE = timedelta(days=7)
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def write(found: Iterable[Action], now: datetime, t: Translator) -> bytes:
    """The file. ``now``: an aware datetime; each later file is a newer version of the same entries."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Kader//actions//{t.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in found:
        if one.due is not None:
            calendar.add_component(_event(one, now, t))
    return calendar.to_ical()


def _event(one: Action, now: datetime, t: Translator) -> Event:
    assert one.due is not None, "only what has a date is in a calendar"
    event = Event()
    event.add("uid", f"{one.id}@kader.invalid")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", int((now - _EPOCH).total_seconds()))
    event.add("dtstart", one.due)
    event.add("dtend", one.due + timedelta(days=1))  # the day after: an end is exclusive
    event.add("transp", "TRANSPARENT")
    event.add("summary", ("✓ " if one.done else "") + summary(one, t))
    event.add("description", "\n".join(description(one, t)))
    event.add("categories", [t(KIND_WORDS[one.kind])])
    if not one.done:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary(one, t))
        alarm.add("trigger", -WARNED_BEFORE)
        event.add_component(alarm)
    return event


def summary(one: Action, t: Translator) -> str:
    """What it is, so that it is understood among other appointments: “Check R4: read twenty messages”."""
    kind = t(KIND_WORDS[one.kind])
    return f"{kind} R{one.rule}: {one.what}" if one.rule else f"{kind}: {one.what}"


def description(one: Action, t: Translator) -> list[str]:
    """What there is to say about an action besides its date, a line each."""
    lines = (
        (t("Why: {words}"), one.why),
        (t("For: {words}"), one.use),
        (t("Rule: {words}"), f"R{one.rule}" if one.rule else ""),
        (t("Who: {words}"), one.owner),
    )
    return [line.format(words=words) for line, words in lines if words]
