"""What is kept after adoption: exceptions, incidents, complaints, stops and checks, and what follows from each.

The records themselves are in `framework.workshop.governance.records`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from framework.language import N_, Translator
from framework.workshop.governance.promises import catalogue
from framework.workshop.governance.records import CharterTexts, LogEntry, LogKind, Promise, Severity

KIND_WORDS: dict[LogKind, str] = {
    "exception": N_("Exception"),
    "incident": N_("Incident"),
    "complaint": N_("Complaint"),
    "stop": N_("Stop"),
    "check": N_("Check"),
}
SEVERITY_WORDS: dict[Severity, str] = {
    1: N_("1 · Near miss: nobody affected"),
    2: N_("2 · People affected, can be put right"),
    3: N_("3 · Serious"),
}
SERIOUS: Severity = 3
SERIOUS_MEANS = N_(
    "Serious: a red line, a possible data breach, money, health, children, a group harmed, or very many people."
)
LONGEST_EXCEPTION = 90
"""Days, where the team chose no number of its own."""
REPORT_WITHIN = timedelta(hours=72)
"""From the moment that the team knows of a data breach (Article 33(1) GDPR)."""


def standing(log: Iterable[LogEntry]) -> tuple[LogEntry, ...]:
    """What was not taken back, the newest first."""
    latest_first = reversed(tuple(log))  # sorting keeps the order of those on the same day
    return tuple(sorted((one for one in latest_first if not one.withdrawn), key=lambda one: one.on, reverse=True))


def is_open(entry: LogEntry, today: date) -> bool:
    """Whether something still has to happen: an exception runs until its end, a check is done when it is recorded."""
    if entry.kind == "check":
        return False
    if entry.kind == "exception":
        return entry.closed_on is None and (entry.until is None or entry.until >= today)
    return entry.closed_on is None


def stopped_on(log: Iterable[LogEntry], activity: str) -> date | None:
    """Since when an activity is stopped, by the stops on record that were not followed by a new start."""
    stops = (one.on for one in log if one.kind == "stop" and one.activity == activity and _stands(one))
    return min(stops, default=None)


def _stands(stop: LogEntry) -> bool:
    return not stop.withdrawn and stop.closed_on is None


def next_number(log: Iterable[LogEntry], year: int) -> str:
    """The number of the next entry that is recorded in this year. One that was taken back keeps its own."""
    taken = [int(one.number.partition("-")[2]) for one in log if one.number.startswith(f"{year}-")]
    return f"{year}-{max(taken, default=0) + 1}"


def next_check(decision: str, review_on: date, log: Iterable[LogEntry], since: date) -> date:
    """When a rule is checked next. ``review_on``: as the rule says; ``since``: the day of the version that says so.

    A check recorded after that moves it to the day chosen then.
    """
    done = [one for one in standing(log) if one.kind == "check" and one.decision == decision and one.until is not None]
    if not done:
        return review_on
    last = done[0].until
    assert last is not None
    return last if done[0].on >= since else max(last, review_on)


@dataclass(frozen=True, slots=True)
class LogCounts:
    """``incidents``: of class 1, 2 and 3."""

    exceptions: int
    incidents: tuple[int, int, int]
    complaints: int
    stops: int
    checks: int


def counts(log: Iterable[LogEntry], since: date | None = None) -> LogCounts:
    """How often each happened, from a day on (default: ever)."""
    told = [one for one in standing(log) if since is None or one.on >= since]

    def of(kind: LogKind, severity: int | None = None) -> int:
        return sum(one.kind == kind and (severity is None or (one.severity or 1) == severity) for one in told)

    return LogCounts(
        of("exception"),
        (of("incident", 1), of("incident", 2), of("incident", 3)),
        of("complaint"),
        of("stop"),
        of("check"),
    )


def promised_days(promise: str, promises: Iterable[Promise]) -> int | None:
    """The number of days in a promise that was made; None where it was not."""
    text = catalogue().promise(promise)
    made = next((one for one in promises if one.id == promise and one.answer == "made"), None)
    if text is None or made is None:
        return None
    return made.numbers.get("days", text.numbers.get("days", 0)) or None


def longest_exception(promises: Iterable[Promise]) -> timedelta:
    return timedelta(days=promised_days("exception_form", promises) or LONGEST_EXCEPTION)


def working_days_after(day: date, count: int) -> date:
    """``count`` working days later, Monday to Friday; public holidays are not known here."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def due_on(entry: LogEntry, promises: tuple[Promise, ...]) -> date | None:
    """When something must have happened: by the clock of the law, by the entry itself, or by a promise that was made."""
    if entry.kind == "exception":
        return entry.until
    if entry.kind == "incident" and entry.breach:
        return entry.on + REPORT_WITHIN
    promise = {"complaint": "complaint_answer", "incident": "note"}.get(entry.kind)
    if promise is None or (entry.kind == "incident" and (entry.severity or 1) < 2):
        return None
    days = promised_days(promise, promises)
    return working_days_after(entry.on, days) if days else None


