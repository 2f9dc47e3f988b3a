"""Step 2: each activity against the AI Act, the GDPR and the other rules of marketing."""

import streamlit as st

from framework.workshop.agenda import live_activities
from pages.ui import frame, lawcheck, nav, service
from pages.ui.text import translate

t = translate()
current = service.here()
activities = live_activities(current)
st.title(t("What does the law ask?"))
if not activities:
    frame.nothing_yet("inventory", t("There is nothing to check yet. Add at least one activity."))
else:
    unfinished = next((a for a in activities if service.law_questions_open(current, a)), activities[0])
    activity = next((a for a in activities if a.id == nav.param("a")), unfinished)
    nav.show(a=activity.id, p=nav.param("p"))
    st.markdown(
        t(
            "Plain questions, in the language of your work. “Don’t know” is a fine answer: it never counts as green, and it shows "
            "what to find out."
        )
    )
    lawcheck.chooser(current, activity)
    lawcheck.verdict(current, activity)
    ask, result = st.columns([1.15, 1], gap="large")
    with ask:
        lawcheck.conversation(current, activity)
    with result:
        lawcheck.outcome(current, activity)
