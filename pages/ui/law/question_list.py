"""Open questions on a list for whoever knows: out as a workbook with a mail, and back in with answers, shown first."""

import streamlit as st

from framework.errors import EditConflict, SheetRefused
from framework.inventory.export import FORMATS
from framework.inventory.table import LIMIT_MB
from framework.language import Translator
from framework.law.wording import answer_words
from framework.question_list.answers import AnswerPlan, PlannedAnswer, plan_answers
from framework.question_list.columns import TITLES
from framework.question_list.questions import ListedQuestion, about_words, mail_text, open_questions
from framework.workshop.models import WorkshopState
from pages.ui import messages, queries, session
from pages.ui.charter import files
from pages.ui.i18n import plain, translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import use_cases

SHOWN = 50
"""Rows that are listed on screen."""


def question_list(current: WorkshopState) -> None:
    """The list of what is open, the mail to go with it, and the way back in."""
    t = translate()
    questions = _open(current)
    st.markdown(f"## {t('Not sure of an answer? Ask somebody')}")
    if questions:
        _out(current, questions)
    else:
        st.caption(t("No question is open."))
    with st.expander(t("The list came back with answers"), key="overview.list.back"):
        _back(current)


@cached_by_revision()
def _open(current: WorkshopState) -> tuple[ListedQuestion, ...]:
    return open_questions(current)


def _out(current: WorkshopState, questions: tuple[ListedQuestion, ...]) -> None:
    t = translate()
    st.markdown(
        t.plural(
            "What nobody here knows can go on a list for your DPO, the supplier or IT: {count} line now. Until it comes back, it counts as unknown.",
            "What nobody here knows can go on a list for your DPO, the supplier or IT: {count} lines now. Until it comes back, it counts as unknown.",
            len(questions),
        )
    )
    st.download_button(
        t("List of open questions"),
        data=lambda: _workbook(questions, t),
        file_name=files.question_list_file_name(current, t.lang),
        mime=FORMATS["xlsx"].media_type,
        key="overview.list.download",
        icon=":material/table:",
        on_click="ignore",
    )
    with st.expander(t("A mail to go with it"), key="overview.list.mail"):
        st.code(mail_text(questions, t(TITLES["answer"]), t), language=None, wrap_lines=True)


def _workbook(questions: tuple[ListedQuestion, ...], t: Translator) -> bytes:
    from framework.question_list import xlsx_writer  # late: openpyxl is needed for nothing else here

    return xlsx_writer.write(questions, t)


def _back(current: WorkshopState) -> None:
    t = translate()
    file = st.file_uploader(t("The Excel file; at most {mb} MB", mb=LIMIT_MB), type=["xlsx"], key="overview.list.file")
    if file is None or file.file_id == session.settled_file():
        return
    try:
        planned = _planned(current, file.getvalue())
    except SheetRefused as error:
        messages.show_error(error)
        return
    session.remember("overview.list.plan", planned)
    _preview(planned)
    if planned.answers:
        st.button(
            t.plural("Record {count} answer", "Record {count} answers", len(planned.answers)),
            key="overview.list.agree",
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(current.workshop.id, file.file_id),
        )


@cached_by_revision(maxsize=2)
def _planned(current: WorkshopState, data: bytes) -> AnswerPlan:
    """Raises `SheetRefused`."""
    return plan_answers(current, queries.law(), data, translate().lang)


def _preview(planned: AnswerPlan) -> None:
    t = translate()
    counts = (
        t.plural("{count} answer", "{count} answers", len(planned.answers)),
        t.plural("{count} unchanged", "{count} unchanged", planned.unchanged),
        t.plural("{count} left open", "{count} left open", planned.blank),
        t.plural("{count} row refused", "{count} rows refused", len(planned.refused)),
    )
    st.markdown(f"**{t('In this file')}**: {' · '.join(counts)}")
    if planned.refused:
        lines = [
            f"- **{t('Row {row}', row=one.line)}** · {plain(one.question)} · {plain(one.sentence(queries.law(), t))}"
            for one in planned.refused[:SHOWN]
        ]
        st.warning("\n".join(lines) + _more(len(planned.refused)))
    if planned.answers:
        st.markdown("\n".join(_line(one) for one in planned.answers[:SHOWN]) + _more(len(planned.answers)))


def _line(one: PlannedAnswer) -> str:
    t, book, fact = translate(), queries.law(), one.question.fact
    before = one.question.value
    was = plain(answer_words(book, fact.id, before, t)) if before else f"*{t('empty')}*"
    now = plain(answer_words(book, fact.id, one.value, t))
    return f"- {plain(about_words(one.question, t))} · {fact.question[t.lang]} · {was} → **{now}**"


def _more(count: int) -> str:
    t, rest = translate(), count - SHOWN
    return "\n\n" + t.plural("And {count} more.", "And {count} more.", rest) if rest > 0 else ""


def _save(workshop_id: str, file_id: str) -> None:
    """Records what was on the screen; nothing that somebody said since then is lost."""
    t = translate()
    agreed = session.recall("overview.list.plan", AnswerPlan)
    with messages.guarded():
        try:
            use_cases(workshop_id).law_answers.import_answers(workshop_id, agreed.answers)
        except EditConflict:
            session.notify(
                "warning",
                t(
                    "Somebody answered one of these questions in another window, so nothing was recorded. Check again what "
                    "would change, and agree if it is right."
                ),
            )
            return
        session.set_settled_file(file_id)
        session.notify(
            "success", t.plural("Recorded: {count} answer.", "Recorded: {count} answers.", len(agreed.answers))
        )
