"""Reads the inline scripts in Streamlit's ``static/index.html``, for the content policy. Replaces nothing.

Unnecessary when Streamlit's page has no inline script, or sends a content policy of its own.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit as st


@cache
def inline_script_hashes() -> tuple[str, ...]:
    """As sources for ``script-src``: ``'sha256-…'``, with the quotes."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    found = re.findall(rb"<script>(.*?)</script>", page, flags=re.DOTALL)
    return tuple(f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in found)
