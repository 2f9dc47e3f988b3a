"""A deck of three scenarios whose marks are easy to check by eye, for analysis and charts."""

from framework.deck import Commercial, WeightRow
from framework.text import LocalizedText
from tests.support.builders import a_card, a_deck, a_scenario, a_stance, an_unlawful_stance

RANKING = ("card_3", "card_1", "card_6")
"""card_6 is a counterweight: it carries no marks."""


def row(card: str, *values: int) -> WeightRow:
    return WeightRow(principle=card, values=values, why=LocalizedText(nl=f"want {card}", en=f"because {card}"))


def the_deck():
    deck = a_deck(cards=6, scenarios=3)
    cards = tuple(a_card(number, scored=number != 6) for number in range(1, 7))
    scenarios = (
        a_scenario(
            1,
            title=LocalizedText(nl="Mens in de lus bij campagnes", en="Human in the loop"),
            weights=(row("card_2", 2, 1, 0, -1, -2), row("card_1", -2, -1, 0, 1, 2), row("card_3", 1, 1, 1, 1, -1)),
            commercial=Commercial(reach=(2, 2, 1, -1, -2), conversion=(1, 1, 1, 0, -1), cost=(2, 1, 1, -2, -2)),
            stances=(an_unlawful_stance("A"), *(a_stance(letter) for letter in "BCDE")),
        ),
        a_scenario(
            2,
            title=LocalizedText(nl="Hoe persoonlijk is te persoonlijk?", en="How personal is too personal?"),
            weights=(row("card_1", -1, 0, 1, 2, 2), row("card_3", 2, 1, 0, -1, -2)),
        ),
        a_scenario(3, ordered=False, weights=(row("card_4", 0, 1, 2, 1, 0), row("card_5", 0, 0, 0, 0, 0))),
    )
    return deck.model_copy(update={"cards": cards, "scenarios": scenarios})
