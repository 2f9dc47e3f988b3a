"""A group's decision on a dilemma: stance, rule, objection round, dissent, and closing it."""

import streamlit as st

from framework.analysis.choices import Choice
from framework.analysis.group_results import NothingProposed, proposed_stance
from framework.analysis.objection_rounds import changed_since_asked, revealed_rounds
from framework.deck import LETTERS, Letter
from framework.language import N_
from framework.language.field_names import FIELD_NAMES
from framework.language.labels import agreed_words, consent_words
from framework.usecases.decisions import MIN_FAILED_ROUNDS, consent_rounds
from framework.workshop.agenda import AgendaItem
from framework.workshop.decision_drafts import decision_id
from framework.workshop.models import Agreed, Decision, QuestionResult, WorkshopState
from framework.workshop.room import PlannedStep, Question
from framework.workshop.rule_checks import bars_to_closing, must_word_dissent
from framework.workshop.rule_grammar import decision_sentence
from pages.live.reasons import merged_reasons
from pages.ui import lazy_expander, messages, nav, session
from pages.ui.decisions import ladder, rule_form
from pages.ui.facilitation import room_queries, typed_texts
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

_NOTHING_FILLED_IN: dict[Letter | NothingProposed, str] = {
    "few": N_("With fewer than five votes nothing is filled in: choose together."),
    "unordered": N_("These answers have no middle, so nothing is filled in: choose together."),
    "pair": N_("The last vote has two middle votes, so nothing is filled in: choose together."),
    "unlawful": N_("The law closes the middle of the last vote, so nothing is filled in: choose together."),
}


def panel(current: WorkshopState, step: PlannedStep, *, steering: bool = False) -> None:
    """Everything about the rule of one dilemma; nothing before its first reveal. ``steering``: on the console, which has the
    next move on top.
    """
    t = translate()
    item = room_queries.item_at(current, step)
    result = room_queries.result_at(current, step)
    if item is None or result is None:
        return
    decision = stored_decision(current, item)
    st.header(t("The rule"), anchor=False)
    if decision is None:
        _stance(current, item, result, steering=steering)
        return
    whole_rule(current, item, step, decision, steering=steering)


def whole_rule(
    current: WorkshopState, item: AgendaItem, step: PlannedStep, decision: Decision, *, steering: bool = False
) -> None:
    """A rule, what the room said of it, closing it, and the fields to change it. ``step``: its dilemma's."""
    t = translate()
    session.remember(f"decision.{decision.id}", decision)
    rule_form.sentence(decision)
    if current.workshop.stage != "closed":
        rule_form.numbers_to_keep(decision)
    consent(current, decision)
    closing(current, decision, strong_objection=strong_objection(current, step), steering=steering)
    if current.workshop.stage == "closed":
        return
    reopened = (
        decision.agreed is None and not ready_to_close(current, decision) and _objections_stand(current, decision)
    )
    apart = not must_word_dissent(decision, strong_objection(current, step))

    def owner_reason_and_dissent() -> None:
        rule_form.owner_and_reason(decision, _heard(current, step, decision))
        if not apart:
            rule_form.dissent(decision, group=True)

    if reopened:  # its words have to change first; the rest can wait
        rule_form.wording(current, item, decision, expanded=True)
    else:
        owner_reason_and_dissent()
    with lazy_expander.lazy_expander(
        t("What it wins, gives up and costs"),
        f"{decision.id}.weighed",
        expanded=nav.leads_to(f"{decision.id}.price"),
    ) as opened:
        if opened:
            rule_form.weighed(current, item, decision)
    title = t("Owner, reason, check and dissent") if reopened else t("Words, check and dissent")
    wanted = _asked_for(decision, hidden=reopened) or (not reopened and bool(bars_to_closing(decision)))
    with lazy_expander.lazy_expander(title, f"{decision.id}.all", expanded=wanted) as opened:
        if opened:
            if reopened:
                owner_reason_and_dissent()
            rule_form.parts(current, item, decision, apart=apart, worded=not reopened)


def _asked_for(decision: Decision, *, hidden: bool) -> bool:
    """Whether somebody came here for a field in the fold. ``hidden``: owner, reason and dissent are in it, too."""
    folded = ("exception", "check", "review", *(("owner", "reason", "dissent") if hidden else ("verb", "condition")))
    return nav.leads_to(*(f"{decision.id}.{one}" for one in folded))


def stored_decision(current: WorkshopState, item: AgendaItem) -> Decision | None:
    found = (decision for decision in current.decisions if decision.id == decision_id(item) and not decision.withdrawn)
    return next(found, None)


