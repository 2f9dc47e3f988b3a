"""Words for what a choice wins and gives up. No strength, no total: only which rows are better and which are worse."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from framework.analysis.price import Comparison, Direction, Effect
from framework.deck import Letter, PrincipleCard, Scenario
from framework.language import N_, Translator

BUSINESS_NAMES: dict[str, str] = {"reach": N_("reach"), "conversion": N_("conversion"), "cost": N_("low cost")}
"""As something that one can put first; used within a sentence."""
_BUSINESS_EFFECTS: dict[tuple[str, Direction], str] = {
    ("reach", "better"): N_("more reach"),
    ("reach", "worse"): N_("less reach"),
    ("reach", "depends"): N_("reach depends on the stance"),
    ("conversion", "better"): N_("more conversion"),
    ("conversion", "worse"): N_("less conversion"),
    ("conversion", "depends"): N_("conversion depends on the stance"),
    ("cost", "better"): N_("lower cost"),
    ("cost", "worse"): N_("higher cost"),
    ("cost", "depends"): N_("cost depends on the stance"),
}


class Cards(Protocol):
    """What knows the principles' names: a deck, or the readable parts of an unfinished one."""

    def card(self, card_id: str) -> PrincipleCard | None: ...


def row_name(deck: Cards, row: str, t: Translator) -> str:
    """The name of a principle, or of a business row."""
    card = deck.card(row)
    if card is not None:
        return card.name[t.lang]
    return t(BUSINESS_NAMES[row]) if row in BUSINESS_NAMES else row


def sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def principle_names(effects: Iterable[Effect], deck: Cards, t: Translator) -> list[str]:
    """Names of the principles among some effects; what rests on the team's own mark is marked so."""
    return [
        t("{principle} (by our own mark)", principle=name) if effect.corrected else name
        for effect in effects
        if effect.axis == "principle"
        for name in (row_name(deck, effect.row, t),)
    ]


def business_words(comparison: Comparison, t: Translator) -> str:
    """What changes for the business, such as "less reach"; rows that are level are left out.

    What the team itself says comes last and is marked so once.
    """
    lists: tuple[tuple[Direction, Sequence[Effect]], ...] = (
        ("better", comparison.better),
        ("worse", comparison.worse),
        ("depends", comparison.depends),
    )
    found = {
        effect.row: (effect.corrected, t(_BUSINESS_EFFECTS[effect.row, name]))
        for name, effects in lists
        for effect in effects
        if effect.axis == "business"
    }
    said = [found[row] for row in BUSINESS_NAMES if row in found]
    decks, own = (t.listing(words for corrected, words in said if corrected is ours) for ours in (False, True))
    return "; ".join([*([decks] if decks else []), *([t("{effect} (our own estimate)", effect=own)] if own else [])])


def effect_lines(comparison: Comparison, deck: Cards, t: Translator, *, most: int | None = None) -> list[str]:
    """What is better, what is worse and what it depends on, in Markdown; own principles in bold, business apart.

    ``most``: the number of principles to name in each; of further ones only the number.
    """

    def marked(effects: Sequence[Effect]) -> str:
        names = principle_names(effects, deck, t)
        ranks = [effect.rank for effect in effects if effect.axis == "principle"]
        said = [name if rank is None else f"**{name}**" for name, rank in zip(names, ranks, strict=True)]
        if most is not None and len(said) > most:
            said[most:] = [t.plural("{count} more", "{count} more", len(said) - most)]
        return t.listing(said)

    lists = (
        (N_("Better for {names}."), marked(comparison.better)),
        (N_("Worse for {names}."), marked(comparison.worse)),
        (N_("Depends on the stance: {names}."), marked(comparison.depends)),
        (N_("Business: {names}."), business_words(comparison, t)),
    )
    return [t(words, names=names) for words, names in lists if names]


def stance_words(scenario: Scenario, letter: Letter, t: Translator) -> str:
    return t("{letter} “{name}”", letter=letter, name=scenario.stance(letter).name[t.lang])


def against_words(scenario: Scenario, comparison: Comparison, t: Translator) -> str:
    """What a choice is compared with; the reference is always named."""
    stance = stance_words(scenario, comparison.stance, t)
    if comparison.kind == "today":
        words = t("Compared with {stance}, what we do now", stance=stance)
    elif comparison.kind == "usual":
        words = t("Compared with {stance}, by our estimate what is usual in the sector", stance=stance)
    elif comparison.kind == "permissive":
        words = t("Compared with {stance}, one step more permissive", stance=stance)
    elif comparison.kind == "strict":
        words = t("Compared with {stance}, one step stricter", stance=stance)
    else:
        words = t("Compared with {stance}", stance=stance)
    return t("{words} (the law does not allow that)", words=words) if comparison.legal == "unlawful" else words
