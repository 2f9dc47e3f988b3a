"""One menu with everything that can be taken along from the charter page; each file is made when it is clicked."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from framework.archive.models import Edition
from framework.charter.export import FORMATS, FormatId
from framework.charter.export import file_name as charter_file_name
from framework.exports.catalog import (
    MEDIA_TYPES,
    MadeOfFramework,
    Source,
    Suffix,
    export_file,
    file_name,
    with_records,
)
from framework.exports.quarter.document import quarter_name
from framework.exports.quarter.figures import Quarter
from framework.exports.votes import votes_csv, votes_to_export
from framework.language import N_, Translator, translator
from framework.text import Lang
from framework.workshop.models import Framework, WorkshopState
from pages.ui import queries, session
from pages.ui.charter import files
from pages.ui.i18n import translate
from pages.ui.use_cases import today

CHARTER: dict[FormatId, tuple[str, str]] = {
    "pdf": (N_("PDF"), ":material/picture_as_pdf:"),
    "docx": (N_("Word"), ":material/description:"),
    "html": (N_("Web page"), ":material/html:"),
    "md": (N_("Markdown"), ":material/notes:"),
    "json": (N_("Charter archive"), ":material/data_object:"),
}
_PAGES: dict[Literal["pdf", "docx"], str] = {
    "pdf": N_("Page for the quarter (PDF)"),
    "docx": N_("Page for the quarter (Word)"),
}
_QUARTERS = 4
"""The quarters to choose from: the present one and those before it."""


def menu(
    current: WorkshopState, drafted: Framework, framework: Framework, document_lang: Lang, edition: Edition
) -> None:
    """``drafted``: the framework as it is now, whose records count in the register and on the page for the quarter.

    The public edition has its own page and nothing else.
    """
    with st.popover(
        translate()("Download"), key="charter.downloads", icon=":material/download:", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        _charter(current, framework, document_lang, edition)
        if edition == "internal":
            words = translator(document_lang)
            source = Source(with_records(framework, drafted), current.deck, queries.law(), today())
            _to_show(source, words)
            _to_keep_up(source, words)
            _to_count(current, framework, words)


def _charter(current: WorkshopState, framework: Framework, document_lang: Lang, edition: Edition) -> None:
    t = translate()
    st.markdown(f"**{t('The charter')}**")
    with st.container(horizontal=True, gap="small"):
        for kind, (label, icon) in CHARTER.items():
            _button(
                t(label),
                kind,
                icon,
                charter_file_name(framework, document_lang, edition, kind),
                FORMATS[kind].media_type,
                lambda kind=kind: files.render_export(current, framework, document_lang, edition, kind),
            )
    st.caption(
        t(
            "The PDF, Word file and web page contain the charter archive: Kader can open them again, with the framework inside."
        )
    )


def _to_show(source: Source, words: Translator) -> None:
    t = translate()
    st.markdown(f"**{t('To show')}**")
    _of_framework(t("Slides (PowerPoint)"), ":material/slideshow:", "slides", "pptx", source, words)
    st.caption(t("Six: summary, red lines, rules, price, open points, next steps. The sources are in the notes."))


def _to_keep_up(source: Source, words: Translator) -> None:
    t = translate()
    st.markdown(f"**{t('To keep up')}**")
    _of_framework(t("Register (Excel)"), ":material/table_view:", "register", "xlsx", source, words)
    st.caption(
        t(
            "A row per AI use, and sheets with measures, suppliers, rules, exceptions, incidents, complaints, stops and training."
        )
    )
    chosen = _quarter(source)
    with st.container(horizontal=True, gap="small"):
        for suffix, label in _PAGES.items():
            _of_framework(t(label), CHARTER[suffix][1], "quarter", suffix, source, words, chosen)
    st.caption(t("For management: what was counted, what is overdue and what happened. Only what is on record."))


def _quarter(source: Source) -> Quarter:
    t = translate()
    quarters = [Quarter.of(source.as_of)]
    while len(quarters) < _QUARTERS:
        quarters.append(quarters[-1].before)
    if session.value("charter.quarter") not in quarters:
        session.set_value("charter.quarter", quarters[0])
    return st.selectbox(
        t("Quarter"),
        quarters,
        key="charter.quarter",
        width=260,
        format_func=lambda quarter: quarter_name(quarter, t),
    )


def _to_count(current: WorkshopState, framework: Framework, words: Translator) -> None:
    """The votes of a live workshop, where there are enough."""
    t = translate()
    if not votes_to_export(current):
        return
    st.markdown(f"**{t('To count')}**")
    name = file_name("votes", "csv", framework, words.lang)
    _button(
        t("Votes (CSV)"),
        "votes",
        ":material/how_to_vote:",
        name,
        MEDIA_TYPES["csv"],
        lambda: votes_csv(current, words),
    )
    st.caption(
        t("Nobody can be followed from one question to the next. Rounds with fewer than five votes are left out.")
    )


def _of_framework(
    label: str,
    icon: str,
    kind: MadeOfFramework,
    suffix: Suffix,
    source: Source,
    words: Translator,
    quarter: Quarter | None = None,
) -> None:
    name = file_name(kind, suffix, source.framework, words.lang, quarter)
    _button(
        label,
        kind if quarter is None else f"{kind}.{suffix}",
        icon,
        name,
        MEDIA_TYPES[suffix],
        lambda: export_file(kind, suffix, source, words, quarter),
    )


def _button(label: str, key: str, icon: str, name: str, media_type: str, made: Callable[[], bytes]) -> None:
    st.download_button(
        label,
        data=made,
        file_name=name,
        mime=media_type,
        key=f"charter.download.{key}",
        icon=icon,
        on_click="ignore",
    )
