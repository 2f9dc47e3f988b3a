"""The forms of a deck's parts: head, card, scenario and activity kind."""

from collections.abc import Mapping
from typing import cast

import streamlit as st

from framework.deck import LETTERS
from framework.language import N_
from framework.language.labels import LEGAL_NAMES, VERB_NAMES
from framework.law.wording import answer_words
from pages.ui import fields, nav, queries, session
from pages.ui.deck_editor.draft_fields import DraftForm
from pages.ui.i18n import lang, translate

SOURCE_WORDS = {
    "case": N_("Case"),
    "ruling": N_("Ruling"),
    "code": N_("Code"),
    "study": N_("Study"),
    "guidance": N_("Guidance"),
    "law": N_("Law"),
    "article": N_("Article"),
}
SPEAKER_WORDS = {
    "customer": N_("A customer"),
    "colleague": N_("A colleague"),
    "maker": N_("A maker"),
    "competitor": N_("A competitor"),
}
SECTIONS = {
    "dilemma": N_("Dilemma"),
    "stances": N_("Stances"),
    "weights": N_("Weights"),
    "own": N_("Own activity and voice"),
    "law": N_("Law and sources"),
}
WEIGHTS: dict[int, str] = {-2: "−\u200a−", -1: "−", 0: "·", 1: "+", 2: "++"}
"""A hair space keeps two minus signs from looking like one dash."""


def head(sheet: DraftForm) -> None:
    t = translate()
    sheet.text(t("Title"), "title", short=True)
    sheet.line(t("Version"), "version", help=t("Raise it before you make the deck available again."))
    sheet.line(t("Terms of use"), "licence", help=t("For example: CC BY 4.0"))


def card(sheet: DraftForm, cards: Mapping[str, str], kinds: Mapping[str, str]) -> None:
    """``cards`` and ``kinds``: names by id, for references."""
    t = translate()
    own = sheet.file.rpartition("/")[2].removesuffix(".toml")
    sheet.text(t("Name"), "name", short=True)
    sheet.text(t("Essence: one short sentence"), "essence")
    sheet.text(t("Where it clashes"), "tension")
    sheet.several(t("Conflicts with"), {one: name for one, name in cards.items() if one != own}, "tension_with")
    for number in range(3):
        sheet.text(t("Question {number}", number=number + 1), "questions", number)
    for number, _ in enumerate(cast("list[object]", sheet.value("starting_points") or [])):
        sheet.text(t("Starting point of a code"), "starting_points", number, short=True)
        sheet.removing(t("Remove this starting point"), number, "starting_points")
    sheet.adding(t("Add a starting point of a code"), "starting_points")
    sheet.tick(t("Dilemmas give it weights"), "scored", help=t("Off: a counterweight that people rank and discuss."))
    for kind, name in kinds.items():
        sheet.optional_text(t("Example for “{kind}”", kind=name), "examples", kind)
    sources(sheet)


def scenario(sheet: DraftForm, cards: Mapping[str, str], kinds: Mapping[str, str]) -> None:
    t = translate()
    key = sheet.key("section")
    session.set_default(key, next(iter(SECTIONS)))
    st.segmented_control(
        t("Part"), list(SECTIONS), key=key, format_func=lambda one: t(SECTIONS[one]), required=True, wrap=True
    )
    shown = session.value(key)
    if shown == "dilemma":
        _dilemma(sheet, kinds)
    elif shown == "stances":
        _stances(sheet)
    elif shown == "weights":
        _weights(sheet, cards)
    elif shown == "own":
        _own(sheet)
    else:
        sheet.text(t("What the law says here"), "law")
        sources(sheet)


