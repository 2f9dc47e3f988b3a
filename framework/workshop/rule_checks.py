"""What a decision needs before it may become a rule (the rules of method)."""

import re
from collections.abc import Iterable

from framework.deck import Deck, Letter, Verb
from framework.errors import RuleRefused
from framework.workshop.field_types import AskedRule
from framework.workshop.models import Ballot, Decision, RedLine, Rule
from framework.workshop.room import PlannedStep


def missing_parts(decision: Decision) -> tuple[str, ...]:
    """Field ids of the parts that are still empty.

    A rule needs activities, a trigger, a behaviour, a condition where it is "only if", a check, an owner, a review date and a
    reason.
    """
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


def bars_to_closing(decision: Decision) -> tuple[str, ...]:
    """The missing parts without which a decision cannot become a rule. Without a reason it can: that is an open point."""
    return tuple(part for part in missing_parts(decision) if part != "reason")


def dissent_settled(decision: Decision, strong_objection: bool) -> bool:
    """Whether dissent is worded, or marked as not voiced where the mark counts (`must_word_dissent`)."""
    return bool(decision.dissent) or (decision.none_voiced and not must_word_dissent(decision, strong_objection))


def must_word_dissent(decision: Decision, strong_objection: bool) -> bool:
    """Whether "none voiced" would not be true: somebody strongly objected in the vote, or the room did not agree."""
    return strong_objection or decision.agreed in ("disagree_and_commit", "decider")


def check_lawful(deck: Deck, decision: Decision | Rule) -> None:
    """Raises `RuleRefused` for a rule that would permit what the law closes (``unlawful-stance``).

    A rule that forbids it is fine, but has no exceptions (``law-has-no-exceptions``): nobody may permit what the law forbids.
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
    """Raises `RuleRefused` where the decision cannot become a rule: ``incomplete``, ``dissent-unworded``, or the reasons
    of `check_lawful`.

    ``ballots``: each seat's latest ballot on the question.
    """
    check_lawful(deck, decision)
    missing = bars_to_closing(decision)
    if missing:
        raise RuleRefused(reason="incomplete", missing=missing)
    if not dissent_settled(decision, any(ballot.objection for ballot in ballots)):
        raise RuleRefused(reason="dissent-unworded")


def accepted_stances(deck: Deck, scenario_id: str, based_on: Letter, verb: Verb) -> tuple[Letter, ...]:
    """The stances that a new rule accepts: its own, or every lawful one where it says "never" to an unlawful one."""
    scenario = deck.scenario(scenario_id)
    if scenario is None:
        return (based_on,)
    if verb == "never" and scenario.stance(based_on).legal == "unlawful":
        return tuple(stance.letter for stance in scenario.stances if stance.legal != "unlawful")
    return (based_on,)


def words_changed(deck: Deck, decision: Decision | Rule) -> bool:
    """Whether the rule is no longer worded as the deck words its stance, and nobody has looked at its effects since.

    The deck's effects are then those of its own wording, and screens and documents say so. Names of activities and numbers
    that a team fills in are no other words.
    """
    scenario = deck.scenario(decision.scenario)
    if scenario is None or decision.effects_checked:
        return False
    proposed = scenario.stance(decision.based_on).rule
    return decision.verb != proposed.verb or any(
        not _is_filled_in(text[lang], said)
        for lang, words in decision.wording.items()
        for text, said in (
            (proposed.trigger, words.trigger),
            (proposed.behaviour, words.behaviour),
            (proposed.condition, words.condition),
        )
        if text is not None
    )


_TO_FILL = re.compile(r"\{activity\}|\{fill:[^{}]{1,40}\}")


def _is_filled_in(proposed: str, said: str) -> bool:
    """Whether ``said`` is the deck's text with something in place of each name and number. Linear, whatever is typed."""
    first, *rest = _TO_FILL.split(proposed)
    if not rest:
        return said == first
    if not said.startswith(first):
        return False
    at = len(first)
    for part in rest[:-1]:
        found = said.find(part, at + 1)
        if found < 0:
            return False
        at = found + len(part)
    return said.endswith(rest[-1]) and len(said) - len(rest[-1]) > at


def put_to_the_room(decisions: Iterable[Decision], step: PlannedStep) -> tuple[Decision, ...]:
    """The rules that an objection round at this step asks about: the dilemma's, or all in the follow-up."""
    rules = (rule for rule in decisions if not rule.withdrawn)
    if step.kind == "agreements":
        return tuple(rules)
    return tuple(rule for rule in rules if rule.scenario == step.scenario and (step.activity or "") in rule.activities)


def lines_put_to_the_room(red_lines: Iterable[RedLine], step: PlannedStep) -> tuple[RedLine, ...]:
    """The red lines that an objection round at this step asks about: in the follow-up all that were drawn."""
    if step.kind != "agreements":
        return ()
    return tuple(line for line in red_lines if not line.withdrawn and not line.proposed)


def asked_in(decision: Decision, round_key: str) -> Decision:
    """The decision with what this round asks about; asking again in the same round replaces it."""
    asked = AskedRule(
        round=round_key,
        activities=decision.activities,
        based_on=decision.based_on,
        accepted=decision.accepted,
        verb=decision.verb,
        wording=decision.wording,
        exception_role=decision.exception_role,
        owner=decision.owner,
        check=decision.check,
    )
    before = tuple(one for one in decision.asked if one.round != round_key)
    return decision.model_copy(update={"asked": (*before, asked), "version": decision.version + 1})


def changed_since(decision: Decision, asked: AskedRule) -> bool:
    """Whether the rule says something else than what the room was asked. An owner or check that was still missing then may
    be filled in.
    """
    now = asked_in(decision, asked.round).asked[-1]
    filled_in: dict[str, object] = {}
    if not asked.owner:
        filled_in["owner"] = ""
    if asked.check is None:
        filled_in["check"] = None
    return now.model_copy(update=filled_in) != asked
