"""What a phone's page is made from, and a seat's own answers as form fields."""

from collections.abc import Iterable
from dataclasses import dataclass

from framework.store import Answered
from framework.workshop.agenda import live_activities
from framework.workshop.answer_rules import CARDS_TO_ORDER
from framework.workshop.models import Activity, Ballot, CheckoutWord, Consent, Ranking, RedLineVote
from framework.workshop.room import VOTING_PHASES, PlannedStep, Question, Room, question_at
from framework.workshop.steps.unplanned_question import QuestionAnswer
from pages.live.snapshot import RoomView
from pages.phone.personal_slots import Own


@dataclass(frozen=True)
class PageContext(RoomView):
    """The room as one phone shows it. ``at``: a step to be answered before the session."""

    at: str = ""

    @property
    def path(self) -> str:
        """The address of the room's page."""
        return f"/j/{self.room.code}"

    @property
    def step(self) -> PlannedStep:
        if self.preparing and self.at:
            return next((step for step in self.room.plan if step.id == self.at), self.room.current_step())
        return self.room.current_step()

    @property
    def question(self) -> Question | None:
        if not self.preparing:
            return self.snapshot.question
        return question_at(self.room, self.step, "voting") if self.at else None

    @property
    def key(self) -> str:
        """Identifies the question. What was typed for one key is not filled in for another."""
        if self.over:
            return "over"
        if self.preparing:
            return f"preparing/{self.at}"
        if self.ended:
            return "ended"
        if self.room.paused:
            return f"{self.room.step}/paused"
        closed = "/closed" if self.closed else ""
        return f"{self.room.step}/{self.room.current_round() or ''}/{self.room.phase}{closed}"

    @property
    def closed(self) -> bool:
        """Whether the present round takes no more answers and is not revealed yet."""
        return self.room.phase in VOTING_PHASES and self.room.intake == "closed"

    @property
    def activities(self) -> tuple[Activity, ...]:
        return live_activities(self.state)


def beforehand(room: Room) -> tuple[PlannedStep, ...]:
    """The steps that can be answered in private before the session."""
    return tuple(step for step in room.plan if step.kind in ("principles", "scenario"))


def own_fields(context: PageContext, answers: Iterable[Answered]) -> Own:
    """A seat's own answers as form fields. ``answers``: of that seat, in the order they came."""
    own: dict[str, str] = {}
    question = context.question
    every = tuple(answers)
    if context.preparing:
        for step in beforehand(context.room):
            if any(_is_answer_to(question_at(context.room, step, "voting"), answer) for answer in every):
                own[f"done {step.id}"] = "yes"
    if question is None:
        return own
    if question.kind == "ballot" and question.round == 2:
        first = Question("ballot", question.scenario, question.activity, 1)
        for answer in every:
            if _is_answer_to(first, answer):
                own = dict(_fields(answer))
        own.pop("saved", None)
    latest: dict[str, str] = {}
    for answer in every:
        if _is_answer_to(question, answer):
            fields = _fields(answer)
            latest = {**latest, **fields} if question.kind in ("consent", "red_line") else fields
    if latest:
        own = {**({} if question.kind == "ballot" else own), **latest}
    return own


def _is_answer_to(question: Question | None, answer: Answered) -> bool:
    if question is None:
        return False
    match answer:
        case Ballot():
            asked = (question.kind, question.scenario, question.activity, question.round)
            return asked == ("ballot", answer.scenario, answer.activity, answer.round)
        case Ranking():
            return question.kind == "ranking" and bool(answer.cards)
        case Consent():
            return question.kind == "consent" and question.about == answer.round
        case RedLineVote():
            return question.kind == "red_line"
        case CheckoutWord():
            return question.kind == "word"
        case QuestionAnswer():
            return question.kind == "question" and question.about == answer.question


def _fields(answer: Answered) -> dict[str, str]:
    match answer:
        case Ballot():
            return {
                "saved": "yes",
                "stance": answer.stance or "abstain",
                "confidence": answer.confidence or "",
                "reason": answer.reason,
                "objection": "yes" if answer.objection else "",
            }
        case Ranking():
            placed = {f"card{at}": card for at, card in enumerate(answer.cards[:CARDS_TO_ORDER], start=1)}
            return {"saved": "yes", **placed}
        case Consent():
            about = answer.decision
            said = {f"harm {about}": answer.harm, f"safe_if {about}": answer.safe_if}
            said[f"keep {about}"] = "yes" if answer.keep_words else ""
            return {"saved": "yes", f"answer {about}": answer.answer, **said}
        case RedLineVote():
            return {"saved": "yes", f"line {answer.red_line}": answer.answer}
        case CheckoutWord():
            return {"saved": "yes", "word": answer.word}
        case QuestionAnswer():
            choice = "" if answer.choice is None else str(answer.choice)
            return {"saved": "yes", "choice": choice, "word": answer.word}
