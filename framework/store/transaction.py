"""One transaction of the database's store."""

from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.dml import Insert

from framework.errors import StoreUnavailable
from framework.store import Answered, Receipt, rows
from framework.store import statements as say
from framework.store.backends import Backend
from framework.store.load_workshop import DeckCache, load, load_shared
from framework.store.validation import refuse_foreign_head, refuse_second_version
from framework.workshop.models import (
    Activity,
    Ballot,
    CharterTexts,
    Decision,
    Framework,
    GroupResult,
    Note,
    Practice,
    Ranking,
    RedLine,
    Seat,
    Workshop,
    WorkshopState,
)
from framework.workshop.room import Room

__all__ = ["SqlTransaction"]

_Document = TypeVar("_Document", Activity, Decision, RedLine, CharterTexts, Note, Room)


class SqlTransaction:
    """See `framework.store.Change`.

    After the database has refused one statement nothing more is taken, even where the caller went on: SQLite may have
    rolled back by itself, and what followed would be written outside the transaction.
    """

    def __init__(self, backend: Backend, connection: Connection, workshop: Workshop, decks: DeckCache) -> None:
        """``workshop``: as it was read with the lock on it."""
        self._backend = backend
        self._connection = connection
        self._wid = workshop.id
        self._workshop = workshop
        self._decks = decks
        self._written = False
        self.changes_shared_view = False
        """Whether something changed that everybody sees."""
        self.erases = False
        """Whether something went that must leave no trace in the file."""
        self._refused: Exception | None = None

    def finish(self) -> None:
        """The last statement before the commit."""
        if self._refused is not None:
            raise self._refused
        if self._written:
            self._run(say.MOVE, now=datetime.now(UTC), shared=1 if self.changes_shared_view else 0)
            with self._guarded():
                self._backend.announce(self._connection, self._wid, changes_shared_view=self.changes_shared_view)

    def workshop(self) -> Workshop:
        return self._workshop

    def state(self) -> WorkshopState:
        with self._guarded():
            return load(self._connection, self._wid, self._decks)

    def shared(self) -> WorkshopState:
        with self._guarded():
            return load_shared(self._connection, self._wid, self._decks)[0]

    def activity(self, activity_id: str) -> Activity | None:
        return self._document(Activity, activity_id)

    def activities(self) -> tuple[Activity, ...]:
        return self._documents(Activity)

    def decision(self, decision_id: str) -> Decision | None:
        return self._document(Decision, decision_id)

    def decisions(self) -> tuple[Decision, ...]:
        return self._documents(Decision)

    def red_line(self, red_line_id: str) -> RedLine | None:
        return self._document(RedLine, red_line_id)

    def red_lines(self) -> tuple[RedLine, ...]:
        return self._documents(RedLine)

    def texts(self) -> CharterTexts:
        return self._document(CharterTexts, rows.kind_of(CharterTexts)) or CharterTexts()

    def ballot(self, seat: str, scenario: str, activity: str, round_: int) -> Ballot | None:
        row = self._run(say.BALLOT, of_seat=seat, on_scenario=scenario, about=activity, in_round=round_).first()
        return None if row is None else rows.read_ballot(row)

    def ranking(self, seat: str) -> Ranking | None:
        row = self._run(say.RANKING, of_seat=seat).first()
        return None if row is None else rows.read_ranking(row)

    def put_workshop(self, workshop: Workshop) -> None:
        refuse_foreign_head(workshop, self._wid)
        self._run(say.PUT_HEAD.values(rows.workshop_row(workshop)))
        self._workshop = workshop
        self._written = self.changes_shared_view = True

    def put_activity(self, activity: Activity) -> None:
        self._put(activity)

    def put_decision(self, decision: Decision) -> None:
        self._put(decision)

    def put_red_line(self, red_line: RedLine) -> None:
        self._put(red_line)

    def put_texts(self, texts: CharterTexts) -> None:
        self._put(texts)

    def add_ranking(self, ranking: Ranking) -> None:
        self._add(say.ADD_RANKING, rows.ranking_row(ranking))

    def add_ballot(self, ballot: Ballot) -> None:
        self._add(say.ADD_BALLOT, ballot.model_dump())

    def add_practice(self, practice: Practice) -> None:
        self._add(say.ADD_PRACTICE, practice.model_dump())

    def add_framework(self, framework: Framework) -> None:
        refuse_second_version(framework, (row.version for row in self._run(say.FRAMEWORKS)))
        self._add(say.ADD_FRAMEWORK, rows.framework_row(framework))
        self.changes_shared_view = True

    def room(self) -> Room | None:
        body = self._run(say.DOCUMENT, of_kind=rows.kind_of(Room), with_id=rows.kind_of(Room)).scalar()
        return None if body is None else rows.read_room(body)

    def note(self, note_id: str) -> Note | None:
        return self._document(Note, note_id)

    def seat(self, seat_id: str) -> Seat | None:
        row = self._run(say.SEAT, with_id=seat_id).first()
        return None if row is None else rows.read_seat(row)

    def seats(self) -> tuple[Seat, ...]:
        return tuple(rows.read_seat(row) for row in self._run(say.SEATS))

    def headcount(self) -> tuple[int, int]:
        row = self._run(say.CROWD).one()
        return row.people, row.tables or 0

    def seats_among(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        if len(seat_ids) == 1:  # most votes come alone, and a list has to be written out for each
            seat = self.seat(next(iter(seat_ids)))
            return {} if seat is None else {seat.id: seat}
        return {row.id: rows.read_seat(row) for row in self._run(say.SEATS_AMONG, ids=list(seat_ids))}

    def put_room(self, room: Room) -> None:
        self._put(room)

    def put_note(self, note: Note) -> None:
        self._put(note)

    def put_seat(self, seat: Seat) -> None:
        row = rows.seat_row(seat)
        replaced = self._run(
            say.PUT_SEAT,
            with_id=seat.id,
            as_role=row["role"],
            in_lang=row["lang"],
            at_table=row["table_number"],
            away=row["gone"],
        )
        if replaced.rowcount == 0:
            self._add(say.ADD_SEAT, row)
        self._written = True

    def add_seats(self, seats: Sequence[Seat]) -> None:
        self._add(say.ADD_SEAT, *map(rows.seat_row, seats))

    def add_answers(self, answers: Sequence[Answered]) -> None:
        self._add(say.ADD_RANKING, *(rows.ranking_row(one) for one in answers if isinstance(one, Ranking)))
        self._add(say.ADD_BALLOT, *(one.model_dump() for one in answers if isinstance(one, Ballot)))
        self._add(say.ADD_ANSWER, *(rows.answer_row(one) for one in answers if isinstance(one, rows.Answer)))

    def claim_code(self, code: str) -> bool:
        owner = self._run(say.BY_CODE, code=code).scalar()
        if owner is not None and owner != self._wid:
            return False
        self._run(say.DROP_CODES, but=code)
        if owner is None:
            self._add(say.ADD_CODE, {"code": code})
        return True

    def add_seat_keys(self, seats: Mapping[str, str]) -> None:
        self._add(say.ADD_SEAT_KEY, *({"seat": seat, "key_hash": key_hash} for key_hash, seat in seats.items()))

    def revoke_seat_keys(self, seat: str) -> None:
        self._run(say.RELEASE, of_seat=seat)
        self._written = True

    def vote_context(
        self, seat_ids: Collection[str], keyed: Collection[Receipt]
    ) -> tuple[Room | None, Mapping[str, Seat], Collection[Receipt]]:
        if len(seat_ids) != 1 or len(keyed) != 1:
            return self.room(), self.seats_among(seat_ids), self.receipts_among(keyed)
        (seat,), ((whose, key),) = seat_ids, keyed
        row = self._run(say.ASKED_OF, with_id=seat, of_seat=whose, with_key=key).one()
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
            return set(keyed) if self._run(say.RECEIPT, of_seat=seat, with_key=key).first() is not None else ()
        # A seat's own keys are few, so the pairs are told apart here and not in the statement.
        found = self._run(say.RECEIPTS_AMONG, of_seats=[seat for seat, _ in keyed], keys=[key for _, key in keyed])
        return {(row.seat, row.key) for row in found} & set(keyed)

    def add_receipts(self, keyed: Collection[Receipt]) -> None:
        self._add(say.ADD_RECEIPT, *({"seat": seat, "key": key} for seat, key in keyed))

    def anonymise_votes(self, state: WorkshopState, group: GroupResult) -> None:
        for statement in say.CUT_LOOSE:
            self._run(statement)
        every_answer = (*state.consents, *state.red_line_votes, *state.words)
        parts: tuple[tuple[Insert, list[rows.Values]], ...] = (
            (say.ADD_SEAT, [rows.seat_row(seat) for seat in state.seats]),
            (say.ADD_RANKING, [rows.ranking_row(ranking) for ranking in state.rankings]),
            (say.ADD_BALLOT, [ballot.model_dump() for ballot in state.ballots]),
            (say.ADD_PRACTICE, [practice.model_dump() for practice in state.practices]),
            (say.ADD_ANSWER, [rows.answer_row(answer) for answer in every_answer]),
        )
        for statement, values in parts:
            self._add(statement, *values)
        self._put(group)
        self.erases = True

    def _document(self, model: type[_Document], document_id: str) -> _Document | None:
        body = self._run(say.DOCUMENT, of_kind=rows.kind_of(model), with_id=document_id).scalar()
        return None if body is None else rows.read_document(model, body)

    def _documents(self, model: type[_Document]) -> tuple[_Document, ...]:
        found = self._run(say.DOCUMENTS_OF_KIND, of_kind=rows.kind_of(model))
        return tuple(rows.read_document(model, row.body) for row in found)

    def _put(self, document: rows.Document) -> None:
        row = rows.document_row(document)
        replaced = self._run(
            say.PUT_DOCUMENT, of_kind=row["kind"], with_id=row["id"], at=row["position"], text=row["body"]
        )
        if replaced.rowcount == 0:
            self._run(say.ADD_DOCUMENT, workshop_id=self._wid, **row)
        self._written = self.changes_shared_view = True

    def _add(self, statement: Insert, *added: rows.Values) -> None:
        if not added:
            return
        values = [{"workshop_id": self._wid, **row} for row in added]
        with self._guarded():
            self._connection.execute(statement, values if len(values) > 1 else values[0])
        self._written = True

    def _run(self, statement: Executable, **values: Any) -> CursorResult[Any]:
        if "workshop_id" not in values:
            values["wid"] = self._wid
        with self._guarded():
            return self._connection.execute(statement, values)

    @contextmanager
    def _guarded(self) -> Generator[None]:
        if self._refused is not None:
            raise self._refused
        try:
            with self._backend.translate_db_errors():
                yield
        except (StoreUnavailable, SQLAlchemyError) as error:
            self._refused = error
            raise
