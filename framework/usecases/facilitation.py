"""What a facilitator does: prepare the room, steer it, and record what the group decides.

Every move names the version of the room that the page showed. If the room has changed since (a double click on "next", a
colleague's click), the move does nothing and returns the room as it is now.
"""

from collections.abc import Callable, Collection, Sequence

from framework.analysis.group_results import ANONYMOUS_FROM, CARDS_KEPT, opinions_differ, without_unrevealed
from framework.analysis.objection_rounds import settled_round
from framework.analysis.red_lines import red_line_count, red_line_threshold
from framework.deck import Letter
from framework.errors import AnswerRefused, ChoicesRefused, MoveRefused, NotFound, RankingRefused, RuleRefused
from framework.store import Transaction
from framework.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, Lang, Worded, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed, renew_join_code, require_item, require_room, untick
from framework.usecases.participation import ParticipationUseCases
from framework.workshop import room as rooms
from framework.workshop.agenda import item_about, live_activities, proposed_items
from framework.workshop.answer_rules import Answer, PostedAnswer
from framework.workshop.decision_drafts import decision_id, drafted_decision, with_confirmed_numbers
from framework.workshop.facts import effective_facts
from framework.workshop.field_types import PRINCIPLES
from framework.workshop.merging import merge
from framework.workshop.models import (
    Ballot,
    Note,
    NoteKind,
    RedLine,
    Seat,
    Stage,
    Workshop,
    WorkshopState,
)
from framework.workshop.room import PHASES, TABLE_SIZE, Format, Phase, PlannedStep, Question, Room
from framework.workshop.rule_checks import asked_in, check_lawful, put_to_the_room
from framework.workshop.session_plan import Proposal, change_plan, join_code, planned_steps, proposals
from framework.workshop.steps import read_back, unplanned_question

MAX_NOTES = 500
FOLLOW_UP_STEP = "follow_up"
"""Id of the step that the follow-up adds, in which the same seats go through the draft."""


