"""What charters are made of, for the tests of this folder; the rest comes from `tests.support.builders`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from framework.analysis.group_results import round_result
from framework.archive.models import Edition
from framework.charter.document import (
    Bars,
    BarsRound,
    Block,
    Bullets,
    Callout,
    ChartBlock,
    CharterDocument,
    Heading,
    LabelledList,
    LabelledText,
    Paragraph,
    PrincipleBlock,
    RedLineBlock,
    RuleBlock,
    Section,
    Span,
    Status,
    Strip,
    StripRow,
    TableBlock,
    Text,
)
from framework.deck import LETTERS, Deck
from framework.language import Translator, translator
from framework.law.models import ClassRule, Condition, Fact, Failure, GroundRule, LawBook, LegalSource, RoleRule
from framework.text import Lang, LocalizedText, Worded
from framework.workshop.models import (
    CharterTexts,
    ConsentResult,
    ConsentRound,
    Framework,
    FrameworkActivity,
    FrameworkRedLine,
    GroupResult,
    OpenPoint,
    QuestionResult,
    RoundResult,
    RuleWording,
    StanceTaken,
)
from tests.support.builders import (
    a_ballot,
    a_card,
    a_deck,
    a_framework,
    a_rule,
    a_scenario,
    a_stance,
    an_unlawful_stance,
    both,
)

AS_OF = date(2026, 3, 2)
ENGLISH = Translator("en", {}, {})


def words(lang: Lang) -> Translator:
    return translator(lang)


def a_law_book() -> LawBook:
    """One class, one role, and two ground rules: one about a lawful basis, one about how long data are kept."""

    def ground_rule(number: int, fact: str, name: str, status: Any) -> GroundRule:
        return GroundRule(
            id=f"ground_{number}",
            group=f"G{number}",
            fact=fact,
            name=both(name),
            question=both("Is it in order?"),
            explanation=both("Why it matters"),
            measure=both("Put it in order"),
            article=f"GDPR {number}",
            sources=("SRC1",),
            confidence="H",
            valid_from=date(2018, 5, 25),
            failures=(Failure(status=status, when=Condition(fact=fact, is_=("no",))),),
            not_applicable_when=Condition(fact="personal_data", is_=("no",)),
        )

    return LawBook(
        version="2026-01",
        as_of=date(2026, 1, 1),
        sources=(
            LegalSource(
                id="SRC1",
                title=LocalizedText(nl="The official journal", en="The official journal"),
                date="2024-07-12",
                confidence="H",
            ),
        ),
        fines=(),
        terms=(),
        facts=(Fact(id="personal_data", topic="data", question=both("Personal data?"), why=both("It matters")),),
        roles=(
            RoleRule(
                id="deployer",
                role="deployer",
                name=both("Deployer"),
                meaning=both("Uses it"),
                when=Condition(fact="personal_data", is_=("yes",)),
                article="AI Act 3(4)",
                sources=("SRC1",),
                confidence="H",
                valid_from=date(2025, 2, 2),
            ),
        ),
        classes=(
            ClassRule(
                id="minimal",
                code="MIN",
                kind="residual",
                name=both("Minimal risk"),
                meaning=both("No class of its own"),
                article="AI Act 95",
                sources=("SRC1",),
                confidence="H",
                valid_from=date(2025, 2, 2),
            ),
        ),
        obligations=(),
        ground_rules=(
            ground_rule(2, "lawful_basis", "Lawful basis", "stop"),
            ground_rule(7, "retention", "Retention", "plan"),
        ),
        other_rules=(),
        doubts=(),
    )


def a_rich_deck() -> Deck:
    """Three scenarios: an ordinary one, one with an unlawful stance, one whose stances are no scale."""
    return a_deck().model_copy(
        update={
            "cards": (*(a_card(number) for number in range(1, 6)), a_card(6, examples={})),
            "scenarios": (
                a_scenario(1),
                a_scenario(2, stances=(an_unlawful_stance("A"), *(a_stance(letter) for letter in "BCDE"))),
                a_scenario(3, ordered=False),
            ),
        }
    )


INTERNAL = {
    "reason": "zqreasonverbatim",
    "rule_reason": "zqwhyofrule",
    "objector": "zqobjector",
    "fact": "zqfactvalue",
    "activity_fact": "zq_fact_id",
}
"""Words that may stand in the internal edition only."""


def a_rich_framework(**given: Any) -> Framework:
    """Two activities, three rules (one over several stances, one typed in Dutch only), a gap, dissent, open points."""
    rule = a_rule(
        number=1,
        activities=("activity-1", "activity-2"),
        accepted=("C",),
        exception_role="the marketing director",
        reason=INTERNAL["rule_reason"],
        objector=INTERNAL["objector"],
    )
    never = a_rule(
        decision="decision-2",
        number=2,
        scenario="S02",
        based_on="A",
        accepted=("B", "C", "D", "E"),
        verb="never",
        reason="",
    )
    typed = a_rule(
        decision="decision-3",
        number=3,
        scenario="S03",
        activities=("activity-2",),
        wording={"nl": RuleWording(trigger="we mailen", behaviour="lezen elke mail na")},
        check=Worded(nl="Elke maand tien mails nalezen"),
        dissent="Een steekproef zou ook volstaan",
        review_on=date(2026, 9, 1),
    )
    activities = tuple(
        FrameworkActivity(
            id=f"activity-{number}",
            kind="kind_1",
            name=name,
            supplier=supplier,
            owner="Head of marketing",
            purpose="Answer questions",
            running="running",
            facts={
                "personal_data": "yes",
                "lawful_basis": "no" if number == 1 else "yes",
                INTERNAL["activity_fact"]: INTERNAL["fact"],
            },
        )
        for number, name, supplier in ((1, "Chatbot Bo", "Botmaker"), (2, "Mailing machine", ""))
    )
    return a_framework(
        **{
            "activities": activities,
            "rules": (rule, never, typed),
            "principles": ("card_1", "card_2", "card_6"),
            "red_lines": (
                FrameworkRedLine(
                    id="l1",
                    scenario="S01",
                    wording=Worded(en="sell trust", nl="verkopen vertrouwen"),
                    reason=Worded(en="It hurts", nl="Het doet pijn"),
                ),
                FrameworkRedLine(id="l2", scenario=None, wording=Worded(nl="liegen over wie er schrijft"), reason=None),
            ),
            "open_points": (
                OpenPoint(reason="law_stop", activity="activity-1"),
                OpenPoint(reason="law_unsure", activity="activity-2"),
                OpenPoint(reason="incomplete", scenario="S02", activity="activity-2", missing=("owner", "check")),
                OpenPoint(reason="unlawful_stance", scenario="S03", activity="activity-2"),
            ),
            "stances": (
                StanceTaken(
                    scenario="S01",
                    activity="activity-1",
                    stance="C",
                    confidence="unsure",
                    practice="A",
                    reason=INTERNAL["reason"],
                ),
                StanceTaken(scenario="S02", activity="activity-2", stance="D", confidence="sure", practice="D"),
                StanceTaken(scenario="S03", activity="activity-2", stance="B", confidence="fairly", practice="unknown"),
            ),
            "texts": CharterTexts(
                why=Worded(nl="Omdat klanten ons vertrouwen"),
                scope=Worded(nl="Alleen Nederland"),
                owner="Marketing director",
                review_on=date(2027, 3, 1),
                stop_role="Elke collega",
                contact="hallo@halvemaan.example",
                suppliers=Worded(nl="Geen training op onze data"),
            ),
            **given,
        }
    )


def adopted(framework: Framework) -> Framework:
    return framework.model_copy(
        update={"version": "1.0", "adopted": True, "deciders": ("Head of marketing", "CMO"), "voices": 6}
    )


def span(text: str, **style: Any) -> Text:
    return (Span(text, **style),)


def every_block(text: str = "words") -> tuple[Block, ...]:
    """One of each block, every text in it starting with ``text`` and then its place."""
    count = iter(range(1000))

    def own() -> Text:
        return (Span(f"{text}{next(count)}", own=True),)

    def word() -> str:
        return f"{text}{next(count)}"

    return (
        Heading(own()),
        Paragraph(own()),
        Bullets((own(), own())),
        Bullets((own(), own()), ordered=True),
        TableBlock(word(), (word(), word()), ((own(), own()), (own(), own())), (60, 40)),
        PrincipleBlock(1, word(), own()),
        RedLineBlock(own(), own()),
        RuleBlock(7, own(), (LabelledText(word(), own()), LabelledText(word(), own())), (LabelledText(word(), own()),)),
        LabelledList((LabelledText(word(), own()),)),
        Callout("warning", word(), (Paragraph(own()), Bullets((own(),), ordered=True))),
        ChartBlock(
            "strip",
            word(),
            word(),
            Strip(
                word(),
                ("A", "B", "C", "D", "E"),
                (StripRow(own(), 1, 3, word()), StripRow(own(), None, 2, word(), ordered=False)),
                word(),
                word(),
                word(),
                word(),
            ),
        ),
        ChartBlock("bars", word(), word(), some_bars(word, (0, 3, 40, 7, 1), (0, 1, 50, 0, 0))),
        ChartBlock("dots", word(), word(), some_bars(word, (1, 0, 2, 0, 0))),
    )


def some_bars(word: Callable[[], str], *rounds: tuple[int, ...]) -> Bars:
    return Bars(
        word(),
        ("A", "B", "C", "D", "E"),
        (word(), word(), word(), word(), word()),
        tuple(BarsRound(word(), votes) for votes in rounds),
        dots=len(rounds) == 1,
    )


def measured(*votes: int, abstained: int = 0, objections: int = 0) -> RoundResult:
    """A round as `framework.analysis.group_results` would make it from so many ballots."""
    cast = [letter for letter, count in zip(LETTERS, votes, strict=True) for _ in range(count)]
    ballots = [a_ballot(seat=f"s{at}", stance=letter, objection=at < objections) for at, letter in enumerate(cast)]
    silent = [a_ballot(seat=f"a{at}", stance=None, abstained=True) for at in range(abstained)]
    return round_result((*ballots, *silent), ordered=True)


def a_group(**given: Any) -> GroupResult:
    """Twelve people, two dilemmas: the first in two rounds, the second in one and without an order."""
    return GroupResult(
        **{
            "people": 12,
            "cards": ("card_2", "card_1", "card_6"),
            "rankings": 11,
            "kendall_w": "2/5",
            "winner": "card_2",
            "alpha": "3/10",
            "questions": (
                QuestionResult(
                    scenario="S01",
                    activity="activity-1",
                    rounds=(measured(5, 1, 0, 2, 4, objections=3), measured(0, 2, 9, 0, 0, abstained=1)),
                    moved=(3, 5, 11),
                ),
                QuestionResult(
                    scenario="S03",
                    activity="activity-2",
                    rounds=(RoundResult(votes=(1, 0, 8, 0, 2)),),
                ),
            ),
            "consents": (
                ConsentResult(
                    decision="decision-1",
                    rounds=(
                        ConsentRound(consents=9, objections=3),
                        ConsentRound(consents=10, objections=1, abstained=1),
                    ),
                ),
                ConsentResult(decision="decision-2", rounds=(ConsentRound(consents=12, objections=0),)),
            ),
            **given,
        }
    )


def a_group_framework(**given: Any) -> Framework:
    """The draft of a group: each rule was agreed in another way, one red line was drawn by the dam."""
    rich = a_rich_framework()
    ways = (("decider", "zqdecider"), ("consent", ""), ("disagree_and_commit", ""))
    lines = (rich.red_lines[0].model_copy(update={"objections": 4, "voters": 12}), rich.red_lines[1])
    return rich.model_copy(
        update={
            "voices": 12,
            "stances": (),
            "rules": tuple(
                rule.model_copy(update={"agreed": how, "decider": decider})
                for rule, (how, decider) in zip(rich.rules, ways, strict=True)
            ),
            "red_lines": lines,
            "group": a_group(),
            **given,
        }
    )


def a_document(blocks: tuple[Block, ...] | None = None, **given: Any) -> CharterDocument:
    return CharterDocument(
        **{
            "title": "De Halve Maan",
            "lang": "en",
            "kicker": "Ethics charter",
            "subtitle": span("2 rules"),
            "status": Status("draft", "Proposal"),
            "meta": (LabelledText("Organisation", span("De Halve Maan", own=True)),),
            "notices": (),
            "sections": (
                Section("first", "1", "First section", blocks if blocks is not None else every_block()),
                Section("last", "A", "Last section", (Paragraph(span("The end")),), annex=True),
            ),
            "running": "Ethics charter · version 0.1",
            "contents": "Contents",
            "page": "Page",
            "annex": "Annex",
            "made_on": "2026-03-02",
            "footer": span("Made with Kader"),
            **given,
        }
    )


EDITIONS: tuple[Edition, ...] = ("internal", "public")
