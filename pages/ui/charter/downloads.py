"""Preview and files of the charter, in any language and edition."""

import streamlit as st

from framework.archive.models import Edition
from framework.language import N_
from framework.text import LANG_NAMES, LANGS
from framework.workshop.models import Framework, WorkshopState
from pages.ui import lazy_expander, session
from pages.ui.charter import download_menu, files, hand_over, public_preview
from pages.ui.charter.preview import Shown, preview
from pages.ui.i18n import lang, translate
from pages.ui.use_cases import today

EDITIONS: tuple[Edition, ...] = ("internal", "public")
EDITION_WORDS: dict[Edition, str] = {"internal": N_("Internal edition"), "public": N_("Public edition")}


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
    if edition == "internal" or public_preview.may_be_taken(current, framework, document_lang):
        download_menu.menu(current, drafted, framework, document_lang, edition)
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
