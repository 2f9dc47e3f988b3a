"""Which facts still weigh: those of which the outcome rests on not knowing them.

A known fact weighs when taking it back would leave something open because of it. So there is a world to look at for every
fact; all of them are worked out in one go, one bit each (`FactVariants`). The steps are those of the check, which tells what
comes out; this tells only where it stays open, and as exactly (`exact_truth`).
"""

from collections.abc import Mapping

from framework.law.compiled_rules import ClassItem, CompiledRules, GroundItem, program
from framework.law.conditions import FALSE, MAYBE, TRUE, Facts, FactVariants, Node, TruthBits
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
        self.found_exactly: dict[Node, TruthBits] = {}
        self.as_it_is = Facts(known)
        self.as_it_is.domains = prog.domains(known)
        self.facts_without: dict[str, Facts] = {"": self.as_it_is}
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
            self._weigh(self._truth(node), node)
        return self.found

    def _weigh(self, outcome: TruthBits, node: Node) -> None:
        """Where the outcome is possible and not certain, the condition's own unknown facts leave it so."""
        may, must = outcome
        if may != must:
            self.found |= may & ~must & node.asking(self.worlds)

    def _truth(self, node: Node) -> TruthBits:
        """Its truth in every world, exactly: where it hangs on a fact that it looks at twice, that is tried value by value."""
        exact = self.found_exactly.get(node)
        if exact is None:
            exact = self.found_exactly[node] = self._tried(node, *node.lanes(self.worlds))
        return exact

    def _tried(self, node: Node, may: int, must: int) -> TruthBits:
        asking = may & ~must & node.asking(self.worlds)
        if not asking:
            return may, must
        known, mentions = self.worlds.facts, node.mentions
        open_twice = any(
            (count > 1 and fact not in known) or fact in self.as_it_is.domains for fact, count in mentions.items()
        )
        # Where nothing open is looked at twice, the connectives are exact but where a fact looked at twice is taken back.
        worlds = {
            fact: self.program.bits[fact]
            for fact, count in mentions.items()
            if fact in known and (open_twice or count > 1 or fact in self.program.asserting)
        }
        mentioned = sum(self.program.bits[fact] for fact in mentions if fact in known)
        if open_twice:  # the rest is for this condition the activity as it stands
            worlds[""] = self.worlds.everywhere & ~mentioned
        for fact, bits in worlds.items():
            bit = bits & -bits
            if asking & bits:
                world = self._without(fact)
                if node.coded:
                    world.codes = {
                        code: TRUE if surely & bit else MAYBE
                        for code, (possibly, surely) in self.worlds.codes.items()
                        if possibly & bit
                    }
                truth = self.program.exact.of(node, world)
                if truth == FALSE:
                    may &= ~bits
                elif truth == TRUE:
                    must |= bits
        return may, must

    def _without(self, fact: str) -> Facts:
        """The world without what is known of this fact; as it stands for the empty one."""
        found = self.facts_without.get(fact)
        if found is None:
            known = {one: value for one, value in self.worlds.facts.items() if one != fact}
            found = self.facts_without[fact] = Facts(known)
            asserting = fact in self.program.asserting
            found.domains = self.program.domains(known) if asserting else self.as_it_is.domains
        return found

    # -- the steps

    def _classes(self) -> None:
        prog, worlds = self.program, self.worlds
        for item in prog.outside:
            raw = self._truth(item.holds)
            self._class(item, _and(self.inside, raw))
            self.inside = _and(self.inside, self._not(raw))
        for item in prog.outside:
            self.outside_asking |= item.holds.asking(worlds)
        most: TruthBits = (0, 0)
        for item in prog.prohibitions:
            raw = self._truth(item.holds)
            most = _or(most, raw)
            self._class(item, _and(self.inside, raw))
        allowed = self._not((most[1], most[1]))
        for item in prog.regular:
            raw = self._truth(item.holds)
            most = _or(most, raw)
            self._class(item, _and(self.inside, _and(allowed, raw)))
        for item in prog.residual:
            never = most if item.unless is None else _or(most, self._truth(item.unless))
            worlds.codes[item.rule.code] = _and(self.inside, self._not(never))

    def _class(self, item: ClassItem, outcome: TruthBits) -> None:
        self.worlds.codes[item.rule.code] = outcome
        self._weigh(outcome, item.holds)
        may, must = outcome
        if item.rule.kind != "outside":
            self.found |= may & ~must & ~self.inside[1] & self.outside_asking
        for when, _ in item.later:
            soon, surely = self._truth(when)
            self._weigh((may & soon, may & surely), when)

    def _roles(self) -> None:
        for rule, node in self.program.roles:
            found = _and(self.inside, self._truth(node))
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
                self._weigh(_and(brought, self._truth(duty.when)), duty.when)

    def _ground_rules(self) -> None:
        for item in self.program.grounds:
            self._ground_rule(item)

    def _ground_rule(self, item: GroundItem) -> None:
        for _, node in item.fails:
            self._weigh(self._truth(node), node)

    def _not(self, one: TruthBits) -> TruthBits:
        may, must = one
        return self.worlds.everywhere & ~must, self.worlds.everywhere & ~may


def _and(one: TruthBits, other: TruthBits) -> TruthBits:
    return one[0] & other[0], one[1] & other[1]


def _or(one: TruthBits, other: TruthBits) -> TruthBits:
    return one[0] | other[0], one[1] | other[1]
