"""What is left before adoption: listed with a press that leads to the field, for one person and for a room."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.rehearsal.demonstration import add_demonstration
from framework.text import Lang, Worded
from framework.workshop.governance.promises import catalogue
from pages.ui import nav, queries
from tests.pages.conftest import Open, keys, set_day, unfold
from tests.pages.test_screens import words_of
from tests.support.adoption import adopt, fill_in
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop

FORBIDDEN = {"personal_data": "yes", "g2_basis": "no"}
BREACHED = {"g2_basis": "yes", "basis_kind": "contract", "g7_retention": "no"}


@pytest.fixture
def demonstration(lang: Lang) -> str:
    """One of this test's own: what pages keep by workshop and revision outlives a test, and this one changes it."""
    return add_demonstration(any_actor(), lang)


@pytest.fixture
def alone(lang: Lang) -> str:
    """Three uses: one is forbidden, one breaks a rule, one is about staff. And a red line."""
    cases = any_actor()
    workshop = cases.lifecycle.start_self_assessment("Bakkerij Kers", "", lang, "marketing-ai")
    for kind, name, facts in (
        ("chatbot", "Bot Bo", FORBIDDEN),
        ("llm_copy", "Tekst", {"personal_data": "yes", **BREACHED}),
        ("route_optimisation", "Routes", {"area": "staff", "staff": "process_log", "works_council": "agreed"}),
    ):
        activity = cases.inventory.add(workshop, kind, name)
        cases.inventory.record_facts(workshop, activity.id, facts)
    cases.decisions.add_own_red_line(workshop, lang, "doen alsof een machine een mens is")
    return workshop


def links(screen: AppTest) -> list[tuple[str, str, dict[str, str]]]:
    """Label, page and address of the presses in the list."""
    found: list[tuple[str, str, dict[str, str]]] = []
    for one in screen.get("page_link"):
        asked = {name: values[0] for name, values in parse_qs(one.proto.query_string).items()}
        if one.proto.icon == ":material/arrow_forward:" and "at" in asked:
            found.append((one.proto.label, one.proto.page, asked))
    return found


def fields(screen: AppTest) -> set[str]:
    kinds = ("text_input", "text_area", "date_input", "checkbox", "radio", "selectbox", "button", "button_group")
    found = {str(one.key) for kind in kinds for one in screen.get(kind)}
    return found | {place.proto.popover.label for place in screen.get("popover")}


def filled(screen: AppTest) -> set[str]:
    """Keys of the filled buttons among those that keep or adopt."""
    return {str(one.key) for one in screen.button if one.proto.type == "primary"} & {"charter.keep", "charter.adopt"}


def test_what_is_left_stands_on_the_page_and_nothing_can_be_pressed_before(
    open_page: Open, lang: Lang, alone: str
) -> None:
    t = translator(lang)
    holding = any_actor().charter.obstacles(queries.state(alone))
    screen = open_page("charter", lang, w=alone)
    assert len(holding) > 10
    left = t.plural(
        "{count} thing is left before you can adopt.", "{count} things are left before you can adopt.", len(holding)
    )
    assert left in words_of(screen)
    assert len(links(screen)) == len(holding)
    assert "charter.adopt" not in keys(screen)
    assert "charter.keep" in keys(screen), "a proposal is held by nothing"
    fill_in(any_actor(), alone)
    screen = open_page("charter", lang, w=alone)
    assert links(screen) == []
    assert filled(screen) == {"charter.keep"}
    screen.button(key="charter.keep").click().run()
    assert filled(screen) == {"charter.adopt"}, "what is kept need not be kept again"
    screen.button(key="charter.adopt").click().run()
    assert queries.state(alone).frameworks[-1].version == "1.0"
    assert not {"charter.keep", "charter.adopt"} & keys(screen), "the same again would be a version without a change"
    assert t("Nothing has changed since version {version}.", version="1.0") in words_of(screen)
    assert t("Go to: {step}", step=t("Actions")) in [one.proto.label for one in screen.get("page_link")]


def test_each_press_leads_to_its_field(open_page: Open, lang: Lang, alone: str) -> None:
    screen = unfold(open_page("charter", lang, w=alone), "charter.cautions")
    found = links(screen)
    assert len({address["at"] for *_, address in found}) >= len(found) - 1
    for label, page, address in found:
        there = open_page(page, lang, **{name: value for name, value in address.items() if name != "lang"})
        assert address["at"] in fields(there), (label, address)


