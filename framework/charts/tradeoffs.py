"""Charts of what decisions give and cost."""

from collections.abc import Sequence
from itertools import pairwise

from framework.analysis.tradeoffs import (
    COMMERCIAL_ROWS,
    CommercialEffect,
    CommercialRow,
    PrincipleCount,
    PrincipleEffect,
)
from framework.charts.chart import (
    COSTS,
    DEPENDS,
    FAINT,
    GIVES,
    MUTED,
    SYMBOLS,
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
from framework.language import N_, Translator

MARK_WORDS: dict[int | None, str] = {
    2: N_("gives a lot"),
    1: N_("gives"),
    0: N_("neutral"),
    -1: N_("costs"),
    -2: N_("costs a lot"),
    None: N_("depends"),
}
BUSINESS_WORDS: dict[int, str] = {
    2: N_("very favourable"),
    1: N_("favourable"),
    0: N_("no effect"),
    -1: N_("unfavourable"),
    -2: N_("very unfavourable"),
}
ROW_WORDS: dict[CommercialRow, str] = {"reach": N_("Reach"), "conversion": N_("Conversion"), "cost": N_("Cost")}


def principle_profile(
    rows: Sequence[PrincipleEffect], t: Translator, without_marks: Sequence[str] = ()
) -> Chart | None:
    """Matrix of decisions (rows) and principles (columns), ranked cards first. None without a decision.

    ``rows``: from `framework.analysis.tradeoffs.principle_effects`. ``without_marks``: names of ranked cards that cannot be
    shown (`unscored_in_ranking`), for the note. Decisions are the rows because their titles are long and their number
    grows, and a phone scrolls down; the principles' short names are rotated above the columns.
    """
    if not rows:
        return None
    names = titles((row.decision, row.title, row.activities) for row in rows)
    letters = {row.decision: row.stances for row in rows}
    labels = [decision_label(title, letters[decision]) for decision, title in names.items()]
    ranks = {row.principle: row.rank for row in rows}
    places = {row.principle: row.place for row in rows}
    principles = sorted(places, key=lambda principle: places[principle])
    principle_names = {row.principle: row.principle_name for row in rows}
    cells = {(row.decision, row.principle): row for row in rows}

    def at(decision: str, principle: str) -> int | None:
        cell = cells.get((decision, principle))
        return None if cell is None else cell.mark or 0

    def says(decision: str, principle: str) -> str:
        cell = cells.get((decision, principle))
        return "" if cell is None else _effect_hover(cell, names[decision], t)

    used = {row.mark for row in rows}
    heat: Spec = {
        "type": "heatmap",
        "x": principles,
        "y": list(names),
        "z": [[at(decision, principle) for principle in principles] for decision in names],
        "customdata": [[says(decision, principle) for principle in principles] for decision in names],
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "zmin": -2,
        "zmax": 2,
        "colorscale": _bands(),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "showlegend": False,
    }
    symbols: Spec = {
        "type": "scatter",
        "mode": "text",
        "x": [row.principle for row in rows],
        "y": [row.decision for row in rows],
        "text": [inked(_symbol(row.mark)) for row in rows],
        "textfont": {"size": 16},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    legend = [
        legend_entry(f"{_symbol(mark)} {t(words)}", {"symbol": "square", "size": 14, "color": TINTS[mark or 0]})
        for mark, words in MARK_WORDS.items()
        if mark in used
    ]
    tick_labels = [inked(own_label(principle_names[principle], ranks[principle])) for principle in principles]
    own = sum(ranks[principle] is not None for principle in principles)
    header = round(max(len(principle_names[principle]) for principle in principles) * 7.2) + 28
    layout: Spec = {
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": principles,
            "tickmode": "array",
            "tickvals": principles,
            "ticktext": tick_labels,
            "tickangle": -90,
            "range": [-0.5, len(principles) - 0.5],
            "side": "top",
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "title": {"text": ""},
        },
        "yaxis": rows_axis(list(names), labels),
        "shapes": _divider(own) if 0 < own < len(principles) else [],
    }
    height = header + row_height(labels) * len(labels) + 64
    return Chart(
        figure=figure([heat, symbols, *legend], layout, height=height),
        alt=_profile_alt(rows, t),
        title=t("Which decision costs which principle?"),
        note=_note(t, own > 0, without_marks),
    )


def gives_and_costs(counts: Sequence[PrincipleCount], t: Translator, without_marks: Sequence[str] = ()) -> Chart | None:
    """Per principle the number of decisions that give to it (right) and that cost it (left).

    ``counts``: from `framework.analysis.tradeoffs.principle_counts`. Ranked cards always have a row, others only where a
    decision gives to them or costs them. ``without_marks`` as in `principle_profile`. None where no decision affects any
    principle.
    """
    if not any(row.gives or row.costs or row.neither or row.depends for row in counts):
        return None
    rows = [row for row in counts if row.rank is not None or row.gives or row.costs]
    ids = [row.principle for row in rows]
    labels = [own_label(row.name, row.rank, width=18) for row in rows]
    widest = max((max(row.gives, row.costs) for row in rows), default=0) or 1
    bars: list[Spec] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": inked(t("decisions at its expense")),
            "x": [-row.costs or None for row in rows],
            "y": ids,
            "text": [inked(str(row.costs or "")) for row in rows],
            "marker": {
                "color": COSTS,
                "line": {"color": COSTS, "width": 1.5},
                "pattern": {"shape": "/", "fillmode": "replace", "solidity": 0.45, "size": 7},
            },
            "customdata": [_count_hover(row, "costs", t) for row in rows],
        },
        {
            "type": "bar",
            "orientation": "h",
            "name": inked(t("decisions that help it")),
            "x": [row.gives or None for row in rows],
            "y": ids,
            "text": [inked(str(row.gives or "")) for row in rows],
            "marker": {"color": GIVES, "line": {"color": GIVES, "width": 1.5}},
            "customdata": [_count_hover(row, "gives", t) for row in rows],
        },
    ]
    for bar in bars:
        bar |= {
            "hovertemplate": "%{customdata}<extra></extra>",
            "textposition": "outside",
            "textangle": 0,
            "cliponaxis": False,
            "width": 0.62,
        }
    own = sum(row.rank is not None for row in rows)
    layout: Spec = {
        "barmode": "relative",
        "xaxis": {
            "range": [-widest * 1.15 - 0.2, widest * 1.15 + 0.2],
            "visible": True,
            "showticklabels": False,
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": MUTED,
            "zerolinewidth": 1,
            "fixedrange": True,
            "ticks": "",
            "title": {"text": ""},
        },
        "yaxis": rows_axis(ids, labels),
        "shapes": _divider(own, across=True) if 0 < own < len(rows) else [],
    }
    return Chart(
        figure=figure(bars, layout, height=max(28, row_height(labels)) * len(rows) + 70),
        alt=_counts_alt(rows, t),
        title=t("Which of our principles gain from our decisions, and which give something up?"),
        note=_note(t, own > 0, without_marks),
    )


