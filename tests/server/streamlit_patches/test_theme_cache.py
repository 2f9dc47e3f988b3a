"""``theme_cache.py``: the cached theme is the one that Streamlit computes."""

import tomllib
from collections.abc import Callable

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

from pages.server.streamlit_patches.theme_cache import cache_theme
from tests.support.server_process import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, CustomThemeConfig]]:
    """The theme's sections as the first message of a run has them. Uncached until `cache_theme` is called."""
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)

    def now() -> dict[str, CustomThemeConfig]:
        parts: dict[str, CustomThemeConfig] = {}
        for section in SECTIONS:
            around = NewSession()
            app_session._populate_theme_msg(around.custom_theme.sidebar, section)
            if around.HasField("custom_theme"):
                parts[section] = around.custom_theme.sidebar
        return parts

    return now


def test_it_is_the_same_theme_each_time(sent: Callable[[], dict[str, CustomThemeConfig]]) -> None:
    expected = sent()
    assert expected["theme.light"].primary_color == THEME["light"]["primaryColor"]
    assert "theme.sidebar" not in expected
    cache_theme.__wrapped__()
    assert sent() == expected
    assert sent() == expected


def test_it_changes_when_the_options_are_read_again(sent: Callable[[], dict[str, CustomThemeConfig]]) -> None:
    cache_theme.__wrapped__()
    before = sent()
    config.set_option("theme.light.primaryColor", "#123456")
    try:
        assert sent() == before
        config._on_config_parsed.send()
        assert sent()["theme.light"].primary_color == "#123456"
    finally:
        config.set_option("theme.light.primaryColor", THEME["light"]["primaryColor"])
