"""What there is to do about an activity, and what somebody said of it: arranged, planned, or not for us."""

from datetime import date

import streamlit as st

from framework.language import N_, Translator
from framework.law.first_steps import FirstStep, first_steps, open_points
from framework.law.models import LawBook
from framework.text import LocalizedText
from framework.workshop.governance.records import ArrangementStatus
from framework.workshop.models import Activity, Arrangement, WorkshopState
from pages.ui import messages, nav, queries, session
from pages.ui.i18n import inline_text, plain, translate
from pages.ui.law.questionnaire import SUMMARY
from pages.ui.law.summary import step_line
from pages.ui.lazy_expander import lazy_expander
from pages.ui.use_cases import use_cases

LIST = "list"
"""What the address says in place of a measure where the list is open and none is looked at."""
STATUS_WORDS: dict[ArrangementStatus, str] = {
    "planned": N_("Planned"),
    "arranged": N_("Arranged"),
    "not_for_us": N_("Not for us"),
}


def to_do(current: WorkshopState, activity: Activity) -> None:
    """Everything to do, and apart from that what was arranged."""
    t, book = translate(), queries.law()
    check, facts = queries.law_check(current, activity), queries.facts_of(current, activity)
    open_facts = {point.fact.id for point in open_points(book, check, facts)}  # these stand with what hangs on them
    steps = [one for one in first_steps(book, check, facts) if one.fact is None or one.fact.id not in open_facts]
    said = {one.rule: one for one in current.arrangements if one.activity == activity.id and not one.withdrawn}
    broken = {one.rule for one in steps if book.ground_rule(one.rule)}
    names = rule_names(book)  # newer law data may lack a rule of which something was said
    done = [one for one in said.values() if one.status == "arranged" and one.rule in names and one.rule not in broken]
    waiting = [one for one in steps if one.rule not in {other.rule for other in done}]
    asked = nav.param("m")
    if waiting:
        title = t.plural("{count} thing to do", "{count} things to do", len(waiting))
        with lazy_expander(title, "law.to_do", expanded=asked is not None) as shown:
            for step in waiting if shown else ():
                _row(current, activity, step, said.get(step.rule), t, here=bool(step.rule) and step.rule == asked)
    if done:
        title = t.plural("{count} thing arranged", "{count} things arranged", len(done))
        with lazy_expander(title, "law.arranged", icon=":material/check_circle:") as shown:
            for one in done if shown else ():
                _arranged(current, activity, one, t)


def choices(book: LawBook, step: FirstStep) -> tuple[ArrangementStatus, ...]:
    """What can be said of a step; nothing of a prohibition, and no *arranged* where only another answer helps."""
    if book.ground_rule(step.rule):
        return ("planned", "arranged", "not_for_us")
    if step.kind == "stop" or not step.rule:
        return ()
    return ("planned", "not_for_us") if step.kind == "fix_first" else ("planned", "arranged", "not_for_us")


def _row(
    current: WorkshopState, activity: Activity, step: FirstStep, said: Arrangement | None, t: Translator, *, here: bool
) -> None:
    allowed = choices(queries.law(), step)
    lines = [step_line(step, t, whole=True)]
    if said is not None:
        lines.append(f":material/event: {said_words(said, t)}")
    with st.container(key=f"law.step.{step.rule or step.name.en}"):
        st.markdown("  \n".join(lines))
        if allowed and not here:
            st.button(
                t("Change") if said else t("Arrange or plan"),
                key=f"law.measure.open.{step.rule}",
                on_click=nav.set_params,
                kwargs={"a": activity.id, "p": SUMMARY, "m": step.rule},
            )
    if here and allowed:
        _form(current, activity, step, said, allowed, t)


