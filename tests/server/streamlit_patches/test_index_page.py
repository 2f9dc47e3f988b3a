"""``index_page.py``: the page's language, name and styles."""

import pytest

from pages.server.streamlit_patches.index_page import LABEL_INK
from tests.support.server_process import Server


@pytest.mark.parametrize("path", ["/", "/principles", "/principles?w=abc"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_page_says_which_language_it_is_in(server: Server, path: str, encoding: str) -> None:
    """Streamlit compresses every page but "/", so both are asked for."""
    status, headers, body = server.get(path, {"Accept-Language": "nl-NL", "Accept-Encoding": encoding})
    assert status == 200
    assert b'<html lang="nl" translate="no"' in body
    assert b"<title>Kader</title>" in body
    assert LABEL_INK["dark"].encode() in body
    assert int(headers["content-length"]) == len(body)
    assert "accept-language" in headers["vary"].lower()
    assert "etag" not in headers
