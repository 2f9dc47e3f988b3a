"""A framework's look at itself."""

from datetime import timedelta

from framework.deck import Deck
from framework.law import LawBook
from framework.verdict import Weakness, review
from framework.workshop.models import Framework, FrameworkActivity
from tests.framework.verdict.test_assess import DAY, kept_plan


def seen(framework: Framework, deck: Deck, law: LawBook) -> list[Weakness]:
    return list(review(framework.model_copy(update={"law_version": law.version}), deck, law, DAY))


def test_each_weakness_is_found_and_a_sound_framework_has_none(real_deck: Deck, law: LawBook) -> None:
    framework, _ = kept_plan(real_deck, law)
    [rule] = framework.rules
    rule = rule.model_copy(update={"review_on": DAY})
    framework = framework.model_copy(update={"rules": (rule,)})
    assert seen(framework, real_deck, law) == []
    late = rule.model_copy(update={"review_on": DAY - timedelta(days=1)})
    assert seen(framework.model_copy(update={"rules": (late,)}), real_deck, law) == [Weakness("review_overdue", (1,))]
    other = rule.model_copy(update={"decision": "d2", "number": 2, "accepted": ("E",)})
    assert Weakness("conflict", (1, 2), "a1") in seen(
        framework.model_copy(update={"rules": (rule, other)}), real_deck, law
    )
    more = FrameworkActivity(
        id="a2", kind="chatbot", name="Y", supplier="", owner="", purpose="", running="running", facts={}
    )
    with_more = framework.model_copy(update={"activities": (*framework.activities, more)})
    assert seen(with_more, real_deck, law) == [Weakness("gap", (), "a2")]
    stopped = framework.model_copy(
        update={"activities": (*framework.activities, more.model_copy(update={"stopped_on": DAY}))}
    )
    assert seen(stopped, real_deck, law) == []
    assert review(framework, real_deck, law, DAY) == (Weakness("law_changed", (1,)),)


def test_a_rule_below_the_law(real_deck: Deck, law: LawBook) -> None:
    framework, _ = kept_plan(real_deck, law)
    [rule] = framework.rules
    scenario = next(one for one in real_deck.scenarios if any(stance.legal == "unlawful" for stance in one.stances))
    letter = next(stance.letter for stance in scenario.stances if stance.legal == "unlawful")
    below = rule.model_copy(update={"scenario": scenario.id, "accepted": (letter,), "review_on": DAY})
    found = seen(framework.model_copy(update={"rules": (below,)}), real_deck, law)
    assert Weakness("below_law", (1,)) in found
