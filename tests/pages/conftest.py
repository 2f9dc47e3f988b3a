"""Screens as Streamlit runs them: always through the shell, with a database of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from framework.text import Lang
from pages.live import installation
from pages.ui import service

SHELL = Path(__file__).resolve().parents[2] / "pages" / "_shell.py"
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _fresh_process() -> Iterator[None]:
    """What a process keeps (store, states) belongs to one test."""
    forget_process()
    yield
    service.workshops().context.store.close()
    forget_process()


def forget_process() -> None:
    """As a restart would: the next page opens the store anew."""
    installation.forget()
    st.cache_resource.clear()


@pytest.fixture
def open_page() -> Open:
    """Opens a page as a deep link would, and fails on any exception in it."""

    def opening(page: str = "start", lang: Lang = "nl", **params: str) -> AppTest:
        screen = AppTest.from_file(str(SHELL), default_timeout=30)
        screen.query_params["lang"] = lang
        for key, value in params.items():
            screen.query_params[key] = value
        screen.run()
        if page != "start":
            screen.switch_page(f"{page}.py").run()
        assert not screen.exception, screen.exception
        return screen

    return opening


@pytest.fixture(params=["nl", "en"])
def lang(request: pytest.FixtureRequest) -> Lang:
    return request.param


@pytest.fixture
def demonstration(lang: Lang) -> str:
    """The demonstration workshop in this test's language."""
    from framework.workshop.demonstration import add_demonstration

    return add_demonstration(service.workshops(), lang)