def strong_objection(current: WorkshopState, step: PlannedStep) -> bool:
    """Whether anybody's latest vote on the dilemma carries a strong objection."""
    latest = {ballot.seat: ballot for votes in room_queries.revealed_ballots(current, step) for ballot in votes}
    return any(ballot.objection for ballot in latest.values())


def _heard(current: WorkshopState, step: PlannedStep, decision: Decision) -> tuple[str, ...]:
    """People's reasons in the last vote, those for the rule's stance first; equal ones once, hidden ones not."""
    rounds = room_queries.revealed_ballots(current, step)
    given = merged_reasons(rounds[-1]) if rounds else ()
    return tuple(dict.fromkeys(one.words for one in sorted(given, key=lambda one: one.letter not in decision.accepted)))


def chosen_stance(current: WorkshopState, step: PlannedStep) -> Letter | None:
    """The stance that the rule of this dilemma would be drafted from now; None before the first reveal."""
    item, result = room_queries.item_at(current, step), room_queries.result_at(current, step)
    if item is None or result is None:
        return None
    key = f"stance.{decision_id(item)}"
    found = proposed_stance(item.scenario, result)
    session.sync_field(key, found if found in LETTERS else None)
    return session.value(key)


def _stance(current: WorkshopState, item: AgendaItem, result: QuestionResult, *, steering: bool) -> None:
    """The choice of the stance that the rule is drafted from: the median unless the group chooses another. An unlawful
    stance only as "never".
    """
    t, here = translate(), lang()
    found = proposed_stance(item.scenario, result)
    proposed = found if found in LETTERS else None
    key = f"stance.{decision_id(item)}"
    session.sync_field(key, proposed)
    asked = t("Which stance does the rule follow?")
    names = {stance.letter: stance.name[here] for stance in item.scenario.stances}
    closed = {stance.letter for stance in item.scenario.stances if stance.legal == "unlawful"}
    chosen = st.radio(
        f"{asked} {t('The middle of the last vote is filled in.')}" if proposed else asked,
        LETTERS,
        index=None,
        key=key,
        format_func=lambda one: f"**{one}** · {f'~~{names[one]}~~' if one in closed else names[one]}",
        horizontal=True,
    )
    if proposed is None:
        st.caption(t(_NOTHING_FILLED_IN[found]))
    if chosen in closed:
        st.caption(t("The law closes this stance, so the rule can only say “never”."))
    with lazy_expander.lazy_expander(t("What it wins, gives up and costs"), f"{key}.weighed") as opened:
        if opened:
            ladder.ladder(
                current,
                Choice(decision_id(item), item.scenario, (proposed,) if proposed else ()),
                key=f"{key}.rung",
                label=t("What does a step up or down change?")
                if item.scenario.ordered
                else t("Five different answers, not steps. What does another one change?"),
                chosen=t("proposed"),
                start=chosen,
            )
    st.button(
        t("Word the rule first") if steering else t("Draft the rule"),
        key=f"{key}.draft",
        type="secondary" if steering else "primary",
        icon=":material/edit_note:",
        on_click=_draft,
        args=(current.workshop.id, item.scenario.id, key),
    )


def _draft(workshop_id: str, scenario: str, key: str) -> None:
    chosen: Letter | None = session.value(key)
    if chosen is None:
        session.notify("warning", translate()("Choose a stance first."))
        return
    with messages.guarded():
        use_cases(workshop_id).decisions.draft_from_stance(workshop_id, "", scenario, chosen)


# --- consent ---------------------------------------------------------------------------------------------------------


def consent(current: WorkshopState, decision: Decision) -> None:
    """Results of the objection rounds, objections without names, and how the group may proceed."""
    t = translate()
    asked = room_queries.revealed_consents(current)
    rounds = last_round(asked, decision.id)
    if not rounds:
        if decision.agreed is None:
            st.caption(t("Not put to the room yet."))
        return
    if decision.reopened and not decision.closed:
        st.warning(t("Somebody objected, so this rule is open again."), icon=":material/lock_open:")
    if decision.agreed is not None:
        return
    _, no, _ = rounds[-1]
    last = revealed_rounds(asked, decision.id)[-1]
    if changed_since_asked(asked, decision):
        _asked_about(decision, last)
    if no == 0:
        return
    failed = sum(objections > 0 for _, objections, _ in rounds)
    if failed < MIN_FAILED_ROUNDS:
        st.caption(t("Change the rule below so that it becomes safe enough, and put it to the room again."))
        return
    _after_failing(current, decision)


def _objections_stand(current: WorkshopState, decision: Decision) -> bool:
    rounds = consent_rounds(room_queries.revealed_consents(current), decision.id)
    return bool(rounds) and rounds[-1][1] > 0


