"""Numbers that stay for good, since when a rule stands, and the change log of a version."""

from typing import Any

import pytest

from framework.errors import RuleRefused
from framework.text import Worded
from framework.workshop.governance.versions import (
    adopted_version,
    in_force,
    line_numbers,
    log_of,
    may_be_amendment,
    next_version,
    rule_numbers,
    with_history,
)
from framework.workshop.models import Framework, FrameworkRedLine
from tests.support.builders import a_framework, a_rule

ONE, TWO = a_rule(decision="one", number=1), a_rule(decision="two", number=2)
THREE = a_rule(decision="three", number=3)
CHANGED = TWO.model_copy(update={"owner": "Somebody else"})
WHY = {"two": "She took it over."}


def kept(version: str, *rules: Any, **given: Any) -> Framework:
    return a_framework(**{"version": version, "adopted": True, "deciders": ("Ada",), "rules": rules, **given})


def adopt(frameworks: list[Framework], *rules: Any, reasons: Any = None, amendment: bool = False, **given: Any) -> None:
    version = next_version(frameworks, adopting=True, amendment=amendment)
    frameworks.append(
        adopted_version(kept(version, *rules, **given), tuple(frameworks), reasons or {}, amendment=amendment)
    )


def three_versions() -> list[Framework]:
    """1.0 with R1 and R2; 2.0 with R1, another R2 and R3; 3.0 without R1."""
    made: list[Framework] = []
    adopt(made, ONE, TWO)
    adopt(made, ONE, CHANGED, THREE, reasons=WHY)
    adopt(made, CHANGED, THREE, reasons={"one": "Nobody did it."})
    return made


class TestNumbers:
    def test_of_a_draft_are_in_reading_order(self) -> None:
        draft = a_framework(rules=(TWO, ONE))
        assert rule_numbers((draft,), ["two", "one"]) == (1, 2)

    def test_belong_to_their_decision_for_ever_and_are_never_given_again(self) -> None:
        made = three_versions()
        assert rule_numbers(made, ["four", "three", "one", "five"]) == (4, 3, 1, 5), "R1 was withdrawn and comes back"

    def test_of_red_lines_too_also_where_they_had_none(self) -> None:
        line = FrameworkRedLine(id="a", scenario=None, wording=Worded(en="do that"), reason=None)
        old = kept("1.0", red_lines=(line, line.model_copy(update={"id": "b"})))
        assert line_numbers((old,), ["c", "b"]) == (3, 2)

    def test_are_known_from_the_change_log_of_a_charter_that_is_gone_on_with(self) -> None:
        """Its file holds the last version and no earlier one."""
        assert rule_numbers((three_versions()[-1],), ["one", "six"]) == (1, 4)


class TestVersions:
    def test_are_whole_when_adopted_and_one_further_for_an_amendment(self) -> None:
        made = [kept("1.0", ONE), a_framework(version="1.1")]
        assert next_version(made, adopting=True) == "2.0"
        assert next_version(made, adopting=True, amendment=True) == next_version(made, adopting=False) == "1.2"
        assert next_version([], adopting=False) == "0.1"

    def test_the_last_adopted_is_in_force(self) -> None:
        made = [kept("1.0", ONE), a_framework(version="1.1")]
        assert in_force(made) is made[0]
        assert in_force([]) is None


class TestSince:
    def test_a_rule_stands_since_the_version_that_made_it_what_it_is(self) -> None:
        made = three_versions()
        assert [[rule.since for rule in one.rules] for one in made] == [
            ["1.0", "1.0"],
            ["1.0", "2.0", "2.0"],
            ["2.0", "2.0"],
        ]

    def test_is_worked_out_for_versions_of_before(self) -> None:
        old = (kept("1.0", ONE, TWO), kept("2.0", ONE, CHANGED))
        draft = with_history(a_framework(version="2.1", rules=(ONE, CHANGED, THREE)), old)
        assert [rule.since for rule in draft.rules] == ["1.0", "2.0", None]


