"""Drives the room of a live workshop by the use cases: people join, the facilitator moves on, everybody answers."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from framework.analysis.group_results import group_result
from framework.deck import Letter
from framework.settings import Settings
from framework.store.sql import SqlStore
from framework.text import Lang
from framework.workshop.agenda import proposed_items
from framework.workshop.answer_rules import Answer, PostedAnswer, words_of
from framework.workshop.decision_drafts import with_confirmed_numbers
from framework.workshop.models import (
    Ballot,
    CheckoutWord,
    Consent,
    Decision,
    GroupResult,
    Ranking,
    RedLineVote,
    Seat,
    WorkshopState,
)
from framework.workshop.room import Question, Room
from framework.workshop.session_plan import planned_steps
from framework.workshop.steps.unplanned_question import QuestionAnswer
from tests.support.any_actor import AnyActor
from tests.support.workshops import today_on

ACTIVITIES = (("next_best_action", "Persoonlijke mail"), ("chatbot", "Servicebot"))
SCENARIOS = ("S03", "S07")


class RoomReader:
    """A workshop with a room, and how it stands now."""

    def __init__(self, cases: AnyActor, workshop_id: str) -> None:
        self.cases = cases
        self.id = workshop_id

    @property
    def state(self) -> WorkshopState:
        return self.cases.queries.state(self.id)

    @property
    def room(self) -> Room:
        room = self.state.room
        assert room is not None
        return room

    @property
    def code(self) -> str:
        return self.room.code

    def decision(self, decision_id: str) -> Decision:
        return next(each for each in self.state.decisions if each.id == decision_id)

    @property
    def result(self) -> GroupResult:
        result = group_result(self.state)
        assert result is not None
        return result


class LiveWorkshop(RoomReader):
    """A prepared workshop about two activities, with ``people`` in its room. What the use cases refuse is raised."""

    def __init__(
        self,
        cases: AnyActor,
        people: int = 6,
        lang: Lang = "nl",
        scenarios: Sequence[str] = SCENARIOS,
        *,
        organisation: str = "Waterkers",
        team: str = "Marketing",
    ) -> None:
        super().__init__(cases, cases.facilitation.start_live_workshop(organisation, team, lang, "marketing-ai"))
        for kind, name in ACTIVITIES:
            cases.inventory.add(self.id, kind, name)
        self.plan(*scenarios)
        self.seats = [self.joined(number, lang=lang) for number in range(people)]

    # Before the session

    def plan(self, *scenarios: str) -> None:
        items = {item.scenario.id: item for item in proposed_items(self.state)}
        steps = planned_steps("short", [items[scenario] for scenario in scenarios])
        self.cases.facilitation.set_plan(self.id, self.room.version, "short", steps)

    def key(self, number: int) -> str:
        """What a person's phone is known by, as the store keeps it."""
        return hashlib.sha256(f"{self.id}/{number}".encode()).hexdigest()

    def joined(self, number: int, role: str = "campaign", lang: Lang = "nl") -> Seat:
        """The seat of this person, who has it already or takes one."""
        return self.cases.participation.join(self.room.code, self.key(number), role, lang)[1]

    # The facilitator

    def begin(self, step: str | None = None, *phases: str) -> None:
        self.cases.facilitation.open_session(self.id)
        if step is not None:
            self.at(step)
        for phase in phases:
            self.move(phase)

    def at(self, step: str, *phases: str) -> None:
        self.cases.facilitation.move_to_step(self.id, self.room.version, step)
        for phase in phases:
            self.move(phase)

    def move(self, phase: str, *, read: bool = True) -> None:
        """``read``: the facilitator reads what people typed before a reveal, so that it goes up with it."""
        room = self.room
        if read and phase.endswith("revealed") and room.open_round():
            self.cases.moderation.set_intake(self.id, room.version, "closed")
        self.cases.facilitation.move_to_phase(self.id, self.room.version, phase)  # type: ignore[arg-type]

    def hide(self, *answers: Ballot | Consent | CheckoutWord | QuestionAnswer, hidden: bool = True) -> None:
        """Hides what was typed with these answers, or shows it."""
        for one in answers:
            question = (
                Question("ballot", one.scenario, one.activity, one.round)
                if isinstance(one, Ballot)
                else Question("consent", about=one.round)
                if isinstance(one, Consent)
                else Question("question", about=one.question)
                if isinstance(one, QuestionAnswer)
                else Question("word")
            )
            self.cases.moderation.set_hidden(self.id, question, (words_of(one),), hidden=hidden)

    def draft_rule(self, stance: Letter = "C", scenario: str = "S03") -> str:
        """Makes a rule of a stance, with its numbers kept, an owner and a reason; returns the id of the decision."""
        decision = self.cases.decisions.draft_from_stance(self.id, "", scenario, stance)
        ready = with_confirmed_numbers(decision).model_copy(update={"owner": "hoofd CRM", "reason": "uitlegbaar"})
        return self.cases.decisions.edit(self.id, decision, ready).id

    def close_rule(self, decision: str) -> None:
        stored = self.decision(decision)
        ready = stored if stored.dissent else stored.model_copy(update={"none_voiced": True})
        self.cases.decisions.close(self.id, self.cases.decisions.edit(self.id, stored, ready))

    def rename(self, name: str) -> None:
        """Gives the first activity, which the dilemma S03 is about, another name: everybody is sent the step anew."""
        activity = self.state.activities[0]
        self.cases.inventory.edit(self.id, activity, activity.model_copy(update={"name": name}))

    # The people; ``objections``: how many of them object, the first ones

    def answer(self, *answers: Answer, key: str = "") -> None:
        """Sends the answers together and raises the first refusal. ``key`` tells a repetition from a new answer."""
        for refusal in self.cases.participation.submit_answers(
            self.id, [PostedAnswer(answer, key) for answer in answers]
        ):
            if refusal is not None:
                raise refusal

    def each(self, answer: Callable[[int, Seat], Answer]) -> None:
        self.answer(*(answer(number, seat) for number, seat in enumerate(self.seats)))

    def ballot(
        self, seat: Seat, stance: Letter | None, round_: int = 1, scenario: str = "S03", **given: object
    ) -> Ballot:
        """A vote; an abstention without a stance."""
        activity = next(step.activity for step in self.room.plan if step.scenario == scenario)
        return Ballot.model_validate(
            {"seat": seat.id, "scenario": scenario, "activity": activity, "round": round_, "stance": stance}
            | {"abstained": stance is None}
            | given
        )

    def vote(
        self,
        letters: str,
        round_: int = 1,
        scenario: str = "",
        *,
        reasons: Sequence[str] = (),
        objections: int = 0,
        **given: object,
    ) -> None:
        """One letter per person, ``-`` abstains; on the dilemma of this step, or on the first of the plan."""
        about = scenario or self.room.current_step().scenario or next(s.scenario for s in self.room.plan if s.scenario)
        self.answer(
            *(
                self.ballot(
                    seat,
                    None if letter == "-" else letter,  # type: ignore[arg-type]
                    round_,
                    about,
                    **{
                        "confidence": None if letter == "-" else "sure",
                        "reason": reasons[number] if number < len(reasons) else "",
                        "objection": number < objections,
                    }
                    | given,
                )
                for number, (seat, letter) in enumerate(zip(self.seats, letters, strict=False))
            )
        )

    def rank(self, cards: Sequence[str] = ()) -> None:
        """Everybody puts these cards in order; by default two orders of the deck's first six in turn."""
        deck = [card.id for card in self.state.deck.cards]
        self.each(lambda number, seat: Ranking(seat=seat.id, cards=tuple(cards or deck[number % 2 : number % 2 + 5])))

    def consent(self, decision: str = "", objections: int = 0, harm: str = "te duur", safe_if: str = "") -> None:
        """Answers to one rule, or to all that this step asks about."""
        key, step = self.room.open_round() or "", self.room.current_step()
        asked = [
            each.id
            for each in self.state.decisions
            if (each.id == decision if decision else step.kind == "agreements" or each.scenario == step.scenario)
        ] or [decision]
        for rule in asked:
            self.each(
                lambda number, seat, rule=rule: (
                    Consent(seat=seat.id, round=key, decision=rule, answer="objection", harm=harm, safe_if=safe_if)
                    if number < objections
                    else Consent(seat=seat.id, round=key, decision=rule, answer="consent")
                )
            )

    def vote_on_red_line(self, line: str, objections: int) -> None:
        self.each(
            lambda number, seat: RedLineVote(
                seat=seat.id, red_line=line, answer="object" if number < objections else "no_objection"
            )
        )

    def say(self, *words: str) -> None:
        """Each person's word at the end, the first ones' where there are fewer words than people; then all are shown."""
        self.answer(*(CheckoutWord(seat=seat.id, word=word) for seat, word in zip(self.seats, words, strict=False)))
        self.cases.moderation.set_hidden(self.id, Question("word"), {(word,) for word in words}, hidden=False)

    def votes(self) -> dict[str, Ballot]:
        """The latest first-round ballot of each seat at the present step."""
        step = self.room.current_step()
        return {each.seat: each for each in self.state.ballots if (each.scenario, each.round) == (step.scenario, 1)}


@contextmanager
def room_beside(where: Path | Settings, *, begin: bool = True) -> Iterator[LiveWorkshop]:
    """A workshop without people in the data folder or database of a server: driven from another process, for the server."""
    store = SqlStore.open(Settings.in_folder(where) if isinstance(where, Path) else where)
    try:
        made = LiveWorkshop(today_on(store), people=0)
        if begin:
            made.begin()
        yield made
    finally:
        store.close()
