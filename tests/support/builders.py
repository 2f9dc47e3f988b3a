"""Valid things with as little as possible said about them; a test names only what it is about.

``an_activity(name="Chatbot")`` is an activity like any other, but called Chatbot. The deck is hand-made and tiny, so
that no test depends on the words of the real one.
"""

from datetime import UTC, date, datetime
from typing import Any

from framework.deck import (
    LETTERS,
    ActivityKind,
    CaseSource,
    Commercial,
    Deck,
    PrincipleCard,
    RuleProposal,
    Scenario,
    Stance,
    WeightRow,
)
from framework.text import LocalizedText, Worded
from framework.workshop.models import (
    Activity,
    Ballot,
    CharterTexts,
    Decision,
    Framework,
    FrameworkActivity,
    FrameworkRedLine,
    OpenPoint,
    Practice,
    Ranking,
    RedLine,
    Rule,
    RuleWording,
    Seat,
    StanceTaken,
    Workshop,
    WorkshopState,
)

SEAT = "seat-1"
ACTIVITY = "activity-1"
SCENARIO = "S01"
MADE_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
NEXT_YEAR = date(2027, 3, 1)


def both(words: str) -> LocalizedText:
    return LocalizedText(nl=f"{words} (nl)", en=f"{words} (en)")


# The deck


def a_card(number: int = 1, **given: Any) -> PrincipleCard:
    card = f"card_{number}"
    return PrincipleCard(
        **{
            "id": card,
            "scored": True,
            "name": both(f"Principle {number}"),
            "essence": both("What it is about"),
            "tension": both("What it rubs against"),
            "tension_with": ("card_2" if number == 1 else "card_1",),
            "questions": (both("One?"), both("Two?"), both("Three?")),
            "examples": {"kind_1": both("For instance")},
            "sources": (CaseSource(title="A book", url="https://example.org/book"),),
            **given,
        }
    )


def a_stance(letter: str = "A", **given: Any) -> Stance:
    rule = RuleProposal(
        trigger=both("we work on {activity}"),
        verb="always",
        behaviour=both(f"act as in {letter}"),
        check=both("A look at the log every quarter"),
    )
    return Stance(
        **{
            "letter": letter,
            "name": both(f"Stance {letter}"),
            "behaviour": both(f"We act as in {letter}"),
            "legal": "lawful",
            "rule": rule,
            **given,
        }
    )


def an_unlawful_stance(letter: str = "A", **given: Any) -> Stance:
    rule = RuleProposal(
        trigger=both("we work on {activity}"), verb="never", behaviour=both("act like that"), check=both("A look")
    )
    return a_stance(
        letter,
        **{"legal": "unlawful", "law": both("The law forbids it"), "articles": ("AVG 22",), "rule": rule, **given},
    )


def a_scenario(number: int = 1, **given: Any) -> Scenario:
    return Scenario(
        **{
            "id": f"S{number:02}",
            "slug": f"scenario_{number}",
            "title": both(f"Scenario {number}"),
            "question": both("What do we do with {activity}?"),
            "situation": both("This is how it stands"),
            "turning_question": both("And if it were you?"),
            "kinds": ("kind_1",),
            "why": both("It touches on {activity}"),
            "stances": tuple(a_stance(letter) for letter in LETTERS),
            "weights": (
                WeightRow(principle="card_1", values=(-2, -1, 0, 1, 2), why=both("Because")),
                WeightRow(principle="card_2", values=(2, 1, 0, -1, -2), why=both("Because")),
            ),
            "commercial": Commercial(reach=(2, 1, 0, -1, -2), conversion=(2, 1, 0, 0, -1), cost=(1, 0, 0, -1, -2)),
            "red_line": both("do that"),
            "red_line_reason": both("Because it hurts"),
            "law": both("What the law says"),
            "sources": (CaseSource(title="A book"),),
            **given,
        }
    )


def a_kind(number: int = 1, **given: Any) -> ActivityKind:
    return ActivityKind(
        **{
            "id": f"kind_{number}",
            "order": number,
            "from_article": True,
            "name": both(f"Kind {number}"),
            "description": both("What it does"),
            "examples": (both("For instance"),),
            "purpose": both("To sell"),
            "facts": {"personal_data": "yes"},
            **given,
        }
    )


def a_deck(*, cards: int = 6, scenarios: int = 2, kinds: int = 2, **given: Any) -> Deck:
    """Cards ``card_1`` …, scenarios ``S01`` … (all proposed_items ``kind_1``), kinds ``kind_1`` …."""
    return Deck(
        **{
            "id": "tiny",
            "version": "1.0",
            "title": both("Tiny deck"),
            "licence": "CC0-1.0",
            "cards": tuple(a_card(number) for number in range(1, cards + 1)),
            "scenarios": tuple(a_scenario(number) for number in range(1, scenarios + 1)),
            "kinds": tuple(a_kind(number) for number in range(1, kinds + 1)),
            **given,
        }
    )


# The workshop


def a_workshop(**given: Any) -> Workshop:
    return Workshop(
        **{
            "id": "workshop-1",
            "kind": "self",
            "organisation": "Bakkerij De Halve Maan",
            "team": "Marketing",
            "lang": "nl",
            "deck_id": "tiny",
            "deck_version": "1.0",
            "law_version": "2026-01",
            "created_at": MADE_AT,
            **given,
        }
    )


def a_seat(seat_id: str = SEAT, **given: Any) -> Seat:
    return Seat(**{"id": seat_id, **given})


