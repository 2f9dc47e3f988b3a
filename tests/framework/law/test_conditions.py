"""Small conditions, tried out in full against the plain reading of each form."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.law.conditions import FALSE, MAYBE, TRUE, Compiler, Facts, FactVariants, Truth
from framework.law.models import UNKNOWN, Condition

VALUES = ("yes", "no", "perhaps")


def fact(name: str, *values: str, maybe: tuple[str, ...] = ()) -> Condition:
    return Condition.model_validate({"fact": name, "is": values, "maybe": maybe})


def every(*parts: Condition) -> Condition:
    return Condition.model_validate({"all": parts})


def some(*parts: Condition) -> Condition:
    return Condition.model_validate({"any": parts})


F, G, H = fact("f", "yes"), fact("g", "yes"), fact("h", "yes")
ASKED_WHEN: dict[str, Condition] = {
    "one fact": G,
    "both": every(G, H),
    "either": some(G, H),
    "more values than are given": fact("g", "yes", "perhaps"),
    "a value that counts half": fact("g", "yes", maybe=("perhaps",)),
}
GIVEN: dict[str, Condition] = {
    "the same": G,
    "both": every(G, H),
    "either": some(G, H),
    "another fact": H,
    "another value": fact("g", "no"),
    "more values": fact("g", "yes", "no"),
    "one value of several": fact("g", "perhaps"),
    "a value that counts half": fact("g", "yes", maybe=("perhaps",)),
    "nested": every(H, some(G, every(G, H))),
}


def truth(condition: Condition, facts: Mapping[str, str], asked_when: Condition) -> Truth:
    """Worked out the long way: ``f`` counts only as far as it is asked."""
    if condition.all_ is not None:
        return min(truth(part, facts, asked_when) for part in condition.all_)
    if condition.any_ is not None:
        return max(truth(part, facts, asked_when) for part in condition.any_)
    assert condition.fact is not None
    value = facts[condition.fact]
    own = TRUE if value in condition.is_ else MAYBE if value in condition.maybe else 0
    return min(own, truth(asked_when, facts, asked_when)) if own and condition.fact == "f" else own


def known() -> Iterator[dict[str, str]]:
    for values in product(VALUES, repeat=3):
        yield dict(zip("fgh", values, strict=True))


@pytest.mark.parametrize("asked", ASKED_WHEN)
@pytest.mark.parametrize("beside", GIVEN)
def test_a_fact_counts_only_where_it_is_asked(asked: str, beside: str) -> None:
    for condition in (every(GIVEN[beside], F), every(F, GIVEN[beside]), some(GIVEN[beside], F)):
        node = Compiler(terms={}, asked_when={"f": ASKED_WHEN[asked]}).compile(condition)
        for facts in known():
            assert node.truth(Facts(facts)) == truth(condition, facts, ASKED_WHEN[asked]), facts


def test_what_follows_anyway_leaves_nothing_open() -> None:
    """Whatever ``g`` is, this does not hold: where ``f`` is asked, it is yes."""
    condition = every(G, Condition.model_validate({"not": F}))
    node = Compiler(terms={}, asked_when={"f": G}).compile(condition)
    assert node.truth(Facts({"f": "yes"})) == FALSE


conditions = st.recursive(
    st.sampled_from((F, G, H, fact("h", "yes", maybe=("perhaps",)), fact("g", "no"))),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some_: every(*some_)),
        st.lists(parts, min_size=1, max_size=3).map(lambda some_: some(*some_)),
        parts.map(lambda part: Condition.model_validate({"not": part})),
    ),
    max_leaves=6,
)


@given(
    conditions,
    st.sampled_from(sorted(ASKED_WHEN)),
    st.dictionaries(st.sampled_from("fgh"), st.sampled_from(VALUES)),
)
def test_all_worlds_at_once_are_each_world_by_itself(condition: Condition, asked: str, facts: dict[str, str]) -> None:
    node = Compiler(terms={}, asked_when={"f": ASKED_WHEN[asked]}).compile(condition)
    bits = {"f": 1, "g": 2, "h": 4}
    worlds = FactVariants(facts, bits)
    possible, certain = node.lanes(worlds)
    for name, bit in bits.items():
        world = Facts({other: value for other, value in facts.items() if other != name})
        found = node.truth(world)
        assert (bool(possible & bit), bool(certain & bit)) == (found != FALSE, found == TRUE), name
        assert bool(node.asking(worlds) & bit) == ((name, UNKNOWN) in node.reason(world)), name
