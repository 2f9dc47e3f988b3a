"""The inventory on screen: choosing kinds, a row per activity, and the form of one activity."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from framework.inventory.columns import RUNNING_WORDS, running_words
from framework.workshop.agenda import live_activities
from framework.workshop.models import Activity, WorkshopState
from pages.ui import fields, messages, nav, queries, session
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import today, use_cases

_EARLIEST = date(2020, 1, 1)


def pick_kinds(current: WorkshopState) -> None:
    """Tick boxes for kinds of activity; each ticked one becomes an activity."""
    t, here = translate(), lang()
    article = [kind for kind in current.deck.kinds if kind.from_article]
    further = [kind for kind in current.deck.kinds if not kind.from_article]
    names = {kind.id: kind.name[here] for kind in current.deck.kinds}
    st.pills(
        t("What do you do with AI? Tick everything that applies."),
        [kind.id for kind in article],
        selection_mode="multi",
        format_func=names.__getitem__,
        key="inventory.kinds",
        wrap=True,
    )
    with st.expander(t("What do these mean?")):
        st.markdown(
            "\n".join(
                f"- **{kind.name[here]}**: {kind.description[here]} "
                f"{t('For example: {examples}.', examples=t.listing([e[here] for e in kind.examples], style='or'))}"
                for kind in article
            )
        )
    with st.expander(t("More kinds, such as images, prices, children or agents")):
        st.pills(
            t("Other kinds"),
            [kind.id for kind in further],
            selection_mode="multi",
            format_func=names.__getitem__,
            key="inventory.further",
            label_visibility="collapsed",
            wrap=True,
        )
        st.markdown("\n".join(f"- **{kind.name[here]}**: {kind.description[here]}" for kind in further))
    ticked = [*(session.value("inventory.kinds") or []), *(session.value("inventory.further") or [])]
    st.button(
        t.plural("Add {count} activity", "Add {count} activities", len(ticked)) if ticked else t("Add activities"),
        key="inventory.add",
        type="primary",
        icon=":material/add:",
        disabled=not ticked,
        on_click=_add,
        args=(current.workshop.id, tuple(ticked)),
    )


def _add(workshop_id: str, kinds: tuple[str, ...]) -> None:
    with messages.guarded():
        cases = use_cases(workshop_id)
        deck = queries.public_state(workshop_id).deck
        for kind_id in kinds:
            kind = deck.kind(kind_id)
            if kind is not None:
                cases.inventory.add(workshop_id, kind_id, kind.name[lang()], purpose="")
    session.set_value("inventory.kinds", [])
    session.set_value("inventory.further", [])


def activity_rows(current: WorkshopState, open_id: str | None) -> None:
    """A row per activity. Columns of equal width form a table, and stack into cards on a phone."""
    t, here = translate(), lang()
    for activity in live_activities(current):
        kind = current.deck.kind(activity.kind)
        with st.container(
            horizontal=True,
            border=True,
            key=f"inventory.row.{activity.id}",
            vertical_alignment="center",
            horizontal_alignment="distribute",
        ):
            st.markdown(f"**{plain(activity.name)}**  \n{kind.name[here] if kind else activity.kind}", width=230)
            owner = plain(activity.owner) or t("not filled in")
            supplier = plain(activity.supplier) or t("not filled in")
            open_questions = queries.law_questions_open(current, activity)
            still = (
                t.plural("{count} question open", "{count} questions open", open_questions)
                if open_questions
                else t("law check complete")
            )
            state = running_words(activity, t)
            st.markdown(
                f"{t('Owner')}: {owner}  \n{t('Supplier')}: {supplier}  \n{state[:1].upper()}{state[1:]} · {still}",
                width=380,
            )
            if activity.id == open_id:
                st.button(
                    t("Close"),
                    key=f"inventory.close.{activity.id}",
                    icon=":material/expand_less:",
                    on_click=nav.set_params,
                    width=110,
                )
            else:
                st.button(
                    t("Edit"),
                    key=f"inventory.open.{activity.id}",
                    icon=":material/edit:",
                    width=110,  # as wide as the button that closes, so that the columns stand below each other
                    on_click=_open_activity,
                    args=(activity.id,),
                )
        if activity.id == open_id:
            with st.container(border=True, key=f"inventory.form.{activity.id}"):
                form(current, activity)


def _open_activity(activity_id: str) -> None:
    nav.set_params(a=activity_id)


def _copy(workshop_id: str, activity: Activity) -> None:
    t = translate()
    with messages.guarded():
        copied = use_cases(workshop_id).inventory.copy(
            workshop_id, activity.id, t("{name} (copy)", name=activity.name)[:120]
        )
        nav.set_params(a=copied.id)


def _delete(workshop_id: str, activity: Activity) -> None:
    with messages.guarded():
        use_cases(workshop_id).inventory.delete(workshop_id, activity.id)
        session.set_undo((workshop_id, activity.id))
        nav.set_params()


def undo_delete(current: WorkshopState) -> None:
    """Offers to restore the activity that was deleted last."""
    t = translate()
    last = session.undo()
    gone = next((a for a in current.activities if last and a.id == last[1] and a.deleted), None)
    if gone is None:
        return
    with st.container(horizontal=True, border=True, vertical_alignment="center"):
        st.markdown(t("“{name}” was deleted.", name=plain(gone.name)))
        st.button(
            t("Undo"),
            key="inventory.undo",
            icon=":material/undo:",
            on_click=_restore,
            args=(current.workshop.id, gone.id),
        )


def _restore(workshop_id: str, activity_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).inventory.restore(workshop_id, activity_id)
        session.set_undo(None)


def form(current: WorkshopState, activity: Activity) -> None:
    """The fields of one activity; each is saved when it is left."""
    t, here = translate(), lang()
    session.remember(f"activity.{activity.id}", activity)
    kind = current.deck.kind(activity.kind)
    left, right = st.columns(2)

    def save(field: str) -> Callable[[Any], None]:
        return lambda value: _save(current.workshop.id, activity.id, field, value)

    with left:
        fields.text_line(
            t("Name, as you call it yourselves"), f"activity.{activity.id}.name", activity.name, save("name")
        )
        if kind is not None:
            st.caption(t("For example: {examples}.", examples=t.listing([e[here] for e in kind.examples], style="or")))
        fields.text_line(
            t("Supplier or tool"),
            f"activity.{activity.id}.supplier",
            activity.supplier,
            save("supplier"),
            placeholder=t("Own system, or the name of the tool"),
        )
        fields.choice(
            t("Is it running, or planned?"),
            f"activity.{activity.id}.running",
            activity.running,
            tuple(RUNNING_WORDS),
            save("running"),
            words=lambda value: t(RUNNING_WORDS[value]),
        )
        if activity.running == "running":
            fields.day(
                t("Stopped? Fill in the day"),
                f"activity.{activity.id}.stopped_on",
                activity.stopped_on,
                _EARLIEST,
                lambda value: _save(current.workshop.id, activity.id, "stopped_on", value),
                latest=today(),
            )
    with right:
        fields.text_line(
            t("Owner (a role, not a name)"),
            f"activity.{activity.id}.owner",
            activity.owner,
            save("owner"),
            placeholder=t("For example: head of CRM"),
        )
        fields.text_area(
            t("What is it for?"),
            f"activity.{activity.id}.purpose",
            activity.purpose,
            save("purpose"),
            placeholder=kind.purpose[here] if kind else "",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            nav.streamlit_page("law_check"),
            label=t("Go to the law check of this activity"),
            icon=":material/balance:",
            query_params=nav.link_params(a=activity.id),
        )
        st.button(t("Copy"), key=f"inventory.copy.{activity.id}", on_click=_copy, args=(current.workshop.id, activity))
        st.button(
            t("Delete"),
            key=f"inventory.delete.{activity.id}",
            icon=":material/delete:",
            on_click=_delete,
            args=(current.workshop.id, activity),
        )


def _save(workshop_id: str, activity_id: str, field: str, value: Any) -> None:
    if value is None and field != "stopped_on":
        return
    base = session.recall(f"activity.{activity_id}", Activity)
    mine = base.model_copy(update={field: value})

    def keep() -> None:
        newest = next(a for a in queries.public_state(workshop_id).activities if a.id == activity_id)
        use_cases(workshop_id).inventory.edit(workshop_id, newest, newest.model_copy(update={field: value}))

    with messages.guarded(keep):
        use_cases(workshop_id).inventory.edit(workshop_id, base, mine)
