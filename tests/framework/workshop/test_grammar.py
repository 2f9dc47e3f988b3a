import pytest

from framework.text import Lang
from framework.workshop.models import RuleWording
from framework.workshop.rule_grammar import never_sentence, quoted_names, rule_sentence, with_activities


@pytest.mark.parametrize(
    ("lang", "verb", "wording", "role", "sentence"),
    [
        (
            "nl",
            "always",
            RuleWording(trigger="we met “Emma” antwoorden", behaviour="zeggen in de eerste zin dat het AI is"),
            "",
            "Als we met “Emma” antwoorden, zeggen we altijd in de eerste zin dat het AI is.",
        ),
        (
            "nl",
            "never",
            RuleWording(trigger="we mailen", behaviour="gebruiken signalen van schuld."),
            "de privacy officer",
            "Als we mailen, gebruiken we nooit signalen van schuld, tenzij de privacy officer vooraf schriftelijk akkoord geeft.",
        ),
        (
            "nl",
            "only_if",
            RuleWording(trigger="we sturen", behaviour="gebruiken klantdata", condition="de klant ja heeft gezegd"),
            "",
            "Als we sturen, gebruiken we alleen klantdata als de klant ja heeft gezegd.",
        ),
        (
            "en",
            "only_if",
            RuleWording(trigger="we send", behaviour="use customer data", condition="the customer said yes"),
            "the privacy officer",
            "When we send, we only use customer data if the customer said yes, unless the privacy officer agrees beforehand in writing.",
        ),
        ("en", "always", RuleWording(trigger="", behaviour="read every text"), "", "We always read every text."),
        ("nl", "always", RuleWording(trigger="", behaviour="lezen elke tekst"), "", "We lezen altijd elke tekst."),
    ],
)
def test_rules_read_as_sentences(lang: Lang, verb, wording: RuleWording, role: str, sentence: str) -> None:
    assert rule_sentence(wording, verb, role, lang) == sentence


def test_a_condition_left_over_from_only_if_is_not_said() -> None:
    wording = RuleWording(trigger="we send", behaviour="read", condition="it is May")
    assert rule_sentence(wording, "always", "", "en") == "When we send, we always read."
    assert rule_sentence(wording, "never", "", "en") == "When we send, we never read."
    gelezen = RuleWording(trigger="we sturen", behaviour="lezen mee", condition="het mei is")
    assert rule_sentence(gelezen, "always", "", "nl") == "Als we sturen, lezen we altijd mee."
    assert rule_sentence(gelezen, "never", "", "nl") == "Als we sturen, lezen we nooit mee."


def test_red_lines() -> None:
    assert never_sentence("verkopen aan wie rouwt", "nl") == "We verkopen nooit aan wie rouwt."
    assert never_sentence("sell to people in mourning", "en") == "We never sell to people in mourning."


def test_names_are_quoted_and_braces_in_them_left_alone() -> None:
    assert quoted_names(["A", "B", "C"], "nl") == "“A”, “B” en “C”"
    assert with_activities("bij {activity}", ["{0} {activity}"], "nl") == "bij “{0} {activity}”"
    assert with_activities("with {activity}", [], "en") == "with this activity"
