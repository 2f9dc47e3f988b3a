"""What the trade-off sentences, charts and tables say, worked out by hand on small scenarios."""

import csv
import io
import re

import openpyxl
import pytest

from framework.analysis.choices import Choice, price_list
from framework.analysis.frontier import frontier
from framework.analysis.price import BUSINESS_ROWS
from framework.analysis.priorities import pairs
from framework.charts.effects import effects_grid, effects_sentence
from framework.charts.frontier import change_lines, frontier_chart
from framework.charts.priorities import pair_sentence, priorities_title
from framework.charts.table_files import Table, to_csv, to_xlsx
from framework.charts.tradeoff_tables import frontier_table, marks_table, pairs_table, prices_table
from framework.charts.tradeoff_words import against_words, effect_lines
from framework.deck import LETTERS
from framework.language import translator
from framework.workshop.field_types import TeamPrice
from tests.support.three_scenarios import RANKING, the_deck

DECK = the_deck()
S01, S02, S03 = DECK.scenarios
EN, NL = translator("en"), translator("nl")
CHOICES = (
    Choice("d1", S01, ("D",), "B", ("Mail",)),
    Choice("d2", S02, ("B",), "D"),
    Choice("d3", S03, ("A", "C"), "E", team=TeamPrice(hours_per_month=4, reach="less", sentence="=SUM(A1)")),
)
ROWS = price_list(CHOICES, RANKING)
PAIRS = pairs(CHOICES, RANKING)


def test_effects_in_words_own_principles_bold_and_business_apart():
    found = Choice("d", S01, ("D",), "B").price(RANKING).reference
    assert effect_lines(found, DECK, EN) == [
        "Better for **Principle 1 (en)**.",
        "Worse for Principle 2 (en).",
        "Business: less reach, less conversion and higher cost.",
    ]
    assert against_words(S01, found, NL) == "Vergeleken met B “Stance B (nl)”, wat we nu doen"


def test_no_word_of_strength_and_no_sum_in_any_line():
    for lang in (EN, NL):
        for scenario in DECK.scenarios:
            for chosen in LETTERS:
                for practice in LETTERS:
                    price = Choice("d", scenario, (chosen,), practice).price(RANKING)
                    for each in (*price.neighbours, *((price.reference,) if price.reference else ())):
                        words = " ".join(effect_lines(each, DECK, lang))
                        assert not re.search(
                            r"\b(much|somewhat|clearly|a lot|veel|iets|duidelijk|nothing|niets)\b|[+−]|\d%", words
                        )


def test_what_the_team_said_is_marked_as_theirs():
    found = CHOICES[2].price(RANKING).reference
    assert "Business: more conversion; less reach and higher cost (our own estimate)." in effect_lines(found, DECK, EN)
    table = marks_table(CHOICES, DECK, EN)
    own = {row[5]: row[table.header.index("Own marks")] for row in table.rows if row[0] == "d3"}
    assert own["reach"] == own["low cost"] == "our own estimate"
    assert own["conversion"] is None


def test_neighbours_are_named_by_the_way_one_goes():
    more, less = Choice("d", S02, ("C",)).price().neighbours
    assert against_words(S02, more, NL).endswith(", één stap ruimer")
    assert against_words(S02, less, NL).endswith(", één stap strenger")


@pytest.mark.parametrize(("t", "words"), [(EN, "€4,000"), (NL, "€\u00a04.000")])
def test_euros_are_written_as_in_the_language(t, words):
    assert t.euros(4000) == words


def test_the_grids_sentence_counts_all_of_its_columns():
    def told(number):
        return [
            column
            for row in ROWS
            if row.price.reference
            for column in (*(weight.principle for weight in row.choice.scenario.weights), *BUSINESS_ROWS)
            if row.price.reference.direction(column) == ("better", "worse")[number]
        ]

    worse = told(1)
    most = {column for column in worse if worse.count(column) == max(map(worse.count, worse))}
    assert most & {*BUSINESS_ROWS}, "the example has a business row among the most frequent"
    sentence = effects_sentence(ROWS, DECK, EN).split("Most often worse")[1]
    for column, name in (("reach", "Reach"), ("conversion", "Conversion"), ("cost", "Cost")):
        assert (name in sentence) is (column in most)


@pytest.mark.parametrize(
    ("t", "title"),
    [
        (
            EN,
            "You put Principle 3 (en) first, but it lost to Principle 1 (en) in 2 of the 3 decisions where they clashed.",
        ),
        (
            NL,
            "Principle 3 (nl) staat bij je op 1, maar moest wijken voor Principle 1 (nl) in 2 van de 3 besluiten waarin ze botsten.",
        ),
    ],
)
def test_what_is_said_and_what_is_chosen_in_sentences(t, title):
    lost = pairs(
        (Choice("d1", S02, ("D",), "B"), Choice("d2", S02, ("E",), "B"), Choice("d3", S02, ("A",), "B")), RANKING
    )
    assert priorities_title(lost, True, DECK, t) == title
    won = next(pair for pair in lost if (pair.first, pair.second) == ("card_1", "reach"))
    assert " 2 " in pair_sentence(won, DECK, t)


