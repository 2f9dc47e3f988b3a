"""The page for the quarter: what a board reads, from what is on record, as one page of the charter's document model.

It counts and compares with the quarter before, says what is overdue and what is not in order, and tells what happened. Where
nothing is on record it says that, and not that nothing happened.
"""

from collections.abc import Callable, Sequence

from framework.charter.document import (
    Block,
    Bullets,
    CharterDocument,
    LabelledText,
    Paragraph,
    Section,
    Span,
    Status,
    StatusKind,
    TableBlock,
    Text,
)
from framework.charter.sections.context import CharterContext
from framework.charter.spans import fill, joined, normal, own_words, small
from framework.exports.quarter.figures import Complaints, Figures, Overdue, Quarter, figures, overdue
from framework.exports.register.layout import rule_label
from framework.exports.standing import USE_STATES, Standing, UseState, line, worst_first
from framework.language import N_, Translator
from framework.workshop.governance.events import KIND_WORDS, SERIOUS, SEVERITY_WORDS
from framework.workshop.governance.records import LogEntry
from framework.workshop.models import Framework

_MOST = 3
"""Lines of a list; the rest is counted, so that the page stays one page."""
_WORDS_OF_ENTRY = 90
"""Characters of what happened in one line."""
_NOT_KEPT = N_("not recorded")


def quarter_name(quarter: Quarter, t: Translator) -> str:
    """``fourth quarter of 2026`` / ``vierde kwartaal van 2026``."""
    return t(_QUARTERS[quarter.number - 1], year=quarter.year)


_QUARTERS = (
    N_("first quarter of {year}"),
    N_("second quarter of {year}"),
    N_("third quarter of {year}"),
    N_("fourth quarter of {year}"),
)


def quarter_document(context: CharterContext, found: Sequence[Standing], quarter: Quarter) -> CharterDocument:
    """``found``: where each use stands on the context's day, on which the page is made."""
    t, framework, as_of = context.t, context.framework, context.as_of
    now, before = figures(framework, quarter, as_of), figures(framework, quarter.before, as_of)
    late = overdue(framework, found, as_of)
    kicker = t("Page for the quarter: AI in marketing")
    name = quarter_name(quarter, t)
    running = t("{quarter}, as known on {day}", quarter=name, day=t.date(as_of))
    return CharterDocument(
        title=framework.organisation + (f" – {framework.team}" if framework.team else ""),
        lang=t.lang,
        kicker=kicker,
        subtitle=normal(running),
        status=_status(framework, late, t),
        meta=_meta(context),
        notices=(),
        sections=(
            Section("figures", "", t("In figures"), (_figures(framework, found, now, before, t),)),
            Section("overdue", "", t("Overdue"), _overdue(context, late)),
            Section("not-in-order", "", t("Not in order"), _not_in_order(context, found)),
            Section("events", "", t("What happened this quarter"), _events(context, now)),
        ),
        running=f"{kicker} · {running}",
        contents=t("Contents"),
        page=t("Page"),
        annex=t("Annex"),
        made_on=as_of.isoformat(),
        mark=t("Internal edition: not for publication."),
        footer=normal(
            t(
                "Made with Kader from what the team recorded; nobody checked it. Verdicts are as of law version {law} and are not "
                "legal advice.",
                law=framework.law_version,
            )
        ),
    )


def _status(framework: Framework, late: Overdue, t: Translator) -> Status:
    kind: StatusKind = "overdue" if late.count else "adopted" if framework.adopted else "draft"
    words = t.plural("{count} thing overdue", "{count} things overdue", late.count)
    if not late.count:
        words = t("Nothing overdue on record") if framework.adopted else t("The charter is not adopted yet")
    return Status(kind, words)


def _meta(context: CharterContext) -> tuple[LabelledText, ...]:
    t, framework = context.t, context.framework
    texts = framework.texts
    state = t("adopted on {day}", day=t.date(framework.made_on)) if framework.adopted else t("not adopted yet")
    rows = (
        (t("For"), context.role(texts.board)),
        (t("From"), context.role(texts.owner)),
        (t("Charter"), normal(t("version {version}", version=framework.version) + f", {state}")),
    )
    return tuple(LabelledText(label, text) for label, text in rows if text)


# Figures ---------------------------------------------------------------------------------------------------------------


