"""The price of the charter: a row per rule, dearest first."""

import streamlit as st

from framework.analysis.choices import PriceRow, Totals, totals
from framework.analysis.price import Comparison
from framework.language import Translator
from framework.workshop.models import WorkshopState
from pages.ui import lazy_expander, nav
from pages.ui.i18n import lang, plain, translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.tradeoffs import weighed

SHOWN = 3
"""Rows before the rest is behind a press."""


def section(current: WorkshopState) -> None:
    t = translate()
    trial = weighed.trial_of(current)
    title, lines = _words(current, trial)
    rows = list(zip(weighed.weighed(current, trial).rows, lines, strict=True))
    if trial is not None:
        rows.sort(key=lambda each: each[0].choice.id != trial[0])  # what is tried is never behind a press
    st.header(title, anchor=False)
    for row, line in rows[:SHOWN]:
        _row(current, row, line)
    if len(rows) > SHOWN:
        rest = t.plural("{count} more decision", "{count} more decisions", len(rows) - SHOWN)
        with lazy_expander.lazy_expander(rest, "tradeoffs.more") as opened:
            if opened:
                for row, line in rows[SHOWN:]:
                    _row(current, row, line)


def _row(current: WorkshopState, row: PriceRow, line: str) -> None:
    choice = row.choice
    name = choice.scenario.title[lang()]
    with st.container(gap=None):
        st.page_link(
            nav.streamlit_page("decide" if current.workshop.kind == "live" else "decisions"),
            label=f"**{name}** ({', '.join(choice.accepted)})",
            icon=":material/gavel:",
            query_params=nav.link_params(s=choice.scenario.id),
        )
        st.markdown(line)


@cached_by_revision()
def _words(current: WorkshopState, trial: weighed.Trial | None) -> tuple[str, tuple[str, ...]]:
    """The section's title, and the words of each row."""
    t = translate()
    found = weighed.weighed(current, trial)
    return price_title(found.rows, totals(found.choices), t), tuple(_line(current, row, t) for row in found.rows)


def price_title(rows: tuple[PriceRow, ...], sums: Totals, t: Translator) -> str:
    """What is dearest and what it all costs, as far as the team said."""
    if sums.hours is None and sums.euros is None:
        return t.plural(
            "What this decision costs you has not been put into figures yet",
            "What these {count} decisions cost you has not been put into figures yet",
            len(rows),
        )
    dearest = rows[0].choice
    title = t(
        "“{title}” costs most: {price}. In total: {sum}.",
        title=dearest.scenario.title[t.lang],
        price=figures(dearest.team.hours_per_month, dearest.team.euros_per_month, t),
        sum=figures(sums.hours, sums.euros, t),
    )
    unknown = sum(row.choice.team.hours_per_month is None and row.choice.team.euros_per_month is None for row in rows)
    if not unknown:
        return title
    without = t.plural("{count} decision has no figures.", "{count} decisions have no figures.", unknown)
    return f"{title} {without}"


def figures(hours: int | None, euros: int | None, t: Translator) -> str:
    """Hours and euros a month, as far as they are known."""
    parts = [t.plural("{count} hour a month", "{count} hours a month", hours)] if hours is not None else []
    if euros is not None:
        parts.append(t("{euros} a month", euros=t.euros(euros)))
    return t.listing(parts)


def _line(current: WorkshopState, row: PriceRow, t: Translator) -> str:
    choice, price = row.choice, row.price
    own = figures(choice.team.hours_per_month, choice.team.euros_per_month, t)
    said = " ".join(part for part in (f"**{own}.**" if own else "", plain(choice.team.sentence)) if part)
    if price.reference is not None:
        lines = [compared(current, row, price.reference, t)]
    else:
        same = (
            t("The same as what we do now.")
            if price.unchanged == "today"
            else t("The same as what is usual in the sector, by our estimate.")
            if price.unchanged == "usual"
            else t("What we do now is not known.")
        )
        lines = [" ".join([same, *(compared(current, row, each, t) for each in price.neighbours[:2])])]
    if choice.reworded:
        lines.append(t("These are the effects of the stance as the deck words it; your rule says it differently."))
    return "  \n".join(([said] if said else []) + lines)


def compared(current: WorkshopState, row: PriceRow, comparison: Comparison, t: Translator) -> str:
    """What a choice wins and gives up against one stance, on one line."""
    from framework.charts.tradeoff_words import against_words, effect_lines

    changes = " ".join(effect_lines(comparison, current.deck, t))
    against = against_words(row.choice.scenario, comparison, t)
    return f"{changes or t('Nothing changes on what the deck looks at.')} *{against}.*"
