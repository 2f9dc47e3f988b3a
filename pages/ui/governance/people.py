"""The people whom a charter names, as functions; only who signs has a name."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from framework.language import N_, Translator
from framework.workshop.governance.records import PrivacyKind, WorksCouncilState
from framework.workshop.models import CharterTexts, WorkshopState
from pages.ui import fields, messages, nav, queries, session
from pages.ui.i18n import translate
from pages.ui.lazy_expander import lazy_expander
from pages.ui.use_cases import use_cases

PRIVACY_WORDS: dict[PrivacyKind, str] = {
    "dpo": N_("A data protection officer (DPO, GDPR 37)"),
    "contact": N_("Somebody else"),
    "none": N_("Nobody"),
}
COUNCIL_WORDS: dict[WorksCouncilState, str] = {
    "to_ask": N_("Still to ask"),
    "advised": N_("Has advised"),
    "consented": N_("Has consented"),
    "not_needed": N_("Not needed, with the reason below"),
    "none": N_("We have none"),
}
_BASE = "charter.people"
_EARLIEST = date(2020, 1, 1)


def people(current: WorkshopState) -> None:
    """Who decides, who keeps the charter, who looks after privacy, whom to ring."""
    t = translate()
    texts = session.remember(_BASE, current.texts)
    save = _saver(current.workshop.id)
    known = [texts.sponsor.name, texts.owner, texts.incident_contact, texts.contact, texts.privacy.kind]
    title = t("**Who** · {done} of {all} filled in", done=sum(map(bool, known)), all=len(known))
    session.set_default("promises.people.first", not any(known))  # it does not close while it is filled in
    first = bool(session.value("promises.people.first")) or nav.param("p") == "people"
    with lazy_expander(title, "promises.people", icon=":material/badge:", expanded=first) as shown:
        if not shown:
            return
        st.caption(t("Functions, not names, because people change. Only who signs is named."))
        columns = st.columns(2)
        for place, (label, key, stored, keep, hint) in enumerate(_lines(texts, save, t)):
            if place and place % 2 == 0:
                columns = st.columns(2)  # a row at a time, so that what belongs together stays together on a phone
            with columns[place % 2]:
                fields.text_line(label, f"people.{key}", stored, keep, placeholder=hint)
        _privacy(texts, save)
        _works_council(texts, save)


def _lines(texts: CharterTexts, save: "Saver", t: Translator) -> tuple[tuple[str, str, str, fields.Save, str], ...]:
    """Label, key, stored value, what saves it and an example, two to a row."""
    sponsor = texts.sponsor
    return (
        (t("Who adopts the charter? Name"), "sponsor.name", sponsor.name, save("sponsor", "name"), ""),
        (t("Their function"), "sponsor.function", sponsor.function, save("sponsor", "function"), t("Director")),
        (t("Who keeps it up to date?"), "owner", texts.owner, save("owner"), t("Head of marketing")),
        (t("Their deputy"), "deputy", texts.deputy, save("deputy"), ""),
        (t("Whom do you ring about a data breach?"), "incident", texts.incident_contact, save("incident_contact"), ""),
        (t("Who gets the report?"), "board", texts.board, save("board"), ""),
        (t("Where can customers go with questions?"), "contact", texts.contact, save("contact"), ""),
        (t("Who answers customers?"), "complaints", texts.complaints_role, save("complaints_role"), ""),
    )


def _privacy(texts: CharterTexts, save: "Saver") -> None:
    t, privacy = translate(), texts.privacy
    fields.choice(
        t("Who looks after privacy?"),
        "people.privacy.kind",
        privacy.kind,
        tuple(PRIVACY_WORDS),
        save("privacy", "kind"),
        words=lambda kind: t(PRIVACY_WORDS[kind]),
        help=t(
            "Some organisations must have a DPO (GDPR 37). A DPO advises and supervises, and decides nothing (GDPR 38(6)), so a "
            "DPO cannot adopt this charter or allow an exception."
        ),
    )
    if privacy.kind in (None, "none"):
        return
    left, right = st.columns(2)
    with left:
        fields.text_line(t("Their role"), "people.privacy.role", privacy.role, save("privacy", "role"))
    with right:
        fields.text_line(t("How to reach them"), "people.privacy.contact", privacy.contact, save("privacy", "contact"))
    left, right = st.columns(2)
    with left:
        fields.text_area(t("What did they advise?"), "people.privacy.advice", privacy.advice, save("privacy", "advice"))
    with right:
        fields.text_area(
            t("What did you do with it?"), "people.privacy.followed", privacy.followed, save("privacy", "followed")
        )
    fields.day(t("Advised on"), "people.privacy.on", privacy.advised_on, _EARLIEST, save("privacy", "advised_on"))


def _works_council(texts: CharterTexts, save: "Saver") -> None:
    t, council = translate(), texts.works_council
    fields.choice(
        t("Where does the works council stand?"),
        "people.council.state",
        council.state,
        tuple(COUNCIL_WORDS),
        save("works_council", "state"),
        words=lambda state: t(COUNCIL_WORDS[state]),
        help=t(
            "It advises on important new technology, and must consent to what records or judges colleagues (Works Councils Act "
            "25(1)(k), 27(1)(k) and (l)). A pilot counts."
        ),
    )
    if council.state in (None, "none"):
        return
    left, right = st.columns(2)
    with left:
        fields.day(t("On"), "people.council.on", council.on, _EARLIEST, save("works_council", "on"))
    with right:
        fields.text_line(
            t("About what, or why not"), "people.council.note", council.note, save("works_council", "note")
        )


Saver = Callable[..., Callable[[Any], None]]


def _saver(workshop_id: str) -> Saver:
    """``save(field)`` or ``save(field, part)`` gives the function that keeps a new value of it."""

    def with_value(texts: CharterTexts, field: str, part: str, value: Any) -> CharterTexts:
        if not part:
            return texts.model_copy(update={field: value})
        return texts.model_copy(update={field: getattr(texts, field).model_copy(update={part: value})})

    def save(field: str, part: str = "") -> Callable[[Any], None]:
        def keep(value: Any) -> None:
            value = value if isinstance(value, date) or value else None if part in _OPTIONAL else ""
            base = session.recall(_BASE, CharterTexts)

            def keep_anyway() -> None:
                newest = queries.public_state(workshop_id).texts
                use_cases(workshop_id).charter.edit_texts(workshop_id, newest, with_value(newest, field, part, value))

            with messages.guarded(keep_anyway):
                use_cases(workshop_id).charter.edit_texts(workshop_id, base, with_value(base, field, part, value))

        return keep

    return save


_OPTIONAL = ("kind", "state", "on", "advised_on")
"""Parts that are None, not empty, where nothing was said."""
