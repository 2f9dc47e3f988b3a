"""Annex of the internal edition: exceptions, incidents, complaints, stops and checks, as they were written down. Roles, no names."""

from framework.charter.document import Paragraph, Section, TableBlock, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import joined, normal, own_words
from framework.workshop.governance import promises as catalogue
from framework.workshop.governance.events import KIND_WORDS, SEVERITY_WORDS, is_open, standing
from framework.workshop.governance.records import LogEntry


def log(context: CharterContext, letter: str) -> Section | None:
    """One row per entry, the newest first; without any, that there is none where section 10 promises a log, else None."""
    t, told = context.t, standing(context.framework.log)
    promised = any(text.id == "exception_log" for text, _ in catalogue.made(context.framework.promises))
    if not context.internal or not (told or promised):
        return None
    if not told:
        nothing = Paragraph(normal(t("Nothing has been written down here yet.")))
        return Section("log", letter, t("Log"), (nothing,), annex=True)
    day = t.date(context.framework.made_on)
    intro = t("What was written down until {day}. Roles, never names of people.", day=day)
    header = (t("What"), t("When"), t("For"), t("What happened"), t("Who"), t("End"))
    table = TableBlock(
        t("Exceptions, incidents, complaints, stops and checks"),
        header,
        tuple(_row(context, one) for one in told),
        (15, 12, 18, 31, 12, 18),
    )
    return Section("log", letter, t("Log"), (Paragraph(normal(intro)), table), annex=True)


def _row(context: CharterContext, one: LogEntry) -> tuple[Text, ...]:
    t = context.t
    kind = f"{t(KIND_WORDS[one.kind])} {one.number}".rstrip()
    if one.severity is not None:
        kind += f"\n{t(SEVERITY_WORDS[one.severity])}"
    if one.breach:
        kind += f"\n{t('possible data breach')}"
    rule = next((rule for rule in context.framework.rules if rule.decision == one.decision), None)
    activity = context.activity(one.activity)
    about = (own_words(activity.name) if activity else (), normal(f"R{rule.number}") if rule else ())
    return (
        normal(kind),
        normal(t.short_date(one.on)),
        joined((part for part in about if part), " · ") or normal("–"),
        _words(context, one) or normal("–"),
        context.role(one.role) or normal("–"),
        _end(context, one),
    )


def _words(context: CharterContext, one: LogEntry) -> Text:
    """What happened; of a check also what it showed."""
    said = (one.text, one.outcome if one.kind == "check" else "")
    return joined((context.typed(words) for words in said if words), ". ")


def _end(context: CharterContext, one: LogEntry) -> Text:
    t = context.t
    if one.closed_on is not None:
        when = t("closed on {day}", day=t.short_date(one.closed_on))
    elif one.until is not None:
        words = t("next check {day}") if one.kind == "check" else t("holds until {day}")
        when = words.format(day=t.short_date(one.until))
    else:
        when = t("still open") if is_open(one, context.as_of) else ""
    said = context.typed(one.outcome) if one.outcome and one.kind != "check" else ()
    return joined((part for part in (normal(when) if when else (), said) if part), ". ") or normal("–")
