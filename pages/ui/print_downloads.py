"""Downloads for printing: cards and a poster with the principles, sheets with the scenarios."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from framework.language import translator
from framework.text import LANG_NAMES, LANGS, Lang
from framework.workshop.agenda import AgendaItem
from framework.workshop.models import WorkshopState
from pages.ui import lazy_expander, queries, session
from pages.ui.i18n import lang, translate
from pages.ui.use_cases import today


def cards(current: WorkshopState) -> None:
    """Offers the cards to cut out, and the poster in two sizes."""
    from framework import printouts

    t = translate()
    with lazy_expander.lazy_expander(t("On paper"), "paper.principles", icon=":material/print:") as opened:
        if opened:
            chosen = _language("principles")
            words = translator(chosen)
            deck, day = current.deck, today()
            with st.container(horizontal=True):
                _file(
                    t("Cards to cut"),
                    "cards",
                    printouts.file_name("cards", deck, words),
                    lambda: printouts.cards(deck, words, day),
                )
                for size in printouts.SIZES:
                    _file(
                        t("Poster {size}", size=size.upper()),
                        f"poster.{size}",
                        printouts.file_name("poster", deck, words, size),
                        _poster(current, chosen, size, day),
                    )
            st.caption(
                t(
                    "Print the cards on A4, double-sided, flipped on the long edge, at 100%. Cut along the marks: each card is A6."
                )
            )


def _poster(current: WorkshopState, chosen: Lang, size: str, day: date) -> Callable[[], bytes]:
    from framework import printouts

    return lambda: printouts.poster(current.deck, translator(chosen), day, "a0" if size == "a0" else "a3")


def scenarios(current: WorkshopState, items: Sequence[AgendaItem]) -> None:
    """Offers a sheet for each proposed scenario, about the team's own activity."""
    from framework import printouts

    t = translate()
    with lazy_expander.lazy_expander(t("On paper"), "paper.scenarios", icon=":material/print:") as opened:
        if opened:
            chosen = _language("scenarios")
            words = translator(chosen)
            day = today()

            def made() -> bytes:
                asked = [
                    (
                        item.scenario,
                        printouts.about(item.scenario, item.activity, queries.facts_of(current, item.activity), words),
                        item.activity.name,
                    )
                    for item in items
                ]
                return printouts.scenarios(current.deck, asked, words, day)

            _file(
                t.plural("{count} dilemma sheet", "{count} dilemma sheets", len(items)),
                "scenarios",
                printouts.file_name("scenarios", current.deck, words),
                made,
            )
            st.caption(
                t(
                    "One double-sided sheet for each person. At the bottom are slips for two silent votes; "
                    "what the law says is on the back, for afterwards."
                )
            )


def _language(page: str) -> Lang:
    t = translate()
    key = f"paper.lang.{page}"
    session.set_default(key, lang())
    st.segmented_control(
        t("Language of the printout"),
        LANGS,
        key=key,
        required=True,
        format_func=LANG_NAMES.__getitem__,
        wrap=True,
    )
    return "nl" if session.value(key) == "nl" else "en"


def _file(label: str, key: str, name: str, made: Callable[[], bytes]) -> None:
    """A download button whose file is made when it is clicked."""
    st.download_button(
        label,
        data=made,
        file_name=name,
        mime="application/pdf",
        key=f"paper.download.{key}",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )
