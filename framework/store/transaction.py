"""A transaction of `framework.store.sql.SqlStore`."""

from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.dml import Insert

from framework.errors import KaderError
from framework.store import Answered, Receipt, rows, statements
from framework.store.backends import Backend
from framework.store.load_workshop import DeckCache, load, load_shared, read_answers
from framework.store.validation import check_new_version, check_same_workshop
from framework.workshop import models
from framework.workshop.room import Question, Room

__all__ = ["SqlTransaction"]

_Document = TypeVar(
    "_Document",
    models.Activity,
    models.SharedFacts,
    models.Arrangement,
    models.Decision,
    models.RedLine,
    models.CharterTexts,
    models.Promise,
    models.Training,
    models.LogEntry,
    models.ActionPlan,
    models.Note,
    Room,
)


class SqlTransaction:
    """Implements `framework.store.Transaction`.

    Once the database has refused a statement, every later one raises the same error, even if the caller caught the first:
    SQLite may have rolled back by itself, and what follows would be written outside the transaction.
    """

    def __init__(self, backend: Backend, connection: Connection, workshop: models.Workshop, decks: DeckCache) -> None:
        """``workshop``: as read under the lock."""
        self._backend = backend
        self._connection = connection
        self._workshop_id = workshop.id
        self._workshop = workshop
        self._decks = decks
        self._written = False
        self.changes_shared_view = False
        self.needs_vacuum = False
        """Whether something was deleted that must leave no trace in the file."""
        self._failure: Exception | None = None

    def finish(self) -> None:
        """Bumps the revisions and notifies other processes; call it last, before the commit."""
        if self._failure is not None:
            raise self._failure
        if self._written:
            self._execute(statements.BUMP_REVISION, now=datetime.now(UTC), shared=1 if self.changes_shared_view else 0)
            with self._recording_failure():
                self._backend.announce(
                    self._connection, self._workshop_id, changes_shared_view=self.changes_shared_view
                )

    def workshop(self) -> models.Workshop:
        return self._workshop

    def state(self) -> models.WorkshopState:
        with self._recording_failure():
            return load(self._connection, self._workshop_id, self._decks)

    def shared(self) -> models.WorkshopState:
        with self._recording_failure():
            return load_shared(self._connection, self._workshop_id, self._decks)[0]

    def activity(self, activity_id: str) -> models.Activity | None:
        return self._document(models.Activity, activity_id)

    def activities(self) -> tuple[models.Activity, ...]:
        return self._documents(models.Activity)

    def shared_facts(self, shared_id: str) -> models.SharedFacts | None:
        return self._document(models.SharedFacts, shared_id)

    def arrangement(self, arrangement_id: str) -> models.Arrangement | None:
        return self._document(models.Arrangement, arrangement_id)

    def decision(self, decision_id: str) -> models.Decision | None:
        return self._document(models.Decision, decision_id)

    def decisions(self) -> tuple[models.Decision, ...]:
        return self._documents(models.Decision)

    def red_line(self, red_line_id: str) -> models.RedLine | None:
        return self._document(models.RedLine, red_line_id)

    def red_lines(self) -> tuple[models.RedLine, ...]:
        return self._documents(models.RedLine)

    def texts(self) -> models.CharterTexts:
        return self._document(models.CharterTexts, rows.kind_of(models.CharterTexts)) or models.CharterTexts()

    def promise(self, promise_id: str) -> models.Promise | None:
        return self._document(models.Promise, promise_id)

    def training(self, training_id: str) -> models.Training | None:
        return self._document(models.Training, training_id)

    def log_entry(self, entry_id: str) -> models.LogEntry | None:
        return self._document(models.LogEntry, entry_id)

    def action_plan(self, action_id: str) -> models.ActionPlan | None:
        return self._document(models.ActionPlan, action_id)

    def ballot(self, seat: str, scenario: str, activity: str, round_: int) -> models.Ballot | None:
        row = self._execute(
            statements.BALLOT, of_seat=seat, on_scenario=scenario, about=activity, in_round=round_
        ).first()
        return None if row is None else rows.read_ballot(row)

    def answers_to(self, question: Question) -> tuple[Answered, ...]:
        with self._recording_failure():
            return read_answers(self._connection, self._workshop_id, question)

    def ranking(self, seat: str) -> models.Ranking | None:
        row = self._execute(statements.RANKING, of_seat=seat).first()
        return None if row is None else rows.read_ranking(row)

    def put_workshop(self, workshop: models.Workshop) -> None:
        check_same_workshop(workshop, self._workshop_id)
        self._execute(statements.UPDATE_WORKSHOP.values(rows.workshop_row(workshop)))
        self._workshop = workshop
        self._written = self.changes_shared_view = True

    def put_activity(self, activity: models.Activity) -> None:
        self._upsert(activity)

    def put_shared_facts(self, shared: models.SharedFacts) -> None:
        self._upsert(shared)

    def put_arrangement(self, arrangement: models.Arrangement) -> None:
        self._upsert(arrangement)

    def put_decision(self, decision: models.Decision) -> None:
        self._upsert(decision)

    def put_red_line(self, red_line: models.RedLine) -> None:
        self._upsert(red_line)

    def put_texts(self, texts: models.CharterTexts) -> None:
        self._upsert(texts)

    def put_promise(self, promise: models.Promise) -> None:
        self._upsert(promise)

    def put_training(self, training: models.Training) -> None:
        self._upsert(training)

    def put_log_entry(self, entry: models.LogEntry) -> None:
        self._upsert(entry)

    def put_action_plan(self, plan: models.ActionPlan) -> None:
        self._upsert(plan)

    def add_ranking(self, ranking: models.Ranking) -> None:
        self._insert(statements.INSERT_RANKING, rows.ranking_row(ranking))

    def add_ballot(self, ballot: models.Ballot) -> None:
        self._insert(statements.INSERT_BALLOT, ballot.model_dump())

    def add_practice(self, practice: models.Practice) -> None:
        self._insert(statements.INSERT_PRACTICE, practice.model_dump())

    def add_framework(self, framework: models.Framework) -> None:
        check_new_version(framework, (row.version for row in self._execute(statements.FRAMEWORKS)))
        self._insert(statements.INSERT_FRAMEWORK, rows.framework_row(framework))
        self.changes_shared_view = True

    def room(self) -> Room | None:
        body = self._execute(statements.DOCUMENT, of_kind=rows.kind_of(Room), with_id=rows.kind_of(Room)).scalar()
        return None if body is None else rows.read_room(body)

    def note(self, note_id: str) -> models.Note | None:
        return self._document(models.Note, note_id)

    def seat(self, seat_id: str) -> models.Seat | None:
        row = self._execute(statements.SEAT, with_id=seat_id).first()
        return None if row is None else rows.read_seat(row)

    def seats(self) -> tuple[models.Seat, ...]:
        return tuple(rows.read_seat(row) for row in self._execute(statements.SEATS))

    def headcount(self) -> tuple[int, int]:
        row = self._execute(statements.HEADCOUNT).one()
        return row.people, row.tables or 0

    def seats_among(self, seat_ids: Collection[str]) -> Mapping[str, models.Seat]:
        if len(seat_ids) == 1:  # the usual case, and SQLAlchemy expands an IN list on every call
            seat = self.seat(next(iter(seat_ids)))
            return {} if seat is None else {seat.id: seat}
        return {row.id: rows.read_seat(row) for row in self._execute(statements.SEATS_AMONG, ids=list(seat_ids))}

    def put_room(self, room: Room) -> None:
        self._upsert(room)

    def put_note(self, note: models.Note) -> None:
        self._upsert(note)

    def put_seat(self, seat: models.Seat) -> None:
        row = rows.seat_row(seat)
        replaced = self._execute(
            statements.UPDATE_SEAT,
            with_id=seat.id,
            as_role=row["role"],
            in_lang=row["lang"],
            at_table=row["table_number"],
            away=row["gone"],
        )
        if replaced.rowcount == 0:
            self._insert(statements.INSERT_SEAT, row)
        self._written = True

    def leave_out_seats(self, seat_ids: Collection[str]) -> None:
        self._execute(statements.LEAVE_OUT_SEATS, ids=list(seat_ids))
        for seat_id in seat_ids:
            self.revoke_seat_keys(seat_id)
        self._written = self.changes_shared_view = True

    def add_seats(self, seats: Sequence[models.Seat]) -> None:
        self._insert(statements.INSERT_SEAT, *map(rows.seat_row, seats))

    def add_answers(self, answers: Sequence[Answered]) -> None:
        self._insert(
            statements.INSERT_RANKING, *(rows.ranking_row(one) for one in answers if isinstance(one, models.Ranking))
        )
        self._insert(statements.INSERT_BALLOT, *(one.model_dump() for one in answers if isinstance(one, models.Ballot)))
        self._insert(
            statements.INSERT_ANSWER, *(rows.answer_row(one) for one in answers if isinstance(one, rows.Answer))
        )

    def claim_code(self, code: str) -> bool:
        owner = self._execute(statements.WORKSHOP_BY_CODE, code=code).scalar()
        if owner is not None and owner != self._workshop_id:
            return False
        self._execute(statements.DELETE_OTHER_CODES, but=code)
        if owner is None:
            self._insert(statements.INSERT_CODE, {"code": code})
        return True

    def add_seat_keys(self, seats: Mapping[str, str]) -> None:
        self._insert(
            statements.INSERT_SEAT_KEY, *({"seat": seat, "key_hash": key_hash} for key_hash, seat in seats.items())
        )

    def revoke_seat_keys(self, seat: str) -> None:
        self._execute(statements.DELETE_SEAT_KEYS, of_seat=seat)
        self._written = True

    def vote_context(
        self, seat_ids: Collection[str], keyed: Collection[Receipt]
    ) -> tuple[Room | None, Mapping[str, models.Seat], Collection[Receipt]]:
        if len(seat_ids) != 1 or len(keyed) != 1:
            return self.room(), self.seats_among(seat_ids), self.receipts_among(keyed)
        (seat,), ((whose, key),) = seat_ids, keyed
        row = self._execute(statements.VOTE_CONTEXT, with_id=seat, of_seat=whose, with_key=key).one()
        return (
            None if row.room is None else rows.read_room(row.room),
            {} if row.id is None else {seat: rows.read_seat(row)},
            () if row.taken is None else keyed,
        )

    def receipts_among(self, keyed: Collection[Receipt]) -> Collection[Receipt]:
        if not keyed:
            return ()
        if len(keyed) == 1:
            seat, key = next(iter(keyed))
            return (
                set(keyed) if self._execute(statements.RECEIPT, of_seat=seat, with_key=key).first() is not None else ()
            )
        # A seat has few keys, so the pairs are matched here and not in the statement.
        found = self._execute(
            statements.RECEIPTS_AMONG, of_seats=[seat for seat, _ in keyed], keys=[key for _, key in keyed]
        )
        return {(row.seat, row.key) for row in found} & set(keyed)

    def add_receipts(self, keyed: Collection[Receipt]) -> None:
        self._insert(statements.INSERT_RECEIPT, *({"seat": seat, "key": key} for seat, key in keyed))

    def anonymise_votes(self, state: models.WorkshopState, group: models.GroupResult) -> None:
        for statement in (
            *statements.DELETE_SEATS_AND_ANSWERS,
            statements.DELETE_DOCUMENTS,
            statements.DELETE_FRAMEWORKS,
        ):
            self._execute(statement)
        every_answer = (*state.consents, *state.red_line_votes, *state.words, *state.question_answers)
        documents = (*state.activities, *state.arrangements, *state.decisions, *state.red_lines, *state.notes)
        parts: tuple[tuple[Insert, list[rows.Values]], ...] = (
            (statements.INSERT_SEAT, [rows.seat_row(seat) for seat in state.seats]),
            (statements.INSERT_RANKING, [rows.ranking_row(ranking) for ranking in state.rankings]),
            (statements.INSERT_BALLOT, [ballot.model_dump() for ballot in state.ballots]),
            (statements.INSERT_PRACTICE, [practice.model_dump() for practice in state.practices]),
            (statements.INSERT_ANSWER, [rows.answer_row(answer) for answer in every_answer]),
            (statements.INSERT_DOCUMENT, [rows.document_row(document) for document in documents]),
            (statements.INSERT_FRAMEWORK, [rows.framework_row(framework) for framework in state.frameworks]),
        )
        for statement, values in parts:
            self._insert(statement, *values)
        self._upsert(group)
        self.needs_vacuum = True

    def _document(self, model: type[_Document], document_id: str) -> _Document | None:
        body = self._execute(statements.DOCUMENT, of_kind=rows.kind_of(model), with_id=document_id).scalar()
        return None if body is None else rows.read_document(model, body)

    def _documents(self, model: type[_Document]) -> tuple[_Document, ...]:
        found = self._execute(statements.DOCUMENTS_OF_KIND, of_kind=rows.kind_of(model))
        return tuple(rows.read_document(model, row.body) for row in found)

    def _upsert(self, document: rows.Document) -> None:
        row = rows.document_row(document)
        replaced = self._execute(
            statements.UPDATE_DOCUMENT, of_kind=row["kind"], with_id=row["id"], at=row["position"], text=row["body"]
        )
        if replaced.rowcount == 0:
            self._execute(statements.INSERT_DOCUMENT, workshop_id=self._workshop_id, **row)
        self._written = self.changes_shared_view = True

    def _insert(self, statement: Insert, *added: rows.Values) -> None:
        if not added:
            return
        values = [{"workshop_id": self._workshop_id, **row} for row in added]
        with self._recording_failure():
            self._connection.execute(statement, values if len(values) > 1 else values[0])
        self._written = True

    def _execute(self, statement: Executable, **values: Any) -> CursorResult[Any]:
        if "workshop_id" not in values:
            values["wid"] = self._workshop_id
        with self._recording_failure():
            return self._connection.execute(statement, values)

    @contextmanager
    def _recording_failure(self) -> Generator[None]:
        if self._failure is not None:
            raise self._failure
        try:
            with self._backend.translate_db_errors():
                yield
        except (KaderError, SQLAlchemyError) as error:
            self._failure = error
            raise
