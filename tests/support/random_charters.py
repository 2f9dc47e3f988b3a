"""Frameworks with any decisions, ticks, promises and people: a strategy for properties of both editions."""

from functools import cache

from hypothesis import strategies as st

from framework.deck import LETTERS
from framework.deck.numbers_to_fill import confirmed
from framework.rehearsal.demonstration import demonstration_script
from framework.text import LANGS, Worded
from framework.workshop.field_types import PRINCIPLES, RuleWording, TeamPrice
from framework.workshop.governance.customers import customer_texts
from framework.workshop.governance.promises import catalogue
from framework.workshop.governance.records import PrivacyAdvice, Promise, PublicUse, Sponsor, Training
from framework.workshop.models import CharterTexts, Framework, FrameworkRedLine, OpenPoint, Rule, WorkshopState
from framework.workshop.rule_grammar import proposed_wording
from tests.support.workshops import played_today

OPEN = (
    OpenPoint(reason="law_stop"),
    OpenPoint(reason="law_unsure"),
    OpenPoint(reason="not_closed", scenario="S01"),
    OpenPoint(reason="dissent_open", scenario="S02"),
)
SECRETS = (
    "zqreason",
    "zqobjector",
    "zqdissent",
    "zqprice",
    "zqsupplier",
    "zqpurpose",
    "zqincident",
    "zqprivacy",
    "zqadvice",
    "zqdeputy",
    "zqboard",
    "zqtraining",
    "zqdecider",
    "zqstance",
    "zquseowner",
)
"""Words of a random framework that never may stand in public."""


@cache
def demonstration() -> WorkshopState:
    return played_today(demonstration_script(), "nl")


def _chosen(draw: st.DrawFn, options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in options if draw(st.booleans()))


@st.composite
def charters(draw: st.DrawFn) -> Framework:
    """The demonstration's framework with other rules, red lines, uses, promises, people and ticks."""
    state = demonstration()
    framework = state.frameworks[-1]
    rules, stances = _rules(draw, state, framework)
    lines = tuple(_line(draw, number) for number in range(draw(st.integers(0, 2))))
    activities = tuple(
        one.model_copy(
            update={
                "supplier": draw(st.sampled_from(("", "zqsupplier"))),
                "owner": draw(st.sampled_from(("", "zquseowner"))),
                "purpose": "zqpurpose",
                "running": draw(st.sampled_from(("running", "planned"))),
            }
        )
        for one in framework.activities
    )
    adopted = draw(st.booleans())
    return framework.model_copy(
        update={
            "adopted": adopted,
            "version": "1.0" if adopted else "0.2",
            "deciders": ("zqdecider",) if adopted else (),
            "rules": rules,
            "stances": stances,
            "red_lines": lines,
            "activities": activities,
            "open_points": tuple(draw(st.lists(st.sampled_from(OPEN), max_size=3))),
            "promises": tuple(_promises(draw)),
            "training": (Training(id="t1", group="zqtraining", what="oefenen"),) if draw(st.booleans()) else (),
            "texts": _texts(draw, framework, rules, lines),
        }
    )


