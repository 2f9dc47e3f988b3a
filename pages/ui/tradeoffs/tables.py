"""The tables behind the page, to take along as CSV or as an Excel workbook."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from framework.analysis.frontier import frontier
from framework.language import N_, Translator
from framework.workshop.models import WorkshopState
from pages.ui import lazy_expander
from pages.ui.charter import files
from pages.ui.i18n import lang, translate
from pages.ui.tradeoffs import two_rows, weighed

if TYPE_CHECKING:
    from framework.charts.table_files import Table

NAMES = {
    "prices": N_("The price of each decision"),
    "said-and-chosen": N_("What we say and what we choose"),
    "frontier": N_("How well two principles go together"),
    "marks": N_("All marks and comparisons; the rest follows from these"),
}


def section(current: WorkshopState) -> None:
    t, here = translate(), lang()
    with lazy_expander.lazy_expander(
        t("The tables behind this page"), "tradeoffs.tables", icon=":material/table_rows:"
    ) as opened:
        if not opened:
            return
        trial = weighed.trial_of(current)
        found = weighed.weighed(current, trial)
        rows = two_rows.chosen(current, found)
        if trial is not None:
            st.caption(t("With what you are trying now."))
        for name, words in NAMES.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(t(words))
                for kind, (label, media_type, made) in _files(partial(_table, current, name, found, rows, t)).items():
                    st.download_button(
                        label,
                        data=made,
                        file_name=files.table_file_name(current, name, here, f".{kind}"),
                        mime=media_type,
                        key=f"tradeoffs.{name}.{kind}",
                        icon=":material/download:",
                        on_click="ignore",
                    )


def _files(table: Callable[[], "Table"]) -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Label, media type and contents by suffix; the contents are made when somebody downloads them, outside the session."""

    def csv() -> bytes:
        from framework.charts import table_files

        return table_files.to_csv(table())

    def xlsx() -> bytes:
        from framework.charts import table_files

        return table_files.to_xlsx(table())

    return {
        "csv": ("CSV", "text/csv", csv),
        "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
    }


def _table(current: WorkshopState, name: str, found: weighed.Weighed, rows: tuple[str, str], t: Translator) -> "Table":
    from framework.charts import tradeoff_tables

    deck = current.deck
    if name == "prices":
        return tradeoff_tables.prices_table(found.rows, deck, t)
    if name == "said-and-chosen":
        titles = {choice.id: choice.scenario.title[t.lang] for choice in found.choices}
        return tradeoff_tables.pairs_table(found.pairs, titles, deck, t)
    if name == "frontier":
        return tradeoff_tables.frontier_table(frontier(found.choices, *rows), rows, found.choices, deck, t)
    return tradeoff_tables.marks_table(found.choices, deck, t)
