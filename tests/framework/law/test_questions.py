"""Which questions are asked, and how the outcome is put into words."""

import random
import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.language import Translator, translator
from framework.law import (
    Fact,
    LawQuestion,
    check,
    conversation,
    ground_questions,
    law_book,
    open_facts,
    questions,
    rank,
    settled,
)
from framework.law.conditions import facts_in
from framework.law.questions import in_order, turned_up_by
from framework.law.wording import (
    VERDICT_WORDS,
    answer_words,
    article_words,
    duty_words,
    source_words,
    status_words,
    trace_sentences,
    verdict_words,
)
from framework.text import LANGS
from tests.support.law_cases import TODAY, case_data, kinds

BOOK = law_book()
QUIET: dict[str, str] = case_data()["quiet"]


def asked(kind: str, **facts: str) -> list[str]:
    return [fact.id for fact in questions(BOOK, kinds()[kind]["facts"], facts)]


def test_a_question_waits_for_the_one_it_depends_on() -> None:
    assert "area" in asked("llm_copy")
    assert "staff" not in asked("llm_copy")
    assert "staff" in asked("llm_copy", area="staff")
    assert "jobs" not in asked("llm_copy", area="staff")
    assert "part_played" in asked("llm_copy", area="staff", staff="monitor_evaluate", personal_data="no")


def test_somebody_who_does_not_know_is_asked_both() -> None:
    assert {"staff", "jobs", "credit"} <= set(asked("llm_copy", area="unknown"))
    assert "area" not in asked("llm_copy", area="unknown")


def test_a_question_that_cannot_matter_any_more_is_not_asked() -> None:
    assert "special_data" in asked("llm_copy", personal_data="yes")
    assert "special_data" not in asked("llm_copy", personal_data="no")
    judging = {"area": "staff", "staff": "monitor_evaluate"}
    assert "part_played" in asked("llm_copy", **judging)
    assert "part_played" not in asked("llm_copy", **judging, works_by="rules")


def test_an_answer_comes_before_the_starting_fact() -> None:
    assert "text_review" in asked("chatbot", public_text="public")
    assert "text_review" not in asked("chatbot")


def test_the_conversation_shows_where_a_value_comes_from() -> None:
    shown = {
        one.fact.id: one
        for one in conversation(BOOK, kinds()["chatbot"]["facts"], {"maker": "bought", "area": "unknown"})
    }
    assert (shown["interacts"].value, shown["interacts"].origin) == ("yes", "assumed")
    assert (shown["maker"].value, shown["maker"].origin) == ("bought", "answered")
    assert (shown["area"].value, shown["area"].origin) == ("unknown", "answered")
    assert (shown["body_data"].value, shown["body_data"].origin) == ("unknown", "open")
    assert "gpai" not in shown
    assert all(isinstance(one, LawQuestion) for one in shown.values())


def order_of(facts: Mapping[str, str]) -> list[str]:
    return [one.fact.id for one in conversation(BOOK, {}, facts)]


@given(st.dictionaries(st.sampled_from([fact.id for fact in BOOK.facts]), st.integers(0, 11), max_size=12))
def test_an_answer_moves_no_other_question(picks: Mapping[str, int]) -> None:
    facts = {name: fact.answers[at % len(fact.answers)] for name, at in picks.items() if (fact := BOOK.fact(name))}
    shown, fresh = order_of(facts), order_of({})
    kept = [fact for fact in shown if fact in fresh]
    assert kept == [fact for fact in fresh if fact in kept]
    assert shown == [fact.id for fact in in_order(BOOK, BOOK.facts) if fact.id in shown]


def test_a_question_stands_behind_all_that_it_waits_for() -> None:
    rank = {fact.id: place for place, fact in enumerate(in_order(BOOK, BOOK.all_facts))}
    terms = {term.id: term.when for term in BOOK.terms}
    for fact in BOOK.facts:
        for above in facts_in(fact.asked_when, terms) if fact.asked_when else ():
            assert rank[above] < rank[fact.id], (above, fact.id)


def test_the_question_that_settles_most_comes_first() -> None:
    assert [fact.id for fact in questions(BOOK, {}, {})][:5] == [
        "works_by",
        "use_context",
        "body_data",
        "makes",
        "area",
    ]


def test_where_as_much_hangs_on_two_the_prohibition_comes_first() -> None:
    shown = order_of({"makes": "media"})
    assert shown.index("media_look") < shown.index("interacts"), "the data has them the other way"


def left_open(order: Sequence[Fact]) -> tuple[int, int]:
    """Facts and classes open after each answer, added up, with the same answers whatever the order."""
    place = {fact.id: number for number, fact in enumerate(order)}
    facts = classes = 0
    for seed, kind in ((seed, kind) for seed in range(2) for kind in kinds().values() if kind["from_article"]):
        said: dict[str, str] = {}
        while put := questions(BOOK, kind["facts"], said):
            first = min(put, key=lambda fact: place[fact.id])
            said[first.id] = random.Random(f"{seed} {first.id}").choice(first.answers)
            known = settled(BOOK, kind["facts"], said)
            facts += len(open_facts(BOOK, known))
            classes += len(check(BOOK, known, TODAY).unsure)
    return facts, classes


def test_less_stays_open_than_in_the_order_of_the_data() -> None:
    facts, classes = left_open(in_order(BOOK, BOOK.facts))
    facts_by_data, classes_by_data = left_open(BOOK.facts)
    assert facts < 0.95 * facts_by_data
    assert classes < 0.95 * classes_by_data


