"""A grid of choices and rows: where each choice is better or worse than what it is held against."""

from collections.abc import Iterable, Sequence

from framework.analysis.choices import Choice, PriceRow
from framework.analysis.price import BUSINESS_ROWS, Direction
from framework.charts.chart import (
    MUTED,
    TINTS,
    Chart,
    Spec,
    decision_label,
    figure,
    hover,
    inked,
    leaders,
    legend_entry,
    listing,
    own_label,
    row_height,
    rows_axis,
    titles,
)
from framework.charts.tradeoff_words import against_words, row_name
from framework.deck import Deck
from framework.language import N_, Translator

SIGNS: dict[Direction, str] = {"better": "▲", "worse": "▼", "depends": "◇", "level": "·"}
DIRECTION_WORDS: dict[Direction, str] = {
    "better": N_("better"),
    "worse": N_("worse"),
    "depends": N_("depends on the stance"),
    "level": N_("the same"),
}
_COLUMN_NAMES = {"reach": N_("Reach"), "conversion": N_("Conversion"), "cost": N_("Cost")}
_FILLS: dict[Direction, int] = {"better": 1, "worse": -1, "depends": 0, "level": 0}


def effects_grid(rows: Sequence[PriceRow], deck: Deck, ranking: Sequence[str], t: Translator) -> Chart | None:
    """Choices as rows, principles as columns (own ones first), and the business behind a line. None without a comparison.

    ``rows``: from `framework.analysis.choices.price_list`. A choice that is the same as its reference has an empty row.
    """
    held = [row for row in rows if row.price.reference is not None]
    if not held:
        return None
    names = titles((r.choice.id, r.choice.scenario.title[t.lang], ", ".join(r.choice.activities)) for r in rows)
    labels = [decision_label(names[row.choice.id], ", ".join(row.choice.accepted)) for row in rows]
    principles = touched_principles([row.choice for row in rows], deck, ranking)
    columns = [*principles, *BUSINESS_ROWS]
    cells: list[tuple[PriceRow, str, Direction]] = [
        (row, column, row.price.reference.direction(column))
        for row in held
        if row.price.reference is not None
        for column in (*(weight.principle for weight in row.choice.scenario.weights), *BUSINESS_ROWS)
    ]
    found: dict[tuple[str, str], Direction] = {(row.choice.id, column): said for row, column, said in cells}
    hovers = {(row.choice.id, column): _hover(row, column, said, deck, t) for row, column, said in cells}
    heat: Spec = {
        "type": "heatmap",
        "x": columns,
        "y": list(names),
        "z": [[_FILLS[found[one, column]] if (one, column) in found else None for column in columns] for one in names],
        "customdata": [[hovers.get((one, column), "") for column in columns] for one in names],
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "zmin": -1,
        "zmax": 1,
        "colorscale": [
            [edge, TINTS[mark]]
            for mark, (low, high) in {-1: (0, 1 / 3), 0: (1 / 3, 2 / 3), 1: (2 / 3, 1)}.items()
            for edge in (low, high)
        ],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "showlegend": False,
    }
    symbols: Spec = {
        "type": "scatter",
        "mode": "text",
        "x": [column for _, column, _ in cells],
        "y": [row.choice.id for row, _, _ in cells],
        "text": [inked(SIGNS[said]) for _, _, said in cells],
        "textfont": {"size": 13},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    legend = [
        legend_entry(f"{SIGNS[said]} {t(words)}", {"symbol": "square", "size": 14, "color": TINTS[_FILLS[said]]})
        for said, words in DIRECTION_WORDS.items()
        if said in found.values()
    ]
    column_names = [
        own_label(row_name(deck, card, t), ranking.index(card) + 1 if card in ranking else None) for card in principles
    ]
    column_names += [_column_name(row, deck, t) for row in BUSINESS_ROWS]
    own = len(set(principles).intersection(ranking))
    unmarked = [card.name[t.lang] for each in ranking if (card := deck.card(each)) is not None and not card.scored]
    layout: Spec = {
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": columns,
            "tickmode": "array",
            "tickvals": columns,
            "ticktext": [inked(name) for name in column_names],
            "tickangle": -90,
            "range": [-0.5, len(columns) - 0.5],
            "side": "top",
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "title": {"text": ""},
        },
        "yaxis": rows_axis(list(names), labels),
        "shapes": [
            *([_line(own, 1.5, "dot")] if 0 < own < len(principles) else []),
            _line(len(principles), 4, "solid"),
        ],
    }
    header = round(max(len(row_name(deck, column, t)) for column in columns) * 7.2) + 40
    return Chart(
        figure=figure([heat, symbols, *legend], layout, height=header + row_height(labels) * len(labels) + 64),
        alt=effects_sentence(rows, deck, t),
        title=effects_sentence(rows, deck, t),
        note=" ".join(
            [t("Numbered: the cards you put first.")] * (own > 0)
            + [t("An empty row: the decision is what it is compared with.")] * (len(held) < len(rows))
            + [t("Not shown, because this deck gives no marks for: {names}.", names=t.listing(unmarked))]
            * bool(unmarked)
        ),
    )


