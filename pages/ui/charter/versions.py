"""What the next version changes, with a sentence why for each rule; and two versions side by side."""

from collections.abc import Iterable

import streamlit as st

from framework.charter.document import Text
from framework.charter.sections import changes
from framework.charter.sections.context import CharterContext
from framework.text import LINE_LIMIT
from framework.workshop.governance.history import VersionChanges
from framework.workshop.governance.review_dates import days_to_choose
from framework.workshop.governance.versions import (
    compared_versions,
    in_force,
    mark,
    may_be_amendment,
    needs_reason,
    next_version,
)
from framework.workshop.models import Framework, WorkshopState
from pages.ui import lazy_expander, messages, session
from pages.ui.charter import files
from pages.ui.i18n import plain, translate
from pages.ui.use_cases import today, use_cases

_WHY = "charter.why"
_AMENDMENT = "charter.amendment"


def next_changes(current: WorkshopState) -> bool:
    """Above the button that adopts: what changes since the version in force, and the fields for the reasons; nothing before the
    first adoption but a press for review days that all fall together. False where nothing has changed since that version."""
    _review_days(current)
    before, drafted = in_force(current.frameworks), files.draft(current)
    if before is None:
        return True
    t, found = translate(), drafted.history[-1]
    if not found.differ:
        st.caption(t("Nothing has changed since version {version}.", version=before.version))
        return False
    context = _context(current, drafted)
    asked = needs_reason(found)
    with st.container(border=True):
        st.markdown(f"**{t('What changes since version {version}', version=before.version)}**")
        rest = found.model_copy(update={"changes": tuple(one for one in found.changes if one not in asked)})
        for one in asked:
            st.markdown(_words(changes.detail(context, found, one, why=False)))
            st.text_input(
                t("Why was {rule} withdrawn?", rule=mark(one))
                if one.status == "withdrawn"
                else t("Why was {rule} changed?", rule=mark(one)),
                key=f"{_WHY}.{one.id}",
                max_chars=LINE_LIMIT,
                placeholder=t("One sentence for whoever reads the charter"),
                autocomplete="off",
                live=True,
            )
        _bullets(changes.details(context, rest))
        if may_be_amendment(found):
            version = next_version(current.frameworks, adopting=True, amendment=True)
            st.checkbox(
                t("Change this rule only, by the same people: adopt it as {version}", version=version),
                key=_AMENDMENT,
                wrap=True,
            )
    session.remember(_WHY, found)
    return True


def given() -> dict[str, str]:
    """The reasons typed in this window, by the id of the decision or red line."""
    found = session.recall_or(_WHY, _NOTHING)
    return {one.id: str(session.value(f"{_WHY}.{one.id}", "") or "") for one in needs_reason(found)}


def as_amendment() -> bool:
    """Whether the next version is to be an amendment."""
    return may_be_amendment(session.recall_or(_WHY, _NOTHING)) and bool(session.value(_AMENDMENT, False))


def adopted() -> None:
    """Empties the fields: what comes next has other reasons."""
    for one in needs_reason(session.recall_or(_WHY, _NOTHING)):
        session.forget(f"{_WHY}.{one.id}")
    session.forget(_AMENDMENT)
    session.remember(_WHY, _NOTHING)


def side_by_side(current: WorkshopState, drafted: Framework) -> None:
    """Two versions that a person chooses, and what changed from one to the other, and why."""
    t = translate()
    versions = {one.version: one for one in current.frameworks} | {"": drafted}
    if len(versions) < 2:
        return
    with lazy_expander.lazy_expander(
        t("Two versions side by side"), "charter.versions", icon=":material/compare_arrows:"
    ) as opened:
        if not opened:
            return
        names = list(versions)
        first_old, first_new = _shown_first(current, drafted, names)
        left, right = st.columns(2)
        session.set_default("charter.versions.old", first_old)
        session.set_default("charter.versions.new", first_new)
        for column, label, key in (
            (left, t("From version"), "charter.versions.old"),
            (right, t("To version"), "charter.versions.new"),
        ):
            with column:
                st.selectbox(label, names, key=key, format_func=lambda name: name or t("as it is now"))
        old, new = (versions[session.value(f"charter.versions.{which}") or ""] for which in ("old", "new"))
        found = compared_versions(old, new)
        if not found.differ:
            st.markdown(t("These two say the same."))
            return
        context = _context(current, new)
        st.markdown(" ".join(changes.lists(context, found)))
        _bullets(changes.details(context, found))


def _shown_first(current: WorkshopState, drafted: Framework, names: list[str]) -> tuple[str, str]:
    """The version in force beside what stands now where that differs; else the last two that were adopted, or saved."""
    adopted = [one.version for one in current.frameworks if one.adopted]
    if adopted and drafted.history[-1].differ:
        return adopted[-1], ""
    return (adopted[-2], adopted[-1]) if len(adopted) > 1 else (names[-2], names[-1])


def _review_days(current: WorkshopState) -> None:
    """A press that spreads the days on which rules are looked at again, where they have passed or all fall together."""
    t = translate()
    to_choose = days_to_choose(current.decisions, today())
    if not to_choose:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            t("The day on which you look at these rules again has passed.")
            if any(one.review_on and one.review_on < today() for one in to_choose)
            else t("You look at all rules again on one and the same day. Spread over the year, each gets a real look.")
        )
        st.button(
            t("Choose days by what is at stake"),
            key="charter.days",
            icon=":material/event_repeat:",
            on_click=_plan_reviews,
            args=(current.workshop.id,),
        )


def _plan_reviews(workshop_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).decisions.plan_reviews(workshop_id)


def _context(current: WorkshopState, framework: Framework) -> CharterContext:
    return CharterContext(framework, current.deck, translate(), "internal", today())


def _bullets(items: Iterable[Text]) -> None:
    if found := "\n".join(f"- {_words(text)}" for text in items):
        st.markdown(found)


def _words(text: Text) -> str:
    """As Markdown, with all typed text escaped."""
    return "".join(f"**{_escaped(span.text)}**" if span.strong else _escaped(span.text) for span in text)


def _escaped(words: str) -> str:
    """`plain` trims; what stands in the middle of a sentence keeps its spaces."""
    bare = words.strip(" ")
    return words.replace(bare, plain(bare), 1) if bare else words


_NOTHING = VersionChanges.model_validate({"version": "0.0", "before": None, "on": "2026-01-01", "adopted": False})
