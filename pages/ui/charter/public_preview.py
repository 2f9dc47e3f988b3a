"""The public page as it would be published, with what stands in its way."""

from dataclasses import replace

import streamlit as st

from framework.archive.models import PublicArchive
from framework.charter.document import plain as in_words
from framework.charter.export import document_of
from framework.charter.public_edition import with_ticks
from framework.charter.public_page import ENOUGH, LIMIT, word_count
from framework.charter.publication import obstacles
from framework.charter.renderers import markdown
from framework.errors import PublicationRefused
from framework.language import error_sentence, translator
from framework.text import Lang
from framework.workshop.models import Framework, WorkshopState
from pages.ui import queries
from pages.ui.charter import files
from pages.ui.i18n import lang, plain, translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import today


def to_publish(current: WorkshopState, drafted: Framework) -> Framework:
    """The version that was adopted last, else the draft."""
    return next((one for one in reversed(current.frameworks) if one.adopted), drafted)


def page(current: WorkshopState, framework: Framework) -> None:
    with st.container(border=True):
        st.markdown(_page(current, framework.version, lang())[0], anchors=False)


def state(current: WorkshopState, framework: Framework) -> None:
    """How many words the page has, and what stands in its way."""
    t = translate()
    _, words = _page(current, framework.version, lang())
    if words > LIMIT:
        room = t("{count} words; {limit} at most.", count=words, limit=LIMIT)
    elif words < ENOUGH:
        room = t("{count} words; there is room for more, up to {limit}.", count=words, limit=LIMIT)
    else:
        room = t("{count} of at most {limit} words.", count=words, limit=LIMIT)
    st.progress(min(1.0, words / LIMIT), text=room)
    show_obstacles(found := in_the_way(current, framework.version, lang()), of_draft=not framework.adopted)
    if not found:
        st.success(t("This page can be published. Download it below: choose the public edition."))


def may_be_taken(current: WorkshopState, framework: Framework, document_lang: Lang) -> bool:
    """Whether the public edition of a version may be downloaded; says why not, or that it is a draft."""
    t = translate()
    if not framework.adopted:
        st.caption(t("A draft: the page and the name of the file say that it is not for publication."))
        return True
    found = in_the_way(current, framework.version, document_lang)
    show_obstacles(found, of_draft=False)
    return not found


def show_obstacles(found: tuple[PublicationRefused, ...], *, of_draft: bool) -> None:
    """Each with what to do. ``of_draft``: it may be shown as a draft meanwhile."""
    t = translate()
    if not found:
        return
    lead = t("Before this page can be published:") if of_draft else t("This page cannot be published yet:")
    sentences = [plain(error_sentence(one, t)) for one in found]
    st.warning("\n".join((f"{lead}\n", *(f"- {one}" for one in sentences))), icon=":material/public_off:")


@cached_by_revision()
def in_the_way(current: WorkshopState, version: str, document_lang: Lang) -> tuple[PublicationRefused, ...]:
    """What stands in the way of publishing a version (of the draft, where there is none of this number)."""
    framework = with_ticks(_version(current, version), current)
    return obstacles(framework, current.deck, queries.law(), translator(document_lang), as_of=today())


@cached_by_revision()
def _page(current: WorkshopState, version: str, document_lang: Lang) -> tuple[str, int]:
    """The page as Markdown, and how many words it has."""
    archive = files.archive(current, _version(current, version), "public")
    assert isinstance(archive, PublicArchive)
    document = document_of(archive, translator(document_lang))
    parts = markdown.screen_parts(replace(document, footer=()))
    return "\n\n".join((*parts, plain(in_words(document.footer)))), word_count(document)


def _version(current: WorkshopState, version: str) -> Framework:
    return next((one for one in current.frameworks if one.version == version), None) or files.draft(current)