def commercial(rows: Sequence[CommercialEffect], t: Translator) -> Chart | None:
    """Reach, conversion and cost per decision, each on a five-step strip of its own; right is good for the business.

    ``rows``: from `framework.analysis.tradeoffs.commercial_effects`. Where a rule accepts several stances, a line joins the
    least and the most favourable mark. None without a decision.
    """
    if not rows:
        return None
    names = titles((row.decision, row.title, row.activities) for row in rows)
    letters = {row.decision: row.stances for row in rows}
    labels = [decision_label(title, letters[decision]) for decision, title in names.items()]
    data: list[Spec] = []
    layout: Spec = {"yaxis": rows_axis(list(names), labels), "annotations": []}
    for number, row_id in enumerate(COMMERCIAL_ROWS):
        panel = str(number + 1) if number else ""
        mine = [row for row in rows if row.row == row_id]
        data += _strip(mine, names, f"x{panel}", t)
        left = number * 0.355
        layout[f"xaxis{panel}"] = {
            "domain": [left, left + 0.29],
            "range": [-2.4, 2.4],
            "tickmode": "array",
            "tickvals": list(SYMBOLS),
            "ticktext": [inked(symbol) if mark in (-2, 0, 2) else "" for mark, symbol in SYMBOLS.items()],
            "tickfont": {"size": 15},
            "tickangle": 0,
            "side": "top",
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": FAINT,
            "zeroline": True,
            "zerolinecolor": MUTED,
            "zerolinewidth": 1.5,
            "ticks": "",
            "title": {"text": inked(f"<b>{t(ROW_WORDS[row_id])}</b>"), "standoff": 4},
            "automargin": True,
        }
    data += [
        legend_entry(t("favourable"), {"symbol": "triangle-right", "size": 13, "color": GIVES}),
        legend_entry(t("no effect"), {"symbol": "circle", "size": 9, "color": MUTED}),
        legend_entry(t("unfavourable"), {"symbol": "triangle-left", "size": 13, "color": COSTS}),
    ]
    return Chart(
        figure=figure(data, layout, height=54 + row_height(labels) * len(labels) + 44),
        alt=_commercial_alt(rows, t),
        title=t("How do our decisions affect reach, conversion and cost?"),
        note=t("Further right is better for the business; for cost that means cheaper."),
    )


