"""Counts and objections of revealed objection rounds on a decision."""

from collections import Counter
from collections.abc import Iterable

from framework.workshop.models import Consent, WorkshopState


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
    if state.room is None:
        return ()
    asked = [key for key in state.room.revealed if "/consent/" in key]
    rounds = [[c for c in state.consents if c.round == key and c.decision == decision] for key in asked]
    return tuple(consent_counts(consents, decision) for consents in rounds if consents)
