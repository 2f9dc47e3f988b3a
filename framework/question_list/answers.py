"""The list as it comes back: which answers it holds, what they would change, and which cells cannot be used.

A plan changes nothing. It keeps what was recorded when it was made, so that saving can tell what changed since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framework.errors import CellRefused, SheetRefused
from framework.inventory import xlsx_reader
from framework.inventory.columns import normalised
from framework.inventory.table import LIMIT_MB, LIMIT_ROWS, Cell, Fault, FileLine
from framework.language import Translator, error_sentence, translator
from framework.law.contradictions import Contradiction, contradiction_words, contradictions
from framework.law.models import LawBook
from framework.question_list.columns import TITLES, ColumnId, column_of
from framework.question_list.questions import ListedQuestion, askable_questions, choices
from framework.text import LANGS, Lang
from framework.workshop.agenda import live_activities
from framework.workshop.facts import TEAM, effective_facts, supplier_id, supplier_names
from framework.workshop.models import SharedFacts, WorkshopState

_HEADING_LINES = 20
_QUOTED = 60
_NEEDED: tuple[ColumnId, ...] = ("answer", "key")


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """An answer that would be recorded. ``question.value``: what it replaces, empty for nothing."""

    line: int
    question: ListedQuestion
    value: str


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """A row that cannot be used: its cell, or an answer that contradicts another. ``question``: as the file has it."""

    line: int
    question: str
    error: CellRefused | None = None
    contradiction: Contradiction | None = None

    def sentence(self, book: LawBook, t: Translator) -> str:
        if self.contradiction is not None:
            return contradiction_words(book, self.contradiction, t)
        assert self.error is not None
        return error_sentence(self.error, t)


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """``unchanged``: answers already recorded; ``blank``: questions left open."""

    answers: tuple[PlannedAnswer, ...]
    refused: tuple[RefusedAnswer, ...]
    unchanged: int
    blank: int


def read_list(data: bytes, lang: Lang) -> tuple[tuple[FileLine, ...], Mapping[ColumnId, int]]:
    """The rows of a workbook and the place of each column in them. ``lang``: of the heading named in an error.

    Raises `SheetRefused`: what `xlsx_reader.read` does, ``too-large``, ``foreign``, ``no-headings``, ``columns-twice``,
    ``no-rows``, ``too-many-rows``.
    """
    if len(data) > LIMIT_MB * 1024 * 1024:
        raise SheetRefused(reason="too-large", limit_mb=LIMIT_MB)
    xlsx_reader.refuse_old_formats(data)
    if not xlsx_reader.is_zip(data):
        raise SheetRefused(reason="foreign" if data.strip() else "empty")
    file = xlsx_reader.read(data, lambda words: len({column_of(one) for one in words} - {None}))
    headings = [
        [column_of(cell) if isinstance(cell, str) else None for cell in line.cells]
        for line in file.lines[:_HEADING_LINES]
    ]
    at = next((at for at, found in enumerate(headings) if "answer" in found and "key" in found), None)
    if at is None:
        raise SheetRefused(reason="no-headings", name=translator(lang)(TITLES["answer"]))
    rows, columns = file.lines[at + 1 :], headings[at]
    if len(rows) > LIMIT_ROWS:
        raise SheetRefused(reason="too-many-rows", limit=LIMIT_ROWS)
    if not rows:
        raise SheetRefused(reason="no-rows")
    for column in _NEEDED:
        if columns.count(column) > 1:
            raise SheetRefused(reason="columns-twice", column=translator(lang)(TITLES[column]))
    return rows, {column: columns.index(column) for column in TITLES if column in columns}


def plan_answers(state: WorkshopState, book: LawBook, data: bytes, lang: Lang) -> AnswerPlan:
    """What recording the answers in a file would do. Raises `SheetRefused`, as `read_list` does."""
    rows, columns = read_list(data, lang)
    known = {one.key: one for one in askable_questions(state)}
    found: dict[str, PlannedAnswer] = {}
    refused: list[RefusedAnswer] = []
    unchanged = blank = 0
    for row in rows:
        cell = _cell(row, columns, "answer")
        if isinstance(cell, str) and not cell.strip():
            blank += 1
            continue
        try:
            question = _question(_cell(row, columns, "key"), known, found)
            value = _value(cell, question, lang)
        except CellRefused as error:
            refused.append(RefusedAnswer(row.number, _shown(_cell(row, columns, "question")), error))
            continue
        if question.value == value:
            unchanged += 1
        else:
            found[question.key] = PlannedAnswer(row.number, question, value)
    clashing = _contradictions(state, book, tuple(found.values()))
    refused += [
        RefusedAnswer(one.line, one.question.fact.question[lang], contradiction=clash) for one, clash in clashing
    ]
    dropped = {one.question.key for one, _ in clashing}
    return AnswerPlan(
        tuple(one for key, one in found.items() if key not in dropped),
        tuple(sorted(refused, key=lambda one: one.line)),
        unchanged,
        blank,
    )


def _cell(row: FileLine, columns: Mapping[ColumnId, int], column: ColumnId) -> Cell:
    at = columns.get(column, len(row.cells))
    cell = row.cells[at] if at < len(row.cells) else ""
    return "" if cell is None else cell


def _shown(cell: Cell) -> str:
    words = cell if isinstance(cell, str) else cell.words if isinstance(cell, Fault) else ""
    return words.encode("utf-8", "replace").decode()[:_QUOTED]


def _question(cell: Cell, known: Mapping[str, ListedQuestion], found: Mapping[str, PlannedAnswer]) -> ListedQuestion:
    if isinstance(cell, Fault):
        raise CellRefused(reason=cell.reason, **cell.params)
    key = (cell or "").strip()
    if key not in known:
        raise CellRefused(reason="question-unknown")
    if key in found:
        raise CellRefused(reason="question-twice", row=found[key].line)
    return known[key]


def _value(cell: Cell, question: ListedQuestion, lang: Lang) -> str:
    """The value that a cell names by its words in either language, or by its id."""
    if isinstance(cell, Fault):
        raise CellRefused(reason=cell.reason, **cell.params)
    asked = normalised(cell or "")
    for one in LANGS:
        for value, words in choices(question.fact, translator(one)):
            if asked in (normalised(words), normalised(value)):
                return value
    offered = translator(lang).listing((words for _, words in choices(question.fact, translator(lang))), style="or")
    raise CellRefused(reason="unknown-choice", value=_shown(cell), choices=offered)


def _contradictions(
    state: WorkshopState, book: LawBook, answers: Sequence[PlannedAnswer]
) -> list[tuple[PlannedAnswer, Contradiction]]:
    """The answers that would contradict another one about the same activity, each once; those that did already are left."""
    after = with_answers(state, answers)
    found: dict[str, tuple[PlannedAnswer, Contradiction]] = {}
    for activity in live_activities(after):
        subjects = {TEAM, activity.id, *(supplier_id(name) for name in supplier_names(activity))}
        mine = {one.question.fact.id: one for one in answers if one.question.subject in subjects}
        for clash in contradictions(book, effective_facts(after, activity)):
            for fact in (clash.fact.id, *(other.id for other, _ in clash.against)):
                if fact in mine:
                    found.setdefault(mine[fact].question.key, (mine[fact], clash))
    return list(found.values())


def with_answers(state: WorkshopState, answers: Sequence[PlannedAnswer]) -> WorkshopState:
    """The state as it would be with these answers."""
    shared = {one.id: one for one in state.shared_facts}
    own: dict[str, dict[str, str]] = {}
    for one in answers:
        question = one.question
        if question.about == "activity":
            own.setdefault(question.subject, {})[question.fact.id] = one.value
        else:
            before = shared.get(question.subject) or SharedFacts(id=question.subject, supplier=question.name)
            facts = {**before.facts, question.fact.id: one.value}
            shared[question.subject] = before.model_copy(update={"facts": facts})
    activities = tuple(
        one.model_copy(update={"facts": {**one.facts, **own[one.id]}}) if one.id in own else one
        for one in state.activities
    )
    return state.model_copy(update={"activities": activities, "shared_facts": tuple(shared.values())})
