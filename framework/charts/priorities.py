"""What a team says comes first and what its choices put first, in sentences."""

from collections.abc import Sequence

from framework.analysis.priorities import Pair
from framework.charts.tradeoff_words import row_name, sentence_case
from framework.deck import Deck
from framework.language import Translator


def priorities_title(pairs: Sequence[Pair], ranked: bool, deck: Deck, t: Translator) -> str:
    """The sentence that says most: the first contradiction, else that there is none.

    ``pairs``: from `framework.analysis.priorities.pairs`. ``ranked``: whether anybody said what comes first.
    """
    if not ranked:
        return t("Nobody has said yet which principles come first.")
    if pairs and pairs[0].finding == "contradicts":
        return pair_sentence(pairs[0], deck, t)
    own = [pair for pair in pairs if pair.first_rank is not None]
    if not own:
        return t("No decision sets the principles that you put first against anything else.")
    return t(
        "Your decisions follow your order: nowhere does a principle that you put first lose more often than it wins."
    )


def pair_sentence(pair: Pair, deck: Deck, t: Translator) -> str:
    """One pair: how often the two clashed, and which won."""
    first, second = row_name(deck, pair.first, t), row_name(deck, pair.second, t)
    placed = (
        t("you put {principle} first", principle=first)
        if pair.first_rank == 1
        else t("{principle} is your number {rank}", principle=first, rank=pair.first_rank)
        if pair.first_rank is not None
        else t("you did not put {principle} among the first", principle=first)
    )
    won, lost, apart = len(pair.first_won), len(pair.second_won), len(pair.apart)
    if apart > 1 and apart in (won, lost):
        values = {
            "placed": placed,
            "second": second,
            "every": t("both") if apart == 2 else t("all {count}", count=apart),
        }
        said = (
            t("{placed}, but it lost to {second} in {every} decisions where they clashed.", **values)
            if lost
            else t("{placed}, and it won against {second} in {every} decisions where they clashed.", **values)
        )
    elif lost > won:
        said = t.plural(
            "{placed}, but it lost to {second} in the one decision where they clashed.",
            "{placed}, but it lost to {second} in {won} of the {count} decisions where they clashed.",
            apart,
            placed=placed,
            second=second,
            won=max(won, lost),
        )
    elif won > lost:
        said = t.plural(
            "{placed}, and it won against {second} in the one decision where they clashed.",
            "{placed}, and it won against {second} in {won} of the {count} decisions where they clashed.",
            apart,
            placed=placed,
            second=second,
            won=max(won, lost),
        )
    elif won:
        said = t("{placed}; where it clashed with {second}, each won as often.", placed=placed, second=second)
    else:
        said = t.plural(
            "{placed}; in the one decision where it clashed with {second}, you stayed in between.",
            "{placed}; in the {count} decisions where it clashed with {second}, you stayed in between.",
            apart,
            placed=placed,
            second=second,
            won=max(won, lost),
        )
    return sentence_case(said)
