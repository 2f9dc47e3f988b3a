"""``external_ip.py``: Streamlit asks nobody for this machine's address."""

import pytest
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

from pages.server.streamlit_patches.external_ip import disable_external_ip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `net_util.get_external_ip` was called for; monkeypatch puts the real one back."""
    calls: list[str] = []
    monkeypatch.setattr(net_util, "get_external_ip", lambda: calls.append("called"))
    return calls


def test_a_page_opened_under_an_unknown_name_asks_nobody(asked: list[str]) -> None:
    disable_external_ip()
    assert not is_url_from_allowed_origins("http://laptop.example")
    assert asked == []


def test_streamlit_still_asks_without_the_patch(asked: list[str]) -> None:
    """If this fails, the patch may have become unnecessary, or replaces a function that is no longer called."""
    is_url_from_allowed_origins("http://laptop.example")
    assert asked == ["called"]
