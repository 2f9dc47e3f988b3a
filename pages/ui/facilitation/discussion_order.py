"""What to talk about with the time left: a line where the plan should wait, and the whole order in the plan."""

from collections.abc import Callable

import streamlit as st

from framework.analysis.discussion_order import Topic, before_the_next, how_many_fit, topics
from framework.analysis.result_text import topic_words
from framework.workshop.agenda import AgendaItem
from framework.workshop.decision_drafts import decision_id
from framework.workshop.facts import effective_facts
from framework.workshop.models import WorkshopState
from framework.workshop.room import PlannedStep
from pages.ui.facilitation import room_queries
from pages.ui.facilitation.step_names import step_name
from pages.ui.i18n import plain, translate
from pages.ui.revision_cache import cached_by_revision

GoTo = Callable[[str, int, str], None]
"""Takes the workshop's id, the room's version and a step's id."""


def suggestion(current: WorkshopState, go_to: GoTo) -> None:
    """One dilemma to take first, with the reason, once the room is done with the current step."""
    room = room_queries.room_of(current)
    step = room.current_step()
    done = room.phase in ("second_revealed", "consent_revealed")
    if current.workshop.stage != "session" or room.paused or (step.kind == "scenario" and not done):
        return
    later = room.plan[room.position() + 1 :]
    first = before_the_next(_topics(current), next((one for one in later if one.kind == "scenario"), None))
    if first is None or first.step == step:
        return
    t = translate()
    with st.container(horizontal=True, vertical_alignment="center"):
        name = plain(step_name(current, first.step))
        st.markdown(t("**First “{dilemma}”?** {reason}", dilemma=name, reason=topic_words(first, t)), width="content")
        st.button(
            t("Go there"),
            key="console.first",
            type="tertiary",
            on_click=go_to,
            args=(current.workshop.id, room.version, first.step.id),
        )


def order(current: WorkshopState) -> None:
    """The dilemmas that are most worth the time left, as many as fit; nothing before the first reveal."""
    found = _topics(current)
    if not found or all(topic.spread == "not_asked" for topic in found):
        return
    t = translate()
    room = room_queries.room_of(current)
    minutes = sum(one.minutes for one in room.plan[room.position() + 1 :] if one.kind == "scenario")
    title = (
        t("Most worth the {minutes} minutes left for dilemmas:", minutes=minutes)
        if minutes
        else t("Most worth talking about:")
    )
    chosen = found[: how_many_fit(minutes)]
    rows = (f"1. **{plain(step_name(current, topic.step))}** · {topic_words(topic, t)}" for topic in chosen)
    st.markdown("\n".join((title, "", *rows)))


@cached_by_revision()
def _topics(current: WorkshopState) -> tuple[Topic, ...]:
    room = room_queries.room_of(current)
    agreed = {one.id for one in current.decisions if one.agreed and not one.withdrawn}
    open_steps: list[tuple[PlannedStep, AgendaItem]] = []
    for step in room.plan:
        item = room_queries.item_at(current, step)
        if item is not None and decision_id(item) not in agreed:
            open_steps.append((step, item))
    results = {
        step.id: result for step, _ in open_steps if (result := room_queries.result_at(current, step)) is not None
    }
    facts = {activity.id: effective_facts(current, activity) for _, item in open_steps for activity in item.activities}
    return topics(open_steps, results, facts)
