"""The step "How we keep to it": people, and promises that stand in the charter only when they were ticked."""

import pytest
from streamlit.testing.v1 import AppTest

from framework.text import Lang, Worded
from framework.workshop.governance.promises import catalogue
from framework.workshop.governance.records import Promise
from pages.ui import queries
from tests.pages.conftest import Open
from tests.support.any_actor import any_actor


@pytest.fixture
def workshop(lang: Lang) -> str:
    return any_actor().lifecycle.start_self_assessment("Bakkerij Kers", "", lang, "marketing-ai")


def said(workshop: str) -> dict[str, Promise]:
    return {one.id: one for one in queries.state(workshop).promises}


def buttons(screen: AppTest) -> set[str]:
    return {str(button.key) for button in screen.button}


def test_a_topic_takes_a_press_a_promise_and_one_for_the_rest(open_page: Open, lang: Lang, workshop: str) -> None:
    screen = open_page("promises", lang, w=workshop)
    screen.checkbox(key="promise.stop").check().run()
    assert not screen.exception
    assert {name: one.answer for name, one in said(workshop).items()} == {"stop": "made"}
    screen.button(key="promises.rest.stopping.owner").click().run()
    assert {name: one.answer for name, one in said(workshop).items()} == {
        "stop": "made",
        "restart": "owner",
        "good_faith": "owner",
    }
    assert "promises.rest.new_uses.left_out" in buttons(screen), "the next topic is open"
    screen.checkbox(key="promise.pilot").check().run()
    screen.checkbox(key="promise.pilot").uncheck().run()
    assert said(workshop)["pilot"].answer == "left_out"


def test_numbers_roles_words_and_publicity_are_adjusted(open_page: Open, lang: Lang, workshop: str) -> None:
    for text in catalogue().of("stopping"):
        any_actor().charter.answer_promise(workshop, None, Promise(id=text.id, answer="left_out"))
    for promise in ("gate", "pilot"):
        any_actor().charter.answer_promise(workshop, None, Promise(id=promise, answer="made"))
    screen = open_page("promises", lang, w=workshop)
    screen.number_input(key="promise.number.pilot.weeks").set_value(6).run()
    screen.text_input(key="promise.role.gate").set_value("CRM").run()
    assert said(workshop)["pilot"].numbers == {"weeks": 6}
    assert said(workshop)["gate"].role == "CRM"
    field = screen.text_area(key="promise.words.pilot")
    assert "6" in field.value
    field.set_value("Zes weken, niet langer.").run()
    assert said(workshop)["pilot"].wording == Worded.typed(lang, "Zes weken, niet langer.")
    assert not screen.exception


def test_people_are_kept_and_a_dpo_is_asked_for_advice(open_page: Open, lang: Lang, workshop: str) -> None:
    screen = open_page("promises", lang, w=workshop)
    screen.text_input(key="people.sponsor.name").set_value("Noor de Wit").run()
    screen.text_input(key="people.incident").set_value("0800 123").run()
    screen.radio(key="people.privacy.kind").set_value("dpo").run()
    screen.text_area(key="people.privacy.advice").set_value("Eerst een DPIA").run()
    texts = queries.state(workshop).texts
    assert (texts.sponsor.name, texts.incident_contact) == ("Noor de Wit", "0800 123")
    assert (texts.privacy.kind, texts.privacy.advice) == ("dpo", "Eerst een DPIA")
    assert not screen.exception


def test_two_windows_that_word_one_promise_see_both(open_page: Open, lang: Lang, workshop: str) -> None:
    for text in catalogue().of("stopping"):
        any_actor().charter.answer_promise(workshop, None, Promise(id=text.id, answer="made"))
    any_actor().charter.answer_promise(workshop, None, Promise(id="gate", answer="made"))
    mine, theirs = (open_page("promises", lang, w=workshop) for _ in range(2))
    theirs.text_area(key="promise.words.gate").set_value("Zij beslissen.").run()
    mine.text_area(key="promise.words.gate").set_value("Wij beslissen.").run()
    assert "conflict.theirs" in buttons(mine)
    assert said(workshop)["gate"].wording == Worded.typed(lang, "Zij beslissen.")
    mine.button(key="conflict.mine").click().run()
    assert said(workshop)["gate"].wording == Worded.typed(lang, "Wij beslissen.")
