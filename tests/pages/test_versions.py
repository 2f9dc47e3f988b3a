"""Adopting the next version on screen, with a reason per rule; and two versions side by side."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from framework.text import Lang
from framework.workshop.models import Framework, Rule
from pages.ui import queries
from tests.pages.conftest import Open, set_day, unfold
from tests.support.adoption import adopt
from tests.support.any_actor import any_actor
from tests.support.workshops import NOW

DECIDER = "Ada Vos"


@pytest.fixture
def adopted(demonstration: str) -> str:
    """The demonstration as 1.0, with one rule in other words since and one that was opened again."""
    cases = any_actor()
    first = adopt(any_actor(), demonstration, (DECIDER,))
    changed, withdrawn = first.rules[0], first.rules[1]
    give_to(demonstration, changed, "De nieuwe eigenaar")
    cases.decisions.reopen(demonstration, withdrawn.decision)
    return demonstration


def give_to(workshop: str, rule: Rule, owner: str) -> None:
    """Another owner for an agreed rule, which is closed again with it."""
    cases = any_actor()
    decision = next(one for one in queries.state(workshop).decisions if one.id == rule.decision)
    saved = cases.decisions.edit(workshop, decision, decision.model_copy(update={"owner": owner}))
    cases.decisions.close(workshop, saved)


def frameworks(workshop: str) -> tuple[Framework, ...]:
    return tuple(one for one in queries.state(workshop).frameworks if one.adopted)


def asked(screen: AppTest) -> list[str]:
    return [str(field.key) for field in screen.text_input if str(field.key).startswith("charter.why.")]


def page_text(screen: AppTest) -> str:
    return "\n".join(one.value for one in (*screen.markdown, *screen.caption))


def test_each_changed_and_withdrawn_rule_asks_why(open_page: Open, lang: Lang, adopted: str) -> None:
    changed, withdrawn = frameworks(adopted)[0].rules[:2]
    screen = open_page("charter", lang, w=adopted)
    assert asked(screen) == [f"charter.why.{changed.decision}", f"charter.why.{withdrawn.decision}"]
    assert "De nieuwe eigenaar" in page_text(screen)
    screen.text_input(key="charter.deciders").set_value(DECIDER).run()
    screen.button(key="charter.adopt").click().run()
    assert "R1; R2" in screen.error[0].value
    assert len(frameworks(adopted)) == 1
    for rule, why in ((changed, "Zij nam het over."), (withdrawn, "Dat doen we niet meer.")):
        screen.text_input(key=f"charter.why.{rule.decision}").set_value(why).run()
    screen.button(key="charter.adopt").click().run()
    assert not screen.exception
    second = frameworks(adopted)[-1]
    assert second.version == "2.0"
    assert {one.number: one.reason for one in second.history[-1].of("rule", "changed", "withdrawn")} == {
        1: "Zij nam het over.",
        2: "Dat doen we niet meer.",
    }
    assert asked(screen) == []


def test_one_rule_alone_can_be_an_amendment(open_page: Open, lang: Lang, demonstration: str) -> None:
    first = adopt(any_actor(), demonstration, (DECIDER,))
    give_to(demonstration, first.rules[0], "De nieuwe eigenaar")
    screen = open_page("charter", lang, w=demonstration)
    screen.text_input(key=f"charter.why.{first.rules[0].decision}").set_value("Zij nam het over.").run()
    screen.checkbox(key="charter.amendment").check().run()
    screen.text_input(key="charter.deciders").set_value(DECIDER).run()
    screen.button(key="charter.adopt").click().run()
    assert not screen.error
    amended = frameworks(demonstration)[-1]
    assert (amended.version, amended.history[-1].amendment) == ("1.1", True)


def test_nothing_changed_says_so_and_asks_nothing(open_page: Open, lang: Lang, demonstration: str) -> None:
    adopt(any_actor(), demonstration, (DECIDER,))
    screen = open_page("charter", lang, w=demonstration)
    assert asked(screen) == []
    said = {"nl": "Sinds versie 1.0 is er niets veranderd.", "en": "Nothing has changed since version 1.0."}[lang]
    assert said in page_text(screen)


def test_two_versions_stand_side_by_side(open_page: Open, lang: Lang, adopted: str) -> None:
    screen = unfold(open_page("charter", lang, w=adopted), "charter.versions")
    screen.selectbox(key="charter.versions.old").set_value("1.0").run()
    assert not screen.exception
    said = page_text(screen)
    assert {"nl": "Gewijzigd: R1. Vervallen: R2.", "en": "Changed: R1. Withdrawn: R2."}[lang] in said
    assert {"nl": "nu “De nieuwe eigenaar”", "en": "now “De nieuwe eigenaar"}[lang] in said
    screen.selectbox(key="charter.versions.new").set_value("1.0").run()
    assert {"nl": "zeggen hetzelfde", "en": "say the same"}[lang] in page_text(screen)


def test_review_days_that_have_passed_are_chosen_anew(
    open_page: Open, lang: Lang, demonstration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = NOW.date() + timedelta(days=500)
    set_day(monkeypatch, later)
    screen = open_page("charter", lang, w=demonstration)
    screen.button(key="charter.days").click().run()
    assert not screen.exception
    rules = [one for one in queries.state(demonstration).decisions if one.closed]
    assert all(one.review_on and one.review_on > later for one in rules)
    assert len({one.review_on for one in rules}) > 1
    assert "charter.days" not in [str(button.key) for button in screen.button]
