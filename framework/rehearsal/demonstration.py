"""The demonstration workshop of an invented company, made with the same use cases as any other.

Its answers are in ``data/demonstration.toml``.
"""

import tomllib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from framework.deck import Letter
from framework.text import Lang, LocalizedText, Worded
from framework.usecases import SELF_ASSESSOR, UseCases, Workshops
from framework.workshop.agenda import agenda_item, ballot_of
from framework.workshop.decision_drafts import drafted_decision, with_confirmed_numbers
from framework.workshop.field_types import PRINCIPLES, Effect, PracticeAnswer, TeamPrice
from framework.workshop.governance.promises import catalogue
from framework.workshop.governance.records import PrivacyAdvice, PromiseAnswer, Sponsor, WorksCouncil, WorksCouncilState
from framework.workshop.models import Ballot, Confidence, Decision, Promise, RedLine, Running, Training

FILE = Path(__file__).resolve().parents[2] / "data" / "demonstration.toml"


class _DemoModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScriptedPlan(_DemoModel):
    """Something that the law asks and that is still to be done: who does it, and within how many weeks."""

    rule: str
    owner: LocalizedText
    weeks: int


class ScriptedTraining(_DemoModel):
    group: LocalizedText
    what: LocalizedText
    owner: LocalizedText
    weeks: int


class ScriptedActivity(_DemoModel):
    kind: str
    name: LocalizedText
    supplier: LocalizedText
    owner: LocalizedText
    purpose: LocalizedText
    running: Running = "running"
    facts: dict[str, str] = Field(default_factory=dict)
    planned: tuple[ScriptedPlan, ...] = ()


class ScriptedAnswer(_DemoModel):
    scenario: str
    stance: Letter
    confidence: Confidence
    practice: PracticeAnswer
    reason: LocalizedText
    objection: bool = False


class ScriptedPrice(_DemoModel):
    """As `TeamPrice`, with the sentence in both languages."""

    sentence: LocalizedText
    hours_per_month: int | None = None
    euros_per_month: int | None = None
    reach: Effect | None = None
    conversion: Effect | None = None

    def in_lang(self, lang: Lang) -> TeamPrice:
        return TeamPrice.model_validate({**self.model_dump(), "sentence": self.sentence[lang]})


class ScriptedDecision(_DemoModel):
    scenario: str
    owner: LocalizedText
    exception_role: LocalizedText | None = None
    objector: LocalizedText | None = None
    dissent: LocalizedText | None = None
    price: ScriptedPrice | None = None
    closed: bool = True


class ScriptedTexts(_DemoModel):
    why: LocalizedText
    owner: LocalizedText
    sponsor: str
    sponsor_function: LocalizedText
    incident_contact: LocalizedText
    contact: LocalizedText
    public: tuple[str, ...] | None = None
    """The dilemmas whose rules are ticked for the public page; None: all, and what comes first."""
    privacy_role: LocalizedText | None = None
    """The data protection officer's."""
    advice: LocalizedText | None = None
    followed: LocalizedText | None = None
    works_council: WorksCouncilState | None = None
    works_council_note: LocalizedText | None = None


class ScriptedTopic(_DemoModel):
    """The promises made on one topic of "How we keep to it", and what is said of the others there."""

    topic: str
    made: tuple[str, ...]
    rest: PromiseAnswer


class DemonstrationScript(_DemoModel):
    """The answers of a complete self-assessment."""

    organisation: LocalizedText
    team: LocalizedText
    deck: str
    activities: tuple[ScriptedActivity, ...]
    principles: tuple[str, ...]
    scenarios: tuple[ScriptedAnswer, ...]
    decisions: tuple[ScriptedDecision, ...]
    red_lines: tuple[str, ...]
    texts: ScriptedTexts
    promises: tuple[ScriptedTopic, ...] = ()
    training: tuple[ScriptedTraining, ...] = ()
    keep: Literal["proposal", "nothing"] = "proposal"


def demonstration_script() -> DemonstrationScript:
    return DemonstrationScript.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def add_demonstration(workshops: Workshops, lang: Lang) -> str:
    """Adds the demonstration as a new workshop in ``lang``; returns its id."""
    return play_script(workshops, demonstration_script(), lang)


