"""What every store promises to a live workshop, on SQLite and on PostgreSQL."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from framework.analysis.group_results import group_result, round_result
from framework.analysis.red_lines import red_line_count
from framework.errors import NotFound
from framework.law import law_book
from framework.store import RoomCounters, Store, Transaction, Turnout
from framework.usecases import Context
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.models import (
    Ballot,
    CharterTexts,
    CheckoutWord,
    Consent,
    GroupResult,
    Note,
    RedLineVote,
    Seat,
    WorkshopState,
)
from framework.workshop.room import Question, Room
from tests.framework.store import strategies
from tests.framework.store.test_contract import W, examples
from tests.support.any_actor import AnyActor
from tests.support.builders import (
    ACTIVITY,
    SCENARIO,
    a_ballot,
    a_decision,
    a_framework,
    a_full_state,
    a_practice,
    a_ranking,
    a_red_line,
    a_seat,
    a_state,
    a_workshop,
    an_activity,
)
from tests.support.room import LiveWorkshop
from tests.support.workshops import NOW, deck_library, numbered_ids

SEATS = ("anna", "bea", "carlo", "gone")
BALLOT = Question("ballot", SCENARIO, ACTIVITY, 1)
RANKING = Question("ranking")
CONSENT = Question("consent", about="S01/consent/1")
RED_LINE = Question("red_line")
WORD = Question("word")


CARDS = {"id": "cards", "kind": "principles", "minutes": 5}


def a_room(**given: object) -> Room:
    plan = ({"id": "S01", "kind": "scenario", "minutes": 12, "scenario": SCENARIO, "activity": ACTIVITY},)
    return Room.model_validate({"code": "ACDEFH", "plan": plan, "step": "S01", "phase": "voting"} | given)


def a_live_state(**given: object) -> WorkshopState:
    """Four seats, one of them freed, and nothing answered."""
    seats = tuple(a_seat(seat, left=seat == "gone") for seat in SEATS)
    return a_state(**{"workshop": a_workshop(kind="live"), "seats": seats, "room": a_room(), **given})


def a_consent(seat: str, answer: str = "consent", decision: str = "d1", round_: str = "S01/consent/1") -> Consent:
    return Consent.model_validate({"seat": seat, "round": round_, "decision": decision, "answer": answer})


def a_vote(seat: str, line: str = "line-1", answer: str = "object") -> RedLineVote:
    return RedLineVote.model_validate({"seat": seat, "red_line": line, "answer": answer})


class TestHead:
    def test_is_the_workshop_with_both_revisions_and_its_room(self, store: Store) -> None:
        store.create(a_live_state(revision=4))
        head = store.head(W)
        assert (head.workshop, head.room, head.revision) == (a_workshop(kind="live"), a_room(), 4)
        store.create(a_state(workshop=a_workshop(id="alone")))
        assert store.head("alone").room is None

    def test_of_a_workshop_that_is_not_there(self, store: Store) -> None:
        for ask in (store.head, store.load_shared, store.counters):
            with pytest.raises(NotFound):
                ask("nobody")
        assert store.seats("nobody") == ()

    def test_an_id_with_a_nul_is_nobodys(self, store: Store) -> None:
        """PostgreSQL refuses it, and addresses may hold one."""
        for ask in (store.head, store.load, store.load_shared, store.counters, store.revision, store.workshop_by_code):
            with pytest.raises(NotFound):
                ask("\0")
        with pytest.raises(NotFound), store.transaction("\0"):
            pass

    def test_revisions_of_those_that_are_there(self, store: Store) -> None:
        store.create(a_live_state(revision=4))
        store.create(a_live_state(workshop=a_workshop(id="b"), revision=9))
        found = store.revisions([W, "b", "nobody"])
        assert {wid: revision for wid, (revision, _) in found.items()} == {W: 4, "b": 9}
        assert store.revisions([]) == {}
        for wid, (revision, shared) in found.items():
            head = store.head(wid)
            assert (head.revision, head.shared_revision) == (revision, shared)


SHARED: dict[str, Callable[[Transaction], object]] = {
    "workshop": lambda change: change.put_workshop(a_workshop(kind="live", version=2)),
    "activity": lambda change: change.put_activity(an_activity()),
    "decision": lambda change: change.put_decision(a_decision()),
    "red line": lambda change: change.put_red_line(a_red_line()),
    "texts": lambda change: change.put_texts(CharterTexts(version=2)),
    "framework": lambda change: change.add_framework(a_framework()),
    "room": lambda change: change.put_room(a_room(version=2)),
    "note": lambda change: change.put_note(Note(id="n", kind="note", text="x")),
    "cutting loose": lambda change: change.anonymise_votes(a_live_state(seats=()), GroupResult(people=3)),
}
PRIVATE: dict[str, Callable[[Transaction], object]] = {
    "ballot": lambda change: change.add_ballot(a_ballot(seat="anna")),
    "ranking": lambda change: change.add_ranking(a_ranking(seat="anna")),
    "practice": lambda change: change.add_practice(a_practice(seat="anna")),
    "consent": lambda change: change.add_answers((a_consent("anna"),)),
    "red-line vote": lambda change: change.add_answers((a_vote("anna"),)),
    "word": lambda change: change.add_answers((CheckoutWord(seat="anna", word="ja"),)),
    "new seat": lambda change: change.put_seat(a_seat("new")),
    "freed seat": lambda change: change.put_seat(a_seat("anna", left=True)),
    "seat key": lambda change: change.add_seat_keys({"k" * 64: "anna"}),
    "release": lambda change: change.revoke_seat_keys("anna"),
    "receipt": lambda change: change.add_receipts([("anna", "key")]),
    "code": lambda change: change.claim_code("ACDEFH"),
}
SILENT: dict[str, Callable[[Transaction], object]] = {
    "a read": lambda change: (change.state(), change.seats(), change.room()),
    "nothing to add": lambda change: (
        change.add_answers(()),
        change.add_seats(()),
        change.add_seat_keys({}),
        change.add_receipts(()),
    ),
    "its own code": lambda change: change.claim_code("KKKKKK"),
}


class TestTwoRevisions:
    @pytest.fixture
    def before(self, store: Store) -> tuple[int, int]:
        store.create(a_live_state())
        with store.transaction(W) as change:
            change.claim_code("KKKKKK")
        return store.revisions([W])[W]

    @pytest.mark.parametrize("what", SHARED)
    def test_both_move_with_what_everybody_sees(self, store: Store, before: tuple[int, int], what: str) -> None:
        with store.transaction(W) as change:
            SHARED[what](change)
            assert change.changes_shared_view
        assert store.revisions([W])[W] == (before[0] + 1, before[1] + 1)

    @pytest.mark.parametrize("what", PRIVATE)
    def test_one_moves_with_an_answer_or_a_person(self, store: Store, before: tuple[int, int], what: str) -> None:
        with store.transaction(W) as change:
            PRIVATE[what](change)
            assert not change.changes_shared_view
        assert store.revisions([W])[W] == (before[0] + 1, before[1])

    @pytest.mark.parametrize("what", SILENT)
    def test_none_moves_with_nothing(self, store: Store, before: tuple[int, int], what: str) -> None:
        with store.transaction(W) as change:
            SILENT[what](change)
        assert store.revisions([W])[W] == before


class TestShared:
    @examples
    @given(state=strategies.states)
    def test_never_holds_a_seat_or_an_answer(self, store: Store, state: WorkshopState) -> None:
        store.create(state)
        answers = (
            "seats",
            "rankings",
            "ballots",
            "practices",
            "consents",
            "red_line_votes",
            "words",
            "question_answers",
        )
        expected = state.model_copy(update=dict.fromkeys(answers, ()))
        assert store.load_shared(state.workshop.id) == expected
        shared_revision = store.revisions([state.workshop.id])[state.workshop.id][1]
        assert store.shared_as_of(state.workshop.id) == (expected, shared_revision)
        with store.transaction(state.workshop.id) as change:
            assert change.shared() == expected
        store.delete(state.workshop.id)


class TestSeats:
    def test_stand_as_they_came_and_are_replaced_whole(self, store: Store) -> None:
        store.create(a_live_state())
        changed = a_seat("bea", role="data", lang="en", table=3, left=True)
        with store.transaction(W) as change:
            change.put_seat(a_seat("dirk"))
            change.put_seat(changed)
            assert change.seat("bea") == changed
            assert change.seat("nobody") is None
            assert [seat.id for seat in change.seats()] == [*SEATS, "dirk"]
        assert [seat.id for seat in store.seats(W)] == [*SEATS, "dirk"]
        assert store.seats(W)[1] == changed
        assert store.seats(W) == store.load(W).seats

    def test_many_come_in_at_once(self, store: Store) -> None:
        store.create(a_live_state())
        fresh = [a_seat(f"new-{number}", role="data") for number in range(3)]
        with store.transaction(W) as change:
            change.add_seats(fresh)
            change.add_seat_keys({str(number) * 64: seat.id for number, seat in enumerate(fresh)})
            assert change.seats_among({"new-1", "anna", "nobody"}) == {"new-1": fresh[1], "anna": a_seat("anna")}
        assert [seat.id for seat in store.seats(W)] == [*SEATS, "new-0", "new-1", "new-2"]
        held = store.seats_by_key(["0" * 64, "2" * 64, "9" * 64])
        assert held == {"0" * 64: (W, fresh[0]), "2" * 64: (W, fresh[2])}

    def test_are_counted_with_the_tables_they_sit_at(self, store: Store) -> None:
        store.create(a_live_state())
        with store.transaction(W) as change:
            assert change.headcount() == (3, 0), "one of the four was freed"
            change.put_seat(a_seat("bea", table=3))
            change.put_seat(a_seat("anna", left=True, table=1))
            assert change.headcount() == (2, 3)

    def test_by_key_while_it_is_not_freed(self, store: Store) -> None:
        store.create(a_live_state())
        store.create(a_live_state(workshop=a_workshop(id="b")))
        with store.transaction("b") as change:
            change.add_seat_keys({"b" * 64: "anna"})
            change.add_seat_keys({"c" * 64: "anna"})
            change.add_seat_keys({"d" * 64: "bea"})
        assert holder(store, "b" * 64) == ("b", a_seat("anna"))
        assert holder(store, "c" * 64) == ("b", a_seat("anna"))
        assert holder(store, "e" * 64) is None
        with store.transaction("b") as change:
            change.put_seat(a_seat("anna", left=True))
        assert holder(store, "b" * 64) is None, "a freed seat has no key"
        with store.transaction("b") as change:
            change.put_seat(a_seat("anna"))
            change.revoke_seat_keys("anna")
        assert [holder(store, key * 64) for key in "bc"] == [None, None]
        assert holder(store, "d" * 64) == ("b", a_seat("bea"))

    def test_what_moves_while_people_come_in_and_answer(self, store: Store) -> None:
        store.create(a_live_state(revision=4))
        store.create(a_live_state(workshop=a_workshop(id="b"), seats=(a_seat("dirk"),)))
        for newcomer in ("eva", "fred"):
            revision, shared_revision = store.revisions([W])[W]
            people, freed = store.people(W), store.freed(W)
            assert store.counters(W) == RoomCounters(revision, shared_revision, people, len(freed))
            assert people + len(freed) == len(store.seats(W))
            with store.transaction(W) as change:
                change.put_seat(a_seat("bea", left=True))
                change.add_seats((a_seat(newcomer),))
        assert (store.counters("b").people, store.counters("b").freed) == (1, 0)

    def test_left_out_seats_and_answers_are_in_nothing_that_is_read(self, store: Store) -> None:
        store.create(a_live_state())
        with store.transaction(W) as change:
            change.add_seat_keys({"a" * 64: "anna"})
            for seat in SEATS:
                change.add_answers(
                    [
                        a_ballot(seat=seat),
                        a_ranking(seat=seat),
                        a_consent(seat),
                        a_vote(seat),
                        CheckoutWord(seat=seat, word="moe"),
                    ]
                )
        questions = (BALLOT, RANKING, CONSENT, RED_LINE, WORD)
        assert [store.left_out(W, question) for question in questions] == [0] * 5
        _, shared = store.revisions([W])[W]
        with store.transaction(W) as change:
            change.leave_out_seats(["anna", "gone"])
        assert store.revisions([W])[W][1] > shared, "everybody sees it"
        assert holder(store, "a" * 64) is None
        kept = {"bea", "carlo"}
        for question in questions:
            assert {answer.seat for answer in store.answers_to(W, question)} == kept
            assert store.turnout(W, question) == Turnout(2)
            assert store.voters_after(W, question)[0] == kept
            assert store.left_out(W, question) == 2
        assert {ballot.seat for ballot in store.ballots_after(W, BALLOT)[0]} == kept
        assert set(store.answers_of(W, SEATS)) == kept
        assert store.freed(W) == {"anna", "gone"}, "so that their streams end"
        assert store.counters(W).left_out == 2
        state = store.load(W)
        given = (*state.ballots, *state.rankings, *state.consents, *state.red_line_votes, *state.words)
        assert {answer.seat for answer in given} == {seat.id for seat in state.seats} == kept
        with store.transaction(W) as change:
            seat = change.seat("anna")
            assert seat is not None
            assert seat.left

    def test_tables_are_those_of_seats_that_are_still_there(self, store: Store) -> None:
        store.create(a_live_state())
        with store.transaction(W) as change:
            change.put_seat(a_seat("bea", table=2))
            change.put_seat(a_seat("anna", table=1, left=True))
        assert store.tables(W) == {"bea": 2}
        assert store.tables("nobody") == {}

    def test_freed_are_those_that_left_and_no_others(self, store: Store) -> None:
        store.create(a_live_state())
        store.create(a_live_state(workshop=a_workshop(id="b"), seats=(a_seat("dirk"),)))
        assert store.freed(W) == {"gone"}
        with store.transaction(W) as change:
            change.put_seat(a_seat("bea", left=True))
        assert store.freed(W) == {"gone", "bea"}
        assert store.freed("b") == store.freed("nobody") == frozenset()

    def test_a_key_goes_with_its_workshop(self, store: Store) -> None:
        store.create(a_live_state())
        with store.transaction(W) as change:
            change.add_seat_keys({"b" * 64: "anna"})
            change.claim_code("ACDEFH")
        store.delete(W)
        assert holder(store, "b" * 64) is None
        with pytest.raises(NotFound):
            store.workshop_by_code("ACDEFH")


class TestAnswers:
    def test_turnout_is_who_said_something_whoever_left_since_included(self, store: Store) -> None:
        store.create(
            a_live_state(
                ballots=(
                    a_ballot(seat="anna", stance="A"),
                    a_ballot(seat="anna", stance="B"),
                    a_ballot(seat="bea", stance=None, abstained=True),
                    a_ballot(seat="carlo", stance=None),
                    a_ballot(seat="gone", stance="C"),
                    a_ballot(seat="carlo", stance="C", round=2),
                    a_ballot(seat="carlo", stance="C", activity="another"),
                    a_ballot(seat="carlo", stance="C", scenario="S02"),
                    a_ballot(seat="never-came", stance="C"),
                ),
                rankings=(a_ranking(seat="anna"), a_ranking(seat="gone"), Empty.ranking("bea")),
                consents=(
                    a_consent("anna"),
                    a_consent("anna", "objection", "d2"),
                    a_consent("bea", "abstain"),
                    a_consent("carlo", round_="S01/consent/2"),
                    a_consent("gone"),
                ),
                red_line_votes=(a_vote("anna"), a_vote("anna", "line-2"), a_vote("carlo"), a_vote("gone")),
                words=(CheckoutWord(seat="bea", word="moe"), CheckoutWord(seat="gone", word="weg")),
            )
        )
        counted = {question: store.turnout(W, question) for question in (BALLOT, RANKING, CONSENT, RED_LINE, WORD)}
        assert counted == {
            BALLOT: Turnout(3, left=1),
            RANKING: Turnout(2, left=1),
            CONSENT: Turnout(3, left=1),
            RED_LINE: Turnout(3, left=1),
            WORD: Turnout(2, left=1),
        }
        assert store.turnout(W, Question("ballot", SCENARIO, ACTIVITY, 2)) == Turnout(1)
        assert store.turnout(W, Question("consent", about="S01/consent/2")) == Turnout(1)
        assert store.turnout("nobody", BALLOT) == Turnout(0)
        for question, turnout in counted.items():
            voters, place = store.voters_after(W, question)
            assert len(voters) == turnout.answered
            assert len(voters & store.freed(W)) == turnout.left
            assert store.voters_after(W, question, place) == (frozenset(), place)
        assert store.voters_after("nobody", BALLOT) == (frozenset(), 0)

    def test_whoever_asks_again_hears_of_the_new_voters_alone(self, store: Store) -> None:
        store.create(a_live_state(ballots=(a_ballot(seat="anna", stance="A"), a_ballot(seat="bea", stance="B"))))
        voters, place = store.voters_after(W, BALLOT)
        assert voters == {"anna", "bea"}
        with store.transaction(W) as change:
            change.add_answers(
                (
                    a_ballot(seat="carlo", stance=None),
                    a_ballot(seat="carlo", stance="C", round=2),
                    a_ballot(seat="anna", stance="D"),
                    a_ballot(seat="gone", stance="C"),
                )
            )
        voters, later = store.voters_after(W, BALLOT, place)
        assert voters == {"anna", "gone"}
        assert store.voters_after(W, BALLOT, later) == (frozenset(), later)

    def test_ballots_after_a_place_go_on_from_those_before_it(self, store: Store) -> None:
        store.create(a_live_state(ballots=(a_ballot(seat="anna", stance="A"), a_ballot(seat="bea", stance="B"))))
        first, place = store.ballots_after(W, BALLOT)
        assert [(one.seat, one.stance) for one in first] == [("anna", "A"), ("bea", "B")]
        again = (
            a_ballot(seat="carlo", stance="C"),
            a_ballot(seat="anna", stance="D"),
            a_ballot(seat="anna", stance="E"),
        )
        with store.transaction(W) as change:
            change.add_answers((*again, a_ballot(seat="bea", stance="C", round=2)))
        more, later = store.ballots_after(W, BALLOT, place)
        assert [(one.seat, one.stance) for one in more] == [("carlo", "C"), ("anna", "E")]
        assert store.ballots_after(W, BALLOT, later) == ((), later)
        assert store.ballots_after("nobody", BALLOT) == ((), 0)
        merged = {one.seat: one for one in (*first, *more)}
        assert set(merged.values()) == set(store.answers_to(W, BALLOT))

    def test_turnout_and_results_count_the_same_answers(self, store: Store) -> None:
        """Nobody's answer goes when they leave: "4 have answered" and the four votes shown are the same four."""
        state = a_live_state(
            room=a_room(
                plan=(*a_room().plan, {"id": "lines", "kind": "red_lines", "minutes": 5}, CARDS),
                revealed=("S01/1", "S01/consent/1", "lines/1", "cards/1"),
            ),
            ballots=tuple(a_ballot(seat=seat, stance="C") for seat in SEATS),
            rankings=tuple(a_ranking(seat=seat) for seat in SEATS),
            consents=tuple(a_consent(seat) for seat in SEATS),
            red_line_votes=tuple(a_vote(seat) for seat in SEATS),
            decisions=(a_decision(id="d1"),),
        )
        store.create(state)
        everybody = Turnout(len(SEATS), left=1)
        assert [store.turnout(W, asked) for asked in (BALLOT, RANKING, CONSENT, RED_LINE)] == [everybody] * 4
        kept = store.load(W)
        group = group_result(kept)
        assert group is not None
        assert (group.people, group.rankings) == (len(SEATS), len(SEATS))
        assert sum(group.questions[0].rounds[0].votes) == len(SEATS)
        assert group.consents[0].rounds[0].consents == len(SEATS)
        assert red_line_count(kept.red_line_votes, "line-1") == (len(SEATS), len(SEATS))
        ballots = [answer for answer in store.answers_to(W, BALLOT) if isinstance(answer, Ballot)]
        assert sum(round_result(ballots, ordered=True).votes) == len(SEATS)

    def test_the_latest_of_each_seat_whoever_left_included(self, store: Store) -> None:
        ballots = (
            a_ballot(seat="anna", stance="A"),
            a_ballot(seat="gone", stance="E"),
            a_ballot(seat="anna", stance="B"),
            a_ballot(seat="anna", stance="C", round=2),
        )
        rankings = (a_ranking("card_1", seat="anna"), a_ranking("card_2", seat="bea"), a_ranking("card_3", seat="anna"))
        words = (CheckoutWord(seat="anna", word="eerst"), CheckoutWord(seat="anna", word="later"))
        store.create(a_live_state(ballots=ballots, rankings=rankings, words=words))
        assert store.answers_to(W, BALLOT) == (ballots[1], ballots[2])
        assert store.answers_to(W, RANKING) == (rankings[1], rankings[2])
        assert store.answers_to(W, WORD) == (words[1],)
        assert store.answers_to(W, Question("ballot", "S99", ACTIVITY, 1)) == ()
        assert store.answers_to("nobody", BALLOT) == ()

    def test_the_latest_per_decision_and_per_red_line(self, store: Store) -> None:
        consents = (
            a_consent("anna", "objection", "d1"),
            a_consent("anna", "consent", "d2"),
            a_consent("bea", "abstain", "d1"),
            a_consent("anna", "consent", "d1"),
            a_consent("anna", "objection", "d1", "S01/consent/2"),
        )
        votes = (a_vote("anna"), a_vote("anna", "line-2", "unknown"), a_vote("anna", answer="no_objection"))
        store.create(a_live_state(consents=consents, red_line_votes=votes))
        assert Counter(store.answers_to(W, CONSENT)) == Counter(consents[1:4])
        assert Counter(store.answers_to(W, RED_LINE)) == Counter(votes[1:])

    def test_all_of_one_seat_and_of_nobody_else(self, store: Store) -> None:
        state = a_live_state(
            rankings=(a_ranking(seat="anna"), a_ranking(seat="bea")),
            ballots=(a_ballot(seat="anna", stance="A"), a_ballot(seat="bea"), a_ballot(seat="anna", stance="B")),
            consents=(a_consent("anna"), a_consent("bea")),
            red_line_votes=(a_vote("anna"),),
            words=(CheckoutWord(seat="anna", word="ja"), CheckoutWord(seat="bea", word="nee")),
        )
        store.create(state)
        mine = store.answers_of(W, ["anna", "nobody"])["anna"]
        assert Counter(mine) == Counter(
            [
                state.rankings[0],
                state.ballots[0],
                state.ballots[2],
                state.consents[0],
                state.red_line_votes[0],
                state.words[0],
            ]
        )
        assert [one for one in mine if isinstance(one, Ballot)] == [state.ballots[0], state.ballots[2]]
        assert store.answers_of(W, ["nobody"]) == {}

    @examples
    @given(state=strategies.states)
    def test_what_is_asked_for_is_what_was_loaded(self, store: Store, state: WorkshopState) -> None:
        """Counting and handing out agree with the whole state, on any workshop."""
        store.create(state)
        wid = state.workshop.id
        here = {seat.id for seat in state.seats if not seat.left}
        for ballot in state.ballots:
            asked = (ballot.scenario, ballot.activity, ballot.round)
            same = {b.seat: b for b in state.ballots if (b.scenario, b.activity, b.round) == asked}
            question = Question("ballot", *asked)
            assert {answer.seat: answer for answer in store.answers_to(wid, question)} == same
            said = {
                b.seat
                for b in state.ballots
                if (b.scenario, b.activity, b.round) == asked and (b.stance or b.abstained)
            }
            gone = {seat.id for seat in state.seats if seat.left}
            assert store.turnout(wid, question) == Turnout(len((here | gone) & said), len(gone & said))
        for seat in state.seats:
            every = (*state.rankings, *state.ballots, *state.consents, *state.red_line_votes, *state.words)
            assert Counter(store.answers_of(wid, [seat.id]).get(seat.id, ())) == Counter(
                one for one in every if one.seat == seat.id
            )
        store.delete(wid)


