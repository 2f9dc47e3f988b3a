"""Preview and files of the charter, in any language and edition."""

from collections.abc import Callable

import streamlit as st

from framework.archive.models import Edition
from framework.charter.export import FORMATS, FormatId, file_name
from framework.language import N_
from framework.text import LANG_NAMES, LANGS, Lang
from framework.workshop.models import Framework, WorkshopState
from pages.ui import lazy_expander, session
from pages.ui.charter import files, hand_over
from pages.ui.charter.preview import Shown, preview
from pages.ui.i18n import lang, translate
from pages.ui.use_cases import today

EDITIONS: tuple[Edition, ...] = ("internal", "public")
EDITION_WORDS: dict[Edition, str] = {"internal": N_("Internal edition"), "public": N_("Public edition")}
LABELS: dict[FormatId, tuple[str, str]] = {
    "pdf": (N_("PDF"), ":material/picture_as_pdf:"),
    "docx": (N_("Word"), ":material/description:"),
    "html": (N_("Web page"), ":material/html:"),
    "md": (N_("Markdown"), ":material/notes:"),
    "json": (N_("Charter archive"), ":material/data_object:"),
}


def charter(current: WorkshopState, drafted: Framework) -> None:
    """Choice of version, language and edition, then the files, then the preview, which is long."""
    t = translate()
    kept = {framework.version: framework for framework in current.frameworks}
    session.set_default("charter.lang", lang())
    session.set_default("charter.edition", EDITIONS[0])
    with st.container(horizontal=True, gap="medium"):
        if kept:
            _version(tuple(reversed(kept)))
        st.segmented_control(
            t("Language of the document"),
            LANGS,
            key="charter.lang",
            required=True,
            format_func=LANG_NAMES.__getitem__,
            wrap=True,
        )
        st.segmented_control(
            t("Edition"),
            EDITIONS,
            key="charter.edition",
            required=True,
            format_func=lambda edition: t(EDITION_WORDS[edition]),
            help=t("The public edition has what is ticked, and of what is open only that something is."),
            wrap=True,
        )
    framework = kept.get(session.value("charter.version") or "", drafted)
    document_lang, edition = session.value("charter.lang"), session.value("charter.edition")
    _files(current, framework, document_lang, edition)
    handing_over = current.workshop.kind == "live" and current.workshop.stage not in ("preparing", "session")
    label = t("Hand over the workshop") if handing_over else t("Workshop archive")
    with lazy_expander.lazy_expander(label, "charter.everything", icon=":material/archive:") as opened:
        if opened:
            (hand_over.panel if handing_over else _workshop_archive)(current)
    about = current.workshop.id, current.revision, framework.version, framework is drafted, edition, today()
    preview("charter.preview", Shown(str(about), document_lang, lambda: files.archive(current, framework, edition)))


def _version(kept: tuple[str, ...]) -> None:
    t = translate()
    versions = (*kept, "")
    if session.value("charter.version") not in versions:
        session.set_value("charter.version", versions[0])
    st.segmented_control(
        t("Version"),
        versions,
        key="charter.version",
        required=True,
        format_func=lambda version: version or t("as it is now"),
        wrap=True,
    )


def _files(current: WorkshopState, framework: Framework, document_lang: Lang, edition: Edition) -> None:
    t = translate()
    with st.container(horizontal=True):
        for kind, (label, icon) in LABELS.items():
            st.download_button(
                t(label),
                data=_file_button(current, framework, document_lang, edition, kind),
                file_name=file_name(framework, document_lang, edition, kind),
                mime=FORMATS[kind].media_type,
                key=f"charter.download.{kind}",
                icon=icon,
                on_click="ignore",
            )
    st.caption(
        t(
            "The PDF, Word file and web page contain the charter archive: Kader can open them again, with the framework inside."
        )
    )


def _file_button(
    current: WorkshopState, framework: Framework, document_lang: Lang, edition: Edition, kind: FormatId
) -> Callable[[], bytes]:
    """A download button whose file is made when it is clicked."""
    return lambda: files.render_export(current, framework, document_lang, edition, kind)


def _workshop_archive(current: WorkshopState) -> None:
    """A download of the workshop archive, for the facilitator alone."""
    t = translate()
    st.markdown(
        t(
            "The workshop archive contains everything, including answers and reasons. It is for you alone; use it to continue elsewhere or later."
        )
    )
    st.download_button(
        t("Download the workshop archive"),
        data=lambda: files.workshop_file(current),
        file_name=files.workshop_file_name(current),
        mime="application/json",
        key="charter.download.workshop",
        icon=":material/archive:",
        on_click="ignore",
    )
