"""The sections on red lines, rules per activity and trade-offs, and the annex on the rules' origins."""

from framework.analysis.tradeoffs import COMMERCIAL_ROWS, CommercialRow
from framework.charter.document import (
    Block,
    ChartBlock,
    Grid,
    GridRow,
    Heading,
    Mark,
    Paragraph,
    RedLineBlock,
    RuleBlock,
    Section,
    Span,
    TableBlock,
    Text,
)
from framework.charter.rule_effects import RuleEffects, rule_effects
from framework.charter.sections import votes
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, own_words, small
from framework.language import N_
from framework.law.wording import article_words
from framework.workshop.models import FrameworkRedLine, Rule


def red_lines(context: CharterContext) -> Section:
    lines = context.framework.red_lines
    blocks: list[Block] = [RedLineBlock(context.red_line_text(line), _red_line_reason(context, line)) for line in lines]
    if not blocks:
        blocks.append(Paragraph(normal(context.t("No red lines have been drawn."))))
    return Section("red_lines", "4", context.t("Our red lines"), tuple(blocks))


def _red_line_reason(context: CharterContext, line: FrameworkRedLine) -> Text:
    """The reason, and the number of strong objections where a group voted."""
    reason = context.worded(line.reason) if line.reason else ()
    objections = votes.dam_words(context, line.objections, line.voters)
    return joined((part for part in (reason, objections) if part), "\n")


def rules(context: CharterContext) -> Section:
    """Rules by activity; a rule about several appears under the first of them in the inventory."""
    t = context.t
    blocks: list[Block] = []
    left = list(context.framework.rules)
    for activity in context.framework.activities:
        here = [rule for rule in left if activity.id in rule.activities]
        if not here:
            continue
        left = [rule for rule in left if rule not in here]
        blocks.append(Heading(own_words(activity.name)))
        blocks += [_rule(context, rule, activity.id) for rule in here]
    if left:
        blocks.append(Heading(normal(t("Other rules"))))
        blocks += [_rule(context, rule, "") for rule in left]
    if not context.framework.rules:
        blocks.append(Paragraph(normal(t("No rules have been agreed yet."))))
    return Section("rules", "5", t("Our rules"), tuple(blocks))


def _rule(context: CharterContext, rule: Rule, shown_under: str) -> RuleBlock:
    t = context.t
    day = t.date(rule.review_on)
    terms = [
        context.row(N_("Check"), context.worded(rule.check)),
        context.row(N_("Owner"), own_words(rule.owner)),
        context.row(N_("Review"), t("{date} (passed)", date=day) if rule.review_on < context.as_of else day),
    ]
    others = context.activity_names(tuple(other for other in rule.activities if other != shown_under))
    if others and shown_under:
        terms.append(context.row(N_("Also applies to"), context.quoted_names(others)))
    if rule.reason:
        terms.append(context.row(N_("Why"), context.typed(rule.reason)))
    terms += votes.agreed_rows(context, rule)
    origin = (context.row(N_("Comes from"), _scenario_and_stance(context, rule)), *votes.origin_rows(context, rule))
    return RuleBlock(rule.number, context.rule_text(rule), tuple(terms), origin)


def _scenario_and_stance(context: CharterContext, rule: Rule) -> str:
    """The dilemma and the stance that a rule comes from."""
    t, lang = context.t, context.lang
    scenario = context.deck.scenario(rule.scenario)
    if scenario is None:
        return rule.scenario
    return t(
        "{scenario} “{title}”, stance {letter} “{stance}”",
        scenario=scenario.id,
        title=scenario.title[lang],
        letter=rule.based_on,
        stance=scenario.stance(rule.based_on).name[lang],
    )


def origins(context: CharterContext, letter: str) -> Section | None:
    """Annex: per rule its decision, the accepted stances, the reasons for and against, and the law."""
    t = context.t
    if not context.framework.rules:
        return None
    header = (t("Rule"), t("Decision and stance"), t("Why, and who would object"), t("Law"))
    widths = (6, 24, 24, 46)
    rows = [
        (
            bold(str(rule.number)),
            _decision_cell(context, rule),
            _reasons_cell(context, rule),
            normal(_law_cell(context, rule)),
        )
        for rule in context.framework.rules
    ]
    if not context.internal:  # reasons are internal
        header, widths = (*header[:2], header[3]), (7, 33, 60)
        rows = [(number, decision, law) for number, decision, _, law in rows]
    return Section(
        "origins",
        letter,
        t("Where our rules come from"),
        (TableBlock(t("Each rule comes from a decision"), header, tuple(rows), widths),),
        annex=True,
    )


def _decision_cell(context: CharterContext, rule: Rule) -> Text:
    t = context.t
    parts: list[Text] = [normal(_scenario_and_stance(context, rule))]
    others = [letter for letter in rule.accepted if letter != rule.based_on]
    if others and rule.based_on in rule.accepted:
        parts.append(normal(t("Also acceptable: {letters}.", letters=t.listing(others))))
    elif others:
        parts.append(normal(t("Acceptable: {letters}.", letters=t.listing(others))))
    parts.append(small(t("decision {decision}", decision=rule.decision)))
    return joined(parts, "\n")


def _reasons_cell(context: CharterContext, rule: Rule) -> Text:
    parts: list[Text] = []
    if rule.reason:
        parts.append(context.typed(rule.reason))
    if rule.objector:
        parts.append(fill(context.t("Would object: {objector}"), objector=context.typed(rule.objector)))
    return joined(parts, "\n") or small(context.t("not recorded"))


