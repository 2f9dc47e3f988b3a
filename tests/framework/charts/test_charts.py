"""What the charts draw and say: figure data, alt text in both languages, and words that come from catalog or deck only."""

import html
import re
import subprocess
import sys

import pytest

from framework.analysis.gap import should_do as practice_gaps
from framework.analysis.stance_votes import votes_per_stance
from framework.analysis.tradeoffs import (
    ChosenStance,
    commercial_effects,
    principle_counts,
    principle_effects,
    unscored_in_ranking,
)
from framework.charts import (
    CONFIG,
    commercial,
    distribution,
    for_document,
    gives_and_costs,
    principle_profile,
    should_do,
)
from framework.charts.chart import COSTS, GIVES, LABEL_LINES, MUTED, decision_label, hover, label, listing
from framework.language import Translator, translator
from framework.workshop.models import StanceTaken
from tests.support.three_scenarios import RANKING, choice, the_deck

DECK = the_deck()
CHOICES = [choice("S01", "E", activities=("Mail",)), choice("S02", "E"), choice("S03", "A", "C")]
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
        case "profile":
            missing = unscored_in_ranking(DECK, ranking, lang)
            return principle_profile(principle_effects(DECK, choices, ranking, lang), t, missing)
        case "counts":
            return gives_and_costs(principle_counts(DECK, choices, ranking, lang), t)
        case "commercial":
            return commercial(commercial_effects(DECK, choices, lang), t)
        case "gap":
            return should_do(practice_gaps(DECK, taken(stances), lang), t)
        case _:
            return distribution(votes_per_stance(DECK.scenarios[0], votes, lang), t)


ALL = ("profile", "counts", "commercial", "gap", "votes")


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
    chart = draw("profile", translator("en"), choices=[choice("S01", "E", activities=(typed,))])
    (heat, *_) = traces(chart)
    (texts,) = heat["customdata"]
    assert all("<a" not in text and "&lt;a" in text for text in texts)
    assert label("<script>") == "&lt;script&gt;"
    assert "<i>" not in hover("<i>x</i>")


def test_profile_draws_each_mark_as_a_symbol_with_its_reason():
    heat, symbols, *_ = traces(draw("profile", translator("en")))
    assert list(heat["x"]) == ["card_3", "card_1", "card_2", "card_4", "card_5"]
    assert list(heat["y"]) == ["S01-x", "S02-x", "S03-x"]
    assert [list(line) for line in heat["z"]] == [
        [-1, 2, -2, None, None],
        [-2, 2, None, None, None],
        [None, None, None, 0, 0],
    ]
    drawn = {(x, y): plain(text) for x, y, text in zip(symbols["x"], symbols["y"], symbols["text"], strict=True)}
    assert drawn["card_1", "S01-x"] == "++"
    assert drawn["card_3", "S01-x"] == "−"
    assert drawn["card_2", "S01-x"] == "−\u200a−"
    assert drawn["card_4", "S03-x"] == "±"
    assert drawn["card_5", "S03-x"] == "·"
    assert "because card_3" in heat["customdata"][0][0]
    assert heat["customdata"][0][3] == ""


def test_own_cards_stand_first_bold_and_numbered_with_a_line_behind_them():
    layout = draw("profile", translator("en")).figure.to_plotly_json()["layout"]
    words = layout["xaxis"]["ticktext"]
    assert "<b>1. Principle 3 (en)</b>" in words[0]
    assert "<b>2. Principle 1 (en)</b>" in words[1]
    assert "<b>" not in words[2]
    assert layout["shapes"][0]["x0"] == 1.5
    unranked = draw("profile", translator("en"), ranking=())
    assert unranked.figure.layout.shapes == ()
    assert unranked.note == ""


def test_counts_are_whole_decisions_left_and_right_and_zero_is_no_bar():
    costs, gives, *more = traces(draw("counts", translator("en")))
    assert not more
    assert list(costs["y"]) == ["card_3", "card_1", "card_2"]
    assert list(costs["x"]) == [-2, None, -1]
    assert list(gives["x"]) == [None, 2, None]
    assert [plain(text) for text in costs["text"]] == ["2", "", "1"]
    assert costs["marker"]["pattern"]["shape"] == "/"
    assert (costs["marker"]["color"], gives["marker"]["color"]) == (COSTS, GIVES)
    assert "How personal" in costs["customdata"][0]


def test_an_own_card_that_no_decision_touches_keeps_its_row():
    costs, *_ = traces(draw("counts", translator("en"), choices=[choice("S03", "C")]))
    assert list(costs["y"]) == ["card_3", "card_1", "card_4"]


