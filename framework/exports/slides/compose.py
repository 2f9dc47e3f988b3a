"""Six slides on a framework: summary, red lines, rules, price, open points, next steps. Internal.

What does not fit is left off and counted, never made small: the charter and the register hold all of it. A sentence that is too
long for its place ends in an ellipsis. The notes of each slide say where it comes from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from framework.charter.document import Span, Text, plain
from framework.charter.sections import open_points
from framework.charter.sections.context import CharterContext
from framework.charter.sections.tradeoffs import figures
from framework.charter.spans import fill, normal, own_words, small
from framework.exports.register.layout import rule_label
from framework.exports.slides import fit
from framework.exports.slides.content import (
    BODY_BOTTOM,
    BODY_TOP,
    BODY_WIDTH,
    GAP,
    LIST_SIZES,
    TABLE_SIZES,
    TILE_HEIGHT,
    TITLE_POINTS,
    Slide,
    SlideDeck,
    SlideList,
    SlideTable,
    Tile,
)
from framework.exports.standing import Standing, line, worst_first
from framework.workshop.models import Rule

_CELL_LINES = 3
"""Most lines of a cell."""
_ITEM_LINES = 3
_LIST_GAP = 0.12
"""Inches between the items of a list."""
_LIST_TITLE = 0.45
_INDENT = 0.3
Rows = Sequence[tuple[Text, ...]]


def slides(context: CharterContext, found: Sequence[Standing]) -> SlideDeck:
    """``found``: where each use stands."""
    open_now = open_points.points(context)
    t, framework = context.t, context.framework
    ordered = tuple(one for one in worst_first(tuple(found)) if one.state != "stopped")
    kicker = t("Ethics charter for AI in marketing")
    version = t("version {version}", version=framework.version)
    return SlideDeck(
        title=f"{framework.organisation} · {kicker}",
        subject=f"{kicker} · {version}",
        running=f"{framework.organisation} · {version} · {t('Internal edition: not for publication.')}",
        lang=t.lang,
        made_on=context.as_of,
        slides=(
            _summary(context, found, ordered, len(open_now)),
            _red_lines(context),
            _rules(context),
            _price(context),
            _open_points(context, open_now),
            _next_steps(context, ordered),
        ),
    )


# What is on each ---------------------------------------------------------------------------------------------------------


def _summary(context: CharterContext, found: Sequence[Standing], ordered: Sequence[Standing], open_now: int) -> Slide:
    t, framework = context.t, context.framework
    rows = [
        (
            (Span(one.use.name, strong=True, own=True),),
            normal(line(one, t)),
            _role(context, one.first_owner) or small(t("nobody named")),
            _day(context, one.first.due if one.first else None),
        )
        for one in ordered
    ]
    tiles = (
        Tile(str(len(found)), t.plural("AI use listed", "AI uses listed", len(found))),
        Tile(str(len(framework.rules)), t.plural("rule agreed", "rules agreed", len(framework.rules))),
        Tile(str(len(framework.red_lines)), t.plural("red line drawn", "red lines drawn", len(framework.red_lines))),
        Tile(str(open_now), t.plural("open point", "open points", open_now)),
    )
    table, rest = _table(
        t("The AI uses, the most urgent first"),
        (t("AI use"), t("What the law check says, and what comes first"), t("Who"), t("Due by")),
        rows,
        (3.6, 4.9, 2.3, BODY_WIDTH - 10.8),
        BODY_TOP + TILE_HEIGHT + GAP,
    )
    return Slide(
        "summary",
        _title(t("AI in marketing at {organisation}", organisation=framework.organisation)),
        _decision(context),
        (
            t("Framework: version {version} of {day}.", version=framework.version, day=t.date(framework.made_on)),
            _law_note(context),
        ),
        tiles,
        table,
        left_off=t.plural("and {count} more AI use, in the register", "and {count} more AI uses, in the register", rest)
        if rest
        else "",
    )


def _decision(context: CharterContext) -> Text:
    """What is asked of the reader, or was decided."""
    t, framework = context.t, context.framework
    if context.overdue and context.review_on is not None:
        return normal(t("The review was due on {day}. This charter remains in force.", day=t.date(context.review_on)))
    if framework.adopted:
        who = t.listing(framework.deciders)
        day = t.date(framework.made_on)
        return normal(t("Adopted on {day} by {who}.", day=day, who=who) if who else t("Adopted on {day}.", day=day))
    next_one = f"{int(framework.version.partition('.')[0]) + 1}.0"
    asked = t("adopt this draft ({version}) as version {next}.", version=framework.version, next=next_one)
    return normal(f"{t('Decision asked:')} {asked}")


def _red_lines(context: CharterContext) -> Slide:
    t, lines = context.t, context.framework.red_lines
    items: list[Text] = []
    for one in lines:
        reason = (Span("\n"), *_softly(context.worded(one.reason))) if one.reason else ()
        items.append((*context.red_line_text(one), *reason))
    listed, rest = _list("", items or [normal(t("We have drawn no red lines. What the law forbids stays forbidden."))])
    return Slide(
        "red_lines",
        _title(t("What we never do")),
        normal(t("Nobody can allow an exception to a red line.")) if lines else (),
        tuple(_red_line_notes(context)) or (t("No red lines have been drawn."),),
        lists=(listed,),
        left_off=t.plural(
            "and {count} more red line, in the charter", "and {count} more red lines, in the charter", rest
        )
        if rest
        else "",
    )


def _red_line_notes(context: CharterContext) -> Iterator[str]:
    t = context.t
    for one in context.framework.red_lines:
        scenario = context.deck.scenario(one.scenario or "")
        words = plain(context.red_line_text(one))
        source = (
            t("from dilemma {id} “{title}”", id=scenario.id, title=scenario.title[t.lang])
            if scenario
            else t("the team’s own")
        )
        drawn = (
            t("{count} of {all} people said “never”", count=one.objections, all=one.voters)
            if one.objections is not None
            else ""
        )
        yield f"{words} – {'; '.join(part for part in (source, drawn) if part)}."


def _rules(context: CharterContext) -> Slide:
    t = context.t
    rules = _in_order(context)
    rows = [
        (
            (Span(rule_label(rule), strong=True),),
            _unstrong(context.rule_text(rule)),
            _role(context, rule.owner),
            _day(context, rule.review_on),
        )
        for rule in rules
    ]
    table, rest = _table(
        t("The rules, with who answers for each"),
        (t("Rule"), t("What we agreed"), t("Owner"), t("Review")),
        rows,
        (0.7, 8.3, 1.8, BODY_WIDTH - 10.8),
        BODY_TOP,
        lines=4,
    )
    return Slide(
        "rules",
        _title(t("What we agreed")),
        normal(t("Every rule has an owner, a check and a date.") if rules else t("No rules have been agreed yet.")),
        tuple(_rule_note(context, rule) for rule in rules) or (t("No rules have been agreed yet."),),
        table=table if rows else None,
        left_off=t.plural("and {count} more rule, in the charter", "and {count} more rules, in the charter", rest)
        if rest
        else "",
    )


def _rule_note(context: CharterContext, rule: Rule) -> str:
    t, scenario = context.t, context.deck.scenario(rule.scenario)
    check = t("Check: {check}", check=plain(context.worded(rule.check)))
    if scenario is None:
        return f"{rule_label(rule)}: {check}"
    source = t(
        "from dilemma {id} “{title}”, stance {letter} “{stance}”",
        id=scenario.id,
        title=scenario.title[t.lang],
        letter=rule.based_on,
        stance=scenario.stance(rule.based_on).name[t.lang],
    )
    return f"{rule_label(rule)}: {source}. {check}"


def _price(context: CharterContext) -> Slide:
    t, rules = context.t, _in_order(context)
    priced = [rule for rule in rules if rule.price.sentence]
    hours = [rule.price.hours_per_month for rule in rules if rule.price.hours_per_month is not None]
    euros = [rule.price.euros_per_month for rule in rules if rule.price.euros_per_month is not None]
    tiles = (
        Tile(str(sum(hours)) if hours else "–", t("hours a month, as far as we put it in figures")),
        Tile(t.euros(sum(euros)) if euros else "–", t("a month, as far as we put it in figures")),
        Tile(f"{len(priced)} / {len(rules)}", t("rules whose price is written down")),
    )
    rows = [
        (
            (Span(rule_label(rule), strong=True),),
            context.typed(rule.price.sentence),
            normal(figures(rule.price.hours_per_month, rule.price.euros_per_month, t) or "–"),
        )
        for rule in sorted(priced, key=lambda rule: -(rule.price.hours_per_month or 0))
    ]
    table, rest = _table(
        t("What each rule costs, in the team’s own words"),
        (t("Rule"), t("What it costs us"), t("In figures")),
        rows,
        (0.8, 8.4, BODY_WIDTH - 9.2),
        BODY_TOP + TILE_HEIGHT + GAP,
    )
    missing = [rule_label(rule) for rule in rules if not rule.price.sentence]
    left = t("Not written down yet: {rules}.", rules=t.listing(missing)) if missing else ""
    if rest:
        more = t.plural("and {count} more price, in the charter", "and {count} more prices, in the charter", rest)
        left = f"{more}. {left}" if left else more
    return Slide(
        "price",
        _title(t("What it asks of us")),
        normal(t("In the team’s own words and figures.")),
        (
            t(
                "Prices and figures are the team’s own, as typed with each rule. The deck’s estimates are not among them."
            ),
            t("Hours are added to hours and euros to euros; nothing is converted."),
        ),
        tiles,
        table if rows else None,
        left_off=left,
    )


def _open_points(context: CharterContext, open_now: Sequence[Text]) -> Slide:
    t = context.t
    width = (BODY_WIDTH - GAP) / 2
    dissent = [
        (Span(f"{rule_label(rule)} ", strong=True), *context.typed(rule.dissent))
        for rule in _in_order(context)
        if rule.dissent
    ]
    left, rest = _list(t("Open points"), [*open_now] or [normal(t("No open points were recorded."))], width, 2)
    right, more = _list(t("Minority views"), dissent or [normal(t("No dissent was written down."))], width, 2)
    parts = [
        t.plural("and {count} more open point", "and {count} more open points", rest) if rest else "",
        t.plural("and {count} more minority view", "and {count} more minority views", more) if more else "",
    ]
    left_off = t.listing(part for part in parts if part)
    return Slide(
        "open",
        _title(t("What is still open")),
        normal(t("What nobody decided yet, and who thinks otherwise.")),
        (
            t("Open points follow from the framework, from the law check, and from what has not been filled in."),
            t("Minority views stand as they were worded with each rule."),
        ),
        lists=(left, right),
        left_off=t("{what}, in the charter", what=left_off) if left_off else "",
    )


def _next_steps(context: CharterContext, ordered: Sequence[Standing]) -> Slide:
    t, framework = context.t, context.framework
    nobody = small(t("nobody named"))
    rows: list[tuple[Text, ...]] = []
    notes: list[str] = []
    if not framework.adopted:
        who = framework.texts.sponsor.function or framework.texts.sponsor.name
        rows.append((normal(t("Adopt this framework")), _role(context, who) or nobody, _day(context, None)))
    for one in ordered:
        first = one.first
        if first is None or one.reading == "go":
            continue
        words = t("find out: {question}", question=first.name) if first.kind == "find_out" else first.name
        whom = (Span(f" ({t('knows it: {whom}', whom=first.whom)})", soft=True),) if first.whom else ()
        what = fill(t("{use}: {step}"), use=(Span(one.use.name, strong=True, own=True),), step=(*normal(words), *whom))
        rows.append((what, _role(context, one.first_owner) or nobody, _day(context, first.due)))
        notes.append(f"{one.use.name}: {first.name}" + (f" ({first.article})" if first.article else ""))
    for training in framework.training:
        if training.done_on is None:
            what = fill(
                t("Training of {group}: {what}"), group=_role(context, training.group), what=own_words(training.what)
            )
            rows.append((what, _role(context, training.owner) or nobody, _day(context, training.due)))
    review = context.review_on
    last = [
        (normal(t("Review of this charter")), _role(context, framework.texts.owner) or nobody, _day(context, review))
    ]
    widths = (7.6, 2.8, BODY_WIDTH - 10.4)
    header = (t("What"), t("Who"), t("Due by"))
    table, _ = _table(t("What happens next, the most urgent first"), header, [*last, *rows], widths, BODY_TOP)
    kept = len(table.rows) - 1
    table = replace(table, rows=(*table.rows[1:], table.rows[0]))  # the review is kept, and comes last
    rest = len(rows) - kept
    return Slide(
        "next",
        _title(t("What comes next")),
        normal(t("The most urgent first.")),
        (_law_note(context), *notes[:kept]),
        table=table,
        left_off=t.plural("and {count} more step, in the register", "and {count} more steps, in the register", rest)
        if rest
        else "",
    )


# Words and room ----------------------------------------------------------------------------------------------------------


def _in_order(context: CharterContext) -> list[Rule]:
    return sorted(context.framework.rules, key=lambda rule: rule.number)


def _law_note(context: CharterContext) -> str:
    t = context.t
    return t(
        "Law check of {day} with law version {law}, by the team’s own answers, which nobody checked. This is not legal advice.",
        day=t.date(context.as_of),
        law=context.framework.law_version,
    )


def _day(context: CharterContext, day: date | None) -> Text:
    return normal(context.t.short_date(day)) if day else small(context.t("no date"))


def _title(words: str) -> str:
    return plain(fit.clipped(normal(words), BODY_WIDTH, TITLE_POINTS, 1))


def _role(context: CharterContext, typed: str) -> Text:
    """In this language where the list of roles has it; without a note where it has not, for want of room."""
    return tuple(span for span in context.role(typed) if not span.soft)


def _softly(text: Text) -> Text:
    return tuple(replace(span, soft=True, strong=False) for span in text)


def _unstrong(text: Text) -> Text:
    return tuple(replace(span, strong=False) for span in text)


def _table(
    alt: str, header: tuple[str, ...], rows: Rows, widths: tuple[float, ...], top: float, *, lines: int = _CELL_LINES
) -> tuple[SlideTable, int]:
    """The rows that fit between ``top`` and the foot, in the largest type that holds all of them uncut, and how many do not fit."""
    heads = [normal(words) for words in header]
    kept, cells, points = 0, [], TABLE_SIZES[-1]
    for points in TABLE_SIZES:
        cells = [
            tuple(
                fit.clipped(cell, width - 2 * fit.CELL_MARGIN, points, lines)
                for cell, width in zip(row, widths, strict=True)
            )
            for row in rows
        ]
        room = BODY_BOTTOM - top - fit.row_height(heads, widths, points)
        kept = fit.fitting([fit.row_height(row, widths, points) for row in cells], room)
        if kept == len(rows) and cells == [*rows]:
            break
    return SlideTable(alt, header, tuple(cells[:kept]), widths, points), len(rows) - kept


def _list(title: str, items: Sequence[Text], width: float = BODY_WIDTH, largest: int = 0) -> tuple[SlideList, int]:
    """The items that fit, in the largest type that holds all of them uncut, and how many do not. ``largest``: place in `LIST_SIZES`."""
    inside = width - _INDENT
    kept, cut, points = 0, [], LIST_SIZES[-1]
    for points in LIST_SIZES[largest:]:
        cut = [fit.clipped(item, inside, points, _ITEM_LINES) for item in items]
        room = BODY_BOTTOM - BODY_TOP - (_LIST_TITLE if title else 0)
        kept = fit.fitting([fit.height_of(item, inside, points) for item in cut], room, _LIST_GAP)
        if kept == len(items) and cut == [*items]:
            break
    return SlideList(title, tuple(cut[:kept]), points), len(items) - kept