def _note(t: Translator, own: bool, without_marks: Sequence[str]) -> str:
    missing = t("Not shown, because this deck gives no marks for: {names}.", names=t.listing(without_marks))
    return " ".join(
        [t("Numbered: the cards you put first.")] * own + [missing] * bool(without_marks),
    )


def _strip(rows: list[CommercialEffect], names: dict[str, str], axis: str, t: Translator) -> list[Spec]:
    spread = [row for row in rows if row.low != row.high]
    ends = [(row, mark) for row in rows for mark in dict.fromkeys((row.low, row.high))]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [mark for row in spread for mark in (row.low, row.high, None)],
            "y": [row.decision for row in spread for _ in range(3)],
            "xaxis": axis,
            "line": {"color": MUTED, "width": 3},
            "hoverinfo": "skip",
            "showlegend": False,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "cliponaxis": False,
            "x": [mark for _, mark in ends],
            "y": [row.decision for row, _ in ends],
            "xaxis": axis,
            "marker": {
                "symbol": [_sided(mark, "triangle-right", "circle", "triangle-left") for _, mark in ends],
                "color": [_sided(mark, GIVES, MUTED, COSTS) for _, mark in ends],
                "size": [13 if mark else 9 for _, mark in ends],
                "opacity": 1,
                "line": {"width": 0},
            },
            "customdata": [_business_hover(row, mark, names[row.decision], t) for row, mark in ends],
            "hovertemplate": "%{customdata}<extra></extra>",
            "showlegend": False,
        },
    ]


def _sided(mark: int, above: str, zero: str, below: str) -> str:
    return above if mark > 0 else below if mark < 0 else zero


def _symbol(mark: int | None) -> str:
    return DEPENDS if mark is None else SYMBOLS[mark]


def _bands() -> list[list[object]]:
    """Five flat colours over -2 to 2: steps, not a gradient."""
    edges = [0, 0.2, 0.4, 0.6, 0.8, 1]
    return [
        [edge, tint] for (low, high), tint in zip(pairwise(edges), TINTS.values(), strict=True) for edge in (low, high)
    ]


def _divider(own: int, *, across: bool = False) -> list[Spec]:
    """A thin line between own cards and the others."""
    here, ends = own - 0.5, (0, 1)
    line: Spec = {"type": "line", "line": {"color": MUTED, "width": 1.5, "dash": "dot"}}
    if across:
        return [line | {"xref": "paper", "x0": ends[0], "x1": ends[1], "yref": "y", "y0": here, "y1": here}]
    return [line | {"xref": "x", "x0": here, "x1": here, "yref": "paper", "y0": ends[0], "y1": ends[1]}]


def _effect_hover(row: PrincipleEffect, title: str, t: Translator) -> str:
    mark = row.mark
    words = t(MARK_WORDS[mark])
    return hover(
        f"{row.principle_name}: {_symbol(mark)} {words}",
        title,
        f"{row.stances} {row.stance_name}".rstrip(),
        row.activities,
        row.why,
    )