class FacilitationUseCases(UseCaseGroup):
    # --- preparing ---

    def start_live_workshop(
        self, organisation: str, team: str, lang: Lang, deck: str, format_: Format = "short"
    ) -> str:
        """Starts a live workshop in preparation; returns its id. Raises `InputRefused`, `DeckNotFound`, `DeckInvalid`."""
        used = self._context.decks.deck(deck)
        workshop = Workshop(
            id=self._context.new_id(),
            kind="live",
            organisation=accept("organisation", organisation, limit=NAME_LIMIT, required=True),
            team=accept("team", team, limit=NAME_LIMIT),
            lang=lang,
            deck_id=used.id,
            deck_version=used.version,
            law_version=self._context.law().version,
            stage="preparing",
            created_at=self._context.now(),
        )
        steps = planned_steps(format_, ())
        room = Room(code=join_code(workshop.id), format=format_, plan=steps, step=steps[0].id)
        self._context.store.create(WorkshopState(workshop=workshop, revision=1, deck=used, seats=(), room=room))
        renew_join_code(self._context, workshop.id)
        return workshop.id

    def duplicate(self, workshop_id: str, team: str) -> str:
        """Copies a preparation for another team: inventory, plan and deck, without seats, answers or decisions."""
        before = self._context.store.load_shared(workshop_id)
        room = require_room(before.room)
        fresh = before.workshop.model_copy(
            update={
                "id": self._context.new_id(),
                "version": 1,
                "kind": "live",
                "team": accept("team", team, limit=NAME_LIMIT),
                "stage": "preparing",
                "created_at": self._context.now(),
            }
        )
        steps = tuple(step for step in room.plan if step.id != FOLLOW_UP_STEP)
        again = Room(
            code=join_code(fresh.id), format=room.format, plan=steps, step=steps[0].id, phase=PHASES[steps[0].kind][0]
        )
        activities = tuple(activity.model_copy(update={"version": 1}) for activity in live_activities(before))
        self._context.store.create(
            WorkshopState(workshop=fresh, revision=1, deck=before.deck, seats=(), activities=activities, room=again)
        )
        renew_join_code(self._context, fresh.id)
        return fresh.id

    def new_code(self, workshop_id: str) -> Room:
        """Gives the room another join code; the old one stops working. Seats stay."""
        return renew_join_code(self._context, workshop_id)

    def propose_dilemmas(self, workshop_id: str) -> tuple[Proposal, ...]:
        """The dilemmas that fit the inventory, in the order proposed, with the reasons for it.

        Reads private votes only to say *that* opinions differ, from five votes; no vote leaves this method.
        """
        store = self._context.store
        state = store.load_shared(workshop_id)
        planned = {step.scenario: step.activity for step in require_room(state.room).plan if step.scenario}
        items = tuple(item_about(item, planned.get(item.scenario.id)) for item in proposed_items(state))
        differ: dict[str, bool] = {}
        if state.workshop.stage == "preparing":
            for item in items:
                votes = store.answers_to(workshop_id, Question("ballot", item.scenario.id, item.activity.id))
                ballots = [vote for vote in votes if isinstance(vote, Ballot)]
                differ[item.scenario.id] = opinions_differ(ballots, ordered=item.scenario.ordered)
        facts = {activity.id: effective_facts(state, activity) for activity in live_activities(state)}
        return proposals(items, differ, facts, planned)

    def set_plan(self, workshop_id: str, seen: int, format_: Format, steps: Sequence[PlannedStep]) -> Room:
        """Changes the plan. ``seen``: the room's version on the page. Raises `MoveRefused` (``asked-already``)."""

        def planned(room: Room) -> Room:
            return change_plan(room, steps).model_copy(update={"format": format_})

        return self._move_room(workshop_id, seen, planned)

    # --- steering ---

    def open_session(self, workshop_id: str) -> None:
        """From preparation to the session, whose clock starts. Votes given in preparation count in the first round."""
        with self._context.store.transaction(workshop_id) as change:
            if _put_stage(change, "session", ("preparing",)):
                room = require_room(change.room())
                _save_room(change, room, rooms.begin_session(room, self._context.now()))

    def move_to_phase(self, workshop_id: str, seen: int, phase: Phase) -> Room:
        """Moves within the step. A reveal closes its round for good. Raises `MoveRefused`."""
        return self._move_room(workshop_id, seen, lambda room: rooms.to_phase(room, phase))

    def move_to_step(self, workshop_id: str, seen: int, step: str) -> Room:
        """Goes to a step; its clock starts. Raises `MoveRefused`."""

        def move(room: Room) -> Room:
            moved = rooms.to_step(room, step)
            going_on = moved.step == room.step or moved.timer is not None
            return moved if going_on else rooms.begin_step(moved, self._context.now())

        return self._move_room(workshop_id, seen, move)

    def put_rule_to_room(self, workshop_id: str, seen: int, stance: Letter) -> Room:
        """Opens an objection round about this dilemma's rule; where there is none yet, drafts it from ``stance`` first.

        Raises `MoveRefused`, `RuleRefused` (``unlawful-stance``).
        """
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            if room.version != seen:
                return room
            state = change.shared()
            item = require_item(state, room.current_step().scenario or "")
            theirs = change.decision(decision_id(item))
            if theirs is None or theirs.withdrawn:
                drafted = drafted_decision(state, item, stance, "", self._context.today())
                check_lawful(state.deck, drafted)
                change.put_decision(drafted.model_copy(update={"version": theirs.version + 1 if theirs else 1}))
            return _put_moved(change, room, rooms.to_phase(room, "consent"))

    def move_to_page(self, workshop_id: str, seen: int, page: int) -> Room:
        """Turns to a page of the read-back, from 0; further than the last one stays at the last."""
        last = len(read_back.pages(self._context.store.load_shared(workshop_id))) - 1
        return self._move_room(workshop_id, seen, lambda room: rooms.to_page(room, max(0, min(page, last))))

    def ask_question(self, workshop_id: str, seen: int, lang: Lang, text: str, choices: Sequence[str] = ()) -> Room:
        """Asks something that was not planned; afterwards the room goes on where it was. Without ``choices`` people answer in a
        word. ``lang``: the language it is typed in.

        Raises `InputRefused` for the texts, `ChoicesRefused`, `MoveRefused` (``round-open``, ``paused``, ``wrong-stage``),
        `AnswerRefused` (``too-many``).
        """
        given = tuple(
            said for choice in choices if (said := accept("choices", choice, limit=unplanned_question.CHOICE_LIMIT))
        )
        if len({unplanned_question.same_word(said) for said in given}) < len(given):
            raise ChoicesRefused(reason="twice")
        if choices and not unplanned_question.MIN_CHOICES <= len(given) <= unplanned_question.MAX_CHOICES:
            raise ChoicesRefused(
                reason="number", least=unplanned_question.MIN_CHOICES, limit=unplanned_question.MAX_CHOICES
            )
        question = unplanned_question.UnplannedQuestion(
            id=self._context.new_id(),
            lang=lang,
            text=accept("question", text, limit=unplanned_question.QUESTION_LIMIT, required=True),
            choices=given,
            asked_at="-",
        )
        stage = self._context.store.head(workshop_id).workshop.stage
        if stage not in ("session", "follow_up"):
            raise MoveRefused(reason="wrong-stage", stage=stage)

        def asked(room: Room) -> Room:
            if len(room.questions) >= unplanned_question.MAX_QUESTIONS:
                raise AnswerRefused(reason="too-many", limit=unplanned_question.MAX_QUESTIONS)
            here = room.planned_place().step
            asked_now = rooms.ask(room, question.model_copy(update={"asked_at": here}))
            return rooms.begin_step(asked_now, self._context.now())

        return self._move_room(workshop_id, seen, asked)

    def undo(self, workshop_id: str, seen: int) -> Room:
        """Undoes a wrong click. Raises `MoveRefused` (``nothing-to-undo``, ``seen``)."""
        return self._move_room(workshop_id, seen, rooms.undo)

    def start_timer(self, workshop_id: str, seconds: int) -> Room:
        return self._change_room(workshop_id, lambda room: rooms.start_timer(room, seconds, self._context.now()))

    def extend_timer(self, workshop_id: str, seconds: int) -> Room:
        return self._change_room(workshop_id, lambda room: rooms.extend_timer(room, seconds, self._context.now()))

    def pause_timer(self, workshop_id: str) -> Room:
        return self._change_room(workshop_id, lambda room: rooms.pause_timer(room, self._context.now()))

    def clear_timer(self, workshop_id: str) -> Room:
        return self._change_room(workshop_id, lambda room: room.model_copy(update={"timer": None}))

    def set_locked(self, workshop_id: str, locked: bool) -> Room:
        """Locks or unlocks the room: nobody new can join, and those who have joined stay."""
        return self._change_room(workshop_id, lambda room: room.model_copy(update={"locked": locked}))

    def set_paused(self, workshop_id: str, paused: bool) -> Room:
        """Pauses or resumes. A paused room cannot move and takes no answers."""
        adjust = rooms.pause_until_later if paused else rooms.resume
        return self._change_room(workshop_id, lambda room: adjust(room, self._context.now()))

    # --- people ---

    def add_seat(self, workshop_id: str, role: str = "") -> Seat:
        """Adds a seat without a phone, for somebody who votes on paper or aloud."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            seat = Seat(id=self._context.new_id(), role=role if role in rooms.ROLES else "")
            change.put_seat(seat)
        return seat

    def free_seats(self, workshop_id: str, seat_ids: Collection[str]) -> None:
        """Frees abandoned seats, so that nobody waits for them. Their answers stay and count."""
        with self._context.store.transaction(workshop_id) as change:
            for seat in change.seats_among(seat_ids).values():
                if not seat.left:
                    change.put_seat(seat.model_copy(update={"left": True}))
                    change.revoke_seat_keys(seat.id)

    def leave_out_seats(self, workshop_id: str, seat_ids: Collection[str]) -> None:
        """Frees seats that are nobody's, and leaves their answers out of every count; each result says how many.

        The answers are kept until the workshop is closed. A result that was shown changes only by five people's answers
        or more at once, since a smaller difference would show who voted what (docs/decisions/0015). Raises `RuleRefused`
        (``too-few-to-leave-out``), `MoveRefused` (``wrong-stage``) once a charter was adopted.
        """
        with self._context.store.transaction(workshop_id) as change:
            stage = change.workshop().stage
            if stage in ("adopted", "closed"):
                raise MoveRefused(reason="wrong-stage", stage=stage)
            state = change.state()
            room = require_room(state.room)
            shown = without_unrevealed(state)
            answers = (
                *shown.ballots,
                *shown.rankings,
                *shown.consents,
                *shown.red_line_votes,
                *shown.words,
                *shown.question_answers,
            )
            voters = {answer.seat for answer in answers} & set(seat_ids)
            if 0 < len(voters) < ANONYMOUS_FROM:
                raise RuleRefused(reason="too-few-to-leave-out", limit=ANONYMOUS_FROM)
            change.leave_out_seats(seat_ids)
            change.put_room(room.model_copy(update={"version": room.version + 1}))

    def assign_tables(self, workshop_id: str, tables: int | None = None) -> int:
        """Assigns people to tables with mixed roles; returns the number of tables. None: tables of about five people."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            here = [seat for seat in change.seats() if not seat.left]
            count = tables if tables is not None else max(1, round(len(here) / TABLE_SIZE))
            mixed = sorted(here, key=lambda seat: (seat.role, seat.id))
            for place, seat in enumerate(mixed):
                change.put_seat(seat.model_copy(update={"table": place % count + 1 if count > 1 else None}))
            room = require_room(change.room())
            change.put_room(room.model_copy(update={"version": room.version + 1}))  # so that phones say it at once
        return count

    def enter_answers(self, workshop_id: str, *answers: Answer) -> None:
        """Enters answers given on paper or aloud to the current question.

        Raises `AnswerRefused`, `InputRefused`.
        """
        refused = ParticipationUseCases(self._context, self._actor).submit_answers(
            workshop_id, [PostedAnswer(answer) for answer in answers]
        )
        refusal = next((error for error in refused if error is not None), None)
        if refusal is not None:
            raise refusal

    # --- what the group decides ---

    def confirm_cards(self, workshop_id: str, cards: Sequence[str]) -> Room:
        """Confirms the cards that the group keeps, in order, at most six. Raises `RankingRefused`."""
        if len(cards) > CARDS_KEPT:
            raise RankingRefused(reason="too-many", limit=CARDS_KEPT)
        if len(set(cards)) != len(cards):
            raise RankingRefused(reason="twice")

        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            now: dict[str, object] = {"kept_cards": tuple(cards)}
            if room.kept_cards != tuple(cards):
                untick(change, PRINCIPLES)
                if any(step.kind == "agreements" for step in room.plan):
                    now["cards_reopened"] = True  # the follow-up has not been asked about this order
            return _save_room(change, room, room.model_copy(update=now))

    def propose_red_line(self, workshop_id: str, scenario: str) -> RedLine:
        """Puts the deck's red line for a dilemma to the room; `settle_red_line` applies the value-dam rule."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.shared()
            item = require_item(state, scenario)
            theirs = change.red_line(scenario)
            if theirs is not None and not theirs.withdrawn:
                return theirs
            saved = RedLine(
                id=scenario,
                version=theirs.version + 1 if theirs else 1,
                scenario=scenario,
                wording=Worded.proposed(item.scenario.red_line),
                practice=Worded.proposed(item.scenario.practice) if item.scenario.practice else None,
                reason=Worded.proposed(item.scenario.red_line_reason),
                proposed=True,
            )
            change.put_red_line(saved)
        return saved

    def propose_own_red_line(self, workshop_id: str, lang: Lang, text: str) -> RedLine:
        """Puts a red line of the team's own to the room; ``text`` is in the we-form, without "never". Raises `InputRefused`."""
        text = accept("red_line", text, limit=LINE_LIMIT, required=True)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            saved = RedLine(id=self._context.new_id(), wording=Worded.typed(lang, text), proposed=True)
            change.put_red_line(saved)
        return saved

    def settle_red_line(self, workshop_id: str, red_line: str, *, drawn: bool) -> RedLine:
        """Draws or withdraws a proposed red line after its vote was revealed.

        Drawing needs as many answers "never" as `red_line_threshold` says.
        Raises `RuleRefused` (``dam-not-reached`` with ``objections`` and ``dam``), `AnswerRefused` before the reveal.
        """
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            room = require_room(state.room)
            if not any(step.kind == "red_lines" and f"{step.id}/1" in room.revealed for step in room.plan):
                raise AnswerRefused(reason="not-asked")
            theirs = change.red_line(red_line)
            if theirs is None:
                raise NotFound(what="red-line", id=red_line)
            objections, voters = red_line_count(state.red_line_votes, red_line)
            if drawn and objections < red_line_threshold(voters):
                raise RuleRefused(reason="dam-not-reached", objections=objections, dam=red_line_threshold(voters))
            saved = theirs.model_copy(
                update={
                    "proposed": False,
                    "withdrawn": not drawn,
                    "objections": objections,
                    "voters": voters,
                    "version": theirs.version + 1,
                }
            )
            change.put_red_line(saved)
        return saved

    # --- notes ---

    def add_note(self, workshop_id: str, kind: NoteKind, text: str, step: str | None = None) -> Note:
        """Adds a note, a parked item or a consequence. Raises `InputRefused`, `AnswerRefused` (``too-many``)."""
        text = accept("note", text, limit=TEXT_LIMIT, required=True, lines=True)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            if len(change.shared().notes) >= MAX_NOTES:
                raise AnswerRefused(reason="too-many", limit=MAX_NOTES)
            note = Note(id=self._context.new_id(), kind=kind, step=step, text=text)
            change.put_note(note)
        return note

    def edit_note(self, workshop_id: str, base: Note, mine: Note) -> Note:
        """Saves a note's text and tick boxes. Raises `EditConflict` with both texts, `InputRefused`."""
        mine = mine.model_copy(update={"text": accept("note", mine.text, limit=TEXT_LIMIT, required=True, lines=True)})
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.note(base.id)
            if theirs is None:
                raise NotFound(what="note", id=base.id)
            saved = merge(base, mine, theirs)
            if saved.model_copy(update={"version": theirs.version}) == theirs:
                return theirs
            change.put_note(saved)
        return saved

    def _move_room(self, workshop_id: str, seen: int, move: Callable[[Room], Room]) -> Room:
        """Applies a move made on a page that showed version ``seen``; does nothing if the room has changed since."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            if room.version != seen:
                return room
            return _put_moved(change, room, move(room))

    def _change_room(self, workshop_id: str, adjust: Callable[[Room], Room]) -> Room:
        """Applies a change that is valid in any version of the room."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            room = require_room(change.room())
            return _save_room(change, room, adjust(room))


