"""What the charts draw and say: figure data, alt text in both languages, and words that come from catalog or deck only."""

import html
import re
import subprocess
import sys

import pytest

from framework.analysis.choices import Choice, price_list
from framework.analysis.frontier import frontier
from framework.analysis.gap import should_do as practice_gaps
from framework.analysis.stance_votes import votes_per_stance
from framework.charts import (
    CONFIG,
    distribution,
    for_document,
    should_do,
)
from framework.charts.chart import COSTS, GIVES, LABEL_LINES, MUTED, decision_label, hover, label, listing
from framework.charts.chart import VOTES as VOTES_COLOUR
from framework.charts.effects import effects_grid
from framework.charts.frontier import frontier_chart
from framework.language import Translator, translator
from framework.workshop.models import StanceTaken
from tests.support.three_scenarios import RANKING, the_deck

DECK = the_deck()
S01, S02, S03 = DECK.scenarios
CHOICES = [
    Choice("d1", S01, ("E",), "B", ("Mail",)),
    Choice("d2", S02, ("E",), "C"),
    Choice("d3", S03, ("A", "C"), "E"),
]
STANCES = [
    ("S01", "D", "A"),
    ("S02", "B", "E"),
    ("S03", "C", "A"),
    ("S02", "C", "C"),
    ("S01", "C", "unknown"),
    ("S01", "C", None),
]
VOTES = [(1, 4, 2, 1, 1), (0, 2, 6, 1, 0)]


def taken(stances):
    return [
        StanceTaken(scenario=scenario, activity=f"a{number}", stance=should, confidence=None, practice=practice)
        for number, (scenario, should, practice) in enumerate(stances)
    ]


def draw(name, t, choices=CHOICES, stances=STANCES, votes=VOTES, ranking=RANKING):
    lang = t.lang
    match name:
        case "grid":
            return effects_grid(price_list(choices, ranking), DECK, ranking, t)
        case "frontier":
            rows = ("card_1", "card_3")
            return frontier_chart(frontier(choices, *rows), rows, choices, DECK, t, 0)
        case "gap":
            return should_do(practice_gaps(DECK, taken(stances), lang), t)
        case _:
            return distribution(votes_per_stance(DECK.scenarios[0], votes, lang), t)


ALL = ("grid", "frontier", "gap", "votes")


class Marking(Translator):
    """Sets every interface word between guillemets, so that words from elsewhere stand out."""

    def __init__(self):
        super().__init__("en", {}, {})

    def __call__(self, message, **values):
        return f"«{super().__call__(message, **values)}»"

    def plural(self, one, many, count, **values):
        return f"«{super().plural(one, many, count, **values)}»"


def traces(chart):
    return chart.figure.to_plotly_json()["data"]


def strings(value, key=""):
    """All words a reader can see in a figure."""
    shown = {"text", "ticktext", "customdata", "name"}
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            if inner_key != "template":
                yield from strings(inner, inner_key if inner_key in shown else "" if key not in shown else key)
    elif isinstance(value, str):
        if key in shown and value:
            yield value
    elif hasattr(value, "__iter__"):
        for inner in value:
            yield from strings(inner, key)


def plain(text):
    return html.unescape(re.sub(r"<br>", " ", re.sub(r"</?(?:b|span)\b[^>]*>", "", text)))


@pytest.mark.parametrize("name", ALL)
def test_every_word_comes_from_the_catalog_or_the_deck(name):
    chart = draw(name, Marking())
    deck_words = "|".join(
        sorted(
            {re.escape(card.name.en) for card in DECK.cards}
            | {re.escape(scenario.title.en) for scenario in DECK.scenarios}
            | {re.escape(w.why.en) for scenario in DECK.scenarios for w in scenario.weights}
            | {re.escape(stance.name.en) for scenario in DECK.scenarios for stance in scenario.stances}
            | {"Mail"},
            key=len,
            reverse=True,
        )
    )
    for text in [*strings(chart.figure.to_plotly_json()), chart.alt, chart.title, chart.note]:
        rest = re.sub(deck_words, "", plain(text))
        while "«" in rest:
            shorter = re.sub("«[^«»]*»", "", rest)
            assert shorter != rest, text
            rest = shorter
        assert not re.search(r"[A-Za-z]{2,}", rest), text