class Empty:
    """Answers in which nothing was said."""

    @staticmethod
    def ranking(seat: str) -> object:
        return a_ranking(seat=seat).model_copy(update={"cards": ()})


class TestCodes:
    def test_lead_to_one_workshop_and_move_with_it(self, store: Store) -> None:
        store.create(a_live_state())
        store.create(a_live_state(workshop=a_workshop(id="b")))
        with store.transaction(W) as change:
            assert change.claim_code("ACDEFH")
        assert store.workshop_by_code("ACDEFH") == W
        with store.transaction("b") as change:
            assert not change.claim_code("ACDEFH"), "another's code is not taken over"
            assert change.claim_code("KMNPRT")
        with store.transaction(W) as change:
            assert change.claim_code("ACDEFH"), "one's own again is no clash"
            assert change.claim_code("WXY346")
        assert store.workshop_by_code("WXY346") == W
        with pytest.raises(NotFound):
            store.workshop_by_code("ACDEFH")
        with store.transaction("b") as change:
            assert change.claim_code("ACDEFH"), "what nobody uses any more is free"
        assert store.workshop_by_code("ACDEFH") == "b"
        with pytest.raises(NotFound):
            store.workshop_by_code("KMNPRT")

    def test_a_claim_that_is_rolled_back_leads_nowhere(self, store: Store) -> None:
        store.create(a_live_state())
        with pytest.raises(RuntimeError), store.transaction(W) as change:  # noqa: PT012
            change.claim_code("ACDEFH")
            raise RuntimeError
        with pytest.raises(NotFound):
            store.workshop_by_code("ACDEFH")


