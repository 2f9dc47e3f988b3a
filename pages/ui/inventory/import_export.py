"""Export and import of the inventory. An import shows its changes and saves nothing before the person agrees."""

import streamlit as st

from framework.errors import EditConflict, SheetRefused
from framework.inventory import export
from framework.inventory.columns import Layout, layout
from framework.inventory.export import FORMATS, InventoryFormat
from framework.inventory.import_plan import Difference, ImportPlan, PlannedRow, plan_import
from framework.inventory.read_file import read_file
from framework.inventory.row_parser import ParsedRows, RefusedRow, parse_rows
from framework.inventory.table import LIMIT_MB, LIMIT_ROWS
from framework.language import N_, error_sentence
from framework.law.contradictions import contradiction_words
from framework.workshop.agenda import live_activities
from framework.workshop.models import WorkshopState
from pages.ui import messages, queries, session
from pages.ui.charter import files
from pages.ui.i18n import lang, plain, translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import today, use_cases

LABELS: dict[InventoryFormat, tuple[str, str]] = {
    "xlsx": (N_("Excel"), ":material/table:"),
    "csv": (N_("CSV"), ":material/csv:"),
    "json": (N_("JSON"), ":material/data_object:"),
}
ACCEPTED_EXTENSIONS = ["xlsx", "csv", "json", "txt", "tsv", "xls", "xlsm", "xlsb", "ods"]
"""File extensions to accept, also of formats that Kader cannot read, because it says what to do with those."""
MAX_SHOWN_ROWS = 50
"""Maximum number of rows listed on screen; the list of refused rows can be downloaded in full."""


def export_files(current: WorkshopState) -> None:
    """Downloads of the inventory, made when clicked, and of an empty template."""
    t, here, day = translate(), lang(), today()
    activities = live_activities(current)
    st.markdown(f"## {t('Take it with you')}")
    with st.container(horizontal=True):
        for kind, (label, icon) in LABELS.items():
            st.download_button(
                t(label),
                data=lambda kind=kind: export.export(
                    activities,
                    current.deck,
                    queries.law(),
                    kind,
                    here,
                    day,
                    current.shared_facts,
                    current.arrangements,
                ),
                file_name=files.inventory_file_name(current, here, FORMATS[kind].suffix),
                mime=FORMATS[kind].media_type,
                key=f"inventory.download.{kind}",
                icon=icon,
                on_click="ignore",
                disabled=not activities,
            )
        st.download_button(
            t("Empty template"),
            data=lambda: export.template(current.deck, queries.law(), here),
            file_name=f"kader-template-{here}.xlsx",
            mime=FORMATS["xlsx"].media_type,
            key="inventory.download.template",
            icon=":material/grid_on:",
            on_click="ignore",
        )
    st.caption(
        t(
            "With the answers and today’s law check. The template is an Excel file with drop-down lists in the "
            "cells and an explanation of each column."
        )
    )


def import_file(current: WorkshopState) -> None:
    """Upload of a file, its changes, and the agreement."""
    t = translate()
    st.markdown(f"## {t('Import it')}")
    st.markdown(
        t(
            "A file from Kader, a completed template, or your own list with headings such as “name” and "
            "“supplier”. You first see what would change; nothing is saved until you agree."
        )
    )
    file = st.file_uploader(
        t("Excel, CSV or JSON; at most {mb} MB and {rows} rows", mb=LIMIT_MB, rows=t.format_number(LIMIT_ROWS)),
        type=ACCEPTED_EXTENSIONS,
        key="inventory.file",
    )
    if file is None or file.file_id == session.settled_file():
        return
    try:
        read = _read(current, file.getvalue())
    except SheetRefused as error:
        messages.show_error(error)
        return
    columns = _layout(current)
    planned = plan_import(current, read, columns, _kind_for_rest(current, read, columns))
    session.remember("inventory.plan", planned)
    _preview(planned)
    _agreement(current, planned, file.file_id)


@cached_by_revision(maxsize=2)
def _read(current: WorkshopState, data: bytes) -> ParsedRows:
    """Raises `SheetRefused`."""
    columns = _layout(current)
    return parse_rows(read_file(data, columns), columns, lang())


@cached_by_revision(maxsize=16)
def _layout(current: WorkshopState) -> Layout:
    return layout(current.deck, queries.law())


def _kind_for_rest(current: WorkshopState, read: ParsedRows, columns: Layout) -> str:
    """Asks once for the kind of all new rows without one; empty leaves them out."""
    t, here = translate(), lang()
    count = plan_import(current, read, columns).without_kind
    if not count:
        return ""
    names = {kind.id: kind.name[here] for kind in current.deck.kinds}
    return (
        st.selectbox(
            t.plural(
                "{count} row has no kind of activity. Which kind is it?",
                "{count} rows have no kind of activity. Which kind are they?",
                count,
            ),
            list(names),
            index=None,
            format_func=names.__getitem__,
            key="inventory.file.kind",
            placeholder=t("Choose a kind for these rows"),
        )
        or ""
    )


