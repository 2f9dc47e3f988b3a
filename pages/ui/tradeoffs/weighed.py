"""What the sections of the page share: the choices, with a stance that this window tries, and what follows from them."""

from dataclasses import dataclass

from framework.analysis.choices import Choice, PriceRow, price_list
from framework.analysis.priorities import OWN_CARDS, Pair, pairs
from framework.deck import Letter
from framework.workshop.models import WorkshopState
from pages.ui import queries, session
from pages.ui.revision_cache import cached_by_revision

Trial = tuple[str, Letter]
"""Id of a decision, and the stance that is tried for it."""


@dataclass(frozen=True, slots=True)
class Weighed:
    choices: tuple[Choice, ...]
    ranking: tuple[str, ...]
    """Ids of the principles put first."""
    rows: tuple[PriceRow, ...]
    pairs: tuple[Pair, ...]

    def choice(self, decision: str) -> Choice:
        return next(choice for choice in self.choices if choice.id == decision)


def looked_at(current: WorkshopState) -> Trial | None:
    """The other stance that this window looks at; None once the decision has it, or is gone."""
    tried = session.trial(current.workshop.id)
    if tried is None:
        return None
    choice = next((choice for choice in queries.choices(current) if choice.id == tried[0]), None)
    return None if choice is None or choice.accepted == (tried[1],) else tried


def trial_of(current: WorkshopState) -> Trial | None:
    """The stance with which the page is shown: the one looked at, but for one that the law closes. Nobody can do that."""
    tried = looked_at(current)
    if tried is None:
        return None
    scenario = next(choice.scenario for choice in queries.choices(current) if choice.id == tried[0])
    return None if scenario.stance(tried[1]).legal == "unlawful" else tried


@cached_by_revision()
def weighed(current: WorkshopState, trial: Trial | None) -> Weighed:
    """As decided, or with the stance that is tried."""
    choices = tuple(
        choice.with_stance(trial[1]) if trial is not None and choice.id == trial[0] else choice
        for choice in queries.choices(current)
    )
    ranking = queries.principles_of(current)[:OWN_CARDS]
    return Weighed(choices, ranking, price_list(choices, ranking), pairs(choices, ranking))
