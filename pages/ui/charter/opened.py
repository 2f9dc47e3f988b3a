"""A charter that was opened from a file: what it is, what people changed in its Word file, and its pages."""

import streamlit as st

from framework.archive.models import CharterArchive, PublicArchive
from framework.charter.edits import Piece, TextEdit, WordEdits, summary
from framework.language import N_
from framework.text import LANG_NAMES, LANGS
from pages.ui import session
from pages.ui.charter.downloads import EDITION_WORDS
from pages.ui.charter.preview import Shown, preview
from pages.ui.i18n import lang, plain, translate

_KINDS = {"changed": N_("Changed"), "added": N_("Added"), "removed": N_("Removed")}
_SHOWN = 100
"""Changes that are listed; a file with more is another document."""


def opened_charter(archive: CharterArchive | PublicArchive) -> None:
    """Shows a charter from a file, in either language."""
    t = translate()
    of = archive.page if isinstance(archive, PublicArchive) else archive.framework
    with st.container(border=True):
        st.success(
            t(
                "Opened: version {version} of {organisation}, {edition}. It is shown below and was not saved on this machine.",
                version=of.version,
                organisation=plain(of.organisation),
                edition=t(EDITION_WORDS[archive.edition]).lower(),
            )
        )
        edits: WordEdits | None = session.opened_edits()
        if edits is not None:
            _edits(edits)
        st.button(t("Close this charter"), key="opened.close", on_click=lambda: session.set_opened_charter(None))
        session.set_default("opened.lang", lang())
        st.segmented_control(
            t("Language of the document"),
            LANGS,
            key="opened.lang",
            required=True,
            format_func=LANG_NAMES.__getitem__,
            wrap=True,
        )
        token = f"file {session.opened_file()}"
        preview("opened.preview", Shown(token, session.value("opened.lang"), lambda: archive))


def _edits(found: WordEdits) -> None:
    t = translate()
    if not found.edits and not found.comments:
        st.info(summary(found, t), icon=":material/check:")
        return
    st.warning(summary(found, t), icon=":material/edit_document:")
    with st.expander(t("What was changed"), expanded=True):
        for edit in found.edits[:_SHOWN]:
            st.markdown(_edit(edit))
        rest = len(found.edits) - _SHOWN
        if rest > 0:
            st.markdown(t.plural("{count} more change is not listed.", "{count} more changes are not listed.", rest))
        for comment in found.comments[:_SHOWN]:
            st.markdown(f"**{t('Comment in the margin')}**  \n{plain(comment)}")


def _edit(edit: TextEdit) -> str:
    """A change in a few lines; words that differ are bold, and say so by where they stand, not by colour."""
    t = translate()
    place = f" · {plain(edit.place)}" if edit.place else ""
    lines = [f"**{t(_KINDS[edit.kind])}**{place}"]
    if edit.before:
        lines.append(f"{t('It said:')} {_marked(edit.before)}")
    if edit.after:
        lines.append(f"{t('It says now:')} {_marked(edit.after)}")
    return "  \n".join(lines)


def _marked(pieces: tuple[Piece, ...]) -> str:
    if len(pieces) == 1:
        return plain(pieces[0].words)
    return "".join(_bold(one.words) if one.changed else plain_inside(one.words) for one in pieces)


def _bold(words: str) -> str:
    """Bold, with the spaces around it outside, or Markdown would show the stars."""
    inner = words.strip()
    if not inner:
        return words
    start = words.index(inner)
    return f"{words[:start]}**{plain_inside(inner)}**{words[start + len(inner) :]}"


def plain_inside(words: str) -> str:
    """As `plain`, keeping the spaces at either end."""
    inner = words.strip()
    start = words.index(inner) if inner else len(words)
    return f"{words[:start]}{plain(inner)}{words[start + len(inner) :]}" if inner else words
