"""The truth of a condition when facts are unknown, exactly: the union over their values, and never more.

Kleene's connectives know nothing of a fact that a condition looks at twice: *personal data, or none* is unknown to them.
So where a condition is undecided, the unknown facts that it looks at more than once are tried value by value; for the rest
the connectives are exact. The search stops at the first two values that differ, so it seldom looks at more than a few.
"""

from collections.abc import Mapping

from framework.law.conditions import MAYBE, Facts, Node, Truth
from framework.law.models import UNKNOWN

MOST_TRIED = 6
"""Facts tried at once; a condition that hangs on more stays undecided."""
MOST_KEPT = 50_000
"""Results kept, a few hundred bytes each."""


class ExactTruth:
    """``answers``: the values of every fact, without ``unknown``."""

    def __init__(self, answers: Mapping[str, tuple[str, ...]]) -> None:
        self.answers = answers
        self._found: dict[tuple[object, ...], Truth] = {}
        """By the condition and what is known of the facts it looks at: activities are much alike."""

    def of(self, node: Node, world: Facts) -> Truth:
        """True or false only if it is so for all values of what is not known."""
        plain = node.truth(world)
        if plain != MAYBE:
            return plain
        if node.coded:
            return self._worked_out(node, world)
        key = (node, *[world.facts.get(fact) or world.domains.get(fact) for fact in node.mentions])
        known = self._found.get(key)
        if known is None:
            if len(self._found) > MOST_KEPT:
                self._found.clear()
            known = self._found[key] = self._worked_out(node, world)
        return known

    def _worked_out(self, node: Node, world: Facts) -> Truth:
        twice = {
            fact
            for fact, count in node.mentions.items()
            if (count > 1 or fact in world.domains) and fact not in world.facts
        }
        return self._tried(node, world, twice, MOST_TRIED) if twice else MAYBE

    def _tried(self, node: Node, world: Facts, twice: set[str], left: int) -> Truth:
        truth = node.truth(world)
        if truth != MAYBE or not left:
            return truth
        fact = next((one for one, value in node.reason(world) if value == UNKNOWN and one in twice), None)
        if fact is None:
            return MAYBE
        found: Truth | None = None
        for value in world.domains.get(fact, self.answers[fact]):
            said = Facts({**world.facts, fact: value}, world.codes)
            said.domains = world.domains
            truth = self._tried(node, said, twice - {fact}, left - 1)
            if truth == MAYBE or found not in (None, truth):
                return MAYBE
            found = truth
        return MAYBE if found is None else found
