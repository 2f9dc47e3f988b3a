"""What the team itself says of a decision: its price in words and in figures, and marks that it reads differently."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, Final

import streamlit as st

from framework.analysis.choices import Choice
from framework.analysis.price import Comparison, MarkRow, direction, mark_rows
from framework.charts.tradeoff_words import row_name, sentence_case, stance_words
from framework.deck import LETTERS, Deck, Letter
from framework.language import N_
from framework.language.labels import EFFECT_NAMES
from framework.text import accept
from framework.usecases.decisions import with_correction, without_correction
from framework.workshop.field_types import PRICE_LIMIT, MarkCorrection
from framework.workshop.models import Decision
from pages.ui import fields, messages, session
from pages.ui.i18n import plain, translate

Save = Callable[[Callable[[Decision, Any], Decision]], Callable[[Any], None]]
"""Makes the callback of a field from a function of the decision and the field's new value."""
UNKNOWN: Final = "unknown"
_EFFECTS: Final[dict[str, str]] = {**EFFECT_NAMES, UNKNOWN: N_("don’t know")}
_PLACES: Final[dict[str, int]] = {"better": 1, "level": 0, "worse": -1}
_PLACE_WORDS: Final[dict[str, str]] = {"better": N_("better"), "level": N_("just as good"), "worse": N_("worse")}
_LACKS: Final[dict[str, str]] = {
    "effect": N_("Nothing to correct yet: change at least one effect above."),
    "reason": N_("Say why first. The reason stays with the correction."),
}
_MAX_MARK: Final = 3
"""As in `MarkCorrection`."""


def practice(decision: Decision, save: Save) -> None:
    """What the group does today; a self-assessment asks it at the dilemma. Effects are then held against it."""
    t = translate()
    fields.choice(
        t("What do we do today?"),
        f"{decision.id}.practice",
        decision.practice,
        (*LETTERS, UNKNOWN),
        save(lambda d, v: d.model_copy(update={"practice": v})),
        words=lambda letter: t(_EFFECTS[UNKNOWN]) if letter == UNKNOWN else letter,
    )


def own_price(decision: Decision, save: Save) -> None:
    """The price in one sentence. The deck's stands beside the ladder and is never copied."""
    t = translate()
    fields.text_area(
        t("What does this rule cost you? Name a person, an hour, a euro, a wait, or something no longer possible."),
        f"{decision.id}.price",
        decision.price.sentence,
        save(lambda d, v: _priced(d, sentence=v)),
    )


def figures(decision: Decision, save: Save) -> None:
    """Hours, euros, reach and conversion, and whether the sentence is public; behind one press."""
    t, price, key = translate(), decision.price, decision.id
    with st.popover(t("In figures"), key=f"{key}.figures", icon=":material/tag:", on_change="rerun") as opened:
        if not opened.open:
            return
        left, right = st.columns(2)
        with left:
            fields.amount(
                t("Hours a month"),
                f"{key}.hours",
                price.hours_per_month,
                100_000,
                save(lambda d, v: _priced(d, hours_per_month=v)),
            )
        with right:
            fields.amount(
                t("Euros a month"),
                f"{key}.euros",
                price.euros_per_month,
                100_000_000,
                save(lambda d, v: _priced(d, euros_per_month=v)),
            )
        for part, label, stored in (
            ("reach", t("Reach"), price.reach),
            ("conversion", t("Conversion"), price.conversion),
        ):
            fields.choice(
                label,
                f"{key}.{part}",
                stored or UNKNOWN,
                tuple(_EFFECTS),
                save(lambda d, v, part=part: _priced(d, **{part: None if v == UNKNOWN else v})),
                words=lambda effect: t(_EFFECTS[effect]),
            )


def _priced(decision: Decision, **given: Any) -> Decision:
    return decision.model_copy(update={"price": decision.price.model_copy(update=given)})


def corrections(
    deck: Deck, choice: Choice, decision: Decision, looked_at: Letter | None, shown: Comparison | None, save: Save
) -> None:
    """Corrects marks of the comparison that is shown, with a reason, and takes corrections back; behind one press."""
    t, key = translate(), decision.id
    with st.popover(t("Correct an effect"), key=f"{key}.correct", icon=":material/edit:", on_change="rerun") as opened:
        if not opened.open:
            return
        for one in decision.corrections:
            st.markdown(f"**{one.stance}** · {row_name(deck, one.row, t)}: {plain(one.reason)}", width="content")
            st.button(
                t("Take back"),
                key=f"{key}.correct.{one.row}.{one.stance}",
                type="tertiary",
                on_click=save(lambda d, _, one=one: without_correction(d, one.row, one.stance)),
                args=(one,),
            )
        if shown is None or len(choice.accepted) != 1:
            st.caption(t("Look at another step first: a correction is about two stances."))
            return
        (chosen,) = choice.accepted
        about, against = (chosen, shown.stance) if looked_at in (chosen, None) else (looked_at, chosen)
        _correction(deck, choice, key, about, against, save)


def _correction(deck: Deck, choice: Choice, key: str, about: Letter, against: Letter, save: Save) -> None:
    """All rows at once, so that a press says what one reads differently; what the deck says is filled in."""
    t = translate()
    rows = mark_rows(choice.scenario, choice.corrections)
    with st.form(f"{key}.correct.form", border=False):
        st.markdown(
            t(
                "{stance} is, compared with {other}:",
                stance=stance_words(choice.scenario, about, t),
                other=stance_words(choice.scenario, against, t),
            )
        )
        for row in rows:
            field = _field(key, row, about, against)
            session.sync_field(field, direction(row, (about,), against))
            st.segmented_control(
                sentence_case(row_name(deck, row.row, t)),
                [place for place, step in _PLACES.items() if abs(row.of(against) + step) <= _MAX_MARK],
                key=field,
                format_func=lambda place: t(_PLACE_WORDS[place]),
                required=True,
                wrap=True,
            )
        st.text_input(t("Why?"), key=f"{key}.correct.why", autocomplete="off")
        if (lacking := session.lacking(key)) is not None:
            st.error(t(_LACKS[lacking]), icon=":material/error:")
        st.form_submit_button(
            t("Correct it"), key=f"{key}.correct.keep", on_click=_keep, args=(key, rows, about, against, save)
        )


def _field(key: str, row: MarkRow, about: Letter, against: Letter) -> str:
    return f"{key}.correct.{row.row}.{about}{against}"


def _keep(key: str, rows: Sequence[MarkRow], about: Letter, against: Letter, save: Save) -> None:
    why = f"{key}.correct.why"
    given = {row: str(session.value(_field(key, row, about, against))) for row in rows}
    changed = {row: place for row, place in given.items() if place != direction(row, (about,), against)}
    with messages.guarded():
        reason = accept("correction", session.value(why, ""), limit=PRICE_LIMIT)
        lacking = "effect" if not changed else None if reason else "reason"
        session.set_lacking(key, lacking)
        if lacking is not None:
            return
        corrected = [
            MarkCorrection(row=row.row, stance=about, mark=row.of(against) + _PLACES[place], reason=reason)
            for row, place in changed.items()
        ]
        save(lambda d, them: reduce(with_correction, them, d))(corrected)
        session.set_value(why, "")
