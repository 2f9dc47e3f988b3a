"""Tables of rows as data frames: every row class has its columns, and what is missing stays missing."""

from dataclasses import fields
from datetime import date

import pandas
import pytest

from framework.analysis.duties import TeamDuty
from framework.analysis.gap import ShouldDo
from framework.analysis.priorities import Pair
from framework.analysis.stance_votes import StanceVotes
from framework.analysis.tables import to_dataframe

ROW_TYPES = (Pair, ShouldDo, StanceVotes, TeamDuty)
GAP = ShouldDo("S01", "x", "Title", "Mail", True, None, "", "A", "Stance A", None, "A", "not_known")
PAIR = Pair("card_1", "card_2", "principle", 2, 3, ("One",), ("One",), (), "fits")


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_a_table_without_rows_has_its_columns(row_type) -> None:
    table = to_dataframe([], row_type)
    assert list(table.columns) == [field.name for field in fields(row_type)]
    assert table.empty


def test_numbers_stay_whole_and_what_is_missing_stays_missing() -> None:
    unranked = Pair("card_2", "reach", "business", None, None, ("One",), (), ("One",), "not_ranked")
    table = to_dataframe([PAIR, unranked], Pair)
    assert table["first_rank"].dtype == "Int64"
    assert table["first_rank"][0] == 2
    assert table["first_rank"][1] is pandas.NA
    assert table["first_won"].tolist() == [("One",), ()]


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
