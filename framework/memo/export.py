"""The memo as a file: Word, a web page, Markdown or plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from framework.inventory.columns import running_words
from framework.language import Translator
from framework.law import check
from framework.law.models import LawBook
from framework.memo.document import memo_document
from framework.memo.findings import ActivityMemo, Subject, activity_memo
from framework.memo.plain_text import text
from framework.workshop.agenda import live_activities
from framework.workshop.facts import arranged_rules, facts_with_origin
from framework.workshop.models import WorkshopState

MemoFormat = Literal["docx", "html", "md", "txt"]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """``name``: as shown to people, marked for translation."""

    name: str
    media_type: str


FORMATS: dict[MemoFormat, FileFormat] = {
    "docx": FileFormat("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": FileFormat("HTML", "text/html"),
    "md": FileFormat("Markdown", "text/markdown"),
    "txt": FileFormat("TXT", "text/plain"),
}


def memos_of_team(state: WorkshopState, book: LawBook, as_of: date, t: Translator) -> tuple[ActivityMemo, ...]:
    """A memo of every activity of a workshop, in the order of the inventory."""
    found: list[ActivityMemo] = []
    for one in live_activities(state):
        facts = facts_with_origin(state.deck, state.shared_facts, one)
        kind = state.deck.kind(one.kind)
        subject = Subject(
            one.name,
            facts,
            kind=kind.name[t.lang] if kind else "",
            supplier=one.supplier,
            owner=one.owner,
            purpose=one.purpose,
            running=running_words(one, t),
            is_running=one.is_running,
            arrangements=tuple(said for said in state.arrangements if said.activity == one.id),
        )
        outcome = check(book, subject.values, as_of, arranged_rules(state, one.id))
        found.append(activity_memo(book, subject, outcome, t))
    return tuple(found)


def memo_file(
    memos: Sequence[ActivityMemo],
    book: LawBook,
    as_of: date,
    kind: MemoFormat,
    t: Translator,
    *,
    team: str = "",
    since: date | None = None,
) -> bytes:
    """The memo in a file of this kind; it carries no archive. ``team`` and ``since`` as for `memo_document`."""
    document = memo_document(memos, book, as_of, t, team=team, since=since)
    if kind == "txt":
        return text(document).encode()
    if kind == "md":
        from framework.charter.renderers import markdown

        return markdown.render(document)
    if kind == "html":
        from framework.charter.renderers import html

        return html.render(document)
    from framework.charter.renderers import docx

    return docx.render(document)
