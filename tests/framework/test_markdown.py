"""What a person typed stays words, whatever Markdown and Streamlit make of other texts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from framework.markdown import escaped
from pages.ui.i18n import plain

JOINER = "\u2060"
REPLACED = (
    # As Streamlit's StreamlitMarkdown.js has them: GitHub's autolinks, emoji, icons, arrows.
    r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)",
    r"([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)",
    r":(?!material/|streamlit:)[\w+-][\w_+-]*:",
    r":material/\w+:",
    r":streamlit:",
    *(rf"(^|[\s\ufeff]){arrow}([\s\ufeff]|$)" for arrow in ("<->", "->", "<-", "--", ">=", "<=", "~=")),
)
"""Replaced in a text after its escapes are resolved."""
LIVE = (
    "https://evil.example/?a=b",
    "HTTP://evil.example",
    "see www.evil.example",
    "mailto:a@evil.example",
    "a.b+c@evil.example",
    "xmpp:a@evil.example",
    ":smile: :+1: :material/home: :streamlit:",
    ":red[x] :red-background[x] ::leaf[x] :::box",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "-->",
    "$x$ and $$y$$",
    "x[^1]\n\n[^1]: note",
    "[l](javascript:alert(1)) ![i](https://evil.example/i.png) <https://evil.example>",
    "**b** _i_ ~~s~~ `c` ``` d",
    "# h\n===\n---\n> q\n- l\n1. n\n+ p",
    "| a | b |\n|---|---|",
    "<b>x</b> &amp; &#58;",
    "\tcode\n    code",
    "\\",
)
PIECES = st.sampled_from(
    [*LIVE, "http", "s", "://", "www", ".", "@", ":", "\\", "-", ">", "<", "=", "~", " ", "\n", "é"]
)
WORDS = st.lists(PIECES, max_size=12).map("".join) | st.text(st.characters(exclude_categories=("Cs", "Cc")))


def _with_examples(test: Callable[..., Any]) -> Callable[..., Any]:
    for words in LIVE:
        test = example(words)(test)
    return test


@_with_examples
@given(WORDS)
def test_nothing_on_screen_is_taken_for_markup(words: str) -> None:
    for shown in (plain(words), escaped(words, screen=True)):
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(shown)
        children = [child for token in tokens for child in token.children or ()]
        kinds = {token.type for token in (*tokens, *children)}
        assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"}, shown
        assert not re.search(r"(?<!\\)(?:\\\\)*(?::[A-Za-z]|[$\[])", shown), "directives and formulas"
        for child in children:
            for pattern in REPLACED:
                assert not re.search(pattern, child.content, re.IGNORECASE), (pattern, child.content)


@_with_examples
@given(WORDS)
def test_every_character_is_shown(words: str) -> None:
    shown = [
        "".join(child.content if child.type == "text" else " " for child in token.children or ())
        for token in MarkdownIt("commonmark").parse(plain(words))
        if token.type == "inline"
    ]
    assert " ".join(" ".join(shown).replace(JOINER, "").split()) == " ".join(words.replace(JOINER, "").split())


@pytest.mark.parametrize("words", ["kader start --data map", "9:30–10:15", "a@b", "A+ en B-", "1.5 ≥ 1"])
def test_what_is_harmless_is_left_whole(words: str) -> None:
    assert JOINER not in plain(words)
