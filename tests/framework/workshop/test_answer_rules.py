"""What may be answered when, and how it is kept."""

from dataclasses import dataclass
from typing import Any

import pytest

from framework.deck import Deck
from framework.errors import AnswerRefused, ChoiceUnknown, RankingRefused, TextMissing, TextTooLong
from framework.workshop.answer_rules import OBJECTION_LIMIT, Answer, check_answer_allowed, validated_answer
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote, Stage
from framework.workshop.room import Phase, PlannedStep, Room
from tests.framework.workshop.test_room import a_room
from tests.support.builders import a_ballot, a_deck

RANKING = Ranking(seat="seat-1", cards=("card_1", "card_2"))
RED_LINE = RedLineVote(seat="seat-1", red_line="line-1", answer="object")
WORD = CheckoutWord(seat="seat-1", word="opgelucht")


def a_consent(**given: Any) -> Consent:
    return Consent(
        **{"seat": "seat-1", "round": "S01/consent/1", "decision": "decision-1", "answer": "consent", **given}
    )


def reason(stage: Stage, room: Room, answer: Answer) -> str | None:
    """Why it is refused, or None."""
    try:
        check_answer_allowed(stage, room, answer)
    except AnswerRefused as refusal:
        return str(refusal.params["reason"])
    return None


ASKED: dict[str, tuple[Answer, Room]] = {
    "the first vote": (a_ballot(), a_room("S01", "voting")),
    "the second vote": (a_ballot(round=2), a_room("S01", "second_voting", "S01/1")),
    "the order of cards": (RANKING, a_room("principles", "voting")),
    "the red lines": (RED_LINE, a_room("red_lines", "voting")),
    "the objection round": (a_consent(), a_room("S01", "consent", "S01/1")),
    "the second objection round": (
        a_consent(round="S01/consent/2"),
        a_room("S01", "consent", "S01/1", "S01/consent/1"),
    ),
    "the word at the end": (WORD, a_room("checkout", "open")),
}


@pytest.mark.parametrize("asked", ASKED)
class TestWhatIsAsked:
    def test_is_taken_during_the_session_and_the_follow_up_and_at_no_other_time(self, asked: str) -> None:
        answer, room = ASKED[asked]
        assert [reason(stage, room, answer) for stage in ("session", "follow_up")] == [None, None]
        assert [reason(stage, room, answer) for stage in ("adopted", "closed")] == ["not-asked", "not-asked"]
        assert reason("session", room.model_copy(update={"paused": True}), answer) == "paused"

    def test_is_not_taken_while_anything_else_is_asked(self, asked: str) -> None:
        answer, _ = ASKED[asked]
        for other, (_, room) in ASKED.items():
            if other != asked:
                assert reason("session", room, answer) in ("not-asked", "revealed"), other

    def test_is_not_taken_in_a_step_that_asks_nothing(self, asked: str) -> None:
        answer, _ = ASKED[asked]
        assert reason("session", a_room("welcome"), answer) == "not-asked"


REVEALED: dict[str, tuple[Answer, str]] = {
    "the first vote": (a_ballot(), "S01/1"),
    "the second vote": (a_ballot(round=2), "S01/2"),
    "the order of cards": (RANKING, "principles/1"),
    "the red lines": (RED_LINE, "red_lines/1"),
    "an objection round": (a_consent(), "S01/consent/1"),
}


@pytest.mark.parametrize("case", REVEALED)
def test_what_was_seen_takes_no_more_answers_wherever_the_room_stands(case: str) -> None:
    answer, key = REVEALED[case]
    places: tuple[tuple[str, Phase], ...] = (
        ("welcome", "open"),
        ("S01", "voting"),
        ("S01", "consent"),
        ("principles", "voting"),
    )
    for step, phase in places:
        assert reason("session", a_room(step, phase, key), answer) == "revealed", (step, phase)


def test_the_same_dilemma_about_another_activity_is_another_question() -> None:
    room = a_room("again", "voting", "S01/1")
    other = PlannedStep(id="again", kind="scenario", minutes=12, scenario="S01", activity="activity-2")
    room = room.model_copy(update={"plan": (*room.plan, other)})
    assert reason("session", room, a_ballot(activity="activity-2")) is None
    assert reason("session", room, a_ballot()) == "revealed"


