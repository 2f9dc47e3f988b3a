"""The law over time for the whole team: duties on a time line, and what changes between today and a later day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from framework.language import N_, Translator
from framework.law.timeline import Change, StatusChange, changes_between, days_of_change
from framework.law.wording import article_words, duty_words
from framework.workshop.agenda import live_activities
from framework.workshop.models import WorkshopState
from pages.ui import nav, queries, session
from pages.ui.i18n import lang, plain, translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import today

if TYPE_CHECKING:
    from framework.analysis.duties import TeamDuty
    from framework.charts import Chart

CHANGE_WORDS: dict[Change, str] = {
    "starts": N_("starts to apply"),
    "ends": N_("stops applying"),
    "reworded": N_("is reworded"),
}
OTHER = "other"
_NAMED = 3


def timeline(current: WorkshopState) -> None:
    """The time line, and the same as a list."""
    t = translate()
    drawn = _drawn(current)
    if drawn is None:
        st.info(t("No duties with a date follow from what is known."))
        return
    chart, words = drawn
    st.header(chart.title, anchor=False)
    st.plotly_chart(chart.figure, key="overview.duties", config=_config(), alt=chart.alt)
    st.expander(t("The same as a list: who it applies to, activities, article")).markdown(words)


def _config() -> dict[str, object]:
    from framework.charts import CONFIG

    return dict(CONFIG)


@cached_by_revision()
def _drawn(current: WorkshopState) -> "tuple[Chart, str] | None":
    """The chart, and the duties as Markdown; None without duties. Imports Plotly here, since it takes long."""
    from framework.analysis.duties import duties_of_team
    from framework.charts import duties_over_time

    t, day = translate(), today()
    duties = duties_of_team(queries.law(), _facts_by_name(current), day, lang())
    chart = duties_over_time(duties, t, day)
    if chart is None:
        return None
    return chart, "\n".join(_duty_line(duty, t) for duty in duties if duty.kind != "class")


def _facts_by_name(current: WorkshopState) -> dict[str, Mapping[str, str]]:
    """Facts by the name of the activity; activities with the same name are numbered."""
    named: dict[str, Mapping[str, str]] = {}
    for activity in live_activities(current):
        name, number = activity.name, 2
        while name in named:
            name, number = f"{activity.name} ({number})", number + 1
        named[name] = queries.facts_of(current, activity)
    return named


def _duty_line(row: "TeamDuty", t: Translator) -> str:
    since = row.applies_from
    when = duty_words(row.status, t.date(since), t) if since else t("in force")
    parts = [
        f"**{row.name}**",
        when,
        t("Applies to: {roles}", roles=t.listing(row.holders)) if row.holders else "",
        _for(row.activities, row.possible, t),
        f"*{article_words(row.article, t)}*",
    ]
    return "- " + " · ".join(part for part in parts if part)


def _for(certain: Sequence[str], possible: Sequence[str], t: Translator) -> str:
    parts = [
        t("For {activities}", activities=_names(certain, t)) if certain else "",
        t("Possibly for {activities}", activities=_names(possible, t)) if possible else "",
    ]
    return " · ".join(part for part in parts if part)


def _names(names: Sequence[str], t: Translator) -> str:
    """The activities by name, or how many where that is a line of its own."""
    if len(names) > _NAMED:
        return t.plural("{count} activity", "{count} activities", len(names))
    return t.listing(map(plain, names))


# What changes by a day


@dataclass(slots=True)
class _Hit:
    """One change with the activities that have it."""

    change: StatusChange
    certain: list[str] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)


def on_a_day(current: WorkshopState) -> None:
    """Choose a day and read what is otherwise for this team then; what an activity is never changes with the day."""
    t = translate()
    day = _chosen(t)
    st.markdown(
        t(
            "What changes between today ({today}) and **{day}**. Your activities stay what they are; rules begin or end.",
            today=t.date(today()),
            day=t.date(day),
        )
    )
    certain, possible = _changes(current, day)
    if certain:
        st.markdown(certain)
    else:
        st.info(t("Nothing changes in this period for the classes that are certain."))
    if possible:
        count = possible.count("\n- ")
        st.expander(
            t.plural(
                "{count} thing may change, as long as answers are missing",
                "{count} things may change, as long as answers are missing",
                count,
            )
        ).markdown(possible)


def _chosen(t: Translator) -> date:
    """A day of change from the law itself, or one of one's own; kept in the address."""
    shortcuts = [day.isoformat() for day in _days_of_change() if day > today()]
    asked = _read(nav.param("d"))
    day = asked or (date.fromisoformat(shortcuts[0]) if shortcuts else today() + timedelta(days=365))
    session.sync_field("overview.day", day.isoformat() if day.isoformat() in shortcuts else OTHER)
    st.segmented_control(
        t("The law on"),
        [*shortcuts, OTHER],
        key="overview.day",
        format_func=lambda one: t("Another day") if one == OTHER else t.short_date(date.fromisoformat(one)),
        required=True,
        on_change=_show_shortcut,
        wrap=True,
    )
    if session.value("overview.day") == OTHER:
        session.sync_field("overview.other_day", day)
        st.date_input(
            t("Another day"),
            key="overview.other_day",
            min_value=today(),
            max_value=_latest(),
            format="DD/MM/YYYY",
            on_change=lambda: _show(session.value("overview.other_day")),
            label_visibility="collapsed",
            width=240,
        )
    return day


def _show_shortcut() -> None:
    chosen = session.value("overview.day")
    if chosen == OTHER:
        return
    _show(date.fromisoformat(chosen))


def _show(day: Any) -> None:
    if isinstance(day, date):
        nav.set_params(v="date", d=day.isoformat())


def _read(asked: str | None) -> date | None:
    """The day in the address, if it is one, not past and not too far away."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        return None
    return day if today() <= day <= _latest() else None


def _latest() -> date:
    """The last day to look at; no law is known that begins later."""
    return today() + timedelta(days=15 * 365)


@cache
def _days_of_change() -> tuple[date, ...]:
    """The days on which anything in the law changes, whatever an activity is: nothing known, all possible."""
    return tuple(days_of_change(queries.law(), {}))


@cached_by_revision()
def _changes(current: WorkshopState, until: date) -> tuple[str, str]:
    """What certainly changes for this team from today and what may, as Markdown by day; empty where nothing does."""
    t = translate()
    hits: dict[tuple[date, str, str], _Hit] = {}
    for name, facts in _facts_by_name(current).items():
        for change in changes_between(queries.law(), facts, today(), until):
            hit = hits.setdefault((change.on, change.duty.kind, change.duty.id), _Hit(change))
            (hit.certain if change.duty.certainty == "certain" else hit.possible).append(name)
    found = sorted(hits.values(), key=lambda hit: hit.change.on)
    return (
        _by_day([hit for hit in found if hit.certain], t),
        _by_day([hit for hit in found if not hit.certain], t),
    )


def _by_day(hits: list[_Hit], t: Translator) -> str:
    days = dict.fromkeys(hit.change.on for hit in hits)
    return "\n\n".join(
        f"## {t.date(day)}\n\n" + "\n".join(_hit_line(hit, t) for hit in hits if hit.change.on == day) for day in days
    )


def _hit_line(hit: _Hit, t: Translator) -> str:
    duty = hit.change.duty
    code = f" (`{duty.id}`)" if duty.kind == "class" else ""
    said = f"**{duty.name[t.lang]}**{code} {t(CHANGE_WORDS[hit.change.change])}"
    return f"- {said} · {_for(hit.certain, hit.possible, t)} · *{article_words(duty.article, t)}*"
