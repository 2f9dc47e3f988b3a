"""The console of a live workshop, through the shell, in both languages: steps, people, notes."""

import json
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.language.labels import left_out_words, tied_words
from framework.text import Lang
from framework.usecases.participation import Newcomer
from framework.workshop.facilitator_script import goodbye_script, step_script
from framework.workshop.models import Ranking
from framework.workshop.room import PHASES, PlannedStep
from pages.live.hub import Hub
from tests.pages.conftest import Open, gauges, keys, unfold
from tests.pages.test_screens import words_of
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop


def everything(screen: AppTest) -> str:
    """All that a browser would get, charts included."""
    return words_of(screen) + json.dumps([str(element.proto) for element in screen.main if hasattr(element, "proto")])


class TestSteering:
    @pytest.mark.parametrize(
        "kind", [kind for kind in PHASES if kind not in ("agreements", "break", "consequences", "question")]
    )
    def test_each_step_says_what_to_say(self, open_page: Open, lang: Lang, people: LiveWorkshop, kind: str) -> None:
        step = next(step for step in people.room.plan if step.kind == kind)
        people.begin(step.id)
        screen = open_page("console", lang, w=people.id)
        assert step_script(step.kind, people.room.phase).say[lang] in words_of(screen)
        assert step_script(step.kind, people.room.phase).heated[lang] in words_of(screen)

    def test_few_people_are_told_beforehand_that_nobody_is_anonymous(self, open_page: Open, lang: Lang) -> None:
        from framework.workshop.facilitator_script import step_script

        few = step_script("welcome", "open").few
        assert few is not None
        for people, said in ((3, True), (5, False)):
            room = LiveWorkshop(any_actor(), people=people, lang=lang)
            room.begin()
            assert (few[lang] in words_of(open_page("console", lang, w=room.id))) == said

    def test_cards_that_end_equal_at_the_cut_are_named(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("principles")
        deck = {card.id: card.name[lang] for card in people.state.deck.cards}
        five, last = list(deck)[:5], list(deck)[5:7]
        people.each(lambda at, seat: Ranking(seat=seat.id, cards=(*five[:4], last[at] if at < 2 else five[4])))
        people.move("revealed")
        screen = open_page("console", lang, w=people.id)
        assert tied_words([deck[card] for card in last], translator(lang)) in words_of(screen)

    def test_while_the_cards_are_chosen_one_button_is_filled(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        def filled() -> list[str]:
            return [str(button.key) for button in screen.button if button.proto.type == "primary"]

        people.begin("principles")
        people.rank()
        people.move("revealed")
        screen = open_page("console", lang, w=people.id)
        assert filled() == ["keep.confirm"]
        screen.button(key="keep.confirm").click().run()
        assert filled() == ["console.next"]

    def test_before_the_reveal_there_are_counts_alone(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        """Whatever people vote, the screen is the same to the letter."""
        people.begin("S03", "voting")
        people.cases.facilitation.pause_timer(people.id)
        screen = open_page("console", lang, w=people.id)
        seen: list[str] = []
        for letters, reason, objections in (("AAAAE", "mijn geheime reden", 1), ("EEDCB", "een heel andere", 0)):
            people.vote(letters, reasons=(reason,), objections=objections)
            screen.run()
            assert (gauges(screen)["voted"], gauges(screen)["people"]) == (5, 6)
            assert not screen.get("plotly_chart")
            seen.append(everything(screen))
        assert "geheime" not in seen[0]
        assert seen[0] == seen[1]

    def test_several_rules_are_put_to_the_room_as_several(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        draft = PlannedStep(id="draft", kind="agreements", minutes=10)
        people.cases.facilitation.set_plan(people.id, people.room.version, "own", (*people.room.plan, draft))
        people.begin("S03", "voting")
        people.vote("BBCCCD")
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")
        for scenario in ("S03", "S07"):
            people.cases.decisions.draft_from_stance(people.id, "", scenario, "C")
        screen = open_page("console", lang, w=people.id)
        t = translator(lang)
        assert screen.button(key="console.move.consent").label == t("Put the rule to the room")
        people.cases.facilitation.move_to_step(people.id, people.room.version, "draft")
        assert screen.run().button(key="console.move.consent").label == t("Put the draft to the room")

    def test_the_follow_up_is_opened_by_hand_and_warns_of_what_is_not_settled(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        t = translator(lang)
        line = people.cases.decisions.add_own_red_line(people.id, "nl", "liegen over wie er schrijft")
        people.begin("checkout")
        screen = open_page("console", lang, w=people.id)
        screen.button(key="conclude.end").click().run()
        assert goodbye_script()[lang] in words_of(screen)
        assert "console.next" not in keys(screen)
        screen.date_input(key="conclude.day").set_value(people.cases.context.today() + timedelta(days=14)).run()
        assert people.room.follow_up_on is not None
        screen.button(key="conclude.open").click().run()
        assert step_script("agreements", "open").say[lang] in words_of(screen)
        assert t("The room has not been asked about the draft yet.") in words_of(screen)
        people.move("consent")
        people.consent(line.id, 1)
        people.move("consent_revealed")
        screen.run()
        assert any("over wie er schrijft" in each.value for each in screen.warning)
        assert t("This red line is open again. Put it to the room again, keep it or let it go.") in words_of(screen)
        assert f"follow_up.keep.{line.id}" not in keys(screen), "nobody voted on the practice"
        screen.button(key=f"follow_up.go.{line.id}").click().run()
        assert not screen.warning

    def test_a_rule_that_is_open_again_can_be_changed_in_the_follow_up(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting")
        people.vote("CCCCCC")
        people.move("revealed")
        rule = people.draft_rule()
        people.move("consent")
        people.consent(rule)
        people.move("consent_revealed")
        people.cases.decisions.record_agreement(people.id, rule, "consent")
        people.close_rule(rule)
        people.cases.closing.end_session(people.id)
        people.cases.closing.open_follow_up(people.id)
        screen = unfold(open_page("console", lang, w=people.id))
        assert not any(str(each.key).startswith(rule) for each in screen.text_area), "closed"
        people.move("consent")
        people.consent(rule, 1)
        people.move("consent_revealed")
        unfold(screen.run())
        assert translator(lang)("Somebody objected, so this rule is open again.") in words_of(screen)
        assert any(str(each.key).startswith(rule) for each in screen.text_area)

    def test_revealing_before_everybody_voted_asks_once_more(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
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

    def test_nobody_waits_for_who_is_away(
        self, open_page: Open, lang: Lang, people: LiveWorkshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people.begin("S03", "voting")
        people.vote("AABB")
        monkeypatch.setattr(Hub, "away", lambda _, __, seats: frozenset(seats[4:]))
        screen = open_page("console", lang, w=people.id)
        t = translator(lang)
        assert screen.button(key="console.move.revealed").label == t("{move} ({count} away)", move=t("Reveal"), count=2)
        assert (
            sum(
                name.endswith(t("away"))
                for name in unfold(screen, "console.people").selectbox(key="people.out").options
            )
            == 2
        )
        screen.button(key="console.move.revealed").click().run()
        assert people.room.phase == "revealed"

    def test_revealing_when_everybody_voted_asks_nothing(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting")
        people.vote("AABBCC")
        open_page("console", lang, w=people.id).button(key="console.move.revealed").click().run()
        assert people.room.phase == "revealed"

    def test_a_wrong_click_is_taken_back(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03")
        screen = open_page("console", lang, w=people.id)
        screen.button(key="console.move.voting").click().run()
        screen.button(key="console.undo").click().run()
        assert people.room.phase == "open"

    def test_after_a_reveal_there_is_nothing_to_take_back(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting", "revealed")
        assert "console.undo" not in keys(open_page("console", lang, w=people.id))

    def test_what_to_take_first_is_said_once_something_else_is_further_apart(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        t = translator(lang)
        people.begin("S03", "voting")
        people.vote("AAAEEE")
        people.move("revealed")
        people.at("S07", "voting")
        people.vote("CCCCCC")
        screen = open_page("console", lang, w=people.id)
        assert "console.first" not in keys(screen)
        people.move("revealed")
        assert "console.first" not in keys(screen.run()), "the room is still at this one"
        people.move("second_voting")
        people.vote("CCCCCC", round_=2)
        people.move("second_revealed")
        screen.run()
        assert t("Two camps") in next(one.value for one in screen.markdown if "**" in one.value and "?**" in one.value)
        unfold(screen, "console.plan")
        assert f"{t('Most worth talking about:')}" in words_of(screen)
        screen.button(key="console.first").click().run()
        assert people.room.step == "S03"
        assert "console.first" not in keys(screen)

    def test_with_few_votes_nothing_is_taken_first(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03", "voting")
        people.vote("AAEE")
        people.move("revealed")
        people.at("red_lines")
        assert "console.first" not in keys(open_page("console", lang, w=people.id))

    def test_the_clock_of_a_step_starts_with_it_and_can_be_steered(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting")
        screen = open_page("console", lang, w=people.id)
        for key in ("timer.more", "timer.halt"):
            screen.button(key=key).click().run()
        timer = people.room.timer
        assert timer is not None
        assert timer.ends_at is None
        assert 12 * 60 < timer.left <= 13 * 60
        screen.button(key="timer.clear").click().run()
        assert people.room.timer is None
        screen.button(key="timer.start").click().run()
        assert people.room.timer is not None

    def test_the_clock_of_the_session_runs_through_steps_and_reloads(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting")
        screen = open_page("console", lang, w=people.id)
        before = gauges(screen)["schedule"]
        assert before["ends"] - before["began"] == 60_000 * sum(step.minutes for step in people.room.plan)
        screen.button(key="console.next").click().run()
        after = gauges(open_page("console", lang, w=people.id))["schedule"]
        assert (after["began"], after["ends"]) == (before["began"], before["ends"])
        assert after["from"] == before["until"], "the next step is due when this one should end"

    def test_a_second_facilitator_sees_the_same(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03")
        one, two = (open_page("console", lang, w=people.id) for _ in range(2))
        one.button(key="console.move.voting").click().run()
        two.button(key="console.move.voting").click().run()
        assert people.room.phase == "voting", "the second click from an old page changes nothing"
        two.run()
        assert "console.move.revealed" in keys(two)

    def test_pausing_and_going_on(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03", "voting")
        screen = open_page("console", lang, w=people.id)
        unfold(screen, "console.plan")
        screen.button(key="console.pause").click().run()
        assert people.room.paused
        assert "console.move.revealed" not in keys(screen)
        screen.button(key="console.resume").click().run()
        assert "console.move.revealed" in keys(screen)

    def test_another_step_is_gone_to(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03")
        screen = unfold(open_page("console", lang, w=people.id), "console.plan")
        screen.button(key="console.go.red_lines").click().run()
        assert people.room.step == "red_lines"
        assert "console.go.S03" not in keys(screen), "the plan is folded again"

    def test_before_the_session_it_says_how_to_begin(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        screen = open_page("console", lang, w=people.id)
        screen.button(key="console.begin").click().run()
        assert people.state.workshop.stage == "session"
        assert "console.next" in keys(screen)


class TestPeople:
    def test_locking_and_taking_a_stray_seat_out(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03")
        screen = open_page("console", lang, w=people.id)
        screen.button(key="people.lock").click().run()
        assert people.room.locked
        unfold(screen, "console.people")
        screen.button(key="people.out.now").click().run()
        assert screen.warning[0].value.replace("\\", "") == translator(lang)("Choose a seat first.")
        screen.selectbox(key="people.out").set_value(people.seats[0].id).run()
        screen.button(key="people.out.now").click().run()
        assert screen.selectbox(key="people.out").value is None
        assert sum(not seat.left for seat in people.state.seats) == 5
        assert gauges(screen)["people"] == 5

    def test_several_seats_are_taken_out_and_their_votes_with_them(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting")
        people.vote("CAAAAA")
        screen = unfold(open_page("console", lang, w=people.id), "console.people")
        screen.selectbox(key="people.out").set_value(people.seats[5].id).run()
        screen.selectbox(key="people.out.last").set_value(people.seats[1].id).run()
        screen.checkbox(key="people.out.votes").check().run()
        screen.button(key="people.out.now").click().run()
        shown = gauges(screen)
        assert (shown["people"], shown["voted"], shown["asked"]) == (1, 1, 1)
        assert not screen.checkbox(key="people.out.votes").value
        people.move("revealed")
        said = " ".join(one.value for one in open_page("console", lang, w=people.id).markdown)
        assert left_out_words(5, translator(lang)) in said

    def test_a_room_that_grows_suddenly_is_pointed_out(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03")
        screen = open_page("console", lang, w=people.id)
        assert not screen.warning
        more = [Newcomer(f"{number:064}", "", "nl") for number in range(61)]
        people.cases.participation.admit(people.id, more)
        screen.run()
        assert "61" in screen.warning[0].value

    def test_a_seat_that_voted_and_was_taken_out_still_counts(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting")
        people.vote("CC")
        people.cases.facilitation.free_seats(people.id, [people.seats[0].id])
        screen = open_page("console", lang, w=people.id)
        shown = gauges(screen)
        assert (shown["people"], shown["voted"], shown["asked"]) == (5, 2, 6)

    def test_a_paper_vote_is_typed_in_and_not_shown(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03", "voting")
        screen = unfold(open_page("console", lang, w=people.id), "console.people")
        screen.button(key="people.add").click().run()
        screen.radio(key="paper.S03/1.stance").set_value("E").run()
        screen.button(key="paper.save").click().run()
        assert [ballot.stance for ballot in people.state.ballots] == ["E"]
        assert screen.radio(key="paper.S03/1.stance").value is None
        assert (gauges(screen)["voted"], gauges(screen)["asked"]) == (1, 7)

    def test_an_objection_on_paper_is_to_the_rule_it_names(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting")
        for scenario in ("S03", "S07"):
            if people.room.step != scenario:
                people.cases.facilitation.move_to_step(people.id, people.room.version, scenario)
                people.cases.facilitation.move_to_phase(people.id, people.room.version, "voting")
            people.vote("CCCCCC")
            people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")
            rule = people.cases.decisions.draft_from_stance(people.id, "", scenario, "C")
            whole = {"owner": "hoofd CRM", "reason": "uitlegbaar", "none_voiced": True}
            people.cases.decisions.edit(people.id, rule, rule.model_copy(update=whole))
            people.cases.facilitation.move_to_phase(people.id, people.room.version, "consent")
            people.consent()
            people.cases.facilitation.move_to_phase(people.id, people.room.version, "consent_revealed")
            people.cases.decisions.record_agreement(people.id, rule.id, "consent")
            (stored,) = (one for one in people.state.decisions if one.id == rule.id)
            people.cases.decisions.close(people.id, stored)
        people.cases.closing.end_session(people.id)
        people.cases.closing.open_follow_up(people.id)
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "consent")
        screen = unfold(open_page("console", lang, w=people.id), "console.people")
        paper = f"paper.{people.room.open_round()}"
        screen.button(key="people.add").click().run()
        screen.radio(key=f"{paper}.consent").set_value("objection").run()
        screen.button(key="paper.save").click().run()
        assert not self.said_at(people), "to which one is not said yet"
        against = screen.multiselect(key=f"{paper}.rules").options
        assert len(against) == 2
        screen.multiselect(key=f"{paper}.rules").select(against[1]).run()
        screen.text_input(key=f"{paper}.harm").set_value("Klanten weten van niets").run()
        screen.button(key="paper.save").click().run()
        assert self.said_at(people) == [("consent", ""), ("objection", "Klanten weten van niets")]

    def said_at(self, people: LiveWorkshop) -> list[tuple[str, str]]:
        """What was answered in the consent round that is open."""
        return [(one.answer, one.harm) for one in people.state.consents if one.round == people.room.open_round()]

    def test_thirteen_people_sit_at_tables(self, open_page: Open, lang: Lang) -> None:
        people = LiveWorkshop(any_actor(), lang=lang, people=14)
        people.begin("S03")
        screen = unfold(open_page("console", lang, w=people.id), "console.people")
        screen.button(key="people.tables").click().run()
        assert {seat.table for seat in people.state.seats} == {1, 2, 3}


class TestNotes:
    def test_two_people_on_one_note_both_keep_their_words(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03")
        note = people.cases.facilitation.add_note(people.id, "parking", "leveranciers", "S03")
        one, two = (unfold(open_page("console", lang, w=people.id), "notes.parking") for _ in range(2))
        one.text_area(key=f"note.text.{note.id}").set_value("leveranciers en bureaus").run()
        two.text_area(key=f"note.text.{note.id}").set_value("leveranciers buiten de EU").run()
        words = words_of(two)
        assert "leveranciers en bureaus" in words
        assert "leveranciers buiten de EU" in words
        two.button(key="conflict.mine").click().run()
        assert people.state.notes[0].text == "leveranciers buiten de EU"

    def test_a_note_is_written_ticked_and_taken_out(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03")
        screen = unfold(open_page("console", lang, w=people.id), "notes.parking")
        screen.text_area(key="notes.new.parking").set_value("bezorging").run()
        screen.button(key="notes.add.parking").click().run()
        (note,) = people.state.notes
        assert (note.kind, note.step, note.text) == ("parking", "S03", "bezorging")
        screen.checkbox(key=f"note.done.{note.id}").check().run()
        screen.button(key=f"note.out.{note.id}").click().run()
        assert people.state.notes[0].withdrawn
