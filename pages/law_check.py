"""Step 2: checks each activity against the AI Act, the GDPR and other marketing law."""

import streamlit as st

from framework.workshop.agenda import live_activities
from pages.ui import layout, nav, queries
from pages.ui.i18n import translate
from pages.ui.law import activity_picker, asked_once, measures, possible_bans, questionnaire, since_version, summary

t = translate()
current = queries.current_workshop()
activities = live_activities(current)
once = queries.law_questions_once(current)
asked = nav.param("a")
unsaid = asked is None and nav.param("p") is None and any(one.open for one in once)
unfinished = next((a for a in activities if queries.own_questions_open(current, a)), next(iter(activities), None))
st.title(t("What the law asks"))
if unfinished is None:
    layout.empty_step("inventory", t("There is nothing to check yet. Add at least one activity."))
elif once and (asked == questionnaire.ONCE or unsaid):
    at = asked_once.place(once)
    nav.set_params(a=questionnaire.ONCE, p=at)
    activity_picker.chooser(current, None)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        asked_once.conversation(current, once, at, unfinished)
    with right:
        asked_once.explained(current, next(one for one in once if one.id == at))
else:
    activity = next((a for a in activities if a.id == asked), unfinished)
    topics = questionnaire.topics(current, activity)
    at = questionnaire.place(activity, topics)
    nav.set_params(a=activity.id, p=at, m=nav.param("m") if at == questionnaire.SUMMARY else None)
    activity_picker.chooser(current, activity)
    left, right = st.columns([1.15, 1], gap="large")
    if at == questionnaire.SUMMARY:
        with left:
            summary.card(current, activity)
            possible_bans.possible_bans(current, activity, at)
            activity_picker.onward(current, activity)
            since_version.since_version(current, activity)
            measures.to_do(current, activity)
            summary.details(current, activity)
        with right:
            questionnaire.conversation(current, activity, topics, at)
    else:
        with left:
            questionnaire.conversation(current, activity, topics, at)
        with right:
            summary.card(current, activity)
            possible_bans.possible_bans(current, activity, at)
            activity_picker.to_details(activity)
