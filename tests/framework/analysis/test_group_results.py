"""What is told of a group: only what was revealed, nothing of too few, and never in an order that says who."""

from typing import Any

import pytest

from framework.analysis.group_results import (
    CARDS_KEPT,
    group_result,
    kept_cards,
    opinions_differ,
    round_result,
    votes_by_role,
)
from framework.analysis.objection_rounds import consent_rounds, objections_to
from framework.analysis.red_lines import red_line_count
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote, WorkshopState
from framework.workshop.room import PlannedStep, Room
from tests.support.builders import a_ballot, a_decision, a_deck, a_scenario, a_seat, a_state, a_workshop, an_activity

ACTIVITY = "activity-1"
DECK = a_deck(cards=8, scenarios=3)
PLAN = (
    PlannedStep(id="principles", kind="principles", minutes=10),
    *(
        PlannedStep(id=name, kind="scenario", minutes=12, scenario=name, activity=ACTIVITY)
        for name in ("S01", "S02", "S03")
    ),
)


def votes(scenario: str, letters: str, round_: int = 1) -> tuple[Ballot, ...]:
    """A ballot per letter, of the seats ``p1``, ``p2`` …; ``-`` abstains."""
    return tuple(
        a_ballot(
            seat=f"p{number}",
            scenario=scenario,
            round=round_,
            stance=None if letter == "-" else letter,
            abstained=letter == "-",
        )
        for number, letter in enumerate(letters, start=1)
    )


def a_session(*revealed: str, people: int = 6, left: tuple[str, ...] = (), **given: Any) -> WorkshopState:
    seats = tuple(a_seat(f"p{number}", left=f"p{number}" in left) for number in range(1, people + 1))
    room = Room(code="ACDEFH", plan=PLAN, step="S01", revealed=revealed)
    return a_state(
        **{
            "workshop": a_workshop(kind="live"),
            "deck": DECK,
            "seats": seats,
            "activities": (an_activity(),),
            "room": room,
            **given,
        }
    )


class TestHowManyWereIn:
    def people(self, *revealed: str, **given: Any) -> int:
        result = group_result(a_session(*revealed, **given))
        assert result is not None
        return result.people

    def test_nobody_by_having_a_seat(self) -> None:
        assert self.people() == 0

    def test_whoever_answered_what_was_shown_also_who_left_after_it(self) -> None:
        given = votes("S01", "AABB")
        assert self.people("S01/1", ballots=given) == 4, "two have a seat and answered nothing"
        assert self.people("S01/1", left=("p1",), ballots=given) == 4

    def test_nobody_by_an_answer_that_was_not_shown(self) -> None:
        """Else the number would tell, before the reveal, who had voted."""
        assert self.people(ballots=votes("S01", "AABBCC")) == 0

    def test_whoever_left_a_last_word(self) -> None:
        assert self.people(words=(CheckoutWord(seat="p3", word="moe"),)) == 1


class TestCards:
    RANKINGS = tuple(
        Ranking(seat=f"p{number}", cards=tuple(f"card_{1 + (number + place) % 8}" for place in range(5)))
        for number in range(1, 7)
    )

    def test_the_group_keeps_six(self) -> None:
        kept = kept_cards(a_session("principles/1", rankings=self.RANKINGS))
        assert len(kept) == CARDS_KEPT == 6
        result = group_result(a_session("principles/1", rankings=self.RANKINGS))
        assert result is not None
        assert result.cards[:6] == kept
        assert len(result.cards) == 8, "every card that anybody put first"

    def test_whoever_put_none_in_order_made_no_order(self) -> None:
        changed = (*self.RANKINGS, Ranking(seat="p1", cards=()))
        result = group_result(a_session("principles/1", rankings=changed))
        assert result is not None
        assert result.rankings == 5

    def test_none_before_the_reveal(self) -> None:
        assert kept_cards(a_session(rankings=self.RANKINGS)) == ()
        assert kept_cards(a_session("S01/1", rankings=self.RANKINGS)) == (), "of the order, not of a dilemma"

    def test_as_confirmed(self) -> None:
        state = a_session("principles/1", rankings=self.RANKINGS)
        assert state.room is not None
        room = state.room.model_copy(update={"kept_cards": ("card_8", "card_1")})
        assert kept_cards(state.model_copy(update={"room": room})) == ("card_8", "card_1")


