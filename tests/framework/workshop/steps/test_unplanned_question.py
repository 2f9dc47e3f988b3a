"""A question in between: asked, answered in silence, read by the facilitator, shown, and forgotten where it must be."""

import re
from collections.abc import Sequence

import pytest

from framework.archive.integrity import first_contradiction
from framework.archive.models import dump, workshop_archive
from framework.archive.read import read
from framework.errors import AnswerRefused, ChoicesRefused, InputRefused, MoveRefused
from framework.text import LANGS, Lang
from framework.workshop.models import WorkshopState
from framework.workshop.room import Room, next_step
from framework.workshop.session_plan import change_plan
from framework.workshop.steps.unplanned_question import MAX_QUESTIONS, QuestionAnswer, words_said
from pages.live.snapshot import read_snapshot
from pages.phone.page_context import PageContext
from pages.phone.steps import main_part
from tests.projector.screen import ProjectedWorkshop
from tests.support.workshops import new_workshops

CANARY = "Zilverreiger"
TEXT = "Zullen we <even> pauzeren?"
CHOICES = ("Ja", "Nee", "Straks")


class Asking(ProjectedWorkshop):
    """A room between two rounds: the first vote on a dilemma was revealed."""

    def __init__(self, people: int = 6) -> None:
        super().__init__(new_workshops(), people)
        self.begin("S03", "voting")
        self.vote("CCCCCC"[:people])
        self.move("revealed")

    def ask(self, choices: Sequence[str] = CHOICES, text: str = TEXT) -> str:
        self.cases.facilitation.ask_question(self.id, self.room.version, "nl", text, choices)
        return self.room.step

    def choose(self, *places: int) -> None:
        asked = self.room.step
        self.answer(
            *(
                QuestionAnswer(seat=seat.id, question=asked, choice=place)
                for seat, place in zip(self.seats, places, strict=False)
            )
        )

    def write(self, *words: str) -> None:
        asked = self.room.step
        self.answer(
            *(
                QuestionAnswer(seat=seat.id, question=asked, word=word)
                for seat, word in zip(self.seats, words, strict=False)
            )
        )

    def phone(self, lang: Lang = "nl") -> str:
        snapshot, _ = read_snapshot(self.cases.context.store, self.id)
        return str(main_part(PageContext(snapshot, lang)))

    @property
    def archived(self) -> WorkshopState:
        opened = read(dump(workshop_archive(self.state)), "workshop.json")
        assert first_contradiction(opened) is None
        return opened.state  # type: ignore[union-attr]


@pytest.fixture
def room() -> Asking:
    return Asking()


