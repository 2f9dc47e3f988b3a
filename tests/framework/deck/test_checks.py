"""The deck check: every kind of fault is told by a clear sentence with file, place and remedy."""

import datetime
import json
import re
from collections.abc import Callable

import pytest

from framework.deck.checks.check import DeckCheck, as_json, check_deck
from framework.deck.checks.findings import ERRORS, WARNINGS
from framework.language import translator
from framework.law import law_book
from framework.text import LANGS
from tests.support.faulty_decks import FAULTS, Fault, Files, sound, with_every_fault, with_fault

TODAY = datetime.date(2026, 11, 23)


def checked(files: Files) -> DeckCheck:
    return check_deck(files, law_book(), TODAY)


def told(check: DeckCheck) -> set[tuple[str, str, str]]:
    return {(finding.code, finding.file, finding.place) for finding in check.findings}


def test_a_new_deck_has_no_finding() -> None:
    check = checked(sound())
    assert [finding.sentence(translator("en")) for finding in check.findings] == []
    assert check.deck is not None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code} {fault.where} {fault.place}")
def test_each_fault_is_told_at_its_place(fault: Fault) -> None:
    files = sound()
    file, place = with_fault(files, fault)
    check = checked(files)
    assert (fault.code, file, place) in told(check)
    assert (check.deck is None) == (fault.code in ERRORS or any(f.code in ERRORS for f in check.findings))


def test_one_deck_with_all_of_them_tells_them_all() -> None:
    files, expected = with_every_fault()
    check = checked(files)
    assert len({code for code, _, _ in expected}) >= 60
    assert [fault for fault in expected if fault not in told(check)] == []


# Faults of the deck as a whole


def without(name: str) -> Callable[[Files], None]:
    return lambda files: files.pop(name) and None


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return change


def copied(name: str, to: str) -> Callable[[Files], None]:
    return lambda files: files.update({to: files[name]})


def both(*changes: Callable[[Files], None]) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        for one in changes:
            one(files)

    return change


