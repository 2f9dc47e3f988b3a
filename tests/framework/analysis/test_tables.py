"""Tables of rows as data frames: every row class has its columns, and what is missing stays missing."""

from dataclasses import fields
from datetime import date

import pandas
import pytest

from framework.analysis.duties import TeamDuty
from framework.analysis.gap import ShouldDo
from framework.analysis.stance_votes import StanceVotes
from framework.analysis.tables import to_dataframe
from framework.analysis.tradeoffs import CommercialEffect, Neighbour, PrincipleCount, PrincipleEffect, Tension

ROW_TYPES = (CommercialEffect, Neighbour, PrincipleCount, PrincipleEffect, ShouldDo, StanceVotes, TeamDuty, Tension)
GAP = ShouldDo("S01", "x", "Title", "Mail", True, None, "", "A", "Stance A", None, "A", "not_known")
COUNT = PrincipleCount("card_1", "Principle", 2, 1, 0, 3, 0, ("One",), ())


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_a_table_without_rows_has_its_columns(row_type) -> None:
    table = to_dataframe([], row_type)
    assert list(table.columns) == [field.name for field in fields(row_type)]
    assert table.empty


def test_numbers_stay_whole_and_what_is_missing_stays_missing() -> None:
    unranked = PrincipleCount("card_2", "Principle", None, 0, 1, 0, 0, (), ("One",))
    table = to_dataframe([COUNT, unranked], PrincipleCount)
    assert table["rank"].dtype == "Int64"
    assert table["rank"][0] == 2
    assert table["rank"][1] is pandas.NA
    assert table["costs"].sum() == 1
    assert table["giving"].tolist() == [("One",), ()]


def test_flags_are_flags_and_texts_are_objects() -> None:
    table = to_dataframe([GAP], ShouldDo)
    assert table["ordered"].dtype == "bool"
    assert table["should"].dtype == "object"
    assert table["should"].tolist() == [None]
    assert table["do"].tolist() == ["A"]


def test_days_stay_days() -> None:
    duty = TeamDuty("O1", "duty", "Literacy", (), "4", date(2025, 2, 2), "in_force", "certain", ("Mail",), ())
    table = to_dataframe([duty], TeamDuty)
    assert table["applies_from"].tolist() == [date(2025, 2, 2)]
    assert table["activities"].tolist() == [("Mail",)]
