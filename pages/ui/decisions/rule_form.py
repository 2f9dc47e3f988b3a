"""The form of a decision: the rule as a sentence, its parts, dissent, and closing it."""

import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from framework.analysis.choices import choices_of_decisions
from framework.language.field_names import FIELD_NAMES
from framework.language.labels import VERB_NAMES
from framework.law.wording import article_words
from framework.text import Worded
from framework.usecases.decisions import with_verb, with_words
from framework.workshop.agenda import AgendaItem, ballot_of
from framework.workshop.decision_drafts import (
    current_decision,
    unconfirmed_numbers,
    with_confirmed_numbers,
)
from framework.workshop.governance.review_dates import MONTHS, in_months, proposed_look
from framework.workshop.models import Decision, WorkshopState
from framework.workshop.rule_checks import missing_parts
from framework.workshop.rule_grammar import decision_sentence
from pages.ui import fields, lazy_expander, messages, nav, queries, session
from pages.ui.decisions import ladder, own_price
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import today, use_cases

REASONS_OFFERED = 3
REASON_SHOWN = 56
"""Characters."""
Change = Callable[[Decision, Any], Decision]


def chooser(current: WorkshopState, items: tuple[AgendaItem, ...], item: AgendaItem) -> None:
    """Choice of a dilemma with an answer; closed decisions have a tick. One line, so that the rule is on the first screen."""
    t, here = translate(), lang()
    closed = {decision.scenario for decision in current.decisions if decision.closed and not decision.withdrawn}
    titles = {each.scenario.id: each.scenario.title[here] for each in items}
    session.sync_field("decision.open", item.scenario.id)
    st.selectbox(
        t("Decisions to take ({done} of {all} closed)", done=len(closed & titles.keys()), all=len(titles)),
        list(titles),
        key="decision.open",
        format_func=lambda key: f"{titles[key]} ✓" if key in closed else titles[key],
        on_change=lambda: nav.set_params(s=session.value("decision.open")),
    )


def decision_form(current: WorkshopState, item: AgendaItem) -> None:
    """The decision on a dilemma, from stance to rule."""
    t, here = translate(), lang()
    seat = queries.own_seat(current)
    decision = current_decision(current, seat, item, today())
    ballot = ballot_of(current, seat, item)
    if decision is None:
        return
    stance = item.scenario.stance(decision.based_on)
    st.header(item.scenario.title[here], anchor=False)
    if stance.legal == "unlawful" and decision.verb == "never":
        st.info(
            t(
                "The law already forbids this ({articles}). As a “never” it is welcome in your framework.",
                articles=", ".join(article_words(article, t) for article in stance.articles),
            )
        )
    if ballot and ballot.stance and ballot.stance != decision.based_on:
        st.warning(
            t(
                "Your stance is now {letter}; this rule still follows {old}.",
                letter=ballot.stance,
                old=decision.based_on,
            )
        )
        st.button(
            t("Draft the rule again from stance {letter}", letter=ballot.stance),
            key=f"{decision.id}.anew",
            on_click=_redraft,
            args=(current.workshop.id, seat, item.scenario.id, ballot.stance),
        )
    sentence(decision)
    session.remember(f"decision.{decision.id}", decision)
    numbers_to_keep(decision)
    _closing(current, decision, bool(ballot and ballot.objection))
    weighed(current, item, decision)
    owner_and_reason(decision)
    parts(current, item, decision)


def weighed(current: WorkshopState, item: AgendaItem, decision: Decision) -> None:
    """The ladder, and under it what the rule costs the team in its own words and figures."""
    t = translate()
    session.remember(f"decision.{decision.id}", decision)
    (choice,) = choices_of_decisions(current.deck, [decision], queries.own_stances(current))
    several = decision.based_on not in decision.accepted or len(decision.accepted) > 1
    looked_at, shown = ladder.ladder(
        current,
        choice,
        key=f"{decision.id}.rung",
        label=t("What does a step up or down change?")
        if item.scenario.ordered
        else t("Five different answers, not steps. What does another one change?"),
        chosen=t("allowed by this rule") if several else t("where we want to be"),
        start=None if several else decision.based_on,
    )

    def save(change: Change) -> Callable[[Any], None]:
        return lambda value: _save(current.workshop.id, decision.id, change, value)

    another = looked_at is not None and looked_at not in (*decision.accepted, decision.based_on)
    if another or choice.reworded:
        with st.container(horizontal=True, vertical_alignment="center"):
            if another:
                st.button(
                    t("Draft the rule again from stance {letter}", letter=looked_at),
                    key=f"{decision.id}.redraft",
                    icon=":material/edit_note:",
                    on_click=_redraft,
                    args=(current.workshop.id, queries.own_seat(current), item.scenario.id, looked_at),
                )
            if choice.reworded:
                st.markdown(
                    f"*{t('These are the effects of the stance as the deck words it; your rule says it differently.')}*"
                )
                st.button(
                    t("They hold for our words, too"),
                    key=f"{decision.id}.effects",
                    on_click=save(lambda d, _: d.model_copy(update={"effects_checked": True})),
                    args=(True,),
                )
    if current.workshop.kind == "live":
        own_price.practice(decision, save)
    own_price.own_price(decision, save)
    with st.container(horizontal=True):
        own_price.figures(decision, save)
        own_price.corrections(current.deck, choice, decision, looked_at, shown, save)