@pytest.mark.parametrize("name", ALL)
def test_no_markup_gets_in_and_the_theme_stays_free(name):
    chart = draw(name, translator("en"))
    layout = chart.figure.to_plotly_json()["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert "font" not in layout
    assert all(axis["fixedrange"] for key, axis in layout.items() if re.fullmatch(r"[xy]axis\d*", key))
    assert CONFIG["displayModeBar"] is False
    document = for_document(chart, "#ffffff")
    assert document["layout"]["template"] == {}
    assert document["layout"]["hoverlabel"]["bgcolor"] == "#ffffff"


def test_what_a_user_typed_never_becomes_markup():
    typed = '<a href="https://example.org">hi</a>'
    chart = draw("grid", translator("en"), choices=[Choice("d1", S01, ("E",), "B", (typed,))])
    (heat, *_) = traces(chart)
    (texts,) = heat["customdata"]
    assert all("<a" not in text and "&lt;a" in text for text in texts)
    assert label("<script>") == "&lt;script&gt;"
    assert "<i>" not in hover("<i>x</i>")


def test_own_cards_stand_first_bold_and_numbered_with_a_line_behind_them():
    layout = draw("grid", translator("en")).figure.to_plotly_json()["layout"]
    words = layout["xaxis"]["ticktext"]
    assert "<b>1. Principle 3 (en)</b>" in words[0]
    assert "<b>2. Principle 1 (en)</b>" in words[1]
    assert "<b>" not in words[2]
    assert layout["shapes"][0]["x0"] == 1.5
    unranked = draw("grid", translator("en"), ranking=())
    (business,) = unranked.figure.layout.shapes
    assert business.x0 == 4.5
    assert unranked.note == ""


def test_gap_joins_do_and_should_only_where_letters_have_an_order():
    chart = draw("gap", translator("en"))
    permissive, stricter, do, should, *_ = traces(chart)
    assert list(do["y"]) == ["S01-a0", "S02-a1", "S03-a2", "S02-a3", "S01-a4", "S01-a5"]
    assert list(do["x"]) == ["A", "E", "A", "C", "?", None]
    assert list(should["x"]) == ["D", "B", "C", "C", "C", "C"]
    assert list(permissive["y"])[:2] == ["S01-a0"] * 2
    assert list(stricter["y"])[:2] == ["S02-a1"] * 2
    assert "S03-a2" not in {*permissive["y"], *stricter["y"]}
    assert list(should["marker"]["symbol"]) == ["circle", "circle", "square", "circle", "circle", "circle"]
    assert "The law does not allow what we do" in plain(do["customdata"][0])
    assert list(chart.figure.layout.xaxis.categoryarray) == ["A", "B", "C", "D", "E", "?"]


def test_distribution_shows_the_rounds_given_and_no_other():
    first, second = traces(draw("votes", translator("en")))
    assert list(first["x"]) == [1, 4, 2, 1, 1]
    assert list(second["x"]) == [0, 2, 6, 1, 0]
    assert first["marker"]["pattern"]["shape"] == "/"
    (only,) = traces(draw("votes", translator("en"), votes=VOTES[:1]))
    assert list(only["x"]) == [1, 4, 2, 1, 1]
    labels = draw("votes", translator("en")).figure.layout.yaxis.ticktext
    assert [re.search(r"<b>(\w)</b>", text)[1] for text in labels] == list("ABCDE")


@pytest.mark.parametrize(
    ("name", "en", "nl"),
    [
        (
            "grid",
            "Most often better: Principle 1 (en), in 2 decisions. Most often worse: Principle 3 (en), Reach, Conversion and Cost, in 2 decisions.",
            "Het vaakst beter: Principle 1 (nl), in 2 besluiten. Het vaakst slechter: Principle 3 (nl), Bereik, Conversie en Kosten, in 2 besluiten.",
        ),
        (
            "frontier",
            "With one other choice you do better on Principle 3 (en), and not worse on Principle 1 (en): "
            "“Human in the loop” from E to D.",
            "Met één andere keuze kom je verder met Principle 3 (nl), zonder dat Principle 1 (nl) erop achteruitgaat: "
            "“Mens in de lus bij campagnes” van E naar D.",
        ),
        (
            "gap",
            "Of 6 dilemmas: practice more permissive than we want (1), practice stricter than we want (1), "
            "practice different from what we want (1), practice as we want it (1) and not known (2).",
            "Van de 6 dilemma’s: praktijk ruimer dan we willen (1), praktijk strenger dan we willen (1), "
            "praktijk anders dan we willen (1), praktijk zoals we willen (1) en niet bekend (2).",
        ),
        (
            "votes",
            "Most votes went to B (4 of 9) in the first round and to C (6 of 9) in the second.",
            "De meeste stemmen gingen in de eerste ronde naar B (4 van de 9) en in de tweede naar C (6 van de 9).",
        ),
    ],
)
def test_alt_text_tells_the_main_thing_in_both_languages(name, en, nl):
    assert draw(name, translator("en")).alt == en
    assert draw(name, translator("nl")).alt == nl


def test_gap_and_votes_without_anything_known_are_no_chart():
    t = translator("en")
    assert draw("gap", t, stances=[]) is None
    assert draw("gap", t, stances=[("S01", "A", "unknown"), ("S02", "B", None)]) is None
    assert draw("gap", t, stances=[("S01", "A", "B")]).alt == "One dilemma: practice stricter than we want (1)."
    assert draw("votes", t, votes=[]) is None
    assert draw("votes", t, votes=[(0, 0, 0, 0, 0)]) is None


def test_unscored_cards_are_named_in_the_note():
    assert "Principle 6 (en)" in draw("grid", translator("en")).note


def test_titles_that_stand_for_two_decisions_get_their_activity():
    twice = [
        Choice("d1", S01, ("B",), "C", ("Mail",)),
        Choice("other", S01, ("C",), "B", ("Chat",)),
    ]
    labels = draw("grid", translator("en"), choices=twice).figure.layout.yaxis.ticktext
    assert ["Mail" in labels[0], "Chat" in labels[1]] == [True, True]


def test_labels_are_cut_but_keep_the_letters_chosen():
    long = "Een buitengewoon lange titel van een dilemma die op geen enkel scherm past, hoe breed ook"
    cut = decision_label(long, "B, C, D")
    assert cut.count("<br>") < LABEL_LINES
    assert "…" in cut
    assert cut.endswith("(B,\u00a0C,\u00a0D)")
    assert label("onafgebroken" * 20).count("<br>") < LABEL_LINES


def test_long_lists_of_names_are_shortened_and_say_so():
    t = translator("en")
    assert listing(t, ["a", "b", "c", "d"]) == "a, b, c and d"
    assert listing(t, ["a", "b", "c", "d", "e"]) == "a, b, c and 2 others"


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [GIVES, COSTS, MUTED, VOTES_COLOUR])
@pytest.mark.parametrize("page", ["#fbf9f4", "#FBFAF7", "#0e1519", "#12181D"])
def test_colours_stand_out_on_light_and_dark_pages(colour, page):
    light, dark = sorted((luminance(colour), luminance(page)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_importing_the_charts_loads_neither_plotly_nor_pandas():
    program = "import sys, framework.charts; sys.exit(bool({'plotly', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_drawing_a_chart_never_loads_pandas():
    program = (
        "import sys\n"
        "from framework.analysis.stance_votes import StanceVotes\n"
        "from framework.charts import distribution\n"
        "from framework.language import translator\n"
        "chart = distribution([StanceVotes(1, 'A', 'Stance', 3)], translator('en'))\n"
        "assert chart.figure.to_json()\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_a_figure_is_written_out_once() -> None:
    """A page shows it on every run."""
    figure = draw("grid", translator("en")).figure
    assert figure.to_dict() is figure.to_dict()
