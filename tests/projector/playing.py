"""A live workshop played to any moment, and the screen as the beamer would get it."""

import hashlib
from collections.abc import Sequence

from framework.deck import Letter
from framework.text import Lang
from framework.workshop.agenda import proposed_items
from framework.workshop.answer_rules import Answer, PostedAnswer
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote, Seat, WorkshopState
from framework.workshop.room import Room
from framework.workshop.session_plan import planned_steps
from pages.live.snapshot import read_snapshot
from pages.projector.join_address import JoinAddress
from pages.projector.view import ScreenView
from tests.support.any_actor import AnyActor

JOIN_ADDRESS = JoinAddress("http://192.168.1.5:8501", only_here=False)
VIEWS: tuple[ScreenView, ...] = (ScreenView("nl", JOIN_ADDRESS), ScreenView("en", JOIN_ADDRESS))


class Played:
    """A room with ``people`` in it, about two activities and the dilemmas S03 and S07."""

    def __init__(self, cases: AnyActor, people: int = 6, lang: Lang = "nl") -> None:
        self.cases = cases
        self.id = cases.facilitation.start_live_workshop("Waterkers <Wonen>", "Merk & CRM", lang, "marketing-ai")
        for kind, name in (("next_best_action", "Persoonlijke mail"), ("chatbot", "Servicebot Kers")):
            cases.inventory.add(self.id, kind, name)
        items = [item for item in proposed_items(self.state) if item.scenario.id in ("S03", "S07")]
        cases.facilitation.set_plan(self.id, self.room.version, "short", planned_steps("short", items))
        self.seats: list[Seat] = []
        for number in range(people):
            self.join(number)

    def join(self, number: int) -> None:
        key = hashlib.sha256(f"{self.id}/{number}".encode()).hexdigest()
        self.seats.append(self.cases.participation.join(self.room.code, key, "campaign", "nl")[1])

    @property
    def state(self) -> WorkshopState:
        return self.cases.queries.state(self.id)

    @property
    def room(self) -> Room:
        room = self.state.room
        assert room is not None
        return room

    def begin(self) -> None:
        self.cases.facilitation.open_session(self.id)

    def at(self, step: str, *phases: str) -> None:
        self.cases.facilitation.move_to_step(self.id, self.room.version, step)
        for phase in phases:
            self.move(phase)

    def move(self, phase: str) -> None:
        self.cases.facilitation.move_to_phase(self.id, self.room.version, phase)  # type: ignore[arg-type]

    def answer(self, answers: Sequence[Answer]) -> None:
        refused = self.cases.participation.submit_answers(self.id, [PostedAnswer(answer) for answer in answers])
        assert refused == (None,) * len(answers)

    def vote(self, letters: str, round_: int = 1, scenario: str = "S03", **given: object) -> None:
        """``-`` abstains. Everybody gives the same reason and flag, those of ``given``."""
        activity = next(step.activity for step in self.room.plan if step.scenario == scenario)
        self.answer(
            [
                Ballot.model_validate(
                    {"seat": seat.id, "scenario": scenario, "activity": activity, "round": round_}
                    | ({"abstained": True} if letter == "-" else {"stance": letter})
                    | given
                )
                for seat, letter in zip(self.seats, letters, strict=False)
            ]
        )

    def rank(self, cards: Sequence[str]) -> None:
        self.answer([Ranking(seat=seat.id, cards=tuple(cards)) for seat in self.seats])

    def rule(self, stance: Letter = "C") -> str:
        decision = self.cases.decisions.draft_from_stance(self.id, "", "S03", stance)
        return self.cases.decisions.edit(self.id, decision, decision.model_copy(update={"owner": "hoofd CRM"})).id

    def consent(self, decision: str, objections: int = 0, harm: str = "te duur", safe_if: str = "") -> None:
        key = self.room.open_round() or ""
        self.answer(
            [
                Consent(seat=seat.id, round=key, decision=decision, answer="objection", harm=harm, safe_if=safe_if)
                if at < objections
                else Consent(seat=seat.id, round=key, decision=decision, answer="consent")
                for at, seat in enumerate(self.seats)
            ]
        )

    def object(self, line: str, objections: int) -> None:
        self.answer(
            [
                RedLineVote(seat=seat.id, red_line=line, answer="object" if at < objections else "no_objection")
                for at, seat in enumerate(self.seats)
            ]
        )

    def word(self, *words: str) -> None:
        self.answer([CheckoutWord(seat=seat.id, word=word) for seat, word in zip(self.seats, words, strict=False)])

    def screen(self, lang: Lang = "nl", join_address: JoinAddress = JOIN_ADDRESS) -> str:
        """All that is sent to the beamer at this moment."""
        moment, counts = read_snapshot(self.cases.context.store, self.id)
        return ScreenView(lang, join_address).encode(moment, counts).for_seat("").decode()

    def parts(self, lang: Lang = "nl", join_address: JoinAddress = JOIN_ADDRESS) -> dict[str, str]:
        moment, counts = read_snapshot(self.cases.context.store, self.id)
        return {name: str(part) for name, part in ScreenView(lang, join_address).parts(moment, counts).items()}