def _form(
    current: WorkshopState,
    activity: Activity,
    step: FirstStep,
    said: Arrangement | None,
    allowed: tuple[ArrangementStatus, ...],
    t: Translator,
) -> None:
    key = f"law.measure.{activity.id}.{step.rule}"
    with st.form(key, enter_to_submit=False):
        session.sync_field(f"{key}.status", said.status if said and said.status in allowed else allowed[0])
        session.sync_field(f"{key}.owner", said.owner if said else "")
        session.sync_field(f"{key}.by", said.by if said else "")
        session.sync_field(f"{key}.due", said.due if said else None)
        session.sync_field(f"{key}.note", said.note if said else "")
        st.radio(
            t("How does this stand?"),
            allowed,
            key=f"{key}.status",
            format_func=lambda status: t(STATUS_WORDS[status]),
            horizontal=True,
        )
        left, right = st.columns(2)
        left.text_input(t("Who does it? (a role, not a name)"), key=f"{key}.owner", autocomplete="off")
        right.text_input(t("Who says so? (a role, not a name)"), key=f"{key}.by", autocomplete="off")
        left.date_input(t("Ready by"), key=f"{key}.due", format="DD/MM/YYYY")
        right.text_input(t("Link or note"), key=f"{key}.note", autocomplete="off")
        st.caption(t("Planned and “not for us” change no verdict. Arranged counts, on the word of who says so."))
        with st.container(horizontal=True):
            st.form_submit_button(
                t("Save"),
                key=f"{key}.save",
                type="primary",
                on_click=_save,
                args=(current.workshop.id, activity.id, step.rule, key),
            )
            st.form_submit_button(
                t("Cancel"),
                key=f"{key}.cancel",
                on_click=nav.set_params,
                kwargs={"a": activity.id, "p": SUMMARY, "m": LIST},
            )
            if said is not None:
                st.form_submit_button(
                    t("Take back"),
                    key=f"{key}.withdraw",
                    on_click=_withdraw,
                    args=(current.workshop.id, activity.id, step.rule),
                )


def _arranged(current: WorkshopState, activity: Activity, one: Arrangement, t: Translator) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"law.done.{one.rule}"):
        inline_text(f"**{rule_names(queries.law())[one.rule][t.lang]}**  \n{said_words(one, t)}")
        st.button(
            t("Take back"),
            key=f"law.withdraw.{one.rule}",
            icon=":material/undo:",
            on_click=_withdraw,
            args=(current.workshop.id, activity.id, one.rule),
        )


def said_words(one: Arrangement, t: Translator) -> str:
    """What was said, by whom and when, on one line."""
    who = plain(one.by)
    on = t.short_date(one.said_on)
    parts = [
        t(STATUS_WORDS[one.status]),
        t("who: {role}", role=plain(one.owner)) if one.owner else "",
        t("ready by {day}", day=t.short_date(one.due)) if one.due else "",
        t("said by {role} on {day}", role=who, day=on) if who else t("said on {day}", day=on),
        plain(one.note),
    ]
    return " · ".join(part for part in parts if part)


def rule_names(book: LawBook) -> dict[str, LocalizedText]:
    """By id, of every rule of which something can be arranged."""
    return {one.id: one.name for one in (*book.ground_rules, *book.obligations, *book.other_rules)}


def _save(workshop_id: str, activity_id: str, rule: str, key: str) -> None:
    due = session.value(f"{key}.due")
    with messages.guarded():
        use_cases(workshop_id).law_answers.arrange(
            workshop_id,
            activity_id,
            rule,
            session.value(f"{key}.status"),
            by=session.value(f"{key}.by") or "",
            owner=session.value(f"{key}.owner") or "",
            due=due if isinstance(due, date) else None,
            note=session.value(f"{key}.note") or "",
        )
        nav.set_params(a=activity_id, p=SUMMARY, m=LIST)


def _withdraw(workshop_id: str, activity_id: str, rule: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).law_answers.withdraw_arrangement(workshop_id, activity_id, rule)
        nav.set_params(a=activity_id, p=SUMMARY, m=LIST)