class TestChangeLog:
    def test_has_an_entry_per_adopted_version_with_the_reasons(self) -> None:
        log = three_versions()[-1].history
        assert [(one.version, one.before) for one in log] == [("1.0", None), ("2.0", "1.0"), ("3.0", "2.0")]
        assert [(one.number, one.status, one.reason) for one in log[1].of("rule", "changed", "new")] == [
            (2, "changed", "She took it over."),
            (3, "new", ""),
        ]
        assert log[2].of("rule", "withdrawn")[0].reason == "Nobody did it."

    def test_of_a_draft_ends_with_what_it_would_change(self) -> None:
        made = three_versions()
        draft = with_history(a_framework(version="3.1", rules=(THREE,)), made)
        assert [one.version for one in draft.history] == ["1.0", "2.0", "3.0", "3.1"]
        assert not draft.history[-1].adopted
        assert with_history(draft, (*made, draft)).history == draft.history, "drafts leave no entry of their own"

    def test_is_empty_before_the_first_adoption(self) -> None:
        assert with_history(a_framework(), (a_framework(),)).history == ()

    def test_of_versions_of_before_is_compared_now(self) -> None:
        log = log_of((kept("1.0", ONE, TWO), kept("2.0", ONE, CHANGED)))
        assert [len(one.of("rule", "changed")) for one in log] == [0, 1]


class TestReasons:
    @pytest.mark.parametrize(("rules", "which"), [((ONE, CHANGED), ("R2",)), ((CHANGED,), ("R1", "R2"))])
    def test_a_change_without_one_is_refused(self, rules: Any, which: tuple[str, ...]) -> None:
        with pytest.raises(RuleRefused) as refused:
            adopt([kept("1.0", ONE, TWO)], *rules)
        assert refused.value.params == {"reason": "change-without-reason", "which": which}

    def test_of_a_red_line_too(self) -> None:
        with pytest.raises(RuleRefused) as refused:
            adopt([kept("1.0", ONE)], ONE, red_lines=())
        assert refused.value.params["which"] == ("L1",)

    def test_a_new_rule_and_a_later_review_need_none(self) -> None:
        later = ONE.model_copy(update={"review_on": ONE.review_on.replace(year=2029)})
        made = [kept("1.0", ONE)]
        adopt(made, later, TWO)
        assert made[-1].version == "2.0"


class TestAmendment:
    def test_is_of_one_rule_by_the_same_people(self) -> None:
        made = [kept("1.0", ONE, TWO)]
        adopt(made, ONE, CHANGED, reasons=WHY, amendment=True, deciders=(" ada ",))
        assert made[-1].version == "1.1"
        assert made[-1].history[-1].amendment
        adopt(made, ONE, CHANGED, THREE)
        assert made[-1].version == "2.0"

    def test_of_more_is_refused(self) -> None:
        with pytest.raises(RuleRefused, match="not-an-amendment"):
            adopt([kept("1.0", ONE, TWO)], ONE, CHANGED, THREE, reasons=WHY, amendment=True)
        with pytest.raises(RuleRefused, match="not-an-amendment"):
            adopt([kept("1.0", ONE, TWO)], ONE, CHANGED, reasons=WHY, amendment=True, law_version="2027-01")
        with pytest.raises(RuleRefused, match="not-an-amendment"):
            adopt([], ONE, amendment=True)

    def test_by_others_is_refused(self) -> None:
        with pytest.raises(RuleRefused) as refused:
            adopt([kept("1.0", ONE, TWO)], ONE, CHANGED, reasons=WHY, amendment=True, deciders=("Bo",))
        assert refused.value.params == {"reason": "other-deciders", "deciders": ("Ada",)}

    def test_is_offered_for_one_rule_only(self) -> None:
        made = (kept("1.0", ONE, TWO),)
        assert may_be_amendment(with_history(a_framework(rules=(ONE, CHANGED)), made).history[-1])
        assert not may_be_amendment(with_history(a_framework(rules=(CHANGED,)), made).history[-1])