def effects_sentence(rows: Sequence[PriceRow], deck: Deck, t: Translator) -> str:
    """Which columns of the grid are most often better and most often worse, counted in decisions."""

    def most(direction: Direction) -> tuple[list[str], int]:
        counts: dict[str, int] = {}
        for row in rows:
            reference = row.price.reference
            for column in (*(weight.principle for weight in row.choice.scenario.weights), *BUSINESS_ROWS):
                if reference is not None and reference.direction(column) == direction:
                    counts[column] = counts.get(column, 0) + 1
        found, count = leaders(counts)
        return [_column_name(column, deck, t) for column in found], count

    (better, gained), (worse, lost) = most("better"), most("worse")
    parts: list[str] = []
    if better:
        parts.append(
            t.plural(
                "Most often better: {names}, in {count} decision.",
                "Most often better: {names}, in {count} decisions.",
                gained,
                names=listing(t, better),
            )
        )
    if worse:
        parts.append(
            t.plural(
                "Most often worse: {names}, in {count} decision.",
                "Most often worse: {names}, in {count} decisions.",
                lost,
                names=listing(t, worse),
            )
        )
    return " ".join(parts) or t("Nothing gets better or worse with these decisions.")


def touched_principles(choices: Iterable[Choice], deck: Deck, ranking: Sequence[str]) -> list[str]:
    """Ids of the principles that the choices have marks for: own ones by rank, then in the deck's order."""
    touched = {weight.principle for choice in choices for weight in choice.scenario.weights}
    ordered = [*ranking, *(card.id for card in deck.cards), *sorted(touched)]
    return [card for card in dict.fromkeys(ordered) if card in touched]


def _column_name(column: str, deck: Deck, t: Translator) -> str:
    return t(_COLUMN_NAMES[column]) if column in _COLUMN_NAMES else row_name(deck, column, t)


def _line(place: int, width: float, dash: str) -> Spec:
    here = place - 0.5
    return {
        "type": "line",
        "line": {"color": MUTED, "width": width, "dash": dash},
        "xref": "x",
        "x0": here,
        "x1": here,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
    }


def _hover(row: PriceRow, column: str, said: Direction, deck: Deck, t: Translator) -> str:
    scenario, reference = row.choice.scenario, row.price.reference
    assert reference is not None
    name = _column_name(column, deck, t)
    why = next((weight.why[t.lang] for weight in scenario.weights if weight.principle == column), "")
    return hover(
        f"{name}: {SIGNS[said]} {t(DIRECTION_WORDS[said])}",
        scenario.title[t.lang],
        ", ".join(row.choice.activities),
        against_words(scenario, reference, t),
        why,
    )
