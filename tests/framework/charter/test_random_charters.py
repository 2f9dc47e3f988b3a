"""Of any decisions: a charter never says that a rule costs nothing, and holds no sentence of the deck's stories."""

import re
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framework.charter.compose import compose
from framework.charter.document import Bullets, Heading, Span, plain, texts
from framework.deck import LETTERS
from framework.language import translator
from framework.law import law_book
from framework.rehearsal.demonstration import demonstration_script
from framework.text import Lang
from framework.workshop.field_types import TeamPrice
from framework.workshop.governance.promises import catalogue
from framework.workshop.governance.records import PrivacyAdvice
from framework.workshop.models import Framework, OpenPoint, Promise, RuleWording, WorkshopState
from framework.workshop.rule_grammar import proposed_wording
from tests.support.workshops import played_today

NEVER = ("nothing in particular", "no cost recorded", "niets in het bijzonder", "geen kosten bekend")


@cache
def demonstration() -> WorkshopState:
    return played_today(demonstration_script(), "nl")


@st.composite
def charters(draw: st.DrawFn) -> Framework:
    """The demonstration's framework with other rules: any stance, practice, price and words."""
    state = demonstration()
    framework = state.frameworks[-1]
    rule, taken = framework.rules[0], framework.stances[0]
    scenarios = draw(st.lists(st.sampled_from(state.deck.scenarios), min_size=1, max_size=8, unique_by=lambda s: s.id))
    rules, stances = [], []
    for number, scenario in enumerate(scenarios, start=1):
        lawful = [stance.letter for stance in scenario.stances if stance.legal != "unlawful"]
        letter = draw(st.sampled_from(LETTERS))
        accepted = tuple(sorted({letter, *draw(st.sets(st.sampled_from(lawful)))} & set(lawful))) or tuple(lawful)
        wording = proposed_wording(scenario, letter, ["iets"])
        if draw(st.booleans()):
            wording = {"nl": RuleWording(trigger="we mailen", behaviour="lezen het na")}
        price = draw(
            st.builds(
                TeamPrice,
                sentence=st.sampled_from(("", "Een uur per mail")),
                hours_per_month=st.none() | st.integers(0, 9),
                euros_per_month=st.none() | st.integers(0, 900),
                reach=st.sampled_from((None, "less", "same", "more")),
                public=st.booleans(),
            )
        )
        about = {"scenario": scenario.id, "based_on": letter, "accepted": accepted, "wording": wording, "price": price}
        proposed = scenario.stance(letter).rule.verb
        rules.append(rule.model_copy(update={**about, "verb": proposed, "decision": f"d{number}", "number": number}))
        practice = draw(st.sampled_from((None, "unknown", *LETTERS)))
        stances.append(taken.model_copy(update={"scenario": scenario.id, "stance": letter, "practice": practice}))
    activities = framework.activities
    points = draw(st.lists(st.sampled_from(OPEN), max_size=3))
    texts_ = framework.texts.model_copy(
        update={
            "owner": draw(st.sampled_from(("", "Hoofd marketing"))),
            "contact": draw(st.sampled_from(("", "ai@halvemaan.example"))),
            "public": tuple(f"d{number}" for number in range(1, len(rules) + 1)) if draw(st.booleans()) else None,
        }
    )
    rules = [rule.model_copy(update={"activities": (activities[0].id,)}) for rule in rules]
    told = {"rules": tuple(rules), "stances": tuple(stances), "open_points": tuple(points), "texts": texts_}
    return framework.model_copy(update=told)


OPEN = (
    OpenPoint(reason="law_stop"),
    OpenPoint(reason="law_unsure"),
    OpenPoint(reason="not_closed", scenario="S01"),
    OpenPoint(reason="dissent_open", scenario="S02"),
)
SETTLED = re.compile(
    r"nothing is open|no open points|\b0 open|has been dealt with|none voiced|niets open|geen open punten|afgehandeld",
    re.IGNORECASE,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(charters(), st.booleans(), st.booleans(), st.sampled_from(("nl", "en")))
def test_in_public_nothing_is_said_to_be_settled_and_what_is_open_is_said_to_be(
    framework: Framework, with_law: bool, adopt: bool, lang: Lang
) -> None:
    framework = framework.model_copy(update={"adopted": adopt, "voices": 9})
    deck, day, t = demonstration().deck, framework.made_on, translator(lang)
    law = law_book() if with_law else None
    internal = compose(framework, deck, law, t, edition="internal", as_of=day)
    outside = compose(framework, deck, law, t, edition="public", as_of=day)
    section = internal.section("open")
    assert section is not None
    heading = section.blocks.index(Heading((Span(t("What is still open")),)))
    is_open = isinstance(section.blocks[heading + 1], Bullets)
    assert (outside.section("open") is not None) == is_open
    said = " ".join(plain(text) for text in texts(outside))
    assert not SETTLED.search(said)
    stances = {stance.name[lang] for one in deck.scenarios for stance in one.stances if len(stance.name[lang]) > 12}
    suppliers = {activity.supplier for activity in framework.activities} - {""}
    titles = {one.title[lang] for one in deck.scenarios}
    assert not [words for words in stances | suppliers | titles if words in said]


def test_the_law_can_open_a_point_by_itself() -> None:
    """So that the property above means something: without the law, this framework has nothing open."""
    framework = demonstration().frameworks[-1]
    texts_ = framework.texts.model_copy(
        update={
            "owner": "x",
            "contact": "x",
            "incident_contact": "x",
            "review_on": framework.made_on,
            "privacy": PrivacyAdvice(kind="none"),
        }
    )
    settled = tuple(Promise(id=one.id, answer="made") for one in catalogue().promises if one.settles)
    every = tuple(one.id for one in framework.activities)
    rule = framework.rules[0].model_copy(update={"activities": every})
    told = {"open_points": (), "rules": (rule,), "texts": texts_, "promises": settled}
    framework = framework.model_copy(update=told)
    for law, is_open in ((None, False), (law_book(), True)):
        document = compose(
            framework, demonstration().deck, law, translator("en"), edition="public", as_of=framework.made_on
        )
        assert (document.section("open") is not None) == is_open


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(charters(), st.sampled_from(("internal", "public")), st.sampled_from(("nl", "en")))
def test_no_rule_costs_nothing_in_particular(framework: Framework, edition: str, lang: str) -> None:
    deck, day = demonstration().deck, framework.made_on
    document = compose(framework, deck, None, translator(lang), edition=edition, as_of=day)  # type: ignore[arg-type]
    said = " ".join(plain(text) for text in texts(document))
    assert not [phrase for phrase in NEVER if phrase in said.lower()]
    stories = [words for s in deck.scenarios for stance in s.stances for words in (stance.gives, stance.costs) if words]
    assert not [words for words in stories if words.nl in said or words.en in said]
    for rule in framework.rules:
        if not rule.price.sentence and edition == "internal":
            assert translator(lang)("What this rule costs us has not been written down yet.") in said