class TestReceipts:
    def test_are_known_by_seat_and_key(self, store: Store) -> None:
        store.create(a_live_state())
        with store.transaction(W) as change:
            change.add_receipts([("anna", "k1"), ("bea", "k2")])
            assert set(change.receipts_among({("anna", "k1"), ("anna", "k2")})) == {("anna", "k1")}, "within one change"
        with store.transaction(W) as change:
            asked = {("anna", "k1"), ("anna", "k2"), ("bea", "k1"), ("bea", "k2")}
            assert set(change.receipts_among(asked)) == {("anna", "k1"), ("bea", "k2")}, "not every key of each seat"
            assert not change.receipts_among({("anna", "k2"), ("bea", "k1")}), (
                "each seat has a key, and neither has this one"
            )
            assert not change.receipts_among(())
            for seats in ({"anna"}, {"nobody"}, {"anna", "bea"}):
                for keys in ({("anna", "k1")}, {("anna", "k9")}, asked, set()):
                    room, found, taken = change.vote_context(seats, keys)
                    assert (room, found) == (change.room(), change.seats_among(seats))
                    assert set(taken) == set(change.receipts_among(keys))

    def test_of_a_change_that_failed_are_not(self, store: Store) -> None:
        store.create(a_live_state())
        with pytest.raises(RuntimeError), store.transaction(W) as change:  # noqa: PT012
            change.add_receipts([("anna", "k1")])
            raise RuntimeError
        with store.transaction(W) as change:
            assert not change.receipts_among({("anna", "k1")})


