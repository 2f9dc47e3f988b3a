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
    by_hours = sorted({choice.team.hours_per_month or 0 for choice in choices}, reverse=True)
    by_euros = sorted({choice.team.euros_per_month or 0 for choice in choices}, reverse=True)

    def place(choice: Choice) -> tuple[bool, int, int, int, bool]:
        hours, euros = choice.team.hours_per_month or 0, choice.team.euros_per_month or 0
        places = [by_hours.index(hours)] * (hours > 0) + [by_euros.index(euros)] * (euros > 0)
        return (not places, min(places, default=0), -euros, -hours, not choice.team.sentence)

    own = tuple(ranking)
    return tuple(PriceRow(choice, choice.price(own)) for choice in sorted(choices, key=place))


def totals(choices: Sequence[Choice]) -> Totals:
    hours = [choice.team.hours_per_month for choice in choices]
    euros = [choice.team.euros_per_month for choice in choices]
    return Totals(
        hours=_sum(hours),
        euros=_sum(euros),
        without_figures=sum(hour is None and euro is None for hour, euro in zip(hours, euros, strict=True)),
        without_words=sum(not choice.team.sentence for choice in choices),
    )


def _sum(figures: Sequence[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None