class TestOverAllDilemmas:
    """Krippendorff's alpha."""

    ALIKE = (*votes("S01", "AAAAAB"), *votes("S02", "EEEEED"))

    def alpha(self, *revealed: str, **given: Any) -> str | None:
        result = group_result(a_session(*revealed, **given))
        assert result is not None
        return result.alpha

    def test_is_there_from_two_dilemmas_of_five_votes(self) -> None:
        assert self.alpha("S01/1", "S02/1", ballots=self.ALIKE) is not None

    def test_is_not_about_one_dilemma(self) -> None:
        assert self.alpha("S01/1", ballots=self.ALIKE) is None

    def test_takes_no_dilemma_with_fewer_than_five_votes_in(self) -> None:
        few = (*votes("S01", "AAAAAB"), *votes("S02", "EEED--"))
        assert self.alpha("S01/1", "S02/1", ballots=few) is None
        more = (*few, *votes("S03", "EEEEED"))
        assert self.alpha("S01/1", "S02/1", "S03/1", ballots=more) == self.alpha(
            "S01/1", "S03/1", ballots=(*votes("S01", "AAAAAB"), *votes("S03", "EEEEED"))
        )

    def test_takes_no_dilemma_in_whose_stances_have_no_order(self) -> None:
        deck = a_deck(cards=8, scenarios=3)
        scenarios = (deck.scenarios[0], a_scenario(2, ordered=False), deck.scenarios[2])
        unordered = deck.model_copy(update={"scenarios": scenarios})
        assert self.alpha("S01/1", "S02/1", ballots=self.ALIKE, deck=unordered) is None

    def test_goes_by_the_last_round(self) -> None:
        second = (*self.ALIKE, *votes("S01", "EEEEEE", 2), *votes("S02", "EEEEEE", 2))
        assert self.alpha("S01/1", "S02/1", ballots=second) != self.alpha(
            "S01/1", "S02/1", "S01/2", "S02/2", ballots=second
        )


class TestWords:
    def test_objections_come_by_their_words(self) -> None:
        given = (
            self.objection("p1", "te traag"),
            self.objection("p2", "te duur", "met een proef"),
            self.objection("p3", "te duur"),
            Consent(seat="p4", round="S01/consent/1", decision="decision-1", answer="consent"),
            self.objection("p5", "over iets anders", decision="decision-2"),
        )
        told = [(one.harm, one.safe_if) for one in objections_to(given, "decision-1")]
        assert told == [("te duur", ""), ("te duur", "met een proef"), ("te traag", "")]

    def objection(self, seat: str, harm: str, safe_if: str = "", decision: str = "decision-1") -> Consent:
        return Consent(
            seat=seat, round="S01/consent/1", decision=decision, answer="objection", harm=harm, safe_if=safe_if
        )


class TestObjectionRounds:
    def consent(self, seat: str, attempt: int, answer: Any) -> Consent:
        return Consent(seat=seat, round=f"S01/consent/{attempt}", decision="decision-1", answer=answer, harm="te duur")

    def test_are_counted_once_they_were_shown_and_in_their_order(self) -> None:
        given = (
            self.consent("p1", 1, "objection"),
            self.consent("p2", 1, "consent"),
            self.consent("p1", 2, "consent"),
            self.consent("p2", 2, "abstain"),
            self.consent("p1", 3, "objection"),
        )
        state = a_session("S01/1", "S01/consent/1", "S01/consent/2", consents=given, decisions=(a_decision(),))
        assert consent_rounds(state, "decision-1") == ((1, 1, 0), (1, 0, 1))
        result = group_result(state)
        assert result is not None
        assert [(one.consents, one.objections, one.abstained) for one in result.consents[0].rounds] == [
            (1, 1, 0),
            (1, 0, 1),
        ]

    def test_in_which_nobody_answered_are_none(self) -> None:
        """Else a rule that was not put to the room would seem agreed to."""
        given = (self.consent("p1", 1, "consent"),)
        state = a_session("S01/consent/1", "S01/consent/2", "S02/consent/1", consents=given)
        assert consent_rounds(state, "decision-1") == ((1, 0, 0),)
        assert consent_rounds(state, "decision-2") == ()


