"""Words for a revealed result: without coefficients or decimals, and only where there are enough votes for a measure."""

from fractions import Fraction

from framework.analysis.agreement import MIN_VOTES
from framework.analysis.discussion_order import Topic
from framework.language import N_, Translator
from framework.language.labels import AGREEMENT_NAMES, STAKES_WORDS
from framework.workshop.models import GroupResult, QuestionResult, RoundResult


def outcome_of(result: RoundResult) -> str:
    """What the room talks about next, one of `framework.workshop.facilitator_script.OUTCOMES`.

    A strong objection comes before the label: nobody skips the talk beside it.
    """
    if result.objections:
        return "objection"
    if result.measures is None:
        return "few" if sum(result.votes) < MIN_VOTES else "unordered"
    return result.measures.seen


def label_words(result: RoundResult, t: Translator) -> str:
    """The status label in words; empty where there are too few votes or stances have no order."""
    measures = result.measures
    if measures is None:
        return ""
    return t(AGREEMENT_NAMES[measures.seen])


def median_words(result: RoundResult, t: Translator) -> str:
    """The median as letters, which have an order and no distances; empty where nothing is measured."""
    measures = result.measures
    if measures is None:
        return ""
    low, high = measures.median
    if low == high:
        return t("The middle vote is {letter}.", letter=low)
    return t("The middle votes are {low} and {high}.", low=low, high=high)


def movement_words(result: QuestionResult, t: Translator) -> str:
    """How many changed their vote between the rounds, and in which direction; empty where that is not measured."""
    if result.moved is None:
        return ""
    permissive, strict, voters = result.moved
    moved = permissive + strict + result.sideways
    if moved == 0:
        return t("Nobody changed their vote between the rounds.")
    words = t.plural("{count} of {all} changed their vote", "{count} of {all} changed their vote", moved, all=voters)
    if result.sideways:  # letters without an order have no direction
        return f"{words}."
    if permissive and strict:
        return t(
            "{moved}: {permissive} toward A, {strict} toward E.", moved=words, permissive=permissive, strict=strict
        )
    return t("{moved}, toward {end}.", moved=words, end="E" if strict else "A")


_RANKING_WORDS: tuple[tuple[Fraction, str], ...] = (
    (Fraction(3, 10), N_("The rankings are very different.")),
    (Fraction(5, 10), N_("The rankings are somewhat alike.")),
    (Fraction(7, 10), N_("The rankings are largely alike.")),
    (Fraction(2), N_("The rankings are nearly the same.")),
)
"""Words for Kendall's W below an upper bound, after Schmidt 1997 (weak 0.3, moderate 0.5, strong 0.7)."""


def ranking_words(result: GroupResult, t: Translator) -> str:
    """How much the rankings of the cards agree; empty where that is not measured."""
    if result.kendall_w is None:
        return ""
    w = Fraction(result.kendall_w)
    return t(next(words for bound, words in _RANKING_WORDS if w < bound))


_OBJECTION, _NOT_ASKED, _FEW = N_("A strong objection"), N_("Not voted on yet"), N_("Too few votes to measure")


def topic_words(topic: Topic, t: Translator) -> str:
    """Why a dilemma is worth time, in one sentence."""
    other = {"objection": _OBJECTION, "not_asked": _NOT_ASKED, "few": _FEW}
    spread = t(other.get(topic.spread) or AGREEMENT_NAMES[topic.spread])
    stakes = t.listing(t(STAKES_WORDS[reason]) for reason in topic.stakes)
    return f"{spread}; {stakes}." if stakes else f"{spread}."
