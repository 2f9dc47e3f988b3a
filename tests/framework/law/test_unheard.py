"""What people can say and no rule hears, and rules whose words ask for more than their conditions look at."""

import re
from datetime import date

import pytest

from framework.law import check, law_book
from framework.law.conditions import facts_in
from framework.law.data_checks import unheard
from framework.text import LANGS
from tests.support.law_cases import case_data

BOOK = law_book()
QUIET: dict[str, str] = case_data()["quiet"]
AS_IT_SHOULD_BE = {
    "facts: use_context: no rule tells apart private, lab, outside_eu",
    "facts: media_look: no rule tells apart minor, plain_sound",
    "facts: media_look: no rule tells apart satire, lifelike",
    "facts: label_shown: no rule tells apart metadata, none",
    "facts: intimate: no rule tells apart none, consented",
    "facts: area: no rule tells apart none, jobs, staff, elections, education, benefits, crime, product",
    "facts: area: no rule tells apart credit, insurance, several",
    "facts: jobs: no rule tells apart none, open",
    "facts: jobs: no rule tells apart rank_freelancers, select",
    "facts: staff: no rule tells apart process_log, feedback_self",
    "facts: staff: no rule tells apart allocate_behaviour, monitor_evaluate",
    "facts: credit: no rule tells apart none, companies",
    "facts: elections: no rule tells apart none, neutral",
    "facts: political_data: no rule tells apart unasked, elsewhere",
    "facts: unfair_score: no rule tells apart none, own_context",
    "facts: auto_ground: no rule tells apart consent, contract, law",
    "facts: others_material: no rule tells apart none, licensed",
    "other_rules: recognisable: its words name 1 July 2022, which is none of its dates",
}
"""Values that people know apart and the law does not; a value that only decides which question comes next."""

NAMED = {
    r"\b(minors?|children|young)\b": {"audience", "intimate"},
    r"\bprofiles?\b": {"profiles", "platform_ads"},
    r"\bsensitive data\b": {"special_data", "categorises"},
    r"\bconsent\b": {
        "message_ground",
        "basis_kind",
        "intimate",
        "political_data",
        "tracks",
        "works_council",
        "sends_messages",
    },
    r"\bpermission\b": {"uses_likeness", "others_material"},
    r"\bworks council\b": {"works_council"},
}
"""A word in a rule's text, and the facts of which its condition has to look at one."""


ELSEWHERE = {("ads_special", r"\bconsent\b"), ("political", r"\bsensitive data\b"), ("political", r"\bconsent\b")}
"""Consent does not lift the one; `political_special` and `political_unasked` are the rules for the other."""


def test_what_no_rule_hears_is_known() -> None:
    assert set(unheard(BOOK)) == AS_IT_SHOULD_BE


@pytest.mark.parametrize("rule", BOOK.other_rules, ids=lambda rule: rule.id)
def test_a_rule_looks_at_what_its_words_name(rule) -> None:  # type: ignore[no-untyped-def]
    terms = {term.id: term.when for term in BOOK.terms}
    looked_at = facts_in(rule.when, terms)
    said = f"{rule.name.en} {rule.rule.en}".lower()
    for word, facts in NAMED.items():
        if re.search(word, said):
            assert looked_at & facts or rule.effect == "none" or (rule.id, word) in ELSEWHERE, (rule.id, word)


ON_THE_DAY = {
    "P:5.1.ba": {"makes": "media", "media_look": "lifelike", "intimate": "no_consent"},
    "P:5.1.bb": {"makes": "media", "intimate": "minors"},
    "T2": {"maker": "own", "makes": "text", "legacy_system": "yes"},
}


@pytest.mark.parametrize("code", ON_THE_DAY)
@pytest.mark.parametrize(("day", "status"), [(date(2026, 12, 1), "coming"), (date(2026, 12, 2), "in_force")])
def test_the_day_before_and_the_day_after_2_december_2026(code: str, day: date, status: str) -> None:
    found = check(BOOK, {**QUIET, **ON_THE_DAY[code]}, day)
    [one] = [finding for finding in found.classes if finding.code == code]
    assert (one.status, one.applies_from) == (status, date(2026, 12, 2))


def test_what_is_said_of_2_december_2026_is_right_on_both_sides_of_it() -> None:
    """No text speaks of the day as past or still to come."""
    leans = re.compile(
        r"(had|hadden|was|were|will|zal|komt|nog|only then) [^.]{0,40}2 (december|December) 2026|(not|nog niet) (yet|verplicht)"
    )
    texts = [text for fact in BOOK.facts for text in (fact.question, fact.why, fact.example) if text is not None]
    texts += [text for rule in BOOK.classes for text in (rule.name, rule.meaning)]
    texts += [text for rule in BOOK.other_rules for text in (rule.name, rule.rule)]
    texts += [duty.duty for duty in BOOK.obligations] + [doubt.text for doubt in BOOK.doubts]
    assert [text[lang] for text in texts for lang in LANGS if leans.search(text[lang])] == []
    days = [text[lang] for text in texts for lang in LANGS if "2 december 2026" in text[lang].lower()]
    assert len(days) == 6
