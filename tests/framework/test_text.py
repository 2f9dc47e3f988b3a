from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.errors import TextMissing, TextTooLong, TextUnreadable
from framework.text import LocalizedText, Worded, accept, after_if
from tests.support.linear_time import assert_linear


def test_keeps_emoji_right_to_left_and_brackets_as_typed() -> None:
    words = "Zeg het 🙂 שלום <script>alert('x')</script> & “klaar”"
    assert accept("reason", words, limit=200) == words


def test_trims_and_joins_spaces() -> None:
    assert accept("name", "  Bot \t Emma\n ", limit=20) == "Bot Emma"


def test_keeps_line_breaks_where_wanted() -> None:
    assert accept("why", "een\r\n\r\n\r\n\r\ntwee  drie\rvier", limit=50, lines=True) == "een\n\ntwee drie\nvier"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Mail \u202eliam", "Mail liam"), ("Water\u202ekers", "Waterkers"), ("\u2067נבו\u2069 AI", "נבו AI")],
)
def test_a_name_cannot_turn_what_stands_after_it(typed: str, stored: str) -> None:
    assert accept("name", typed, limit=40) == stored


def test_a_condition_says_if_once() -> None:
    assert [after_if(words) for words in ("als het kort is", "If … short", "alsnog", "Als")] == [
        "het kort is",
        "short",
        "alsnog",
        "Als",
    ]


def test_refuses_empty_where_required() -> None:
    with pytest.raises(TextMissing) as refused:
        accept("name", "   ", limit=5, required=True)
    assert refused.value.params == {"field": "name"}


def test_refuses_too_long_and_says_by_how_much() -> None:
    with pytest.raises(TextTooLong) as refused:
        accept("reason", "x" * 10_000, limit=280)
    assert refused.value.params == {"field": "reason", "length": 10_000, "limit": 280}


@pytest.mark.parametrize("hidden", ["\x00", "\x08", "\x1b", "\ud800"])
def test_refuses_what_no_document_can_carry(hidden: str) -> None:
    with pytest.raises(TextUnreadable):
        accept("name", f"a{hidden}b", limit=20)


@given(st.text(max_size=80))
def test_accepting_twice_changes_nothing(words: str) -> None:
    try:
        once = accept("why", words, limit=400, lines=True)
    except TextUnreadable:
        return
    assert accept("why", once, limit=400, lines=True) == once


def test_own_words_are_kept_in_the_language_typed() -> None:
    typed = Worded.typed("nl", "elke week kijken")
    assert typed.in_lang("en") == ("elke week kijken", "nl")
    assert typed.in_lang("nl") == ("elke week kijken", "nl")


def test_proposals_speak_both_languages() -> None:
    proposed = Worded.proposed(LocalizedText(nl="kijken", en="look"))
    assert (proposed.text("nl"), proposed.text("en")) == ("kijken", "look")


@pytest.mark.parametrize("bad", ["", "  ", "een <b>vet</b> woord"])
def test_content_is_never_empty_or_markup(bad: str) -> None:
    with pytest.raises(ValueError, match=r"is empty|in words"):
        LocalizedText(nl=bad, en="fine")


class TestHostileText:
    """One post must not stop the server: sorting combining marks takes time that grows with the square of their number."""

    @pytest.mark.parametrize("piece", ["\u0301\u0323", " ", "\n", "\u2003", "🙂", "\u1100\u1161", "a\u0301"])
    @pytest.mark.parametrize("lines", [True, False])
    def test_takes_time_in_proportion(self, piece: str, lines: bool) -> None:
        def refused(text: str) -> None:
            with suppress(TextTooLong, TextUnreadable):
                accept("reason", text, limit=len(text), lines=lines)  # so that the length alone refuses nothing

        assert_linear(lambda size: "a" + piece * (size // len(piece)), refused)

    def test_is_refused_by_its_length_before_it_is_looked_at(self) -> None:
        with pytest.raises(TextTooLong):
            accept("reason", "a" + "\u0301\u0323" * 55_000, limit=280)

    def test_a_letter_under_a_heap_of_marks_is_refused(self) -> None:
        assert accept("name", "ǘ" + "\u0323" * 20, limit=120)
        with pytest.raises(TextUnreadable):
            accept("name", "a" + "\u0323" * 31, limit=120)