def an_activity(activity_id: str = ACTIVITY, **given: Any) -> Activity:
    return Activity(**{"id": activity_id, "position": 1, "kind": "kind_1", "name": "Chatbot Bo", **given})


def a_ranking(*cards: str, seat: str = SEAT) -> Ranking:
    return Ranking(seat=seat, cards=cards or ("card_1", "card_2", "card_3"))


def a_ballot(**given: Any) -> Ballot:
    return Ballot(**{"seat": SEAT, "scenario": SCENARIO, "activity": ACTIVITY, "stance": "C", **given})


def a_practice(**given: Any) -> Practice:
    return Practice(**{"seat": SEAT, "scenario": SCENARIO, "activity": ACTIVITY, "answer": "A", **given})


def a_wording(**given: Any) -> RuleWording:
    return RuleWording(**{"trigger": "we work on Chatbot Bo", "behaviour": "have a colleague read along", **given})


def a_decision(decision_id: str = "decision-1", **given: Any) -> Decision:
    """Open and bare: no check, owner or date yet."""
    return Decision(
        **{
            "id": decision_id,
            "scenario": SCENARIO,
            "activities": (ACTIVITY,),
            "based_on": "C",
            "accepted": ("C", "D", "E"),
            "verb": "always",
            "wording": {"en": a_wording(), "nl": a_wording(behaviour="laten een collega meelezen")},
            **given,
        }
    )


def a_closed_decision(decision_id: str = "decision-1", **given: Any) -> Decision:
    """With everything that a rule needs."""
    return a_decision(
        decision_id,
        **{
            "check": Worded.typed("en", "A look at the log every quarter"),
            "owner": "Head of marketing",
            "review_on": NEXT_YEAR,
            "reason": "Because people should know",
            "none_voiced": True,
            "closed": True,
            **given,
        },
    )


def a_red_line(red_line_id: str = "line-1", **given: Any) -> RedLine:
    return RedLine(**{"id": red_line_id, "wording": Worded.typed("en", "sell what people told us in trust"), **given})


def a_framework(**given: Any) -> Framework:
    """A proposal with one of everything."""
    return Framework(
        **{
            "version": "0.1",
            "adopted": False,
            "made_on": TODAY,
            "organisation": "Bakkerij De Halve Maan",
            "team": "Marketing",
            "lang": "nl",
            "deck_id": "tiny",
            "deck_version": "1.0",
            "law_version": "2026-01",
            "voices": 1,
            "principles": ("card_1", "card_2"),
            "activities": (
                FrameworkActivity(
                    id=ACTIVITY,
                    kind="kind_1",
                    name="Chatbot Bo",
                    supplier="",
                    owner="",
                    purpose="",
                    running="running",
                    facts={"personal_data": "yes"},
                ),
            ),
            "rules": (a_rule(),),
            "red_lines": (FrameworkRedLine(id="line-1", scenario=None, wording=Worded(en="do that"), reason=None),),
            "open_points": (OpenPoint(reason="incomplete", scenario="S02", missing=("owner",)),),
            "stances": (
                StanceTaken(scenario=SCENARIO, activity=ACTIVITY, stance="C", confidence="sure", practice="A"),
            ),
            "texts": CharterTexts(),
            **given,
        }
    )


def a_rule(**given: Any) -> Rule:
    decided = a_closed_decision()
    return Rule(
        **{
            "decision": decided.id,
            "number": 1,
            "scenario": decided.scenario,
            "activities": decided.activities,
            "based_on": decided.based_on,
            "accepted": decided.accepted,
            "verb": decided.verb,
            "wording": decided.wording,
            "check": decided.check,
            "owner": decided.owner,
            "exception_role": "",
            "review_on": decided.review_on,
            "reason": decided.reason,
            "objector": "",
            "dissent": "",
            **given,
        }
    )


def a_state(**given: Any) -> WorkshopState:
    """A workshop just begun: one seat, nothing in it. Fields of the head go by ``workshop=a_workshop(…)``."""
    return WorkshopState(**{"workshop": a_workshop(), "revision": 0, "deck": a_deck(), "seats": (a_seat(),), **given})


def a_full_state(*, activities: int = 7, scenarios: int = 10, **given: Any) -> WorkshopState:
    """A self-assessment gone through to its proposal: every scenario answered for one activity, in turn."""
    names = [f"activity-{number}" for number in range(1, activities + 1)]
    asked = [(f"S{number:02}", names[number % activities]) for number in range(1, scenarios + 1)]
    return a_state(
        **{
            "revision": 90,
            "deck": a_deck(scenarios=scenarios),
            "activities": tuple(
                an_activity(name, position=place, facts={"personal_data": "yes", "audience": "adults"})
                for place, name in enumerate(names, start=1)
            ),
            "rankings": (a_ranking("card_1"), a_ranking("card_2", "card_1", "card_3", "card_4", "card_5")),
            "ballots": tuple(
                a_ballot(scenario=scenario, activity=activity, confidence="fairly", reason="It fits who we are")
                for scenario, activity in asked
            ),
            "practices": tuple(a_practice(scenario=scenario, activity=activity) for scenario, activity in asked),
            "decisions": tuple(
                a_closed_decision(f"decision-{number}", scenario=scenario, activities=(activity,))
                for number, (scenario, activity) in enumerate(asked, start=1)
            ),
            "red_lines": (a_red_line("line-1"), a_red_line("line-2", scenario=SCENARIO)),
            "texts": CharterTexts(why=Worded.typed("nl", "Omdat het moet"), owner="Head of marketing", review_on=TODAY),
            "frameworks": (a_framework(),),
            **given,
        }
    )