def sentence(decision: Decision) -> None:
    """The rule's sentence as in the charter."""
    t, here = translate(), lang()
    words, used = decision_sentence(decision, here)
    note = "" if used == here else f"  \n*{t('typed in Dutch') if used == 'nl' else t('typed in English')}*"
    with st.container(border=True):
        st.markdown(f"### {plain(words)}{note}")


def numbers_to_keep(decision: Decision) -> None:
    """The deck's numbers that nobody has chosen yet. Better kept before a room is asked: agreement is to a sentence."""
    t = translate()
    if numbers := unconfirmed_numbers(decision, lang()):
        st.button(
            t("Keep these numbers: {numbers}", numbers=t.listing(numbers)),
            key=f"{decision.id}.numbers",
            icon=":material/check:",
            on_click=_saving(decision, lambda d, _: with_confirmed_numbers(d)),
            args=(True,),
        )


def owner_and_reason(decision: Decision, heard: Sequence[str] = ()) -> None:
    """Who the rule belongs to, and why it is there. ``heard``: people's reasons, to be reworded while there is none."""
    t, key = translate(), decision.id
    left, right = st.columns(2)
    with left:
        fields.text_line(
            t("Owner (a role)"),
            f"{key}.owner",
            decision.owner,
            _saving(decision, lambda d, v: d.model_copy(update={"owner": v})),
            placeholder=t("For example: head of CRM"),
        )
    with right:
        fields.text_area(
            t("Why this rule?"),
            f"{key}.reason",
            decision.reason,
            _saving(decision, lambda d, v: d if v.strip() in heard else d.model_copy(update={"reason": v})),
        )
    if decision.reason or not heard:
        return
    st.caption(t("Take over a reason, then put it in the group’s own words; only what you change is kept."))
    with st.container(horizontal=True, gap="small"):
        for number, words in enumerate(heard[:REASONS_OFFERED]):
            st.button(
                plain(textwrap.shorten(words, REASON_SHOWN, placeholder=" …")),
                key=f"{key}.heard.{number}",
                type="tertiary",
                icon=":material/north_east:",
                on_click=session.set_value,
                args=(f"{key}.reason", words),
            )


def dissent(decision: Decision, *, group: bool) -> None:
    """Who objects and what they say. A self-assessor imagines it; a group has heard it."""
    t, key = translate(), decision.id
    fields.text_line(
        t("Who objects? (a role, not a name)") if group else t("Who would object?"),
        f"{key}.objector",
        decision.objector,
        _saving(decision, lambda d, v: d.model_copy(update={"objector": v})),
        placeholder=t("For example: sales, or a customer who wants speed"),
    )
    fields.text_area(
        t("What do they say? (goes into the charter)") if group else t("What would they say? (goes into the charter)"),
        f"{key}.dissent",
        decision.dissent,
        _saving(decision, lambda d, v: d.model_copy(update={"dissent": v})),
    )


def parts(
    current: WorkshopState, item: AgendaItem, decision: Decision, *, apart: bool = True, worded: bool = True
) -> None:
    """The other parts of a rule, each saved at once. ``apart``: dissent, too, because it does not stand by itself;
    ``worded``: the words, too.
    """
    t, here = translate(), lang()
    group = current.workshop.kind == "live"
    session.remember(f"decision.{decision.id}", decision)
    key = decision.id

    def save(change: Change) -> Callable[[Any], None]:
        return _saving(decision, change)

    if worded:
        wording(current, item, decision)
    left, right = st.columns(2)
    with left:
        check = decision.check.text(here) if decision.check else ""
        fields.text_area(
            t("Check: what do you look at, and how often?"),
            f"{key}.check",
            check,
            save(lambda d, v: d.model_copy(update={"check": Worded.typed(here, v) if v else None})),
        )
        _review(current, item, decision, save(lambda d, v: d.model_copy(update={"review_on": v})))
    with right:
        if item.scenario.stance(decision.based_on).legal != "unlawful":
            fields.text_line(
                t("Who may allow an exception? Leave empty for nobody"),
                f"{key}.exception",
                decision.exception_role,
                save(lambda d, v: d.model_copy(update={"exception_role": v})),
                placeholder=t("For example: the marketing director"),
            )
        if apart:
            dissent(decision, group=group)
            if not decision.dissent:
                fields.checkbox(
                    t("Nobody voiced an objection"),
                    f"{key}.none",
                    decision.none_voiced,
                    save(lambda d, v: d.model_copy(update={"none_voiced": v})),
                )