def _put_stage(change: Transaction, stage: Stage, allowed: tuple[Stage, ...]) -> bool:
    """Whether the stage changed. Raises `MoveRefused` (``wrong-stage``)."""
    head = change.workshop()
    if head.stage == stage:
        return False
    if head.stage not in allowed:
        raise MoveRefused(reason="wrong-stage", stage=head.stage)
    change.put_workshop(head.model_copy(update={"stage": stage, "version": head.version + 1}))
    return True


def _put_moved(change: Transaction, before: Room, moved: Room) -> Room:
    """Stores a move; with an objection round also what it asks about, and what its reveal changes.

    What is put to the room stands in it with its numbers as they are: whoever has no objection agrees to those, too.
    """
    asked = moved.current_round()
    if moved.phase == "consent" and before.phase != "consent" and asked is not None:
        for rule in put_to_the_room(change.decisions(), moved.current_step()):
            confirmed = with_confirmed_numbers(rule)
            if confirmed != rule:
                untick(change, rule.id)
            change.put_decision(asked_in(confirmed, asked))
    if moved.phase == "consent_revealed" and before.phase == "consent":
        after = settled_round(change.state(), moved)
        for decided in after.decisions:
            change.put_decision(decided)
        for line in after.red_lines:
            change.put_red_line(line)
        moved = moved.model_copy(update={"cards_reopened": after.cards_reopened})
    return _save_room(change, before, moved)


def _save_room(change: Transaction, before: Room, after: Room) -> Room:
    if after == before:
        return before
    saved = after.model_copy(update={"version": before.version + 1})
    change.put_room(saved)
    return saved
