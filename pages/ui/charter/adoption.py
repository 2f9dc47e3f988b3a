"""The charter's own texts, saving it as a proposal, and adopting it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from framework.charter.compose import still_open
from framework.text import Worded
from framework.workshop.models import CharterTexts, Framework, WorkshopState
from pages.ui import fields, lazy_expander, messages, nav, queries, session
from pages.ui.charter import files, versions, what_is_left
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import today, use_cases


def text_fields(current: WorkshopState) -> None:
    """Fields for the texts around the rules; all optional."""
    t, here = translate(), lang()
    texts = session.remember("charter.texts", current.texts)

    def worded(field: str) -> Callable[[Any], None]:
        return lambda value: save_text(current.workshop.id, field, Worded.typed(here, value) if value else None)

    with lazy_expander.lazy_expander(
        t("Your own words in the charter"), "charter.words", icon=":material/edit_note:"
    ) as opened:
        if opened:
            fields.text_area(
                t("Why do you have this charter, and for whom?"),
                "charter.why",
                texts.why.text(here) if texts.why else "",
                worded("why"),
                placeholder=t("Three sentences, the customer first. Leave empty for a general text."),
            )
            left, right = st.columns(2)
            with left:
                fields.text_line(
                    t("Organisation"),
                    "charter.organisation",
                    current.workshop.organisation,
                    rename(current, "organisation"),
                )
            with right:
                fields.text_line(t("Team"), "charter.team", current.workshop.team, rename(current, "team"))
                fields.text_line(
                    t("What is in scope, and what is not?"),
                    "charter.scope",
                    texts.scope.text(here) if texts.scope else "",
                    worded("scope"),
                )


def rename(current: WorkshopState, field: str) -> Callable[[Any], None]:
    """Fields for organisation and team, which the charter's header shows."""
    head = current.workshop

    def save(value: Any) -> None:
        with messages.guarded():
            names = {"organisation": head.organisation, "team": head.team, field: value}
            use_cases(head.id).lifecycle.rename(head.id, **names)

    return save


def save_text(workshop_id: str, field: str, value: Any) -> None:
    """Saves one field of the charter's texts."""
    base = session.recall("charter.texts", CharterTexts)

    def save_proposal() -> None:
        newest = queries.public_state(workshop_id).texts
        use_cases(workshop_id).charter.edit_texts(workshop_id, newest, newest.model_copy(update={field: value}))

    with messages.guarded(save_proposal):
        use_cases(workshop_id).charter.edit_texts(workshop_id, base, base.model_copy(update={field: value}))


def summary(current: WorkshopState, drafted: Framework) -> None:
    """A summary of what is in the charter and what is open, counted as the internal edition does."""
    t = translate()
    found = still_open(drafted, current.deck, queries.law(), t, today())
    parts = [
        t.plural("{count} rule", "{count} rules", len(drafted.rules)),
        t.plural("{count} red line", "{count} red lines", len(drafted.red_lines)),
        t.plural("{count} open point", "{count} open points", len(found)),
    ]
    st.markdown(f"{t('As it is now')}: " + " · ".join(parts) + ".")


def keep_or_adopt(current: WorkshopState) -> None:
    """Saves a proposal in a self-assessment; a team adopts and names who decided. Nothing to press where nothing has changed since."""
    t = translate()
    with st.container(border=True):
        if not versions.next_changes(current):
            last_version(current)
            _on_with("actions")
            return
        ready = what_is_left.ready(current)
        adopting_is_next = ready and _is_saved(current)
        proposing, deciding = st.columns(2, gap="large")
        with proposing:
            st.markdown(t("**Save as a proposal.** Take it to your team, with three points to discuss."))
            st.button(
                t("Save this proposal"),
                key="charter.keep",
                type="secondary" if adopting_is_next else "primary",
                icon=":material/bookmark_add:",
                on_click=keep,
                args=(current.workshop.id,),
            )
        with deciding:
            st.markdown(t("**Adopt as the team’s framework.** Only once the decision has really been made."))
            if ready:
                adopt_button(current, first=adopting_is_next)
            else:
                st.markdown(t("Not yet: see below what is left."))
        what_is_left.what_is_left(current)
        last_version(current)


def _is_saved(current: WorkshopState) -> bool:
    """Whether the last version is what would be saved now."""
    if not current.frameworks:
        return False
    last = current.frameworks[-1]
    as_last = {"version": last.version, "adopted": last.adopted, "deciders": last.deciders, "made_on": last.made_on}
    return files.draft(current).model_copy(update=as_last) == last


def _on_with(page: str) -> None:
    t, spec = translate(), nav.spec_of(page)
    st.page_link(
        nav.streamlit_page(page),
        label=t("Go to: {step}", step=t(spec.title)),
        icon=spec.icon,
        query_params=nav.link_params(),
    )


def adopt_button(current: WorkshopState, *, first: bool = False) -> None:
    """Who decided, and the press. ``first``: it is what comes next on this page."""
    t = translate()
    session.set_default("charter.deciders", _sponsor(current))
    st.text_input(
        t("Who decided? Names or roles, separated by commas"), key="charter.deciders", autocomplete="off", live=True
    )
    st.button(
        t("Adopt"),
        key="charter.adopt",
        type="primary" if first else "secondary",
        icon=":material/verified:",
        on_click=adopt,
        args=(current.workshop.id,),
    )


def _sponsor(current: WorkshopState) -> str:
    """Whoever adopts, as the step before has it; no comma, which stands between two people."""
    sponsor = current.texts.sponsor
    who = f"{sponsor.name} ({sponsor.function})" if sponsor.name and sponsor.function else sponsor.name
    return who.replace(",", " ")


def last_version(current: WorkshopState) -> None:
    """The version that was saved or adopted last."""
    t = translate()
    if not current.frameworks:
        return
    last = current.frameworks[-1]
    who = t.listing(plain(name) for name in last.deciders)
    st.caption(
        t("Version {version} was adopted on {day} by {who}.", version=last.version, day=t.date(last.made_on), who=who)
        if last.adopted
        else t("Version {version} was saved as a proposal on {day}.", version=last.version, day=t.date(last.made_on))
    )


def keep(workshop_id: str) -> None:
    t = translate()
    with messages.guarded():
        kept = use_cases(workshop_id).charter.save_proposal(workshop_id)
        session.set_value("charter.version", kept.version)
        session.notify("success", t("Saved as proposal {version}.", version=kept.version))


def adopt(workshop_id: str) -> None:
    t = translate()
    deciders = tuple(name.strip() for name in str(session.value("charter.deciders", "")).split(",") if name.strip())
    with messages.guarded():
        adopted = use_cases(workshop_id).charter.adopt(
            workshop_id, deciders, versions.given(), amendment=versions.as_amendment()
        )
        versions.adopted()
        session.set_value("charter.version", adopted.version)
        session.set_value("charter.deciders", "")
        session.notify("success", t("Adopted as version {version}.", version=adopted.version))
