"""Lines to tick: one of them not known, one ticked by mistake; and the help of a question, which opens below it."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from framework.law import law_book
from framework.text import Lang
from pages.ui import queries
from pages.ui.law import questionnaire
from tests.pages.conftest import Open
from tests.pages.test_law_check import fresh


def test_one_line_can_be_unknown_by_itself(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "llm_copy")
    activity = queries.state(workshop).activities[0]
    screen = open_page("law_check", lang, w=workshop, p="marketing")
    key = f"tick.{activity.id}.confidential"
    assert "law.unknown.confidential" not in {button.key for button in screen.button}
    screen.button(key=f"explain.{key}").click().run()
    screen.button(key="law.unknown.confidential").click().run()
    assert not screen.exception
    assert queries.state(workshop).activities[0].facts == {"confidential": "unknown"}
    assert screen.checkbox(key=key).label != law_line("confidential", lang), "the line says so"
    assert "law.unknown.confidential" not in {button.key for button in screen.button}
    screen.button(key="law.rest.marketing.none").click().run()
    assert queries.state(workshop).activities[0].facts["confidential"] == "unknown"
    screen.checkbox(key=key).check().run()
    assert queries.state(workshop).activities[0].facts["confidential"] == "yes"


def law_line(fact: str, lang: Lang) -> str:
    return next(line.text[lang] for one in law_book().tick_lists for line in one.line if line.fact == fact)


def test_a_line_that_is_ticked_and_unticked_is_answered(open_page: Open, lang: Lang) -> None:
    """Ticked, a line with several answers records nothing yet, so unticking it looked like no change."""
    workshop = fresh(lang, "llm_copy")
    activity = queries.state(workshop).activities[0]
    screen = open_page("law_check", lang, w=workshop, p="marketing")
    screen.checkbox(key=f"tick.{activity.id}.sends_messages").check().run()
    screen.checkbox(key=f"tick.{activity.id}.sends_messages").uncheck().run()
    assert queries.state(workshop).activities[0].facts == {"sends_messages": "none"}
    screen.checkbox(key=f"tick.{activity.id}.sends_messages").check().run()
    screen.radio(key=f"fact.{activity.id}.sends_messages").set_value("phone").run()
    assert queries.state(workshop).activities[0].facts == {"sends_messages": "phone"}


def helps(screen: AppTest) -> Iterator[str]:
    for element in (*screen.radio, *screen.get("button_group"), *screen.checkbox, *screen.markdown, *screen.text_input):
        yield getattr(element.proto, "help", "")


def opened(screen: AppTest, key: str, lang: Lang) -> bool:
    why = law_book().fact(key.rsplit(".", 1)[1]).why[lang]  # type: ignore[union-attr]
    return any(why in caption.value for caption in screen.caption)


@pytest.mark.parametrize("topic", ["use", "influence", "data", "agreements", "rights", questionnaire.ONCE])
def test_help_opens_below_its_question_and_covers_none(
    open_page: Open, lang: Lang, demonstration: str, topic: str
) -> None:
    workshop, where = (fresh(lang, "lookalike"), "a") if topic == questionnaire.ONCE else (demonstration, "p")
    screen = open_page("law_check", lang, w=workshop, **{where: topic})
    assert not any(helps(screen))
    explained = [button.key for button in screen.button if button.key and button.key.startswith("explain.")]
    assert explained
    for key in explained:
        assert not opened(screen, key, lang)
        screen.button(key=key).click().run()
        assert opened(screen, key, lang)
    screen.button(key=explained[-1]).click().run()
    assert not opened(screen, explained[-1], lang)
