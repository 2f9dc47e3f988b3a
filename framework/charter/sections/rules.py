"""The sections on red lines and rules per activity, and the annex on the rules' origins."""

from framework.charter.document import (
    Block,
    Heading,
    Paragraph,
    RedLineBlock,
    RuleBlock,
    Section,
    Span,
    TableBlock,
    Text,
    plain,
)
from framework.charter.sections import tradeoffs, votes
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, own_words, small
from framework.deck.numbers_to_fill import unconfirmed
from framework.language import N_
from framework.law.wording import article_words
from framework.text import Worded
from framework.workshop.models import FrameworkRedLine, Rule


def red_lines(context: CharterContext) -> Section | None:
    lines = context.framework.red_lines
    blocks: list[Block] = [RedLineBlock(context.red_line_text(line), _red_line_reason(context, line)) for line in lines]
    if not blocks:
        if not context.internal:
            return None
        blocks.append(Paragraph(normal(context.t("No red lines have been drawn."))))
    return Section("red_lines", "4", context.t("Our red lines"), tuple(blocks))


def _red_line_reason(context: CharterContext, line: FrameworkRedLine) -> Text:
    """The reason, the number of strong objections where a group voted, and the objection rounds of the follow-up."""
    reason = context.worded(line.reason) if line.reason else ()
    scenario = context.deck.scenario(line.scenario or "")
    if reason and scenario is not None and line.reason == Worded.proposed(scenario.red_line_reason):
        reason = (*small(context.t("Why, in the deck’s words:")), Span(" "), *reason)  # the room saw only the sentence
    objections = votes.dam_words(context, line.objections, line.voters)
    rounds = votes.rounds_in_short(context, line.id)
    return joined((part for part in (reason, objections, rounds) if part), "\n")


def rules(context: CharterContext) -> Section | None:
    """Rules by activity; a rule about several appears under the first of them in the inventory."""
    t = context.t
    if not (context.internal or context.framework.rules):
        return None
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
    late = context.internal and rule.review_on < context.as_of
    check = context.worded(rule.check)
    chosen = context.internal or not unconfirmed(plain(check))  # a number that nobody chose is no promise to outsiders
    terms = [
        *([context.row(N_("Check"), check)] if chosen else []),
        context.row(N_("Owner"), context.role(rule.owner)),
        context.row(N_("Review"), t("{date} (passed)", date=day) if late else day),
    ]
    others = context.activity_names(tuple(other for other in rule.activities if other != shown_under))
    if others and shown_under:
        terms.append(context.row(N_("Also applies to"), context.quoted_names(others)))
    if rule.reason:
        terms.append(context.row(N_("Why"), context.typed(rule.reason)))
    terms += (*tradeoffs.price_rows(context, rule), *votes.agreed_rows(context, rule))
    if not context.internal:
        return RuleBlock(rule.number, context.rule_text(rule), tuple(terms), ())
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
    """Annex of the internal edition: per rule its stances, the reasons for and against, and the law."""
    t = context.t
    if not (context.internal and context.framework.rules):
        return None
    why = t("Why, and who objected") if context.by_group else t("Why, and who would object")
    header = (t("Rule"), t("Decision and stance"), why, t("Law"))
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
    return joined(parts, "\n")


def _reasons_cell(context: CharterContext, rule: Rule) -> Text:
    parts: list[Text] = []
    if rule.reason:
        parts.append(context.typed(rule.reason))
    if rule.objector:
        words = N_("Objected: {objector}") if context.by_group else N_("Would object: {objector}")
        parts.append(fill(context.t(words), objector=context.typed(rule.objector)))
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
