"""Handing over on the charter's page: what it says at each stage, and when the copy can be deleted."""

import pytest

from framework.language import translator
from framework.text import Lang
from tests.pages.conftest import Open, unfold
from tests.pages.test_screens import words_of
from tests.support.adoption import adopt
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop


@pytest.fixture
def ended(people: LiveWorkshop) -> LiveWorkshop:
    people.begin("S03", "voting")
    people.vote("CCCCCC")
    people.move("revealed")
    people.cases.decisions.add_deck_red_line(people.id, "S03")
    people.cases.closing.end_session(people.id)
    return people


def test_nothing_goes_before_the_organisation_has_the_file(open_page: Open, lang: Lang, ended: LiveWorkshop) -> None:
    t = translator(lang)
    screen = unfold(open_page("charter", lang, w=ended.id), "charter.everything")
    words = words_of(screen)
    assert t("Download the workshop archive first.") in words
    assert "Waterkers" in words
    assert "kader-workshop-waterkers.json" in screen.code[0].value
    screen.checkbox(key="handover.sure").check().run()
    assert screen.button(key="handover.delete").disabled
    screen.session_state["handover.downloaded"] = (ended.id, ended.state.revision)
    screen.run()
    assert not screen.button(key="handover.delete").disabled
    ended.cases.facilitation.add_note(ended.id, "note", "later")
    screen.run()
    assert screen.button(key="handover.delete").disabled
    assert t("The workshop has changed since your download. Download it again first.") in words_of(screen)


def test_the_copy_is_deleted_and_the_page_says_so(open_page: Open, lang: Lang, ended: LiveWorkshop) -> None:
    screen = unfold(open_page("charter", lang, w=ended.id), "charter.everything")
    screen.session_state["handover.downloaded"] = (ended.id, ended.state.revision)
    screen.checkbox(key="handover.sure").check().run()
    screen.button(key="handover.delete").click().run()
    assert not screen.exception
    assert any_actor().queries.workshops() == ()
    assert translator(lang)("Your copy is deleted. The organisation goes on with its own file.") in words_of(screen)


def test_who_gave_what_is_warned_about_until_it_is_closed(open_page: Open, lang: Lang, ended: LiveWorkshop) -> None:
    told = translator(lang)(
        "In this file one can still see which answers came from the same seat, and its role. Close the workshop "
        "first, or give the file only to whoever leads the follow-up."
    )
    assert told in words_of(unfold(open_page("charter", lang, w=ended.id), "charter.everything"))
    adopt(ended.cases, ended.id, ("het team",))
    ended.cases.closing.close(ended.id)
    assert told not in words_of(unfold(open_page("charter", lang, w=ended.id), "charter.everything"))
