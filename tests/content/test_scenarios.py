"""The scenarios of the deck in the box: balanced, bilingual, and their rules a sentence once composed."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from framework.deck.models import LETTERS, RuleProposal, Scenario
from framework.deck.numbers_to_fill import without_tokens
from framework.law import law_book
from framework.text import LANGS, Lang, LocalizedText

SCENARIOS = Path(__file__).parents[2] / "data" / "decks" / "marketing-ai" / "scenarios"
FILES = sorted(SCENARIOS.glob("*.toml"))

SCORED = {
    "human",
    "choice",
    "open",
    "fair",
    "restraint",
    "control",
    "care",
    "truth",
    "benefit",
    "answer",
    "chain",
    "makers",
    "work",
    "planet",
}
KINDS = {
    "next_best_action",
    "chatbot",
    "lookalike",
    "route_optimisation",
    "market_analysis",
    "analytics_insights",
    "llm_copy",
    "synthetic_media",
    "emotion_recognition",
    "biometric_categorisation",
    "dynamic_pricing",
    "credit_scoring",
    "children",
    "staff_monitoring",
    "political",
    "agents",
}
FROM_THE_ARTICLE = {
    "next_best_action",
    "chatbot",
    "lookalike",
    "route_optimisation",
    "market_analysis",
    "analytics_insights",
    "llm_copy",
}
PREPOSITIONS: dict[Lang, set[str]] = {
    "nl": {"aan", "bij", "door", "in", "met", "naar", "op", "over", "tot", "uit", "van", "via", "voor", "zonder"},
    "en": {"about", "at", "by", "for", "from", "in", "of", "on", "through", "to", "via", "with", "without"},
}
ADVERBS: dict[Lang, set[str]] = {"nl": {"altijd", "nooit", "alleen"}, "en": {"always", "never", "only"}}
"""What the verb of a rule puts in; a behaviour that brings its own says it twice."""
NOT_A_VERB = {"aan", "alleen", "dan", "een", "geen", "in", "men", "om", "pas", "ten", "van", "we", "wij"}
"""Dutch words that could open a behaviour by mistake and end like a plural verb, or nearly."""
PRONOUNS = {"er", "hem", "hen", "me", "ons", "ze", "zich"}
"""Dutch objects that stand before the adverb ("laten we ze altijd …"), so cannot come first after it."""
VOICE_LIMIT = 60
"""Words: about half a minute, read aloud."""
RATIO = (0.6, 1.7)
"""Length of the Dutch over the English, in characters: beyond this one of the two says more than the other."""
LABEL = 40
"""Characters below which a text is too short for its length to mean anything ("gebruiken een tool", "use a tool")."""
ENGLISH = {"and", "are", "but", "customer", "customers", "for", "from", "not", "that", "the", "they", "with", "your"}
DUTCH = {"de", "een", "en", "het", "je", "klant", "klanten", "maar", "niet", "ook", "van", "voor", "wij", "zijn"}
FREQUENCY: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(r"\b(elke?|iedere?|per)\b", re.IGNORECASE),
    "en": re.compile(r"\b(every|each|per|an? (day|week|month|quarter|year))\b", re.IGNORECASE),
}
LAW: re.Pattern[str] = re.compile(
    r"\b(AVG|GDPR|BW|DSA|Tw|art\.|wet|wettelijk\w*|law|lawful|unlawful|legal|illegal|AI Act|AI-verordening)(?!\w)"
)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


@cache
def load(path: Path) -> Scenario:
    return Scenario.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def labels(scenario: Scenario) -> Iterator[tuple[str, LocalizedText]]:
    """Titles and names: too short to compare in length."""
    yield "title", scenario.title
    for stance in scenario.stances:
        yield f"{stance.letter} name", stance.name
    if scenario.voice is not None:
        yield "voice name", scenario.voice.name


def prose(scenario: Scenario) -> Iterator[tuple[str, LocalizedText]]:
    """Every text of a scenario but its labels, with its place."""
    yield "question", scenario.question
    yield "situation", scenario.situation
    yield "turning question", scenario.turning_question
    yield "why", scenario.why
    yield "red line", scenario.red_line
    yield "red line reason", scenario.red_line_reason
    yield "law", scenario.law
    for stance in scenario.stances:
        yield f"{stance.letter} behaviour", stance.behaviour
        for part, told in (("gives", stance.gives), ("costs", stance.costs), ("law", stance.law)):
            if told is not None:
                yield f"{stance.letter} {part}", told
        for part, text in rule_parts(stance.rule):
            yield f"{stance.letter} rule {part}", text
    for row in scenario.weights:
        yield f"weight {row.principle}", row.why
    if scenario.voice is not None:
        yield "voice", scenario.voice.text
    for number, detail in enumerate(scenario.details, start=1):
        yield f"detail {number}", detail.text


def rule_parts(rule: RuleProposal) -> Iterator[tuple[str, LocalizedText]]:
    yield "trigger", rule.trigger
    yield "behaviour", rule.behaviour
    if rule.condition is not None:
        yield "condition", rule.condition
    yield "check", rule.check


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!]”?(?=\s|$)", text))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def figures(text: str, lang: Lang) -> set[str]:
    """The numbers in a text, in one notation: 4.000 and 7,40 in Dutch are 4,000 and 7.40 in English."""
    thousands, decimal = (".", ",") if lang == "nl" else (",", ".")
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return {re.sub(rf"{re.escape(thousands)}(?=\d{{3}}(?!\d))", "", number).replace(decimal, ".") for number in found}


def test_there_are_scenarios_and_all_kinds_of_the_article_meet_one() -> None:
    assert FILES
    assert {kind for path in FILES for kind in load(path).kinds} >= FROM_THE_ARTICLE


def test_files_are_named_after_their_id_and_slugs_differ() -> None:
    scenarios = [load(path) for path in FILES]
    assert [scenario.id for scenario in scenarios] == [path.stem for path in FILES]
    assert len({scenario.slug for scenario in scenarios}) == len(scenarios)


def test_kinds_and_principles_exist(scenario: Scenario) -> None:
    assert set(scenario.kinds) <= KINDS
    assert len(set(scenario.kinds)) == len(scenario.kinds)
    assert {row.principle for row in scenario.weights} <= SCORED


@pytest.mark.parametrize("lang", LANGS)
def test_situation_is_short_and_shows_no_stance(scenario: Scenario, lang: Lang) -> None:
    situation = scenario.situation[lang]
    assert 2 <= sentences(situation) <= 5
    assert "{" not in situation
    assert [
        stance.name[lang] for stance in scenario.stances if stance.name[lang].casefold() in situation.casefold()
    ] == []


def test_both_languages_state_the_same_figures(scenario: Scenario) -> None:
    different = {
        where: (figures(text.nl, "nl"), figures(text.en, "en"))
        for where, text in prose(scenario)
        if figures(text.nl, "nl") != figures(text.en, "en")
    }
    assert different == {}


def test_both_languages_are_of_one_length_class(scenario: Scenario) -> None:
    low, high = RATIO
    uneven = {
        where: round(len(text.nl) / len(text.en), 2)
        for where, text in prose(scenario)
        if max(len(text.nl), len(text.en)) >= LABEL and not low <= len(text.nl) / len(text.en) <= high
    }
    assert uneven == {}


def test_neither_language_has_words_of_the_other(scenario: Scenario) -> None:
    for where, text in [*labels(scenario), *prose(scenario)]:
        assert not ENGLISH & set(words(text.nl)), (where, text.nl)
        assert not DUTCH & set(words(text.en)), (where, text.en)


@pytest.mark.parametrize("lang", LANGS)
def test_the_activity_stands_after_a_preposition_where_it_may_stand_and_nowhere_else(
    scenario: Scenario, lang: Lang
) -> None:
    with_activity = {"question", "why", *(f"{letter} rule trigger" for letter in LETTERS)}
    for where, text in [*labels(scenario), *prose(scenario)]:
        if where.startswith("detail "):
            continue
        said = without_tokens(text[lang])
        before = re.findall(r"(\S+)\s+\{activity\}", said)
        if where in with_activity:
            assert len(before) == 1, (where, said)
            assert before[0].casefold() in PREPOSITIONS[lang], (where, said)
        assert said.count("{") == said.count("}") == len(before), (where, said)
        assert where in with_activity or not before, (where, text[lang])


@pytest.mark.parametrize("lang", LANGS)
def test_details_name_activity_and_supplier_only_after_a_preposition(scenario: Scenario, lang: Lang) -> None:
    for detail in scenario.details:
        said = detail.text[lang]
        before = re.findall(r"(\S+)\s+\{(?:activity|supplier)\}", said)
        assert said.count("{") == said.count("}") == len(before), said
        assert {word.casefold() for word in before} <= PREPOSITIONS[lang], said


def test_details_look_at_facts_that_the_law_check_knows(scenario: Scenario) -> None:
    known = law_book().fact_values()
    for detail in scenario.details:
        for fact, values in detail.when.items():
            assert fact in known, fact
            assert set(values) <= known[fact], (fact, values)


def test_a_voice_is_short_enough_to_be_read_aloud(scenario: Scenario) -> None:
    if scenario.voice is not None:
        for lang in LANGS:
            assert len(scenario.voice.text[lang].split()) <= VOICE_LIMIT
            assert 2 <= sentences(scenario.voice.text[lang]) <= 4


def test_marks_rest_on_rules_that_the_law_check_knows(scenario: Scenario) -> None:
    known = law_book().rule_periods()
    for stance in scenario.stances:
        assert set(stance.rests_on) <= set(known), stance.letter
        assert stance.legal != "lawful" or not stance.rests_on, stance.letter


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_end_as_sentences_and_parts_of_rules_do_not(scenario: Scenario, lang: Lang) -> None:
    for question in (scenario.question, scenario.turning_question):
        assert question[lang].endswith("?"), question[lang]
    whole = [scenario.why, scenario.red_line_reason]
    whole += [stance.behaviour for stance in scenario.stances]
    whole += [stance.law for stance in scenario.stances if stance.law is not None]
    for text in whole:
        assert text[lang].endswith("."), text[lang]
        assert sentences(re.sub(r"\b(art|Art)\. ", "art ", text[lang])) == 1, text[lang]
    parts = [scenario.red_line, *(text for stance in scenario.stances for _, text in rule_parts(stance.rule))]
    for part in parts:
        assert not part[lang].endswith((".", ",", ";", "?", "!")), part[lang]


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_stance_does_is_told_without_the_law(scenario: Scenario, lang: Lang) -> None:
    for stance in scenario.stances:
        for text in (stance.name, stance.behaviour):
            assert not LAW.search(text[lang]), text[lang]
    assert not LAW.search(scenario.title[lang])


def test_stances_go_by_letters_not_by_numbers(scenario: Scenario) -> None:
    told = [text for _, text in labels(scenario)] + [row.why for row in scenario.weights]
    told += [text for stance in scenario.stances for text in (stance.behaviour, stance.rule.behaviour)]
    number = re.compile(r"\b(at|from|to|bij|vanaf|tot|stance|stand|option|optie|keuze) [1-5](?![\d.,%])", re.IGNORECASE)
    assert [text[lang] for text in told for lang in LANGS if number.search(text[lang])] == []


def test_unlawful_is_never(scenario: Scenario) -> None:
    for stance in scenario.stances:
        if stance.legal == "unlawful":
            assert stance.rule.verb == "never"
        if stance.legal == "lawful":
            assert stance.law is None
            assert stance.articles == ()
        assert len(set(stance.articles)) == len(stance.articles)
    assert any(stance.legal == "lawful" for stance in scenario.stances)


@pytest.mark.parametrize("lang", LANGS)
def test_rules_compose(scenario: Scenario, lang: Lang) -> None:
    """“Als {trigger}, {verb} we altijd {rest}”: what goes between must fit, see `RuleProposal`."""
    for stance in scenario.stances:
        rule = stance.rule
        assert rule.trigger[lang].startswith("we "), rule.trigger[lang]
        behaviour = rule.behaviour[lang].split()
        assert len(behaviour) >= 2, behaviour
        assert behaviour[0].islower(), behaviour
        assert not {behaviour[0], behaviour[1]} & ADVERBS[lang], behaviour
        assert behaviour[0] not in {"we", "if", "als", "to", "te"}, behaviour
        if rule.condition is not None:
            assert rule.condition[lang].split()[0] not in {"if", "als"}, rule.condition[lang]
            assert rule.condition[lang][0].islower(), rule.condition[lang]
        assert rule.check[lang][0].isupper(), rule.check[lang]
        assert FREQUENCY[lang].search(rule.check[lang]), rule.check[lang]


def test_dutch_behaviours_open_with_a_finite_verb(scenario: Scenario) -> None:
    for text in [scenario.red_line, *(stance.rule.behaviour for stance in scenario.stances)]:
        first, second = text.nl.split()[:2]
        assert first.endswith("n"), text.nl
        assert first not in NOT_A_VERB, text.nl
        assert second not in PRONOUNS, text.nl


@pytest.mark.parametrize("lang", LANGS)
def test_red_line_leaves_never_to_the_composer(scenario: Scenario, lang: Lang) -> None:
    red_line = scenario.red_line[lang]
    assert red_line[0].islower()
    assert not set(words(red_line)) & {"nooit", "never", "altijd", "always"}


@pytest.mark.parametrize("lang", LANGS)
def test_practice_says_what_the_red_line_forbids(scenario: Scenario, lang: Lang) -> None:
    """As a phrase that a room can be asked about: most of the red line's words, without "we … never"."""
    assert scenario.practice is not None
    practice, line = set(words(scenario.practice[lang])), set(words(scenario.red_line[lang]))
    assert not practice & {"nooit", "never"}
    assert words(scenario.practice[lang])[0] != "we"
    assert len(practice & line) >= len(line) - 4
    if lang == "en":
        assert scenario.practice.en.split()[0].endswith("ing")


def test_rules_of_one_scenario_differ(scenario: Scenario) -> None:
    for lang in LANGS:
        said = [(stance.rule.verb, stance.rule.behaviour[lang]) for stance in scenario.stances]
        assert len(set(said)) == len(said)
        assert len({stance.name[lang] for stance in scenario.stances}) == len(said)


def test_quotes_are_typographic_and_paired(scenario: Scenario) -> None:
    for where, text in [*labels(scenario), *prose(scenario)]:
        for lang in LANGS:
            assert not set("\"'") & set(text[lang]), (where, lang)
            assert text[lang].count("“") == text[lang].count("”"), (where, lang)


def test_sources_are_present_and_their_links_whole(scenario: Scenario) -> None:
    assert scenario.sources
    assert any(source.url for source in scenario.sources)
    titles = [source.title for source in scenario.sources]
    assert len(titles) == len(set(titles))
    for source in scenario.sources:
        assert source.title.strip()
        if source.url is not None:
            address = urlsplit(source.url)
            assert address.scheme == "https"
            assert "." in address.netloc
            assert not re.search(r"\s", source.url)