class TestAsking:
    def test_the_session_goes_on_where_it_was(self, room: Asking) -> None:
        before = room.room
        asked = room.ask()
        assert (room.room.step, room.room.phase) == (asked, "voting")
        assert room.room.plan == before.plan, "nothing of the plan is lost or moved"
        assert room.room.position() == before.position()
        room.choose(0, 1, 0, 2, 0, 0)
        room.move("revealed")
        back = next_step(room.room)
        assert back is not None
        room.at(back.id)
        assert (room.room.step, room.room.phase, room.room.back_to) == ("S03", "revealed", None)
        room.move("second_voting")

    @pytest.mark.parametrize("place", ["welcome", "inventory", "red_lines", "read_back", "checkout"])
    def test_at_any_step_between_rounds(self, room: Asking, place: str) -> None:
        room.at(place)
        before = room.room
        room.ask()
        room.at(place)
        assert (room.room.step, room.room.phase, room.room.page) == (before.step, before.phase, before.page)

    def test_the_page_of_the_read_back_is_kept(self, room: Asking) -> None:
        for number in range(30):
            room.cases.facilitation.add_note(room.id, "parking", f"Punt {number}")
        room.at("read_back")
        room.cases.facilitation.move_to_page(room.id, room.room.version, 1)
        room.ask()
        room.at("read_back")
        assert room.room.page == 1

    def test_not_while_people_answer_something_else(self, room: Asking) -> None:
        room.move("second_voting")
        with pytest.raises(MoveRefused, match="round-open"):
            room.ask()

    def test_not_before_the_session(self) -> None:
        room = ProjectedWorkshop(new_workshops())
        with pytest.raises(MoveRefused, match="wrong-stage"):
            room.cases.facilitation.ask_question(room.id, room.room.version, "nl", TEXT, CHOICES)

    def test_a_double_click_asks_once(self, room: Asking) -> None:
        seen = room.room.version
        for _ in range(2):
            room.cases.facilitation.ask_question(room.id, seen, "nl", TEXT, CHOICES)
        assert len(room.room.questions) == 1

    @pytest.mark.parametrize(
        ("text", "choices"),
        [
            ("", CHOICES),
            ("x" * 161, CHOICES),
            (TEXT, ("Ja",)),
            (TEXT, ("",)),
            (TEXT, tuple("abcdef")),
            (TEXT, ("Ja", "ja")),
            (TEXT, ("Ja", "y" * 61)),
        ],
    )
    def test_what_is_too_little_too_much_or_the_same(self, room: Asking, text: str, choices: Sequence[str]) -> None:
        before = room.room
        with pytest.raises((InputRefused, ChoicesRefused)):
            room.ask(choices, text)
        assert room.room == before

    def test_a_limit_to_questions(self, room: Asking) -> None:
        for _ in range(MAX_QUESTIONS):
            room.ask()
            room.move("revealed")
        with pytest.raises(AnswerRefused, match="too-many"):
            room.ask()

    def test_undo_takes_it_back_as_if_it_was_never_asked(self, room: Asking) -> None:
        before = room.room
        room.ask()
        room.choose(0)
        room.cases.facilitation.undo(room.id, room.room.version)
        assert room.room.model_copy(update={"version": before.version}) == before
        assert room.archived.question_answers == ()

    def test_undo_does_not_reopen_what_was_seen(self, room: Asking) -> None:
        room.ask()
        room.move("revealed")
        with pytest.raises(MoveRefused, match="seen"):
            room.cases.facilitation.undo(room.id, room.room.version)

    def test_undo_after_going_back_returns_to_the_question(self, room: Asking) -> None:
        asked = room.ask()
        room.move("revealed")
        room.at("S03")
        room.cases.facilitation.undo(room.id, room.room.version)
        assert room.room.step == asked
        room.at("S03")
        assert room.room.phase == "revealed"

    def test_the_session_can_end_and_the_follow_up_open_meanwhile(self, room: Asking) -> None:
        room.cases.decisions.add_deck_red_line(room.id, "S03")
        room.ask()
        room.cases.closing.end_session(room.id)
        room.cases.closing.open_follow_up(room.id)
        assert room.room.back_to is None
        assert room.room.current_step().kind == "agreements"
        assert room.archived.room is not None, "nothing in it contradicts itself"

    def test_the_plan_can_change_meanwhile(self, room: Asking) -> None:
        asked = room.ask()
        room.move("revealed")
        kept = change_plan(room.room, room.room.plan[1:])
        assert (kept.step, kept.back_to) == (asked, room.room.back_to)


class TestBlind:
    @pytest.mark.parametrize("lang", LANGS)
    def test_nothing_of_a_choice_is_seen_before_the_reveal(self, lang: Lang) -> None:
        def sent(*places: int) -> list[str]:
            room = Asking()
            room.ask()
            room.choose(*places)
            seen = [re.sub(r'"seconds": -?\d+', "", room.screen(lang)), room.phone(lang)]
            assert "6 van de 6" in seen[0] or "6 of 6" in seen[0], "only how many have answered"
            room.move("revealed")
            return [*seen, room.screen(lang)]

        one, other = sent(0, 0, 0, 0, 0, 0), sent(2, 1, 2, 1, 2, 1)
        assert one[:2] == other[:2]
        assert one[2] != other[2]

    def test_a_word_is_seen_by_the_facilitator_first(self, room: Asking) -> None:
        asked = room.ask(())
        room.write(CANARY, "rust", "Rust", "snel")
        with pytest.raises(AnswerRefused, match="not-asked"):
            room.hide(QuestionAnswer(seat="-", question=asked, word=CANARY))
        for phase in ("", "closed"):
            if phase:
                room.move(phase)
            for lang in LANGS:
                assert CANARY not in room.screen(lang) + room.phone(lang)
                assert "rust" not in room.parts(lang)["stage"]
        room.hide(QuestionAnswer(seat="-", question=asked, word=CANARY.upper()))
        room.move("revealed")
        for words in (room.parts()["stage"], room.phone()):
            assert CANARY not in words
            assert "Rust (2×)" in words
            assert "snel" in words

    def test_a_word_question_cannot_skip_the_reading(self, room: Asking) -> None:
        room.ask(())
        with pytest.raises(MoveRefused, match="not-now"):
            room.move("revealed")

    def test_late_answers_are_refused(self, room: Asking) -> None:
        room.ask(())
        room.move("closed")
        with pytest.raises(AnswerRefused, match="closed"):
            room.write("laat")
        room.move("revealed")
        with pytest.raises(AnswerRefused, match="revealed"):
            room.write("laat")
        room.at("S03")
        with pytest.raises(AnswerRefused, match="revealed"):
            room.answer(QuestionAnswer(seat=room.seats[0].id, question=room.room.questions[0].id, word="laat"))
        assert room.state.question_answers == ()

    def test_an_answer_that_is_not_there_is_refused(self, room: Asking) -> None:
        room.ask()
        for refused in ({"choice": 3}, {"word": "Ja"}, {}):
            with pytest.raises(InputRefused):
                room.answer(
                    QuestionAnswer.model_validate({"seat": room.seats[0].id, "question": room.room.step} | refused)
                )
        with pytest.raises(InputRefused):
            room.answer(QuestionAnswer(seat=room.seats[0].id, question="other", choice=0))

    def test_the_latest_answer_of_a_seat_counts(self, room: Asking) -> None:
        room.ask()
        room.choose(0, 0)
        room.choose(1)
        room.move("revealed")
        stage = room.parts("nl")["stage"]
        assert "●" in stage, "few answers are dots"
        snapshot, counts = read_snapshot(room.cases.context.store, room.id)
        assert counts.voters == 2
        chosen = [one.choice or 0 for one in snapshot.visible_answers if isinstance(one, QuestionAnswer)]
        assert sorted(chosen) == [0, 1]


