"""The list of actions on screen: chosen, ticked, planned, and taken along."""

from datetime import date

import pytest

from framework.actions.models import Action
from framework.language import translator
from framework.text import Lang
from framework.workshop.governance.records import Training
from pages.ui import queries
from pages.ui.governance import action_list
from pages.ui.i18n import plain
from tests.pages.conftest import Open, keys
from tests.pages.test_screens import words_of
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop
from tests.support.workshops import NOW

TODAY = NOW.date()


def rows(screen: object) -> set[str]:
    return {key.removeprefix("actions.tick.") for key in keys(screen) if key.startswith("actions.tick.")}  # type: ignore[arg-type]


@pytest.fixture
def trained(demonstration: str) -> str:
    any_actor().charter.record_training(
        demonstration, None, Training(id="t1", group="CRM", what="oefenen", owner="HR", due=TODAY.replace(day=1))
    )
    return demonstration


def listed(workshop: str, lang: Lang) -> tuple[Action, ...]:
    from framework.actions import source
    from framework.actions.action_list import actions

    return actions(source.of_workshop(queries.state(workshop), queries.law(), TODAY), translator(lang), TODAY)


def test_the_list_says_how_much_is_late_and_shows_that_first(open_page: Open, lang: Lang, trained: str) -> None:
    screen = open_page("actions", lang, w=trained)
    t = translator(lang)
    assert t("{count} overdue", count=1) in words_of(screen)
    first = listed(trained, lang)[0]
    assert first.record == "t1"
    shown = [one.value for one in screen.markdown if one.value.startswith(":material/")]
    assert plain(first.what) in shown[0]
    assert len(shown) == action_list.SHOWN
    screen.button(key="actions.show_more").click().run()
    assert len([one for one in screen.markdown if one.value.startswith(":material/")]) > action_list.SHOWN


def test_what_is_chosen_is_shown(open_page: Open, lang: Lang, trained: str) -> None:
    screen = open_page("actions", lang, w=trained)
    screen.selectbox(key="actions.owner").set_value("HR").run()
    assert not screen.exception
    assert len(rows(screen)) == 1
    screen.button_group(key="actions.state").set_value("done").run()
    assert rows(screen) == set()
    assert translator(lang)("Nothing here. Choose something else above.") in words_of(screen)


def done_on(workshop: str) -> date | None:
    return next(one.done_on for one in queries.state(workshop).training if one.id == "t1")


def test_a_tick_is_kept_where_it_belongs_and_taken_back(open_page: Open, lang: Lang, trained: str) -> None:
    screen = open_page("actions", lang, w=trained)
    training = next(one for one in listed(trained, lang) if one.record == "t1")
    screen.button(key=f"actions.tick.{training.id}").click().run()
    assert not screen.exception
    assert done_on(trained) == TODAY
    done = sum(one.done for one in listed(trained, lang))
    assert translator(lang)("{count} done", count=done) in words_of(screen), "a row that goes says where it went"
    screen.button_group(key="actions.state").set_value("done").run()
    screen.button(key=f"actions.tick.{training.id}").click().run()
    assert done_on(trained) is None


def test_who_and_when_are_planned_in_two_fields(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("actions", lang, w=demonstration)
    screen.selectbox(key="actions.kind").set_value("decide").run()
    one = next(one for one in listed(demonstration, lang) if one.kind == "decide")
    screen.session_state[f"actions.planning.{one.id}"] = True
    screen.run()
    screen.text_input(key=f"actions.plan.{one.id}.owner").set_value("hoofd data")
    screen.date_input(key=f"actions.plan.{one.id}.due").set_value(TODAY)
    screen.button(key=f"actions.plan.{one.id}.save").click().run()
    assert not screen.exception
    planned = next(other for other in listed(demonstration, lang) if other.id == one.id)
    assert (planned.owner, planned.due) == ("hoofd data", TODAY)


def test_a_mail_for_an_owner(open_page: Open, lang: Lang, trained: str) -> None:
    screen = open_page("actions", lang, w=trained)
    screen.session_state["actions.mail"] = True
    screen.run()
    screen.selectbox(key="actions.mail.owner").set_value("HR").run()
    assert "CRM: oefenen" in screen.code[0].value
    assert translator(lang)("Hello,") in screen.code[0].value


def test_a_group_s_list_has_what_was_parked_and_looks_at_no_vote(
    open_page: Open, lang: Lang, people: LiveWorkshop
) -> None:
    people.begin("S03", "voting")
    people.vote("AABBCC")
    people.cases.facilitation.add_note(people.id, "parking", "Wie betaalt dit?", None)
    screen = open_page("actions", lang, w=people.id)
    assert "Wie betaalt dit?" in words_of(screen)


def test_the_start_page_says_what_is_due_for_what_was_adopted(open_page: Open, lang: Lang, trained: str) -> None:
    t = translator(lang)
    assert t("To do for what you adopted") not in words_of(open_page("start", lang))
    cases = any_actor()
    state = queries.state(trained)
    drafted = cases.charter.draft(state)
    with cases.context.store.transaction(trained) as change:
        change.add_framework(drafted.model_copy(update={"version": "1.0", "adopted": True, "deciders": ("Noor",)}))
        change.put_workshop(
            state.workshop.model_copy(update={"stage": "adopted", "version": state.workshop.version + 1})
        )
    words = words_of(open_page("start", lang))
    assert t("To do for what you adopted") in words
    assert t("{count} overdue", count=1) in words
    assert "CRM: oefenen" in words
