"""Step 3: read the cards, put five first."""

import streamlit as st

from pages.ui import cards, largetype, nav, service, sheets
from pages.ui.text import translate

t = translate()
current = service.here()
chosen = service.own_ranking(current)
card = current.deck.card(nav.param("c") or "") or current.deck.cards[0]
st.title(t("What do you put first?"))
st.markdown(
    t(
        "Read the cards that appeal to you, and the ones that do not. Put five in order; every choice counts, also what you leave out."
    )
)
largetype.switch("principles")
read, order = largetype.columns([1.45, 1])
with read:
    cards.reader(current, card, chosen)
    cards.overview(current, card, chosen)
with order:
    cards.own_five(current, chosen)
sheets.cards(current)
