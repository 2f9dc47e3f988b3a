"""What people typed, for the facilitator to read, hide and show: reasons, objections, inventory lines and last words.

Before a reveal a text stands here without its stance, in an order that depends on the words alone, and only once the round
takes no more answers (docs/decisions/0017).
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from framework.text import after_if
from framework.usecases.room.moderation import TypedText, Words, same_text, typed_texts
from framework.workshop.answer_rules import words_of
from framework.workshop.models import Activity, Ballot, Consent, WorkshopState
from framework.workshop.room import VOTING_PHASES, Intake, PlannedStep, Question, key_of, question_at
from pages.ui import lazy_expander, messages
from pages.ui.facilitation import room_queries
from pages.ui.i18n import plain, translate
from pages.ui.use_cases import use_cases

PER_PAGE = 30
TALL = 8
"""From this number of texts on, the list scrolls, so that what follows stays in reach."""


@dataclass(frozen=True)
class _Row:
    """``name``: tells the texts of a list apart, without telling who wrote one."""

    name: str
    markdown: str
    hidden: bool
    waiting: bool
    set_hidden: Callable[[bool], None]


def before_reveal(current: WorkshopState, step: PlannedStep) -> None:
    """The texts of the present round once it takes no more answers, and how to get there; nothing at other moments."""
    t = translate()
    room = room_queries.room_of(current)
    asked = question_at(room, step, room.phase)
    if room.paused or room.phase not in VOTING_PHASES or asked is None or asked.kind not in ("ballot", "consent"):
        return
    if room.intake != "closed":
        st.button(
            t("Read the reasons first") if asked.kind == "ballot" else t("Read the objections first"),
            key="typed.close",
            type="tertiary",
            icon=":material/lock_clock:",
            help=t("The round then takes no more answers. It closes by itself once everybody has answered."),
            on_click=_set_intake,
            args=(current.workshop.id, room.version, "closed"),
        )
        return
    found = use_cases(current.workshop.id).moderation.typed_texts(current.workshop.id, asked)
    with st.container(border=True, key="typed.before"):
        st.markdown(
            t("**No more answers.** What you do not hide goes up with the reveal.")
            if found
            else t("**No more answers.** Nobody wrote anything.")
        )
        _listed([_text_row(current.workshop.id, asked, text, _words(text.words)) for text in found])
        st.button(
            t("Take answers again"),
            key="typed.reopen",
            type="tertiary",
            on_click=_set_intake,
            args=(current.workshop.id, room.version, "reopened"),
        )


def reasons(current: WorkshopState, question: Question, ballots: Sequence[Ballot]) -> None:
    """The reasons of a revealed round by letter; ``ballots``: the latest of each seat in it."""
    t = translate()
    letters: dict[Words, set[str]] = {}
    for ballot in ballots:
        if ballot.stance and (words := words_of(ballot)):
            letters.setdefault(same_text(words), set()).add(ballot.stance)
    texts = [
        (sorted(letters[same]), text)
        for text in typed_texts(ballots, question)
        if (same := same_text(text.words)) in letters
    ]
    texts.sort(key=lambda one: (one[0], one[1].words))
    st.markdown(f"**{t('Reasons, without names')}**")
    if not texts:
        st.caption(t("Nobody wrote one."))
        return
    show_round(current, question)
    rows = (
        _text_row(current.workshop.id, question, text, f"**{', '.join(chosen)}** · {_words(text.words)}")
        for chosen, text in texts
    )
    _listed(list(rows))


def objections(current: WorkshopState, question: Question, given: Iterable[Consent]) -> None:
    """The objections of a revealed round, which say what the rule would harm and what would help."""
    texts = typed_texts(given, question)
    if not texts:
        return
    show_round(current, question)
    _listed([_text_row(current.workshop.id, question, text, objection_words(text.words)) for text in texts])


def question_words(current: WorkshopState, question: Question) -> None:
    """The words that people gave to a question in between, once it takes no more answers."""
    t = translate()
    texts = use_cases(current.workshop.id).moderation.typed_texts(current.workshop.id, question)
    if not texts:
        st.caption(t("No words to show."))
    elif room_queries.room_of(current).phase == "closed":
        st.caption(t("Only you see these words. Hide what should not go up, then show the rest."))
    texts = sorted(texts, key=lambda text: same_text(text.words))
    _listed([_text_row(current.workshop.id, question, text, _words(text.words)) for text in texts])


def show_round(current: WorkshopState, question: Question) -> None:
    """A button that puts the texts of a revealed round on the shared screens, where nobody read them before the reveal."""
    t = translate()
    key = key_of(room_queries.room_of(current), question)
    if key is None or key not in room_queries.room_of(current).unshown:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("Show the reasons") if question.kind == "ballot" else t("Show the objections"),
            key=f"typed.show.{key}",
            icon=":material/visibility:",
            on_click=_show_round,
            args=(current.workshop.id, key),
        )
        st.caption(t("Not on the projector and the phones yet."))


def waiting_lines(current: WorkshopState) -> None:
    """The inventory as people add to it, on other pages than the console's: only while a line waits."""
    if any(line.waiting and not line.deleted for line in current.activities):
        lines(current)


