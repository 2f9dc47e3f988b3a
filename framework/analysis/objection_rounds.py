"""Counts and objections of revealed objection rounds on a decision."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from framework.workshop.field_types import PRINCIPLES
from framework.workshop.models import Consent, Decision, RedLine, WorkshopState
from framework.workshop.room import Room
from framework.workshop.rule_checks import changed_since, lines_put_to_the_room, put_to_the_room


def objections_to(consents: Iterable[Consent], decision: str) -> tuple[Consent, ...]:
    """The objections to a decision in one revealed round that may be read, sorted by text, so that the order does not tell
    who objected. `consent_counts` counts hidden ones too."""
    latest = {consent.seat: consent for consent in consents if consent.decision == decision}
    found = (one for one in latest.values() if one.answer == "objection" and one.harm and not one.hidden)
    return tuple(sorted(found, key=lambda consent: (consent.harm, consent.safe_if)))


def consent_counts(consents: Iterable[Consent], decision: str) -> tuple[int, int, int]:
    """Numbers of consents, objections and abstentions on a decision in one revealed round."""
    latest = {consent.seat: consent.answer for consent in consents if consent.decision == decision}
    counted = Counter(latest.values())
    return counted["consent"], counted["objection"], counted["abstain"]


def consent_rounds(state: WorkshopState, decision: str) -> tuple[tuple[int, int, int], ...]:
    """Numbers of consents, objections and abstentions in each revealed round on a decision, in order."""
    by_round: dict[str, list[Consent]] = {}
    for consent in state.consents:
        if consent.decision == decision:
            by_round.setdefault(consent.round, []).append(consent)
    return tuple(consent_counts(by_round[key], decision) for key in revealed_rounds(state, decision))


def revealed_rounds(state: WorkshopState, decision: str) -> tuple[str, ...]:
    """Keys of the revealed rounds in which somebody answered about a decision, in order."""
    if state.room is None:
        return ()
    answered = {consent.round for consent in state.consents if consent.decision == decision}
    return tuple(key for key in state.room.revealed if "/consent/" in key and key in answered)


def changed_since_asked(state: WorkshopState, decision: Decision) -> bool:
    """Whether the decision says something else than what its last revealed round asked about.

    False where there was none. True for a round of release 0.1, which did not keep what it asked.
    """
    keys = revealed_rounds(state, decision.id)
    if not keys:
        return False
    asked = next((one for one in decision.asked if one.round == keys[-1]), None)
    return asked is None or changed_since(decision, asked)


@dataclass(frozen=True, slots=True)
class SettledRound:
    """What a revealed objection round changes: the decisions and red lines that are different now, in their next version."""

    decisions: tuple[Decision, ...]
    red_lines: tuple[RedLine, ...]
    cards_reopened: bool


def settled_round(state: WorkshopState, room: Room) -> SettledRound:
    """Reopens what somebody objected to, and records that nobody has an objection left where that was not so before: later
    answers count more. ``room``: just moved to the reveal.
    """
    step, key = room.current_step(), room.current_round()
    answers = [answer for answer in state.consents if answer.round == key]
    rules = {rule.id: rule for rule in put_to_the_room(state.decisions, step) if _is_as_asked(rule, key)}
    decisions = (_after_round(rule, *consent_counts(answers, rule.id)) for rule in rules.values())
    lines: list[RedLine] = []
    for line in lines_put_to_the_room(state.red_lines, step):
        reopened = _reopened(line.reopened, answers, line.id)
        if reopened != line.reopened:
            lines.append(line.model_copy(update={"reopened": reopened, "version": line.version + 1}))
    return SettledRound(
        tuple(after for after in decisions if after != rules[after.id]),
        tuple(lines),
        _reopened(room.cards_reopened, answers, PRINCIPLES),
    )


def _is_as_asked(rule: Decision, key: str | None) -> bool:
    asked = next((one for one in rule.asked if one.round == key), None)
    return asked is not None and not changed_since(rule, asked)


def _after_round(rule: Decision, consents: int, objections: int, _abstained: int) -> Decision:
    now: dict[str, object] = {}
    if objections and (rule.closed or rule.agreed):
        now = {"agreed": None, "decider": "", "closed": False, "reopened": rule.closed or rule.reopened}
    elif consents and not objections and rule.agreed in ("disagree_and_commit", "decider"):
        now = {"agreed": "consent", "decider": ""}
    return rule.model_copy(update=now | {"version": rule.version + 1}) if now else rule


def _reopened(before: bool, answers: Iterable[Consent], about: str) -> bool:
    consents, objections, _ = consent_counts(answers, about)
    return objections > 0 or (before and not consents)