class TestARound:
    def test_counts_the_latest_vote_of_each_seat(self) -> None:
        changed = (*votes("S01", "AACCCC"), *votes("S01", "BB"))
        result = group_result(a_session("S01/1", ballots=changed))
        assert result is not None
        assert result.questions[0].rounds[0].votes == (0, 2, 4, 0, 0)

    def test_moved_nobody_who_abstained_in_one_of_the_two(self) -> None:
        both = (*votes("S01", "AABB-CC"), *votes("S01", "BA-BCCC", 2))
        result = group_result(a_session("S01/1", "S01/2", ballots=both, people=7))
        assert result is not None
        assert result.questions[0].moved == (0, 1, 5)

    def test_is_measured_only_where_stances_have_an_order(self) -> None:
        cast = votes("S01", "AABCCC")
        assert round_result(cast, ordered=True).measures is not None
        assert round_result(cast, ordered=False).measures is None


def test_an_objection_to_a_practice_that_was_taken_back_does_not_count() -> None:
    def vote(seat: str, answer: Any, line: str = "line-1") -> RedLineVote:
        return RedLineVote(seat=seat, red_line=line, answer=answer)

    given = (
        vote("p1", "object"),
        vote("p2", "object"),
        vote("p2", "no_objection"),
        vote("p3", "unknown"),
        vote("p4", "object", "line-2"),
    )
    assert red_line_count(given, "line-1") == (1, 3)


@pytest.mark.parametrize(
    ("letters", "ordered", "differ"),
    [
        ("AAEE", True, False),  # four people: nothing may be said
        ("AAEE--", True, False),
        ("AAEEE", True, True),
        ("CCCCC", True, False),
        ("CCCCB", True, False),
        ("AAAAAAE", True, True),  # a lone voice
        ("ABCCD", True, True),  # spread
        ("ABE", False, False),
        ("AAABB", False, True),
        ("AAAAB", False, False),  # more than three quarters for one
        ("AAAAAABB", False, False),  # just three quarters
        ("AAAAABBB", False, True),
    ],
)
def test_the_facilitator_hears_that_opinions_differ_from_five_votes_on(
    letters: str, ordered: bool, differ: bool
) -> None:
    assert opinions_differ(votes("S01", letters), ordered=ordered) is differ


class TestSplitByRole:
    def split(self, **people: int) -> dict[str, int] | None:
        """Voters per role as they are shown; ``nobody`` has no role."""
        roles = [role for role, size in people.items() for _ in range(size)]
        seats = [
            a_seat(f"p{number}", role="" if role == "nobody" else role) for number, role in enumerate(roles, start=1)
        ]
        found = votes_by_role(votes("S01", "C" * len(roles)), seats)
        return None if found is None else {role: sum(counts) for role, counts in found.items()}

    def test_shows_roles_from_five_voters_on(self) -> None:
        assert self.split(data=5, privacy=5) == {"data": 5, "privacy": 5}

    def test_has_five_in_the_rest_too(self) -> None:
        assert self.split(data=5, privacy=3, content=2) == {"data": 5, "": 5}
        assert self.split(data=5, privacy=4) is None
        assert self.split(data=5, privacy=5, content=4) is None

    def test_is_none_of_a_single_role(self) -> None:
        assert self.split(data=9) is None

    def test_takes_people_without_a_role_for_no_role(self) -> None:
        assert self.split(nobody=9) is None
        assert self.split(nobody=4, data=5) is None
        assert self.split(nobody=5, data=5) == {"data": 5, "": 5}
        assert self.split(nobody=6, data=5, privacy=3) == {"data": 5, "": 9}