def test_a_rule_that_is_held_opens_where_it_is_mended(open_page: Open, lang: Lang, demonstration: str) -> None:
    cases = any_actor()
    rule = queries.state(demonstration).frameworks[-1].rules[0]
    with cases.context.store.transaction(demonstration) as change:
        decision = change.decision(rule.decision)
        assert decision is not None
        change.put_decision(decision.model_copy(update={"exception_role": "FG", "version": decision.version + 1}))
    ((_, page, address),) = links(open_page("charter", lang, w=demonstration))
    assert (page, address["at"]) == ("decisions", f"{rule.decision}.exception")
    there = open_page(page, lang, w=demonstration, s=address["s"], at=address["at"])
    assert address["at"] in fields(there)


class TestARoom:
    @pytest.fixture
    def draft(self, people: LiveWorkshop) -> LiveWorkshop:
        people.begin("S03", "voting")
        people.vote("CCCCCC")
        people.move("revealed")
        people.cases.decisions.add_deck_red_line(people.id, "S03")
        people.cases.closing.end_session(people.id)
        return people

    @pytest.mark.parametrize("page", ["console", "charter"])
    def test_the_follow_up_lists_it_on_the_console_and_on_the_charters_page(
        self, open_page: Open, lang: Lang, draft: LiveWorkshop, page: str
    ) -> None:
        draft.cases.closing.open_follow_up(draft.id)
        screen = open_page(page, lang, w=draft.id)
        assert "charter.adopt" not in keys(screen)
        unfold(screen, "charter.left")  # on the console the room comes first
        assert {address["at"] for *_, address in links(screen)} >= {
            "people.owner",
            "promise.stop",
            "training.form.new.what",
        }
        fill_in(any_actor(), draft.id)
        screen = open_page(page, lang, w=draft.id)
        screen.button(key="charter.adopt").click().run()
        assert draft.state.frameworks[-1].adopted

    def test_a_rule_that_is_held_opens_where_it_is_mended(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        """With a number that nobody chose, and a DPO who allows exceptions, both of before that was refused."""
        people.begin("S03", "voting")
        people.vote("CCCCCC")
        people.move("revealed")
        drafted = people.cases.decisions.draft_from_stance(people.id, "", "S03", "C")
        said = drafted.model_copy(update={"owner": "CRM", "reason": "ja"})
        decision = people.cases.decisions.edit(people.id, drafted, said).id
        people.move("consent")
        people.consent(decision)
        people.move("consent_revealed")
        people.cases.decisions.close_agreed(people.id, decision)
        with people.cases.context.store.transaction(people.id) as change:
            stored = people.decision(decision)
            check = Worded(nl="Elke week 25 (vul zelf in) berichten lezen")
            kept = {"exception_role": "FG", "check": check, "version": stored.version + 1, "closed": True}
            change.put_decision(stored.model_copy(update=kept))
        people.cases.closing.end_session(people.id)
        people.cases.closing.open_follow_up(people.id)
        fill_in(any_actor(), people.id)
        found = links(open_page("charter", lang, w=people.id))
        assert {address["at"] for *_, address in found} == {f"{decision}.numbers", f"{decision}.exception"}
        for _, page, address in found:
            assert page == "decide"
            there = open_page(page, lang, w=people.id, s=address["s"], at=address["at"])
            assert address["at"] in fields(there)

    def test_the_group_ticks_or_leaves_it_to_the_owner_from_the_end_on(
        self, open_page: Open, lang: Lang, draft: LiveWorkshop
    ) -> None:
        way = [one.proto.page for one in open_page("console", lang, w=draft.id).get("page_link")]
        assert "promises" in way
        screen = open_page("promises", lang, w=draft.id)
        screen.checkbox(key="promise.stop").check().run()
        screen.button(key="promises.all.owner").click().run()
        answers = {one.id: one.answer for one in draft.state.promises}
        assert answers.pop("stop") == "made"
        assert set(answers.values()) == {"owner"}
        assert len(answers) == len(catalogue().promises) - 1
        assert "promises.all.owner" not in keys(screen)
        draft.cases.closing.open_follow_up(draft.id)
        assert "promise.stop" not in {
            address["at"] for *_, address in links(unfold(open_page("console", lang, w=draft.id), "charter.left"))
        }


def test_a_late_review_is_said_on_every_page_and_never_ends_the_charter(
    open_page: Open, lang: Lang, demonstration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [spec.key for spec in nav.pages_for("self")]
    late = translator(lang)("Review overdue: it was due on {day}. The charter stays in force until there is a new one.")
    late = late.partition(":")[0]
    adopted = adopt(any_actor(), demonstration)
    last = max(rule.review_on for rule in adopted.rules)
    assert not any(late in words_of(open_page(page, lang, w=demonstration)) for page in ("inventory", "charter"))
    set_day(monkeypatch, last + timedelta(days=1))
    for page in pages:
        assert late in words_of(open_page(page, lang, w=demonstration)), page
    words = words_of(open_page("charter", lang, w=demonstration)).lower()
    assert "verlopen" not in words
    assert "expired" not in words
    assert {"nl": "blijft gelden", "en": "in force"}[lang] in words