def test_a_question_says_which_answers_made_it_come_up() -> None:
    facts = {"area": "jobs", "jobs": "open", "makes": "text"}
    assert set(turned_up_by(BOOK, facts, "job_requirements")) == {"area", "jobs", "makes"}
    assert turned_up_by(BOOK, facts, "area") == ()
    assert turned_up_by(BOOK, facts, "staff") == (), "it is not asked"


def test_ground_questions_go_only_when_a_recorded_fact_says_so() -> None:
    assert [rule.id for rule in ground_questions(BOOK, {}, {})] == [rule.id for rule in BOOK.ground_rules]
    assert ground_questions(BOOK, {"personal_data": "yes", "body_data": "no"}, {"personal_data": "no"}) == ()
    ids = {rule.id for rule in ground_questions(BOOK, {}, {"personal_data": "yes", "audience": "adults"})}
    assert "G8e" not in ids
    assert {rule.group for rule in BOOK.ground_rules} == {f"G{number}" for number in range(1, 9)}


@pytest.mark.parametrize("lang", LANGS)
def test_every_step_of_the_trace_is_a_sentence(lang: str) -> None:
    t = translator(lang)  # type: ignore[arg-type]
    found = check(BOOK, {**kinds()["chatbot"]["facts"], "body_data": "yes", "reads_emotion": "staff"}, TODAY)
    sentences = trace_sentences(BOOK, found, t)
    assert len(sentences) == len(found.trace) > 10
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in sentences)


def test_the_trace_names_the_answers_it_rests_on() -> None:
    found = check(BOOK, {**QUIET, **kinds()["chatbot"]["facts"], "human_sends": "yes"}, TODAY)
    lifted = [step for step in found.trace if step.outcome == "lifted"]
    assert [(step.rule, dict(step.facts)) for step in lifted] == [("T1", {"interacts": "yes", "human_sends": "yes"})]
    prohibited = check(BOOK, {**QUIET, **kinds()["chatbot"]["facts"], "deceives": "yes", "serious_harm": "yes"}, TODAY)
    steps = {step.rule: step for step in prohibited.trace if step.kind == "class"}
    assert dict(steps["P:5.1.a"].facts) == {"deceives": "yes", "serious_harm": "yes"}
    assert steps["T1"].outcome == "outranked"


def test_open_facts_say_what_leaves_a_class_undecided() -> None:
    found = check(BOOK, {**QUIET, "deceives": "yes", "serious_harm": "unknown"}, TODAY)
    assert {one.code: one.open_facts for one in found.unsure} == {
        "P:5.1.a": ("serious_harm",),
        "MIN": ("serious_harm",),
    }


def test_words_for_verdicts_statuses_and_answers() -> None:
    t = translator("en")
    assert [verdict_words(verdict, t) for verdict in VERDICT_WORDS] == ["Stop", "Ask first", "Yes, if", "Go"]
    assert status_words("fix_first", t) == "Fix first"
    assert duty_words("coming", "2 December 2027", t) == "coming on 2 December 2027"
    assert answer_words(BOOK, "maker", "bought", t) == "A supplier's, under the supplier's name"
    assert answer_words(BOOK, "interacts", "unknown", t) == "Don’t know"
    assert answer_words(BOOK, "no_such_fact", "odd", t) == "odd"


def test_the_strictest_verdict_of_a_team() -> None:
    assert rank(["go", "ask_first", "go_if"]) == "ask_first"
    assert rank([]) == "go"


def test_an_empty_activity_is_never_green() -> None:
    found = check(BOOK, {}, TODAY)
    assert found.verdict == "ask_first"
    assert found.codes() == ()
    assert {rule.code for rule in BOOK.classes} - {"HR-X:6.3.a"} <= {*found.unsure_codes(), "HR-X:6.3.a"}


def test_every_finding_carries_its_article_and_sources() -> None:
    for kind in kinds().values():
        found = check(BOOK, {**QUIET, **kind["facts"]}, TODAY)
        findings = (
            *found.roles,
            *found.classes,
            *found.unsure,
            *found.obligations,
            *found.other_rules,
            *found.ground_rules,
        )
        assert findings
        for one in findings:
            assert one.article
            assert all(BOOK.source(source) is not None for source in one.sources)
        assert found.law_version == BOOK.version
        assert found.as_of == TODAY


def test_an_article_is_cited_as_the_reader_knows_it() -> None:
    dutch = Translator("nl", {"GDPR": "AVG", "recital": "overweging", "and": "en"}, {})
    assert article_words("GDPR 6(1)(f), recital 47", dutch) == "AVG 6(1)(f), overweging 47"
    assert article_words("Mandaat", dutch) == "Mandaat"
    assert article_words("GDPR 6(1)(f), recital 47", translator("en")) == "GDPR 6(1)(f), recital 47"


def test_no_article_or_source_is_english_to_a_dutch_reader() -> None:
    dutch = translator("nl")
    articles = [one.article for part in (BOOK.roles, BOOK.classes, BOOK.ground_rules, BOOK.other_rules) for one in part]
    cited = [article_words(article, dutch) for article in (*articles, *(duty.basis for duty in BOOK.obligations))]
    shown = [*cited, *(source_words(source, dutch) for source in BOOK.sources)]
    english = re.compile(r"\b(and|or|the|of|on|to|before|since|recitals?|subparagraph|annex|article|gdpr|act)\b", re.I)
    named = "Digital Fairness Act"  # by its own name, beside the Dutch one
    assert [words for words in shown if english.search(words.replace(named, ""))] == []
    source = BOOK.source("S22")
    assert source is not None
    assert source_words(source, translator("en")).endswith("(read in 2026)")