def _count_hover(row: PrincipleCount, side: str, t: Translator) -> str:
    if side == "costs":
        head = t.plural("{count} decision at its expense", "{count} decisions at its expense", row.costs)
        return hover(f"{row.name}: {head}", *(f"− {title}" for title in row.costing))
    head = t.plural("{count} decision helps it", "{count} decisions help it", row.gives)
    return hover(f"{row.name}: {head}", *(f"+ {title}" for title in row.giving))


def _business_hover(row: CommercialEffect, mark: int, title: str, t: Translator) -> str:
    row_id = row.row
    name, words = t(ROW_WORDS[row_id]), t(BUSINESS_WORDS[mark])
    return hover(
        f"{name}: {SYMBOLS[mark]} {words}",
        title,
        f"{row.stances} {row.stance_name}".rstrip(),
        row.activities,
        t("Which of the two depends on the stance taken.") if row.low != row.high else "",
    )


def _profile_alt(rows: Sequence[PrincipleEffect], t: Translator) -> str:
    decisions = len({row.decision for row in rows})
    paying = [row for row in rows if row.direction == "costs"]
    if not paying:
        return t.plural(
            "This decision is not at the expense of any principle it touches.",
            "None of these {count} decisions is at the expense of a principle.",
            decisions,
        )
    own = [row for row in paying if row.rank is not None]
    asked = own or paying
    leading, _ = leaders(_decisions_per_name(asked))
    names = listing(t, leading)
    paid = len({row.decision for row in asked})
    if own:
        return t.plural(
            "This decision is at the expense of cards you put first: {names}.",
            "In {paid} of {count} decisions the choice is at the expense of a card you put first, most often {names}.",
            decisions,
            paid=paid,
            names=names,
        )
    if any(row.rank is not None for row in rows):
        return t.plural(
            "This decision is not at the expense of cards you put first, but it is of {names}.",
            "None of these {count} decisions is at the expense of a card you put first; {paid} are at the "
            "expense of another principle, most often {names}.",
            decisions,
            paid=paid,
            names=names,
        )
    return t.plural(
        "This decision is at the expense of {names}.",
        "In {paid} of {count} decisions the choice is at the expense of a principle, most often {names}.",
        decisions,
        paid=paid,
        names=names,
    )


def _decisions_per_name(rows: Sequence[PrincipleEffect]) -> dict[str, int]:
    ordered = sorted(rows, key=lambda row: row.place)
    return {
        name: sum(row.principle_name == name for row in rows)
        for name in dict.fromkeys(row.principle_name for row in ordered)
    }


def _counts_alt(rows: Sequence[PrincipleCount], t: Translator) -> str:
    fed, gives = leaders({row.name: row.gives for row in rows})
    paying, costs = leaders({row.name: row.costs for row in rows})
    if not paying and not fed:
        return t("No decision helps a principle or costs it anything.")
    if not paying:
        return t(
            "Our decisions most often help {fed} ({gives}×); none is at the expense of a principle.",
            fed=listing(t, fed),
            gives=gives,
        )
    if not fed:
        return t(
            "Our decisions most often cost {paying} ({costs}×); no principle gains.",
            paying=listing(t, paying),
            costs=costs,
        )
    return t(
        "Our decisions most often help {fed} ({gives}×) and most often cost {paying} ({costs}×).",
        fed=listing(t, fed),
        gives=gives,
        paying=listing(t, paying),
        costs=costs,
    )


def _commercial_alt(rows: Sequence[CommercialEffect], t: Translator) -> str:
    def count(row_id: CommercialRow) -> str:
        mine = [row for row in rows if row.row == row_id]
        name = t(ROW_WORDS[row_id]).lower()
        good, bad = sum(row.low > 0 for row in mine), sum(row.high < 0 for row in mine)
        return t("{row} {good} favourable, {bad} unfavourable", row=name, good=good, bad=bad)

    decisions = len({row.decision for row in rows})
    parts = "; ".join(count(row_id) for row_id in COMMERCIAL_ROWS)
    return t.plural(
        "For the business, one decision: {parts}.",
        "For the business, of {count} decisions: {parts}.",
        decisions,
        parts=parts,
    )
