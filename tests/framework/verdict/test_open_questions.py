"""The questions that can still change a verdict: none too many, none missing, and answering all of them settles it."""

from framework.deck import Deck
from framework.law import LawBook
from framework.text import Worded
from framework.verdict import Plan, assess
from framework.verdict.open_questions import OpenQuestion, answered, open_questions
from framework.workshop.governance.records import Promise
from framework.workshop.models import FrameworkRedLine
from tests.framework.verdict.test_assess import DAY, IN_ORDER, QUIET, about, deck_rule
from tests.support.builders import a_framework

LINE = FrameworkRedLine(id="l1", scenario=None, wording=Worded(en="We never call after supper"), reason=None)


def test_a_red_line_comes_first_since_one_answer_settles_it(real_deck: Deck, law: LawBook) -> None:
    rule = deck_rule(real_deck, "S08", "B")
    framework = a_framework(activities=(about("a1", "chatbot"),), rules=(rule,), red_lines=(LINE,))
    plan = Plan("chatbot", facts=IN_ORDER)
    asked = open_questions(framework, real_deck, law, plan, DAY)
    assert [(one.about, one.id) for one in asked] == [("red_line", "l1"), ("practice", "S08")]
    for one, answer in zip(asked, ("no", "B"), strict=True):
        plan = answered(plan, one, answer)
    assert open_questions(framework, real_deck, law, plan, DAY) == ()
    assert assess(framework, real_deck, law, plan, DAY).verdict in ("go", "go_if")


def test_nothing_is_asked_where_it_must_stop_anyway(real_deck: Deck, law: LawBook) -> None:
    plan = Plan("chatbot", facts={}, does={"l1": "yes"})
    assert open_questions(a_framework(red_lines=(LINE,)), real_deck, law, plan, DAY) == ()


def test_a_fact_is_asked_only_while_it_weighs(real_deck: Deck, law: LawBook) -> None:
    framework = a_framework(
        activities=(about("a1", "llm_copy"),), rules=(deck_rule(real_deck, "S15", "B"),), red_lines=()
    )
    for personal_data, asked in (("yes", True), ("no", False)):
        facts = {**IN_ORDER, "personal_data": personal_data}
        del facts["g1_minimised"]
        plan = Plan("llm_copy", facts=facts, practices={"S15": "B"})
        found = [one.id for one in open_questions(framework, real_deck, law, plan, DAY)]
        assert ("g1_minimised" in found) == asked


def test_what_was_answered_with_dont_know_is_not_asked_again(real_deck: Deck, law: LawBook) -> None:
    plan = Plan("llm_copy", facts={**QUIET, "personal_data": "unknown"})
    asked = open_questions(a_framework(), real_deck, law, plan, DAY)
    assert "personal_data" not in [one.id for one in asked]


def test_reading_is_asked_only_for_a_promised_short_path(real_deck: Deck, law: LawBook) -> None:
    reading = OpenQuestion("reading", "", ("yes", "no"))
    plan = Plan("llm_copy", facts=QUIET)
    assert reading not in open_questions(a_framework(red_lines=()), real_deck, law, plan, DAY)
    promised = a_framework(red_lines=(), promises=(Promise(id="short_path", answer="made"),))
    assert reading in open_questions(promised, real_deck, law, plan, DAY)
    assert assess(promised, real_deck, law, answered(plan, reading, "yes"), DAY).verdict == "go_if"


def test_all_that_the_short_path_asks_is_asked_although_one_answer_alone_changes_nothing(
    real_deck: Deck, law: LawBook
) -> None:
    promised = a_framework(red_lines=(), promises=(Promise(id="short_path", answer="made"),))
    plan = Plan("llm_copy", facts={fact: value for fact, value in QUIET.items() if fact != "confidential"})
    asked = {(one.about, one.id) for one in open_questions(promised, real_deck, law, plan, DAY)}
    assert {("reading", ""), ("fact", "confidential")} <= asked
    secret = Plan("llm_copy", facts={**QUIET, "confidential": "yes"})
    assert ("reading", "") not in {(one.about, one.id) for one in open_questions(promised, real_deck, law, secret, DAY)}
