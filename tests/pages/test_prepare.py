"""The page on which a live workshop is prepared, through the shell, in both languages."""

import pytest

from framework.errors import AddressRefused
from framework.language import translator
from framework.text import Lang
from framework.workshop.session_plan import FORMAT_MINUTES, SCENARIOS_BY_FORMAT
from pages.ui.facilitation import join_info
from pages.ui.facilitation.plan_editor import MIN_SHOWN_PROPOSALS
from tests.pages.conftest import Open, keys, unfold
from tests.pages.test_console import everything
from tests.pages.test_screens import words_of
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop


class TestPreparing:
    def test_the_proposal_is_taken_over_moved_and_timed(self, open_page: Open, lang: Lang) -> None:
        people = LiveWorkshop(any_actor(), lang=lang, people=0, scenarios=())
        screen = open_page("prepare", lang, w=people.id)
        screen.button(key="plan.take").click().run()
        planned = [step.id for step in people.room.plan if step.kind == "scenario"]
        assert len(planned) == 4
        screen.radio(key="plan.step").set_value(planned[0]).run()
        screen.button(key=f"plan.down.{planned[0]}").click().run()
        assert [step.id for step in people.room.plan if step.kind == "scenario"][:2] == [planned[1], planned[0]]
        screen.number_input(key=f"plan.minutes.{planned[0]}").set_value(40).run()
        assert people.room.step_of(planned[0]).minutes == 40
        assert any("16" in warning.value for warning in screen.warning), "says how much too long it is"
        screen.button(key=f"plan.out.{planned[0]}").click().run()
        assert planned[0] not in [step.id for step in people.room.plan]
        assert screen.radio(key="plan.step").value is None
        screen.button(key="plan.in").click().run()
        assert screen.warning[0].value.replace("\\", "") == translator(lang)("Choose a dilemma first.")
        title = people.state.deck.scenario(planned[0]).title[lang]  # type: ignore[union-attr]
        assert title in screen.radio(key="plan.proposal").options
        screen.radio(key="plan.proposal").set_value(planned[0]).run()
        screen.button(key="plan.in").click().run()
        assert planned[0] in [step.id for step in people.room.plan]
        assert title not in screen.radio(key="plan.proposal").options
        screen.selectbox(key="plan.add").set_value("break").run()
        assert "break" in [step.kind for step in people.room.plan]
        assert screen.selectbox(key="plan.add").value is None

    def test_the_first_dilemmas_are_shown_and_the_rest_when_asked_for(self, open_page: Open, lang: Lang) -> None:
        people = LiveWorkshop(any_actor(), lang=lang, people=0, scenarios=())
        every = [one.item.scenario for one in people.cases.facilitation.propose_dilemmas(people.id)]
        titles = [scenario.title[lang] for scenario in every]
        screen = open_page("prepare", lang, w=people.id)
        assert screen.radio(key="plan.proposal").options == titles[:MIN_SHOWN_PROPOSALS]
        screen.button_group(key="plan.format").set_value("half_day").run()
        assert screen.radio(key="plan.proposal").options == titles[: SCENARIOS_BY_FORMAT["half_day"]], (
            "all that it would take over"
        )
        screen.checkbox(key="plan.all").check().run()
        assert screen.radio(key="plan.proposal").options == titles
        screen.radio(key="plan.proposal").set_value(every[-1].id).run()
        screen.button(key="plan.in").click().run()
        assert every[-1].id in [step.id for step in people.room.plan]
        assert screen.radio(key="plan.proposal").options == titles[:-1], "they stay in view"

    def test_a_step_that_was_voted_on_stays(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03", "voting")
        people.vote("BBCCCD")
        people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")
        screen = open_page("prepare", lang, w=people.id)
        screen.radio(key="plan.step").set_value("S03").run()
        assert screen.button(key="plan.out.S03").disabled
        screen.radio(key="plan.step").set_value("S07").run()
        assert not screen.button(key="plan.out.S07").disabled
        assert "plan.out.S03" not in keys(screen)

    def test_another_format_keeps_the_dilemmas(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        screen = open_page("prepare", lang, w=people.id)
        screen.button_group(key="plan.format").set_value("half_day").run()
        assert people.room.format == "half_day"
        assert [step.scenario for step in people.room.plan if step.scenario] == ["S03", "S07"]
        assert "consequences" in [step.kind for step in people.room.plan]

    def test_half_an_hour_holds_one_dilemma(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.plan()
        screen = open_page("prepare", lang, w=people.id)
        screen.button_group(key="plan.format").set_value("half_hour").run()
        screen.button(key="plan.take").click().run()
        plan = people.room.plan
        assert sum(step.kind == "scenario" for step in plan) == 1
        assert sum(step.minutes for step in plan) == FORMAT_MINUTES["half_hour"] == 30

    def test_private_votes_are_counted_and_never_told(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        step = people.room.step_of("S03")
        people.cases.facilitation.move_to_step(people.id, people.room.version, step.id)
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
        people = LiveWorkshop(any_actor(), lang=lang, people=0)
        people.cases.facilitation.add_seat(people.id)
        assert t("A phone has connected: it works.") not in words_of(open_page("prepare", lang, w=people.id))
        people.joined(1)
        assert t("A phone has connected: it works.") in words_of(open_page("prepare", lang, w=people.id))

    def test_which_network_is_asked_where_there_are_several(
        self, open_page: Open, lang: Lang, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[str] = []

        def start(address: str, port: int) -> object:
            opened.append(address)
            raise AddressRefused(reason="not-allowed", host=address, port=port)

        monkeypatch.setattr(join_info.going_live, "start", start)
        people = LiveWorkshop(any_actor(), lang=lang, people=0)
        for own in ((), ("192.0.2.1",), ("192.0.2.1", "192.0.2.2")):
            monkeypatch.setattr(join_info.join_addresses, "own_addresses", lambda own=own: own)
            screen = open_page("prepare", lang, w=people.id)
            assert ("room.network" in {radio.key for radio in screen.radio}) == (len(own) > 1)
            assert ("room.online" in keys(screen)) == bool(own)
            if own:
                screen.button(key="room.online").click().run()
        assert opened == ["192.0.2.1", "192.0.2.1"]
        screen.radio(key="room.network").set_value("192.0.2.2").run()
        screen.button(key="room.online").click().run()
        assert opened[-1] == "192.0.2.2"

    def test_the_code_is_shown_and_can_be_changed(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        before = people.room.code
        screen = open_page("prepare", lang, w=people.id)
        assert screen.metric[0].value == " ".join(before)
        assert any(code.value.endswith(f"/j/{before}") for code in screen.code)
        unfold(screen, "room.trouble")
        screen.button(key="room.code.new").click().run()
        assert people.room.code != before
        assert screen.metric[0].value == " ".join(people.room.code)

    @pytest.mark.parametrize("page", ["prepare", "console"])
    def test_the_page_for_the_beamer_is_a_click_away(
        self, open_page: Open, lang: Lang, people: LiveWorkshop, page: str
    ) -> None:
        people.begin("S03")
        (way,) = open_page(page, lang, w=people.id).get("link_button")
        assert way.proto.url.startswith(f"/room/{people.id}?lang={lang}&at=http")

    def test_the_next_team_gets_the_same(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        screen = open_page("prepare", lang, w=people.id)
        unfold(screen, "room.again")
        screen.text_input(key="room.again.team").set_value("Sales").run()
        screen.button(key="room.again.make").click().run()
        assert sorted(entry.team for entry in any_actor().queries.workshops()) == ["Marketing", "Sales"]

    @pytest.mark.parametrize(("count", "sentence"), [(3, "fewer than five"), (14, "tables")])
    def test_the_size_of_the_group_is_answered(self, open_page: Open, count: int, sentence: str) -> None:
        people = LiveWorkshop(any_actor(), lang="en", people=count)
        assert sentence in words_of(open_page("prepare", "en", w=people.id))
