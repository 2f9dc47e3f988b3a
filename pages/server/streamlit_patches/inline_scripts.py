"""Reads the inline scripts in Streamlit's ``static/index.html``, for the content policy. Replaces nothing.

Unnecessary when Streamlit's page has no inline script, or sends a content policy of its own.
"""

import re
from functools import cache
from pathlib import Path

import streamlit as st

from framework.content_policy import source_hash


@cache
def inline_script_hashes() -> tuple[str, ...]:
    """As sources for ``script-src``: ``'sha256-…'``, with the quotes."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    found: list[bytes] = re.findall(rb"<script>(.*?)</script>", page, flags=re.DOTALL)
    return tuple(source_hash(script) for script in found)