def _figures(
    framework: Framework, found: Sequence[Standing], now: Figures, before: Figures, t: Translator
) -> TableBlock:
    header = (t("What"), t("This quarter"), t("The quarter before"))
    counted: list[tuple[str, Text, Text]] = [
        (t("AI uses"), _uses(framework, found, t), small(t("counted today only"))),
        (t("Checks of rules"), _checks(now, t), _checks(before, t)),
    ]
    counted += [
        (title, words(now), words(before))
        for title, words in (
            (t("Exceptions"), _logged(lambda one: str(one.exceptions), t)),
            (t("Incidents"), _logged(lambda one: _incidents(one, t), t)),
            (t("Stops"), _logged(lambda one: str(one.stops), t)),
            (t("Complaints"), _logged(lambda one: _complaints(one.complaints, t), t)),
        )
    ]
    counted.append((t("Training"), _training(now, t), _training(before, t)))
    rows = tuple(((Span(title, strong=True),), words, earlier) for title, words, earlier in counted)
    return TableBlock(t("Counted by the day on which it happened"), header, rows, (25, 42, 33))


def _logged(words: Callable[[Figures], str], t: Translator) -> Callable[[Figures], Text]:
    """The words of a count from the log; *not recorded* where there is no log."""
    return lambda one: normal(words(one)) if one.logged else small(t(_NOT_KEPT))


def _uses(framework: Framework, found: Sequence[Standing], t: Translator) -> Text:
    counts: dict[UseState, int] = {state: sum(one.state == state for one in found) for state in USE_STATES}
    parts = [f"{count} {t(USE_STATES[state]).lower()}" for state, count in counts.items() if count]
    ruled = {use for rule in framework.rules for use in rule.activities}
    without = sum(one.use.id not in ruled and one.state != "stopped" for one in found)
    if without:
        parts.append(t.plural("{count} without a rule", "{count} without a rule", without))
    return normal(f"{len(found)}: {', '.join(parts)}" if parts else str(len(found)))


def _checks(one: Figures, t: Translator) -> Text:
    done, planned = one.checks
    if not one.logged:
        words = t.plural("{count} planned", "{count} planned", planned)
        return (*normal(words), *small(f" · {t('done: not recorded')}")) if planned else normal(words)
    return normal(t("{done} of {planned} done", done=done, planned=planned) if planned else t("none planned"))


def _incidents(one: Figures, t: Translator) -> str:
    first, second, third, unclassed = one.incidents
    words = t("class 1: {first} · 2: {second} · 3: {third}", first=first, second=second, third=third)
    return words + (f" · {t('without a class: {count}', count=unclassed)}" if unclassed else "")


def _complaints(one: Complaints, t: Translator) -> str:
    if not one.received:
        return "0"
    if not one.days:
        return t("{received} received, none answered yet", received=one.received)
    words = t(
        "{received} received, {answered} answered: half of them within {typical}, the slowest after {slowest}",
        received=one.received,
        answered=len(one.days),
        typical=_days(one.typical or 0, t),
        slowest=_days(max(one.days), t),
    )
    if one.promised is None:
        return words
    return (
        words
        + "; "
        + t(
            "{count} of {answered} within the {promised} working days promised",
            count=one.in_time,
            answered=len(one.days),
            promised=one.promised,
        )
    )


def _days(count: int, t: Translator) -> str:
    return t.plural("{count} day", "{count} days", count)


def _training(one: Figures, t: Translator) -> Text:
    return normal(t("{count} done", count=one.trainings)) if one.trained else small(t(_NOT_KEPT))


# Lists -----------------------------------------------------------------------------------------------------------------


def _cut(items: Sequence[Text], t: Translator) -> tuple[Block, ...]:
    """The first lines, and how many more."""
    more = len(items) - _MOST
    shown = tuple(items[:_MOST])
    if more > 0:
        shown = (
            *shown,
            small(t.plural("and {count} more, in the register", "and {count} more, in the register", more)),
        )
    return (Bullets(shown),)


