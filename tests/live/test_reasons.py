"""Reasons as a room reads them: without names, hidden ones gone, equal ones once, and a few where there is little space."""

from framework.deck import Letter
from framework.language import translator
from framework.workshop.models import Ballot, Consent
from pages.live.reasons import SHORT, first_reasons, merged_objections, merged_reasons, shortened


def ballot(stance: Letter | None, reason: str, *, hidden: bool = False, objection: bool = False) -> Ballot:
    return Ballot(
        seat="s",
        scenario="S03",
        activity="a",
        round=1,
        stance=stance,
        reason=reason,
        hidden=hidden,
        objection=objection,
    )


def test_reasons_come_by_stance_and_words_and_without_those_that_were_hidden() -> None:
    """In the order given, whoever watches people type could tell whose is whose."""
    given = (
        ballot("C", "zo hoort het"),
        ballot("A", "het moet snel"),
        ballot("C", "dat is eerlijk"),
        ballot("C", "Zo hoort  het."),
        ballot("C", "scheldwoord", hidden=True),
        ballot("B", ""),
        ballot(None, "geen idee"),
    )
    found = merged_reasons(given)
    assert [(one.letter, one.people) for one in found] == [("A", 1), ("C", 2), ("C", 1)]
    assert {one.words for one in found} == {"het moet snel", "dat is eerlijk", "Zo hoort  het."}
    assert merged_reasons(tuple(reversed(given))) == found


def test_nobody_objects_by_having_given_the_same_reason() -> None:
    found = merged_reasons((ballot("A", "Prima"), ballot("A", "prima", objection=True), ballot("A", "Prima")))
    assert [(one.people, one.objects) for one in found] == [(2, False), (1, True)]


def test_equal_objections_are_read_once_with_their_number() -> None:
    said = (("te duur", ""), ("Te duur.", ""), ("te duur", "er een maximum is"), ("te traag", ""))
    given = [
        Consent(seat=f"s{at}", round="r", decision="d", answer="objection", harm=harm, safe_if=safe_if)
        for at, (harm, safe_if) in enumerate(said)
    ]
    found = merged_objections(given)
    assert [one.lines(translator("en")) for one in found] == [
        ("It would harm: Te duur. (2×)",),
        ("It would harm: te duur", "Safe enough if: er een maximum is"),
        ("It would harm: te traag",),
    ]
    assert merged_objections(given[::-1]) == found


def test_each_stance_keeps_one_and_strong_objections_two_of_different_stances() -> None:
    given = [ballot("A", f"a{at}", objection=True) for at in range(3)]
    given += [ballot("B", "b"), ballot("B", "b"), ballot("B", "c"), ballot("E", "e", objection=True)]
    assert [one.words for one in first_reasons(merged_reasons(given))] == ["a0", "b", "e"]
    assert [one.words for one in first_reasons(merged_reasons(given[:3]))] == ["a0", "a1"]
    assert first_reasons(()) == ()


def test_a_long_reason_ends_after_a_word_and_a_long_word_anywhere() -> None:
    words = "De klant merkt er niets van, " * 6
    cut = shortened(words.strip())
    assert len(cut) <= SHORT
    assert words.startswith(cut.removesuffix("…"))
    assert cut.endswith("van…") or cut[-2].isalpha()
    assert shortened("x" * 200) == "x" * (SHORT - 1) + "…"
    assert shortened("kort") == "kort"
