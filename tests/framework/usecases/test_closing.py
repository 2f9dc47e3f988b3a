"""Closing cuts every answer loose from the seat that gave it, and answers to different questions from each other."""

import random
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations, count
from typing import Any

import pytest

from framework.errors import MoveRefused, WorkshopClosed
from framework.usecases.closing import without_seats
from framework.workshop.models import CheckoutWord, Consent, Practice, Ranking, RedLineVote, WorkshopState
from framework.workshop.room import PlannedStep, Room
from tests.support.any_actor import AnyActor
from tests.support.builders import a_ballot, a_deck, a_red_line, a_seat, a_state, a_workshop, an_activity
from tests.support.room import LiveWorkshop

PEOPLE = tuple(f"p{number}" for number in range(1, 9))
KEYS = ("principles/1", "S01/1", "S01/2", "S02/1", "S01/consent/1", "S01/consent/2", "S02/consent/1", "red_lines/1")


def a_session(*revealed: str) -> WorkshopState:
    """Everybody answered every question, twice over."""
    steps = (
        PlannedStep(id="principles", kind="principles", minutes=10),
        PlannedStep(id="S01", kind="scenario", minutes=12, scenario="S01", activity="activity-1"),
        PlannedStep(id="S02", kind="scenario", minutes=12, scenario="S02", activity="activity-1"),
        PlannedStep(id="red_lines", kind="red_lines", minutes=8),
    )
    twice = (*PEOPLE, *PEOPLE)
    return a_state(
        workshop=a_workshop(kind="live", stage="adopted"),
        deck=a_deck(),
        seats=tuple(a_seat(seat) for seat in PEOPLE),
        activities=(an_activity(),),
        red_lines=(a_red_line("line-1"), a_red_line("line-2")),
        room=Room(code="ACDEFH", plan=steps, step="S01", phase="revealed", revealed=revealed),
        rankings=tuple(Ranking(seat=seat, cards=("card_1", "card_2")) for seat in twice),
        ballots=tuple(
            a_ballot(seat=seat, scenario=scenario, round=round_)
            for scenario, round_ in (("S01", 1), ("S01", 2), ("S02", 1))
            for seat in twice
        ),
        practices=tuple(
            Practice(seat=seat, scenario=scenario, activity="activity-1", answer="A")
            for scenario in ("S01", "S02")
            for seat in twice
        ),
        consents=tuple(
            Consent(seat=seat, round=round_, decision=decision, answer="consent")
            for round_, decision in (
                ("S01/consent/1", "d1"),
                ("S01/consent/2", "d1"),
                ("S02/consent/1", "d2"),
                ("S02/consent/1", "d3"),
            )
            for seat in twice
        ),
        red_line_votes=tuple(
            RedLineVote(seat=seat, red_line=line, answer="object") for line in ("line-1", "line-2") for seat in twice
        ),
        words=tuple(CheckoutWord(seat=seat, word="opgelucht") for seat in twice),
    )


def cut(state: WorkshopState, seed: int = 1) -> WorkshopState:
    ids = count(1)
    return without_seats(state, lambda: f"fresh-{next(ids)}", random.Random(seed))


