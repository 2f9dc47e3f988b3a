"""Step 2: each activity against the AI Act, the GDPR and the other rules of marketing."""

import streamlit as st

from framework.workshop.agenda import live_activities
from pages.ui import frame, lawcheck, lawsummary, lawtopics, nav, service
from pages.ui.text import translate

t = translate()
current = service.here()
activities = live_activities(current)
st.title(t("What the law asks"))
if not activities:
    frame.nothing_yet("inventory", t("There is nothing to check yet. Add at least one activity."))
else:
    unfinished = next((a for a in activities if service.law_questions_open(current, a)), activities[0])
    activity = next((a for a in activities if a.id == nav.param("a")), unfinished)
    topics = lawtopics.topics(current, activity)
    at = lawtopics.place(activity, topics)
    nav.show(a=activity.id, p=at)
    lawcheck.chooser(current, activity)
    left, right = st.columns([1.15, 1], gap="large")
    if at == lawtopics.SUMMARY:
        with left:
            lawsummary.card(current, activity)
            lawcheck.onward(current, activity)
            lawsummary.details(current, activity)
        with right:
            lawtopics.conversation(current, activity, topics, at)
    else:
        with left:
            lawtopics.conversation(current, activity, topics, at)
        with right:
            lawsummary.card(current, activity)
            lawcheck.to_details(activity)