def ready_to_close(current: WorkshopState, decision: Decision) -> bool:
    """Whether the room has agreed to these words, so that only the lid is missing."""
    if decision.closed:
        return False
    if decision.agreed is not None:
        return True
    asked = room_queries.revealed_consents(current)
    consents, objections, _ = (consent_rounds(asked, decision.id) or ((0, 0, 0),))[-1]
    return consents > 0 and not objections and not changed_since_asked(asked, decision)


def last_round(asked: WorkshopState, about: str) -> tuple[tuple[int, int, int], ...]:
    """Shows the last objection round on a rule, a red line or the principles; returns the counts of all.

    ``asked``: with the answers of revealed rounds (`room_queries.revealed_consents`).
    """
    t, rounds = translate(), consent_rounds(asked, about)
    if rounds:
        counts = consent_words(*rounds[-1], t)
        st.markdown(f"**{t('Objection round {number}', number=len(rounds))}**: {' · '.join(counts)}")
        last = revealed_rounds(asked, about)[-1]
        given = [answer for answer in asked.consents if answer.round == last and answer.decision == about]
        typed_texts.objections(asked, Question("consent", about=last), given)
    return rounds


def _asked_about(decision: Decision, round_key: str) -> None:
    """The sentence that the round was about, once the rule says something else."""
    t = translate()
    st.warning(t("Changed after it was put to the room. Put it to the room again."), icon=":material/edit_note:")
    asked = next((one for one in decision.asked if one.round == round_key), None)
    if asked is not None:
        st.markdown(f"{t('The room was asked about:')} {plain(decision_sentence(asked, lang())[0])}")


def _after_failing(current: WorkshopState, decision: Decision) -> None:
    t = translate()
    st.markdown(
        t(
            "Objections remained after {times} rounds. Change the rule once more, or let the group disagree "
            "and commit, or let one named role decide. The dissent is then put into words and printed in the "
            "charter.",
            times=MIN_FAILED_ROUNDS,
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _agree_button(current, decision, "disagree_and_commit", t("Disagree and commit"))
        st.text_input(
            t("Or who decides? (a role)"),
            key=f"{decision.id}.decider",
            placeholder=t("For example: the marketing director"),
            autocomplete="off",
        )
        _agree_button(current, decision, "decider", t("This role decides"))


def _agree_button(current: WorkshopState, decision: Decision, how: Agreed, words: str) -> None:
    st.button(
        words,
        key=f"{decision.id}.agree.{how}",
        icon=":material/handshake:",
        on_click=_agree,
        args=(current.workshop.id, decision.id, how),
    )


def _agree(workshop_id: str, decision: str, how: Agreed) -> None:
    with messages.guarded():
        decider = session.value(f"{decision}.decider", "") if how == "decider" else ""
        use_cases(workshop_id).decisions.record_agreement(workshop_id, decision, how, decider)


# --- the lid ---------------------------------------------------------------------------------------------------------


def close_button(current: WorkshopState, decision: Decision, *, shortcut: str | None = None) -> None:
    """One press from what the room agreed to a rule of the framework."""
    st.button(
        translate()("Close this decision"),
        key=f"{decision.id}.close",
        type="primary",
        icon=":material/lock:",
        shortcut=shortcut,
        on_click=_close_agreed,
        args=(current.workshop.id, decision.id),
    )


def _close_agreed(workshop_id: str, decision: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.close_agreed(workshop_id, decision)


def closing(current: WorkshopState, decision: Decision, *, strong_objection: bool, steering: bool = False) -> None:
    """How the group agreed, what is missing, and closing the decision."""
    t = translate()
    ready = ready_to_close(current, decision)
    agreed = decision.agreed or ("consent" if ready else None)
    if agreed is not None:
        st.markdown(f":material/handshake: {agreed_words(agreed, t, role=plain(decision.decider))}")
    if current.workshop.stage == "closed":
        return
    if decision.closed:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(t("Closed: this is now a rule in your framework."), icon=":material/check_circle:")
            st.button(
                t("Reopen"),
                key=f"{decision.id}.reopen",
                on_click=rule_form.reopen,
                args=(current.workshop.id, decision.id),
            )
        return
    if not ready:
        return
    lacking: list[str] = []
    if missing := bars_to_closing(decision):
        lacking.append(t("Still open: {missing}.", missing=t.listing(t(FIELD_NAMES[part]) for part in missing)))
    if not decision.dissent and must_word_dissent(decision, strong_objection):
        lacking.append(
            t("Somebody strongly objected in the vote. Put that into words as dissent before closing.")
            if strong_objection
            else t("Put into words what was said against it before closing.")
        )
    if lacking:
        st.caption("  \n".join(lacking))
    if not steering:
        close_button(current, decision)
