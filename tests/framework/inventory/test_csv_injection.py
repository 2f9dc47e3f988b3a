"""No cell of a CSV file can be taken for a formula, and no text changes on the way out and back."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framework.inventory import csv_format
from framework.inventory.csv_injection import escape_formulas, unescape_formulas
from framework.inventory.table import ExportTable
from framework.text import LANGS, Lang

DANGEROUS = "=+-@\t\r＝＋－＠"
tricky = st.text(alphabet=st.sampled_from([*"=+-@'\",;|\t\r\n aé😀", "م"]), max_size=12)
texts = st.one_of(tricky, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))


@given(texts)
@example("'=1+1")
@example("''")
@example("'tis fine")
@example('a,"=1+1"')
@example("\t=1")
def test_every_text_comes_back(words: str) -> None:
    assert unescape_formulas(escape_formulas(words)) == words


@given(texts)
@example("=HYPERLINK(1)")
@example("\r=1")
def test_no_text_begins_as_a_formula(words: str) -> None:
    assert not escape_formulas(words).startswith(tuple(DANGEROUS))


def test_harmless_words_are_left_alone() -> None:
    for words in ("Chatbot Bo", "A/B-test", "e-mail, 10 % korting", "'s ochtends", "prijs = laag", "a@example.org"):
        assert escape_formulas(words) == words


@given(st.lists(st.tuples(texts, texts, texts), max_size=4), st.sampled_from(LANGS))
def test_a_table_survives_csv(rows: list[tuple[str, str, str]], lang: Lang) -> None:
    titles = ("name", "supplier", "owner")
    data = csv_format.write(ExportTable(titles, tuple(rows)), lang)
    lines = csv_format.read(data, lambda words: len(set(words) & set(titles))).lines
    assert [line.cells for line in lines] == [titles, *(row for row in rows if any(cell.strip() for cell in row))]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("other", [",", ";", "\t", "|"])
@given(rows=st.lists(st.tuples(tricky, tricky), min_size=1, max_size=3))
@example(rows=[('x,"=cmd|calc"', "y;=1+1")])
@example(rows=[("x,=1+1", "y;=1+1")])
@example(rows=[("x|=1+1", "y|-1|+1|@sum")])
def test_nor_does_a_program_that_expects_another_separator_see_one(
    lang: Lang, other: str, rows: list[tuple[str, str]]
) -> None:
    text = csv_format.write(ExportTable(("name", "owner"), tuple(rows)), lang).decode("utf-8-sig")
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=other):
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], cells


def test_the_file_opens_in_excel_as_it_is_set_up_where_the_language_is_spoken() -> None:
    table = ExportTable(("Naam", "Doel"), (("Bo", "Vragen; snel, goed"),))
    assert csv_format.write(table, "nl") == b'\xef\xbb\xbfNaam;Doel\r\nBo;"Vragen; snel, goed"\r\n'
    assert csv_format.write(table, "en") == b'\xef\xbb\xbfNaam,Doel\r\nBo,"Vragen; snel, goed"\r\n'