def test_titles_at_the_edges():
    assert priorities_title((), False, DECK, EN) == "Nobody has said yet which principles come first."
    assert priorities_title((), True, DECK, EN).startswith("No decision sets the principles that you put first")
    kept = pairs((Choice("d2", S02, ("B",), "D"),), ["card_3"])
    assert priorities_title(kept, True, DECK, EN).startswith("Your decisions follow your order")
    stayed = pairs((Choice("d2", S02, ("C",), "C"),), RANKING)
    between = next(pair for pair in stayed if pair.second == "card_1")
    assert pair_sentence(between, DECK, EN) == (
        "You put Principle 3 (en) first; in the one decision where it clashed with Principle 1 (en), you stayed in between."
    )


def test_the_grid_shows_what_is_better_and_worse_and_keeps_the_business_apart():
    chart = effects_grid(ROWS, DECK, RANKING, EN)
    heat, symbols, *_ = chart.figure.to_plotly_json()["data"]
    assert list(heat["x"]) == ["card_3", "card_1", "card_2", "card_4", "card_5", "reach", "conversion", "cost"]
    signs = {
        (row, column): re.sub("<[^>]*>", "", text)
        for column, row, text in zip(symbols["x"], symbols["y"], symbols["text"], strict=True)
    }
    assert signs["d1", "card_1"] == "▲"
    assert signs["d1", "card_2"] == "▼"
    assert signs["d1", "card_3"] == "·"
    assert signs["d2", "card_3"] == "▲"
    assert signs["d3", "card_4"] == "◇"
    assert ("d2", "card_2") not in signs
    assert chart.title == chart.alt == effects_sentence(ROWS, DECK, EN)
    line = chart.figure.layout.shapes[-1]
    assert (line.x0, line.line.dash) == (4.5, "solid")
    assert effects_grid(price_list([Choice("d", S01, ("C",), "C")], RANKING), DECK, RANKING, EN) is None


@pytest.mark.parametrize(
    ("choices", "rows", "sentence"),
    [
        (
            [Choice("d", S02, ("D",), "C")],
            ("card_1", "card_3"),
            "You stand at the edge: more of Principle 1 (en) now costs Principle 3 (en), and the other way round.",
        ),
        (
            [Choice("d", S03, ("A",), "A")],
            ("card_4", "card_5"),
            "With one other choice you do better on Principle 4 (en), and not worse on Principle 5 (en): "
            "“Scenario 3 (en)” from A to B.",
        ),
        (
            [Choice("d", S02, ("C",), "unknown")],
            ("card_1", "card_3"),
            "Nothing can be compared yet: say for each dilemma what you do today.",
        ),
        (
            [Choice("d", S03, ("C",), "A")],
            ("card_4", "card_5"),
            "More of Principle 4 (en) or of Principle 5 (en) is not possible: you have as much of both as the law and the deck allow.",
        ),
    ],
)
def test_the_frontier_answers_in_one_sentence(choices, rows, sentence):
    found = frontier(choices, *rows)
    chart = frontier_chart(found, rows, choices, DECK, EN, 0)
    assert chart.title == chart.alt == sentence
    points = chart.figure.to_plotly_json()["data"][0]
    assert list(zip(points["x"], points["y"], strict=True)) == [point.place for point in found.points]
    assert list(points["customdata"]) == list(range(len(found.points)))


def test_a_combination_is_named_choice_by_choice():
    choices = [Choice("d", S03, ("A",), "A")]
    (point,) = frontier(choices, "card_4", "card_5").points
    assert change_lines(point, {"d": choices[0]}, EN) == ["“Scenario 3 (en)”: from A to B “Stance B (en)”"]


def test_all_else_follows_from_the_table_of_marks():
    table = marks_table(CHOICES, DECK, EN)
    recomputed = set()
    for decision, _, chosen, base, _, row, *marks, _, said, _ in table.rows:
        at = dict(zip(LETTERS, marks, strict=True))
        signs = {(at[letter] > at[base]) - (at[letter] < at[base]) for letter in chosen.split(", ")}
        found = {(1,): "better", (-1,): "worse", (0,): "the same"}.get(tuple(signs), "depends on the stance")
        recomputed.add((decision, row, said, found))
    own = {("d3", "reach"), ("d3", "low cost")}
    assert all(said == found for decision, row, said, found in recomputed if (decision, row) not in own)
    assert {(said) for decision, row, said, _ in recomputed if (decision, row) in own} == {"worse"}


def test_tables_have_a_cell_for_every_heading():
    found = frontier(CHOICES, "card_1", "reach")
    titles = {choice.id: choice.scenario.title.en for choice in CHOICES}
    for table in (
        marks_table(CHOICES, DECK, NL),
        prices_table(ROWS, DECK, NL),
        pairs_table(PAIRS, titles, DECK, NL),
        frontier_table(found, ("card_1", "reach"), CHOICES, DECK, NL),
    ):
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.header)}
        assert openpyxl.load_workbook(io.BytesIO(to_xlsx(table))).active.max_row == len(table.rows) + 1


def test_typed_text_never_becomes_a_formula():
    table = Table("Prices", ("What", "Hours"), (("=SUM(A1)", 4), ("@x", None)))
    lines = list(csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig"))))
    assert lines == [["What", "Hours"], ["'=SUM(A1)", "4"], ["'@x", ""]]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(table))).active
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("=SUM(A1)", "s"), (4, "n")]


def test_a_principle_that_always_loses_is_said_so_without_a_fraction():
    both = pairs((Choice("d1", S02, ("D",), "B"), Choice("d2", S02, ("E",), "B")), ["card_3"])
    assert pair_sentence(both[0], DECK, EN) == (
        "You put Principle 3 (en) first, but it lost to Principle 1 (en) in both decisions where they clashed."
    )
