"""Closing cuts every answer loose from the seat that gave it, and answers to different questions from each other."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import combinations, count
from typing import Any

import pytest

from framework.archive.models import WorkshopArchive, dump, workshop_archive
from framework.archive.read import read
from framework.charter.compose import compose
from framework.charter.document import block_texts, plain
from framework.errors import AnswerRefused, DateRefused, MoveRefused, RuleRefused, WorkshopClosed
from framework.language import translator
from framework.usecases.closing import without_seats
from framework.workshop.governance.versions import unlogged
from framework.workshop.models import CheckoutWord, Consent, Framework, Practice, Ranking, RedLineVote, WorkshopState
from framework.workshop.room import PlannedStep, Question, Room
from tests.support.adoption import adopt
from tests.support.any_actor import AnyActor
from tests.support.builders import TODAY, a_ballot, a_deck, a_red_line, a_seat, a_state, a_workshop, an_activity
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
        adopt(workshops, alone, ("het marketingteam",))
        with pytest.raises(MoveRefused, match="wrong-stage"):
            workshops.closing.close(alone)

    def test_a_session_ends_that_was_begun_and_is_not_over(self, live: LiveWorkshop) -> None:
        live.cases.decisions.add_own_red_line(live.id, "nl", "doen alsof een machine een mens is")
        with pytest.raises(MoveRefused, match="wrong-stage"):
            live.cases.closing.end_session(live.id)
        assert live.state.frameworks == ()
        live.begin()
        live.cases.closing.end_session(live.id)
        adopt(live.cases, live.id, ("het marketingteam",))
        with pytest.raises(MoveRefused, match="wrong-stage"):
            live.cases.closing.end_session(live.id)

    def test_the_follow_up_is_opened_by_hand_once_the_session_has_ended(self, live: LiveWorkshop) -> None:
        live.cases.decisions.add_own_red_line(live.id, "nl", "doen alsof een machine een mens is")
        live.begin("checkout")
        with pytest.raises(MoveRefused, match="wrong-stage"):
            live.cases.closing.open_follow_up(live.id)
        live.cases.closing.end_session(live.id)
        assert (live.state.workshop.stage, live.room.step) == ("draft", "checkout")
        with pytest.raises(AnswerRefused, match="not-asked"):
            live.say("klaar")
        live.cases.closing.back_to_session(live.id)
        live.cases.closing.end_session(live.id)
        assert [one.version for one in live.state.frameworks] == ["0.1"], "nothing has changed"
        live.cases.closing.open_follow_up(live.id)
        assert (live.state.workshop.stage, live.room.step, live.room.phase) == ("follow_up", "follow_up", "open")
        with pytest.raises(MoveRefused, match="wrong-stage"):
            live.cases.closing.end_session(live.id)

    def test_the_follow_up_has_a_day_within_a_year(self, live: LiveWorkshop) -> None:
        today = live.cases.context.today()
        live.cases.closing.set_follow_up_date(live.id, today + timedelta(days=14))
        assert live.room.follow_up_on == today + timedelta(days=14)
        with pytest.raises(DateRefused):
            live.cases.closing.set_follow_up_date(live.id, today + timedelta(days=400))
        live.cases.closing.set_follow_up_date(live.id, None)
        assert live.room.follow_up_on is None

    def test_a_draft_after_the_adoption_takes_nothing_back(self, live: LiveWorkshop) -> None:
        live.cases.decisions.add_own_red_line(live.id, "nl", "doen alsof een machine een mens is")
        live.begin()
        adopt(live.cases, live.id, ("het marketingteam",))
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
        lambda: cases.moderation.set_hidden(live.id, Question("word"), (("klaar",),), hidden=True),
        lambda: cases.moderation.show_round(live.id, "S03/1"),
        lambda: cases.moderation.set_intake(live.id, version, "closed"),
        lambda: cases.moderation.set_shows_unread(live.id, shows=True),
        lambda: cases.moderation.set_lines_hidden(live.id, (activity.id,), hidden=True),
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


class TestTheFollowUp:
    """Rules, red lines and the principles are all asked; what somebody objects to is open again."""

    @pytest.fixture
    def live(self, workshops: AnyActor) -> LiveWorkshop:
        live = LiveWorkshop(workshops)
        live.begin("principles")
        live.rank()
        live.move("revealed")
        live.at("S03", "voting")
        live.vote("BBCCCD")
        live.move("revealed")
        self.rule = live.draft_rule()
        live.move("consent")
        live.consent(self.rule)
        live.move("consent_revealed")
        live.cases.decisions.record_agreement(live.id, self.rule, "consent")
        live.close_rule(self.rule)
        live.cases.facilitation.propose_red_line(live.id, "S03")
        live.at("red_lines", "voting")
        live.vote_on_red_line("S03", 3)
        live.move("revealed")
        live.cases.facilitation.settle_red_line(live.id, "S03", drawn=True)
        live.cases.closing.end_session(live.id)
        live.cases.closing.open_follow_up(live.id)
        return live

    def asked(self, live: LiveWorkshop, **objections: int) -> None:
        live.move("consent")
        for about, name in ((self.rule, "rule"), ("S03", "line"), ("principles", "principles")):
            live.consent(about, objections.get(name, 0))
        live.move("consent_revealed")

    def test_what_nobody_objects_to_stands(self, live: LiveWorkshop) -> None:
        before = live.state.frameworks[-1]
        assert len(before.principles) == 6
        self.asked(live)
        adopted = adopt(live.cases, live.id, ("het marketingteam",))
        assert [rule.since for rule in adopted.rules] == ["1.0"] * len(before.rules)
        assert (unlogged(adopted).rules, adopted.red_lines, adopted.principles) == (
            before.rules,
            before.red_lines,
            before.principles,
        )
        assert adopted.group is not None
        assert [(one.decision, len(one.rounds)) for one in adopted.group.consents] == [
            (self.rule, 2),
            ("S03", 1),
            ("principles", 1),
        ]

    def test_a_draft_forgets_an_activity_that_was_deleted_since_and_what_was_adopted_does_not(
        self, live: LiveWorkshop
    ) -> None:
        kept, gone, later = (
            live.cases.inventory.add(live.id, "llm_copy", name, supplier=f"{name}-supplier")
            for name in ("zqa", "zqb", "zqc")
        )
        live.cases.inventory.delete(live.id, later.id)
        live.cases.charter.save_proposal(live.id)
        live.cases.inventory.delete(live.id, gone.id)
        self.asked(live)
        adopt(live.cases, live.id)
        live.cases.inventory.delete(live.id, kept.id)

        def names(frameworks: Iterable[Framework], *, adopted: bool) -> set[str]:
            found = {use.name for one in frameworks if one.adopted == adopted for use in one.activities}
            return {name for name in found if name.startswith("zq")}

        archive = workshop_archive(live.state)
        assert isinstance(archive, WorkshopArchive)
        assert read(dump(archive)) == archive
        assert names(archive.state.frameworks, adopted=False) == set()
        assert names(archive.state.frameworks, adopted=True) == {"zqa"}
        assert b"zqb" not in dump(archive)
        before = [one.version for one in live.state.frameworks]
        live.cases.closing.close(live.id)
        assert live.state.frameworks == archive.state.frameworks
        assert [one.version for one in live.state.frameworks] == before

    def test_adopting_over_an_objection_says_so(self, live: LiveWorkshop) -> None:
        live.cases.decisions.add_own_red_line(live.id, "nl", "doen alsof een machine een mens is")
        self.asked(live, rule=1, line=1, principles=1)
        decision = live.decision(self.rule)
        assert (decision.closed, decision.agreed, decision.reopened) == (False, None, True)
        adopted = adopt(live.cases, live.id, ("het marketingteam",))
        assert adopted.rules == ()
        assert [line.id for line in adopted.red_lines] != ["S03"]
        reasons = [point.reason for point in adopted.open_points]
        assert (reasons.count("objected"), reasons.count("principles_objected")) == (2, 1)
        for edition in ("internal", "public"):
            document = compose(adopted, live.state.deck, None, translator("nl"), edition=edition, as_of=TODAY)
            section = document.section("open" if edition == "internal" else "who")
            assert section is not None
            said = " ".join(plain(text) for block in section.blocks for text in block_texts(block))
            assert ("iemand maakte bezwaar in het vervolg, en dat is nog niet opgelost" in said) == (
                edition == "internal"
            )
            assert edition == "internal" or "Nog niet alles is rond" in said

    def test_a_round_without_objections_settles_them(self, live: LiveWorkshop) -> None:
        self.asked(live, line=1, principles=1)
        assert live.room.cards_reopened
        self.asked(live)
        assert not live.room.cards_reopened
        assert [line.reopened for line in live.state.red_lines] == [False]

    def test_a_red_line_can_be_kept_where_enough_people_object_to_the_practice(self, live: LiveWorkshop) -> None:
        self.asked(live, line=5)
        live.cases.decisions.keep_red_line(live.id, "S03")
        assert [line.id for line in live.cases.charter.draft(live.state).red_lines] == ["S03"]
        own = live.cases.decisions.add_own_red_line(live.id, "nl", "liegen")
        with pytest.raises(RuleRefused, match="dam-not-reached"):
            live.cases.decisions.keep_red_line(live.id, own.id)

    def test_other_words_are_not_what_the_room_agreed_to(self, live: LiveWorkshop) -> None:
        (line,) = live.state.red_lines
        live.cases.decisions.edit_red_line(live.id, line, "nl", "verkopen vertrouwen")
        assert live.cases.charter.draft(live.state).red_lines == ()
        live.cases.facilitation.confirm_cards(live.id, live.room.kept_cards[::-1])
        assert live.room.cards_reopened

    def test_nobody_disagrees_any_more_once_nobody_objects(self, live: LiveWorkshop) -> None:
        self.asked(live, rule=1)
        self.asked(live, rule=1)
        live.cases.decisions.record_agreement(live.id, self.rule, "disagree_and_commit")
        stored = live.decision(self.rule)
        worded = live.cases.decisions.edit(live.id, stored, stored.model_copy(update={"dissent": "te duur"}))
        live.cases.decisions.close(live.id, worded)
        assert not live.decision(self.rule).reopened
        self.asked(live)
        assert (live.decision(self.rule).agreed, live.decision(self.rule).closed) == ("consent", True)
