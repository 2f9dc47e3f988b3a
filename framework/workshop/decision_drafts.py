"""Drafts decisions from stances, and frameworks from decisions."""

from collections.abc import Mapping
from datetime import date, timedelta

from framework.deck import Letter
from framework.deck.numbers_to_fill import confirmed, unconfirmed
from framework.text import Lang, Worded
from framework.workshop.agenda import (
    FIRST_SCENARIOS,
    AgendaItem,
    agenda,
    ballot_of,
    live_activities,
    practice_of,
    ranking_of,
)
from framework.workshop.facts import arranged_rules, effective_facts
from framework.workshop.governance.review_dates import proposed_day, proposed_look
from framework.workshop.governance.versions import line_numbers, next_version, rule_numbers, with_history
from framework.workshop.models import (
    Decision,
    Framework,
    FrameworkActivity,
    FrameworkRedLine,
    GroupResult,
    OpenPoint,
    Rule,
    StanceTaken,
    WorkshopState,
)
from framework.workshop.rule_checks import accepted_stances, dissent_settled, missing_parts
from framework.workshop.rule_grammar import proposed_check, proposed_wording

REVIEW_AFTER = timedelta(days=365)
"""The longest that is usual; what a form refuses is measured by it."""


def decision_id(item: AgendaItem) -> str:
    """The id of the decision on an item. Derived, so that two clicks can never make two decisions."""
    return f"{item.scenario.id}-{item.activity.id}"


def drafted_decision(state: WorkshopState, item: AgendaItem, stance: Letter, reason: str, today: date) -> Decision:
    """The rule that the deck proposes for a stance, filled in as far as possible; version 0 means not stored yet."""
    rule = item.scenario.stance(stance).rule
    return Decision(
        id=decision_id(item),
        version=0,
        scenario=item.scenario.id,
        activities=tuple(activity.id for activity in item.activities),
        based_on=stance,
        accepted=accepted_stances(state.deck, item.scenario.id, stance, rule.verb),
        verb=rule.verb,
        wording=proposed_wording(item.scenario, stance, [activity.name for activity in item.activities]),
        check=proposed_check(item.scenario, stance),
        owner=next((activity.owner for activity in item.activities if activity.owner), ""),
        review_on=first_look(state, item, stance, today),
        reason=reason,
    )


def first_look(state: WorkshopState, item: AgendaItem, stance: Letter, today: date) -> date:
    """When a rule from this stance is first looked at again, unless the team says otherwise."""
    look = proposed_look(state, item.activities, item.scenario.stance(stance), today)
    others = (one.review_on for one in state.decisions if not one.withdrawn and one.id != decision_id(item))
    return proposed_day(look.months, today, others)


def current_decision(state: WorkshopState, seat: str, item: AgendaItem, today: date) -> Decision | None:
    """The stored decision on an item, else one drafted from the seat's stance, else None."""
    stored = next((decision for decision in state.decisions if decision.id == decision_id(item)), None)
    if stored is not None and not stored.withdrawn:
        return stored
    ballot = ballot_of(state, seat, item)
    if ballot is None or ballot.stance is None:
        return None
    drafted = drafted_decision(state, item, ballot.stance, ballot.reason, today)
    return drafted if stored is None else drafted.model_copy(update={"version": stored.version})


def decidable_items(state: WorkshopState, seat: str) -> tuple[AgendaItem, ...]:
    """The agenda items that can become rules: those with a stance of the seat or with a decision."""
    stored = {decision.id for decision in state.decisions if not decision.withdrawn}
    return tuple(
        item
        for item in agenda(state)
        if decision_id(item) in stored or ((ballot := ballot_of(state, seat, item)) and ballot.stance)
    )