def _dilemma(sheet: DraftForm, kinds: Mapping[str, str]) -> None:
    t = translate()
    sheet.text(t("Title"), "title", short=True)
    sheet.several(t("Activity kinds that it touches"), kinds, "kinds")
    sheet.text(t("Why it is proposed, with {activity}"), "why")
    sheet.text(t("Situation: at most five sentences"), "situation")
    sheet.text(t("Question, with {activity}"), "question")
    sheet.text(t("Question that may turn the discussion"), "turning_question")
    sheet.tick(
        t("The stances are a scale"), "ordered", help=t("Off: both ends hurt and the middle is not a compromise.")
    )
    sheet.text(t("Red line: what you never do"), "red_line")
    sheet.optional_text(t("The same as a room is asked about it: without “we” and “never”"), "practice")
    sheet.text(t("Reason for the red line"), "red_line_reason")


def _stances(sheet: DraftForm) -> None:
    t = translate()
    key = sheet.key("stance")
    session.set_default(key, LETTERS[0])
    st.segmented_control(t("Stance"), LETTERS, key=key, required=True)
    at = LETTERS.index(session.value(key))
    sheet.text(t("Name"), "stances", at, "name", short=True)
    sheet.text(t("Behaviour: one sentence"), "stances", at, "behaviour")
    sheet.optional_text(
        t("What it wins: one sentence with a person, an hour, a euro or a wait"), "stances", at, "gives"
    )
    sheet.optional_text(t("What it gives up: one sentence, likewise"), "stances", at, "costs")
    sheet.choice(t("Is it lawful?"), list(LEGAL_NAMES), LEGAL_NAMES, "stances", at, "legal")
    if sheet.value("stances", at, "legal") != "lawful":
        sheet.optional_text(t("Why it is marked"), "stances", at, "law")
        sheet.words(t("Articles, separated by commas"), "stances", at, "articles")
        sheet.words(t("Rules of the law check, separated by commas"), "stances", at, "rests_on")
    st.markdown(f"**{t('The rule that follows')}**")
    st.caption(t("Write a number that you chose yourself as {fill}; teams then fill in their own.", fill="{fill:20%}"))
    sheet.text(t("When: starts with “we”, with {activity}"), "stances", at, "rule", "trigger")
    sheet.choice(t("Verb"), list(VERB_NAMES), VERB_NAMES, "stances", at, "rule", "verb")
    sheet.text(t("What you do: starts with the verb, as after “we”"), "stances", at, "rule", "behaviour")
    if sheet.value("stances", at, "rule", "verb") == "only_if":
        sheet.optional_text(t("Condition"), "stances", at, "rule", "condition")
    sheet.text(t("How you check it, and how often"), "stances", at, "rule", "check")


def _weights(sheet: DraftForm, cards: Mapping[str, str]) -> None:
    t = translate()
    st.markdown(
        t("Which stance is better for a principle: only the order within a row counts. We do not add anything up.")
    )
    letters = {letter: letter for letter in LETTERS}
    sheet.choice(
        t("What the sector usually does"),
        LETTERS,
        letters,
        "usual",
        none=t("Not estimated"),
        help=t("By your estimate."),
    )
    if sheet.value("ordered") is not False:
        sheet.choice(t("Which principle makes the letters a scale?"), list(cards), cards, "spine", none=t("Not chosen"))
    sheet.tick(
        t("The law is what this dilemma is about"), "law_is_topic", help=t("On: more than one stance may be unlawful.")
    )
    for number, _ in enumerate(cast("list[object]", sheet.value("weights") or [])):
        with st.container(border=True):
            sheet.choice(t("Principle"), list(cards), cards, "weights", number, "principle")
            _five_weights(sheet, "weights", number, "values")
            sheet.text(t("Why"), "weights", number, "why")
            sheet.removing(t("Remove this row"), number, "weights")
    sheet.adding(t("Add a principle"), "weights")
    st.markdown(f"**{t('Business effect (shown separately)')}**")
    for name, words in (("reach", t("Reach")), ("conversion", t("Conversion")), ("cost", t("Cost and margin"))):
        st.caption(words)
        _five_weights(sheet, "commercial", name)