class TestShown:
    def test_as_typed_escaped_and_in_its_language(self, room: Asking) -> None:
        room.ask()
        for words in (room.parts("en")["stage"], room.phone("en")):
            assert "Zullen we &lt;even&gt; pauzeren?" in words
            assert 'lang="nl"' in words
            assert "Straks" in words

    def test_words_have_an_order_of_their_own(self) -> None:
        given = [QuestionAnswer(seat=f"s{at}", question="q", word=word) for at, word in enumerate(("b", "A", "B", "c"))]
        assert words_said(given) == (("A", 1), ("B", 2), ("c", 1))
        assert words_said(list(reversed(given))) == words_said(given)
        hidden = [one.model_copy(update={"hidden": one.word in "bB"}) for one in given]
        assert words_said(hidden) == (("A", 1), ("c", 1))


class TestKept:
    def test_in_the_workshop_archive_without_hidden_or_unrevealed_words(self, room: Asking) -> None:
        first = room.ask(())
        room.write(CANARY, "rust")
        room.move("closed")
        room.hide(QuestionAnswer(seat="-", question=first, word=CANARY))
        assert room.room.questions[0].model_dump().keys() == {"id", "lang", "text", "choices", "asked_at"}
        assert CANARY not in room.room.model_dump_json(), "it is kept with its answer alone"
        assert CANARY.casefold() not in dump(workshop_archive(room.state)).decode().casefold(), "not shown yet"
        room.move("revealed")
        room.ask()
        room.choose(0)
        archived = room.archived
        assert [one.word for one in archived.question_answers] == ["rust"]
        assert archived.room is not None
        assert [one.text for one in archived.room.questions] == [TEXT, TEXT]
        assert CANARY.casefold() not in dump(workshop_archive(room.state)).decode().casefold()

    def test_hidden_words_of_an_earlier_day_stand_in_the_room_and_are_dropped(self, room: Asking) -> None:
        room.ask(())
        body = room.room.model_dump()
        body["questions"][0]["hidden"] = (CANARY,)
        assert CANARY not in Room.model_validate(body).model_dump_json()

    def test_nobody_says_of_their_own_that_it_was_hidden(self, room: Asking) -> None:
        asked = room.ask(())
        room.answer(QuestionAnswer(seat=room.seats[0].id, question=asked, word="rust", hidden=True))
        assert not room.state.question_answers[0].hidden

    def test_it_can_be_gone_on_with_elsewhere(self, room: Asking) -> None:
        room.ask()
        room.choose(0, 1)
        room.move("revealed")
        again = room.cases.lifecycle.add_from_archive(room.archived)
        state = room.cases.queries.state(again)
        assert len(state.question_answers) == 2
        assert state.room is not None
        room.cases.facilitation.move_to_step(again, state.room.version, "S03")

    def test_a_copy_for_another_team_has_none(self, room: Asking) -> None:
        room.ask()
        copied = room.cases.queries.state(room.cases.facilitation.duplicate(room.id, "Ander team"))
        assert copied.room is not None
        assert copied.room.questions == ()
        assert copied.question_answers == ()


def test_contradictions_are_found(room: Asking) -> None:
    room.ask()
    room.choose(0)
    room.move("revealed")
    archive = workshop_archive(room.state)
    stray = QuestionAnswer(seat=room.seats[0].id, question="other", choice=0)
    too_far = QuestionAnswer(seat=room.seats[0].id, question=room.room.step, choice=4)
    for wrong in (stray, too_far):
        state = archive.state.model_copy(update={"question_answers": (wrong,)})
        assert first_contradiction(archive.model_copy(update={"state": state})) is not None
    lost = room.room.model_copy(update={"back_to": None})
    state = archive.state.model_copy(update={"room": lost})
    assert first_contradiction(archive.model_copy(update={"state": state})) is not None
