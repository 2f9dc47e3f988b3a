"""What there is to do about an activity: arranged, planned or not for us, and taken back."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.law import law_book
from framework.text import Lang
from framework.workshop.models import Activity
from pages.ui import queries
from pages.ui.law import measures
from pages.ui.law.measures import STATUS_WORDS, rule_names
from tests.pages.conftest import Open, keys, unfold
from tests.pages.test_law_check import card
from tests.pages.test_screens import words_of
from tests.support.any_actor import any_actor
from tests.support.workshops import NOW

RULE, FACT = "G4", "g4_informed"


@pytest.fixture
def broken(lang: Lang) -> tuple[str, Activity]:
    """A workshop with an activity of which one ground rule is known to be broken."""
    cases = any_actor()
    workshop = cases.lifecycle.start_self_assessment("Waterkers", "", lang, "marketing-ai")
    activity = cases.inventory.add(workshop, "next_best_action", "E-mail")
    for fact, value in (("personal_data", "yes"), (FACT, "no")):
        cases.inventory.record_fact(workshop, activity.id, fact, value)
    return workshop, activity


def form(open_page: Open, lang: Lang, broken: tuple[str, Activity]) -> tuple[AppTest, str]:
    workshop, activity = broken
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="summary")
    unfold(screen, "law.to_do").button(key=f"law.measure.open.{RULE}").click().run()
    return screen, f"law.measure.{activity.id}.{RULE}"


def test_arranged_lifts_the_breach_and_folds_away_with_who_and_when(
    open_page: Open, lang: Lang, broken: tuple[str, Activity]
) -> None:
    workshop, _ = broken
    screen, key = form(open_page, lang, broken)
    assert ":material/front_hand:" in card(screen)
    screen.radio(key=f"{key}.status").set_value("arranged")
    screen.text_input(key=f"{key}.by").set_value("*DPO*")
    screen.text_input(key=f"{key}.owner").set_value("CRM")
    screen.button(key=f"{key}.save").click().run()
    assert not screen.exception
    assert ":material/front_hand:" not in card(screen)
    assert queries.facts_of(queries.state(workshop), activity_of(workshop))[FACT] == "yes"
    unfold(screen, "law.arranged")
    line = next(
        one.value for one in screen.markdown if one.value.startswith(f"**{rule_names(law_book())[RULE][lang]}**")
    )
    assert "\\*DPO\\*" in line
    assert "CRM" in line
    screen.button(key=f"law.withdraw.{RULE}").click().run()
    assert ":material/front_hand:" in card(screen)


def activity_of(workshop: str) -> Activity:
    return queries.state(workshop).activities[0]


@pytest.mark.parametrize("status", ["planned", "not_for_us"])
def test_a_plan_or_a_no_leaves_a_breach_a_breach(
    open_page: Open, lang: Lang, broken: tuple[str, Activity], status: str
) -> None:
    screen, key = form(open_page, lang, broken)
    screen.radio(key=f"{key}.status").set_value(status)
    screen.date_input(key=f"{key}.due").set_value(date(2027, 1, 15))
    screen.button(key=f"{key}.save").click().run()
    assert not screen.exception
    assert ":material/front_hand:" in card(screen)
    t = translator(lang)
    assert t(STATUS_WORDS[status]) in words_of(screen)  # type: ignore[index]
    assert t.short_date(date(2027, 1, 15)) in words_of(screen)


def test_what_was_arranged_of_a_rule_that_newer_law_data_lacks_breaks_no_page(
    open_page: Open, lang: Lang, broken: tuple[str, Activity], monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop, activity = broken
    any_actor().law_answers.arrange(workshop, activity.id, RULE, "arranged")
    monkeypatch.setattr(measures, "rule_names", lambda _: {})
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="summary")
    assert translator(lang).plural("{count} thing arranged", "{count} things arranged", 1) not in words_of(screen)


def test_a_prohibition_cannot_be_arranged(open_page: Open, lang: Lang, broken: tuple[str, Activity]) -> None:
    workshop, activity = broken
    for fact in ("deceives", "serious_harm"):
        any_actor().inventory.record_fact(workshop, activity.id, fact, "yes")
    screen = unfold(open_page("law_check", lang, w=workshop, a=activity.id, p="summary"), "law.to_do")
    assert f"law.measure.open.{RULE}" in keys(screen)
    steps = measures.first_steps(
        law_book(),
        queries.law_check(queries.state(workshop), activity_of(workshop)),
        queries.facts_of(queries.state(workshop), activity_of(workshop)),
    )
    banned = [step for step in steps if step.kind == "stop" and not law_book().ground_rule(step.rule)]
    assert banned
    assert all(measures.choices(law_book(), step) == () for step in banned)
    assert not {f"law.measure.open.{step.rule}" for step in banned} & keys(screen)


def test_what_moved_since_adoption_stands_with_the_old_answer(
    open_page: Open, lang: Lang, broken: tuple[str, Activity]
) -> None:
    t, (workshop, activity) = translator(lang), broken
    cases = any_actor()
    drafted = cases.charter.draft(queries.state(workshop))
    with cases.context.store.transaction(workshop) as change:
        change.add_framework(drafted.model_copy(update={"version": "1.0", "adopted": True}))
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="summary")
    assert t("Moved since version {version} of {day}", version="1.0", day=t.short_date(NOW.date())) not in words_of(
        screen
    )
    cases.inventory.record_fact(workshop, activity.id, FACT, "yes")
    screen = unfold(open_page("law_check", lang, w=workshop, a=activity.id, p="summary"), "law.since")
    words = words_of(screen)
    question = law_book().fact(FACT).question[lang]  # type: ignore[union-attr]
    assert t("{question} Then: {then}. Now: {now}.", question=question, then=t("No"), now=t("Yes")) in words
    assert t("No longer to do: {names}.", names=rule_names(law_book())[RULE][lang]) in words