class TestBeforehand:
    """While the workshop is being prepared."""

    @pytest.mark.parametrize("answer", [a_ballot(), RANKING])
    def test_first_votes_and_orders_of_cards_are_taken(self, answer: Answer) -> None:
        assert reason("preparing", a_room("welcome"), answer) is None

    @pytest.mark.parametrize(
        "answer",
        [a_ballot(round=2), a_ballot(scenario="S09"), a_ballot(activity="activity-9"), a_consent(), RED_LINE, WORD],
    )
    def test_nothing_else_is(self, answer: Answer) -> None:
        assert reason("preparing", a_room("welcome"), answer) == "not-asked"

    def test_no_order_of_cards_is_where_no_step_asks_for_it(self) -> None:
        room = a_room("welcome")
        without = room.model_copy(update={"plan": tuple(step for step in room.plan if step.kind != "principles")})
        assert reason("preparing", without, RANKING) == "not-asked"

    @pytest.mark.parametrize(("answer", "key"), [(a_ballot(), "S01/1"), (RANKING, "principles/1")])
    def test_what_was_shown_while_trying_out_is_over(self, answer: Answer, key: str) -> None:
        assert reason("preparing", a_room("welcome", "open", key), answer) == "revealed"


@dataclass(frozen=True)
class Targets:
    deck: Deck
    red_lines: tuple[str, ...] = ("line-1",)
    decisions: tuple[str, ...] = ("decision-1",)


def kept(answer: Answer) -> Answer:
    return validated_answer(Targets(a_deck()), answer)


class TestHowItIsKept:
    def test_a_phone_hides_no_reason(self) -> None:
        """Hiding is the facilitator's, after the reveal."""
        ballot = kept(a_ballot(reason="  zo  is\nhet ", hidden=True))
        assert isinstance(ballot, Ballot)
        assert (ballot.reason, ballot.hidden) == ("zo is het", False)

    @pytest.mark.parametrize(("stance", "abstained"), [(None, False), ("A", True)])
    def test_a_vote_is_a_stance_or_to_abstain(self, stance: Any, abstained: bool) -> None:
        with pytest.raises(ChoiceUnknown):
            kept(a_ballot(stance=stance, abstained=abstained))

    def test_a_reason_is_one_line(self) -> None:
        with pytest.raises(TextTooLong):
            kept(a_ballot(reason="x" * 281))

    @pytest.mark.parametrize(
        ("cards", "why"),
        [
            (("card_1", "card_2", "card_3", "card_4", "card_5", "card_6"), "too-many"),
            (("card_1", "card_1"), "twice"),
            (("card_1", "card_99"), "unknown-card"),
        ],
    )
    def test_an_order_names_five_cards_of_the_deck_at_most_and_each_once(
        self, cards: tuple[str, ...], why: str
    ) -> None:
        with pytest.raises(RankingRefused, match=why):
            kept(Ranking(seat="seat-1", cards=cards))
        assert kept(RANKING) == RANKING

    @pytest.mark.parametrize(
        "answer",
        [RedLineVote(seat="seat-1", red_line="line-2", answer="object"), a_consent(decision="decision-2")],
    )
    def test_only_what_was_put_to_the_room_is_answered(self, answer: Answer) -> None:
        with pytest.raises(ChoiceUnknown):
            kept(answer)

    def test_an_objection_says_what_it_harms(self) -> None:
        with pytest.raises(TextMissing):
            kept(a_consent(answer="objection", safe_if="met een proef"))
        with pytest.raises(TextTooLong):
            kept(a_consent(answer="objection", harm="x" * (OBJECTION_LIMIT + 1)))
        said = kept(a_consent(answer="objection", harm=" te  duur ", safe_if=""))
        assert isinstance(said, Consent)
        assert (said.harm, said.safe_if) == ("te duur", "")

    @pytest.mark.parametrize("answer", ["consent", "abstain"])
    def test_whoever_has_no_objection_leaves_no_words_of_one(self, answer: Any) -> None:
        """They may have typed some before they changed their mind."""
        said = kept(a_consent(answer=answer, harm="te duur", safe_if="met een proef"))
        assert isinstance(said, Consent)
        assert (said.harm, said.safe_if) == ("", "")

    def test_a_word_at_the_end_is_one(self) -> None:
        with pytest.raises(TextMissing):
            kept(CheckoutWord(seat="seat-1", word="  "))
        with pytest.raises(TextTooLong):
            kept(CheckoutWord(seat="seat-1", word="x" * 41))