def holder(store: Store, key_hash: str) -> tuple[str, Seat] | None:
    return store.seats_by_key((key_hash,)).get(key_hash)


class TestCuttingLoose:
    def test_replaces_answers_keeps_the_group_and_takes_every_way_in(self, store: Store) -> None:
        before = a_live_state(
            decisions=(a_decision(),),
            frameworks=(a_framework(),),
            ballots=(a_ballot(seat="anna"), a_ballot(seat="bea")),
            practices=(a_practice(seat="anna"),),
            words=(CheckoutWord(seat="anna", word="ja"),),
        )
        store.create(before)
        other = a_full_state(workshop=a_workshop(id="b"))
        store.create(other)
        with store.transaction("b") as change:
            change.claim_code("KMNPRT")
        with store.transaction(W) as change:
            change.claim_code("ACDEFH")
            change.add_seat_keys({"k" * 64: "anna"})
            change.add_receipts([("anna", "k1")])
        loose = before.model_copy(
            update={
                "seats": (),
                "ballots": (a_ballot(seat="x2"), a_ballot(seat="x1")),
                "rankings": (a_ranking(seat="x3"),),
                "practices": (),
                "consents": (a_consent("x4"),),
                "red_line_votes": (a_vote("x5"),),
                "words": (CheckoutWord(seat="x6", word="ja"),),
            }
        )
        group = GroupResult(people=3, cards=("card_1",))
        with store.transaction(W) as change:
            change.anonymise_votes(loose, group)
            assert change.state().ballots == loose.ballots
        after = store.load(W)
        assert after == loose.model_copy(update={"group": group, "revision": after.revision})
        assert holder(store, "k" * 64) is None
        with pytest.raises(NotFound):
            store.workshop_by_code("ACDEFH")
        with store.transaction(W) as change:
            assert not change.receipts_among({("anna", "k1")}), "receipts went too"
        assert store.load("b").ballots == other.ballots, "another workshop keeps its own"
        assert store.workshop_by_code("KMNPRT") == "b"