def by_question(state: WorkshopState) -> dict[tuple[str, ...], list[str]]:
    """The ids under which each question was answered."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for ranking in state.rankings:
        found["ranking",].append(ranking.seat)
    for ballot in state.ballots:
        found["ballot", ballot.scenario, str(ballot.round)].append(ballot.seat)
    for practice in state.practices:
        found["practice", practice.scenario].append(practice.seat)
    for consent in state.consents:
        found["consent", consent.round, consent.decision].append(consent.seat)
    for vote in state.red_line_votes:
        found["red line", vote.red_line].append(vote.seat)
    for word in state.words:
        found["word",].append(word.seat)
    return found


def test_each_person_keeps_one_answer_to_each_question_under_an_id_of_its_own() -> None:
    found = by_question(cut(a_session(*KEYS)))
    assert len(found) == 13
    for question, ids in found.items():
        assert len(ids) == len(set(ids)) == len(PEOPLE), question
        assert not set(ids) & set(PEOPLE), question


def test_only_the_two_rounds_of_one_dilemma_stay_linked() -> None:
    found = by_question(cut(a_session(*KEYS)))
    linked = {frozenset((one, other)) for one, other in combinations(found, 2) if set(found[one]) & set(found[other])}
    assert linked == {frozenset((("ballot", "S01", "1"), ("ballot", "S01", "2")))}


def test_no_seat_stays() -> None:
    assert cut(a_session(*KEYS)).seats == ()


@pytest.mark.parametrize("part", ["rankings", "ballots", "practices", "consents", "red_line_votes", "words"])
def test_the_order_says_nothing_about_who_came_first(part: str) -> None:
    def order(seed: int) -> list[Any]:
        return [row.seat for row in getattr(cut(a_session(*KEYS), seed), part)]

    assert sorted(order(1)) == sorted(order(2))
    assert order(1) != order(2)


def test_what_nobody_saw_goes() -> None:
    found = by_question(cut(a_session("S01/1")))
    assert set(found) == {("ballot", "S01", "1"), ("practice", "S01"), ("practice", "S02"), ("word",)}


class TestWhen:
    @pytest.fixture
    def live(self, workshops: AnyActor) -> LiveWorkshop:
        return LiveWorkshop(workshops)

    def test_nothing_is_closed_before_it_was_adopted(self, live: LiveWorkshop) -> None:
        for begin in (lambda: None, live.begin):
            begin()
            with pytest.raises(MoveRefused, match="wrong-stage"):
                live.cases.closing.close(live.id)
        assert len(live.state.seats) == 6

    def test_nor_where_one_person_worked_alone(self, workshops: AnyActor) -> None:
        alone = workshops.lifecycle.start_self_assessment("Waterkers", "Marketing", "nl", "marketing-ai")
        workshops.decisions.add_own_red_line(alone, "nl", "doen alsof een machine een mens is")
        workshops.charter.adopt(alone, ("het marketingteam",))
        with pytest.raises(MoveRefused, match="wrong-stage"):
            workshops.closing.close(alone)

    def test_a_session_ends_that_was_begun_and_is_not_over(self, live: LiveWorkshop) -> None:
        live.cases.decisions.add_own_red_line(live.id, "nl", "doen alsof een machine een mens is")
        with pytest.raises(MoveRefused, match="wrong-stage"):
            live.cases.closing.end_session(live.id)
        assert live.state.frameworks == ()
        live.begin()
        live.cases.closing.end_session(live.id)
        live.cases.charter.adopt(live.id, ("het marketingteam",))
        with pytest.raises(MoveRefused, match="wrong-stage"):
            live.cases.closing.end_session(live.id)

    def test_a_draft_after_the_adoption_takes_nothing_back(self, live: LiveWorkshop) -> None:
        live.cases.decisions.add_own_red_line(live.id, "nl", "doen alsof een machine een mens is")
        live.begin()
        live.cases.charter.adopt(live.id, ("het marketingteam",))
        live.cases.decisions.add_own_red_line(live.id, "nl", "kinderen een profiel geven")
        draft = live.cases.charter.save_proposal(live.id)
        assert (draft.version, draft.adopted, live.state.workshop.stage) == ("1.1", False, "adopted")


def test_nothing_is_changed_in_a_closed_workshop(workshops: AnyActor) -> None:
    live = LiveWorkshop(workshops)
    live.begin("S03", "voting")
    live.vote("BBCCCD")
    live.move("revealed")
    rule = live.decision(live.draft_rule())
    line = live.cases.decisions.add_own_red_line(live.id, "nl", "doen alsof een machine een mens is")
    note = live.cases.facilitation.add_note(live.id, "note", "later op terugkomen")
    activity = live.state.activities[0]
    with live.cases.context.store.transaction(live.id) as change:
        change.put_workshop(change.workshop().model_copy(update={"stage": "closed"}))
    before, version, cases = live.state, live.room.version, live.cases
    changes: tuple[Callable[[], object], ...] = (
        lambda: cases.decisions.edit(live.id, rule, rule.model_copy(update={"owner": "iemand anders"})),
        lambda: cases.decisions.record_agreement(live.id, rule.id, "consent"),
        lambda: cases.decisions.draft_from_stance(live.id, "", "S03", "B"),
        lambda: cases.decisions.close(live.id, rule),
        lambda: cases.decisions.reopen(live.id, rule.id),
        lambda: cases.decisions.add_deck_red_line(live.id, "S03"),
        lambda: cases.decisions.add_own_red_line(live.id, "nl", "kinderen een profiel geven"),
        lambda: cases.decisions.edit_red_line(live.id, line, "nl", "kinderen een profiel geven"),
        lambda: cases.decisions.withdraw_red_line(live.id, line.id),
        lambda: cases.charter.edit_texts(live.id, before.texts, before.texts.model_copy(update={"owner": "FG"})),
        lambda: cases.charter.save_proposal(live.id),
        lambda: cases.charter.adopt(live.id, ("het marketingteam",)),
        lambda: cases.inventory.add(live.id, "chatbot", "Zoekhulp"),
        lambda: cases.inventory.edit(live.id, activity, activity.model_copy(update={"name": "Zoekhulp"})),
        lambda: cases.inventory.record_fact(live.id, activity.id, "personal_data", "no"),
        lambda: cases.inventory.copy(live.id, activity.id, "Zoekhulp"),
        lambda: cases.inventory.delete(live.id, activity.id),
        lambda: cases.facilitation.new_code(live.id),
        lambda: cases.facilitation.open_session(live.id),
        lambda: cases.facilitation.move_to_step(live.id, version, "S07"),
        lambda: cases.facilitation.set_locked(live.id, locked=True),
        lambda: cases.facilitation.add_seat(live.id),
        lambda: cases.facilitation.assign_tables(live.id, 2),
        lambda: cases.facilitation.set_reason_hidden(live.id, before.ballots[0]),
        lambda: cases.facilitation.confirm_cards(live.id, ()),
        lambda: cases.facilitation.propose_red_line(live.id, "S03"),
        lambda: cases.facilitation.propose_own_red_line(live.id, "nl", "kinderen een profiel geven"),
        lambda: cases.facilitation.settle_red_line(live.id, line.id, drawn=True),
        lambda: cases.facilitation.add_note(live.id, "note", "nog iets"),
        lambda: cases.facilitation.edit_note(live.id, note, note.model_copy(update={"text": "nog iets"})),
    )
    for change_it in changes:
        with pytest.raises((WorkshopClosed, MoveRefused)):
            change_it()
    assert live.state == before
