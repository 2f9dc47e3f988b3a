"""``inline_scripts.py``: every inline script of Streamlit's page may run, and no other."""

import base64
import hashlib
from html.parser import HTMLParser

from pages.server.streamlit_patches.inline_scripts import inline_script_hashes
from tests.support.server_process import Server


class _InlineScripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)

    def handle_endtag(self, _: str) -> None:
        self._inside = False


def test_each_inline_script_is_in_the_policy(server: Server) -> None:
    _, headers, body = server.get("/")
    page = _InlineScripts()
    page.feed(body.decode())
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in page.found}
    assert hashes
    assert hashes == set(inline_script_hashes())
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert hashes <= set(policy["script-src"].split())