def lines(current: WorkshopState) -> None:
    """The inventory as people add to it: what waits first, then what everybody sees, then what was hidden."""
    t = translate()
    listed = sorted(current.activities, key=lambda line: (line.deleted, not line.waiting, line.position))
    waiting = [line for line in listed if line.waiting and not line.deleted]

    def row(line: Activity) -> _Row:
        def set_hidden(hidden: bool) -> None:
            use_cases(current.workshop.id).moderation.set_lines_hidden(current.workshop.id, (line.id,), hidden=hidden)

        return _Row(line.id, plain(line.name), line.deleted, line.waiting, set_hidden)

    def show_all() -> None:
        with messages.guarded():
            ids = [line.id for line in waiting]
            use_cases(current.workshop.id).moderation.set_lines_hidden(current.workshop.id, ids, hidden=False)

    with st.container(border=True, key="typed.lines"):
        _heading(current, t("On the list"), len(waiting), show_all)
        if not listed:
            st.caption(t("Nothing yet."))
        _listed([row(line) for line in listed])


@st.fragment(run_every=2.0)
def last_words(current: WorkshopState) -> None:
    """Last words as they come. Reruns by itself, because a word is a vote, with which a page does not rerun."""
    t = translate()
    question = Question("word")
    found = use_cases(current.workshop.id).moderation.typed_texts(current.workshop.id, question)
    texts = sorted(found, key=lambda text: (text.hidden, not text.waiting, text.words))
    waiting = [text.words for text in texts if text.waiting and not text.hidden]

    def show_all() -> None:
        _set_hidden(current.workshop.id, question, waiting, hidden=False)

    with st.container(border=True, key="typed.words"):
        _heading(current, t("Words to close with"), len(waiting), show_all)
        if not texts:
            st.caption(t("Nothing yet."))
        _listed([_text_row(current.workshop.id, question, text, _words(text.words)) for text in texts])


def _heading(current: WorkshopState, title: str, waiting: int, show_all: Callable[[], None]) -> None:
    """The head of a list, with a button for all that waits and how new ones go up."""
    t = translate()
    shows = room_queries.room_of(current).shows_unread
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{title}**")
        if waiting:
            st.button(
                t.plural("Show {count} new one", "Show all {count} new ones", waiting),
                key="typed.all",
                icon=":material/visibility:",
                on_click=show_all,
            )
        st.button(
            t("Read them first") if shows else t("Let new ones go up by themselves"),
            key="typed.unread",
            type="tertiary",
            on_click=_set_shows_unread,
            args=(current.workshop.id, not shows),
        )


def _listed(rows: Sequence[_Row]) -> None:
    """A row per text, with one press each; pages of `PER_PAGE`, since a room of three hundred writes three hundred."""
    t = translate()
    at = 1
    if len(rows) > PER_PAGE:
        at = st.pagination(-(-len(rows) // PER_PAGE), key="typed.page", persist_state=lazy_expander.KEPT)
    shown = rows[(at - 1) * PER_PAGE : at * PER_PAGE]
    with st.container(height=340 if len(shown) > TALL else "content", border=False, gap="xxsmall"):
        for row in shown:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"typed.row.{row.name}"):
                with st.container():
                    st.markdown(f":gray[*{t('hidden')}*]" if row.hidden else row.markdown)
                if row.hidden or row.waiting:
                    _press(row, t("Show"), hidden=False)
                if not row.hidden:
                    _press(row, t("Hide"), hidden=True)


def _press(row: _Row, words: str, *, hidden: bool) -> None:
    def press() -> None:
        with messages.guarded():
            row.set_hidden(hidden)

    st.button(words, key=f"typed.{'hide' if hidden else 'show'}.{row.name}", type="tertiary", on_click=press)


def _text_row(workshop_id: str, question: Question, text: TypedText, markdown: str) -> _Row:
    name = hashlib.sha256(repr((question, text.words)).encode()).hexdigest()[:12]
    times = f" ({text.times}×)" if text.times > 1 else ""
    waiting = text.waiting and question.kind == "word"
    return _Row(
        name,
        f"{markdown}{times}",
        text.hidden,
        waiting,
        lambda hidden: use_cases(workshop_id).moderation.set_hidden(
            workshop_id, question, (text.words,), hidden=hidden
        ),
    )


def _words(words: Iterable[str]) -> str:
    return " · ".join(plain(one) for one in words if one)


def objection_words(words: Words) -> str:
    """As Markdown: what the rule would harm, and below it what would make it safe enough."""
    t = translate()
    harm, safe_if = words
    helps = f"  \n**{t('Safe enough if')}**: {plain(after_if(safe_if))}" if safe_if else ""
    return f"**{t('It would harm')}**: {plain(harm)}{helps}"


def _set_hidden(workshop_id: str, question: Question, texts: Collection[Words], *, hidden: bool) -> None:
    with messages.guarded():
        use_cases(workshop_id).moderation.set_hidden(workshop_id, question, texts, hidden=hidden)


def _show_round(workshop_id: str, key: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).moderation.show_round(workshop_id, key)


def _set_intake(workshop_id: str, seen: int, intake: Intake) -> None:
    with messages.guarded():
        use_cases(workshop_id).moderation.set_intake(workshop_id, seen, intake)


def _set_shows_unread(workshop_id: str, shows: bool) -> None:
    with messages.guarded():
        use_cases(workshop_id).moderation.set_shows_unread(workshop_id, shows)
