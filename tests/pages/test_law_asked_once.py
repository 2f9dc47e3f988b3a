"""Questions of the law check that are asked once, for the team or about a supplier."""

from framework.language import translator
from framework.law import law_book
from framework.text import Lang
from framework.workshop.facts import TEAM, supplier_id
from framework.workshop.law_questions import shared_questions
from framework.workshop.models import Activity
from pages.ui import queries
from pages.ui.law import questionnaire
from tests.pages.conftest import Open
from tests.pages.test_law_check import asked, at
from tests.pages.test_screens import words_of
from tests.support.any_actor import any_actor

OBJECTION, REUSE = "g8_objection", "g6_no_reuse"


def lookalikes(lang: Lang, *suppliers: str) -> tuple[str, list[Activity]]:
    cases = any_actor()
    workshop = cases.lifecycle.start_self_assessment("Waterkers", "", lang, "marketing-ai")
    added = [cases.inventory.add(workshop, "lookalike", f"Audience {name}", supplier=name) for name in suppliers]
    return workshop, added


def test_the_team_is_asked_first_and_then_each_supplier_once(open_page: Open, lang: Lang) -> None:
    workshop, (first, *_) = lookalikes(lang, "Meta", "meta", "Google")
    screen = open_page("law_check", lang, w=workshop)
    assert at(screen) == {"w": workshop, "lang": lang, "a": questionnaire.ONCE, "p": TEAM}
    assert OBJECTION in asked(screen)
    screen.button_group(key=f"fact.{TEAM}.{OBJECTION}").set_value("yes").run()
    for name in ("Meta", "Google"):
        screen.button(key="law.next").click().run()
        assert at(screen)["p"] == supplier_id(name)
        assert REUSE in asked(screen)
    screen.button(key="law.next").click().run()
    assert at(screen)["a"] == first.id
    assert all(queries.facts_of(queries.state(workshop), one)[OBJECTION] == "yes" for one in added_in(workshop))


def added_in(workshop: str) -> tuple[Activity, ...]:
    return queries.state(workshop).activities


def test_an_activity_shows_whose_answer_it_is_and_can_say_otherwise(open_page: Open, lang: Lang) -> None:
    workshop, (activity, _) = lookalikes(lang, "Meta", "Meta")
    t, cases = translator(lang), any_actor().law_answers
    cases.record_for_team(workshop, OBJECTION, "yes")
    cases.record_for_supplier(workshop, "Meta", REUSE, "yes")
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="agreements")
    assert t("for {supplier}", supplier="Meta") in words_of(screen)
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="rights")
    assert t("for the team") in words_of(screen)
    screen.button_group(key=f"fact.{activity.id}.{OBJECTION}").set_value("no").run()
    mine, other = (queries.facts_of(queries.state(workshop), one)[OBJECTION] for one in added_in(workshop))
    assert (mine, other) == ("no", "yes")
    screen.button(key=f"law.as_before.{OBJECTION}").click().run()
    assert queries.facts_of(queries.state(workshop), added_in(workshop)[0])[OBJECTION] == "yes"


def test_without_a_supplier_its_questions_are_asked_at_the_activity(open_page: Open, lang: Lang) -> None:
    workshop, (activity,) = lookalikes(lang, "")
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="agreements")
    assert not [button for button in screen.button if button.key == f"law.once.{REUSE}"]
    assert REUSE in asked(screen)
    screen.text_input(key=f"law.supplier.{activity.id}").set_value("Meta").run()
    assert added_in(workshop)[0].supplier == "Meta"
    assert [button for button in screen.button if button.key == f"law.once.{REUSE}"]


def test_each_shared_question_counts_once(lang: Lang) -> None:
    workshop, (one, _) = lookalikes(lang, "Meta", "Meta")
    state = queries.state(workshop)
    shared = sum(each.open for each in queries.law_questions_once(state))
    own = sum(queries.own_questions_open(state, activity) for activity in state.activities)
    assert shared == 2, "one for the team, and one list about the supplier"
    assert queries.law_questions_left(state) == own + shared
    assert queries.law_questions_open(state, one) == queries.own_questions_open(state, one) + shared


def test_only_what_matters_for_an_activity_is_asked_once(lang: Lang) -> None:
    workshop, (one,) = lookalikes(lang, "Meta")
    cases = any_actor()
    asked_of_meta = {each.fact.id for each in shared_questions(queries.state(workshop))[1].asked}
    assert REUSE in asked_of_meta
    cases.inventory.record_fact(workshop, one.id, REUSE, "no")
    said = shared_questions(queries.state(workshop))
    assert REUSE not in {each.fact.id for shared in said for each in shared.asked}, (
        "the activity has an answer of its own"
    )
    cases.inventory.record_fact(workshop, one.id, "personal_data", "no")
    assert all(
        each.fact in law_book().facts for shared in shared_questions(queries.state(workshop)) for each in shared.asked
    )
