"""The whole way, alone at a laptop or a phone, in a real browser: and the same script on the domain alone.

The demonstration is played in two parts, each from the first page to the charter, so that every one of its facts, stances and
decisions is given in a browser once, and not once per screen size.
"""

import re
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser

from framework.archive.models import CharterArchive, WorkshopArchive
from framework.archive.read import read
from framework.charter.export import charter_archive, export
from framework.deck import Deck
from framework.language import translator
from framework.law import law_book
from framework.rehearsal.demonstration import DemonstrationScript, demonstration_script
from framework.text import Lang
from framework.workshop.agenda import agenda
from tests.browser.app_user import Newcomer
from tests.support.app_process import KaderServer
from tests.support.workshops import played_today

PARTS = (
    ("nl", 1280, ("next_best_action", "lookalike", "llm_copy")),
    ("en", 390, ("chatbot", "route_optimisation", "market_analysis", "analytics_insights")),
)
"""Language, width, and the kinds of activity of each part."""


def as_far_as_played(script: DemonstrationScript) -> DemonstrationScript:
    activities = tuple(each.model_copy(update={"planned": ()}) for each in script.activities)
    return script.model_copy(update={"activities": activities, "training": ()})


def part_of(script: DemonstrationScript, kinds: tuple[str, ...]) -> DemonstrationScript:
    """These activities, and what the demonstration answers and decides about them; what is planned and trained is filled in
    elsewhere (tests/pages)."""
    script = as_far_as_played(script)
    state = played_today(script, "nl")
    kind_of = {activity.id: activity.kind for activity in state.activities}
    about = {item.scenario.id: kind_of[item.activity.id] for item in agenda(state)}
    return script.model_copy(
        update={
            "activities": tuple(each for each in script.activities if each.kind in kinds),
            "scenarios": tuple(each for each in script.scenarios if about[each.scenario] in kinds),
            "decisions": tuple(each for each in script.decisions if about[each.scenario] in kinds),
            "red_lines": tuple(each for each in script.red_lines if about[each] in kinds),
        }
    )


def test_the_parts_are_the_whole_demonstration() -> None:
    script = as_far_as_played(demonstration_script())
    parts = [part_of(script, kinds) for _, _, kinds in PARTS]
    for field in ("activities", "scenarios", "decisions", "red_lines"):
        played = [each for part in parts for each in getattr(part, field)]
        assert sorted(map(str, played)) == sorted(map(str, getattr(script, field)))
        assert all(getattr(part, field) for part in parts)


def on_the_domain(script: DemonstrationScript, lang: Lang) -> bytes:
    """The Markdown charter of the same script, played without any screen, today."""
    state = played_today(script, lang)
    archive = charter_archive(
        state.frameworks[-1], state.deck, law_book(), edition="internal", as_of=datetime.now().astimezone().date()
    )
    return export(archive, "md", translator(lang))


def without_ids(markdown: bytes) -> str:
    """Decisions are named by scenario and activity; an activity's id is drawn anew each time."""
    return re.sub(r"(S\d\d)-[A-Za-z0-9_-]+", r"\1", markdown.decode())


@pytest.mark.parametrize(("lang", "width", "kinds"), PARTS, ids=[f"{lang}-{width}" for lang, width, _ in PARTS])
def test_a_newcomer_goes_the_whole_way(
    browser: Browser,
    server: KaderServer,
    real_deck: Deck,
    tmp_path: Path,
    lang: Lang,
    width: int,
    kinds: tuple[str, ...],
) -> None:
    script = part_of(demonstration_script(), kinds)
    newcomer = Newcomer.at(browser, server.url, real_deck, lang, width)
    try:
        try:
            newcomer.play(script)
        except BaseException:
            newcomer.page.screenshot(path=tmp_path / "where-it-stopped.png", full_page=True)
            raise
        files = {kind: newcomer.download(kind, tmp_path) for kind in ("md", "pdf", "json")}
        workshop_file = None
        newcomer.open_fold("charter.everything")
        workshop_file = newcomer.download("workshop", tmp_path)
    finally:
        newcomer.page.context.close()
    assert without_ids(files["md"].read_bytes()) == without_ids(on_the_domain(script, lang))
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(files["pdf"]).pages)
    assert script.organisation[lang] in words
    assert all(activity.name[lang] in words.replace("\n", " ") for activity in script.activities)
    opened = read(files["pdf"].read_bytes())
    assert isinstance(opened, CharterArchive)
    assert opened == read(files["json"].read_bytes())
    whole = read(workshop_file.read_bytes())
    assert isinstance(whole, WorkshopArchive)
    assert len(whole.state.activities) == len(script.activities)
    assert whole.state.frameworks[-1] == opened.framework