def play_script(workshops: Workshops, script: DemonstrationScript, lang: Lang) -> str:
    """Enters a script step by step, as a person would; returns the workshop's id."""
    cases = workshops.acting_as(SELF_ASSESSOR)
    workshop_id = cases.lifecycle.start_self_assessment(script.organisation[lang], script.team[lang], lang, script.deck)
    seat = cases.queries.state(workshop_id).seats[0].id
    for played in script.activities:
        activity = cases.inventory.add(
            workshop_id,
            played.kind,
            played.name[lang],
            supplier=played.supplier[lang],
            owner=played.owner[lang],
            purpose=played.purpose[lang],
            running=played.running,
        )
        for fact, value in played.facts.items():
            cases.inventory.record_fact(workshop_id, activity.id, fact, value)
        for plan in played.planned:
            who, due = plan.owner[lang], cases.queries.today() + timedelta(weeks=plan.weeks)
            cases.law_answers.arrange(workshop_id, activity.id, plan.rule, "planned", by=who, owner=who, due=due)
    for place in range(1, len(script.principles) + 1):
        cases.self_assessment.rank_cards(workshop_id, seat, script.principles[:place])
    for answered in script.scenarios:
        _answer_scenario(cases, workshop_id, seat, answered, lang)
    for decided in script.decisions:
        _decide_scenario(cases, workshop_id, seat, decided, lang)
    for scenario in script.red_lines:
        cases.decisions.add_deck_red_line(workshop_id, scenario)
    state = cases.queries.state(workshop_id)
    texts, agreed = state.texts, (*state.decisions, *state.red_lines)
    cases.charter.edit_texts(
        workshop_id,
        texts,
        texts.model_copy(
            update={
                "why": Worded.typed(lang, script.texts.why[lang]),
                "owner": script.texts.owner[lang],
                "sponsor": Sponsor(name=script.texts.sponsor, function=script.texts.sponsor_function[lang]),
                "incident_contact": script.texts.incident_contact[lang],
                "contact": script.texts.contact[lang],
                "privacy": _privacy(script.texts, lang),
                "works_council": WorksCouncil(
                    state=script.texts.works_council, note=_words(script.texts.works_council_note, lang)
                ),
                "public": _ticked(agreed, script.texts.public),
            }
        ),
    )
    for topic in script.promises:
        for text in catalogue().of(topic.topic):
            answer: PromiseAnswer = "made" if text.id in topic.made else topic.rest
            cases.charter.answer_promise(workshop_id, None, Promise(id=text.id, answer=answer))
    for number, measure in enumerate(script.training, start=1):
        row = Training(
            id=f"training-{number}",
            group=measure.group[lang],
            what=measure.what[lang],
            owner=measure.owner[lang],
            due=cases.queries.today() + timedelta(weeks=measure.weeks),
        )
        cases.charter.record_training(workshop_id, None, row)
    if script.keep == "proposal":
        cases.charter.save_proposal(workshop_id)
    return workshop_id


def _privacy(texts: ScriptedTexts, lang: Lang) -> PrivacyAdvice:
    if texts.privacy_role is None:
        return PrivacyAdvice()
    advice, followed = _words(texts.advice, lang), _words(texts.followed, lang)
    return PrivacyAdvice(kind="dpo", role=texts.privacy_role[lang], advice=advice, followed=followed)


def _words(text: LocalizedText | None, lang: Lang) -> str:
    return text[lang] if text is not None else ""


def _ticked(agreed: Iterable[Decision | RedLine], dilemmas: tuple[str, ...] | None) -> tuple[str, ...]:
    if dilemmas is None:
        return (*(one.id for one in agreed), PRINCIPLES)
    return tuple(one.id for one in agreed if isinstance(one, RedLine) or one.scenario in dilemmas)


def _answer_scenario(cases: UseCases, workshop_id: str, seat: str, played: ScriptedAnswer, lang: Lang) -> None:
    item = agenda_item(cases.queries.state(workshop_id), played.scenario)
    if item is None:
        return
    ballot = Ballot(seat=seat, scenario=played.scenario, activity=item.activity.id)
    for field, value in (
        ("stance", played.stance),
        ("confidence", played.confidence),
        ("reason", played.reason[lang]),
        ("objection", played.objection),
    ):
        ballot = cases.self_assessment.save_ballot(workshop_id, ballot, ballot.model_copy(update={field: value}))
    cases.self_assessment.record_practice(workshop_id, seat, played.scenario, item.activity.id, played.practice)


def _decide_scenario(cases: UseCases, workshop_id: str, seat: str, played: ScriptedDecision, lang: Lang) -> None:
    state = cases.queries.state(workshop_id)
    item = agenda_item(state, played.scenario)
    if item is None:
        return
    ballot = ballot_of(state, seat, item)
    assert ballot is not None, f"the script decides {played.scenario} without a stance"
    assert ballot.stance is not None, f"the script decides {played.scenario} without a stance"
    drafted = drafted_decision(state, item, ballot.stance, ballot.reason, cases.queries.today())
    worded = with_confirmed_numbers(drafted).model_copy(
        update={
            "owner": played.owner[lang],
            "exception_role": played.exception_role[lang] if played.exception_role else "",
            "objector": played.objector[lang] if played.objector else "",
            "dissent": played.dissent[lang] if played.dissent else "",
            "none_voiced": played.dissent is None,
            "price": played.price.in_lang(lang) if played.price else drafted.price,
        }
    )
    saved = cases.decisions.edit(workshop_id, drafted, worded)
    if played.closed:
        cases.decisions.close(workshop_id, saved)
