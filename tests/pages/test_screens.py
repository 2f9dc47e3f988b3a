"""Each screen, through the shell, in both languages: it runs, it speaks one language, it saves at once."""

from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.text import Lang, other
from pages.ui import nav, queries
from tests.pages.conftest import Open, unfold
from tests.support.any_actor import any_actor

STEPS = [page.key for page in nav.PAGES if page.step]


SAID = ("markdown", "title", "header", "subheader", "caption", "info", "error", "warning", "success")
ASKED = ("button", "text_input", "text_area", "radio", "checkbox", "button_group")


def said(screen: AppTest) -> str:
    """The first error as a reader sees it."""
    return screen.error[0].value.replace("\\", "")


def words_of(screen: AppTest) -> str:
    parts = [element.value for kind in SAID for element in screen.get(kind)]
    parts += [element.label for kind in ASKED for element in screen.get(kind)]
    return "\n".join(str(part) for part in parts)


def test_the_first_visit_shows_where_to_begin(open_page: Open, lang: Lang) -> None:
    screen = open_page(lang=lang)
    assert screen.title[0].value == translator(lang)("Your own framework for AI in marketing")
    assert screen.button(key="start.begin").label == translator(lang)("Start the self-assessment")


@pytest.mark.parametrize("page", STEPS)
def test_a_page_without_a_workshop_says_what_to_do(open_page: Open, lang: Lang, page: str) -> None:
    screen = open_page(page, lang)
    assert said(screen) == translator(lang)(
        "There is no workshop at this address on this machine. Check the link, or open it from the start page."
    )


@pytest.mark.parametrize("page", STEPS)
def test_a_step_of_the_demonstration_speaks_one_language(
    open_page: Open, lang: Lang, page: str, demonstration: str
) -> None:
    screen = open_page(page, lang, w=demonstration)
    words = words_of(screen)
    assert screen.title
    titles = {key: translator(key)(nav.spec_of(page).title) for key in (lang, other(lang))}
    assert titles[lang].lower() in "\n".join(link.label for link in screen.get("page_link")).lower()
    foreign = [m for m in only_in(other(lang)) if m in words]
    assert foreign == []


@cache
def only_in(lang: Lang) -> tuple[str, ...]:
    """Sentences of the interface that exist in this language alone."""
    from framework.language.extract import extracted

    sentences = [m.id for m in extracted() if isinstance(m.id, str) and len(m.id) > 30 and "{" not in m.id]
    return tuple(translator(lang)(sentence) for sentence in sentences if translator("nl")(sentence) != sentence)


@pytest.mark.parametrize(
    "page", ["law_check", "principles", "scenarios", "decisions", "tradeoffs", "promises", "charter"]
)
def test_a_step_without_activities_says_where_to_go_first(open_page: Open, lang: Lang, page: str) -> None:
    empty = any_actor().lifecycle.start_self_assessment("Leeg", "", lang, "marketing-ai")
    screen = open_page(page, lang, w=empty)
    assert screen.title


def test_beginning_needs_an_organisation_and_keeps_what_was_typed(open_page: Open, lang: Lang) -> None:
    screen = open_page(lang=lang)
    screen.text_input(key="start.team").set_value("CRM")
    screen.button(key="start.begin").click().run()
    assert translator(lang)("organisation") in screen.error[0].value
    assert screen.text_input(key="start.team").value == "CRM"
    assert any_actor().queries.workshops() == ()


def test_what_is_ticked_becomes_activities(open_page: Open, lang: Lang) -> None:
    workshop = any_actor().lifecycle.start_self_assessment("X", "", lang, "marketing-ai")
    screen = open_page("inventory", lang, w=workshop)
    screen.button_group(key="inventory.kinds").set_value(["chatbot", "llm_copy"]).run()
    screen.button(key="inventory.add").click().run()
    deck = queries.state(workshop).deck
    names = [deck.kind(kind).name[lang] for kind in ("chatbot", "llm_copy")]  # type: ignore[union-attr]
    assert [activity.name for activity in queries.state(workshop).activities] == names


def test_a_fact_is_on_disk_before_the_screen_says_so(open_page: Open, lang: Lang, demonstration: str) -> None:
    activity = queries.state(demonstration).activities[1]
    screen = open_page("law_check", lang, w=demonstration, a=activity.id, p="output")
    screen.button_group(key=f"fact.{activity.id}.interacts").set_value("unknown").run()
    assert any_actor().context.store.load(demonstration).activities[1].facts["interacts"] == "unknown"