def _five_weights(sheet: DraftForm, *steps: str | int) -> None:
    stored = cast("list[object]", sheet.value(*steps) or [])
    for at, (column, letter) in enumerate(zip(st.columns(5), LETTERS, strict=True)):
        given = stored[at] if at < len(stored) else 0
        with column:
            fields.number(
                letter,
                sheet.key(*steps, letter),
                given if isinstance(given, int) and given in WEIGHTS else 0,
                tuple(WEIGHTS),
                sheet.saving(*steps, at) if len(stored) == len(LETTERS) else sheet.saving(*steps, kept=_row),
                words=WEIGHTS.__getitem__,
            )


def _row(value: int) -> list[int]:
    """A row of weights with a missing value filled in."""
    return [value] * len(LETTERS)


def _own(sheet: DraftForm) -> None:
    t = translate()
    st.markdown(f"**{t('A role to read aloud')}**")
    sheet.choice(t("Who speaks?"), list(SPEAKER_WORDS), SPEAKER_WORDS, "voice", "who")
    sheet.text(t("Name of the role"), "voice", "name", short=True)
    sheet.text(t("Two to four sentences in the first person, at most 60 words"), "voice", "text")
    st.markdown(f"**{t('Lines about the team’s own activity')}**")
    for number, _ in enumerate(cast("list[object]", sheet.value("details") or [])):
        with st.container(border=True):
            sheet.text(t("Line, with {activity} or {supplier} after a preposition"), "details", number, "text")
            fields.checkbox(
                t("Only when there is a supplier"),
                sheet.key("details", number, "needs"),
                sheet.value("details", number, "needs") == "supplier",
                sheet.saving("details", number, "needs", kept=lambda ticked: "supplier" if ticked else None),
            )
            sheet.conditions("details", number, "when")
            sheet.conditions("details", number, "unless", hides=True)
            sheet.removing(t("Remove this line"), number, "details")
    if len(cast("list[object]", sheet.value("details") or [])) < 4:
        sheet.adding(t("Add a line"), "details")


def sources(sheet: DraftForm) -> None:
    t = translate()
    st.markdown(f"**{t('Sources')}**")
    for number, _ in enumerate(cast("list[object]", sheet.value("sources") or [])):
        with st.container(border=True):
            sheet.line(t("Title of the source"), "sources", number, "title")
            sheet.line(t("Web address"), "sources", number, "url", optional=True)
            sheet.choice(t("What is it?"), list(SOURCE_WORDS), SOURCE_WORDS, "sources", number, "kind")
            sheet.removing(t("Remove this source"), number, "sources")
    sheet.adding(t("Add a source"), "sources")


def kind(sheet: DraftForm) -> None:
    """An activity kind and its starting facts for the law check."""
    t, here = translate(), lang()
    sheet.text(t("Name"), "name", short=True)
    sheet.text(t("Description"), "description")
    sheet.text(t("Purpose"), "purpose")
    st.markdown(f"**{t('Starting facts for the law check')}**")
    law = queries.law()
    known = {fact.id: fact for fact in law.all_facts}
    given = cast("dict[str, str]", sheet.value("facts") or {})
    for fact_id in given:
        if fact_id in known:
            fact = known[fact_id]
            words = {value: answer_words(law, fact_id, value, t) for value in (*fact.answers, "unknown")}
            sheet.choice(fact.question[here], list(words), words, "facts", fact_id)
    fields.pick_to_add(
        t("Add a fact"),
        sheet.key("facts", "new"),
        [fact_id for fact_id in known if fact_id not in given],
        lambda fact_id: sheet.saving("facts", fact_id)(known[fact_id].answers[0]),
        words=lambda fact_id: known[fact_id].question[here],
    )


def part_label(file: str) -> str:
    """A file's name in the list of parts."""
    return file.rpartition("/")[2].removesuffix(".toml")


def open_file(draft: str, default: str) -> str:
    """The file that the address names, else ``default``."""
    asked = nav.param("f") or default
    nav.set_params(d=draft, f=asked)
    return asked
