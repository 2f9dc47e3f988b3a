"""What may turn out to be forbidden, with the questions on which that hangs; told only where these can be answered."""

import streamlit as st

from framework.law.first_steps import possible_classes
from framework.law.models import Fact
from framework.law.wording import article_words
from framework.workshop.law_questions import activity_questions
from framework.workshop.models import Activity, WorkshopState
from pages.ui import queries
from pages.ui.i18n import translate
from pages.ui.law import questionnaire, summary


def possible_bans(current: WorkshopState, activity: Activity, at: str) -> None:
    """Beside a topic, those whose question stands in it; with the summary all of them, each question ready to be answered."""
    t, law = translate(), queries.law()
    found = [
        one
        for one in possible_classes(law, queries.law_check(current, activity), queries.facts_of(current, activity))
        if one.finding.rule.kind == "prohibition" and one.questions and _here(one.questions, at)
    ]
    if not found:
        return
    summary.styles()
    with st.container(border=True, key="law.card.ask_first.bans"):
        st.markdown(f"## {t('May be forbidden')}")
        st.markdown(
            "\n".join(
                f"- {one.finding.rule.name[t.lang]} `{one.finding.code}` :gray[{article_words(one.finding.article, t)}]"
                for one in found
            )
        )
        facts = list({fact.id: fact for one in found for fact in one.questions}.values())
        if at == questionnaire.SUMMARY:
            st.markdown(t("It depends on this:"))
            asked = {one.fact.id: one for one in activity_questions(current, activity)}
            for fact in facts:
                if fact.id in asked:
                    questionnaire.question(current, activity, asked[fact.id], t)
        else:
            here = [fact for fact in facts if _here((fact,), at)]
            st.markdown(
                t("Depends on: {questions}", questions="; ".join(f"“{fact.question[t.lang]}”" for fact in here))
            )


def _here(questions: tuple[Fact, ...], at: str) -> bool:
    return at == questionnaire.SUMMARY or any(questionnaire.topic_of(fact) == at for fact in questions)
