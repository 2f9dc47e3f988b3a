"""A group's red lines: proposals from the deck or its own, the silent vote, and the value-dam rule."""

import streamlit as st

from framework.analysis.red_lines import red_line_count, red_line_threshold
from framework.language.labels import dam_words
from framework.usecases.decisions import MAX_RED_LINES, active_red_lines
from framework.workshop.agenda import agenda
from framework.workshop.models import RedLine, WorkshopState
from framework.workshop.rule_grammar import never_sentence, practice_words, red_line_sentence
from pages.ui import lazy_expander, messages, session
from pages.ui.facilitation import room_queries
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

_PROPOSAL = "dam.proposal"


def red_line_votes(current: WorkshopState) -> None:
    """Proposed red lines with their votes after the reveal, then the ones that were drawn."""
    t = translate()
    proposed = [line for line in current.red_lines if line.proposed and not line.withdrawn]
    votes = room_queries.red_line_votes(current)
    st.caption(
        t(
            "The room is asked whether the practice may ever be done. A fifth who say “never”, and at least two people, "
            "draw a red line. At most {limit} lines, so that everyone can name them.",
            limit=MAX_RED_LINES,
        )
    )
    for line in proposed:
        with st.container(border=True):
            st.markdown(f"**{_practice(line)}**")
            if votes is not None:
                _settling(current, line, *red_line_count(votes, line.id))
            else:
                st.button(
                    t("Remove"),
                    key=f"dam.out.{line.id}",
                    type="tertiary",
                    help=t("Remove “{line}”", line=_practice(line)),
                    on_click=_withdraw,
                    args=(current.workshop.id, line.id),
                )
    for line in active_red_lines(current):
        asked = line.objections is not None and line.voters is not None
        rests_on = f"  \n{dam_words(line.objections or 0, line.voters or 0, t)}" if asked else ""
        st.success(f"**{_sentence(line)}**{rests_on}", icon=":material/front_hand:")
    if votes is None:
        _propose(current)


def _sentence(line: RedLine) -> str:
    return plain(red_line_sentence(line.wording, lang())[0])


def _practice(line: RedLine) -> str:
    return plain(practice_words(line, lang())[0])


def _settling(current: WorkshopState, line: RedLine, objections: int, voters: int) -> None:
    t = translate()
    needed = red_line_threshold(voters)
    reached = objections >= needed
    would = f"  \n{t('The red line would be: “{line}”', line=_sentence(line))}" if reached else ""
    st.markdown(f"{dam_words(objections, voters, t)} {t('At least {count} are needed.', count=needed)}{would}")
    with st.container(horizontal=True):
        st.button(
            t("Draw this red line"),
            key=f"dam.draw.{line.id}",
            type="primary" if reached else "secondary",
            disabled=not reached,
            on_click=_settle,
            args=(current.workshop.id, line.id, True),
        )
        st.button(
            t("Let it go"),
            key=f"dam.go.{line.id}",
            type="secondary" if reached else "primary",
            on_click=_settle,
            args=(current.workshop.id, line.id, False),
        )


def _propose(current: WorkshopState) -> None:
    t, here = translate(), lang()
    known = {line.scenario for line in current.red_lines if not line.withdrawn}
    with lazy_expander.lazy_expander(
        t("Propose a red line"), "dam.more", icon=":material/add:", expanded=not known
    ) as opened:
        if not opened:
            return
        scenarios = [item.scenario for item in agenda(current) if item.scenario.id not in known]
        sentences = {scenario.id: never_sentence(scenario.red_line[here], here) for scenario in scenarios}
        if sentences:
            if session.value(_PROPOSAL) not in sentences:
                session.set_value(_PROPOSAL, None)
            st.radio(
                t("Proposals from the dilemmas"),
                list(sentences),
                index=None,
                key=_PROPOSAL,
                format_func=sentences.__getitem__,
                persist_state=lazy_expander.KEPT,
            )
            st.button(t("Propose this red line"), key="dam.propose", on_click=_from_deck, args=(current.workshop.id,))
        st.text_input(
            t("Or in the group’s own words. We never …"),
            key="dam.own",
            placeholder=t("start with the verb: “send advertising to people in mourning”"),
            autocomplete="off",
            persist_state=lazy_expander.KEPT,
        )
        st.button(t("Propose these words"), key="dam.add", on_click=_own, args=(current.workshop.id,))


def _from_deck(workshop_id: str) -> None:
    scenario = session.value(_PROPOSAL)
    if scenario is None:
        session.notify("warning", translate()("Choose a red line first."))
        return
    with messages.guarded():
        use_cases(workshop_id).facilitation.propose_red_line(workshop_id, scenario)


def _own(workshop_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.propose_own_red_line(workshop_id, lang(), session.value("dam.own", ""))
        session.set_value("dam.own", "")


def _withdraw(workshop_id: str, line: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.withdraw_red_line(workshop_id, line)


def _settle(workshop_id: str, line: str, drawn: bool) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.settle_red_line(workshop_id, line, drawn=drawn)
