"""What a run costs that nothing on the screen shows: how often it asks the database."""

import pytest

from framework.store.sql import SqlStore
from pages.ui import nav
from tests.pages.conftest import Open
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop

READS = (
    "head",
    "revision",
    "revisions",
    "load",
    "load_shared",
    "seats",
    "people",
    "turnout",
    "answers_to",
    "answers_of",
)
OF_ONE = [page.key for page in nav.PAGES if "self" in page.kinds]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the store was asked for, from now on."""
    told: list[str] = []

    def counted(name: str) -> None:
        asking = getattr(SqlStore, name)
        monkeypatch.setattr(SqlStore, name, lambda self, *given: (told.append(name), asking(self, *given))[1])

    for name in READS:
        counted(name)
    return told


@pytest.mark.parametrize("page", OF_ONE)
def test_a_run_of_a_self_assessment_asks_once(open_page: Open, asked: list[str], page: str) -> None:
    from framework.rehearsal.demonstration import add_demonstration

    screen = open_page(page, "nl", w=add_demonstration(any_actor(), "nl"))
    asked.clear()
    screen.run()
    assert not screen.exception
    assert asked == ["head"]


@pytest.mark.parametrize("page", ["console", "decide"])
def test_what_was_revealed_is_read_once(open_page: Open, asked: list[str], page: str) -> None:
    people = LiveWorkshop(any_actor())
    people.begin("S03", "voting")
    people.vote("AABCDE", reasons=("omdat het kan", "daarom"))
    people.move("revealed")
    screen = open_page(page, "nl", w=people.id)
    assert "answers_to" in asked
    asked.clear()
    screen.run()
    assert not screen.exception
    assert "answers_to" not in asked
    assert "load_shared" not in asked
    next(button for button in screen.button if button.key.startswith("typed.hide.")).click().run()
    assert "answers_to" in asked, "a hidden reason is another answer"
    assert any("verborgen" in markdown.value for markdown in screen.markdown)


@pytest.mark.parametrize("page", [page.key for page in nav.PAGES if page.kinds == ("live",)])
def test_a_run_of_a_live_page_asks_once_where_nothing_moved(open_page: Open, asked: list[str], page: str) -> None:
    people = LiveWorkshop(any_actor())
    people.begin("S03", "voting")
    people.vote("AABCDE")
    screen = open_page(page, "nl", w=people.id)
    asked.clear()
    screen.run()
    assert not screen.exception
    assert asked == ["head"]
    people.vote("BBBBBB")
    asked.clear()
    screen.run()
    assert asked[0] == "head", "asks anew"
    assert asked.count("head") == 1
