import re
from typing import NamedTuple

import pytest

from framework.deck import LETTERS, Deck, Verb
from framework.deck.numbers_to_fill import unconfirmed
from framework.text import LANGS, Lang, LocalizedText, Worded
from framework.workshop.models import RedLine, RuleWording
from framework.workshop.rule_grammar import (
    around_role,
    decision_sentence,
    fill_activity_names,
    never_sentence,
    practice_words,
    proposed_check,
    proposed_wording,
    quoted_names,
    rule_sentence,
)
from tests.support.builders import a_decision, a_scenario, a_stance, a_wording


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
            "het hoofd CRM",
            "Als we mailen, gebruiken we nooit signalen van schuld, tenzij het hoofd CRM vooraf schriftelijk akkoord geeft.",
        ),
        (
            "nl",
            "only_if",
            RuleWording(trigger="we sturen", behaviour="gebruiken klantdata", condition="de klant ja heeft gezegd"),
            "",
            "Als we sturen, gebruiken we klantdata alleen als de klant ja heeft gezegd.",
        ),
        (
            "en",
            "only_if",
            RuleWording(trigger="we send", behaviour="use customer data", condition="the customer said yes"),
            "the head of CRM",
            "When we send, we use customer data only if the customer said yes, unless the head of CRM agrees beforehand in writing.",
        ),
        ("en", "always", RuleWording(trigger="", behaviour="read every text"), "", "We always read every text."),
        ("nl", "always", RuleWording(trigger="", behaviour="lezen elke tekst"), "", "We lezen altijd elke tekst."),
    ],
)
def test_rules_read_as_sentences(lang: Lang, verb, wording: RuleWording, role: str, sentence: str) -> None:
    assert rule_sentence(wording, verb, role, lang) == sentence


@pytest.mark.parametrize(
    ("behaviour", "sentence"),
    [
        ("schakelen een medewerker in", "Als we chatten, schakelen we een medewerker alleen in als de bot faalt."),
        ("laten een testversie zien", "Als we chatten, laten we een testversie alleen zien als de bot faalt."),
        ("kijken in het log", "Als we chatten, kijken we in het log alleen als de bot faalt."),
        ("antwoorden", "Als we chatten, antwoorden we alleen als de bot faalt."),
    ],
)
def test_only_comes_right_before_the_condition_or_the_last_part_of_the_verb(behaviour: str, sentence: str) -> None:
    wording = RuleWording(trigger="we chatten", behaviour=behaviour, condition="de bot faalt")
    assert rule_sentence(wording, "only_if", "", "nl") == sentence


def test_a_condition_that_is_still_missing_leaves_a_gap() -> None:
    wording = RuleWording(trigger="we chatten", behaviour="antwoorden zelf")
    assert rule_sentence(wording, "only_if", "", "nl") == "Als we chatten, antwoorden we zelf alleen als …"
    wording = RuleWording(trigger="we chat", behaviour="reply ourselves")
    assert rule_sentence(wording, "only_if", "", "en") == "When we chat, we reply ourselves only if …"


VERBS: dict[Lang, dict[str, str]] = {
    "nl": {"altijd": "always", "nooit": "never"},
    "en": {"always": "always", "never": "never"},
}
ROLE: dict[Lang, str] = {"nl": "het hoofd marketing", "en": "the head of marketing"}
EXCEPTION: dict[Lang, str] = {
    "nl": r", tenzij (?P<role>.+) vooraf schriftelijk akkoord geeft",
    "en": r", unless (?P<role>.+) agrees beforehand in writing",
}


class ReadBack(NamedTuple):
    """What a reader understands from a rule's sentence."""

    verb: str
    behaviour: str
    condition: str
    role: str


def read_back(sentence: str, lang: Lang) -> set[ReadBack]:
    """Every way in which a reader can understand a rule's sentence; one, if it says what it means.

    Knows Dutch and English, and nothing of how the sentence was made. In Dutch the finite verb stands before "we".
    """
    found: set[ReadBack] = set()
    bare = sentence.removesuffix(".")
    exception = re.search(EXCEPTION[lang] + "$", bare)
    role = exception["role"] if exception else ""
    bare = bare[: exception.start()] if exception else bare
    start = {"nl": r"^Als .+?, (?P<finite>\S+) we ", "en": r"^When .+?, we "}[lang]
    opening = re.search(start, bare)
    assert opening, sentence
    finite = opening["finite"] if lang == "nl" else ""
    rest = bare[opening.end() :]
    for adverb, verb in VERBS[lang].items():
        if rest.split()[0] == adverb:
            found.add(ReadBack(verb, f"{finite} {rest.removeprefix(adverb).strip()}".strip(), "", role))
    for only in re.finditer({"nl": r"(^|\s)alleen (?:(?P<end>\w+) )?als ", "en": r"(?P<end>)\sonly if "}[lang], rest):
        done = " ".join(part for part in (finite, rest[: only.start()], only["end"]) if part)
        found.add(ReadBack("only_if", done, rest[only.end() :], role))
    return found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("verb", ["always", "never", "only_if"])
