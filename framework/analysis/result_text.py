"""Words for a revealed result: without coefficients or decimals, and only where there are enough votes for a measure."""

from fractions import Fraction

from framework.language import Translator
from framework.language.labels import AGREEMENT_NAMES
from framework.workshop.models import QuestionResult, RoundResult


def outcome_of(result: RoundResult) -> str:
    """The outcome of a round, one of `framework.workshop.facilitator_script.OUTCOMES`."""
    return result.measures.label if result.measures else "few"


def label_words(result: RoundResult, t: Translator) -> str:
    """The status label in words; empty where there are too few votes or stances have no order."""
    measures = result.measures
    if measures is None:
        return ""
    return t(AGREEMENT_NAMES["all_over" if measures.all_over else measures.label])


def median_words(result: RoundResult, t: Translator) -> str:
    """The median, and the mean distance from it to the nearest half step; empty where nothing is measured."""
    measures = result.measures
    if measures is None:
        return ""
    low, high = measures.median
    middle = (
        t("The middle vote is {letter}", letter=low)
        if low == high
        else t("The middle votes are {low} and {high}", low=low, high=high)
    )
    return f"{middle}; {_distance(Fraction(measures.steps_from_median), t)}."


def _distance(steps: Fraction, t: Translator) -> str:
    halves = round(steps * 2)
    if steps == 0:
        return t("everybody is there")
    if halves == 0:
        return t("nearly everybody is there")
    if halves == 1:
        return t("on average people are about half a step from it")
    if halves == 2:
        return t("on average people are about a step from it")
    return t("on average people are more than a step from it")


def movement_words(result: QuestionResult, t: Translator) -> str:
    """How many changed their vote between the rounds, and in which direction; empty where that is not measured."""
    if result.moved is None:
        return ""
    permissive, strict, voters = result.moved
    moved = permissive + strict
    if moved == 0:
        return t("Nobody changed their vote between the rounds.")
    words = t.plural("{count} of {all} changed their vote", "{count} of {all} changed their vote", moved, all=voters)
    if permissive and strict:
        return t(
            "{moved}: {permissive} toward A, {strict} toward E.", moved=words, permissive=permissive, strict=strict
        )
    return t("{moved}, toward {end}.", moved=words, end="E" if strict else "A")
