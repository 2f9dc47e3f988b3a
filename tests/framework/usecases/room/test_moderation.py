"""Nothing typed reaches a shared screen, an archive or a document unread, and what is hidden reaches none at all."""

from typing import get_args

import pytest

from framework.archive.models import Edition, dump, workshop_archive
from framework.charter.export import FORMATS, charter_archive, document_of, export
from framework.errors import AnswerRefused, MoveRefused
from framework.language import translator
from framework.usecases.room.moderation import TypedText, typed_texts
from framework.workshop.agenda import live_activities
from framework.workshop.models import Ballot, CheckoutWord, Consent, Seat
from framework.workshop.room import Question
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop

REASONS = ("te druk", "klanten vragen erom", "te druk")


@pytest.fixture
def live(workshops: AnyActor) -> LiveWorkshop:
    live = LiveWorkshop(workshops)
    live.begin("S03", "voting")
    live.vote("BBCCCE", reasons=REASONS)
    return live


def asked(live: LiveWorkshop, round_: int = 1) -> Question:
    step = live.room.current_step()
    return Question("ballot", step.scenario or "", step.activity or "", round_)


def texts(live: LiveWorkshop, question: Question) -> tuple[TypedText, ...]:
    return live.cases.moderation.typed_texts(live.id, question)


def close(live: LiveWorkshop) -> None:
    live.cases.moderation.set_intake(live.id, live.room.version, "closed")


class TestReasons:
    def test_are_read_by_nobody_while_the_round_is_open(self, live: LiveWorkshop) -> None:
        assert texts(live, asked(live)) == ()
        with pytest.raises(AnswerRefused, match="not-asked"):
            live.cases.moderation.set_hidden(live.id, asked(live), (("te druk",),), hidden=True)

    def test_are_read_once_it_takes_no_more_answers(self, live: LiveWorkshop) -> None:
        close(live)
        found = texts(live, asked(live))
        assert {(text.words, text.times) for text in found} == {(("te druk",), 2), (("klanten vragen erom",), 1)}
        with pytest.raises(AnswerRefused, match="closed"):
            live.answer(live.ballot(live.seats[0], "A"))
        live.cases.moderation.set_intake(live.id, live.room.version, "reopened")
        assert texts(live, asked(live)) == ()
        live.answer(live.ballot(live.seats[0], "A"))

    def test_stand_in_an_order_that_is_nobodys(self, live: LiveWorkshop) -> None:
        ballots = [live.ballot(Seat(id=f"p{at}"), "ABCDE"[at % 5], reason=f"reden {at}") for at in range(9)]
        other = [one.model_copy(update={"stance": "A", "seat": f"q{at}"}) for at, one in enumerate(reversed(ballots))]
        question = asked(live)
        order = [text.words for text in typed_texts(ballots, question)]
        assert order == [text.words for text in typed_texts(other, question)]
        assert order not in (sorted(order), sorted(order, reverse=True))
        assert order != [text.words for text in typed_texts(ballots, asked(live, 2))], "nor the same in every round"

    def test_go_up_with_the_reveal_but_for_hidden_ones(self, live: LiveWorkshop) -> None:
        close(live)
        live.cases.moderation.set_hidden(live.id, asked(live), (("te druk",),), hidden=True)
        live.move("revealed")
        assert live.room.unshown == ()
        assert [ballot.hidden for ballot in live.votes().values()] == [True, False, True, False, False, False]

    def test_that_nobody_read_wait_after_the_reveal(self, live: LiveWorkshop) -> None:
        live.move("revealed", read=False)
        assert (live.room.revealed, live.room.unshown) == (("S03/1",), ("S03/1",))
        assert all(text.waiting for text in texts(live, asked(live)))
        live.cases.moderation.show_round(live.id, "S03/1")
        assert live.room.unshown == ()

    def test_of_a_hidden_one_the_next_words_are_read_again(self, live: LiveWorkshop) -> None:
        close(live)
        live.cases.moderation.set_hidden(live.id, asked(live), (("te druk",),), hidden=True)
        live.cases.moderation.set_intake(live.id, live.room.version, "reopened")
        live.answer(live.ballot(live.seats[0], "B", reason="anders gezegd"))
        close(live)
        assert {text.words: text.hidden for text in texts(live, asked(live))} == {
            ("te druk",): True,
            ("klanten vragen erom",): False,
            ("anders gezegd",): False,
        }

    def test_a_round_that_is_over_cannot_be_closed(self, live: LiveWorkshop) -> None:
        live.move("revealed")
        with pytest.raises(MoveRefused, match="not-now"):
            close(live)
        assert live.room.intake == "open"
        live.move("second_voting")
        assert live.room.open_round() == "S03/2", "the next round is open"