@pytest.mark.parametrize("role", ["", "role"])
def test_every_rule_of_the_deck_says_what_it_means(real_deck: Deck, lang: Lang, verb: Verb, role: str) -> None:
    """Each dilemma and stance with each verb, read back: one reading, with the verb, what is done, the condition, the role."""
    who = ROLE[lang] if role else ""
    told = 0
    for scenario in real_deck.scenarios:
        for stance in scenario.stances:
            words = proposed_wording(scenario, stance.letter, ["Emma", "Bo"])[lang]
            if verb == "only_if" and not words.condition:
                words = words.model_copy(update={"condition": {"nl": "de klant ja zei", "en": "they said yes"}[lang]})
            sentence = rule_sentence(words, verb, who, lang)
            condition = words.condition if verb == "only_if" else ""
            assert read_back(sentence, lang) == {ReadBack(verb, words.behaviour, condition, who)}, sentence
            told += 1
    assert told == 5 * len(real_deck.scenarios)


def test_a_sentence_that_can_be_understood_in_two_ways_is_noticed() -> None:
    two = "Als we chatten, gebruiken we data alleen als het moet alleen als de klant ja zei."
    assert len(read_back(two, "nl")) == 2
    before = "When we chat, we only use data if the customer said yes."
    assert read_back(before, "en") == set(), "“only” before what is done says something else"


@pytest.mark.parametrize(
    ("lang", "words", "sentence"),
    [
        (
            "nl",
            RuleWording(
                trigger="we sturen", behaviour="gebruiken klantdata", condition="de klant ja zei", only_first=True
            ),
            "Als we sturen, gebruiken we alleen klantdata als de klant ja zei, tenzij het hoofd CRM vooraf schriftelijk akkoord geeft.",
        ),
        (
            "en",
            RuleWording(trigger="", behaviour="use customer data", condition="they said yes", only_first=True),
            "We only use customer data if they said yes, unless het hoofd CRM agrees beforehand in writing.",
        ),
    ],
)
def test_a_rule_that_was_agreed_to_in_the_words_of_release_01_keeps_them(
    lang: Lang, words: RuleWording, sentence: str
) -> None:
    assert rule_sentence(words, "only_if", "het hoofd CRM", lang) == sentence
    assert "alleen" not in rule_sentence(words, "always", "", "nl")


@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_comes_apart_around_the_role(lang: Lang) -> None:
    words = RuleWording(trigger="we send", behaviour="read every mail", condition="it is new")
    for verb in ("always", "never", "only_if"):
        before, after = around_role(words, verb, lang)
        assert f"{before}Ada{after}" == rule_sentence(words, verb, "Ada", lang)


def test_a_number_of_the_deck_is_marked_until_the_team_replaces_it() -> None:
    rule = a_stance().rule.model_copy(
        update={
            "behaviour": LocalizedText(nl="toetsen {fill:20%} van alle mails", en="test {fill:20%} of all e-mails"),
            "check": LocalizedText(nl="Elke week {fill:€ 500} narekenen", en="Recalculate {fill:€500} every week"),
        }
    )
    scenario = a_scenario(stances=tuple(a_stance(letter, rule=rule) for letter in LETTERS))
    wording = proposed_wording(scenario, "B", ["X"])
    assert rule_sentence(wording["nl"], "always", "", "nl") == (
        "Als we work on “X” (nl), toetsen we altijd 20% (vul zelf in) van alle mails."
    )
    assert rule_sentence(wording["en"], "always", "", "en") == (
        "When we work on “X” (en), we always test 20% (fill in) of all e-mails."
    )
    assert proposed_check(scenario, "B").nl == "Elke week € 500 (vul zelf in) narekenen"
    assert unconfirmed(wording["en"].behaviour) == ("20%",)
    assert unconfirmed("test 10% of all e-mails") == ()


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


def test_a_room_is_asked_about_the_practice_and_not_about_a_sentence_with_never() -> None:
    own = RedLine(id="line", wording=Worded(nl="verkopen aan wie rouwt."))
    assert practice_words(own, "nl") == practice_words(own, "en") == ("We verkopen aan wie rouwt.", "nl")
    worded = own.model_copy(
        update={"practice": Worded(nl="verkopen aan wie rouwt", en="selling to people in mourning")}
    )
    assert practice_words(worded, "en") == ("Selling to people in mourning", "en")
    assert practice_words(worded, "nl") == ("Verkopen aan wie rouwt", "nl")


def test_names_are_quoted_and_braces_in_them_left_alone() -> None:
    assert quoted_names(["A", "B", "C"], "nl") == "“A”, “B” en “C”"
    assert fill_activity_names("bij {activity}", ["{0} {activity}"], "nl") == "bij “{0} {activity}”"
    assert fill_activity_names("with {activity}", [], "en") == "with this activity"


def test_a_rule_is_told_in_the_readers_language_where_it_has_words_in_it() -> None:
    both = a_decision()
    assert decision_sentence(both, "nl") == ("Als we work on Chatbot Bo, laten we altijd een collega meelezen.", "nl")
    assert decision_sentence(both, "en") == ("When we work on Chatbot Bo, we always have a colleague read along.", "en")
    one = a_decision(wording={"en": a_wording()})
    assert decision_sentence(one, "nl") == decision_sentence(both, "en")
