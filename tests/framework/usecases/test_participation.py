"""What somebody in the room may do, beyond voting: answers sent twice, activities, tables, and when the room is over."""

import pytest

from framework.errors import AnswerRefused, ChoiceUnknown, JoinRefused
from framework.usecases import Workshops, participation
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.models import Consent, RedLineVote
from tests.support.room import LiveWorkshop


@pytest.fixture
def live(workshops: Workshops) -> LiveWorkshop:
    return LiveWorkshop(workshops)


class TestSentTwice:
    def test_in_one_batch_it_is_taken_once(self, live: LiveWorkshop) -> None:
        """A phone that heard nothing sends again, and both may wait for the same commit."""
        live.begin()
        live.at("S03", "voting")
        seat = live.seats[0]
        sent = [PostedAnswer(live.ballot(seat, "A"), "one"), PostedAnswer(live.ballot(seat, "A"), "one")]
        assert live.cases.participation.submit_answers(live.id, sent) == (None, None)
        assert [ballot.seat for ballot in live.state.ballots] == [seat.id]

    def test_a_key_is_one_phones_own(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        sent = [PostedAnswer(live.ballot(seat, "A"), "one") for seat in live.seats]
        assert set(live.cases.participation.submit_answers(live.id, sent)) == {None}
        assert len(live.state.ballots) == len(live.seats)

    def test_what_was_refused_is_refused_again(self, live: LiveWorkshop) -> None:
        """It was not taken, so its key is no receipt."""
        live.begin()
        live.at("S03")
        early = PostedAnswer(live.ballot(live.seats[0], "A"), "one")
        for _ in range(2):
            (refused,) = live.cases.participation.submit_answers(live.id, [early])
            assert isinstance(refused, AnswerRefused)
        live.move("voting")
        assert live.cases.participation.submit_answers(live.id, [early]) == (None,)


class TestActivitiesOfTheRoom:
    def propose(self, live: LiveWorkshop, name: str, kind: str = "chatbot") -> str:
        return live.cases.participation.propose_activity(live.id, live.seats[0].id, kind, name).id

    def test_come_while_it_is_prepared_and_while_the_inventory_is_open(self, live: LiveWorkshop) -> None:
        self.propose(live, "Zoekhulp")
        live.begin()
        live.at("inventory")
        self.propose(live, "Stemhulp")
        assert [activity.name for activity in live.state.activities][-2:] == ["Zoekhulp", "Stemhulp"]

    def test_come_at_no_other_moment(self, live: LiveWorkshop) -> None:
        live.begin()
        with pytest.raises(AnswerRefused, match="not-asked"):
            self.propose(live, "Zoekhulp")
        live.at("inventory")
        live.cases.facilitation.set_paused(live.id, paused=True)
        with pytest.raises(AnswerRefused, match="paused"):
            self.propose(live, "Zoekhulp")

    def test_are_of_a_kind_in_the_deck(self, live: LiveWorkshop) -> None:
        with pytest.raises(AnswerRefused, match="not-asked"):
            self.propose(live, "Zoekhulp", kind="waterkoker")

    def test_two_who_think_of_the_same_thing_propose_it_once(self, live: LiveWorkshop) -> None:
        first = self.propose(live, "Zoekhulp")
        assert self.propose(live, "  ZOEKHULP ") == first
        assert self.propose(live, "Zoekhulp", kind="lookalike") != first
        live.cases.inventory.delete(live.id, first)
        assert self.propose(live, "Zoekhulp") != first, "what was taken out is not in the way"

    def test_are_so_many_at_most(self, live: LiveWorkshop, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(participation, "MAX_ACTIVITIES", 3)
        third = self.propose(live, "Zoekhulp")
        with pytest.raises(AnswerRefused, match="too-many") as refusal:
            self.propose(live, "Stemhulp")
        assert refusal.value.params["limit"] == 3
        live.cases.inventory.delete(live.id, third)
        self.propose(live, "Stemhulp")


def test_late_comers_sit_where_the_fewest_are(live: LiveWorkshop) -> None:
    assert live.cases.facilitation.assign_tables(live.id, 2) == 2
    assert [live.joined(number).table for number in (10, 11, 12)] == [1, 2, 1]
    for seat in live.state.seats:
        if seat.table == 1:
            live.cases.participation.leave(live.id, seat.id)
    assert [live.joined(number).table for number in (20, 21)] == [1, 1]


@pytest.mark.parametrize("stage", ["adopted", "closed"])
def test_a_room_that_is_over_lets_nobody_in(live: LiveWorkshop, stage: str) -> None:
    with live.cases.context.store.transaction(live.id) as change:
        change.put_workshop(change.workshop().model_copy(update={"stage": stage}))
    with pytest.raises(JoinRefused, match="over"):
        live.joined(99)
    with pytest.raises(JoinRefused, match="over"):
        live.cases.participation.propose_activity(live.id, live.seats[0].id, "chatbot", "Zoekhulp")


class TestWhatWasTakenBack:
    """It is no longer put to the room, whatever an old page still shows."""

    def test_as_a_red_line(self, live: LiveWorkshop) -> None:
        live.begin()
        line = live.cases.facilitation.propose_own_red_line(live.id, "nl", "doen alsof een machine een mens is").id
        live.at("red_lines", "voting")
        vote = RedLineVote(seat=live.seats[0].id, red_line=line, answer="object")
        live.answer(vote)
        live.cases.decisions.withdraw_red_line(live.id, line)
        with pytest.raises(ChoiceUnknown):
            live.answer(vote)

    def test_as_a_rule(self, live: LiveWorkshop) -> None:
        live.begin()
        live.at("S03", "voting")
        live.vote("BBCCCD")
        live.move("revealed")
        rule = live.draft_rule()
        live.move("consent")
        consent = Consent(seat=live.seats[0].id, round=live.room.open_round() or "", decision=rule, answer="consent")
        live.answer(consent)
        with live.cases.context.store.transaction(live.id) as change:
            change.put_decision(live.decision(rule).model_copy(update={"withdrawn": True}))
        with pytest.raises(ChoiceUnknown):
            live.answer(consent)
