"""Replaces the words that Streamlit's own scripts put into the page by ours, in the page's language.

They are few, but some are all that a screen reader says about a button, and some are all that people see when the server has
stopped. ``data/locale/streamlit.json`` lists them; ``frontend_words.js`` puts them into the page (docs/decisions/0013). With it goes
``print_charts.js``, so that the page asks for one file.

Unnecessary when Streamlit's frontend can be translated.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PATH = "frontend-words.js"
SENT_ALONG = ("print_charts", "field_focus")
"""Scripts of their own: the first makes charts whole on paper, the second puts the cursor where a press leads to (`pages.ui.nav`)."""
CATALOGUE = Path(__file__).resolve().parents[3] / "data" / "locale" / "streamlit.json"
"""A list of entries:

* ``at``: a CSS selector. The same words in other elements are left alone.
* ``attribute``: the attribute that has the words; a text node where it is missing.
* ``streamlit``: the words in full. ``{name}`` stands for any text.
* ``nl``, ``en``: what replaces them. Without ``en`` Streamlit's English stays.
* ``host``: a regular expression; the entry counts only where the page's host name matches. The first entry that fits is used.
"""


@cache
def _script() -> tuple[bytes, str]:
    """The scripts with the catalogue, and a version that changes with either."""
    words = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    here = Path(__file__)
    code = here.with_suffix(".js").read_text(encoding="utf-8")
    filled = code.replace("(CATALOGUE);", f"({json.dumps(words, ensure_ascii=False, separators=(',', ':'))});")
    filled += "".join(here.with_name(f"{one}.js").read_text(encoding="utf-8") for one in SENT_ALONG)
    return filled.encode(), hashlib.sha256(filled.encode()).hexdigest()[:16]


def script_tag() -> bytes:
    """Belongs before Streamlit's own script, so that even its first words are replaced before they are drawn."""
    return f'<script defer src="./{PATH}?{_script()[1]}"></script>'.encode()


async def frontend_words(_: Request) -> Response:
    cache_control = {"Cache-Control": "public, max-age=31536000, immutable"}  # the version is part of the address
    return Response(_script()[0], media_type="text/javascript", headers=cache_control)


ROUTES = (Route(f"/{PATH}", frontend_words, methods=["GET"]),)
