"""Step 3: read the principle cards and put five in order."""

import streamlit as st

from pages.ui import large_type, nav, print_downloads, queries
from pages.ui.i18n import translate
from pages.ui.principles import own_ranking

t = translate()
current = queries.current_workshop()
chosen = queries.own_ranking(current)
card = current.deck.card(nav.param("c") or "") or current.deck.cards[0]
st.title(t("What do you put first?"))
st.markdown(
    t(
        "Read the cards that appeal to you, and those that do not. Put five in order; every choice counts, including what you leave out."
    )
)
large_type.switch("principles")
read, order = large_type.columns([1.45, 1])
with read:
    own_ranking.reader(current, card, chosen)
    own_ranking.overview(current, card, chosen)
with order:
    own_ranking.own_five(current, chosen)
print_downloads.cards(current)
