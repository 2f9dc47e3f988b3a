"""How soon a rule is first looked at again follows from what is at stake."""

from datetime import date
from typing import Any

import pytest

from framework.workshop.governance.review_dates import in_months, looks, proposed_day, proposed_look
from tests.support.builders import a_stance, a_state, an_activity, both

TODAY = date(2026, 11, 30)


def months(*, legal: str = "lawful", kind: str = "kind_1", **facts: str) -> int:
    given: dict[str, Any] = {"legal": legal}
    if legal != "lawful":
        given |= {"law": both("The law says so"), "articles": ("AVG 6",)}
    use = an_activity(kind=kind, facts=facts)
    return proposed_look(a_state(activities=(use,)), (use,), a_stance("C", **given), TODAY).months


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, 12),
        ({"interacts": "no", "audience": "adults", "staff": "none"}, 12),
        ({"legal": "conditional"}, 3),
        ({"kind": "agents"}, 3),
        ({"interacts": "yes"}, 3),
        ({"audience": "children"}, 3),
        ({"audience": "teens"}, 3),
        ({"staff": "monitor_evaluate"}, 3),
        ({"area": "credit"}, 6),
        ({"kind": "kind_2", "area": "none"}, 12),
        ({"area": "credit", "credit": "score_persons", "interacts": "yes"}, 3),
    ],
)
def test_sooner_where_more_is_at_stake(given: dict[str, str], expected: int) -> None:
    assert months(**given) == expected  # type: ignore[arg-type]


def test_one_of_several_uses_is_enough() -> None:
    plain, bot = an_activity(), an_activity("activity-2", facts={"interacts": "yes"})
    state = a_state(activities=(plain, bot))
    assert proposed_look(state, (plain, bot), a_stance("C"), TODAY).months == 3
    assert proposed_look(state, (plain,), a_stance("C"), TODAY).months == 12


def test_never_one_day_for_all() -> None:
    year = in_months(TODAY, 12)
    assert proposed_day(12, TODAY, ()) == year
    assert proposed_day(12, TODAY, (year, None)) == in_months(TODAY, 11)
    assert proposed_day(12, TODAY, (year, in_months(TODAY, 11))) == year
    assert proposed_day(3, TODAY, (year,)) == in_months(TODAY, 3)


def test_months_end_where_the_month_does() -> None:
    assert in_months(TODAY, 3) == date(2027, 2, 28)
    assert in_months(date(2026, 12, 31), 6) == date(2027, 6, 30)
    assert in_months(date(2027, 3, 1), 12) == date(2028, 3, 1)


def test_the_last_row_fits_every_rule_and_no_other_does() -> None:
    assert [look.general for look in looks()] == [False] * (len(looks()) - 1) + [True]
    assert all(look.why is not None for look in looks()[:-1])