class TestVotingWhileItIsRevealed:
    def test_every_ballot_kept_was_accepted_and_none_came_after_the_reveal(self, store: Store) -> None:
        """Two threads vote on and on, one reveals: the votes that were kept are those that were said to be, and the
        result that was seen at the reveal never changes."""
        live = LiveWorkshop(AnyActor(Context(store, deck_library(), law_book, lambda: NOW, numbered_ids())), people=4)
        live.begin()
        live.at("S03", "voting")
        start = threading.Barrier(3)
        stop = threading.Event()

        def vote(mine: int) -> list[Ballot]:
            taken: list[Ballot] = []
            start.wait()
            late = 0
            for number in range(10_000):
                if late > 5 or stop.is_set():
                    break
                batch = [
                    live.ballot(seat, "ABCDE"[number % 5], reason=f"{mine}-{number}") for seat in live.seats[mine::2]
                ]  # type: ignore[arg-type]
                answers = live.cases.participation.submit_answers(live.id, [PostedAnswer(ballot) for ballot in batch])
                taken += [ballot for ballot, refused in zip(batch, answers, strict=True) if refused is None]
                codes = {refused.params.get("reason") for refused in answers if refused is not None}
                assert codes <= {"closed", "revealed"}  # the facilitator closes the round to read the reasons
                late += bool(codes)
            return taken

        def reveal() -> Counter[Ballot]:
            start.wait()
            while len(store.load(live.id).ballots) < 12:
                pass
            live.move("revealed")
            return Counter(
                store.answers_to(live.id, Question("ballot", "S03", live.room.current_step().activity or "", 1))
            )  # type: ignore[arg-type]

        with ThreadPoolExecutor(3) as pool:
            voting = [pool.submit(vote, mine) for mine in (0, 1)]
            try:
                seen = pool.submit(reveal).result()
                accepted = [ballot for finished in voting for ballot in finished.result()]
            finally:
                stop.set()
        kept = store.load(live.id).ballots
        assert Counter(kept) == Counter(accepted)
        again = store.answers_to(live.id, Question("ballot", "S03", live.room.current_step().activity or "", 1))
        assert Counter(again) == seen, "what was shown is what stands"
        assert len(accepted) >= 12