def what_now(
    entry: LogEntry,
    use: str,
    owner: str,
    texts: CharterTexts,
    promises: tuple[Promise, ...],
    t: Translator,
    *,
    stopped: bool = False,
) -> tuple[str, ...]:
    """What has to happen after an incident, the most pressing first. ``use`` and ``owner``: of the activity, may be empty.

    ``stopped``: the activity stands still already.
    """
    if entry.kind != "incident":
        return ()
    owner = owner or t("the owner of the use")
    keeper = texts.owner or t("the charter’s owner")
    said: list[str] = []
    if entry.severity == SERIOUS and not stopped:
        said.append(t("Stop “{use}” now.", use=use) if use else t("Stop the AI use it is about now."))
    if entry.breach:
        said += _breach(entry, texts, t)
    if entry.severity == SERIOUS:
        sponsor = texts.sponsor.function or texts.sponsor.name or t("the sponsor")
        dpo = texts.privacy.role or t("the DPO or whoever handles privacy")
        said.append(t("To be told today: {sponsor}, {dpo} and whoever does security.", sponsor=sponsor, dpo=dpo))
        if not entry.breach:
            said.append(t("Could personal data be involved? Then ring {contact} at once.", contact=_contact(texts, t)))
    elif entry.severity == 2:
        said.append(t("To be told at once: {owner}. On the next working day: {keeper}.", owner=owner, keeper=keeper))
    else:
        said.append(t("To be looked at this week by: {owner}.", owner=owner))
    if (entry.severity or 1) > 1:
        said += _promised(entry, owner, promises, t)
    return tuple(said)


def _breach(entry: LogEntry, texts: CharterTexts, t: Translator) -> list[str]:
    return [
        t("Ring {contact} at once: the clock starts when you know.", contact=_contact(texts, t)),
        t(
            "By {day}, within 72 hours: report it to the Autoriteit Persoonsgegevens, unless a risk to people is unlikely "
            "(GDPR 33). If the risk is high, tell the people themselves without delay (GDPR 34).",
            day=t.date(entry.on + REPORT_WITHIN),
        ),
    ]


def _contact(texts: CharterTexts, t: Translator) -> str:
    return texts.incident_contact or texts.privacy.contact or t("whoever handles data breaches (nobody is named yet)")


def _promised(entry: LogEntry, owner: str, promises: tuple[Promise, ...], t: Translator) -> list[str]:
    tell, note = promised_days("tell", promises), promised_days("note", promises)
    said: list[str] = []
    if tell:
        day = t.date(working_days_after(entry.on, tell))
        said.append(t("By {day}: tell the customers affected what went wrong and how you make it good.", day=day))
    if note:
        day = t.date(working_days_after(entry.on, note))
        said.append(
            t("By {day}: one page on what happened and which rule must change, by: {owner}.", day=day, owner=owner)
        )
    return said
