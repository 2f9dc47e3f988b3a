"""Which facts still weigh: those of which the outcome rests on not knowing them.

A known fact weighs when taking it back would leave something open because of it. So there is a world to look at for every
fact; all of them are worked out in one go, one bit each (`FactVariants`). The steps are those of the check, which tells what
comes out; this tells only where it stays open.
"""

from collections.abc import Mapping

from framework.law.compiled_rules import ClassItem, CompiledRules, GroundItem, program
from framework.law.conditions import FactVariants, Node, TruthBits
from framework.law.models import Holder, LawBook


def open_facts(book: LawBook, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the unknown facts on which something still hangs, in the order of the law data."""
    known = program(book).known(facts)
    weighing = weighing_facts(book, facts)
    return tuple(fact.id for fact in book.all_facts if fact.id in weighing and fact.id not in known)


def weighing_facts(book: LawBook, facts: Mapping[str, str]) -> frozenset[str]:
    """Ids of the facts that are open, or would be if they were taken back."""
    prog = program(book)
    found = _OpenFactsRun(prog, prog.known(facts)).all()
    return frozenset(fact for fact, bit in prog.bits.items() if found & bit)


class _OpenFactsRun:
    def __init__(self, prog: CompiledRules, known: Mapping[str, str]) -> None:
        self.program = prog
        self.worlds = FactVariants(known, prog.bits)
        self.inside: TruthBits = (self.worlds.everywhere, self.worlds.everywhere)
        """Whether it is AI within the Act."""
        self.outside_asking = 0
        self.roles: dict[Holder, TruthBits] = {"anyone": self.inside}
        self.found = 0
        """The worlds that stay open because of the fact they are about."""

    def all(self) -> int:
        self._classes()
        self._roles()
        self._duties()
        self._ground_rules()
        for _, node in self.program.others:
            self._weigh(node.lanes(self.worlds), node)
        return self.found

    def _weigh(self, outcome: TruthBits, node: Node) -> None:
        """Where the outcome is possible and not certain, the condition's own unknown facts leave it so."""
        may, must = outcome
        if may != must:
            self.found |= may & ~must & node.asking(self.worlds)

    # -- the steps

    def _classes(self) -> None:
        prog, worlds = self.program, self.worlds
        for item in prog.outside:
            raw = item.holds.lanes(worlds)
            self._class(item, _and(self.inside, raw))
            self.inside = _and(self.inside, self._not(raw))
        for item in prog.outside:
            self.outside_asking |= item.holds.asking(worlds)
        most: TruthBits = (0, 0)
        for item in prog.prohibitions:
            raw = item.holds.lanes(worlds)
            most = _or(most, raw)
            self._class(item, _and(self.inside, raw))
        allowed = self._not((most[1], most[1]))
        for item in prog.regular:
            raw = item.holds.lanes(worlds)
            most = _or(most, raw)
            self._class(item, _and(self.inside, _and(allowed, raw)))
        for item in prog.residual:
            never = most if item.unless is None else _or(most, item.unless.lanes(worlds))
            worlds.codes[item.rule.code] = _and(self.inside, self._not(never))

    def _class(self, item: ClassItem, outcome: TruthBits) -> None:
        self.worlds.codes[item.rule.code] = outcome
        self._weigh(outcome, item.holds)
        may, must = outcome
        if item.rule.kind != "outside":
            self.found |= may & ~must & ~self.inside[1] & self.outside_asking
        for when, _ in item.later:
            soon, surely = when.lanes(self.worlds)
            self._weigh((may & soon, may & surely), when)

    def _roles(self) -> None:
        for rule, node in self.program.roles:
            found = _and(self.inside, node.lanes(self.worlds))
            self._weigh(found, node)
            self.roles[rule.role] = _or(found, self.roles.get(rule.role, (0, 0)))

    def _duties(self) -> None:
        for duty in self.program.duties:
            by_class = by_role = (0, 0)
            for code in duty.codes:
                by_class = _or(by_class, self.worlds.codes[code])
            for holder in duty.rule.holders:
                by_role = _or(by_role, self.roles.get(holder, (0, 0)))
            brought = _and(self.inside if duty.any_ai else by_class, by_role)
            if brought[0]:
                self._weigh(_and(brought, duty.when.lanes(self.worlds)), duty.when)

    def _ground_rules(self) -> None:
        for item in self.program.grounds:
            self._ground_rule(item)

    def _ground_rule(self, item: GroundItem) -> None:
        for _, node in item.fails:
            self._weigh(node.lanes(self.worlds), node)

    def _not(self, one: TruthBits) -> TruthBits:
        may, must = one
        return self.worlds.everywhere & ~must, self.worlds.everywhere & ~may


def _and(one: TruthBits, other: TruthBits) -> TruthBits:
    return one[0] & other[0], one[1] & other[1]


def _or(one: TruthBits, other: TruthBits) -> TruthBits:
    return one[0] | other[0], one[1] | other[1]
