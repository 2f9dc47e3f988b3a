"""Text never becomes markup; markup is written as it is."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.html import Html, join, start_tag, tag, text

WORDS = st.text(st.characters(exclude_characters="\x00\x02\x03\r", exclude_categories=("Cs",)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(WORDS, WORDS)
def test_a_browser_reads_the_words_that_were_put_in_and_no_other_element(inside: str, attribute: str) -> None:
    reader = _Reader()
    reader.feed(tag("p", inside, title=attribute))
    reader.close()
    assert reader.tags == [("p", {"title": attribute.replace("\n", " ")})]
    assert reader.words == inside.replace("\n", " ")


def test_text_is_one_line_without_the_characters_that_mark_slots() -> None:
    assert text("a\r\nb\x02c\x03\x00") == "a bc"


def test_children_are_flattened_and_nothing_is_left_out_but_none_and_false() -> None:
    assert join("<", None, False, ["a", (tag("br"), [Html("<b>")])], "") == "&lt;a<br><b>"


def test_attributes() -> None:
    written = start_tag(
        "input", class_="a", data_live="x", required=True, hidden=False, value=None, more=Html(" checked")
    )
    assert written == '<input class="a" data-live="x" required checked>'
    assert tag("input", id=0) == '<input id="0">', "no end tag, and zero is a value"


@pytest.mark.parametrize("child", [1, True, object()])
def test_what_is_no_markup_is_refused(child: object) -> None:
    with pytest.raises(TypeError):
        join(child)


def test_ready_markup_cannot_come_from_a_plain_string() -> None:
    with pytest.raises(TypeError):
        tag("p", more=' onclick="x"')
