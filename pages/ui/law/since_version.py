"""What moved in the law check of an activity since the framework was adopted: its answers stand as they were given then."""

import streamlit as st

from framework.law.wording import READING_WORDS, answer_words
from framework.text import LocalizedText
from framework.workshop.governance.reassessment import moved
from framework.workshop.models import Activity, WorkshopState
from pages.ui import queries
from pages.ui.i18n import plain, translate
from pages.ui.lazy_expander import lazy_expander


def since_version(current: WorkshopState, activity: Activity) -> None:
    """A fold; nothing before a framework was adopted, and where nothing moved."""
    t, book = translate(), queries.law()
    adopted = next((one for one in reversed(current.frameworks) if one.adopted), None)
    if adopted is None:
        return
    facts = queries.facts_of(current, activity)
    found = moved(book, adopted, activity.id, facts, queries.law_check(current, activity))
    if found is None:
        return
    title = t("Moved since version {version} of {day}", version=found.version, day=t.short_date(found.since))
    with lazy_expander(title, "law.since", icon=":material/history:") as shown:
        if not shown:
            return
        lines = [
            t(
                "Verdict then: {before}. Now: {now}.",
                before=t(READING_WORDS[found.before]),
                now=t(READING_WORDS[found.now]),
            )
            if found.before != found.now
            else t("The verdict is the same: {now}.", now=t(READING_WORDS[found.now]))
        ]
        for fact_id, values in found.answers.items():
            fact = book.fact(fact_id)
            then, now = (answer_words(book, fact_id, one, t) if one else t("no answer") for one in values)
            question = fact.question[t.lang] if fact else plain(fact_id)
            lines.append(t("{question} Then: {then}. Now: {now}.", question=question, then=then, now=now))
        if found.added:
            lines.append(t("New to do: {names}.", names=_names(found.added)))
        if found.gone:
            lines.append(t("No longer to do: {names}.", names=_names(found.gone)))
        st.markdown("\n".join(f"- {line}" for line in lines))


def _names(found: tuple[LocalizedText, ...]) -> str:
    t = translate()
    return t.listing(name[t.lang] for name in found)
