"""Annex F: where each rule comes from, the votes behind it, and what one person wants and does."""

from framework.analysis.agreement import MIN_VOTES
from framework.charter.document import (
    Block,
    ChartBlock,
    Heading,
    LabelledList,
    LabelledText,
    Paragraph,
    Section,
    Span,
    Strip,
    StripRow,
    Text,
)
from framework.charter.sections import rules, votes
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, capitalised, normal, small, stance_name
from framework.deck import LETTERS, Scenario
from framework.language import N_
from framework.workshop.field_types import PracticeAnswer
from framework.workshop.models import Rule, StanceTaken


def origins(context: CharterContext, letter: str) -> Section | None:
    """None where there is neither a rule nor a vote nor an answer."""
    blocks: list[Block] = []
    for rule in sorted(context.framework.rules, key=lambda one: one.number):
        blocks += [Heading(capitalised(context.rule_numbers((rule.number,)))), LabelledList(_rows(context, rule))]
    blocks += votes.blocks(context)
    blocks += _practice(context)
    if not blocks:
        return None
    return Section("origins", letter, context.t("Where our rules come from"), tuple(blocks), annex=True)


def _rows(context: CharterContext, rule: Rule) -> tuple[LabelledText, ...]:
    t, scenario = context.t, context.deck.scenario(rule.scenario)
    rows = [context.row(N_("Decision"), rule.decision)]
    if scenario is not None:
        rows.append(context.row(N_("Comes from"), _scenario_and_stance(context, rule, scenario)))
    others = [letter for letter in rule.accepted if letter != rule.based_on]
    if others and rule.based_on in rule.accepted:
        rows.append(context.row(N_("Also acceptable"), t.listing(others)))
    elif others:
        rows.append(context.row(N_("Acceptable"), t.listing(others)))
    if (today := _today(context, rule, scenario)) is not None:
        rows.append(context.row(N_("What we do today"), today))
    rows += votes.agreed_rows(context, rule)
    rows += votes.origin_rows(context, rule)
    if rule.reason:
        rows.append(context.row(N_("Why"), context.typed(rule.reason)))
    if rule.objector:
        label = N_("Objected") if context.by_group else N_("Would object")
        rows.append(context.row(label, context.typed(rule.objector)))
    if rule.dissent and not context.by_group:
        rows.append(context.row(N_("Dissent"), context.typed(rule.dissent)))
    law = " ".join(
        part for part in (rules.unlawful_words(context, rule), scenario.law[context.lang] if scenario else "") if part
    )
    if law:
        rows.append(context.row(N_("What the law says"), law))
    return tuple(rows)


def _scenario_and_stance(context: CharterContext, rule: Rule, scenario: Scenario) -> str:
    """The dilemma and the stance that a rule comes from."""
    return context.t(
        "{scenario} “{title}”, stance {letter} “{stance}”",
        scenario=scenario.id,
        title=scenario.title[context.lang],
        letter=rule.based_on,
        stance=stance_name(scenario, rule.based_on, context.t),
    )


def _today(context: CharterContext, rule: Rule, scenario: Scenario | None) -> str | None:
    """What is done today: as said with the rule, else the answer for one of its AI uses; None where nobody was asked."""
    said: PracticeAnswer | None = rule.practice or next(
        (
            one.practice
            for one in context.framework.stances
            if one.scenario == rule.scenario and one.activity in rule.activities and one.practice
        ),
        None,
    )
    if said is None or scenario is None:
        return None
    return context.t("not known") if said == "unknown" else stance_name(scenario, said, context.t)


# What one person wants and does -------------------------------------------------------------------------------------------


def _practice(context: CharterContext) -> tuple[Block, ...]:
    """Stance and practice per dilemma; nothing where nothing was answered."""
    t = context.t
    rows = [
        _row(context, answer, scenario)
        for answer in context.framework.stances
        if (answer.stance or answer.practice) and (scenario := context.deck.scenario(answer.scenario)) is not None
    ]
    if not rows:
        return ()
    words = t(
        "For each dilemma: what we think we should do, and what we do today. The letters run "
        "from permissive (A) to strict (E); they show an order, not a score, and strict is not "
        "the same as good."
    )
    alt = t(
        "For each dilemma two marks on the letters A to E: what we want and what we do today. The last "
        "column says the same in words."
    )
    strip = Strip(
        t("Dilemma"),
        LETTERS,
        tuple(rows),
        t("what we want"),
        t("what we do today"),
        t("both are the same"),
        t("In words"),
    )
    few = t.plural(
        "{count} person answered. With fewer than five we say nothing about agreement.",
        "{count} people answered. With fewer than five we say nothing about agreement.",
        context.framework.voices,
    )
    return (
        Heading(normal(t("What we want and what we do"))),
        Paragraph(normal(words)),
        ChartBlock("practice", t("Stance and practice for each dilemma"), alt, strip),
        *([Paragraph(small(few))] if context.framework.voices < MIN_VOTES else []),
    )


def _row(context: CharterContext, answer: StanceTaken, scenario: Scenario) -> StripRow:
    t = context.t
    activity = context.activity(answer.activity)
    label: Text = bold(scenario.title[context.lang])
    if activity is not None:
        label = (*label, Span("\n"), Span(activity.name, soft=True, own=True))
    should = answer.stance
    does = answer.practice if answer.practice != "unknown" else None
    words = [
        t("We want: {stance}.", stance=stance_name(scenario, should, context.t)) if should else t("No stance yet."),
        _practice_words(context, answer, scenario),
    ]
    if answer.confidence == "unsure":
        words.append(t("Not sure."))
    if not scenario.ordered:
        words.append(t("Here the letters are not a scale."))
    return StripRow(
        label,
        LETTERS.index(should) if should else None,
        LETTERS.index(does) if does else None,
        " ".join(words),
        scenario.ordered,
    )


def _practice_words(context: CharterContext, answer: StanceTaken, scenario: Scenario) -> str:
    t = context.t
    if answer.practice is None:
        return t("What we do today was not asked.")
    if answer.practice == "unknown":
        return t("What we do today is not known.")
    if answer.practice == answer.stance:
        return t("That is what we do today.")
    return t("Today: {stance}.", stance=stance_name(scenario, answer.practice, context.t))
