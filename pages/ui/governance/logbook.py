"""The log: writing down what happened in half a minute, and closing or correcting it later."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from framework.language import N_, Translator
from framework.workshop.agenda import live_activities
from framework.workshop.governance.events import (
    KIND_WORDS,
    SERIOUS_MEANS,
    SEVERITY_WORDS,
    due_on,
    is_open,
    longest_exception,
    standing,
    what_now,
)
from framework.workshop.governance.records import LogEntry, LogKind
from framework.workshop.models import Activity, Decision, WorkshopState
from framework.workshop.rule_grammar import decision_sentence
from pages.ui import lazy_expander, messages, queries, session
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import today, use_cases

KINDS: tuple[LogKind, ...] = ("incident", "complaint", "exception", "stop", "check")
ICONS: dict[LogKind, str] = {
    "exception": ":material/hourglass_top:",
    "incident": ":material/warning:",
    "complaint": ":material/forum:",
    "stop": ":material/front_hand:",
    "check": ":material/fact_check:",
}
_ASKED: dict[LogKind, str] = {
    "exception": N_("What may be done, and why?"),
    "incident": N_("What happened?"),
    "complaint": N_("What is the complaint about?"),
    "stop": N_("Why was it stopped?"),
    "check": N_("What did the check show? (may stay empty)"),
}
_WHO: dict[LogKind, str] = {
    "exception": N_("Who allows it? (a role)"),
    "incident": N_("Who noticed it? (a role)"),
    "complaint": N_("Who deals with it? (a role)"),
    "stop": N_("Who stopped it? (a role)"),
    "check": N_("Who checked it? (a role)"),
}
_UNTIL: dict[LogKind, str] = {"exception": N_("Holds until"), "check": N_("Next check")}
_CLOSE: dict[LogKind, str] = {
    "exception": N_("End it now"),
    "incident": N_("Dealt with"),
    "complaint": N_("Answered"),
    "stop": N_("Start again"),
}
_OUTCOME: dict[LogKind, str] = {
    "exception": N_("Why does it end?"),
    "incident": N_("How did it end, and what do you change?"),
    "complaint": N_("What did you answer and do?"),
    "stop": N_("What was changed, so that it may start again?"),
}
_NEW, _EARLIEST = "log.new", date(2020, 1, 1)
_JUST_KEPT = "log.just"
_OPEN = "log.open"
"""The entry whose form is open, and which form: ``close`` or ``edit``."""


@dataclass(frozen=True, slots=True)
class _Choices:
    """What an entry can be about. ``rules``: number and sentence by decision."""

    activities: dict[str, Activity]
    decisions: dict[str, Decision]
    rules: dict[str, str]

    def use(self, entry: LogEntry) -> str:
        found = self.activities.get(entry.activity or "")
        return found.name if found else ""

    def owner(self, entry: LogEntry) -> str:
        found = self.activities.get(entry.activity or "")
        return found.owner if found else ""


def _choices(current: WorkshopState) -> _Choices:
    here = lang()
    decided = {one.id: one for one in current.decisions if one.closed and not one.withdrawn}
    numbers = {rule.decision: rule.number for version in current.frameworks for rule in version.rules}
    in_order = sorted(decided.values(), key=lambda one: numbers.get(one.id, 1_000))
    return _Choices(
        {one.id: one for one in live_activities(current)},
        decided,
        {
            one.id: (f"R{numbers[one.id]} · " if one.id in numbers else "") + decision_sentence(one, here)[0]
            for one in in_order
        },
    )


def new_entry(current: WorkshopState) -> None:
    """The kind, then a short form of which all but one field is filled in."""
    t, choices = translate(), _choices(current)
    st.markdown(t("Something happened? Write it down now, in half a minute. No names of people: roles are enough."))
    _kept_just_now(current, choices, t)
    st.segmented_control(
        t("What is it?"),
        KINDS,
        key=f"{_NEW}.kind",
        format_func=lambda kind: f"{ICONS[kind]} {t(KIND_WORDS[kind])}",
        wrap=True,
    )
    kind: LogKind | None = session.value(f"{_NEW}.kind")
    if kind is None:
        return
    excepting = {one for one, decision in choices.decisions.items() if decision.exception_role}
    if kind == "exception" and not excepting:
        st.info(t("None of your rules has exceptions: none names a role that may allow one."))
        return
    if kind == "check" and not choices.rules:
        st.info(t("There is no rule to check yet."))
        return
    rules = [one for one in choices.rules if kind != "exception" or one in excepting]
    with st.form(f"{_NEW}.form.{kind}", enter_to_submit=False):
        _form(kind, f"{_NEW}.{kind}", None, choices, rules, current, t)
        st.form_submit_button(
            t("Write it down"),
            key=f"{_NEW}.save",
            type="primary",
            on_click=_add,
            args=(current.workshop.id, kind),
        )


def _form(
    kind: LogKind,
    key: str,
    entry: LogEntry | None,
    choices: _Choices,
    rules: list[str],
    current: WorkshopState,
    t: Translator,
) -> None:
    """The fields of an entry; ``entry``: None for a new one. Their keys begin with ``key``."""
    if kind != "check":
        required = kind == "stop"
        _select(
            t("Which AI use?"), f"{key}.activity", list(choices.activities), entry.activity if entry else None,
            lambda one: choices.activities[one].name, None if required else t("None in particular"),
        )  # fmt: skip
    if kind != "stop":
        words = t("Which rule?") if kind in ("exception", "check") else t("Which rule does it touch?")
        _select(
            words, f"{key}.decision", rules, entry.decision if entry else None, choices.rules.__getitem__,
            None if kind in ("exception", "check") else t("None, or not known"),
        )  # fmt: skip
    if kind == "incident":
        session.set_default(f"{key}.severity", entry.severity if entry else None)
        st.radio(
            t("How serious is it?"),
            list(SEVERITY_WORDS),
            index=None,
            key=f"{key}.severity",
            format_func=lambda one: t(SEVERITY_WORDS[one]),
        )
        st.caption(t(SERIOUS_MEANS))
        session.set_default(f"{key}.breach", entry.breach if entry else False)
        st.checkbox(t("Personal data may have been lost, seen or sent where it should not be"), key=f"{key}.breach")
    session.set_default(f"{key}.text", entry.text if entry else "")
    st.text_area(t(_ASKED[kind]), key=f"{key}.text", height=76)
    columns = st.columns(3 if kind in _UNTIL else 2)
    session.set_default(f"{key}.on", entry.on if entry else today())
    columns[0].date_input(t("When"), key=f"{key}.on", format="DD/MM/YYYY", min_value=_EARLIEST)
    session.set_default(f"{key}.role", entry.role if entry else _usual_role(kind, current))
    columns[1].text_input(t(_WHO[kind]), key=f"{key}.role", autocomplete="off")
    if kind in _UNTIL:
        length = longest_exception(current.promises) if kind == "exception" else timedelta(days=91)
        session.set_default(f"{key}.until", entry.until if entry else today() + length)
        columns[2].date_input(t(_UNTIL[kind]), key=f"{key}.until", format="DD/MM/YYYY", min_value=_EARLIEST)


def _usual_role(kind: LogKind, current: WorkshopState) -> str:
    return current.texts.complaints_role if kind == "complaint" else ""


def _select(
    label: str, key: str, options: list[str], stored: str | None, words: Callable[[str], str], none: str | None
) -> None:
    """``none``: the words for choosing nothing; None where one must be chosen, which the only option then is."""
    known = stored if stored in options else None
    session.set_default(key, known or (options[0] if len(options) == 1 and none is None else None))
    st.selectbox(label, options, index=None, key=key, format_func=words, placeholder=none or translate()("Choose"))


def _given(kind: LogKind, key: str) -> dict[str, object]:
    """What the form says, as fields of `LogEntry`."""
    until = session.value(f"{key}.until")
    on = session.value(f"{key}.on")
    return {
        "activity": session.value(f"{key}.activity") if kind != "check" else None,
        "decision": session.value(f"{key}.decision") if kind != "stop" else None,
        "severity": session.value(f"{key}.severity") if kind == "incident" else None,
        "breach": bool(session.value(f"{key}.breach")) if kind == "incident" else False,
        "text": session.value(f"{key}.text") or "",
        "on": on if isinstance(on, date) else today(),
        "role": session.value(f"{key}.role") or "",
        "until": until if kind in _UNTIL and isinstance(until, date) else None,
    }


def _add(workshop_id: str, kind: LogKind) -> None:
    t, given = translate(), _given(kind, f"{_NEW}.{kind}")
    missing = _missing(kind, given, t)
    if missing:
        session.notify("error", missing)
        return
    with messages.guarded():
        if kind == "exception" and not given["role"]:
            state = queries.public_state(workshop_id)
            given["role"] = next((one.exception_role for one in state.decisions if one.id == given["decision"]), "")
        mine = LogEntry.model_validate({"id": secrets.token_hex(12), "kind": kind, **given})
        saved = use_cases(workshop_id).charter.record_event(workshop_id, None, mine)
        session.set_value(_JUST_KEPT, saved.id)
        _forget(f"{_NEW}.{kind}")
        session.set_value(f"{_NEW}.kind", None)


def _missing(kind: LogKind, given: dict[str, object], t: Translator) -> str:
    if kind == "stop" and given["activity"] is None:
        return t("Choose which AI use was stopped.")
    if kind in ("exception", "check") and given["decision"] is None:
        return t("Choose which rule it is about.")
    if kind == "incident" and given["severity"] is None:
        return t("Choose how serious it is.")
    return ""


def _forget(key: str) -> None:
    for field in ("activity", "decision", "severity", "breach", "text", "on", "role", "until"):
        session.forget(f"{key}.{field}")


def _kept_just_now(current: WorkshopState, choices: _Choices, t: Translator) -> None:
    """What was written down last in this window, and what has to happen now."""
    entry = next((one for one in current.log if one.id == session.value(_JUST_KEPT) and not one.withdrawn), None)
    if entry is None:
        return
    st.success(t("Written down as {number}.", number=entry.number))
    _what_now(current, entry, choices, t)


def _what_now(current: WorkshopState, entry: LogEntry, choices: _Choices, t: Translator) -> None:
    activity = choices.activities.get(entry.activity or "")
    stopped = activity is not None and activity.stopped_on is not None
    use, owner = choices.use(entry), choices.owner(entry)
    steps = what_now(entry, use, owner, current.texts, current.promises, t, stopped=stopped)
    if not steps:
        return
    show = st.error if entry.breach or entry.severity == 3 else st.warning
    show(f"**{t('What has to happen now')}**\n" + "\n".join(f"1. {plain(step)}" for step in steps))
    if entry.severity == 3 and activity is not None and not stopped:
        st.button(
            t("Write down that it is stopped"),
            key=f"log.stop.{entry.id}",
            icon=ICONS["stop"],
            on_click=_stop,
            args=(current.workshop.id, entry),
        )


def _stop(workshop_id: str, entry: LogEntry) -> None:
    with messages.guarded():
        stop = LogEntry(
            id=secrets.token_hex(12),
            kind="stop",
            on=today(),
            activity=entry.activity,
            role=entry.role,
            text=translate()("Because of incident {number}", number=entry.number),
        )
        use_cases(workshop_id).charter.record_event(workshop_id, None, stop)


def entries(current: WorkshopState) -> None:
    """What is open, each with what to do; what is over, folded."""
    t, choices, day = translate(), _choices(current), today()
    told = standing(current.log)
    waiting = [one for one in told if is_open(one, day)]
    over = [one for one in told if not is_open(one, day)]
    if not told:
        st.caption(t("Nothing has been written down yet."))
    if waiting:
        st.header(t.plural("{count} open", "{count} open", len(waiting)), anchor=False)
        for entry in waiting:
            _entry(current, entry, choices, t, day)
    if over:
        label = t("{count} closed", count=len(over))
        with lazy_expander.lazy_expander(label, "log.over", icon=":material/inventory_2:") as shown:
            for entry in over if shown else ():
                _entry(current, entry, choices, t, day)


def _entry(current: WorkshopState, entry: LogEntry, choices: _Choices, t: Translator, day: date) -> None:
    open_now = is_open(entry, day)
    session.remember(f"log.{entry.id}", entry)
    with st.container(border=True, key=f"log.entry.{entry.id}"):
        st.markdown(_heading(entry, choices, t))
        if entry.text:
            st.markdown(plain(entry.text))
        st.caption(_facts(current, entry, choices, t, day))
        if entry.outcome:
            st.markdown(f"**{t('How it ended')}:** {plain(entry.outcome)}")
        form = session.value(_OPEN)
        if open_now and entry.kind == "incident" and session.value(_JUST_KEPT) != entry.id:
            with lazy_expander.lazy_expander(t("What has to happen now"), f"log.now.{entry.id}") as shown:
                if shown:
                    _what_now(current, entry, choices, t)
        if form == (entry.id, "close"):
            _closing(current, entry, t)
        elif form == (entry.id, "edit"):
            _editing(current, entry, choices, t)
        else:
            with st.container(horizontal=True):
                if open_now:
                    _opener(entry, "close", t(_CLOSE[entry.kind]), ":material/check:")
                elif entry.closed_on is not None:
                    st.button(
                        t("Open again"), key=f"log.reopen.{entry.id}", on_click=_change,
                        args=(current.workshop.id, entry.id, {"closed_on": None, "closed_by": ""}),
                    )  # fmt: skip
                _opener(entry, "edit", t("Correct"), ":material/edit:")


def _heading(entry: LogEntry, choices: _Choices, t: Translator) -> str:
    words = f"{ICONS[entry.kind]} **{t(KIND_WORDS[entry.kind])} {entry.number}**"
    if entry.kind == "incident" and entry.severity:
        words += f" · {t(SEVERITY_WORDS[entry.severity])}"
    use = choices.use(entry)
    return words + (f" · {plain(use)}" if use else "")


def _facts(current: WorkshopState, entry: LogEntry, choices: _Choices, t: Translator, day: date) -> str:
    due = due_on(entry, current.promises)
    until = t("holds until {day}", day=t.short_date(due)) if due else ""
    if entry.kind == "check":
        until = t("next check {day}", day=t.short_date(entry.until)) if entry.until else ""
    elif entry.kind != "exception":
        until = t("by {day}", day=t.short_date(due)) if due and is_open(entry, day) else ""
    ended = t("closed on {day}", day=t.short_date(entry.closed_on)) if entry.closed_on else ""
    rule = choices.rules.get(entry.decision or "", "")
    parts = (
        t.short_date(entry.on),
        plain(entry.role),
        until,
        t("possible data breach") if entry.breach else "",
        f"{ended} ({plain(entry.closed_by)})" if ended and entry.closed_by else ended,
        plain(rule),
    )
    return " · ".join(part for part in parts if part)


def _opener(entry: LogEntry, form: str, label: str, icon: str) -> None:
    st.button(
        label, key=f"log.{form}.{entry.id}", icon=icon, on_click=session.set_value, args=(_OPEN, (entry.id, form))
    )


def _closing(current: WorkshopState, entry: LogEntry, t: Translator) -> None:
    key = f"log.closing.{entry.id}"
    with st.form(key, enter_to_submit=False):
        session.set_default(f"{key}.outcome", entry.outcome)
        st.text_area(t(_OUTCOME[entry.kind]), key=f"{key}.outcome", height=76)
        left, right = st.columns(2)
        session.set_default(f"{key}.on", today())
        left.date_input(t("When"), key=f"{key}.on", format="DD/MM/YYYY", min_value=entry.on)
        session.set_default(f"{key}.by", "")
        right.text_input(t("Who says so? (a role, not a name)"), key=f"{key}.by", autocomplete="off")
        if entry.kind == "stop":
            restart = t("The owner of the use decides this; after a serious incident, whoever adopts the charter.")
            st.caption(restart)
        with st.container(horizontal=True):
            st.form_submit_button(
                t(_CLOSE[entry.kind]), key=f"{key}.save", type="primary", on_click=_close,
                args=(current.workshop.id, entry.id, key),
            )  # fmt: skip
            st.form_submit_button(t("Cancel"), key=f"{key}.cancel", on_click=session.set_value, args=(_OPEN, None))


def _close(workshop_id: str, entry_id: str, key: str) -> None:
    on = session.value(f"{key}.on")
    _change(
        workshop_id,
        entry_id,
        {
            "outcome": session.value(f"{key}.outcome") or "",
            "closed_on": on if isinstance(on, date) else today(),
            "closed_by": session.value(f"{key}.by") or "",
        },
    )


def _editing(current: WorkshopState, entry: LogEntry, choices: _Choices, t: Translator) -> None:
    key = f"log.edit.{entry.id}"
    rules = list(choices.rules)
    if entry.kind == "exception":
        rules = [one for one in rules if choices.decisions[one].exception_role]
    with st.form(f"{key}.form", enter_to_submit=False):
        _form(entry.kind, key, entry, choices, rules, current, t)
        with st.container(horizontal=True):
            st.form_submit_button(
                t("Save"), key=f"{key}.save", type="primary", on_click=_correct,
                args=(current.workshop.id, entry.id, entry.kind, key),
            )  # fmt: skip
            st.form_submit_button(t("Cancel"), key=f"{key}.cancel", on_click=_cancel, args=(key,))
            st.form_submit_button(
                t("Take back"), key=f"{key}.out", on_click=_change,
                args=(current.workshop.id, entry.id, {"withdrawn": True}),
            )  # fmt: skip


def _cancel(key: str) -> None:
    _forget(key)
    session.set_value(_OPEN, None)


def _correct(workshop_id: str, entry_id: str, kind: LogKind, key: str) -> None:
    given = _given(kind, key)
    missing = _missing(kind, given, translate())
    if missing:
        session.notify("error", missing)
        return
    _change(workshop_id, entry_id, given, form=key)


def _change(workshop_id: str, entry_id: str, update: dict[str, object], *, form: str = "") -> None:
    """``form``: the one whose fields are forgotten once it is saved."""
    base = session.recall(f"log.{entry_id}", LogEntry)

    def save_anyway() -> None:
        newest = next(one for one in queries.public_state(workshop_id).log if one.id == entry_id)
        use_cases(workshop_id).charter.record_event(workshop_id, newest, newest.model_copy(update=update))

    with messages.guarded(save_anyway):
        use_cases(workshop_id).charter.record_event(workshop_id, base, base.model_copy(update=update))
        session.set_value(_OPEN, None)
        if form:
            _forget(form)
