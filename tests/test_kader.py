"""The public calls from Python: on data frames as analysts have them, with the same numbers as the commands."""

from datetime import date

import pandas
import pytest

import kader
from framework.archive.models import CharterArchive
from framework.archive.read import read
from tests.formats.stored import HERE
from tests.support.server_process import ROOT

CHARTER = HERE / "archive" / "3" / "charter-live-internal.json"
WORKSHOP = CHARTER.with_name("workshop-self.json")


def votes(*rounds: str, question: str = "S01") -> pandas.DataFrame:
    rows = [
        {"participant": f"p{who}", "question": question, "round": number, "stance": letter.strip() or None}
        for number, letters in enumerate(rounds, start=1)
        for who, letter in enumerate(letters)
    ]
    return pandas.DataFrame(rows)


@pytest.mark.parametrize("counts", [(1, 2, 4, 2, 1), [1, 2, 4, 2, 1], pandas.Series([1, 2, 4, 2, 1])])
def test_agreement(counts) -> None:
    found = kader.agreement(counts)
    assert (found.n, found.leik_consensus, found.van_der_eijk_a) == (10, 0.6, 0.35)
    assert (found.tastle_wierman_consensus, found.label) == (0.633985, "spread")
    assert kader.agreement((1, 1, 1, 1, 0)).leik_consensus is None


def test_analyse_gives_tables() -> None:
    table = pandas.concat([votes("ABBCD", "BBBCC"), votes("ABB C", question="S02")], ignore_index=True)
    found = kader.analyse(table)
    assert found.rounds["leik_consensus"].dtype == "float64"
    assert found.rounds["n"].tolist() == [5, 5, 4]
    assert found.rounds["abstained"].tolist() == [0, 0, 1]
    assert found.rounds["label"].tolist() == ["spread", "aligned", None]
    assert found.rounds["leik_consensus"].isna().tolist() == [False, False, True]
    assert found.movements[
        ["question", "from_round", "to_round", "toward_a", "toward_e", "stayed"]
    ].values.tolist() == [["S01", 1, 2, 1, 1, 3]]
    assert (found.questions_compared, found.alpha) == (1, None)


@pytest.mark.parametrize("dtype", ["str", "category", "object"])
def test_columns_come_in_any_type_and_order(dtype: str) -> None:
    table = votes("ABBCD", "BB CC").astype({"stance": dtype})
    table["round"] = table["round"].astype("float64")
    table.insert(0, "note", "…")
    found = kader.analyse(table[["note", "stance", "round", "question", "participant"]])
    assert found.rounds["round"].tolist() == [1, 2]
    assert found.rounds["n"].tolist() == [5, 4]


def test_rankings() -> None:
    rows = [{"participant": who, "card": card, "place": at} for who in range(5) for at, card in enumerate("abc", 1)]
    found = kader.analyse_rankings(pandas.DataFrame(rows))
    assert found.cards["card"].tolist() == ["a", "b", "c"]
    assert found.cards["borda"].tolist() == [10.0, 5.0, 0.0]
    assert (found.n, found.kendall_w, found.condorcet_winner) == (5, 1.0, "a")
    few = kader.analyse_rankings(pandas.DataFrame(rows[:12]))
    assert (few.shown, few.cards.empty, few.kendall_w) == (False, True, None)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (votes("ABBCF"), "Row 5: “F” is not a stance"),
        (pandas.concat([votes("A"), votes("B")]), "Row 2: “p0” already voted"),
        (votes("ABBCD").drop(columns="round"), "no column round"),
        (votes("A").iloc[:0], "no rows"),
    ],
)
def test_a_faulty_table_raises_with_a_sentence(table: pandas.DataFrame, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        kader.analyse(table)


@pytest.mark.parametrize("counts", [(1, 2, 3), (1, 2, 3, 4, -1)])
def test_faulty_counts_raise(counts) -> None:
    with pytest.raises(ValueError, match=r"five counts|negative"):
        kader.agreement(counts)


def test_export() -> None:
    made = read(kader.export(CHARTER, "json", edition="internal"))
    assert isinstance(made, CharterArchive)
    with pytest.raises(ValueError, match="Nothing is ticked"):
        kader.export(CHARTER, "json", edition="public")
    assert kader.export(str(CHARTER), "md", lang="nl").startswith(b"Ethisch charter")
    with pytest.raises(ValueError, match="archive"):
        kader.export(__file__)


def test_actions() -> None:
    found = kader.actions(WORKSHOP, lang="nl", as_of=date(2027, 12, 31))
    assert {"kind", "what", "owner", "due", "done"} <= set(found.columns)
    assert len(found) > 10
    assert found["due"].dropna().iloc[0] < date(2027, 12, 31)
    with pytest.raises(ValueError, match="archive"):
        kader.actions(__file__)


def test_the_guide_names_every_call() -> None:
    guide = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert [name for name in kader.__all__ if f"kader.{name}(" not in guide and name[0].islower()] == []


def test_export_of_what_is_not_the_charter() -> None:
    assert kader.export(CHARTER, kind="register", lang="en")[:2] == b"PK"
    assert kader.export(CHARTER, "pptx", lang="nl")[:2] == b"PK"
    assert kader.export(CHARTER, kind="quarter", quarter="2026-Q3")[:4] == b"%PDF"
    with pytest.raises(ValueError, match=r"Votes are in the workshop archive alone\."):
        kader.export(CHARTER, kind="votes")
