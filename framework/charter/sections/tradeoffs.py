"""The section on what the rules cost: the team's own prices, and what each rule wins and gives up against a named reference.

Prices are sentences of the team; a deck's sentences belong to its stories and never stand here.
"""

from collections.abc import Sequence

from framework.analysis.choices import Choice, choices_of_decisions
from framework.analysis.price import Effect
from framework.charter.document import Block, LabelledList, LabelledText, Paragraph, TableBlock, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, joined, normal, small
from framework.charts.tradeoff_words import business_words, principle_names
from framework.language import N_, Translator
from framework.workshop.models import Rule


def own_prices(context: CharterContext, rules: Sequence[Rule]) -> LabelledList:
    """What each rule costs the team, in its own words and figures."""
    t = context.t
    rows: list[LabelledText] = []
    for rule in rules:
        said = context.typed(rule.price.sentence) if rule.price.sentence else small(t(_NOT_PRICED))
        own = figures(rule.price.hours_per_month, rule.price.euros_per_month, t)
        label = f"R{rule.number}"
        rows.append(LabelledText(label, (*said, *(small(f" ({own})") if own else ()))))
    return LabelledList(tuple(rows))


_NOT_PRICED = N_("What this rule costs us has not been written down yet.")


def unpriced(context: CharterContext) -> Text | None:
    """How many prices are still to be written."""
    rules = context.framework.rules
    open_ = sum(not rule.price.sentence for rule in rules)
    if not open_:
        return None
    t = context.t
    return normal(
        t.plural(
            "The price of {open} of {count} rule has not been written down yet.",
            "The price of {open} of {count} rules has not been written down yet.",
            len(rules),
            open=open_,
        )
    )


def blocks(context: CharterContext) -> tuple[Block, ...]:
    """Per rule what it wins and gives up."""
    t, framework = context.t, context.framework
    rules = sorted(
        (rule for rule in framework.rules if context.deck.scenario(rule.scenario) is not None),
        key=lambda rule: rule.number,
    )
    if not rules:
        return (Paragraph(normal(t("Without rules there is nothing to trade off."))),)
    choices = choices_of_decisions(context.deck, rules, framework.stances)
    return (
        own_prices(context, rules),
        Paragraph(
            normal(
                t(
                    "What a rule wins and gives up is compared with what we do now; where that is "
                    "not known, with what the sector usually does, by the deck’s estimate. We add nothing up but our "
                    "own hours and euros."
                )
            )
        ),
        TableBlock(
            t("What each rule wins and gives up"),
            (t("Rule"), t("Better for"), t("Worse for"), t("Business")),
            tuple(_row(context, rule, choice) for rule, choice in zip(rules, choices, strict=True)),
            (8, 32, 30, 30),
        ),
        *_without_comparison(context, rules, choices),
        *own_sum(context),
    )


def _row(context: CharterContext, rule: Rule, choice: Choice) -> tuple[Text, ...]:
    t = context.t
    found = choice.price(context.framework.principles)
    compared = found.reference
    number = bold(f"R{rule.number}")
    if compared is None:
        return number, normal("–"), normal("–"), normal("–")
    notes = [small(t("compared with what is usual"))] if compared.kind == "usual" else []
    if compared.legal == "unlawful":
        notes.append(small(t("what we do now is not allowed by the law")))
    if choice.reworded:
        notes.append(small(t("of the stance as the deck words it")))
    depends = principle_names(compared.depends, context.deck, t)
    if depends:
        notes.insert(0, normal(t("Depends on the stance: {names}.", names=t.listing(depends))))
    return (
        number,
        joined((_names(context, compared.better), *notes), "\n"),
        _names(context, compared.worse),
        normal(business_words(compared, t) or "–"),
    )


def _without_comparison(context: CharterContext, rules: Sequence[Rule], choices: Sequence[Choice]) -> tuple[Block, ...]:
    """The rules that have nothing better or worse to show, and why."""
    t = context.t
    numbers: dict[str | None, list[str]] = {}
    for rule, choice in zip(rules, choices, strict=True):
        found = choice.price(context.framework.principles)
        if found.reference is None:
            numbers.setdefault(found.unchanged, []).append(f"R{rule.number}")
    said = {
        "today": (N_("{rules} is what we do now."), N_("{rules} are what we do now.")),
        "usual": (
            N_("{rules} is what the sector usually does, by the deck’s estimate."),
            N_("{rules} are what the sector usually does, by the deck’s estimate."),
        ),
        None: (
            N_("For {rules} we do not know what we do now."),
            N_("For {rules} we do not know what we do now."),
        ),
    }
    return tuple(
        Paragraph(normal(t(words[len(numbers[why]) > 1], rules=t.listing(numbers[why]))))
        for why, words in said.items()
        if why in numbers
    )


def _names(context: CharterContext, effects: tuple[Effect, ...]) -> Text:
    """Card names, own principles first; a dash for none."""
    return normal(context.t.listing(principle_names(effects, context.deck, context.t)) or "–")


def figures(hours: int | None, euros: int | None, t: Translator) -> str:
    """Hours and euros a month, as far as they are known."""
    parts = [] if hours is None else [t.plural("{count} hour", "{count} hours", hours)]
    if euros is not None:
        parts.append(t.euros(euros))
    return t("{amounts} a month", amounts=t.listing(parts)) if parts else ""


def own_sum(context: CharterContext) -> tuple[Block, ...]:
    """The team's own hours and euros, added up."""
    prices = [rule.price for rule in context.framework.rules]
    hours = [price.hours_per_month for price in prices if price.hours_per_month is not None]
    euros = [price.euros_per_month for price in prices if price.euros_per_month is not None]
    words = figures(sum(hours) if hours else None, sum(euros) if euros else None, context.t)
    if not words:
        return ()
    return (Paragraph(normal(context.t("As far as we put it in figures, our rules cost {figures}.", figures=words))),)