def _saving(decision: Decision, change: Change) -> Callable[[Any], None]:
    """Saves one part; what a list or a field without a choice gives as None changes nothing."""
    workshop = session.workshop_id() or ""
    return lambda value: None if value is None else _save(workshop, decision.id, change, value)


def wording(current: WorkshopState, item: AgendaItem, decision: Decision, *, expanded: bool = False) -> None:
    """The words of a rule, folded until they have to change."""
    session.remember(f"decision.{decision.id}", decision)
    with lazy_expander.lazy_expander(
        translate()("Change the wording"),
        f"{decision.id}.wording",
        icon=":material/edit_note:",
        expanded=expanded or nav.leads_to(f"{decision.id}.verb", f"{decision.id}.condition"),
    ) as opened:
        if opened:
            _wording(current, item, decision, lambda change: _saving(decision, change))


def _wording(
    current: WorkshopState, item: AgendaItem, decision: Decision, save: Callable[[Change], Callable[[Any], None]]
) -> None:
    t, here = translate(), lang()
    key = decision.id
    words = decision.wording.get(here) or next(iter(decision.wording.values()))
    fields.text_line(t("When …"), f"{key}.trigger", words.trigger, save(lambda d, v: with_words(d, here, trigger=v)))
    fields.choice(
        t("Always, never or only if?"),
        f"{key}.verb",
        decision.verb,
        tuple(VERB_NAMES),
        save(lambda d, v: with_verb(d, current, v)),
        words=lambda verb: t(VERB_NAMES[verb]),
    )
    fields.text_area(
        t("What we do (start with the verb: “have a colleague read …”)"),
        f"{key}.behaviour",
        words.behaviour,
        save(lambda d, v: with_words(d, here, behaviour=v)),
    )
    if decision.verb == "only_if":
        fields.text_line(
            t("Only if …"), f"{key}.condition", words.condition, save(lambda d, v: with_words(d, here, condition=v))
        )
    names = {activity.id: activity.name for activity in item.activities}
    if len(names) > 1:
        fields.multiselect(
            t("Which activities does this apply to?"),
            f"{key}.activities",
            [i for i in decision.activities if i in names],
            list(names),
            save(lambda d, v: d.model_copy(update={"activities": tuple(v)})),
            words=lambda key: plain(names[key]),
        )


def _review(current: WorkshopState, item: AgendaItem, decision: Decision, save: Callable[[Any], None]) -> None:
    """In how many months, with what is proposed for this rule and why."""
    t = translate()
    days = {months: in_months(today(), months) for months in MONTHS}
    nearest = next(
        (m for m, day in days.items() if decision.review_on and abs((decision.review_on - day).days) < 40), None
    )
    fields.choice(
        t("Review it again in how many months?"),
        f"{decision.id}.review",
        nearest,
        MONTHS,
        lambda months: save(days[months]) if months else None,
    )
    look = proposed_look(current, item.activities, item.scenario.stance(decision.based_on), today())
    said = [t("That is {day}.", day=t.date(decision.review_on))] if decision.review_on else []
    if look.why is not None:
        said.append(t("Proposed: {months}, because {why}.", months=look.months, why=look.why[lang()]))
    if said:
        st.caption(" ".join(said))


def _save(workshop_id: str, decision_id: str, change: Change, value: Any) -> None:
    base = session.recall(f"decision.{decision_id}", Decision)

    def keep() -> None:
        newest = next(d for d in queries.public_state(workshop_id).decisions if d.id == decision_id)
        use_cases(workshop_id).decisions.edit(workshop_id, newest, change(newest, value))

    with messages.guarded(keep):
        use_cases(workshop_id).decisions.edit(workshop_id, base, change(base, value))


def _redraft(workshop_id: str, seat: str, scenario: str, stance: Any) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.draft_from_stance(workshop_id, seat, scenario, stance)


def _closing(current: WorkshopState, decision: Decision, strong_objection: bool) -> None:
    t = translate()
    if decision.closed:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(t("Closed: this is now a rule in your framework."), icon=":material/check_circle:")
            st.button(
                t("Reopen"), key=f"{decision.id}.reopen", on_click=reopen, args=(current.workshop.id, decision.id)
            )
        return
    missing = missing_parts(decision)
    if missing:
        st.caption(t("Still open: {missing}.", missing=t.listing(t(FIELD_NAMES[part]) for part in missing)))
    elif not decision.dissent and (strong_objection or not decision.none_voiced):
        st.caption(
            t("You have a strong objection. Put it into words before closing.")
            if strong_objection
            else t("Put into words what an objector would say, or tick that nobody voiced an objection.")
        )
    st.button(
        t("Close this decision"),
        key=f"{decision.id}.close",
        type="primary",
        icon=":material/lock:",
        on_click=close,
        args=(current.workshop.id, decision.id),
    )


def close(workshop_id: str, decision_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.close(workshop_id, session.recall(f"decision.{decision_id}", Decision))


def reopen(workshop_id: str, decision_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.reopen(workshop_id, decision_id)
