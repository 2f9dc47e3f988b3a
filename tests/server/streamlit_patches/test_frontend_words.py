"""``frontend_words.py``: Streamlit's own words are in the language of the page."""

import re
from pathlib import Path

import streamlit

from pages.server.streamlit_patches.frontend_words import STREAMLIT_WORDS
from tests.support.server_process import Server


def test_a_script_with_other_words_is_asked_for_again_and_the_others_are_left_alone(server: Server) -> None:
    page = server.get("/")[2].decode()
    script = re.search(r'src="\./(static/js/index[^"]+)"', page)
    assert script is not None
    status, headers, body = server.get(f"/{script[1]}")
    assert status == 200
    assert len(body) == int(headers["content-length"])
    assert headers["cache-control"] == "no-cache", "its name does not change when its words do"
    again, _, nothing = server.get(f"/{script[1]}", {"If-None-Match": headers["etag"]})
    assert (again, nothing) == (304, b"")
    assert server.get(f"/{script[1]}", {"If-None-Match": '"another"'})[0] == 200
    other = re.search(rb'"\./(FormClearHelper[^"]+|[A-Z]\w+Chart[^"]+)"', body)
    assert other is not None
    assert "immutable" in server.get(f"/static/js/{other[1].decode()}")[1]["cache-control"]


def test_streamlits_own_words_are_where_the_launcher_looks_for_them() -> None:
    """An upgrade of Streamlit that moves them would quietly bring English back into Dutch pages."""
    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    for start, words in STREAMLIT_WORDS.items():
        texts = b"".join(path.read_bytes() for path in scripts.glob(f"{start}*.js"))
        for english, either in words:
            assert english in texts, f"{start}: {english.decode()}"
            assert either != english