def _law_cell(context: CharterContext, rule: Rule) -> str:
    t = context.t
    scenario = context.deck.scenario(rule.scenario)
    if scenario is None:
        return ""
    stance = scenario.stance(rule.based_on)
    words = [scenario.law[context.lang]]
    if rule.verb == "never" and stance.legal == "unlawful":
        articles = "; ".join(article_words(article, t) for article in stance.articles)
        words.insert(0, t("The law already forbids this ({articles}).", articles=articles))
    return " ".join(words)


def tradeoffs(context: CharterContext) -> Section:
    t = context.t
    effects = rule_effects(context.framework, context.deck)
    title = t("Trade-offs we accept")
    if not effects:
        return Section("tradeoffs", "6", title, (Paragraph(normal(t("Without rules there is nothing to trade off."))),))
    blocks: tuple[Block, ...] = (
        Paragraph(
            normal(
                t(
                    "Every rule gives something and costs something. This is what ours give and cost, in "
                    "the deck’s judgement. The marks show direction and strength; we do not add them up."
                )
            )
        ),
        ChartBlock(
            "tradeoffs",
            t("What each rule gives and costs"),
            t.plural(
                "Grid of {count} rule against the principles it touches and against reach, conversion and cost. "
                "The table that follows says the same in words.",
                "Grid of {count} rules against the principles they touch and against reach, conversion and cost. "
                "The table that follows says the same in words.",
                len(effects),
            ),
            _effects_grid(context, effects),
        ),
        TableBlock(
            t("The same in words"),
            (t("Rule"), t("What it gives"), t("What it costs"), t("Reach, conversion, cost")),
            tuple(_effects_row(context, effect) for effect in effects),
            (6, 31, 34, 29),
        ),
    )
    return Section("tradeoffs", "6", title, blocks)


_COMMERCIAL_NAMES: dict[CommercialRow, str] = {"reach": N_("Reach"), "conversion": N_("Conversion"), "cost": N_("Cost")}


def _effects_grid(context: CharterContext, effects: tuple[RuleEffects, ...]) -> Grid:
    """Principles in the team's order, then the deck's; commercial effects in a separate group."""
    t = context.t
    own = context.framework.principles
    touched = {principle for rule in effects for principle in rule.principles}
    ordered = [*own, *(card.id for card in context.deck.cards if card.id not in own)]
    rows = tuple(
        GridRow(
            card.name[context.lang], tuple(rule.principles.get(card_id, "absent") for rule in effects), card_id in own
        )
        for card_id in ordered
        if card_id in touched and (card := context.deck.card(card_id)) is not None
    )
    commercial = tuple(
        GridRow(t(_COMMERCIAL_NAMES[axis]), tuple(rule.commercial[axis] for rule in effects))
        for axis in COMMERCIAL_ROWS
    )
    return Grid(
        t("Rule"),
        tuple(str(rule.rule.number) for rule in effects),
        ((t("Principles"), rows), (t("Commercial effect (favourable or not)"), commercial)),
        (
            ("gain2", t("gives a lot")),
            ("gain1", t("gives")),
            ("none", t("neutral")),
            ("pay1", t("costs")),
            ("pay2", t("costs a lot")),
            ("depends", t("depends on the stance")),
            ("absent", t("not touched")),
        ),
        t("we put this first"),
    )


def _effects_row(context: CharterContext, effect: RuleEffects) -> tuple[Text, ...]:
    def of(*marks: Mark) -> list[Text]:
        return [
            _principle_words(context, effect, card, mark) for card, mark in effect.principles.items() if mark in marks
        ]

    t = context.t
    pays = of("pay2", "pay1", "depends")
    return (
        bold(str(effect.rule.number)),
        joined(of("gain2", "gain1"), ", ") or small(t("no gain recorded")),
        joined(pays, "\n") or small(t("no cost recorded")),
        _commercial_words(context, effect),
    )


def _principle_words(context: CharterContext, effect: RuleEffects, card_id: str, mark: Mark) -> Text:
    """A principle's name, and for a cost the deck's reason."""
    card = context.deck.card(card_id)
    name = card.name[context.lang] if card is not None else card_id
    words = {
        "gain2": context.t("a lot"),
        "pay2": context.t("a lot"),
        "depends": context.t("depends on the stance"),
    }.get(mark, "")
    if mark in ("gain1", "gain2"):
        return normal(f"{name} ({words})" if words else name)
    why = next(row.why[context.lang] for row in effect.scenario.weights if row.principle == card_id)
    return (Span(f"{name} ({words}): " if words else f"{name}: "), Span(why, soft=True))


_COMMERCIAL_WORDS: dict[CommercialRow, dict[Mark, str]] = {
    "reach": {
        "gain2": N_("clearly more reach"),
        "gain1": N_("somewhat more reach"),
        "pay1": N_("somewhat less reach"),
        "pay2": N_("clearly less reach"),
        "depends": N_("reach depends on the stance"),
    },
    "conversion": {
        "gain2": N_("clearly more conversion"),
        "gain1": N_("somewhat more conversion"),
        "pay1": N_("somewhat less conversion"),
        "pay2": N_("clearly less conversion"),
        "depends": N_("conversion depends on the stance"),
    },
    "cost": {
        "gain2": N_("clearly lower cost"),
        "gain1": N_("somewhat lower cost"),
        "pay1": N_("somewhat higher cost"),
        "pay2": N_("clearly higher cost"),
        "depends": N_("cost depends on the stance"),
    },
}


def _commercial_words(context: CharterContext, effect: RuleEffects) -> Text:
    t = context.t
    words = [
        t(_COMMERCIAL_WORDS[axis][mark])
        for axis in COMMERCIAL_ROWS
        if (mark := effect.commercial[axis]) in _COMMERCIAL_WORDS[axis]
    ]
    if not words:
        return small(t("no clear effect"))
    text = t.listing(words)
    return normal(text[:1].upper() + text[1:])
