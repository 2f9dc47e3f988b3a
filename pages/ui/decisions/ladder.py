"""The ladder of a decision: five stances, where we are and want to be, and what the choice and each step win and give up."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from framework.analysis.choices import Choice
from framework.analysis.price import Comparison, Price
from framework.charts.ladder import Rung, rungs
from framework.charts.tradeoff_words import against_words, effect_lines, stance_words
from framework.deck import LETTERS, Deck, Letter
from framework.text import LocalizedText
from framework.workshop.models import WorkshopState
from pages.ui import queries, session
from pages.ui.i18n import lang, translate

STYLE = Path(__file__).with_name("ladder.css")


def ladder(
    current: WorkshopState, choice: Choice, *, key: str, label: str, chosen: str, start: Letter | None
) -> tuple[Letter | None, Comparison | None]:
    """Draws the stances, and beside them what the one that is looked at wins and gives up.

    Returns that stance, and the comparison that was shown, or else that with a neighbour. ``choice`` may be without a stance.
    ``chosen``: what the choice is called; ``start``: the stance that is looked at first.
    """
    t, deck, scenario, group = translate(), current.deck, choice.scenario, current.room
    ranking = group.kept_cards if group else queries.own_ranking(current)
    found = choice.price(ranking) if choice.accepted else Price((), None, None, ())
    shown = {rung.letter: rung for rung in rungs(deck, scenario, found, choice.practice, t, chosen=chosen)}
    session.sync_field(key, start)
    st.html(STYLE)
    # On a group's pages the votes stand beside it.
    left, right = (st.container(), st.container()) if group else st.columns(2, gap="medium")
    with left, st.container(key=f"ladder.{choice.id}"):
        st.radio(
            label,
            LETTERS,
            index=None,
            key=key,
            format_func=lambda letter: _name(shown[letter]),
            captions=[_caption(rung) for rung in shown.values()],
            width="stretch",
        )
    looked_at: Letter | None = session.value(key)
    with right:
        if looked_at is None or looked_at in choice.accepted:
            compared = found.reference
            lines = tuple(_of_the_choice(deck, choice, compared, unchanged=found.unchanged))
        else:
            compared = choice.change_to(looked_at, ranking)
            lines = tuple(_of_another(deck, choice, looked_at, compared))
        if lines:
            st.markdown("\n\n".join(lines))
    return looked_at, compared or next(iter(found.neighbours), None)


def _name(rung: Rung) -> str:
    return f"**{rung.letter}** · ~~{rung.name}~~" if rung.closed else f"**{rung.letter}** · {rung.name}"


def _caption(rung: Rung) -> str:
    lines = [f"**{' · '.join(rung.pins)}**"] if rung.pins else []
    if rung.step:
        lines.append(f"{rung.step}. {' '.join(rung.effects)}")
    return "  \n".join(lines)


def _of_the_choice(deck: Deck, choice: Choice, compared: Comparison | None, *, unchanged: str | None) -> Iterable[str]:
    t, scenario = translate(), choice.scenario
    if len(choice.accepted) == 1:
        stance = scenario.stance(choice.accepted[0])
        yield from _said(t("What we get"), stance.gives)
        yield from _said(t("What it costs"), stance.costs)
    if compared is not None:
        yield from _said(t("What we leave on the table"), scenario.stance(compared.stance).gives)
        yield "  \n".join([*effect_lines(compared, deck, t), f"*{against_words(scenario, compared, t)}.*"])
    elif unchanged == "today":
        yield t("We do this already.")
    elif unchanged == "usual":
        yield t("By our estimate, this is what the sector usually does.")


def _of_another(deck: Deck, choice: Choice, letter: Letter, change: Comparison | None) -> Iterable[str]:
    t, here = translate(), lang()
    stance = choice.scenario.stance(letter)
    yield f"**{stance_words(choice.scenario, letter, t)}**"
    yield from _said(t("What we would get"), stance.gives)
    yield from _said(t("What it would cost"), stance.costs)
    if change is not None:
        yield "  \n".join(effect_lines(change, deck, t))
    if stance.law is not None and stance.legal != "lawful":
        yield f":material/balance: {stance.law[here]}"  # the ladder says what follows from it


def _said(label: str, words: LocalizedText | None) -> Iterable[str]:
    """The deck's sentence; older decks have none."""
    if words is not None:
        yield f"**{label}**: {words[lang()]}"