class TestObjections:
    def held(self, live: LiveWorkshop, people: int = 6, **given: object) -> tuple[str, Consent]:
        live.move("revealed")
        decision = live.draft_rule()
        live.move("consent")
        first = {"decision": decision, "answer": "objection", "harm": "te duur", "safe_if": "als het klein begint"}
        objection = Consent.model_validate({"seat": live.seats[0].id, "round": live.room.open_round(), **first} | given)
        live.answer(objection)
        for seat in live.seats[1:people]:
            live.answer(objection.model_copy(update={"seat": seat.id, "answer": "consent"}))
        return decision, objection

    def kept(self, live: LiveWorkshop) -> list[tuple[str, str]]:
        return [(one.harm, one.safe_if) for result in live.result.consents for r in result.rounds for one in r.voiced]

    def test_are_kept_in_their_own_words_where_the_author_agreed(self, live: LiveWorkshop) -> None:
        self.held(live, keep_words=True)
        live.move("consent_revealed")
        assert self.kept(live) == [("te duur", "als het klein begint")]

    @pytest.mark.parametrize("why", ["not ticked", "hidden", "fewer than five", "never shown"])
    def test_and_else_only_in_the_groups(self, live: LiveWorkshop, why: str) -> None:
        people = 4 if why == "fewer than five" else 6
        _, objection = self.held(live, people, keep_words=why != "not ticked")
        live.move("consent_revealed", read=why != "never shown")
        if why == "hidden":
            live.hide(objection)
        assert self.kept(live) == []
        assert live.result.consents[0].rounds[0].objections == 1, "it counts all the same"

    def test_a_consent_keeps_no_words(self, live: LiveWorkshop) -> None:
        self.held(live, answer="consent", keep_words=True)
        assert not any(one.keep_words or one.harm for one in live.state.consents)


class TestLinesAndWords:
    def propose(self, live: LiveWorkshop, name: str) -> str:
        return live.cases.participation.propose_activity(live.id, live.seats[0].id, "chatbot", name).id

    def listed(self, live: LiveWorkshop) -> list[str]:
        return [one.name for one in live_activities(live.state)][2:]

    def test_a_line_waits_until_it_is_shown(self, live: LiveWorkshop) -> None:
        live.at("inventory")
        line = self.propose(live, "Zoekhulp")
        assert self.listed(live) == []
        live.cases.moderation.set_lines_hidden(live.id, (line,), hidden=False)
        assert self.listed(live) == ["Zoekhulp"]
        live.cases.moderation.set_lines_hidden(live.id, (line,), hidden=True)
        assert self.listed(live) == []
        assert self.propose(live, "zoekhulp") != line, "it is read again"
        assert self.listed(live) == []

    def test_or_goes_up_by_itself_where_so_chosen(self, live: LiveWorkshop) -> None:
        live.at("inventory")
        self.propose(live, "Zoekhulp")
        hidden = self.propose(live, "Gluurhulp")
        live.cases.moderation.set_lines_hidden(live.id, (hidden,), hidden=True)
        live.cases.moderation.set_shows_unread(live.id, shows=True)
        self.propose(live, "Schrijfhulp")
        assert self.propose(live, "GLUURHULP") == hidden, "hidden stays hidden"
        assert self.listed(live) == ["Zoekhulp", "Schrijfhulp"]

    def test_so_do_last_words(self, live: LiveWorkshop) -> None:
        live.at("checkout")
        words = [
            CheckoutWord(seat=seat.id, word=word) for seat, word in zip(live.seats, ("helder", "rot"), strict=False)
        ]
        live.answer(*words)
        assert [(one.word, one.waiting) for one in live.state.words] == [("helder", True), ("rot", True)]
        live.hide(words[0], hidden=False)
        live.hide(words[1])
        live.cases.moderation.set_shows_unread(live.id, shows=True)
        live.answer(words[1].model_copy(update={"seat": live.seats[2].id, "word": "Rot"}))
        found = {text.words: (text.hidden, text.waiting) for text in texts(live, Question("word"))}
        assert found == {("helder",): (False, False), ("Rot",): (True, False)}

    def test_nobody_says_of_their_own_that_it_was_shown(self, live: LiveWorkshop) -> None:
        live.at("checkout")
        live.answer(CheckoutWord(seat=live.seats[0].id, word="helder", waiting=False))
        assert live.state.words[0].waiting


