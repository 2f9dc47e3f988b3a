"""The start page leads back to a workshop that is in progress."""

from datetime import timedelta

import pytest

from framework.text import Lang
from framework.usecases.queries import QueryUseCases
from tests.pages.conftest import Open
from tests.pages.test_screens import words_of
from tests.support.room import LiveWorkshop


def test_a_workshop_in_progress_stands_at_the_top_for_a_day(
    open_page: Open, people: LiveWorkshop, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Waterkers" not in words_of(open_page("start", lang))
    people.begin()
    assert "Waterkers" in words_of(open_page("start", lang))
    now = QueryUseCases.now
    monkeypatch.setattr(QueryUseCases, "now", lambda self: now(self) + timedelta(days=2))
    assert "Waterkers" not in words_of(open_page("start", lang))
