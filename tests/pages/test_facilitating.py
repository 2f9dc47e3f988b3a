"""The facilitator's screens of a live workshop, through the shell, in both languages and every state."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.text import Lang, other
from framework.workshop.room import PHASES
from pages.ui import nav, service
from tests.pages.conftest import Open
from tests.pages.room import People
from tests.pages.test_screens import _only, said, words_of

LIVE = [page.key for page in nav.pages_for("live")]


@pytest.fixture
def people(lang: Lang) -> People:
    return People(lang)


def keys(screen: AppTest) -> set[str]:
    return {str(button.key) for button in screen.button}


def everything(screen: AppTest) -> str:
    """All that a browser would get, charts included."""
    return words_of(screen) + json.dumps([str(element.proto) for element in screen.main if hasattr(element, "proto")])


class TestWays:
    @pytest.mark.parametrize("page", LIVE)
    def test_every_page_speaks_one_language(self, open_page: Open, lang: Lang, people: People, page: str) -> None:
        people.begin("S03", "voting")
        people.vote("BBCCCD")
        people.cases.facilitating.to_phase(people.id, people.room.version, "revealed")
        words = words_of(open_page(page, lang, w=people.id))
        assert [sentence for sentence in _only(other(lang)) if sentence in words] == []

    def test_the_menu_holds_the_pages_of_its_kind(self, open_page: Open, lang: Lang, people: People) -> None:
        screen = open_page("prepare", lang, w=people.id)
        links = [link.proto.page for link in screen.sidebar.get("page_link")]
        assert [page for page in links if page in ("principles", "scenarios", "decisions")] == []
        assert {"prepare", "console", "decide", "inventory", "charter"} <= set(links)

    @pytest.mark.parametrize("page", ["principles", "scenarios", "decisions"])
    def test_a_page_of_the_other_kind_says_where_to_go(
        self, open_page: Open, lang: Lang, people: People, page: str
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
        (entry,) = service.workshops().opening.listed()
        assert (entry.kind, entry.stage) == ("live", "preparing")
        assert screen.title[0].value == translator(lang)("Prepare the workshop")


class TestPreparing:
    def test_the_proposal_is_taken_over_moved_and_timed(self, open_page: Open, lang: Lang) -> None:
        people = People(lang, people=0, scenarios=())
        screen = open_page("prepare", lang, w=people.id)
        screen.button(key="plan.take").click().run()
        planned = [step.id for step in people.room.plan if step.kind == "scenario"]
        assert len(planned) == 4
        screen.button(key=f"plan.down.{planned[0]}").click().run()
        assert [step.id for step in people.room.plan if step.kind == "scenario"][:2] == [planned[1], planned[0]]
        screen.number_input(key=f"plan.minutes.{planned[0]}").set_value(40).run()
        assert people.room.step_of(planned[0]).minutes == 40
        assert any("16" in warning.value for warning in screen.warning), "says how much too long it is"
        screen.button(key=f"plan.out.{planned[0]}").click().run()
        assert planned[0] not in [step.id for step in people.room.plan]

    def test_another_format_keeps_the_dilemmas(self, open_page: Open, lang: Lang, people: People) -> None:
        screen = open_page("prepare", lang, w=people.id)
        screen.button_group(key="plan.format").set_value("half_day").run()
        assert people.room.format == "half_day"
        assert [step.scenario for step in people.room.plan if step.scenario] == ["S03", "S07"]
        assert "consequences" in [step.kind for step in people.room.plan]

    def test_private_votes_are_counted_and_never_told(self, open_page: Open, lang: Lang, people: People) -> None:
        step = people.room.step_of("S03")
        people.cases.facilitating.to_step(people.id, people.room.version, step.id)
        people.vote("AABEE", reasons=("omdat het mij raakt",))
        screen = open_page("prepare", lang, w=people.id)
        title = people.state.deck.scenario("S03").title[lang]  # type: ignore[union-attr]
        words = words_of(screen)
        assert translator(lang).plural(
            "{title}: {count} vote", "{title}: {count} votes", 5, title=title
        ) in words.replace("\\", "")
        assert "omdat het mij raakt" not in everything(screen)

    def test_the_first_phone_is_said(self, open_page: Open, lang: Lang) -> None:
        t = translator(lang)
        people = People(lang, people=0)
        people.cases.facilitating.seat_by_hand(people.id)
        assert t("A phone came in: it works.") not in words_of(open_page("prepare", lang, w=people.id))
        people.joined(1)
        assert t("A phone came in: it works.") in words_of(open_page("prepare", lang, w=people.id))

    def test_the_code_is_shown_and_can_be_changed(self, open_page: Open, lang: Lang, people: People) -> None:
        before = people.room.code
        screen = open_page("prepare", lang, w=people.id)
        assert screen.metric[0].value == " ".join(before)
        assert any(code.value.endswith(f"/j/{before}") for code in screen.code)
        screen.button(key="room.code.new").click().run()
        assert people.room.code != before
        assert screen.metric[0].value == " ".join(people.room.code)

    def test_the_next_team_gets_the_same(self, open_page: Open, lang: Lang, people: People) -> None:
        screen = open_page("prepare", lang, w=people.id)
        screen.text_input(key="room.again.team").set_value("Sales").run()
        screen.button(key="room.again.make").click().run()
        assert sorted(entry.team for entry in service.workshops().opening.listed()) == ["Marketing", "Sales"]

    @pytest.mark.parametrize(("count", "sentence"), [(3, "fewer than five"), (14, "tables")])
    def test_the_size_of_the_group_is_answered(self, open_page: Open, count: int, sentence: str) -> None:
        people = People("en", people=count)
        assert sentence in words_of(open_page("prepare", "en", w=people.id))


class TestSteering:
    @pytest.mark.parametrize("kind", [kind for kind in PHASES if kind not in ("agreements", "break", "consequences")])
    def test_each_step_says_what_to_say(self, open_page: Open, lang: Lang, people: People, kind: str) -> None:
        from framework.workshop.facilitation import words_for

        step = next(step for step in people.room.plan if step.kind == kind)
        people.begin(step.id)
        screen = open_page("console", lang, w=people.id)
        assert words_for(step.kind, people.room.phase).say[lang] in words_of(screen)
        assert words_for(step.kind, people.room.phase).heated[lang] in words_of(screen)

    def test_before_the_reveal_there_are_counts_alone(self, open_page: Open, lang: Lang, people: People) -> None:
        """Whatever people vote, the screen is the same to the letter."""
        people.begin("S03", "voting")
        screen = open_page("console", lang, w=people.id)
        seen: list[str] = []
        for letters, reason, objections in (("AAAAE", "mijn geheime reden", 1), ("EEDCB", "een heel andere", 0)):
            people.vote(letters, reasons=(reason,), objections=objections)
            screen.run()
            assert screen.metric[2].value == translator(lang)("{count} of {all}", count=5, all=6)
            assert not screen.get("plotly_chart")
            seen.append(everything(screen))
        assert "geheime" not in seen[0]
        assert seen[0] == seen[1]

    def test_revealing_before_everybody_voted_asks_once_more(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03", "voting")
        people.vote("AABB")
        screen = open_page("console", lang, w=people.id)
        screen.button(key="console.move.revealed").click().run()
        assert people.room.phase == "voting"
        screen.button(key="console.reveal.wait").click().run()
        assert "console.reveal.now" not in keys(screen)
        screen.button(key="console.move.revealed").click().run()
        screen.button(key="console.reveal.now").click().run()
        assert people.room.phase == "revealed"

    def test_revealing_when_everybody_voted_asks_nothing(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03", "voting")
        people.vote("AABBCC")
        open_page("console", lang, w=people.id).button(key="console.move.revealed").click().run()
        assert people.room.phase == "revealed"

    def test_a_wrong_click_is_taken_back(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03")
        screen = open_page("console", lang, w=people.id)
        screen.button(key="console.move.voting").click().run()
        screen.button(key="console.undo").click().run()
        assert people.room.phase == "open"

    def test_after_a_reveal_there_is_nothing_to_take_back(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03", "voting", "revealed")
        assert "console.undo" not in keys(open_page("console", lang, w=people.id))

    def test_the_timer_starts_grows_and_stops(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03")
        screen = open_page("console", lang, w=people.id)
        for key in ("timer.start", "timer.more", "timer.halt"):
            screen.button(key=key).click().run()
        timer = people.room.timer
        assert timer is not None
        assert timer.ends_at is None
        assert 12 * 60 < timer.left <= 13 * 60
        screen.button(key="timer.clear").click().run()
        assert people.room.timer is None

    def test_a_second_facilitator_sees_the_same(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03")
        one, two = (open_page("console", lang, w=people.id) for _ in range(2))
        one.button(key="console.move.voting").click().run()
        two.button(key="console.move.voting").click().run()
        assert people.room.phase == "voting", "the second click from an old page changes nothing"
        two.run()
        assert "console.move.revealed" in keys(two)

    def test_pausing_and_going_on(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03", "voting")
        screen = open_page("console", lang, w=people.id)
        screen.button(key="console.pause").click().run()
        assert people.room.paused
        assert "console.move.revealed" not in keys(screen)
        screen.button(key="console.resume").click().run()
        assert "console.move.revealed" in keys(screen)

    def test_another_step_is_gone_to(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03")
        open_page("console", lang, w=people.id).button(key="console.go.red_lines").click().run()
        assert people.room.step == "red_lines"

    def test_before_the_session_it_says_how_to_begin(self, open_page: Open, lang: Lang, people: People) -> None:
        screen = open_page("console", lang, w=people.id)
        screen.button(key="console.begin").click().run()
        assert people.state.workshop.stage == "session"
        assert "console.next" in keys(screen)


class TestPeople:
    def test_locking_and_taking_a_stray_seat_out(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03")
        screen = open_page("console", lang, w=people.id)
        screen.button(key="people.lock").click().run()
        assert people.room.locked
        screen.button(key=f"people.out.{people.seats[0].id}").click().run()
        assert sum(not seat.left for seat in people.state.seats) == 5
        assert screen.metric[1].value == "5"

    def test_a_paper_vote_is_typed_in_and_not_shown(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03", "voting")
        screen = open_page("console", lang, w=people.id)
        screen.button(key="people.add").click().run()
        screen.radio(key="paper.stance").set_value("E").run()
        screen.button(key="paper.save").click().run()
        assert [ballot.stance for ballot in people.state.ballots] == ["E"]
        assert screen.radio(key="paper.stance").value is None
        assert screen.metric[2].value == translator(lang)("{count} of {all}", count=1, all=7)

    def test_thirteen_people_sit_at_tables(self, open_page: Open, lang: Lang) -> None:
        people = People(lang, people=14)
        people.begin("S03")
        open_page("console", lang, w=people.id).button(key="people.tables").click().run()
        assert {seat.table for seat in people.state.seats} == {1, 2, 3}


class TestRevealed:
    def revealed(self, people: People, letters: str = "BBCCCD", **given: object) -> None:
        people.begin("S03", "voting")
        people.vote(letters, **given)  # type: ignore[arg-type]
        people.cases.facilitating.to_phase(people.id, people.room.version, "revealed")

    def test_the_spread_the_label_and_the_pair_of_medians(self, open_page: Open, lang: Lang, people: People) -> None:
        t = translator(lang)
        self.revealed(people)
        screen = open_page("console", lang, w=people.id)
        words = words_of(screen)
        assert screen.get("plotly_chart")
        assert t("You largely agree.") in words
        assert t("The middle vote is {letter}", letter="C") in words
        assert screen.radio(key=f"stance.S03-{people.room.step_of('S03').activity}").value == "C"

    def test_few_people_are_dots_without_a_label(self, open_page: Open, lang: Lang) -> None:
        t = translator(lang)
        people = People(lang, people=4)
        self.revealed(people, "BBCD")
        screen = open_page("console", lang, w=people.id)
        words = words_of(screen)
        assert "●●" in words
        assert not screen.get("plotly_chart")
        assert t("You largely agree.") not in words
        assert screen.radio(key=f"stance.S03-{people.room.step_of('S03').activity}").value is None

    def test_a_reason_is_hidden_and_shown_again(self, open_page: Open, lang: Lang, people: People) -> None:
        self.revealed(people, reasons=("Jan doet dit altijd", "eerlijk is eerlijk"))
        screen = open_page("console", lang, w=people.id)
        hide = [key for key in keys(screen) if key.startswith("reason.")]
        assert len(hide) == 2
        assert not any(seat.id in key for key in hide for seat in people.seats)
        by_text = next(k for k in hide if "Jan doet" in _line_of(screen, k))
        screen.button(key=by_text).click().run()
        assert "Jan doet dit altijd" not in words_of(screen)
        screen.button(key=by_text).click().run()
        assert "Jan doet dit altijd" in words_of(screen)

    def test_both_rounds_and_who_moved(self, open_page: Open, lang: Lang, people: People) -> None:
        self.revealed(people, "AABBCC")
        people.cases.facilitating.to_phase(people.id, people.room.version, "second_voting")
        people.vote("ABCBCC", 2)
        people.cases.facilitating.to_phase(people.id, people.room.version, "second_revealed")
        t = translator(lang)
        moved = t.plural("{count} of {all} changed their vote", "{count} of {all} changed their vote", 2, all=6)
        words = words_of(open_page("console", lang, w=people.id))
        assert t("{moved}, toward {end}.", moved=moved, end="E") in words


def _line_of(screen: AppTest, key: str) -> str:
    """The words beside a button: the element drawn just before it."""
    last = ""
    for element in screen.main:
        if element.type == "markdown":
            last = element.value
        if getattr(element, "key", None) == key:
            return last
    return ""


class TestHostile:
    """Words that cannot be kept are refused with a sentence, and what is welcome is shown as typed."""

    @pytest.mark.parametrize("words", ["woord 🙂; " * 1_111, "a\x00b"])
    def test_what_cannot_be_kept_is_refused(self, open_page: Open, lang: Lang, people: People, words: str) -> None:
        people.begin("red_lines")
        screen = open_page("console", lang, w=people.id)
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

    def test_markup_is_shown_as_typed(self, open_page: Open, lang: Lang, people: People) -> None:
        words = "**x** [l](javascript:alert(1)) :red[r] <b>"
        people.begin("S03", "voting")
        people.vote("BBCCCD", reasons=(words,))
        people.cases.facilitating.to_phase(people.id, people.room.version, "revealed")
        shown = words_of(open_page("console", lang, w=people.id))
        assert words not in shown
        assert words in shown.replace("\\", "")


class TestNotes:
    def test_two_people_on_one_note_both_keep_their_words(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03")
        note = people.cases.facilitating.write_note(people.id, "parking", "leveranciers", "S03")
        one, two = (open_page("console", lang, w=people.id) for _ in range(2))
        one.text_area(key=f"note.text.{note.id}").set_value("leveranciers en bureaus").run()
        two.text_area(key=f"note.text.{note.id}").set_value("leveranciers buiten de EU").run()
        words = words_of(two)
        assert "leveranciers en bureaus" in words
        assert "leveranciers buiten de EU" in words
        two.button(key="conflict.mine").click().run()
        assert people.state.notes[0].text == "leveranciers buiten de EU"

    def test_a_note_is_written_ticked_and_taken_out(self, open_page: Open, lang: Lang, people: People) -> None:
        people.begin("S03")
        screen = open_page("console", lang, w=people.id)
        screen.text_area(key="notes.new.parking").set_value("bezorging").run()
        screen.button(key="notes.add.parking").click().run()
        (note,) = people.state.notes
        assert (note.kind, note.step, note.text) == ("parking", "S03", "bezorging")
        screen.checkbox(key=f"note.done.{note.id}").check().run()
        screen.button(key=f"note.out.{note.id}").click().run()
        assert people.state.notes[0].withdrawn


def test_from_the_first_vote_to_a_closed_workshop(open_page: Open, lang: Lang, people: People) -> None:
    """The facilitator on the screen, six people on the use cases: two dilemmas, a red line, an objection, a charter."""
    t = translator(lang)
    screen = open_page("console", lang, w=people.id)

    def click(key: str) -> None:
        screen.button(key=key).click().run()
        assert not screen.exception, screen.exception
        assert not screen.error, said(screen)

    click("console.begin")
    click("console.go.principles")
    people.rank()
    click("console.move.revealed")
    click("keep.confirm")
    assert len(people.room.kept_cards) == 6

    click("console.next")  # the first dilemma
    first = people.room.current()
    decision = f"{first.scenario}-{first.activity}"
    click("console.move.voting")
    people.vote("ABCCDE", objections=1)
    click("console.move.revealed")
    click("console.move.second_voting")
    people.vote("BBCCCD", 2)
    click("console.move.second_revealed")
    assert "console.move.consent" not in keys(screen), "no rule yet, so nothing to put to the room"
    click(f"stance.{decision}.draft")
    screen.text_input(key=f"{decision}.owner").set_value("hoofd CRM").run()
    screen.text_area(key=f"{decision}.reason").set_value("uitlegbaar").run()
    for _ in range(2):
        click("console.move.consent")
        people.consent(objections=1)
        click("console.move.consent_revealed")
        assert "te duur voor kleine klanten" in words_of(screen)
    screen.button(key=f"{decision}.close").click().run()
    assert screen.error, "not agreed to yet"
    screen.text_input(key=f"{decision}.decider").set_value("directeur").run()
    click(f"{decision}.agree.decider")
    screen.checkbox(key=f"{decision}.none").check().run()
    screen.text_area(key=f"{decision}.dissent").set_value("te duur").run()
    click(f"{decision}.close")

    click("console.next")  # the second dilemma: close together, so straight to the rule
    second = people.room.current()
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
    click(f"{decision}.agree.consent")
    screen.checkbox(key=f"{decision}.none").check().run()
    click(f"{decision}.close")

    click("console.go.red_lines")
    click(f"dam.propose.{first.scenario}")
    click(f"dam.propose.{second.scenario}")
    click("console.move.voting")
    people.dam(str(first.scenario), 2)
    people.dam(str(second.scenario), 1)
    click("console.move.revealed")
    assert screen.button(key=f"dam.draw.{second.scenario}").disabled
    click(f"dam.draw.{first.scenario}")
    click(f"dam.go.{second.scenario}")

    click("console.go.checkout")
    people.leave_with("opgelucht")
    click("conclude.end")
    (draft,) = people.state.frameworks
    assert (draft.version, len(draft.rules), len(draft.red_lines), draft.voices) == ("0.1", 2, 1, 6)
    assert draft.group is not None
    assert [rule.agreed for rule in draft.rules] == ["decider", "consent"]

    click("console.move.consent")
    people.consent()
    click("console.move.consent_revealed")

    screen = open_page("charter", lang, w=people.id)
    screen.text_input(key="charter.deciders").set_value("CMO, DPO").run()
    click("charter.adopt")
    assert people.state.frameworks[-1].version == "1.0"
    assert screen.button(key="conclude.close").disabled
    screen.checkbox(key="conclude.sure").check().run()
    click("conclude.close")
    assert people.state.workshop.stage == "closed"
    assert t("**Closed.** Votes were cut loose from seats for good; nobody can put them together again.") in words_of(
        screen
    )
    for page in LIVE:
        assert not open_page(page, lang, w=people.id).exception