@pytest.mark.parametrize("words", ["te druk", "TE DRUK"])
def test_a_copy_holds_no_hidden_text(live: LiveWorkshop, words: str) -> None:
    close(live)
    live.cases.moderation.set_hidden(live.id, asked(live), ((words,),), hidden=True)
    copied = live.cases.queries.state(live.cases.lifecycle.copy(live.id)).model_dump_json()
    assert "te druk" not in copied
    assert "klanten vragen erom" in copied
    assert len(live.state.ballots) > 6, "who moderates adds to what was given"


CANARIES = ("zqreason", "zqharm", "zqword", "zqline", "zqnote", "zqredline", "zqfirst", "zquntil")


def test_what_is_hidden_or_deleted_is_in_no_archive_and_no_document(live: LiveWorkshop) -> None:
    """Nor what somebody replaced before anybody saw it, nor a round that was not revealed."""
    rude: list[Ballot | Consent | CheckoutWord] = [live.ballot(live.seats[0], "B", reason="zqreason")]
    live.answer(live.ballot(live.seats[1], "B", reason="zqfirst"), live.ballot(live.seats[1], "C", reason="netjes"))
    live.answer(*rude)
    live.move("revealed")
    decision = live.draft_rule()
    live.move("consent")
    key = live.room.open_round() or ""
    live.consent(decision)
    rude.append(
        Consent(seat=live.seats[0].id, round=key, decision=decision, answer="objection", harm="zqharm", keep_words=True)
    )
    live.answer(rude[-1])
    live.move("consent_revealed")
    live.at("inventory")
    line = live.cases.participation.propose_activity(live.id, live.seats[0].id, "chatbot", "zqline")
    live.cases.moderation.set_lines_hidden(live.id, (line.id,), hidden=True)
    note = live.cases.facilitation.add_note(live.id, "note", "zqnote")
    live.cases.facilitation.edit_note(live.id, note, note.model_copy(update={"withdrawn": True}))
    own = live.cases.facilitation.propose_own_red_line(live.id, "nl", "zqredline")
    live.cases.decisions.withdraw_red_line(live.id, own.id)
    live.at("checkout")
    rude.append(CheckoutWord(seat=live.seats[0].id, word="zqword"))
    live.answer(rude[-1])
    live.hide(*rude)
    live.at("S07", "voting")
    live.answer(live.ballot(live.seats[0], "A", 1, "S07", reason="zquntil"))
    state = live.state
    assert all(canary in state.model_dump_json() for canary in CANARIES)

    archive = dump(workshop_archive(state)).decode()
    assert [canary for canary in CANARIES if canary in archive] == []
    assert "netjes" in archive
    framework = live.cases.charter.draft(state)
    for edition in get_args(Edition):
        carried = charter_archive(
            framework, state.deck, live.cases.context.law(), edition=edition, as_of=framework.made_on
        )
        for lang in ("nl", "en"):
            written = repr(document_of(carried, translator(lang)))
            assert [canary for canary in CANARIES if canary in written] == []
            for format_ in ("md", "html", "json"):
                made = export(carried, format_, translator(lang)).decode()
                assert [canary for canary in CANARIES if canary in made] == [], format_
    assert set(FORMATS) == {"md", "html", "json", "pdf", "docx"}, "the last two are made from the same document"
