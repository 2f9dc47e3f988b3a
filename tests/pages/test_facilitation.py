"""The facilitator's screens of a live workshop, through the shell, in both languages and from first vote to charter."""

import pytest

from framework.language import translator
from framework.text import Lang, other
from framework.workshop.steps.unplanned_question import QuestionAnswer
from pages.ui import nav
from tests.pages.conftest import Open, keys, unfold
from tests.pages.test_screens import only_in, said, words_of
from tests.support.adoption import fill_in
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop

LIVE = [page.key for page in nav.pages_for("live")]


class TestWays:
    @pytest.mark.parametrize("page", LIVE)
    def test_every_page_speaks_one_language(self, open_page: Open, lang: Lang, people: LiveWorkshop, page: str) -> None:
        people.begin("S03", "voting")
        people.vote("BBCCCD")
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")
        words = words_of(open_page(page, lang, w=people.id))
        assert [sentence for sentence in only_in(other(lang)) if sentence in words] == []

    def test_the_menu_holds_the_pages_of_its_kind(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        screen = open_page("prepare", lang, w=people.id)
        links = [link.proto.page for link in screen.sidebar.get("page_link")]
        assert [page for page in links if page in ("principles", "scenarios", "decisions")] == []
        assert {"prepare", "console", "decide", "inventory", "charter"} <= set(links)

    @pytest.mark.parametrize("page", ["principles", "scenarios", "decisions"])
    def test_a_page_of_the_other_kind_says_where_to_go(
        self, open_page: Open, lang: Lang, people: LiveWorkshop, page: str
    ) -> None:
        screen = open_page(page, lang, w=people.id)
        assert screen.info[0].value == translator(lang)(
            "This page belongs to a self-assessment; this is a live workshop."
        )

    def test_the_console_of_a_self_assessment_says_where_to_go(
        self, open_page: Open, lang: Lang, demonstration: str
    ) -> None:
        screen = open_page("console", lang, w=demonstration)
        assert screen.info[0].value == translator(lang)(
            "This page belongs to a live workshop; this is a self-assessment."
        )

    def test_a_workshop_begins_on_the_start_page(self, open_page: Open, lang: Lang) -> None:
        screen = open_page(lang=lang)
        screen.text_input(key="start.live.organisation").set_value("Waterkers")
        screen.button(key="start.live.begin").click().run()
        (entry,) = any_actor().queries.workshops()
        assert (entry.kind, entry.stage) == ("live", "preparing")
        assert screen.title[0].value == translator(lang)("Prepare the workshop")


class TestRevealed:
    def revealed(self, people: LiveWorkshop, letters: str = "BBCCCD", **given: object) -> None:
        people.begin("S03", "voting")
        people.vote(letters, **given)  # type: ignore[arg-type]
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")

    def test_the_spread_the_label_and_the_pair_of_medians(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        t = translator(lang)
        self.revealed(people)
        screen = open_page("console", lang, w=people.id)
        words = words_of(screen)
        assert screen.get("plotly_chart")
        assert t("Largely agreed") in words
        assert t("The middle vote is {letter}.", letter="C") in words
        assert screen.radio(key=f"stance.S03-{people.room.step_of('S03').activity}").value == "C"

    def test_few_people_are_dots_without_a_label(self, open_page: Open, lang: Lang) -> None:
        t = translator(lang)
        people = LiveWorkshop(any_actor(), lang=lang, people=4)
        self.revealed(people, "BBCD")
        screen = open_page("console", lang, w=people.id)
        words = words_of(screen)
        assert "●●" in words
        assert not screen.get("plotly_chart")
        assert t("Largely agreed") not in words
        assert screen.radio(key=f"stance.S03-{people.room.step_of('S03').activity}").value is None

    def test_a_reason_is_hidden_and_shown_again(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        self.revealed(people, reasons=("Jan doet dit altijd", "eerlijk is eerlijk"))
        screen = open_page("console", lang, w=people.id)
        assert not any(seat.id in button.key for seat in people.seats for button in screen.button)
        assert "Jan doet dit altijd" in words_of(screen)
        for hidden in (True, False):
            presses = [one for one in screen.button if one.key.startswith("typed.hide.")]
            first = next(
                one
                for one in screen.button
                if one.key.startswith("typed.hide." if hidden else "typed.show.") and ".S03" not in one.key
            )
            first.click().run()
            screen = open_page("console", lang, w=people.id)
            assert ("Jan doet dit altijd" in words_of(screen)) is not hidden
            assert "eerlijk is eerlijk" in words_of(screen)
            assert len(presses) == 2 - (not hidden)

    def test_both_rounds_and_who_moved(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        self.revealed(people, "AABBCC")
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "second_voting")
        people.vote("ABCBCC", 2)
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "second_revealed")
        t = translator(lang)
        moved = t.plural("{count} of {all} changed their vote", "{count} of {all} changed their vote", 2, all=6)
        words = words_of(open_page("console", lang, w=people.id))
        assert t("{moved}, toward {end}.", moved=moved, end="E") in words


class TestLeaving:
    def test_fields_that_are_left_behind_are_not_saved_again(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        """A fragment that asks to run while the page goes to another step sends the fields of the step before along."""
        people.begin("S03", "voting")
        people.vote("CCCCCC")
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")
        people.cases.decisions.draft_from_stance(people.id, "", "S03", "C")
        screen = open_page("console", lang, w=people.id)
        (before,) = people.state.decisions
        fields = screen._tree.get_widget_states()
        for at in reversed(range(len(fields.widgets))):  # a browser sends no button that was not pressed
            if fields.widgets[at].HasField("trigger_value"):
                del fields.widgets[at]
        screen.button(key="console.next").click().run()
        screen.button(key="console.leave.now").click().run()
        assert people.room.step == "S07"
        screen._run(widget_state=fields)
        assert people.state.decisions == (before,)


class TestHostile:
    """Words that cannot be kept are refused with a sentence, and what is welcome is shown as typed."""

    @pytest.mark.parametrize("words", ["woord 🙂; " * 1_111, "a\x00b"])
    def test_what_cannot_be_kept_is_refused(
        self, open_page: Open, lang: Lang, people: LiveWorkshop, words: str
    ) -> None:
        people.begin("red_lines")
        screen = unfold(open_page("console", lang, w=people.id), "notes.note")
        screen.text_area(key="notes.new.note").set_value(words).run()
        screen.button(key="notes.add.note").click().run()
        assert screen.error
        assert screen.text_area(key="notes.new.note").value == words, "nothing typed is lost"
        screen.text_input(key="dam.own").set_value(words).run()
        screen.button(key="dam.add").click().run()
        assert screen.error
        assert (people.state.notes, people.state.red_lines) == ((), ())
        start = open_page(lang=lang)
        start.text_input(key="start.live.organisation").set_value(words)
        start.button(key="start.live.begin").click().run()
        assert start.error

    def test_markup_is_shown_as_typed(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        words = "**x** [l](javascript:alert(1)) :red[r] <b>"
        people.begin("S03", "voting")
        people.vote("BBCCCD", reasons=(words,))
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")
        shown = words_of(open_page("console", lang, w=people.id))
        assert words not in shown
        assert words in shown.replace("\\", "")


def test_from_the_first_vote_to_a_closed_workshop(open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
    """The facilitator on the screen, six people on the use cases: two dilemmas, a red line, an objection, a charter."""
    t = translator(lang)
    screen = open_page("console", lang, w=people.id)

    def go(step: str) -> None:
        unfold(screen, "console.plan")
        click(f"console.go.{step}")

    def propose(scenario: str | None) -> None:
        screen.radio(key="dam.proposal").set_value(scenario).run()
        click("dam.propose")
        unfold(screen, "dam.more")

    def click(key: str) -> None:
        screen.button(key=key).click().run()
        assert not screen.exception, screen.exception
        assert not screen.error, said(screen)

    click("console.begin")
    go("principles")
    people.rank()
    click("console.move.revealed")
    click("keep.confirm")
    assert len(people.room.kept_cards) == 6

    click("console.next")  # the first dilemma
    first = people.room.current_step()
    decision = f"{first.scenario}-{first.activity}"
    click("console.move.voting")
    people.vote("ABCCDE", objections=1)
    click("console.move.revealed")
    click("console.move.second_voting")
    people.vote("BBCCCD", 2)
    click("console.move.second_revealed")
    for attempt in range(2):
        click("console.move.consent")
        if not attempt:
            screen.text_input(key=f"{decision}.owner").set_value("hoofd CRM").run()
        people.consent(objections=1, harm="te duur voor kleine klanten")
        click("console.move.consent_revealed")
        assert "te duur voor kleine klanten" in words_of(screen)
        assert f"{decision}.close" not in keys(screen), "not agreed to yet"
    screen.text_input(key=f"{decision}.decider").set_value("directeur").run()
    click(f"{decision}.agree.decider")
    screen.button(key=f"{decision}.close").click().run()
    assert screen.error, "what was said against it is not in words yet"
    screen.text_area(key=f"{decision}.dissent").set_value("te duur").run()
    click(f"{decision}.close")

    click("console.next")  # the second dilemma: close together, so straight to the rule
    second = people.room.current_step()
    decision = f"{second.scenario}-{second.activity}"
    click("console.move.voting")
    people.vote("DDDDDD")
    click("console.move.revealed")
    click(f"stance.{decision}.draft")
    screen.text_input(key=f"{decision}.owner").set_value("hoofd service").run()
    screen.text_area(key=f"{decision}.reason").set_value("eerlijk").run()
    click("console.move.consent")
    people.consent()
    click("console.move.consent_revealed")
    click(f"{decision}.close")

    go("red_lines")
    propose(first.scenario)
    propose(second.scenario)
    click("console.move.voting")
    people.vote_on_red_line(str(first.scenario), 2)
    people.vote_on_red_line(str(second.scenario), 1)
    click("console.move.revealed")
    assert screen.button(key=f"dam.draw.{second.scenario}").disabled
    click(f"dam.draw.{first.scenario}")
    click(f"dam.go.{second.scenario}")

    go("checkout")
    people.say(*["opgelucht"] * 6)
    click("conclude.end")
    (draft,) = people.state.frameworks
    assert (draft.version, len(draft.rules), len(draft.red_lines), draft.voices) == ("0.1", 2, 1, 6)
    assert draft.group is not None
    assert [rule.agreed for rule in draft.rules] == ["decider", "consent"]

    click("conclude.open")
    with_numbers = [one.id for one in people.state.decisions if f"{one.id}.numbers" in keys(screen)]
    for rule in with_numbers:
        click(f"{rule}.numbers")
    click("console.move.consent")
    people.consent()
    click("console.move.consent_revealed")
    for rule in with_numbers:
        click(f"{rule}.close")
    fill_in(any_actor(), people.id)

    screen = open_page("charter", lang, w=people.id)
    screen.text_input(key="charter.deciders").set_value("CMO, CEO").run()
    click("charter.adopt")
    assert people.state.frameworks[-1].version == "1.0"
    assert screen.button(key="conclude.close").disabled
    screen.checkbox(key="conclude.sure").check().run()
    click("conclude.close")
    assert people.state.workshop.stage == "closed"
    assert t("**Closed.** Votes are permanently separated from seats; nobody can link them again.") in words_of(screen)
    assert t("**Closed.** Votes are permanently separated from seats; nobody can link them again.") in words_of(
        open_page("decide", lang, w=people.id)
    )
    assert not {name for name in keys(open_page("decide", lang, w=people.id)) if name.endswith((".reopen", ".close"))}
    for page in LIVE:
        assert not open_page(page, lang, w=people.id).exception


class TestReadBack:
    def test_the_pages_are_read_from_the_console_with_the_one_button(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        t = translator(lang)
        people.begin()
        for number in range(30):
            people.cases.facilitation.add_note(people.id, "parking", f"Punt {number} voor later")
        people.at("read_back")
        screen = open_page("console", lang, w=people.id)
        assert "Punt 0 voor later" in words_of(screen)
        assert "Punt 29 voor later" not in words_of(screen)
        while "console.page.next" in keys(screen):
            assert screen.button(key="console.next").proto.type == "secondary", "the filled button turns the page"
            screen.button(key="console.page.next").click().run()
        assert "Punt 29 voor later" in words_of(screen)
        assert screen.button(key="console.next").proto.type == "primary"
        assert t("Next: {step}", step=t("Check-out")) in screen.button(key="console.next").label
        screen.button(key="console.page.back").click().run()
        assert "console.page.next" in keys(screen)


class TestQuestionInBetween:
    def test_typed_answered_read_and_shown(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        t = translator(lang)
        people.begin("welcome")
        screen = unfold(open_page("console", lang, w=people.id), "question.form")
        screen.text_input(key="question.text").set_value("Waar *denk* je aan?")
        next(one for one in screen.get("button_group") if one.key == "question.kind").set_value("word").run()
        screen.button(key="question.ask").click().run()
        asked = people.room.step
        assert (people.room.phase, people.room.questions[0].choices) == ("voting", ())
        people.each(lambda at, seat: QuestionAnswer(seat=seat.id, question=asked, word="lomp" if at else "Rust"))
        screen.run()
        assert "lomp" not in words_of(screen)
        screen.button(key="console.move.closed").click().run()
        assert "lomp (5×)" in words_of(screen)
        hide = [one.key for one in screen.button if one.key and one.key.startswith("typed.hide.")]
        screen.button(key=hide[0]).click().run()
        assert {one.hidden for one in people.state.question_answers if one.word == "lomp"} == {False, True}
        assert "lomp" not in words_of(screen), "as every text that was hidden"
        screen.button(key="console.move.revealed").click().run()
        assert screen.button(key="console.next").proto.type == "primary", "back to where the room was"
        screen.button(key="console.next").click().run()
        assert people.room.step == "welcome"
        screen = unfold(screen, "notes.note")
        assert "Rust" in words_of(screen)
        assert "lomp" not in words_of(screen)
        screen.button(key=f"question.again.{asked}").click().run()
        assert (people.room.step, people.room.phase) == (asked, "revealed")
        assert t("A question in between") in screen.title[0].value

    def test_answers_to_choose_from_are_counted(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("welcome")
        screen = unfold(open_page("console", lang, w=people.id), "question.form")
        screen.text_input(key="question.text").set_value("Pauze?")
        screen.text_area(key="question.choices").set_value("Ja\n\nNee\n").run()
        screen.button(key="question.ask").click().run()
        asked = people.room.questions[0]
        assert asked.choices == ("Ja", "Nee")
        people.each(lambda at, seat: QuestionAnswer(seat=seat.id, question=asked.id, choice=at % 2))
        screen.run()
        screen.button(key="console.move.revealed").click().run()
        assert [bar.proto.text for bar in screen.get("progress")] == ["Ja · **3**", "Nee · **3**"]

    def test_what_is_missing_is_said_and_nothing_typed_is_lost(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("welcome")
        screen = unfold(open_page("console", lang, w=people.id), "question.form")
        screen.text_input(key="question.text").set_value("Pauze?").run()
        screen.button(key="question.ask").click().run()
        assert people.room.questions == ()
        assert screen.text_input(key="question.text").value == "Pauze?"
        assert not screen.exception