def _overdue(context: CharterContext, late: Overdue) -> tuple[Block, ...]:
    t = context.t
    items: list[Text] = []
    if late.charter is not None:
        items.append(
            normal(
                t("The review of the charter, due on {day}. The charter remains in force.", day=t.date(late.charter))
            )
        )
    items += [
        fill(
            t("{use}: {measure}, due on {day}, by {who}"),
            use=own_words(one.use.name),
            measure=measure.name,
            day=t.date(measure.due) if measure.due else "",
            who=context.role(measure.owner or one.use.owner) or t("nobody named"),
        )
        for one, measure in late.measures
    ]
    items += [
        fill(
            t("Review of {rule}, due on {day}, by {who}"),
            rule=rule_label(rule),
            day=t.date(rule.review_on),
            who=context.role(rule.owner),
        )
        for rule in late.rules
    ]
    items += [
        fill(
            t("Exception of {day}, past its end date: {what}"),
            day=t.date(entry.on),
            what=own_words(_short(entry.text)),
        )
        for entry in late.exceptions
    ]
    items += [
        fill(
            t("Complaint of {day}, without an answer: {what}"), day=t.date(entry.on), what=own_words(_short(entry.text))
        )
        for entry in late.complaints
    ]
    items += [
        fill(t("Incident of {day}, not closed: {what}"), day=t.date(entry.on), what=own_words(_short(entry.text)))
        for entry in late.incidents
    ]
    items += [
        fill(
            t("Training of {group}: {what}, due on {day}"),
            group=own_words(one.group),
            what=own_words(one.what),
            day=t.date(one.due) if one.due else "",
        )
        for one in late.training
    ]
    if not items:
        return (Paragraph(normal(t("Nothing on record is overdue."))),)
    return _cut(items, t)


def _not_in_order(context: CharterContext, found: Sequence[Standing]) -> tuple[Block, ...]:
    """Running uses that the law forbids, or in which something is known to be broken, with what is done about it."""
    t = context.t
    bad = [
        one for one in worst_first(tuple(found)) if one.reading in ("stop", "not_like_this") and one.state != "stopped"
    ]
    if not bad:
        unknown = sum(one.reading == "ask_first" and one.state != "stopped" for one in found)
        words = t("No AI use is known to break a rule of law.")
        if unknown:
            words += " " + t.plural(
                "Of {count} use something is not known yet.", "Of {count} uses something is not known yet.", unknown
            )
        return (Paragraph(normal(words)),)
    rows = tuple(
        (
            own_words(one.use.name),
            normal(line(one, t)),
            context.role(one.first_owner) or small(t("nobody named")),
            normal(t.short_date(one.first.due)) if one.first and one.first.due else small(t("no date")),
        )
        for one in bad[:_MOST]
    )
    header = (t("AI use"), t("Law check, and what comes first"), t("Who"), t("Due by"))
    blocks: list[Block] = [TableBlock(t("By how grave it is"), header, rows, (31, 37, 20, 12))]
    if len(bad) > _MOST:
        rest = len(bad) - _MOST
        blocks.append(
            Paragraph(small(t.plural("and {count} more, in the register", "and {count} more, in the register", rest)))
        )
    return tuple(blocks)


def _events(context: CharterContext, now: Figures) -> tuple[Block, ...]:
    """Serious incidents first, then the rest by date."""
    t = context.t
    if not now.logged:
        return (
            Paragraph(normal(t("Not recorded: there is no log yet of exceptions, incidents, complaints and stops."))),
        )
    if not now.entries:
        return (Paragraph(normal(t("Nothing was logged this quarter."))),)
    ordered = sorted(now.entries, key=lambda one: one.severity != SERIOUS)
    return _cut([_event(context, entry) for entry in ordered], t)


def _event(context: CharterContext, entry: LogEntry) -> Text:
    t, use = context.t, context.activity(entry.activity)
    kind = f"{t(KIND_WORDS[entry.kind])} {entry.number}".rstrip()
    head: list[Text] = [normal(t.short_date(entry.on)), (Span(kind, strong=True),)]
    if entry.severity:
        head.append(normal(t(SEVERITY_WORDS[entry.severity])))
    if use is not None:
        head.append(own_words(use.name))
    ended = t("closed on {day}", day=t.short_date(entry.closed_on)) if entry.closed_on else t("open")
    said = Span(_short(entry.text), lang=None if context.framework.lang == t.lang else context.framework.lang, own=True)
    return (*joined(head, " · "), Span(": "), said, *small(f" ({ended})"))


def _short(words: str) -> str:
    """In one line, cut at a word."""
    line = " ".join(words.split())
    return line if len(line) <= _WORDS_OF_ENTRY else line[:_WORDS_OF_ENTRY].rsplit(" ", 1)[0] + " …"
