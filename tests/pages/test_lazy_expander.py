"""What stands folded: sent when it is opened, and nothing that was typed into it is lost."""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from framework.workshop.models import Decision
from tests.pages.conftest import Open, keys, turn_to, unfold
from tests.support.room import LiveWorkshop


def fold(screen: AppTest, name: str) -> AppTest:
    """Closes the fold with this key."""
    screen.session_state[name] = False
    return screen.run()


def is_open(screen: AppTest, name: str) -> bool:
    (found,) = (one for one in screen.expander if one.proto.id.endswith(f"-{name}"))
    return found.proto.expanded


@pytest.fixture
def ruled(people: LiveWorkshop) -> Decision:
    """The rule of a dilemma that was voted on, at its step."""
    people.begin("S03", "voting")
    people.vote("BBCCCD")
    people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")
    return people.cases.decisions.draft_from_stance(people.id, "", "S03", "C")


def test_what_is_folded_is_sent_when_it_is_opened(open_page: Open, people: LiveWorkshop) -> None:
    people.begin("S03")
    screen = open_page("console", w=people.id)
    inside = {"console.go.S07", "console.pause", "people.add", "notes.add.note", "notes.add.parking"}
    assert not inside & keys(screen)
    assert inside <= keys(unfold(screen))


def test_every_key_works_while_all_is_folded(open_page: Open, people: LiveWorkshop) -> None:
    people.begin("S03", "voting")
    screen = open_page("console", w=people.id)
    shortcuts = {button.proto.shortcut.lower() for button in screen.button if button.proto.shortcut}
    assert {"n", "shift+n", "u", "t", "l"} <= shortcuts
    assert "m" in {button.proto.shortcut.lower() for button in screen.button}


def test_a_note_begun_stays_when_its_fold_is_closed(open_page: Open, people: LiveWorkshop) -> None:
    people.begin("S03")
    screen = unfold(open_page("console", w=people.id), "notes.note")
    screen.text_area(key="notes.new.note").set_value("een half").run()
    fold(screen, "notes.note").run()
    assert "notes.add.note" not in keys(screen)
    assert unfold(screen, "notes.note").text_area(key="notes.new.note").value == "een half"


def test_a_fold_stays_open_when_its_label_counts_on(open_page: Open, people: LiveWorkshop) -> None:
    people.begin("S03")
    screen = unfold(open_page("console", w=people.id), "notes.note")
    screen.text_area(key="notes.new.note").set_value("een").run()
    screen.button(key="notes.add.note").click().run()
    assert is_open(screen, "notes.note")


def test_a_paper_half_filled_in_stays_and_is_of_its_own_round(open_page: Open, people: LiveWorkshop) -> None:
    people.begin("S03", "voting")
    screen = unfold(open_page("console", w=people.id), "console.people")
    screen.button(key="people.add").click().run()
    screen.radio(key="paper.S03/1.stance").set_value("E").run()
    fold(screen, "console.people").run()
    assert unfold(screen, "console.people").radio(key="paper.S03/1.stance").value == "E"
    people.begin("S07", "voting")
    assert screen.run().radio(key="paper.S07/1.stance").value is None


def test_words_that_were_refused_stay_to_be_mended(open_page: Open, people: LiveWorkshop, ruled: Decision) -> None:
    screen = unfold(open_page("console", w=people.id), f"{ruled.id}.all")
    field = f"{ruled.id}.exception"
    screen.text_input(key=field).set_value("x" * 10_000).run()
    assert screen.error
    fold(screen, f"{ruled.id}.all").run()
    assert field not in [one.key for one in screen.text_input]
    assert unfold(screen, f"{ruled.id}.all").text_input(key=field).value == "x" * 10_000


def test_a_field_of_two_pages_shows_what_is_stored_on_both(
    open_page: Open, people: LiveWorkshop, ruled: Decision
) -> None:
    screen = open_page("console", w=people.id)
    field = f"{ruled.id}.owner"
    screen.text_input(key=field).set_value("hoofd CRM").run()
    for page in ("decide", "console", "decide"):
        screen.switch_page(f"{page}.py").run()
        assert screen.text_input(key=field).value == "hoofd CRM", page


def test_the_stance_is_filled_in_on_both_pages(open_page: Open, people: LiveWorkshop) -> None:
    people.begin("S03", "voting")
    people.vote("BBCCCD")
    people.cases.facilitation.move_to_phase(people.id, people.room.version, "revealed")
    screen = open_page("console", w=people.id)
    field = f"stance.S03-{people.room.step_of('S03').activity}"
    for page in ("decide", "console"):
        screen.switch_page(f"{page}.py").run()
        assert screen.radio(key=field).value == "C", page


def test_the_words_unfold_where_objections_stand_whatever_the_browser_still_says(
    open_page: Open, people: LiveWorkshop, ruled: Decision
) -> None:
    """A fragment that runs before the browser has drawn the reveal sends the fold along as it stood before."""
    everything, words = f"{ruled.id}.all", f"{ruled.id}.wording"
    people.cases.decisions.edit(people.id, ruled, ruled.model_copy(update={"owner": "hoofd CRM"}))
    screen = open_page("console", w=people.id)
    assert not is_open(screen, everything)
    people.cases.facilitation.move_to_phase(people.id, people.room.version, "consent")
    assert not is_open(screen.run(), everything)
    (before,) = (one.proto.id for one in screen.expander if one.proto.id.endswith(f"-{everything}"))
    people.consent(objections=1)
    people.cases.facilitation.move_to_phase(people.id, people.room.version, "consent_revealed")
    assert is_open(screen.run(), words)
    late = WidgetStates()
    late.widgets.add(id=before, bool_value=False)
    late.widgets.add(id=before.replace(everything, words), bool_value=False)
    screen._run(widget_state=late)
    assert is_open(screen, words)


def test_a_tab_is_sent_when_it_is_turned_to_and_stays_in_front_in_the_other_language(
    open_page: Open, demonstration: str
) -> None:
    copy = f"start.copy.{demonstration}"
    screen = open_page()
    assert copy not in keys(screen)
    screen = turn_to(screen, "resume")
    assert copy in keys(screen)
    screen.query_params["lang"] = "en"
    assert [tab.label for tab in screen.run().tabs] == ["Start", "Continue", "Open a file"]
    assert copy in keys(screen)


def test_a_red_line_half_typed_stays_when_its_fold_is_closed(open_page: Open, demonstration: str) -> None:
    screen = unfold(open_page("decisions", w=demonstration), "redline.more")
    screen.text_input(key="redline.own.text").set_value("iemand in de rouw").run()
    fold(screen, "redline.more")
    assert "redline.add" not in keys(screen)
    assert unfold(screen, "redline.more").text_input(key="redline.own.text").value == "iemand in de rouw"