def test_commerce_has_three_strips_of_five_steps_and_sums_nothing():
    chart = draw("commercial", translator("en"))
    layout = chart.figure.to_plotly_json()["layout"]
    for axis in ("xaxis", "xaxis2", "xaxis3"):
        assert list(layout[axis]["tickvals"]) == [-2, -1, 0, 1, 2]
    markers = {trace["xaxis"]: trace for trace in traces(chart) if trace.get("mode") == "markers" and "xaxis" in trace}
    drawn = {
        axis: list(zip(trace["y"], trace["x"], trace["marker"]["symbol"], strict=True))
        for axis, trace in markers.items()
    }
    assert drawn["x"] == [
        ("S01-x", -2, "triangle-left"),
        ("S02-x", -2, "triangle-left"),
        ("S03-x", 0, "circle"),
        ("S03-x", 2, "triangle-right"),
    ]
    assert set(drawn) == {"x", "x2", "x3"}


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
    assert "not lawful" in plain(do["customdata"][0])
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
            "profile",
            "In 2 of 3 decisions the choice is at the expense of a card you put first, most often Principle 3 (en).",
            "Bij 2 van de 3 besluiten gaat het ten koste van een kaart die vooropstaat, het vaakst Principle 3 (nl).",
        ),
        (
            "counts",
            "Our decisions most often help Principle 1 (en) (2×) and most often cost Principle 3 (en) (2×).",
            "Onze besluiten leveren het vaakst iets op voor Principle 1 (nl) (2×) en gaan het vaakst ten koste van Principle 3 (nl) (2×).",
        ),
        (
            "commercial",
            "For the business, of 3 decisions: reach 0 favourable, 2 unfavourable; conversion 0 favourable, 2 unfavourable; cost 0 favourable, 2 unfavourable.",
            "Zakelijk effect van de 3 besluiten: bereik 0 keer gunstig, 2 keer ongunstig; conversie 0 keer gunstig, 2 keer ongunstig; kosten 0 keer gunstig, 2 keer ongunstig.",  # noqa: E501
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


@pytest.mark.parametrize(
    ("choices", "ranking", "alt"),
    [
        (
            [choice("S01", "D")],
            RANKING,
            "This decision is not at the expense of cards you put first, but it is of Principle 2 (en).",
        ),
        ([choice("S01", "E")], RANKING, "This decision is at the expense of cards you put first: Principle 3 (en)."),
        ([choice("S01", "D")], (), "This decision is at the expense of Principle 2 (en)."),
        ([choice("S03", "C")], RANKING, "This decision is not at the expense of any principle it touches."),
        (
            [choice("S03", "C"), choice("S01", "C")],
            RANKING,
            "None of these 2 decisions is at the expense of a principle.",
        ),
    ],
)
def test_alt_text_of_the_profile_is_honest_at_the_edges(choices, ranking, alt):
    assert draw("profile", translator("en"), choices=choices, ranking=ranking).alt == alt


@pytest.mark.parametrize("name", ["profile", "counts", "commercial"])
def test_no_decision_no_chart_and_one_decision_a_chart(name):
    t = translator("en")
    assert draw(name, t, choices=[]) is None
    assert draw(name, t, choices=[choice("S01", "B")]).alt


def test_gap_and_votes_without_anything_known_are_no_chart():
    t = translator("en")
    assert draw("gap", t, stances=[]) is None
    assert draw("gap", t, stances=[("S01", "A", "unknown"), ("S02", "B", None)]) is None
    assert draw("gap", t, stances=[("S01", "A", "B")]).alt == "One dilemma: practice stricter than we want (1)."
    assert draw("votes", t, votes=[]) is None
    assert draw("votes", t, votes=[(0, 0, 0, 0, 0)]) is None


def test_unscored_cards_are_named_in_the_note():
    assert "Principle 6 (en)" in draw("profile", translator("en")).note


def test_titles_that_stand_for_two_decisions_get_their_activity():
    twice = [
        choice("S01", "B", activities=("Mail",)),
        ChosenStance("other", "S01", ("C",), ("Chat",)),
    ]
    labels = draw("profile", translator("en"), choices=twice).figure.layout.yaxis.ticktext
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


@pytest.mark.parametrize("colour", [GIVES, COSTS, MUTED])
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
    figure = draw("profile", translator("en")).figure
    assert figure.to_dict() is figure.to_dict()
