"""Two facilitators on one text: nothing is overwritten unseen, and the second one chooses."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from framework.deck import Letter
from framework.language import translator
from framework.text import Worded
from framework.workshop.models import Decision
from pages.ui import layout, nav
from tests.pages.conftest import Open, keys, unfold
from tests.pages.test_screens import words_of
from tests.support.room import LiveWorkshop
from tests.support.workshops import NOW

TEXTS = {
    "owner": {"owner": "hoofd merk"},
    "check": {"check": Worded.typed("nl", "steekproef per maand")},
    "reason": {"reason": "klanten verwachten het"},
    "exception": {"exception_role": "directie"},
    "objector": {"objector": "sales"},
    "dissent": {"dissent": "het kost ons omzet"},
}
"""By field of the form, what the first facilitator changes."""
MINE = "van de tweede"


def made(people: LiveWorkshop, stance: Letter = "C") -> Decision:
    people.begin("S03", "voting")
    people.vote("CCCCCC")
    people.move("revealed")
    return people.decision(people.draft_rule(stance))


def field(screen: AppTest, key: str) -> object:
    return next(each for each in (*screen.text_input, *screen.text_area) if each.key == key)


def typed(screen: AppTest, key: str, words: str) -> AppTest:
    return field(screen, key).input(words).run()  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["nl"])
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("choice", ["theirs", "mine"])
def test_what_was_typed_while_another_saved_waits_for_a_choice(
    open_page: Open, people: LiveWorkshop, name: str, choice: str
) -> None:
    decision = made(people)
    second = unfold(open_page("console", "nl", w=people.id), f"{decision.id}.all")
    first = people.cases.decisions.edit(people.id, decision, decision.model_copy(update=TEXTS[name]))
    second.run()  # as the change arrives; the browser still shows what is being typed
    typed(second, f"{decision.id}.{name}", MINE)
    assert people.decision(decision.id) == first, "nothing is overwritten"
    words = words_of(second)
    assert MINE in words
    assert any(text in words for text in ("steekproef per maand", *map(str, TEXTS[name].values())))
    second.button(key=f"conflict.{choice}").click().run()
    kept = str(people.decision(decision.id).model_dump())
    assert (MINE in kept) == (choice == "mine")
    assert "conflict.mine" not in keys(second)
    typed(second, f"{decision.id}.{name}", "daarna gewoon")
    assert "daarna gewoon" in str(people.decision(decision.id).model_dump())


def test_a_date_that_two_people_set_at_once_waits_for_a_choice_too(open_page: Open, people: LiveWorkshop) -> None:
    """A choice is sent at once, so the second one's window does not know of the first yet."""
    decision = made(people)
    second = unfold(open_page("console", "nl", w=people.id), f"{decision.id}.all")
    first = people.cases.decisions.edit(
        people.id, decision, decision.model_copy(update={"review_on": NOW.date() + timedelta(days=91)})
    )
    review = next(one for one in second.button_group if one.key == f"{decision.id}.review")
    review.set_value(6).run()
    assert people.decision(decision.id) == first
    t = translator("nl")
    assert t(
        "Two windows changed “{field}”. Nothing was overwritten; choose which text to keep.", field=t("review date")
    ) in (warning.value for warning in second.warning)
    second.button(key="conflict.mine").click().run()
    kept = people.decision(decision.id).review_on
    assert kept is not None
    assert kept > NOW.date() + timedelta(days=150)


def test_whoever_did_something_else_meanwhile_is_not_asked(open_page: Open, people: LiveWorkshop) -> None:
    decision = made(people)
    second = unfold(open_page("console", "nl", w=people.id), f"{decision.id}.all")
    people.cases.decisions.edit(people.id, decision, decision.model_copy(update=TEXTS["reason"]))
    second.run()
    typed(second, f"{decision.id}.objector", "sales")
    typed(second, f"{decision.id}.reason", MINE)
    assert people.decision(decision.id).reason == MINE


def test_a_browser_that_sends_back_what_it_still_showed_asks_nobody(open_page: Open, people: LiveWorkshop) -> None:
    """It does so where the text changes under it; nobody typed."""
    decision = made(people)
    second = unfold(open_page("console", "nl", w=people.id), f"{decision.id}.all")
    first = people.cases.decisions.edit(people.id, decision, decision.model_copy(update=TEXTS["owner"]))
    typed(second.run(), f"{decision.id}.owner", decision.owner)
    assert "conflict.mine" not in keys(second)
    assert people.decision(decision.id) == first
    assert field(second, f"{decision.id}.owner").value == "hoofd merk"  # type: ignore[attr-defined]


def test_whoever_types_on_in_the_newer_text_is_not_asked(open_page: Open, people: LiveWorkshop) -> None:
    decision = made(people)
    second = unfold(open_page("console", "nl", w=people.id), f"{decision.id}.all")
    people.cases.decisions.edit(people.id, decision, decision.model_copy(update=TEXTS["reason"]))
    typed(second.run(), f"{decision.id}.reason", "klanten verwachten het, en wij ook")
    assert people.decision(decision.id).reason == "klanten verwachten het, en wij ook"


def test_two_windows_that_rerun_at_once_are_both_shown(
    open_page: Open, people: LiveWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restart. Windows share the pages, and Streamlit marks the one it runs as used until the next navigation."""
    people.begin("S03")
    screen = open_page("console", "nl", w=people.id)
    enter = layout.enter

    def entering(spec: nav.PageSpec) -> layout.OpenPage | None:
        nav.streamlit_page(spec.key)._can_be_called = False  # another window runs it just now
        return enter(spec)

    monkeypatch.setattr(layout, "enter", entering)
    assert not screen.run().exception
    assert "cannot be called" not in words_of(screen)
