"""Questions that are put together as lines to tick."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.deck import ActivityKind, DeckLibrary
from framework.law import LawQuestion, conversation, law_book
from framework.law.fact_models import TickList
from framework.law.load import check_book
from framework.law.questions import TickedQuestions, grouped
from framework.text import LANGS

BOOK = law_book()
KINDS = DeckLibrary(law=law_book).deck("marketing-ai").kinds
FACTS = {fact.id: fact for fact in BOOK.facts}


def recorded(drawn: Mapping[str, int]) -> dict[str, str]:
    return {name: (*FACTS[name].answers, "unknown")[at % (len(FACTS[name].answers) + 1)] for name, at in drawn.items()}


said = st.dictionaries(st.sampled_from(tuple(FACTS)), st.integers(0, 11), max_size=12).map(recorded)
kinds = st.sampled_from([kind.id for kind in KINDS]).map(lambda name: next(one for one in KINDS if one.id == name))


def facts_of(groups: tuple[LawQuestion | TickedQuestions[LawQuestion], ...]) -> list[str]:
    return [
        fact
        for group in groups
        for fact in ([line.fact for line, _ in group.lines] if isinstance(group, TickedQuestions) else [group.fact.id])
    ]


@given(kind=kinds, facts=said)
def test_every_question_stands_in_one_place(kind: ActivityKind, facts: Mapping[str, str]) -> None:
    asked = conversation(BOOK, kind.facts, facts)
    groups = grouped(BOOK, asked)
    assert sorted(facts_of(groups)) == sorted(one.fact.id for one in asked)
    assert all(len(group.lines) > 1 for group in groups if isinstance(group, TickedQuestions))


@given(kind=kinds, facts=said)
def test_what_is_not_ticked_is_answered(kind: ActivityKind, facts: Mapping[str, str]) -> None:
    groups = grouped(BOOK, conversation(BOOK, kind.facts, facts))
    rest = {
        line.fact: line.unticked for group in groups if isinstance(group, TickedQuestions) for line, one in group.open
    }
    after = {one.fact.id: one for one in conversation(BOOK, kind.facts, {**facts, **rest})}
    assert all(after[fact].origin == "answered" for fact in rest if fact in after)


@pytest.mark.parametrize("tick_list", BOOK.tick_lists, ids=lambda one: one.id)
def test_a_list_can_be_read_at_a_glance(tick_list: TickList) -> None:
    for line in tick_list.line:
        assert all(len(line.text[lang].split()) <= 22 for lang in LANGS)


def test_a_list_that_does_not_fit_the_questions_is_told() -> None:
    first, *others = BOOK.tick_lists
    line = first.line[0]
    broken = first.model_copy(
        update={
            "line": (
                line,
                line,
                first.line[1].model_copy(update={"fact": "nothing"}),
                first.line[2].model_copy(update={"unticked": "maybe"}),
            )
        }
    )
    faults = "\n".join(check_book(BOOK.model_copy(update={"tick_lists": (broken, *others)})))
    assert f"{line.fact}: stands in two lines" in faults
    assert "there is no fact “nothing”" in faults
    assert "“maybe” is not one of its answers" in faults