def test_effects_are_shown_only_after_the_answer(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("scenarios", lang, w=demonstration, s="S25")
    t = translator(lang)
    marker = t("Food for thought")
    assert marker not in words_of(screen)
    activity = next(a for a in queries.state(demonstration).activities if a.kind == "market_analysis")
    screen.radio(key=f"ballot.S25.{activity.id}.stance").set_value("A").run()
    words = words_of(screen)
    assert marker in words
    assert t("Why? One line is enough.") in words
    assert any("Sr 138ab" in error.value for error in screen.error), "the unlawful mark names its article"


def test_a_text_too_long_is_said_and_kept_in_the_field(open_page: Open, lang: Lang, demonstration: str) -> None:
    activity = queries.state(demonstration).activities[0]
    screen = open_page("inventory", lang, w=demonstration, a=activity.id)
    screen.text_input(key=f"activity.{activity.id}.name").set_value("x" * 10_000).run()
    assert "120" in screen.error[0].value
    assert screen.text_input(key=f"activity.{activity.id}.name").value == "x" * 10_000
    assert queries.state(demonstration).activities[0].name == activity.name


def test_hostile_words_are_shown_as_words(open_page: Open, lang: Lang) -> None:
    cases = any_actor()
    workshop = cases.lifecycle.start_self_assessment("<script>alert(1)</script> **x**", "", lang, "marketing-ai")
    cases.inventory.add(workshop, "chatbot", ":material/home: $x$ [l](http://x) | `c` שלום 🙂")
    for page in ("inventory", "scenarios", "charter"):
        words = words_of(open_page(page, lang, w=workshop))
        assert "<script>" not in words.replace("\\<script\\>", "")
        assert "**x**" not in words


def test_two_windows_on_one_field_show_both_texts(open_page: Open, lang: Lang, demonstration: str) -> None:
    activity = queries.state(demonstration).activities[0]
    key = f"activity.{activity.id}.supplier"
    one, two = (open_page("inventory", lang, w=demonstration, a=activity.id) for _ in range(2))
    one.text_input(key=key).set_value("van een").run()
    two.text_input(key=key).set_value("van twee").run()
    assert queries.state(demonstration).activities[0].supplier == "van een"
    words = words_of(two)
    assert "van een" in words
    assert "van twee" in words
    two.button(key="conflict.mine").click().run()
    assert queries.state(demonstration).activities[0].supplier == "van twee"
    assert one.run().text_input(key=key).value == "van twee", "the other window follows"


def test_closing_a_decision_and_keeping_the_proposal(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("decisions", lang, w=demonstration, s="S06")
    decision = next(d for d in queries.state(demonstration).decisions if d.scenario == "S06")
    screen.button(key=f"{decision.id}.close").click().run()
    assert next(d for d in queries.state(demonstration).decisions if d.id == decision.id).closed
    screen = open_page("charter", lang, w=demonstration)
    screen.button(key="charter.keep").click().run()
    assert [f.version for f in queries.state(demonstration).frameworks] == ["0.1", "0.2"]
    assert "Noor de Wit" in screen.text_input(key="charter.deciders").value
    for deciders, refused in (
        ("", "Say who decided. Without that, a charter stays a proposal."),
        ("CMO, DPO", "A DPO advises and does not decide (GDPR 38(6)). Choose who decides; the DPO advises."),
    ):
        screen.text_input(key="charter.deciders").set_value(deciders).run()
        screen.button(key="charter.adopt").click().run()
        assert said(screen) == translator(lang)(refused)
    screen.text_input(key="charter.deciders").set_value("CMO, CEO").run()
    screen.button(key="charter.adopt").click().run()
    assert queries.state(demonstration).frameworks[-1].version == "1.0"


def test_the_public_edition_has_what_is_ticked(open_page: Open, lang: Lang, demonstration: str) -> None:
    rule = queries.state(demonstration).frameworks[-1].rules[0]
    screen = unfold(open_page("charter", lang, w=demonstration), "charter.public")
    screen.button_group(key="charter.edition").set_value("public").run()
    words = rule.wording.get(lang, next(iter(rule.wording.values()))).behaviour.partition(" ")[2]
    assert any(words in each.value for each in screen.markdown)
    screen.checkbox(key=f"charter.public.{rule.decision}").uncheck().run()
    assert rule.decision not in (queries.state(demonstration).texts.public or ())
    assert not any(words in each.value for each in screen.markdown), "also of the version that was saved before"


def test_the_language_can_be_switched_at_any_point(open_page: Open, demonstration: str, lang: Lang) -> None:
    screen = open_page("scenarios", lang, w=demonstration, s="S07")
    screen.button_group(key="shell.lang").set_value(other(lang)).run()
    assert screen.title[0].value == translator(other(lang))("Where do you stand?")


def test_reordering_the_five(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("principles", lang, w=demonstration)
    before = queries.own_ranking(queries.state(demonstration))
    screen.radio(key="five.chosen").set_value(before[1]).run()
    for move in ("down", "down", "up"):
        screen.button(key=f"five.{move}").click().run()
        assert screen.radio(key="five.chosen").value == before[1], "the same card can be moved on"
    assert queries.own_ranking(queries.state(demonstration)) == (before[0], before[2], before[1], *before[3:])
    screen.button(key="five.out").click().run()
    assert not screen.exception
    assert queries.own_ranking(queries.state(demonstration)) == (before[0], before[2], *before[3:])
    assert screen.radio(key="five.chosen").value == before[0]


@pytest.mark.parametrize("page", STEPS)
def test_no_sentence_turns_into_a_list(open_page: Open, lang: Lang, demonstration: str, page: str) -> None:
    """Markdown takes a plus at the beginning for a bullet: the legend of a stance's effects once was one."""
    screen = open_page(page, lang, w=demonstration)
    lines = [caption.value.lstrip() for caption in screen.get("caption")]
    assert lines
    assert not [line for line in lines if line.startswith(("+ ", "- ", "* ", "#"))]
