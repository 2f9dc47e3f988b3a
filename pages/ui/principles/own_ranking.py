"""The principle cards of a self-assessment: reading one, and ordering five."""

from collections.abc import Sequence

import streamlit as st

from framework.deck import PrincipleCard
from framework.deck.symbols import drawing
from framework.usecases.self_assessment import CARDS_TO_ORDER
from framework.workshop.agenda import live_activities
from framework.workshop.models import WorkshopState
from pages.ui import large_type, messages, nav, queries, session
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

SYMBOL_COLOUR = "#2a8992"
"""Readable on both themes' backgrounds, because a picture cannot follow the theme."""
SYMBOL_SIZE = 88
READING_WIDTH = 720

_SELECTED = "five.chosen"
"""Key of the selected card of one's own five."""


def reader(current: WorkshopState, card: PrincipleCard, chosen: tuple[str, ...]) -> None:
    """One card in full: essence, tension, questions, and examples for the team's own activities."""
    t = translate()
    cards = current.deck.cards
    at = [other.id for other in cards].index(card.id)
    with st.container(border=True, key=f"card.{card.id}"):
        card_text(card, t("Card {number} of {all}", number=at + 1, all=len(cards)), _own_examples(current, card))
        with st.container(horizontal=True):
            if card.id in chosen:
                st.button(
                    t("Remove from my top 5"),
                    key=f"card.out.{card.id}",
                    icon=":material/remove:",
                    on_click=_take_out,
                    args=(card.id,),
                )
            else:
                st.button(
                    t("Add to my top 5"),
                    key=f"card.in.{card.id}",
                    type="primary",
                    icon=":material/add:",
                    disabled=len(chosen) >= CARDS_TO_ORDER,
                    help=t("Remove one first; five is the most.") if len(chosen) >= CARDS_TO_ORDER else None,
                    on_click=_put_in,
                    args=(card.id,),
                )
            st.button(
                t("Previous card"),
                key="card.previous",
                icon=":material/chevron_left:",
                on_click=_show_card,
                args=(cards[at - 1].id,),
            )
            st.button(
                t("Next card"),
                key="card.next",
                icon=":material/chevron_right:",
                icon_position="right",
                on_click=_show_card,
                args=(cards[(at + 1) % len(cards)].id,),
            )


def card_text(card: PrincipleCard, place: str, examples: Sequence[str]) -> None:
    """The text of a card, also for the deck editor's preview. ``examples``: escaped."""
    t, here = translate(), lang()
    counter = "" if card.scored else f" · {t('counterweight: ranked and discussed, not scored')}"
    with large_type.reading_container(f"card-{card.id}", READING_WIDTH):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            if card.symbol:
                st.image(drawing(card.symbol, SYMBOL_COLOUR), width=SYMBOL_SIZE, alt="")
            st.markdown(f"## {card.name[here]}\n:gray[{place}{counter}]", anchors=False)
        parts = [f"### {card.essence[here]}", f"**{t('Where it clashes')}**  \n{card.tension[here]}"]
        parts.append(f"**{t('Ask yourselves')}**\n\n" + "\n".join(f"- {question[here]}" for question in card.questions))
        if examples:
            parts.append(
                f"**{t('In your case, for example')}**\n\n" + "\n".join(f"- {example}" for example in examples)
            )
        st.markdown("\n\n".join(parts))
        if card.starting_points:
            st.caption(", ".join(plain(point[here]) for point in card.starting_points))


def _own_examples(current: WorkshopState, card: PrincipleCard) -> list[str]:
    here = lang()
    shown: list[str] = []
    for activity in live_activities(current):
        example = card.examples.get(activity.kind)
        if example is not None:
            shown.append(f"*{plain(activity.name)}*: {example[here]}")
    return shown[:3]


def overview(current: WorkshopState, card: PrincipleCard, chosen: tuple[str, ...]) -> None:
    """All cards by name, to choose which one to read; those among the five show their rank."""
    t, here = translate(), lang()
    session.sync_field("principles.chosen", card.id)
    st.pills(
        t("All cards"),
        [other.id for other in current.deck.cards],
        key="principles.chosen",
        format_func=lambda key: _label(current, key, chosen, here),
        required=True,
        on_change=_opened,
        wrap=True,
    )


def _label(current: WorkshopState, card_id: str, chosen: tuple[str, ...], here: str) -> str:
    card = current.deck.card(card_id)
    assert card is not None
    name = card.name["nl" if here == "nl" else "en"]
    return f"{chosen.index(card_id) + 1}. {name}" if card_id in chosen else name


def own_five(current: WorkshopState, chosen: tuple[str, ...]) -> None:
    """One's own ranking, with buttons to move a card up, down or out."""
    t, here = translate(), lang()
    st.subheader(t("My top 5, in order"), anchor=False)
    if not chosen:
        st.markdown(t("Read the cards and choose five. The first weighs most for you."))
        return
    names = {card.id: card.name[here] for card in current.deck.cards if card.id in chosen}
    kept = session.value(_SELECTED)
    session.set_value(_SELECTED, kept if kept in chosen else chosen[0])
    # One list and three buttons that stand still, so that whoever moves a card twice need not look for the button again.
    st.radio(
        t("Choose a card to move or remove it."),
        chosen,
        key=_SELECTED,
        format_func=lambda card_id: f"**{chosen.index(card_id) + 1}. {names.get(card_id, '')}**",
    )
    at = chosen.index(session.value(_SELECTED))
    name = names.get(chosen[at], "")
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            "",
            key="five.up",
            icon=":material/arrow_upward:",
            help=t("Move “{card}” up", card=name),
            disabled=at == 0,
            on_click=_move,
            args=(chosen[at], -1),
        )
        st.button(
            "",
            key="five.down",
            icon=":material/arrow_downward:",
            help=t("Move “{card}” down", card=name),
            disabled=at == len(chosen) - 1,
            on_click=_move,
            args=(chosen[at], 1),
        )
        st.button(
            "",
            key="five.out",
            icon=":material/close:",
            help=t("Remove “{card}”", card=name),
            on_click=_take_out,
            args=(chosen[at],),
        )
    left = CARDS_TO_ORDER - len(chosen)
    if left:
        st.caption(t.plural("Room for {count} more card.", "Room for {count} more cards.", left))


def _chosen() -> tuple[str, ...]:
    return queries.own_ranking(queries.current_workshop())


def _rank(cards: tuple[str, ...]) -> None:
    current = queries.current_workshop()
    with messages.guarded():
        use_cases(current.workshop.id).self_assessment.rank_cards(current.workshop.id, current.seats[0].id, cards)


def _put_in(card_id: str) -> None:
    chosen = _chosen()
    if card_id not in chosen:
        _rank((*chosen, card_id))


def _take_out(card_id: str) -> None:
    _rank(tuple(card for card in _chosen() if card != card_id))


def _move(card_id: str, by: int) -> None:
    order = list(_chosen())
    if card_id not in order:
        return
    at = order.index(card_id)
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    _rank(tuple(order))


def _show_card(card_id: str) -> None:
    nav.set_params(c=card_id)


def _opened() -> None:
    nav.set_params(c=session.value("principles.chosen"))
