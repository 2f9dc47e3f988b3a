"""Questions of one kind as lines to tick; one press answers the rest."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from framework.language import Translator
from framework.law import UNKNOWN
from framework.law.fact_models import TickLine
from framework.law.questions import TickedQuestions
from framework.law.wording import answer_words
from framework.workshop.law_questions import AskedQuestion
from pages.ui import fields, queries, session
from pages.ui.i18n import lang, translate

Record = Callable[[dict[str, str]], None]
"""Keeps answers, given as fact id to value."""


def tick_list(about: str, asked: TickedQuestions[AskedQuestion], record: Record) -> None:
    """The lines; of a ticked one with several answers also these; and two buttons for whatever is open. The help of a line
    has a button for who does not know.

    ``about``: the id of the activity, supplier or team.
    """
    t = translate()
    with st.container(key=f"law.list.{asked.tick_list.id}", gap="small"):
        st.markdown(f"**{asked.tick_list.question[lang()]}**")
        for line, one in asked.lines:
            _line(about, line, one, record, t)
        _rest(about, asked, record, t)


def _line(about: str, line: TickLine, one: AskedQuestion, record: Record, t: Translator) -> None:
    fact, key = one.fact, _key(about, line)
    label = line.text[lang()]
    if one.origin == "assumed":
        label += f" · {t('assumed')}"
    elif not one.open and one.value == UNKNOWN:
        label += f" · {t('don’t know')}"
    opened = fields.checkbox(label, key, _ticked(line, one), _save(line, one, record), help=fact.why[lang()])
    if opened and (one.open or one.value != UNKNOWN):
        st.button(
            t("I don’t know this one"), key=f"law.unknown.{line.fact}", on_click=_unknown, args=(key, line, record)
        )
    if fact.kind == "choice" and session.value(key):
        fields.choice(
            fact.question[lang()],
            f"fact.{about}.{fact.id}",
            one.value if _ticked(line, one) else None,
            (*[answer for answer in fact.answers if answer != line.unticked], UNKNOWN),
            lambda value: record({fact.id: value}) if value is not None else None,
            words=lambda answer: answer_words(queries.law(), fact.id, answer, t),
        )


def _rest(about: str, asked: TickedQuestions[AskedQuestion], record: Record, t: Translator) -> None:
    rest = [line for line, _ in asked.open if not session.value(_key(about, line))]
    if not rest:
        return
    some = any(session.value(_key(about, line)) for line, _ in asked.lines)
    with st.container(horizontal=True):
        st.button(
            t("Not the rest") if some else t("None of these"),
            key=f"law.rest.{asked.tick_list.id}.none",
            on_click=record,
            args=({line.fact: line.unticked for line in rest},),
        )
        st.button(
            t("I don’t know the rest") if some else t("I don’t know"),
            key=f"law.rest.{asked.tick_list.id}.unknown",
            on_click=record,
            args=(dict.fromkeys((line.fact for line in rest), UNKNOWN),),
        )


def _unknown(key: str, line: TickLine, record: Record) -> None:
    record({line.fact: UNKNOWN})
    session.explain(key)


def _ticked(line: TickLine, one: AskedQuestion) -> bool:
    return not one.open and one.value not in (line.unticked, UNKNOWN)


def _key(about: str, line: TickLine) -> str:
    return f"tick.{about}.{line.fact}"


def _save(line: TickLine, one: AskedQuestion, record: Record) -> Callable[[Any], None]:
    def save(ticked: Any) -> None:
        if not ticked:
            record({line.fact: line.unticked})
        elif one.fact.kind == "yes_no":
            record({line.fact: "yes"})

    return save
