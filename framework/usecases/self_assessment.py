"""Answers of a self-assessment on principles and scenarios. They are appended, never replaced."""

from framework.errors import ChoiceUnknown, RankingRefused
from framework.text import LINE_LIMIT, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed, require_item, untick
from framework.workshop.answer_rules import CARDS_TO_ORDER
from framework.workshop.field_types import PRINCIPLES, PracticeAnswer
from framework.workshop.merging import merge_answer
from framework.workshop.models import Ballot, Practice, Ranking


class SelfAssessmentUseCases(UseCaseGroup):
    def rank_cards(self, workshop_id: str, seat: str, cards: tuple[str, ...]) -> Ranking:
        """Stores the cards that this seat puts first, in order, at most five. Raises `RankingRefused`."""
        if len(cards) > CARDS_TO_ORDER:
            raise RankingRefused(reason="too-many", limit=CARDS_TO_ORDER)
        if len(set(cards)) != len(cards):
            raise RankingRefused(reason="twice")
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            deck = change.state().deck
            if any(deck.card(card) is None for card in cards):
                raise RankingRefused(reason="unknown-card")
            ranking = Ranking(seat=seat, cards=cards)
            if change.ranking(seat) != ranking:
                change.add_ranking(ranking)
                untick(change, PRINCIPLES)
        return ranking

    def save_ballot(self, workshop_id: str, base: Ballot, mine: Ballot) -> Ballot:
        """Saves what this window changed since it showed ``base``; returns the saved ballot.

        Raises `EditConflict` where another window changed the same field to something else, `InputRefused` for the reason,
        `NotFound` for a scenario that does not fit the inventory.
        """
        mine = mine.model_copy(update={"reason": accept("reason", mine.reason, limit=LINE_LIMIT)})
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            item = require_item(change.state(), mine.scenario)
            if mine.activity not in [activity.id for activity in item.activities]:
                raise ChoiceUnknown(field="activities", value=mine.activity)
            theirs = change.ballot(mine.seat, mine.scenario, mine.activity, mine.round)
            saved = merge_answer(base, mine, theirs) if theirs else mine
            if saved != theirs:
                change.add_ballot(saved)
        return saved

    def record_practice(
        self, workshop_id: str, seat: str, scenario: str, activity: str, answer: PracticeAnswer
    ) -> Practice:
        """Stores what the activity does today, according to this seat."""
        practice = Practice(seat=seat, scenario=scenario, activity=activity, answer=answer)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            require_item(change.state(), scenario)
            change.add_practice(practice)
        return practice
