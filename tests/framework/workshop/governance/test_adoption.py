"""What holds adoption: each condition by itself, with where it is mended, and nothing else."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from framework.deck import Deck
from framework.language import translator
from framework.law import check, law_book
from framework.law.models import LawCheck
from framework.text import LANGS, Worded
from framework.workshop.field_types import RuleWording, TeamPrice
from framework.workshop.governance.adoption import cautions, obstacles, reaches_customers
from framework.workshop.governance.adoption_findings import Obstacle, Place
from framework.workshop.governance.records import (
    Arrangement,
    CharterTexts,
    PrivacyAdvice,
    Promise,
    Sponsor,
    Training,
    WorksCouncil,
)
from framework.workshop.models import Framework, FrameworkActivity
from tests.support.builders import (
    ACTIVITY,
    TODAY,
    a_deck,
    a_framework,
    a_rule,
    a_scenario,
    a_stance,
    an_unlawful_stance,
)

TEXTS = CharterTexts(
    owner="hoofd marketing",
    deputy="hoofd CRM",
    sponsor=Sponsor(name="Noor de Wit", function="directeur"),
    incident_contact="de servicedesk",
    contact="hallo@halvemaan.example",
    privacy=PrivacyAdvice(kind="none"),
)
DONE = Training(id="t1", group="het team", what="oefenen", done_on=TODAY)
STOP = Promise(id="stop", answer="made")
BREACHED = {"personal_data": "yes", "g2_basis": "yes", "basis_kind": "contract", "g7_retention": "no"}
FORBIDDEN = {"personal_data": "yes", "g2_basis": "no"}
STAFF = {"area": "staff", "staff": "process_log", "works_council": "agreed", "personal_data": "yes"}
DPO_HERE = PrivacyAdvice(kind="dpo", role="Bedrijfsjurist")


def a_use(**given: Any) -> FrameworkActivity:
    fields = {"id": ACTIVITY, "kind": "kind_1", "name": "Chatbot Bo", "supplier": "Botmaker", "owner": "hoofd CRM"}
    return FrameworkActivity(**{**fields, "purpose": "", "running": "running", "facts": {}, **given})


def ready(**given: Any) -> Framework:
    return a_framework(
        **{"activities": (a_use(),), "texts": TEXTS, "promises": (STOP,), "training": (DONE,), "voices": 8, **given}
    )


def texts(**given: Any) -> CharterTexts:
    return TEXTS.model_copy(update=given)


def held(framework: Framework, deck: Deck | None = None, day: date = TODAY) -> tuple[Obstacle, ...]:
    checks: Mapping[str, LawCheck] = {
        one.id: check(law_book(), one.facts, day, one.arranged) for one in framework.activities
    }
    return obstacles(framework, deck or a_deck(), checks, day)


def with_use(**given: Any) -> Framework:
    return ready(activities=(a_use(**given),))


def planned(rule: str, **given: Any) -> Arrangement:
    fields = {"id": "a1", "activity": ACTIVITY, "rule": rule, "status": "planned", "said_on": TODAY, "owner": "CRM"}
    return Arrangement(**{**fields, "due": TODAY + timedelta(days=30), **given})


def test_with_everything_in_place_nothing_holds() -> None:
    assert held(ready()) == ()


@pytest.mark.parametrize(
    ("framework", "reason", "place"),
    [
        (ready(rules=(), red_lines=()), "nothing-decided", Place("decisions")),
        (with_use(facts=FORBIDDEN), "use-forbidden", Place("inventory", ACTIVITY, "stopped_on")),
        (with_use(facts=BREACHED), "breach-unplanned", Place("law_check", ACTIVITY, "G7")),
        (with_use(owner=""), "use-without-owner", Place("inventory", ACTIVITY, "owner")),
        (ready(texts=texts(sponsor=Sponsor())), "no-sponsor", Place("promises", "people", "sponsor.name")),
        (
            ready(texts=texts(sponsor=Sponsor(name="Noor de Wit"))),
            "no-sponsor",
            Place("promises", "people", "sponsor.function"),
        ),
        (ready(texts=texts(owner="")), "no-owner", Place("promises", "people", "owner")),
        (ready(promises=()), "no-stop-role", Place("promises", "stopping")),
        (ready(promises=(Promise(id="stop", answer="owner"),)), "no-stop-role", Place("promises", "stopping")),
        (ready(texts=texts(incident_contact="")), "no-incident-contact", Place("promises", "people", "incident")),
        (ready(texts=texts(contact="")), "no-customer-contact", Place("promises", "people", "contact")),
        (ready(training=()), "no-training", Place("promises", "training")),
        (with_use(facts=STAFF), "works-council", Place("promises", "people", "council.state")),
        (ready(rules=(a_rule(owner=""),)), "rule-incomplete", Place("decisions", "decision-1", "owner")),
    ],
)
def test_each_condition_holds_by_itself_and_says_where_it_is_mended(
    framework: Framework, reason: str, place: Place
) -> None:
    (found,) = held(framework)
    assert (found.reason, found.place) == (reason, place)
    for lang in LANGS:
        assert "{" not in found.sentence(translator(lang))


def test_who_may_stop_may_also_be_said_in_words() -> None:
    assert held(ready(promises=(), texts=texts(stop_role="elke collega"))) == ()


class TestTheLaw:
    def test_what_is_forbidden_has_to_stop_and_a_plan_does_not_do(self) -> None:
        assert held(with_use(facts=FORBIDDEN, stopped_on=TODAY)) == ()
        assert held(with_use(facts=FORBIDDEN, running="planned")) == ()
        plan = planned("G2")
        assert [one.reason for one in held(with_use(facts=FORBIDDEN, arrangements=(plan,)))] == ["use-forbidden"]

    def test_a_breach_needs_somebody_and_a_day(self) -> None:
        assert held(with_use(facts=BREACHED, arrangements=(planned("G7"),))) == ()
        assert held(with_use(facts=BREACHED, stopped_on=TODAY)) == ()
        for lacking in ({"owner": ""}, {"due": None}, {"withdrawn": True}, {"status": "not_for_us"}, {"rule": "G1"}):
            use = with_use(facts=BREACHED, arrangements=(planned("G7").model_copy(update=lacking),))
            assert [one.reason for one in held(use)] == ["breach-unplanned"], lacking

    def test_a_day_that_has_passed_is_asked_again(self) -> None:
        use = with_use(facts=BREACHED, arrangements=(planned("G7"),))
        (found,) = held(use, day=TODAY + timedelta(days=31))
        assert found.reason == "breach-overdue"
        assert "1 april 2026" in found.sentence(translator("nl"))

    @pytest.mark.parametrize("verb", ["always", "only_if"])
    def test_a_rule_that_allows_what_the_law_forbids_is_held(self, verb: str) -> None:
        deck = a_deck().model_copy(
            update={
                "scenarios": (a_scenario(1, stances=(an_unlawful_stance("A"), *(a_stance(one) for one in "BCDE"))),)
            }
        )
        never = a_rule(based_on="A", accepted=("B", "C", "D", "E"), verb="never")
        assert held(ready(rules=(never,)), deck) == ()
        (found,) = held(ready(rules=(never.model_copy(update={"verb": verb, "accepted": ("A",)}),)), deck)
        assert (found.reason, found.place) == ("unlawful-rule", Place("decisions", "decision-1", "verb"))
        (found,) = held(ready(rules=(never.model_copy(update={"exception_role": "directeur"}),)), deck)
        assert found.reason == "exception-to-law"

    def test_the_works_council_is_asked_about_where_people_of_the_team_are_touched(self) -> None:
        for state in ("to_ask", "none", "advised", "consented", "not_needed"):
            told = texts(works_council=WorksCouncil(state=state))
            assert held(ready(activities=(a_use(facts=STAFF),), texts=told)) == ()


class TestNumbersThatNobodyChose:
    @pytest.mark.parametrize("part", ["trigger", "behaviour", "condition"])
    def test_in_any_part_of_a_rule_in_any_language(self, part: str) -> None:
        for lang, number in (("nl", "20% (vul zelf in)"), ("en", "20% (fill in)")):
            words = {"trigger": "we mailen", "behaviour": "lezen na", "condition": "het past", part: f"tot {number}"}
            rule = a_rule(wording={lang: RuleWording(**words)}, verb="only_if")
            (found,) = held(ready(rules=(rule,)))
            assert (found.reason, found.params["numbers"]) == ("number-unconfirmed", ("20%",))

    def test_and_in_its_check(self) -> None:
        (found,) = held(ready(rules=(a_rule(check=Worded(nl="tien (vul zelf in) mails")),)))
        assert found.place == Place("decisions", "decision-1", "numbers")

    def test_in_the_rule_of_a_group_too(self) -> None:
        rule = a_rule(agreed="consent", check=Worded(nl="tien (vul zelf in) mails"))
        assert [one.reason for one in held(ready(rules=(rule,), voices=9))] == ["number-unconfirmed"]


class TestTheDataProtectionOfficer:
    @pytest.mark.parametrize(
        ("framework", "place"),
        [
            (
                ready(texts=texts(sponsor=Sponsor(name="Noor", function="FG"))),
                Place("promises", "people", "sponsor.function"),
            ),
            (ready(texts=texts(owner="DPO")), Place("promises", "people", "owner")),
            (ready(texts=texts(deputy="de functionaris gegevensbescherming")), Place("promises", "people", "deputy")),
            (with_use(owner="data protection officer"), Place("inventory", ACTIVITY, "owner")),
            (ready(rules=(a_rule(exception_role="de FG"),)), Place("decisions", "decision-1", "exception")),
            (ready(rules=(a_rule(agreed="decider", decider="FG"),)), Place("decisions", "decision-1", "decider")),
            (
                ready(promises=(STOP, Promise(id="gate", answer="made", role="De FG"))),
                Place("promises", "new_uses", "adjust.gate"),
            ),
            (
                ready(texts=texts(privacy=DPO_HERE, owner="bedrijfsjurist")),
                Place("promises", "people", "owner"),
            ),
        ],
    )
    def test_decides_nowhere(self, framework: Framework, place: Place) -> None:
        (found,) = held(framework)
        assert (found.reason, found.place) == ("dpo-decides", place)

    def test_may_stop_a_use_and_check_a_rule(self) -> None:
        stop = Promise(id="stop", answer="made", role="De FG")
        assert held(ready(promises=(stop,), rules=(a_rule(owner="FG"),))) == ()

    def test_a_privacy_officer_is_asked_about(self) -> None:
        (found,) = held(ready(texts=texts(owner="privacy officer", privacy=PrivacyAdvice())))
        assert (found.reason, found.place) == ("privacy-unclear", Place("promises", "people", "privacy.kind"))
        (found,) = held(ready(texts=texts(owner="privacy officer", privacy=PrivacyAdvice(kind="dpo"))))
        assert found.reason == "dpo-decides"
        assert held(ready(texts=texts(owner="privacy officer", privacy=PrivacyAdvice(kind="contact")))) == ()


class TestTraining:
    def test_something_done_or_somebody_who_will_by_a_day(self) -> None:
        day = TODAY + timedelta(days=9)
        coming = Training(id="t1", group="het team", what="oefenen", owner="HR", due=day)
        assert held(ready(training=(coming,))) == ()
        for lacking in ({"owner": ""}, {"due": None}):
            assert held(ready(training=(coming.model_copy(update=lacking),)))


def test_customers_are_reached_unless_it_is_on_record_that_they_are_not() -> None:
    away = {
        "interacts": "no",
        "makes": "none",
        "sends_messages": "none",
        "platform_ads": "no",
        "pricing": "none",
        "profiles": "no",
        "tracks": "no",
        "significant_decision": "no",
    }
    assert not reaches_customers(a_use(facts=away))
    for fact in away:
        assert reaches_customers(a_use(facts={**away, fact: "yes"}))
        assert reaches_customers(a_use(facts={one: value for one, value in away.items() if one != fact}))
    assert held(ready(activities=(a_use(facts=away),), texts=texts(contact=""))) == ()


class TestCautions:
    def known(self, framework: Framework, deck: Deck | None = None) -> list[str]:
        found = cautions(framework, deck or a_deck())
        for one in found:
            for lang in LANGS:
                assert "{" not in one.sentence(translator(lang))
        return [one.reason for one in found]

    def calm(self, **given: Any) -> Framework:
        settled = tuple(Promise(id=one, answer="made") for one in ("stop", "gate", "tell", "course"))
        priced = a_rule(price=TeamPrice(sentence="Een uur per week."))
        return ready(**{"promises": settled, "rules": (priced,), **given})

    def test_none_where_nothing_is_open(self) -> None:
        assert self.known(self.calm()) == []

    def test_each_by_itself(self) -> None:
        rule = self.calm().rules[0]
        second = rule.model_copy(update={"number": 2, "decision": "decision-2"})
        assert self.known(self.calm(activities=(a_use(supplier=""),))) == ["supplier-unknown"]
        assert self.known(self.calm(activities=(a_use(), a_use(id="other")))) == ["use-without-rule"]
        assert self.known(self.calm(rules=(a_rule(),))) == ["price-missing"]
        assert self.known(self.calm(red_lines=())) == ["no-red-line"]
        assert self.known(self.calm(rules=(rule, second))) == ["one-review-date"]
        assert self.known(self.calm(texts=texts(deputy=""))) == ["no-deputy"]
        assert self.known(self.calm(texts=texts(privacy=PrivacyAdvice()))) == ["privacy-unknown"]
        assert self.known(self.calm(voices=4)) == ["few-voices"]
        undecided = tuple(Promise(id=one, answer="made") for one in ("stop", "tell", "course"))
        assert self.known(self.calm(promises=undecided)) == ["topic-open"]

    def test_a_conditional_stance_without_its_condition(self) -> None:
        stance = a_stance("C", legal="conditional", law=a_scenario().law, articles=("AVG 6",))
        deck = a_deck().model_copy(
            update={"scenarios": (a_scenario(1, stances=(*map(a_stance, "AB"), stance, *map(a_stance, "DE"))),)}
        )
        assert self.known(self.calm(), deck) == ["condition-missing"]
        words = RuleWording(trigger="we mailen", behaviour="gebruiken klantgegevens", condition="de klant dat verwacht")
        stated = self.calm().rules[0].model_copy(update={"verb": "only_if", "wording": {"nl": words}})
        assert self.known(self.calm(rules=(stated,)), deck) == []
