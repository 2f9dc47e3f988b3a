"""Screens as Streamlit runs them: always through the shell, with a database of their own."""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from framework.deck import library
from framework.deck.checks.references import LawVocabulary
from framework.deck.load import DeckFiles, Parts, read_parts
from framework.rehearsal.demonstration import demonstration_script
from framework.settings import Settings
from framework.text import Lang
from framework.usecases import Context
from framework.workshop.models import WorkshopState
from pages.live import app_state
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop
from tests.support.stores import write_empty_database
from tests.support.workshops import NOW, played_today

SHELL = Path(__file__).resolve().parents[2] / "pages" / "_shell.py"
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True, scope="session")
def _read_once() -> Iterator[None]:
    """What stays the same in all tests: Streamlit asks every installed package for components at each run, and each test's
    process reads its decks anew."""
    components = manifest_scanner.scan_component_manifests()
    decks: dict[object, Parts] = {}

    def parts(files: DeckFiles, law: LawVocabulary | None = None) -> Parts:
        same = (*sorted(files.items()), id(law))
        if same not in decks:
            decks[same] = read_parts(files, law)
        return decks[same]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", lambda: components)
        patched.setattr(library, "read_parts", parts)
        yield


@pytest.fixture(autouse=True)
def _fresh_process() -> Iterator[None]:
    """What a process keeps (store, states) belongs to one test, and its database starts empty but migrated."""
    forget_process()
    write_empty_database(Settings.from_environment(os.environ))
    yield
    any_actor().context.store.close()
    forget_process()


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page says depends on the day; tests live on `NOW`, also when they are run years later."""
    set_day(monkeypatch, NOW.date())


def set_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Makes this day *today* for the use cases and the pages."""
    monkeypatch.setattr(Context, "today", lambda _: day)


def forget_process() -> None:
    """As a restart would: the next page opens the store anew."""
    app_state.forget()
    st.cache_resource.clear()


@pytest.fixture
def open_page() -> Open:
    """Opens a page as a deep link would, and fails on any exception in it."""

    def opening(page: str = "start", lang: Lang = "nl", **params: str) -> AppTest:
        screen = AppTest.from_file(str(SHELL), default_timeout=30)
        screen.query_params["lang"] = lang
        for key, value in params.items():
            screen.query_params[key] = value
        if page != "start":
            screen.switch_page(f"{page}.py")
        screen.run()
        assert not screen.exception, screen.exception
        return screen

    return opening


def unfold(screen: AppTest, *names: str) -> AppTest:
    """Opens the folds with these keys, as a click on each would; every one where none is named.

    What is in them is sent only then (`pages.ui.lazy_expander`).
    """
    for name in names or _folded(screen):
        screen.session_state[name] = True
    return screen.run()


def turn_to(screen: AppTest, leaf: str) -> AppTest:
    """Brings this tab of the start page to the front, as a click on it would; what is on it is sent only then."""
    screen.session_state["start.tabs.front"] = leaf
    return screen.run()


def keys(screen: AppTest) -> set[str]:
    """Of the buttons on the page."""
    return {str(button.key) for button in screen.button}


def gauges(screen: AppTest) -> dict[str, Any]:
    """What the browser draws of timer, people and votes."""
    (drawn,) = screen.get("bidi_component")
    return json.loads(drawn.proto.json)


def _folded(screen: AppTest) -> list[str]:
    """The keys of the folds on the page that are not open, and of buttons that open a place to work; ids end in the key."""
    folds = [fold.proto for fold in screen.expander if not fold.proto.expanded]
    folds += [place.proto.popover for place in screen.get("popover") if not place.proto.popover.open]
    return [fold.id.split("-", 2)[2] for fold in folds if fold.id]


@pytest.fixture(params=["nl", "en"])
def lang(request: pytest.FixtureRequest) -> Lang:
    return request.param


@pytest.fixture
def demonstration(lang: Lang) -> str:
    """The demonstration workshop in this test's language, with an id of its own: pages keep results by id and revision."""
    state = _played(lang)
    own = state.workshop.model_copy(update={"id": secrets.token_hex(12)})
    any_actor().context.store.create(state.model_copy(update={"workshop": own}))
    return own.id


@cache
def _played(lang: Lang) -> WorkshopState:
    return played_today(demonstration_script(), lang)


@pytest.fixture
def people(lang: Lang) -> LiveWorkshop:
    """A live workshop of six people in this test's language."""
    return LiveWorkshop(any_actor(), lang=lang)