def _rules(draw: st.DrawFn, state: WorkshopState, framework: Framework) -> tuple[tuple[Rule, ...], tuple[object, ...]]:
    rule, taken = framework.rules[0], framework.stances[0]
    scenarios = draw(st.lists(st.sampled_from(state.deck.scenarios), max_size=6, unique_by=lambda s: s.id))
    rules, stances = [], []
    for number, scenario in enumerate(scenarios, start=1):
        lawful = [stance.letter for stance in scenario.stances if stance.legal != "unlawful"]
        letter = draw(st.sampled_from(LETTERS))
        accepted = tuple(sorted({letter, *draw(st.sets(st.sampled_from(lawful)))} & set(lawful))) or tuple(lawful)
        wording = {lang: _confirmed(words) for lang, words in proposed_wording(scenario, letter, ["iets"]).items()}
        if draw(st.booleans()):
            wording = {"nl": RuleWording(trigger="we mailen", behaviour="lezen het na")}
        price = draw(
            st.builds(
                TeamPrice,
                sentence=st.sampled_from(("", "zqprice")),
                hours_per_month=st.none() | st.integers(0, 9),
                euros_per_month=st.none() | st.integers(0, 900),
                reach=st.sampled_from((None, "less", "same", "more")),
                public=st.booleans(),
            )
        )
        about = {
            "scenario": scenario.id,
            "based_on": letter,
            "accepted": accepted,
            "verb": scenario.stance(letter).rule.verb,
            "wording": wording,
            "check": Worded(nl=f"Elke maand kijken we mee, {number}"),
            "price": price,
            "decision": f"d{number}",
            "number": number,
            "activities": (draw(st.sampled_from(framework.activities)).id,),
            "exception_role": draw(st.sampled_from(("", "het hoofd marketing"))),
            "reason": draw(st.sampled_from(("", "zqreason"))),
            "objector": draw(st.sampled_from(("", "zqobjector"))),
            "dissent": draw(st.sampled_from(("", "zqdissent"))),
        }
        rules.append(rule.model_copy(update=about))
        practice = draw(st.sampled_from((None, "unknown", *LETTERS)))
        stances.append(
            taken.model_copy(
                update={"scenario": scenario.id, "stance": letter, "practice": practice, "reason": "zqstance"}
            )
        )
    return tuple(rules), tuple(stances)


def _confirmed(words: RuleWording) -> RuleWording:
    return RuleWording(
        trigger=confirmed(words.trigger), behaviour=confirmed(words.behaviour), condition=confirmed(words.condition)
    )


def _line(draw: st.DrawFn, number: int) -> FrameworkRedLine:
    wording = draw(
        st.sampled_from(
            (Worded(nl=f"doen dit nooit, {number}"), Worded(nl=f"liegen, {number}", en=f"tell lies, {number}"))
        )
    )
    return FrameworkRedLine(id=f"l{number}", scenario=None, wording=wording, reason=Worded(nl="zqreason"))


def _promises(draw: st.DrawFn) -> list[Promise]:
    made = []
    for one in catalogue().promises:
        answer = draw(st.sampled_from((None, "made", "made", "left_out", "owner")))
        if answer is not None:
            public = draw(st.booleans()) and one.publishable
            made.append(Promise(id=one.id, answer=answer, public=public))
    return made


def _texts(
    draw: st.DrawFn, framework: Framework, rules: tuple[Rule, ...], lines: tuple[FrameworkRedLine, ...]
) -> CharterTexts:
    ids = (*(rule.decision for rule in rules), *(line.id for line in lines), PRINCIPLES)
    facts = tuple(one.id for one in customer_texts().facts)
    uses = _chosen(draw, tuple(one.id for one in framework.activities))
    return CharterTexts(
        why=draw(st.sampled_from((None, Worded(nl="Omdat klanten ons vertrouwen.")))),
        owner=draw(st.sampled_from(("", "hoofd marketing"))),
        contact=draw(st.sampled_from(("", "ai@halvemaan.example"))),
        review_on=draw(st.sampled_from((None, framework.made_on))),
        sponsor=draw(st.sampled_from((Sponsor(), Sponsor(name="Noor de Wit", function="directeur")))),
        public=draw(st.sampled_from((None, _chosen(draw, (*ids, *facts))))),
        public_checks=_chosen(draw, tuple(rule.decision for rule in rules)),
        public_uses=tuple(PublicUse(activity=one, words=Worded(nl=f"mails maken {at}")) for at, one in enumerate(uses)),
        incident_contact=draw(st.sampled_from(("", "zqincident"))),
        deputy="zqdeputy",
        board=draw(st.sampled_from(("", "zqboard"))),
        stop_role="zqprivacy",
        privacy=PrivacyAdvice(kind="dpo", role="zqprivacy", advice="zqadvice", followed="zqadvice"),
    )


languages = st.sampled_from(LANGS)
