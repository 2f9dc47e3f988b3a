"""Whoever listens to a page goes by its headings: one title, and no level left out on the way down."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from framework.text import LANGS, Lang
from pages.ui import nav, queries
from pages.ui.law import portfolio
from tests.pages.conftest import Open, unfold
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop

LEVELS = {"title": 1, "header": 2, "subheader": 3}
MARKDOWN = re.compile(r"^(#{1,6}) +(\S.*)$", re.MULTILINE)


def headings(screen: AppTest) -> list[tuple[int, str]]:
    """Level and words, in the order of the page."""
    return [one for element in _elements(screen.main) for one in _headings(element)]


def _elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield from _elements(child) if hasattr(child, "children") else (child,)


def _headings(element: Any) -> Iterator[tuple[int, str]]:
    if element.type in LEVELS:
        yield LEVELS[element.type], element.value
    elif element.type == "markdown":
        yield from ((len(marks), words) for marks, words in MARKDOWN.findall(element.value))


def skipped(found: list[tuple[int, str]]) -> list[str]:
    """Headings more than one level below the one before."""
    before = [0, *(level for level, _ in found)]
    return [words for above, (level, words) in zip(before, found, strict=False) if level > above + 1]


STAGES = ("alone", "preparing", "session", "adopted")
SHOWN = [
    (page.key, stage, LANGS[(at + number) % len(LANGS)])
    for at, page in enumerate(nav.PAGES)
    for number, stage in enumerate(STAGES)
]
"""Every page in every stage, in one language each, so that over the stages each is seen in both."""


@pytest.mark.parametrize(("page", "stage", "lang"), SHOWN, indirect=["lang"])
def test_every_page_has_one_title_and_skips_no_level(
    open_page: Open, lang: Lang, page: str, stage: str, demonstration: str
) -> None:
    workshop = demonstration
    if stage != "alone":
        cases = any_actor().facilitation
        workshop = cases.start_live_workshop("Waterkers", "CRM", lang, "marketing-ai")
        if stage != "preparing":
            cases.open_session(workshop)
        if stage == "adopted":
            with any_actor().context.store.transaction(workshop) as change:
                change.put_workshop(change.workshop().model_copy(update={"stage": "adopted"}))
    screen = unfold(open_page(page, lang, w=workshop))
    assert len(screen.title) == 1
    assert skipped(headings(screen)) == []


@pytest.mark.parametrize("view", portfolio.VIEWS)
def test_no_view_of_the_law_skips_a_level(open_page: Open, lang: Lang, demonstration: str, view: str) -> None:
    screen = unfold(open_page("law_overview", lang, w=demonstration, v=view, d="2027-12-02"))
    assert skipped(headings(screen)) == []


@pytest.mark.parametrize("part", ["data", "summary"])
def test_no_part_of_the_law_check_skips_a_level(open_page: Open, lang: Lang, demonstration: str, part: str) -> None:
    activity = queries.state(demonstration).activities[0]
    screen = unfold(open_page("law_check", lang, w=demonstration, a=activity.id, p=part))
    assert len(headings(screen)) > 1
    assert skipped(headings(screen)) == []


@pytest.mark.parametrize("kind", ["principles", "scenario", "red_lines"])
def test_no_step_of_the_console_skips_a_level(open_page: Open, lang: Lang, people: LiveWorkshop, kind: str) -> None:
    people.begin(
        next(step.id for step in people.room.plan if step.kind == kind), *(["voting"] if kind == "scenario" else [])
    )
    if kind == "principles":
        people.rank()
    elif kind == "scenario":
        people.draft_rule()
        people.vote("CCCCCC")
    if kind != "red_lines":
        people.move("revealed")
    screen = unfold(open_page("console", lang, w=people.id))
    assert skipped(headings(screen)) == []
