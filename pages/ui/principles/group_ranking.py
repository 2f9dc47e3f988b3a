"""A group's ranking of the cards after the reveal, and the six cards that it keeps."""

from collections import Counter

import streamlit as st

from framework.analysis.group_results import (
    ANONYMOUS_FROM,
    CARDS_KEPT,
    group_order,
    group_result,
    revealed_rankings,
    tied_at_the_cut,
)
from framework.analysis.result_text import ranking_words
from framework.language.labels import tied_words
from framework.workshop.models import WorkshopState
from pages.ui import fields, messages
from pages.ui.facilitation import room_queries
from pages.ui.i18n import lang, translate
from pages.ui.use_cases import use_cases


def cards(current: WorkshopState) -> None:
    """The ranking; nothing before the reveal."""
    t, here = translate(), lang()
    seen = room_queries.with_rankings(current)
    rankings = revealed_rankings(seen)
    if not rankings:
        st.markdown(
            t("Everyone puts five cards in order on their own phone. The group’s order appears after the reveal.")
        )
        return
    order = group_order(current.deck, rankings)
    names = {card.id: card.name[here] for card in current.deck.cards}
    kept = room_queries.room_of(current).kept_cards or order[:CARDS_KEPT]
    named = Counter(card for ranking in rankings for card in ranking.cards)
    first = Counter(ranking.cards[0] for ranking in rankings)
    left, right = st.columns(2, gap="medium")
    with left:
        st.header(t("The group’s order"), anchor=False)
        rows = []
        for place, card in enumerate(order, start=1):
            often = t("named by {count} of {all}", count=named[card], all=len(rankings))
            top = f", {t('{count} × first', count=first[card])}" if first[card] else ""
            detail = f" :gray[· {often}{top}]" if len(rankings) >= ANONYMOUS_FROM else ""
            rows.append(f"{place}. **{names[card]}**{detail}")
        st.markdown("\n".join(rows))
        if tied := tied_words([names[card] for card in tied_at_the_cut(current.deck, rankings)], t):
            st.info(tied)
        _agreement(seen)
    with right:
        st.header(t("We keep six"), anchor=False)
        fields.multiselect(
            t("The first six are filled in; change them together."),
            "keep.cards",
            kept,
            list(dict.fromkeys((*order, *names))),
            lambda chosen: _keep(current.workshop.id, chosen, order),
            words=lambda card: names[card],
        )
        if not room_queries.room_of(current).kept_cards:
            st.button(
                t("Keep these"),
                key="keep.confirm",
                type="primary",
                shortcut="N",
                on_click=_keep,
                args=(current.workshop.id, list(kept), order),
            )
        else:
            st.caption(t("Saved. The charter lists them in this order."))


def _agreement(seen: WorkshopState) -> None:
    """How alike the rankings are, and the card that beats every other one."""
    t, here = translate(), lang()
    result = group_result(seen)
    if result is None:
        return
    winner = seen.deck.card(result.winner or "")
    said = [ranking_words(result, t)]
    if winner is not None:
        said.append(t("“{card}” beats every other card one to one.", card=winner.name[here]))
    st.caption(" ".join(filter(None, said)))


def _keep(workshop_id: str, chosen: list[str], order: tuple[str, ...]) -> None:
    """Confirms the chosen cards in the group's order; cards that nobody ranked come last."""
    ordered = sorted(chosen, key=lambda card: order.index(card) if card in order else len(order))
    with messages.guarded():
        use_cases(workshop_id).facilitation.confirm_cards(workshop_id, ordered)
