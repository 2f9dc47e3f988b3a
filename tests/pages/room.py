"""A live workshop for tests of screens: the facilitator on the screen, participants on the use cases."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

from framework.deck import Letter
from framework.text import Lang
from framework.workshop.agenda import proposed_items
from framework.workshop.answer_rules import Answer, PostedAnswer
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote, Seat, WorkshopState
from framework.workshop.room import Room
from framework.workshop.session_plan import planned_steps
from tests.support.any_actor import any_actor


def keys(screen: AppTest) -> set[str]:
    """Of the buttons on the page."""
    return {str(button.key) for button in screen.button}


def gauges(screen: AppTest) -> dict[str, Any]:
    """What the browser draws of timer, people and votes."""
    (drawn,) = screen.get("bidi_component")
    return json.loads(drawn.proto.json)


class People:
    """A prepared workshop and the people in its room, on this test's own store."""

    def __init__(self, lang: Lang, people: int = 6, scenarios: tuple[str, ...] = ("S03", "S07")) -> None:
        self.cases = any_actor()
        self.id = self.cases.facilitation.start_live_workshop("Waterkers", "Marketing", lang, "marketing-ai")
        for kind, name in (("next_best_action", "Persoonlijke mail"), ("chatbot", "Servicebot")):
            self.cases.inventory.add(self.id, kind, name)
        items = {item.scenario.id: item for item in proposed_items(self.state)}
        steps = planned_steps("short", [items[scenario] for scenario in scenarios])
        self.cases.facilitation.set_plan(self.id, self.room.version, "short", steps)
        self.seats = [self.joined(number, lang) for number in range(people)]

    @property
    def state(self) -> WorkshopState:
        return self.cases.queries.state(self.id)

    @property
    def room(self) -> Room:
        assert self.state.room is not None
        return self.state.room

    def joined(self, number: int, lang: Lang = "nl") -> Seat:
        key = hashlib.sha256(f"{self.id}{number}".encode()).hexdigest()
        return self.cases.participation.join(self.room.code, key, "campaign", lang)[1]

    def begin(self, step: str | None = None, *phases: str) -> None:
        self.cases.facilitation.open_session(self.id)
        if step is not None:
            self.cases.facilitation.move_to_step(self.id, self.room.version, step)
        for phase in phases:
            self.cases.facilitation.move_to_phase(self.id, self.room.version, phase)  # type: ignore[arg-type]

    def answer(self, answer: Answer) -> None:
        (refused,) = self.cases.participation.submit_answers(self.id, (PostedAnswer(answer),))
        assert refused is None, refused

    def each(self, answer: Callable[[int, Seat], Answer]) -> None:
        for number, seat in enumerate(self.seats):
            self.answer(answer(number, seat))

    def vote(self, letters: str, round_: int = 1, reasons: tuple[str, ...] = (), objections: int = 0) -> None:
        """Votes on the dilemma of this step, one letter per person; the first so many have a strong objection."""
        step = self.room.current_step()
        for number, (seat, letter) in enumerate(zip(self.seats, letters, strict=False)):
            stance: Letter = letter  # type: ignore[assignment]
            reason = reasons[number] if number < len(reasons) else ""
            self.answer(
                Ballot(
                    seat=seat.id,
                    scenario=step.scenario or "",
                    activity=step.activity or "",
                    round=round_,  # type: ignore[arg-type]
                    stance=stance,
                    confidence="sure",
                    reason=reason,
                    objection=number < objections,
                )
            )

    def rank(self) -> None:
        cards = tuple(card.id for card in self.state.deck.cards)
        self.each(lambda number, seat: Ranking(seat=seat.id, cards=cards[number % 2 : number % 2 + 5]))

    def consent(self, objections: int = 0) -> None:
        key = self.room.open_round() or ""
        for decision in self.state.decisions:
            if self.room.current_step().kind == "agreements" or decision.scenario == self.room.current_step().scenario:
                self.each(
                    lambda number, seat, decision=decision: Consent(
                        seat=seat.id,
                        round=key,
                        decision=decision.id,
                        answer="objection" if number < objections else "consent",
                        harm="te duur voor kleine klanten" if number < objections else "",
                        safe_if="een maximum per week" if number < objections else "",
                    )
                )

    def dam(self, line: str, objections: int) -> None:
        self.each(
            lambda number, seat: RedLineVote(
                seat=seat.id, red_line=line, answer="object" if number < objections else "no_objection"
            )
        )

    def leave_with(self, word: str) -> None:
        self.each(lambda _, seat: CheckoutWord(seat=seat.id, word=word))
