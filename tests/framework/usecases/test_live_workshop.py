"""A live workshop on the domain alone: from preparing to closed, and every rule of method on the way."""

from datetime import timedelta

import pytest

from framework.analysis.group_results import group_result, without_unrevealed
from framework.analysis.red_lines import red_line_threshold
from framework.archive.models import dump, workshop_archive
from framework.archive.read import read
from framework.deck import Letter
from framework.errors import AnswerRefused, JoinRefused, MoveRefused, RuleRefused
from framework.usecases import participation
from framework.usecases.participation import Newcomer
from framework.workshop.agenda import agenda, proposed_items
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.decision_drafts import decision_id
from framework.workshop.models import (
    CheckoutWord,
    Consent,
    Ranking,
    Seat,
)
from framework.workshop.room import ROLES, Question
from framework.workshop.session_plan import proposals
from tests.support.adoption import adopt
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop
from tests.support.workshops import NOW


@pytest.fixture
def live(workshops: AnyActor) -> LiveWorkshop:
    return LiveWorkshop(workshops)


class TestComingIn:
    def test_the_same_phone_is_the_same_seat(self, live: LiveWorkshop) -> None:
        assert live.joined(0) == live.seats[0]
        assert len(live.state.seats) == 6

    def test_a_code_is_found_in_any_case_and_an_unknown_one_refused(self, live: LiveWorkshop) -> None:
        assert live.cases.participation.workshop_by_code(f" {live.room.code.lower()} ") == live.id
        with pytest.raises(JoinRefused, match="unknown-code"):
            live.cases.participation.workshop_by_code("AAAAAA")

    def test_a_locked_room_lets_in_who_was_in(self, live: LiveWorkshop) -> None:
        live.cases.facilitation.set_locked(live.id, locked=True)
        assert live.joined(0) == live.seats[0]
        with pytest.raises(JoinRefused, match="locked"):
            live.joined(99)

    def test_who_leaves_frees_the_seat_and_comes_back_as_somebody_new(self, live: LiveWorkshop) -> None:
        live.cases.participation.leave(live.id, live.seats[0].id)
        assert not live.cases.participation.seats_by_key([live.key(0)])
        assert live.joined(0) != live.seats[0]
        with pytest.raises(AnswerRefused, match="left"):
            live.answer(live.ballot(live.seats[0], "A"))

    def test_a_new_code_leaves_the_old_one_nowhere(self, live: LiveWorkshop) -> None:
        before = live.room.code
        live.cases.facilitation.new_code(live.id)
        with pytest.raises(JoinRefused):
            live.cases.participation.workshop_by_code(before)

    def test_a_room_takes_so_many_and_no_one_more(self, live: LiveWorkshop, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(participation, "MAX_PEOPLE", 8)
        assert live.joined(6) != live.joined(7), "the last two places"
        with pytest.raises(JoinRefused, match="full") as refusal:
            live.joined(8)
        assert refusal.value.params["limit"] == 8
        assert live.joined(7), "who was in stays in"
        live.cases.participation.leave(live.id, live.seats[0].id)
        assert live.joined(8), "a freed seat makes room"

    def test_a_crowd_at_the_door_is_let_in_up_to_the_limit(
        self, live: LiveWorkshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(participation, "MAX_PEOPLE", 8)
        crowd = [Newcomer(live.key(number), "campaign", "nl") for number in (6, 7, 8)]
        let_in = live.cases.participation.admit(live.id, crowd)
        assert [isinstance(one, Seat) for one in let_in] == [True, True, False]
        assert len(live.state.seats) == 8

    def test_a_role_is_one_of_ours_or_none(self, live: LiveWorkshop) -> None:
        """What a phone sends is somebody's to choose, and a role stands on the facilitator's screen."""
        assert [live.joined(number, role).role for number, role in enumerate((*ROLES, ""), start=10)] == [*ROLES, ""]
        odd = live.joined(30, "<b>chef</b>")
        assert odd.role == ""
        assert live.cases.participation.update_seat(live.id, odd.id, role="baas").role == ""
        assert live.cases.participation.update_seat(live.id, odd.id, role=ROLES[0]).role == ROLES[0]
        assert live.cases.facilitation.add_seat(live.id, "baas").role == ""


class TestRounds:
    def test_votes_before_the_session_fill_in_the_first_round(self, live: LiveWorkshop) -> None:
        live.vote("AABBCC")
        live.begin()
        live.at("S03", "voting", "revealed")
        (question,) = live.result.questions
        assert question.rounds[0].votes == (2, 2, 2, 0, 0)

    def test_only_what_is_asked_is_taken(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03")
        for wrong in (live.ballot(live.seats[0], "A"), live.ballot(live.seats[0], "A", scenario="S07")):
            with pytest.raises(AnswerRefused, match="not-asked"):
                live.answer(wrong)
        live.move("voting")
        with pytest.raises(AnswerRefused, match="not-asked"):
            live.answer(live.ballot(live.seats[0], "A", 2))

    def test_a_late_vote_never_enters_a_revealed_round(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        live.vote("AABBC")
        live.move("revealed")
        before = group_result(live.state)
        with pytest.raises(AnswerRefused, match="revealed"):
            live.answer(live.ballot(live.seats[5], "E"))
        live.move("second_voting")
        with pytest.raises(AnswerRefused, match="revealed"):
            live.answer(live.ballot(live.seats[5], "E"))
        assert group_result(live.state) == before

    def test_the_latest_vote_wins_and_one_sent_twice_counts_once(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        seat = live.seats[0]
        live.answer(live.ballot(seat, "A"), key="one")
        live.answer(live.ballot(seat, "C"), key="two")
        live.answer(live.ballot(seat, "A"), key="one")  # the phone was offline and sends it again
        live.move("revealed")
        (question,) = live.result.questions
        assert question.rounds[0].votes == (0, 0, 1, 0, 0)

    def test_one_that_was_refused_is_refused_again_when_it_comes_again(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting", "revealed")
        late = live.ballot(live.seats[0], "A")
        for _ in range(2):  # the phone did not hear the refusal and sends it again
            with pytest.raises(AnswerRefused, match="revealed"):
                live.answer(late, key="late")
        assert not live.state.ballots

    def test_one_taken_before_the_reveal_is_no_error_when_it_comes_again(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        live.answer(live.ballot(live.seats[0], "A"), key="one")
        live.move("revealed")
        live.answer(live.ballot(live.seats[0], "A"), key="one")
        assert len(live.state.ballots) == 1

    def test_one_refused_answer_harms_no_other(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        good, bad = live.ballot(live.seats[0], "A"), live.ballot(live.seats[1], "A", reason="x" * 300)
        refused = live.cases.participation.submit_answers(
            live.id, [PostedAnswer(good), PostedAnswer(bad), PostedAnswer(good)]
        )
        assert [error and error.code for error in refused] == [None, "text-too-long", None]

    def test_abstaining_is_a_vote_of_its_own(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        live.vote("AABB")
        live.answer(live.ballot(live.seats[4], None))
        live.move("revealed")
        (question,) = live.result.questions
        assert (sum(question.rounds[0].votes), question.rounds[0].abstained) == (4, 1)
        assert question.rounds[0].measures is None, "four votes are people, not a distribution"

    def test_both_rounds_are_kept_with_who_moved(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        live.vote("AABBCC")
        live.move("revealed")
        live.move("second_voting")
        live.vote("ABCBCC", 2)
        live.move("second_revealed")
        (question,) = live.result.questions
        assert question.moved == (0, 2, 6)

    def test_no_unrevealed_round_leaves_in_a_state(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        live.vote("AABBCC")
        assert without_unrevealed(live.state).ballots == ()
        assert group_result(live.state) is not None
        assert live.result.questions == ()


class TestMoves:
    def test_a_second_click_from_the_same_page_changes_nothing(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03")
        seen = live.room.version
        live.cases.facilitation.move_to_phase(live.id, seen, "voting")
        again = live.cases.facilitation.move_to_phase(live.id, seen, "voting")
        assert (again.phase, again.version) == ("voting", seen + 1)

    def test_a_wrong_click_is_taken_back_but_never_a_reveal(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        live.cases.facilitation.undo(live.id, live.room.version)
        assert live.room.phase == "open"
        live.move("voting")
        live.move("revealed")
        with pytest.raises(MoveRefused, match="seen"):
            live.cases.facilitation.undo(live.id, live.room.version)

    def test_a_step_is_come_back_to_where_it_was_left(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting", "revealed")
        live.at("S07")
        live.at("S03")
        assert live.room.phase == "revealed"

    def test_a_paused_room_takes_nothing_and_goes_nowhere(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        live.cases.facilitation.set_paused(live.id, paused=True)
        with pytest.raises(AnswerRefused, match="paused"):
            live.answer(live.ballot(live.seats[0], "A"))
        with pytest.raises(MoveRefused, match="paused"):
            live.move("revealed")

    def test_a_step_that_was_shown_stays_in_the_plan(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting", "revealed")
        without = [step for step in live.room.plan if step.id != "S03"]
        with pytest.raises(MoveRefused, match="asked-already"):
            live.cases.facilitation.set_plan(live.id, live.room.version, "short", without)

    def test_the_timer_counts_stands_still_and_goes_on(self, live: LiveWorkshop) -> None:
        room = live.cases.facilitation.start_timer(live.id, 90)
        assert room.timer is not None
        assert room.timer.seconds(NOW + timedelta(seconds=100)) == -10, "it never cuts anyone off"
        assert live.cases.facilitation.pause_timer(live.id).timer.seconds(NOW) == 90  # type: ignore[union-attr]
        assert live.cases.facilitation.extend_timer(live.id, 30).timer.seconds(NOW) == 120  # type: ignore[union-attr]


class TestDeciding:
    def put(self, live: LiveWorkshop, stance: Letter = "C") -> str:
        live.begin()
        live.at("S03", "voting")
        live.vote("BBCCCD")
        live.move("revealed")
        return live.draft_rule(stance)

    def consent(self, live: LiveWorkshop, decision: str, objections: int) -> None:
        live.move("consent")
        live.consent(decision, objections)
        live.move("consent_revealed")

    def test_by_consent(self, live: LiveWorkshop) -> None:
        decision = self.put(live)
        with pytest.raises(RuleRefused, match="not-agreed"):
            live.close_rule(decision)
        with pytest.raises(RuleRefused, match="consent-first"):
            live.cases.decisions.record_agreement(live.id, decision, "consent")
        self.consent(live, decision, 0)
        live.cases.decisions.record_agreement(live.id, decision, "consent")
        live.close_rule(decision)

    def test_other_ways_only_after_consent_failed_twice(self, live: LiveWorkshop) -> None:
        decision = self.put(live)
        self.consent(live, decision, 1)
        with pytest.raises(RuleRefused, match="objections-stand"):
            live.cases.decisions.record_agreement(live.id, decision, "consent")
        with pytest.raises(RuleRefused, match="consent-first"):
            live.cases.decisions.record_agreement(live.id, decision, "disagree_and_commit")
        self.consent(live, decision, 1)
        with pytest.raises(RuleRefused, match="nobody-named"):
            live.cases.decisions.record_agreement(live.id, decision, "decider")
        assert live.cases.decisions.record_agreement(live.id, decision, "decider", "directeur").decider == "directeur"

    def test_a_rule_that_changes_has_to_be_agreed_to_again(self, live: LiveWorkshop) -> None:
        decision = self.put(live)
        self.consent(live, decision, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision, "consent")
        kept = live.cases.decisions.edit(live.id, agreed, agreed.model_copy(update={"reason": "Omdat het ons raakt"}))
        assert kept.agreed == "consent", "another reason is not another rule"
        other = live.cases.decisions.edit(live.id, kept, kept.model_copy(update={"exception_role": "directeur"}))
        assert other.agreed is None

    def test_an_objection_says_what_it_harms(self, live: LiveWorkshop) -> None:
        decision = self.put(live)
        live.move("consent")
        key = live.room.open_round() or ""
        (refused,) = live.cases.participation.submit_answers(
            live.id, [PostedAnswer(Consent(seat=live.seats[0].id, round=key, decision=decision, answer="objection"))]
        )
        assert refused is not None
        assert refused.code == "text-missing"


class TestRedLines:
    @pytest.mark.parametrize(("voters", "needed"), [(3, 2), (5, 2), (10, 2), (11, 3), (40, 8)])
    def test_the_dam(self, voters: int, needed: int) -> None:
        assert red_line_threshold(voters) == needed

    @pytest.mark.parametrize(("objections", "drawn"), [(1, False), (2, True)])
    def test_is_drawn_by_the_dam_alone(self, live: LiveWorkshop, objections: int, drawn: bool) -> None:
        live.begin()
        live.cases.facilitation.propose_red_line(live.id, "S03")
        live.at("red_lines", "voting")
        live.vote_on_red_line("S03", objections)
        with pytest.raises(AnswerRefused):
            live.cases.facilitation.settle_red_line(live.id, "S03", drawn=True)
        live.move("revealed")
        if not drawn:
            with pytest.raises(RuleRefused, match="dam-not-reached"):
                live.cases.facilitation.settle_red_line(live.id, "S03", drawn=True)
            live.cases.facilitation.settle_red_line(live.id, "S03", drawn=False)
            assert live.cases.charter.draft(live.state).red_lines == ()
            return
        live.cases.facilitation.settle_red_line(live.id, "S03", drawn=True)
        (line,) = live.cases.charter.draft(live.state).red_lines
        assert (line.objections, line.voters) == (2, 6)


class TestTheWholeWay:
    def test_from_preparing_to_closed(self, live: LiveWorkshop) -> None:
        deciding = TestDeciding()
        live.begin()
        live.at("principles")
        cards = [card.id for card in live.state.deck.cards]
        for seat in live.seats:
            live.answer(Ranking(seat=seat.id, cards=tuple(cards[:5])))
        live.move("revealed")
        live.at("S03", "voting")
        live.vote("BBCCCD")
        live.move("revealed")
        decision = live.draft_rule()
        deciding.consent(live, decision, 0)
        live.cases.decisions.record_agreement(live.id, decision, "consent")
        live.close_rule(decision)
        live.at("S07", "voting")
        live.vote("CCCCCE", scenario="S07")
        live.move("revealed")
        live.at("checkout")
        live.answer(CheckoutWord(seat=live.seats[0].id, word="opgelucht"))

        draft = live.cases.closing.end_session(live.id)
        assert (draft.version, draft.adopted, draft.voices) == ("0.1", False, 6)
        assert draft.principles == tuple(cards[:5])
        assert live.state.workshop.stage == "draft"
        live.cases.closing.open_follow_up(live.id)
        assert live.state.workshop.stage == "follow_up"
        assert live.joined(0) == live.seats[0], "the same seats come back two weeks later"

        live.move("consent")
        live.consent(decision)
        live.move("consent_revealed")
        adopted = adopt(live.cases, live.id, ("het marketingteam",))
        assert (adopted.version, adopted.adopted) == ("1.0", True)
        before = group_result(live.state)

        live.cases.closing.close(live.id)
        after = live.state
        known = {seat.id for seat in live.seats}
        assert after.workshop.stage == "closed"
        assert after.seats == ()
        said = (*after.ballots, *after.rankings, *after.consents, *after.words)
        assert said
        assert not known & {answer.seat for answer in said}
        by_question = [{b.seat for b in after.ballots if b.scenario == scenario} for scenario in ("S03", "S07")]
        assert not by_question[0] & by_question[1], "questions are not linked"
        assert group_result(after) == before, "what needs the links was kept"
        assert not live.cases.participation.seats_by_key([live.key(0)])

    def test_a_second_team_gets_the_preparation_and_nothing_else(self, live: LiveWorkshop) -> None:
        live.vote("AABBCC")
        again = live.cases.queries.state(live.cases.facilitation.duplicate(live.id, "Sales"))
        room = again.room
        assert room is not None
        assert [step.id for step in room.plan] == [step.id for step in live.room.plan]
        assert (again.seats, again.ballots, again.decisions) == ((), (), ())
        assert room.code != live.room.code

    def test_a_plan_may_begin_with_the_cards(self, live: LiveWorkshop) -> None:
        """Whoever leaves out the welcome gets a room that can be steered, also for the next team, and opened again."""
        steps = [step for step in live.room.plan if step.kind not in ("welcome", "inventory")]
        live.cases.facilitation.set_plan(live.id, live.room.version, "own", steps)
        for workshop in (live.id, live.cases.facilitation.duplicate(live.id, "Sales")):
            state = live.cases.queries.state(workshop)
            assert state.room is not None
            assert (state.room.step, state.room.phase) == ("principles", "voting")
            assert read(dump(workshop_archive(state)))
            live.cases.facilitation.open_session(workshop)
            head = live.cases.queries.head(workshop)
            assert head.room is not None
            assert live.cases.facilitation.move_to_phase(workshop, head.room.version, "revealed").phase == "revealed"


def test_who_answered_nothing_did_not_take_part(live: LiveWorkshop) -> None:
    live.begin("S03", "voting")
    live.vote("CCCCC")
    live.joined(40)
    live.move("revealed")
    assert len([seat for seat in live.state.seats if not seat.left]) == len(live.seats) + 1
    assert live.result.people == 5


class TestPlanning:
    def test_proposes_by_spread_people_and_law_and_says_why(self, live: LiveWorkshop) -> None:
        items = proposed_items(live.state)
        facts = {activity.id: {"interacts": "yes"} for activity in live.state.activities}
        last = items[-1].scenario.id
        ordered = proposals(items, {last: True}, facts)
        assert ordered[0].item.scenario.id == last
        assert ordered[0].reasons[0] == "opinions_differ"
        assert {proposal.item.scenario.id for proposal in ordered} == {item.scenario.id for item in items}

    def test_every_activity_has_its_turn(self, live: LiveWorkshop) -> None:
        for kind, name in (("llm_copy", "Teksten"), ("lookalike", "Lijsten"), ("route_optimisation", "Routes")):
            live.cases.inventory.add(live.id, kind, name)
        facts = {
            activity.id: {"interacts": "yes"} if activity.kind == "chatbot" else {}
            for activity in live.state.activities
        }
        proposed = proposals(proposed_items(live.state), {}, facts)
        assert len({proposal.item.activity.id for proposal in proposed[:5]}) == 5
        kept = proposals(
            proposed_items(live.state), {}, facts, {item.scenario.id for item in proposed_items(live.state)}
        )
        before = {item.scenario.id: item.activity.id for item in proposed_items(live.state)}
        assert {proposal.item.scenario.id: proposal.item.activity.id for proposal in kept} == before

    def test_the_agenda_is_the_plan(self, live: LiveWorkshop) -> None:
        assert [decision_id(item).partition("-")[0] for item in agenda(live.state)] == ["S03", "S07"]


class TestLeavingOutVotes:
    """Six people, and eight seats that one device took."""

    @pytest.fixture
    def stuffed(self, workshops: AnyActor) -> LiveWorkshop:
        live = LiveWorkshop(workshops, people=14)
        live.begin("S03", "voting")
        live.vote("CCCCCC" + "A" * 8)
        return live

    def votes(self, live: LiveWorkshop) -> tuple[int, ...]:
        result = group_result(live.state)
        assert result is not None
        return result.questions[0].rounds[0].votes

    def question(self, live: LiveWorkshop) -> Question:
        return Question("ballot", "S03", live.room.current_step().activity or "", 1)

    def test_before_the_reveal_they_are_in_no_count_result_or_archive(self, stuffed: LiveWorkshop) -> None:
        stuffed.cases.facilitation.leave_out_seats(stuffed.id, [seat.id for seat in stuffed.seats[6:]])
        assert stuffed.cases.queries.turnout(stuffed.id, self.question(stuffed)).answered == 6
        stuffed.move("revealed")
        assert self.votes(stuffed) == (0, 0, 6, 0, 0)
        result = group_result(stuffed.state)
        assert result is not None
        assert result.people == 6
        assert len(workshop_archive(stuffed.state).state.ballots) == 6
        assert stuffed.cases.queries.left_out(stuffed.id, self.question(stuffed)) == 8

    def test_after_the_reveal_results_change_for_many_at_once_and_say_so(self, stuffed: LiveWorkshop) -> None:
        stuffed.move("revealed")
        assert self.votes(stuffed) == (8, 0, 6, 0, 0)
        version = stuffed.room.version
        for few in (stuffed.seats[6:7], stuffed.seats[6:10]):
            with pytest.raises(RuleRefused, match="too-few-to-leave-out"):
                stuffed.cases.facilitation.leave_out_seats(stuffed.id, [seat.id for seat in few])
        assert self.votes(stuffed) == (8, 0, 6, 0, 0)
        stuffed.cases.facilitation.leave_out_seats(stuffed.id, [seat.id for seat in stuffed.seats[6:]])
        assert self.votes(stuffed) == (0, 0, 6, 0, 0)
        assert stuffed.room.version > version, "pages that show the result read it again"

    def test_whoever_sat_there_by_right_comes_in_again_and_votes_again(self, stuffed: LiveWorkshop) -> None:
        stuffed.cases.facilitation.leave_out_seats(stuffed.id, [seat.id for seat in stuffed.seats[6:]])
        with pytest.raises(AnswerRefused, match="left"):
            stuffed.answer(stuffed.ballot(stuffed.seats[6], "A"))
        again = stuffed.joined(6)
        assert again != stuffed.seats[6]
        stuffed.answer(stuffed.ballot(again, "D"))
        stuffed.move("revealed")
        assert self.votes(stuffed) == (0, 0, 6, 1, 0)

    def test_freeing_seats_alone_keeps_their_votes(self, stuffed: LiveWorkshop) -> None:
        stuffed.cases.facilitation.free_seats(stuffed.id, [seat.id for seat in stuffed.seats[6:]])
        stuffed.move("revealed")
        assert self.votes(stuffed) == (8, 0, 6, 0, 0)