def drafted_framework(
    state: WorkshopState,
    seat: str,
    today: date,
    verdicts: Mapping[str, str],
    *,
    principles: tuple[str, ...] | None = None,
    group: GroupResult | None = None,
) -> Framework:
    """The framework as it stands now: closed decisions as rules, the rest as open points.

    ``verdicts``: activity id to the law check's verdict (``stop``, ``ask_first``, ``go_if``, ``go``). ``seat``: the person
    of a self-assessment; empty for a group, which passes its ``principles`` and its answers (``group``) instead.
    """
    items = agenda(state)
    listed = [activity.id for activity in live_activities(state)]
    closed = [
        decision.model_copy(update={"activities": tuple(i for i in decision.activities if i in listed)})
        for item in items
        for decision in state.decisions
        if decision.id == decision_id(item) and decision.closed and not decision.withdrawn
    ]
    closed.sort(key=lambda decision: min(map(listed.index, decision.activities), default=len(listed)))
    lines = [line for line in state.red_lines if not line.withdrawn and not line.proposed and not line.reopened]
    framework = Framework(
        version=next_version(state.frameworks, adopting=False),
        adopted=False,
        made_on=today,
        organisation=state.workshop.organisation,
        team=state.workshop.team,
        lang=state.workshop.lang,
        deck_id=state.workshop.deck_id,
        deck_version=state.workshop.deck_version,
        law_version=state.workshop.law_version,
        voices=group.people
        if group
        else len({ballot.seat for ballot in state.ballots} | {ranking.seat for ranking in state.rankings}),
        principles=ranking_of(state, seat) if principles is None else principles,
        activities=tuple(
            FrameworkActivity(
                id=activity.id,
                kind=activity.kind,
                name=activity.name,
                supplier=activity.supplier,
                owner=activity.owner,
                purpose=activity.purpose,
                running=activity.running,
                stopped_on=activity.stopped_on,
                facts=effective_facts(state, activity),
                arranged=arranged_rules(state, activity.id),
                arrangements=tuple(
                    one for one in state.arrangements if one.activity == activity.id and not one.withdrawn
                ),
            )
            for activity in live_activities(state)
        ),
        rules=tuple(
            _rule_from(decision, number)
            for decision, number in zip(closed, rule_numbers(state.frameworks, [one.id for one in closed]), strict=True)
        ),
        red_lines=tuple(
            FrameworkRedLine(
                id=line.id,
                number=number,
                scenario=line.scenario,
                wording=line.wording,
                practice=None if line.objections is None else line.practice,
                reason=line.reason,
                objections=line.objections,
                voters=line.voters,
            )
            for line, number in zip(lines, line_numbers(state.frameworks, [one.id for one in lines]), strict=True)
        ),
        open_points=_open_points(state, seat, items, verdicts),
        stances=stances_taken(state, seat) if seat else (),
        promises=state.promises,
        training=tuple(one for one in state.training if not one.withdrawn),
        log=tuple(one for one in state.log if not one.withdrawn),
        texts=state.texts if state.texts.public is not None else state.texts.model_copy(update={"public": ()}),
        group=group,
    )
    return with_history(framework, state.frameworks)


def stances_taken(state: WorkshopState, seat: str) -> tuple[StanceTaken, ...]:
    """The seat's stance and practice for each scenario on the agenda."""
    return tuple(_stance_taken(state, seat, item) for item in agenda(state))


def _rule_from(decision: Decision, number: int) -> Rule:
    assert decision.check is not None, "a closed decision has a check"
    assert decision.review_on is not None, "a closed decision has a review date"
    return Rule(
        decision=decision.id,
        number=number,
        scenario=decision.scenario,
        activities=decision.activities,
        based_on=decision.based_on,
        accepted=decision.accepted,
        verb=decision.verb,
        wording=decision.wording,
        check=decision.check,
        owner=decision.owner,
        exception_role=decision.exception_role,
        review_on=decision.review_on,
        reason=decision.reason,
        objector=decision.objector,
        dissent=decision.dissent,
        agreed=decision.agreed,
        decider=decision.decider,
        price=decision.price,
        corrections=decision.corrections,
        practice=decision.practice,
        effects_checked=decision.effects_checked,
    )


def _stance_taken(state: WorkshopState, seat: str, item: AgendaItem) -> StanceTaken:
    ballot = ballot_of(state, seat, item)
    practice = practice_of(state, seat, item.scenario.id, item.activity.id)
    return StanceTaken.model_validate(
        {
            "scenario": item.scenario.id,
            "activity": item.activity.id,
            "stance": ballot.stance if ballot else None,
            "confidence": ballot.confidence if ballot else None,
            "practice": practice,
            "reason": ballot.reason if ballot else "",
        }
    )


