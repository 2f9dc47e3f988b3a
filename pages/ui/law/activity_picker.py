"""The frame of the law check: which activity is looked at, and the way to all of them together."""

import streamlit as st

from framework.law import reading
from framework.law.wording import READING_WORDS
from framework.workshop.agenda import live_activities
from framework.workshop.models import Activity, WorkshopState
from pages.ui import lazy_expander, nav, queries, session
from pages.ui.i18n import plain, translate
from pages.ui.law import questionnaire
from pages.ui.law.questionnaire import ONCE
from pages.ui.revision_cache import cached_by_revision


def chooser(current: WorkshopState, activity: Activity | None) -> None:
    """Which activity, folded to one line; in it, how far each is. None: the questions that are asked once."""
    t = translate()
    activities = live_activities(current)
    once = {ONCE: t("Once for team and suppliers")} if queries.law_questions_once(current) else {}
    names = once | {one.id: plain(one.name) for one in activities}
    at = activity.id if activity else ONCE
    number = (
        f" · {t('{number} of {all}', number=activities.index(activity) + 1, all=len(activities))}" if activity else ""
    )
    with st.popover(
        f"{names[at]}{number}",
        key="law.activities",
        icon=":material/swap_horiz:",
        wrap=True,
        on_change="rerun",
    ) as shown:
        if shown.open:
            session.sync_field("law.open", at)
            st.radio(
                t("Activity"),
                list(names),
                key="law.open",
                format_func=names.__getitem__,
                captions=_how_far(current),
                on_change=_opened,
            )


def _opened() -> None:
    lazy_expander.close("law.activities")
    nav.set_params(a=session.value("law.open"))


@cached_by_revision()
def _how_far(current: WorkshopState) -> tuple[str, ...]:
    """Of what is asked once how many questions are open, and per activity its verdict, too."""
    t = translate()

    def still_open(left: int) -> str:
        return t.plural("{count} question open", "{count} questions open", left) if left else "✓"

    once = queries.law_questions_once(current)
    lines = [still_open(sum(one.open for one in once))] if once else []
    for activity in live_activities(current):
        words = t(READING_WORDS[reading(queries.law_check(current, activity))])
        lines.append(f"{words} · {still_open(queries.own_questions_open(current, activity))}")
    return tuple(lines)


def to_details(activity: Activity) -> None:
    """From the conversation to the outcome with all that the card leaves out."""
    st.button(
        translate()("All the details"),
        key="law.details",
        type="tertiary",
        icon=":material/unfold_more:",
        on_click=nav.set_params,
        kwargs={"a": activity.id, "p": questionnaire.SUMMARY},
    )


def onward(current: WorkshopState, activity: Activity) -> None:
    """On to the next activity that still has open questions, and to all of them together."""
    t = translate()
    activities = live_activities(current)
    at = activities.index(activity)
    others = (*activities[at + 1 :], *activities[:at])
    waiting = next((one for one in others if queries.own_questions_open(current, one)), None)
    if waiting is not None:
        st.button(
            t("Next activity: {name}", name=plain(waiting.name)),
            key="law.next_activity",
            type="primary",
            on_click=nav.set_params,
            kwargs={"a": waiting.id},
            wrap=True,
        )
    st.page_link(
        nav.streamlit_page("law_overview"),
        label=t("All activities together"),
        icon=":material/grid_view:",
        query_params=nav.link_params(),
    )
