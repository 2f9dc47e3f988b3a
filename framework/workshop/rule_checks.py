"""What a decision still lacks before it may become a rule. The rules of method, in one place."""

from framework.deck import Deck, Letter, Verb
from framework.errors import RuleRefused
from framework.workshop.models import Ballot, Decision


def missing_parts(decision: Decision) -> tuple[str, ...]:
    """Field ids of the parts still empty: no rule without activity, verb, behaviour, check and owner, and none without
    a reason and a day on which it is looked at again."""
    missing: list[str] = []
    if not decision.activities:
        missing.append("activities")
    wordings = decision.wording.values()
    if not wordings or not all(wording.trigger for wording in wordings):
        missing.append("trigger")
    if not wordings or not all(wording.behaviour for wording in wordings):
        missing.append("behaviour")
    if decision.verb == "only_if" and not all(wording.condition for wording in wordings):
        missing.append("condition")
    if decision.check is None:
        missing.append("check")
    if not decision.owner:
        missing.append("owner")
    if decision.review_on is None:
        missing.append("review_on")
    if not decision.reason:
        missing.append("reason")
    return tuple(missing)


def dissent_settled(decision: Decision, strong_objection: bool) -> bool:
    """Dissent is worded, or marked as not voiced; the mark does not count while a strong objection stands unworded."""
    return bool(decision.dissent) or (decision.none_voiced and not strong_objection)


def check_lawful(deck: Deck, decision: Decision) -> None:
    """Refuses a rule that would permit what is probably not lawful. As "never" such a stance is welcome.

    Nobody may agree to an exception from what the law forbids.
    Raises `RuleRefused` with reason ``unlawful-stance`` or ``law-has-no-exceptions``.
    """
    scenario = deck.scenario(decision.scenario)
    if scenario is None:
        return
    unlawful = {stance.letter for stance in scenario.stances if stance.legal == "unlawful"}
    if decision.based_on in unlawful and decision.verb != "never":
        raise RuleRefused(reason="unlawful-stance", scenario=decision.scenario, stance=decision.based_on)
    if decision.based_on in unlawful and decision.exception_role:
        raise RuleRefused(reason="law-has-no-exceptions")
    allowed_by_rule = unlawful.intersection(decision.accepted)
    if allowed_by_rule:
        raise RuleRefused(reason="unlawful-stance", scenario=decision.scenario, stance=min(allowed_by_rule))


def check_closable(deck: Deck, decision: Decision, ballots: tuple[Ballot, ...]) -> None:
    """Whether the decision may be closed as a rule; ``ballots`` are the latest of each seat on its question.

    Raises `RuleRefused` (``incomplete``, ``dissent-unworded``, ``unlawful-stance``).
    """
    check_lawful(deck, decision)
    missing = missing_parts(decision)
    if missing:
        raise RuleRefused(reason="incomplete", missing=missing)
    if not dissent_settled(decision, any(ballot.objection for ballot in ballots)):
        raise RuleRefused(reason="dissent-unworded")


def accepted_stances(deck: Deck, scenario_id: str, based_on: Letter, verb: Verb) -> tuple[Letter, ...]:
    """The stances a fresh rule accepts: the one it is based on; for "never" on an unlawful one, every lawful stance."""
    scenario = deck.scenario(scenario_id)
    if scenario is None:
        return (based_on,)
    if verb == "never" and scenario.stance(based_on).legal == "unlawful":
        return tuple(stance.letter for stance in scenario.stances if stance.legal != "unlawful")
    return (based_on,)