WHOLE: dict[tuple[str, str, str], Callable[[Files], None]] = {
    ("head-missing", "deck.toml", ""): without("deck.toml"),
    ("card-without-file", "deck.toml", "cards"): without("principles/craft.toml"),
    ("card-not-listed", "principles/craft.toml", "id"): replaced("deck.toml", b'"craft", ', b""),
    ("card-twice", "deck.toml", "cards"): replaced("deck.toml", b'"craft", ', b'"craft", "craft", '),
    ("id-twice", "principles/respect2.toml", "id"): copied("principles/respect.toml", "principles/respect2.toml"),
    ("business-word", "principles/reach.toml", "id"): both(
        copied("principles/craft.toml", "principles/reach.toml"),
        replaced("principles/reach.toml", b'id = "craft"', b'id = "reach"'),
    ),
    ("stray-file", "scenarios/notes.txt", ""): copied("deck.toml", "scenarios/notes.txt"),
    ("bad-version", "deck.toml", "version"): replaced("deck.toml", b'"0.1"', b'"../0.1"'),
    ("missing", "deck.toml", "licence"): replaced("deck.toml", b'licence = "CC BY 4.0"', b""),
    ("no-symbol", "deck.toml", "cards"): replaced("principles/respect.toml", b"symbol = [", b"#"),
    ("not-five-stances", "scenarios/S01.toml", "stances"): lambda files: files.update(
        {"scenarios/S01.toml": re.sub(rb"(?s)\[\[stances\]\]\nletter = \"E\".*?(?=# Which stance)", b"", files["scenarios/S01.toml"])}
    ),
    ("principle-seldom-moves", "principles/craft.toml", ""): replaced(
        "scenarios/S01.toml", b"[-1, 0, 1, -2, 2]", b"[1, 1, 1, 1, 1]"
    ),
    ("kind-without-scenario", "activities/helpdesk_bot.toml", ""): replaced(
        "scenarios/S01.toml", b'["newsletter", "helpdesk_bot"]', b'["newsletter"]'
    ),
    ("no-detail-for-kind", "scenarios/S01.toml", "details"): both(
        replaced("activities/newsletter.toml", b'personal_data = "yes"', b'personal_data = "no"'),
        replaced("scenarios/S01.toml", b'\nneeds = "supplier"', b'\nneeds = "supplier"\nwhen = { personal_data = ["yes"] }'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("expected", WHOLE, ids=lambda expected: expected[0])
def test_faults_of_the_whole_deck_are_told_at_their_place(expected: tuple[str, str, str]) -> None:
    files = sound()
    WHOLE[expected](files)
    assert expected in told(checked(files))


def test_every_kind_of_fault_is_tried() -> None:
    elsewhere = {
        *("third-language-part", "third-language-whole", "ahead-of-the-law", "law-has-ended"),
        *("one-letter-best", "one-letter-best-with-money"),
    }
    net = {"shape"}  # for a kind of fault that pydantic may have some day
    tried = {fault.code for fault in FAULTS} | {code for code, _, _ in WHOLE} | elsewhere | net
    assert {*ERRORS, *WARNINGS} == tried


# How it is said


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_are_whole_and_say_what_to_do(lang: str) -> None:
    files, _ = with_every_fault()
    t = translator("nl" if lang == "nl" else "en")
    for finding in checked(files).findings:
        said = finding.message(t)
        assert said.endswith((".", "”.", "].")), said
        assert not re.search(r"\{(?!activity|supplier|do\b)\w*\}", said), said
        assert finding.sentence(t).startswith(f"{finding.file}: ")


def test_a_broken_file_is_not_missed_elsewhere() -> None:
    """One broken card brings one finding, and not one more at every scenario that weighs it."""
    files = sound()
    files["principles/quality.toml"] = b"id = "
    assert [(f.code, f.file) for f in checked(files).errors] == [("toml", "principles/quality.toml")]


def test_the_place_of_a_typing_error_is_told_by_line() -> None:
    files = sound()
    files["deck.toml"] = b'id = "a_deck"\nversion = "1\n'
    (finding,) = (f for f in checked(files).errors if f.file == "deck.toml")
    assert finding.params["line"] == 2
    assert "line 2" in finding.sentence(translator("en"))


# A third language


def in_german(files: Files, *names: str) -> None:
    for name in names:
        text = files[name].decode()
        files[name] = re.sub(r'(?m)^(([\w.]*\.)?)en = ("[^"]*")$', r"\g<0>\n\1de = \3", text).encode()


def test_a_half_made_translation_is_left_alone_and_noticed() -> None:
    files = sound()
    in_german(files, "principles/respect.toml", "scenarios/S01.toml")
    check = checked(files)
    assert check.errors == ()
    (finding,) = check.warnings
    assert finding.code == "third-language-part"
    assert finding.params["lang"] == "de"
    assert finding.params["first"] == "deck.toml: title"
    assert 0 < int(str(finding.params["count"])) < int(str(finding.params["all"]))
    assert check.deck == checked(sound()).deck


def test_a_whole_translation_is_left_alone_too() -> None:
    files = sound()
    in_german(files, *(name for name in files if name.endswith(".toml")))
    check = checked(files)
    assert [finding.code for finding in check.findings] == ["third-language-whole"]
    assert check.deck == checked(sound()).deck


def test_a_third_language_does_not_stand_in_for_one_that_is_missing() -> None:
    files = sound()
    files["deck.toml"] = files["deck.toml"].replace(b"title.en", b"title.fr")
    assert ("language-missing-en", "deck.toml", "title") in told(checked(files))


# The law


@pytest.mark.parametrize(("day", "said"), [(datetime.date(2026, 11, 1), True), (datetime.date(2026, 12, 2), False)])
def test_an_unlawful_mark_waits_for_the_day_of_its_rule(day: datetime.date, said: bool) -> None:
    files = sound()
    text = files["scenarios/S01.toml"].decode()
    text = text.replace('legal = "conditional"', 'legal = "unlawful"').replace('verb = "always"', 'verb = "never"', 1)
    text = text.replace('rests_on = ["G8f"]', 'rests_on = ["P_ba"]').replace('["GDPR 5(1)(d)"]', '["AI Act 5(1)(ba)"]')
    files["scenarios/S01.toml"] = text.encode()
    check = check_deck(files, law_book(), day)
    assert (("ahead-of-the-law", "scenarios/S01.toml", "stances.A.rests_on") in told(check)) == said
    dated = text.replace("dat gegevens", "dat vanaf 2 december 2026 gegevens").replace(
        "that data", "that from 2026 data"
    )
    files["scenarios/S01.toml"] = dated.encode()
    assert "ahead-of-the-law" not in {finding.code for finding in check_deck(files, law_book(), day).findings}


def test_a_mark_does_not_outlive_its_rule() -> None:
    law = law_book()
    ended = [
        rule.model_copy(update={"valid_to": datetime.date(2026, 11, 22)}) if rule.id == "G8f" else rule
        for rule in law.ground_rules
    ]
    book = law.model_copy(update={"ground_rules": tuple(ended)})
    for day, said in ((datetime.date(2026, 11, 22), False), (TODAY, True)):
        codes = {finding.code for finding in check_deck(sound(), book, day).findings}
        assert ("law-has-ended" in codes) == said


def test_no_two_rules_of_the_law_share_an_id() -> None:
    """Decks name them by id alone."""
    law = law_book()
    rules = [*law.classes, *law.obligations, *law.ground_rules, *law.other_rules]
    assert len({rule.id for rule in rules}) == len(rules) == len(law.rule_periods()) == len(law.rule_articles())


def test_the_report_is_json() -> None:
    body = json.loads(json.dumps(as_json(checked(sound()), translator("nl")), default=str))
    assert body["deck"] == {"id": "faulty_deck", "version": "0.1"}
    assert body["prices"]["moves"] == {"respect": 1, "openness": 1, "quality": 1, "craft": 1}
