"""The law for all activities together: classes by ground rules, as a matrix or as cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from framework.language import N_, Translator
from framework.law import READINGS, GroundStatus, LawCheck, Reading, reading
from framework.law.first_steps import open_points
from framework.law.wording import NO_ADVICE, READING_WORDS, article_words, status_words
from framework.workshop.agenda import live_activities
from framework.workshop.models import Activity, WorkshopState
from pages.ui import nav, queries, session
from pages.ui.i18n import plain, translate
from pages.ui.law.summary import GROUND_SHAPES, READING_ICONS, styles
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import today

VIEWS = {
    "portfolio": N_("All activities"),
    "timeline": N_("Duties over time"),
    "date": N_("The law on a date"),
}
CLASS_ROWS: dict[str, str] = {
    "prohibited": N_("Prohibited"),
    "unsettled": N_("Not certain yet: may be stricter"),
    "high_risk": N_("High-risk"),
    "transparency": N_("Be open about AI"),
    "model": N_("Model provider"),
    "exempt": N_("Exempt from high-risk"),
    "minimal": N_("No specific class"),
    "outside": N_("Outside the AI Act"),
}
"""Rows of the portfolio, from heavy to light. What may be heavier stands above what is certain: unknown is never green."""
COLUMNS: tuple[GroundStatus, ...] = ("stop", "fix_first", "plan", "unknown", "ok")
"""Columns of the portfolio: what is certainly wrong, what nobody knows, what is in order."""


@dataclass(frozen=True, slots=True)
class PortfolioEntry:
    """Where an activity stands in the portfolio, and the line below its name."""

    activity: str
    name: str
    reading: Reading
    row: str
    column: GroundStatus
    line: str


def chooser() -> str:
    """Which of the three looks; kept in the address."""
    t = translate()
    asked = nav.param("v")
    session.sync_field("overview.view", asked if asked in VIEWS else "portfolio")
    st.segmented_control(
        t("View"),
        list(VIEWS),
        key="overview.view",
        format_func=lambda view: t(VIEWS[view]),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: nav.set_params(v=session.value("overview.view")),
        wrap=True,
    )
    return session.value("overview.view")


def small_print() -> None:
    t, book = translate(), queries.law()
    st.caption(f"{t('Law version {version}, as of {day}.', version=book.version, day=t.date(today()))} {t(NO_ADVICE)}")


# All activities: classes by ground rules


def portfolio(current: WorkshopState) -> None:
    """A matrix on a laptop; on a phone its cells stand below each other as cards, so each says where it stands."""
    t = translate()
    styles()
    places = _places(current)
    used: list[GroundStatus] = [column for column in COLUMNS if any(place.column == column for place in places)]
    st.caption(t("Rows: what it is under the AI Act. Columns: the most serious finding on the GDPR ground rules."))
    for row, words in CLASS_ROWS.items():
        here = [place for place in places if place.row == row]
        if not here:
            continue
        with st.container(border=True, key=f"overview.row.{row}"):
            head, *cells = st.columns([1, *[2] * len(used)])
            head.markdown(f"**{t(words)}**")
            for column, cell in zip(used, cells, strict=True):
                _cell(cell, [place for place in here if place.column == column], column, t)
    st.expander(t("By ground rule")).markdown(_per_ground_rule(current))


def _cell(cell: Any, places: list[PortfolioEntry], column: GroundStatus, t: Translator) -> None:
    """The activities that stand here, each a link to its summary."""
    if not places:
        return
    cell.markdown(f":gray[{GROUND_SHAPES[column]} {status_words(column, t)}]")
    for place in places:
        cell.container(key=f"law.card.{place.reading}.in.{place.activity}").page_link(
            nav.streamlit_page("law_check"),
            label=f"**{plain(place.name)}**  \n{place.line}",
            icon=READING_ICONS[place.reading],
            query_params=nav.link_params(a=place.activity, p="summary"),
        )


@cached_by_revision()
def _places(current: WorkshopState) -> tuple[PortfolioEntry, ...]:
    t = translate()
    found = (
        _place(current, activity, queries.law_check(current, activity), queries.facts_of(current, activity), t)
        for activity in live_activities(current)
    )
    return tuple(sorted(found, key=lambda place: -READINGS.index(place.reading)))


def _place(
    current: WorkshopState, activity: Activity, check: LawCheck, facts: Mapping[str, str], t: Translator
) -> PortfolioEntry:
    statuses = [one.status for one in check.ground_rules]
    column: GroundStatus = COLUMNS[-1]
    for status in reversed(COLUMNS):
        column = status if status in statuses else column
    left = queries.law_questions_open(current, activity)
    unknown = 0 if left else sum(point.said for point in open_points(queries.law(), check, facts))
    more = [t.plural("{count} question open", "{count} questions open", left)] if left else []
    more += [t.plural("{count} not known", "{count} not known", unknown)] if unknown else []
    parts = (t(READING_WORDS[reading(check)]), *more)
    return PortfolioEntry(activity.id, activity.name, reading(check), _row(check), column, " · ".join(parts))


def _row(check: LawCheck) -> str:
    certain = min((_class_row(one.code) for one in check.classes), key=list(CLASS_ROWS).index, default="")
    possible = min((_class_row(one.code) for one in check.unsure), key=list(CLASS_ROWS).index, default="")
    rows = list(CLASS_ROWS)
    if not certain or (possible and rows.index(possible) < rows.index(certain)):
        return "unsettled" if certain != "prohibited" else certain
    return certain


def _class_row(code: str) -> str:
    beginnings = {
        "P:": "prohibited",
        "HR:": "high_risk",
        "PRODUCT-B": "high_risk",
        "HR-X:": "exempt",
        "T": "transparency",
        "GPAI": "model",
    }
    known = {"MIN": "minimal", "NOT_AI": "outside", "OUT": "outside"}
    return known.get(code) or next(row for start, row in beginnings.items() if code.startswith(start))


@cached_by_revision()
def _per_ground_rule(current: WorkshopState) -> str:
    """By ground rule, the gravest first: what is to be done, where; then those with nothing to do anywhere."""
    t = translate()
    found: dict[str, dict[GroundStatus, list[str]]] = {}
    for activity in live_activities(current):
        for one in queries.law_check(current, activity).ground_rules:
            name = f"**{one.rule.name[t.lang]}** *{article_words(one.article, t)}*"
            found.setdefault(name, {}).setdefault(one.status, []).append(plain(activity.name))
    pressing: list[GroundStatus] = [status for status in GROUND_SHAPES if status not in ("ok", "not_applicable")]
    lines = {
        name: [
            f"{GROUND_SHAPES[status]} {status_words(status, t).lower()}: {t.listing(by[status])}"
            for status in pressing
            if status in by
        ]
        for name, by in found.items()
    }
    gravest = {name: min(map(list(GROUND_SHAPES).index, by)) for name, by in found.items()}
    listed = [f"- {name}: {'; '.join(lines[name])}" for name in sorted(found, key=gravest.__getitem__) if lines[name]]
    settled = [name for name in found if not lines[name]]
    if settled:
        listed.append(f"- {t('In order or not applicable everywhere')}: {'; '.join(settled)}")
    return "\n".join(listed)
