"""Counts and objections of revealed objection rounds on a decision."""

from collections import Counter
from collections.abc import Iterable

from framework.workshop.models import Consent, Decision, WorkshopState
from framework.workshop.rule_checks import changed_since


def objections_to(consents: Iterable[Consent], decision: str) -> tuple[Consent, ...]:
    """The objections to a decision in one revealed round, sorted by text, so that the order does not tell who objected."""
    latest = {consent.seat: consent for consent in consents if consent.decision == decision}
    found = (consent for consent in latest.values() if consent.answer == "objection")
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