def _open_points(
    state: WorkshopState, seat: str, items: tuple[AgendaItem, ...], verdicts: Mapping[str, str]
) -> tuple[OpenPoint, ...]:
    points = [*_left_by_the_law(state, verdicts), *_objected(state)]
    for place, item in enumerate(items):
        decision = next(
            (d for d in state.decisions if d.id == decision_id(item) and not d.withdrawn),
            None,
        )
        where = OpenPoint(reason="not_closed", scenario=item.scenario.id, activity=item.activity.id)
        if decision is not None and decision.closed:
            if left := missing_parts(decision):  # its reason: a rule may close without
                points.append(where.model_copy(update={"reason": "incomplete", "missing": left}))
            continue
        ballot = ballot_of(state, seat, item)
        if decision is not None and decision.reopened:
            points.append(where.model_copy(update={"reason": "objected"}))
            continue
        if decision is None and (ballot is None or ballot.stance is None):
            if state.room is None and place >= FIRST_SCENARIOS:
                continue  # offered for later, so it is not missing
            talked = not seat and state.room is not None and f"{item.scenario.id}/1" in state.room.revealed
            points.append(where if talked else where.model_copy(update={"reason": "no_stance"}))
            continue
        stance = decision.based_on if decision else ballot.stance if ballot else None
        assert stance is not None
        if item.scenario.stance(stance).legal == "unlawful" and (decision is None or decision.verb != "never"):
            points.append(where.model_copy(update={"reason": "unlawful_stance"}))
            continue
        missing = missing_parts(decision) if decision else ()
        if missing:
            points.append(where.model_copy(update={"reason": "incomplete", "missing": missing}))
        elif decision and not dissent_settled(decision, bool(ballot and ballot.objection)):
            points.append(where.model_copy(update={"reason": "dissent_open"}))
        else:
            points.append(where)
    return tuple(points)


def _left_by_the_law(state: WorkshopState, verdicts: Mapping[str, str]) -> list[OpenPoint]:
    points: list[OpenPoint] = []
    for activity in live_activities(state):
        if verdicts.get(activity.id) == "stop":
            points.append(OpenPoint(reason="law_stop", activity=activity.id))
        elif verdicts.get(activity.id) == "ask_first":
            points.append(OpenPoint(reason="law_unsure", activity=activity.id))
    return points


def _objected(state: WorkshopState) -> list[OpenPoint]:
    """Red lines and the principles, where somebody objected in the follow-up and that is not settled."""
    lines = (line for line in state.red_lines if line.reopened and not line.withdrawn)
    points = [OpenPoint(reason="objected", red_line=line.wording) for line in lines]
    if state.room is not None and state.room.cards_reopened:
        points.append(OpenPoint(reason="principles_objected"))
    return points


def unconfirmed_numbers(decision: Decision, lang: Lang) -> tuple[str, ...]:
    """The deck's numbers in the rule and its check that the team has neither replaced nor taken over, as a reader sees them."""
    words = decision.wording.get(lang) or next(iter(decision.wording.values()))
    texts = [words.trigger, words.behaviour, words.condition, decision.check.text(lang) if decision.check else ""]
    return tuple(number for text in texts for number in unconfirmed(text))


def with_confirmed_numbers(decision: Decision) -> Decision:
    """The decision with the deck's numbers taken over, in each language that it is worded in."""
    wording = {
        lang: words.model_copy(
            update={
                "trigger": confirmed(words.trigger),
                "behaviour": confirmed(words.behaviour),
                "condition": confirmed(words.condition),
            }
        )
        for lang, words in decision.wording.items()
    }
    check = decision.check and Worded(
        nl=None if decision.check.nl is None else confirmed(decision.check.nl),
        en=None if decision.check.en is None else confirmed(decision.check.en),
    )
    return decision.model_copy(update={"wording": wording, "check": check})
