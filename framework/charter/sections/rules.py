"""The sections on red lines and on rules, by AI use."""

from framework.charter.document import (
    Block,
    Heading,
    LabelledText,
    Paragraph,
    RedLineBlock,
    RuleBlock,
    Section,
    Text,
    plain,
)
from framework.charter.sections import introduction, votes
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, joined, normal, own_words, small
from framework.language import N_
from framework.law.wording import article_words
from framework.text import Worded
from framework.workshop.models import FrameworkRedLine, Rule


def red_lines(context: CharterContext) -> Section:
    """In two lists: what the law forbids anyway, and what only the team does not want."""
    t, lines = context.t, context.framework.red_lines
    if not lines:
        none = t("We have drawn no red lines. What the law forbids stays forbidden.")
        return Section("red_lines", "2", t("Our red lines"), (Paragraph(normal(none)),))
    law = [line for line in lines if forbidden_anyway(context, line)]
    ours = [line for line in lines if line not in law]
    blocks: list[Block] = []
    for heading, listed in ((N_("Because the law forbids it"), law), (N_("Because we do not want it"), ours)):
        if listed and law:
            blocks.append(Heading(normal(t(heading))))
        blocks += [RedLineBlock(_numbered(context, line), _red_line_reason(context, line)) for line in listed]
    return Section("red_lines", "2", t("Our red lines"), tuple(blocks))


def _numbered(context: CharterContext, line: FrameworkRedLine) -> Text:
    """With its number, which stays with it."""
    number = line.number or context.framework.red_lines.index(line) + 1
    return (*bold(f"L{number} "), *context.red_line_text(line))


def forbidden_anyway(context: CharterContext, line: FrameworkRedLine) -> tuple[str, ...]:
    """The articles that forbid what a red line is about: those of the deck, as long as its words are the deck's."""
    scenario = context.deck.scenario(line.scenario or "")
    if scenario is None or not (line.wording.nl == scenario.red_line.nl or line.wording.en == scenario.red_line.en):
        return ()
    return scenario.red_line_articles


def _red_line_reason(context: CharterContext, line: FrameworkRedLine) -> Text:
    """The reason, the number of strong objections where a group voted, and the objection rounds of the follow-up."""
    t = context.t
    reason = context.worded(line.reason) if line.reason else ()
    scenario = context.deck.scenario(line.scenario or "")
    if reason and scenario is not None and line.reason == Worded.proposed(scenario.red_line_reason):
        reason = (*small(t("Why, in the deck’s words:")), *normal(" "), *reason)  # the room saw only the sentence
    articles = forbidden_anyway(context, line)
    law = normal("; ".join(article_words(article, t) for article in articles))
    objections = votes.dam_words(context, line.objections, line.voters)
    rounds = votes.rounds_in_short(context, line.id)
    return joined((part for part in (reason, law if articles else (), objections, rounds) if part), "\n")


def rules(context: CharterContext) -> Section:
    """Rules by activity; a rule about several appears under the first of them in the inventory. What comes first
    stands above them."""
    t = context.t
    blocks: list[Block] = []
    if first := introduction.principle_blocks(context):
        blocks += [Heading(normal(t("What we put first"))), *first]
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
        none = t("No rules have been agreed yet. Until then the law applies.")
        blocks.append(Paragraph(normal(none)))
    return Section("rules", "3", t("Our rules"), tuple(blocks))


def _rule(context: CharterContext, rule: Rule, shown_under: str) -> RuleBlock:
    """What the rule asks; how it came about stands in annex F."""
    t = context.t
    day = t.date(rule.review_on)
    late = rule.review_on < context.as_of
    terms: list[LabelledText] = [
        context.row(N_("Check"), context.worded(rule.check)),
        context.row(N_("Owner"), context.role(rule.owner)),
        context.row(N_("Review"), t("{date} (passed)", date=day) if late else day),
    ]
    sentence = context.rule_text(rule)
    others = context.activity_names(tuple(other for other in rule.activities if other != shown_under))
    others = tuple(name for name in others if name not in plain(sentence))  # mostly it names them
    if others and shown_under:
        terms.append(context.row(N_("Also applies to"), context.quoted_names(others)))
    if rule.since is not None:
        terms.append(context.row(N_("Since"), t("version {version}", version=rule.since)))
    if rule.reason:
        terms.append(context.row(N_("Why"), context.typed(rule.reason)))
    if law := unlawful_words(context, rule):
        terms.append(context.row(N_("Law"), law))
    return RuleBlock(rule.number, sentence, tuple(terms), ())


def unlawful_words(context: CharterContext, rule: Rule) -> str:
    """What the law says of the stance that a rule rests on, where it does not allow that; empty otherwise."""
    scenario = context.deck.scenario(rule.scenario)
    if scenario is None or scenario.stance(rule.based_on).legal != "unlawful":
        return ""
    articles = "; ".join(article_words(article, context.t) for article in scenario.stance(rule.based_on).articles)
    if rule.verb == "never":
        return context.t("The law already forbids this ({articles}).", articles=articles)
    return context.t("The law does not allow this ({articles}); so it cannot be adopted.", articles=articles)