def _preview(planned: ImportPlan) -> None:
    t = translate()
    new, changed, same = planned.of("new"), planned.of("changed"), planned.of("unchanged")
    counts = (
        t.plural("{count} new", "{count} new", len(new)),
        t.plural("{count} changed", "{count} changed", len(changed)),
        t.plural("{count} unchanged", "{count} unchanged", len(same)),
        t.plural("{count} row refused", "{count} rows refused", len(planned.refused)),
    )
    st.markdown(f"**{t('In this file')}**: {' · '.join(counts)}")
    for remark in planned.remarks:
        st.warning(plain(export.remark_words(remark, t)))
    if planned.refused:
        _refused(planned.refused)
    clashing = [row for row in planned.to_do if row.contradictions]
    if clashing:
        _contradictions(clashing)
    if new:
        with st.expander(
            t.plural("{count} new activity", "{count} new activities", len(new)), key="inventory.file.new"
        ):
            st.markdown("\n".join(_new(row) for row in new[:MAX_SHOWN_ROWS]) + _more(len(new)))
    if changed:
        label = t.plural("{count} changed activity", "{count} changed activities", len(changed))
        with st.expander(label, expanded=True, key="inventory.file.changed"):
            st.markdown("\n".join(_changed(row) for row in changed[:MAX_SHOWN_ROWS]) + _more(len(changed)))


def _refused(refused: tuple[RefusedRow, ...]) -> None:
    t = translate()
    with st.container(border=True, key="inventory.file.refused"):
        st.markdown(
            t.plural(
                "**{count} row cannot be imported as it is.** Fix it in the file and choose the file again, or "
                "continue without it.",
                "**{count} rows cannot be imported as they are.** Fix them in the file and choose the file "
                "again, or continue without them.",
                len(refused),
            )
        )
        lines = [
            f"- {_place(row, export.column_words(problem, t))} · {plain(error_sentence(problem.error, t))}"
            for row in refused[:MAX_SHOWN_ROWS]
            for problem in row.problems
        ]
        st.markdown("\n".join(lines) + _more(len(refused)))
        st.download_button(
            t("Download this list"),
            data=lambda: export.refusals(refused, t),
            file_name=f"kader-refused-rows-{t.lang}.csv",
            mime=FORMATS["csv"].media_type,
            key="inventory.file.report",
            icon=":material/download:",
            on_click="ignore",
        )


def _contradictions(rows: list[PlannedRow]) -> None:
    t = translate()
    words = t.plural(
        "**In {count} row, answers contradict each other.** Fix it in the file and choose the file again. If you import it "
        "as it is, the strict answer counts until you choose.",
        "**In {count} rows, answers contradict each other.** Fix them in the file and choose the file again. If you import "
        "them as they are, the strict answer counts until you choose.",
        len(rows),
    )
    lines = [
        f"- {_where(row.line, row.activity.name)} · {plain(contradiction_words(queries.law(), one, t))}"
        for row in rows[:MAX_SHOWN_ROWS]
        for one in row.contradictions
    ]
    st.warning(f"{words}\n\n" + "\n".join(lines) + _more(len(rows)))


def _place(row: RefusedRow, column: str) -> str:
    where = _where(row.line, row.name)
    return f"**{where}** · {plain(column)}" if column else f"**{where}**"


def _where(line: int, name: str) -> str:
    return translate()("Row {row}", row=line) + (f" (“{plain(name)}”)" if name else "")


def _more(count: int) -> str:
    t = translate()
    rest = count - MAX_SHOWN_ROWS
    return "\n\n" + t.plural("And {count} more.", "And {count} more.", rest) if rest > 0 else ""


def _new(row: PlannedRow) -> str:
    t = translate()
    known = t("there is already an activity with this name; this will be added next to it")
    return f"- {plain(row.activity.name)}" + (f" – *{known}*" if row.same_name else "")


def _changed(row: PlannedRow) -> str:
    t = translate()
    name = row.base.name if row.base is not None else row.activity.name
    back = f" – *{t('was deleted and comes back')}*" if row.restored else ""
    return "\n".join([f"- **{plain(name)}**{back}", *(f"    - {_difference(one)}" for one in row.differences)])


def _difference(one: Difference) -> str:
    t, here = translate(), lang()
    before, after = (
        plain(one.column.words(value, here)) if value else f"*{t('empty')}*" for value in (one.before, one.after)
    )
    return f"{plain(one.column.title[here])} · {before} → {after}"


def _agreement(current: WorkshopState, planned: ImportPlan, file_id: str) -> None:
    t = translate()
    to_do = planned.to_do
    if not to_do:
        if not planned.refused:
            st.info(t("Everything in this file is already in Kader. There is nothing to import."))
        return
    with st.container(horizontal=True):
        st.button(
            t.plural("Import {count} activity", "Import {count} activities", len(to_do)),
            key="inventory.file.agree",
            type="primary",
            icon=":material/check:",
            on_click=_import,
            args=(current.workshop.id, file_id),
        )
        st.button(t("Do not import"), key="inventory.file.leave", on_click=session.set_settled_file, args=(file_id,))


def _import(workshop_id: str, file_id: str) -> None:
    """Imports the rows as shown, without losing what somebody has saved since."""
    t = translate()
    agreed = session.recall("inventory.plan", ImportPlan)
    with messages.guarded():
        try:
            use_cases(workshop_id).inventory.import_rows(workshop_id, agreed.to_do)
        except EditConflict:
            session.notify(
                "warning",
                t(
                    "Somebody changed one of these activities in another window, so nothing was imported. "
                    "Check again what would change, and agree if it is right."
                ),
            )
            return
        session.set_settled_file(file_id)
        session.notify(
            "success",
            t(
                "Imported: {new} new and {changed} changed.",
                new=len(agreed.of("new")),
                changed=len(agreed.of("changed")),
            ),
        )
