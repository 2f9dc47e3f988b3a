"""The price of a charter: a row per choice, dearest first by the team's own figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from framework.analysis.choices import Choice
from framework.analysis.price import Price


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A row of `price_list`."""

    choice: Choice
    price: Price

    @property
    def figures(self) -> bool:
        return self.choice.hours is not None or self.choice.euros is not None


@dataclass(frozen=True, slots=True)
class Totals:
    """What may be added up: hours with hours, euros with euros. None without a figure."""

    hours: int | None
    euros: int | None
    without_figures: int
    """Number of choices of which the team gave neither."""
    without_words: int
    """Number of choices whose price the team did not put into words."""


def price_list(choices: Sequence[Choice], ranking: Sequence[str]) -> tuple[PriceRow, ...]:
    """A row per choice, dearest first.

    Hours and euros are not converted into each other: a choice comes as early as the better of its two places, by hours and by
    euros a month; of two with the same place the one with more euros, then more hours, comes first. Choices without figures
    follow, those with a price in words first, else in the order given.
    """
    by_hours = sorted({choice.hours or 0 for choice in choices}, reverse=True)
    by_euros = sorted({choice.euros or 0 for choice in choices}, reverse=True)

    def place(choice: Choice) -> tuple[bool, int, int, int, bool]:
        hours, euros = choice.hours or 0, choice.euros or 0
        places = [by_hours.index(hours)] * (hours > 0) + [by_euros.index(euros)] * (euros > 0)
        return (not places, min(places, default=0), -euros, -hours, not choice.sentence)

    own = tuple(ranking)
    return tuple(PriceRow(choice, choice.price(own)) for choice in sorted(choices, key=place))


def totals(choices: Sequence[Choice]) -> Totals:
    hours = [choice.hours for choice in choices if choice.hours is not None]
    euros = [choice.euros for choice in choices if choice.euros is not None]
    return Totals(
        hours=sum(hours) if hours else None,
        euros=sum(euros) if euros else None,
        without_figures=sum(choice.hours is None and choice.euros is None for choice in choices),
        without_words=sum(not choice.sentence for choice in choices),
    )
