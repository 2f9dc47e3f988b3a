"""The store on a database: SQLite without any set-up, PostgreSQL by URL.

Statements are built once at import, so that SQLAlchemy compiles each of them once.
"""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from sqlalchemy import BindParameter, Connection, Executable, bindparam, delete, exists, insert, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.dml import Insert

from framework.deck import Deck
from framework.errors import NotFound, StoreUnavailable
from framework.settings import Settings
from framework.store import Change, rows
from framework.store.engines import Backend, SqliteBackend, backend_for
from framework.store.incoming import refuse_contradictions, refuse_foreign_head, refuse_second_version
from framework.store.schema import bring_up_to_date
from framework.store.tables import (
    ballots,
    decks,
    documents,
    frameworks,
    practices,
    rankings,
    seats,
    workshops,
)
from framework.workshop.models import (
    Activity,
    Ballot,
    CharterTexts,
    Decision,
    Framework,
    Practice,
    Ranking,
    RedLine,
    Workshop,
    WorkshopEntry,
    WorkshopState,
)

__all__ = ["SqlStore"]

_Document = TypeVar("_Document", Activity, Decision, RedLine, CharterTexts)

_WID: BindParameter[str] = bindparam("wid")
_ENTRIES = select(
    workshops.c.id,
    workshops.c.kind,
    workshops.c.organisation,
    workshops.c.team,
    workshops.c.lang,
    workshops.c.stage,
    workshops.c.revision,
    workshops.c.changed_at,
).order_by(workshops.c.changed_at.desc(), workshops.c.id)
_REVISION = select(workshops.c.revision).where(workshops.c.id == _WID)
_HEAD = select(workshops).where(workshops.c.id == _WID)
_HEAD_LOCKED = _HEAD.with_for_update()
_DECK = select(decks.c.body).where(decks.c.hash == bindparam("hash"))
_DECK_KNOWN = select(decks.c.hash).where(decks.c.hash == bindparam("hash"))
_SEATS = select(seats).where(seats.c.workshop_id == _WID).order_by(seats.c.sequence)
_DOCUMENTS = (
    select(documents.c.kind, documents.c.body)
    .where(documents.c.workshop_id == _WID)
    .order_by(documents.c.position, documents.c.sequence)
)
_DOCUMENTS_OF_KIND = _DOCUMENTS.where(documents.c.kind == bindparam("of_kind"))
_DOCUMENT = select(documents.c.body).where(
    documents.c.workshop_id == _WID,
    documents.c.kind == bindparam("of_kind"),
    documents.c.id == bindparam("with_id"),
)
_RANKINGS = select(rankings).where(rankings.c.workshop_id == _WID).order_by(rankings.c.sequence)
_RANKING = (
    select(rankings)
    .where(rankings.c.workshop_id == _WID, rankings.c.seat == bindparam("of_seat"))
    .order_by(rankings.c.sequence.desc())
    .limit(1)
)
_BALLOTS = select(ballots).where(ballots.c.workshop_id == _WID).order_by(ballots.c.sequence)
_BALLOT = (
    select(ballots)
    .where(
        ballots.c.workshop_id == _WID,
        ballots.c.seat == bindparam("of_seat"),
        ballots.c.scenario == bindparam("on_scenario"),
        ballots.c.activity == bindparam("about"),
        ballots.c.round == bindparam("in_round"),
    )
    .order_by(ballots.c.sequence.desc())
    .limit(1)
)
_PRACTICES = select(practices).where(practices.c.workshop_id == _WID).order_by(practices.c.sequence)
_FRAMEWORKS = (
    select(frameworks.c.version, frameworks.c.body)
    .where(frameworks.c.workshop_id == _WID)
    .order_by(frameworks.c.sequence)
)
_PUT_HEAD = update(workshops).where(workshops.c.id == _WID)
_MOVE = (
    update(workshops)
    .where(workshops.c.id == _WID)
    .values(revision=workshops.c.revision + 1, changed_at=bindparam("now"))
)
_PUT_DOCUMENT = (
    update(documents)
    .where(
        documents.c.workshop_id == _WID,
        documents.c.kind == bindparam("of_kind"),
        documents.c.id == bindparam("with_id"),
    )
    .values(position=bindparam("at"), body=bindparam("text"))
)
_ADD_DOCUMENT = insert(documents)
_ADD_RANKING = insert(rankings)
_ADD_BALLOT = insert(ballots)
_ADD_PRACTICE = insert(practices)
_ADD_FRAMEWORK = insert(frameworks)
_DELETE = delete(workshops).where(workshops.c.id == _WID)
_DELETE_UNUSED_DECKS = delete(decks).where(~exists().where(workshops.c.deck_hash == decks.c.hash))


class SqlStore:
    """See `framework.store.Store`. Thread-safe; several processes may have the same database open."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._decks = _Decks()

    @classmethod
    def open(cls, settings: Settings, *, busy_timeout: float = 5.0) -> Self:
        """Connects, with the schema brought up to date.

        ``busy_timeout`` in seconds: how long anything waits for another writer before it is refused as ``locked``.
        A SQLite file that cannot be written opens for reading; only changes are then refused, as ``read-only``.
        """
        backend = backend_for(settings, busy_timeout=busy_timeout)
        try:
            with backend.speaking():
                if isinstance(backend, SqliteBackend):
                    backend = backend.readable_at_least()
                bring_up_to_date(backend)
                if isinstance(backend, SqliteBackend):
                    backend.use_wal()
        except BaseException:
            backend.close()
            raise
        return cls(backend)

    def workshops(self) -> tuple[WorkshopEntry, ...]:
        with self._backend.speaking(), self._backend.reading.connect() as connection:
            return tuple(rows.read_entry(row) for row in connection.execute(_ENTRIES))

    def revision(self, workshop_id: str) -> int:
        with self._backend.speaking(), self._backend.reading.connect() as connection:
            revision = connection.execute(_REVISION, {"wid": workshop_id}).scalar()
        if revision is None:
            raise NotFound(what="workshop", id=workshop_id)
        return revision

    def load(self, workshop_id: str) -> WorkshopState:
        with self._backend.speaking(), self._backend.snapshot.connect() as connection:
            return _load(connection, workshop_id, self._decks)

    def create(self, state: WorkshopState) -> None:
        refuse_contradictions(state)
        wid = state.workshop.id
        deck = rows.deck_row(state.deck)
        every_document = (*state.activities, *state.decisions, *state.red_lines, state.texts)
        parts: list[tuple[Insert, list[rows.Values]]] = [
            (insert(seats), [seat.model_dump() for seat in state.seats]),
            (_ADD_DOCUMENT, [rows.document_row(document) for document in every_document]),
            (_ADD_RANKING, [rows.ranking_row(ranking) for ranking in state.rankings]),
            (_ADD_BALLOT, [ballot.model_dump() for ballot in state.ballots]),
            (_ADD_PRACTICE, [practice.model_dump() for practice in state.practices]),
            (_ADD_FRAMEWORK, [rows.framework_row(framework) for framework in state.frameworks]),
        ]
        with self._backend.speaking(), self._backend.writing() as connection:
            self._backend.lock_decks(connection)
            if connection.execute(_REVISION, {"wid": wid}).first() is not None:
                raise ValueError(f"workshop {wid!r} exists already")
            if connection.execute(_DECK_KNOWN, {"hash": deck["hash"]}).first() is None:
                connection.execute(insert(decks), deck)
            head = rows.workshop_row(state.workshop) | {
                "deck_hash": deck["hash"],
                "revision": state.revision,
                "changed_at": datetime.now(UTC),
            }
            connection.execute(insert(workshops), head)
            for statement, values in parts:
                if values:
                    connection.execute(statement, [{"workshop_id": wid} | one for one in values])

    @contextmanager
    def change(self, workshop_id: str) -> Generator[Change]:
        with self._backend.speaking(), self._backend.writing() as connection:
            if connection.execute(_HEAD_LOCKED, {"wid": workshop_id}).first() is None:
                raise NotFound(what="workshop", id=workshop_id)
            change = _SqlChange(self._backend, connection, workshop_id, self._decks)
            yield change
            change.finish()

    def delete(self, workshop_id: str) -> None:
        with self._backend.speaking(), self._backend.writing() as connection:
            if connection.execute(_DELETE, {"wid": workshop_id}).rowcount == 0:
                raise NotFound(what="workshop", id=workshop_id)
            self._backend.lock_decks(connection)
            connection.execute(_DELETE_UNUSED_DECKS)
        self._backend.erase_traces()

    def close(self) -> None:
        self._backend.close()


class _SqlChange:
    """See `framework.store.Change`.

    After the database has refused one statement nothing more is taken, even where the caller went on: SQLite may have
    rolled back by itself, and what followed would be written outside the transaction.
    """

    def __init__(self, backend: Backend, connection: Connection, workshop_id: str, decks: "_Decks") -> None:
        self._backend = backend
        self._connection = connection
        self._wid = workshop_id
        self._decks = decks
        self._written = False
        self._refused: Exception | None = None

    def finish(self) -> None:
        """The last statement before the commit."""
        if self._refused is not None:
            raise self._refused
        if self._written:
            self._run(_MOVE, now=datetime.now(UTC))

    def workshop(self) -> Workshop:
        return rows.read_workshop(self._run(_HEAD).one())

    def state(self) -> WorkshopState:
        with self._guarded():
            return _load(self._connection, self._wid, self._decks)

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
        return self._document(CharterTexts, rows.TEXTS) or CharterTexts()

    def ballot(self, seat: str, scenario: str, activity: str, round_: int) -> Ballot | None:
        row = self._run(_BALLOT, of_seat=seat, on_scenario=scenario, about=activity, in_round=round_).first()
        return None if row is None else rows.read_ballot(row)

    def ranking(self, seat: str) -> Ranking | None:
        row = self._run(_RANKING, of_seat=seat).first()
        return None if row is None else rows.read_ranking(row)

    def put_workshop(self, workshop: Workshop) -> None:
        refuse_foreign_head(workshop, self._wid)
        self._run(_PUT_HEAD.values(rows.workshop_row(workshop)))
        self._written = True

    def put_activity(self, activity: Activity) -> None:
        self._put(activity)

    def put_decision(self, decision: Decision) -> None:
        self._put(decision)

    def put_red_line(self, red_line: RedLine) -> None:
        self._put(red_line)

    def put_texts(self, texts: CharterTexts) -> None:
        self._put(texts)

    def add_ranking(self, ranking: Ranking) -> None:
        self._add(_ADD_RANKING, rows.ranking_row(ranking))

    def add_ballot(self, ballot: Ballot) -> None:
        self._add(_ADD_BALLOT, ballot.model_dump())

    def add_practice(self, practice: Practice) -> None:
        self._add(_ADD_PRACTICE, practice.model_dump())

    def add_framework(self, framework: Framework) -> None:
        refuse_second_version(framework, (row.version for row in self._run(_FRAMEWORKS)))
        self._add(_ADD_FRAMEWORK, rows.framework_row(framework))

    def _document(self, model: type[_Document], document_id: str) -> _Document | None:
        body = self._run(_DOCUMENT, of_kind=rows.kind_of(model), with_id=document_id).scalar()
        return None if body is None else rows.read_body(model, body)

    def _documents(self, model: type[_Document]) -> tuple[_Document, ...]:
        found = self._run(_DOCUMENTS_OF_KIND, of_kind=rows.kind_of(model))
        return tuple(rows.read_body(model, row.body) for row in found)

    def _put(self, document: rows.Document) -> None:
        row = rows.document_row(document)
        replaced = self._run(
            _PUT_DOCUMENT, of_kind=row["kind"], with_id=row["id"], at=row["position"], text=row["body"]
        )
        if replaced.rowcount == 0:
            self._run(_ADD_DOCUMENT, workshop_id=self._wid, **row)
        self._written = True

    def _add(self, statement: Insert, row: rows.Values) -> None:
        self._run(statement, workshop_id=self._wid, **row)
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
            with self._backend.speaking():
                yield
        except (StoreUnavailable, SQLAlchemyError) as error:
            self._refused = error
            raise


class _Decks:
    """Parsed decks by hash: parsing one costs more than all the rest of a load, and what a hash names never changes."""

    _KEPT = 32

    def __init__(self) -> None:
        self._parsed: dict[str, Deck] = {}

    def get(self, connection: Connection, deck_hash: str) -> Deck:
        deck = self._parsed.get(deck_hash)
        if deck is None:
            body: str = connection.execute(_DECK, {"hash": deck_hash}).scalar_one()
            deck = rows.read_body(Deck, body)
            if len(self._parsed) >= self._KEPT:
                self._parsed.clear()
            self._parsed[deck_hash] = deck
        return deck


def _load(connection: Connection, workshop_id: str, decks: _Decks) -> WorkshopState:
    """All of a workshop as this connection sees it."""
    wid = {"wid": workshop_id}
    head = connection.execute(_HEAD, wid).first()
    if head is None:
        raise NotFound(what="workshop", id=workshop_id)
    bodies: dict[str, list[str]] = {}
    for kind, body in connection.execute(_DOCUMENTS, wid):
        bodies.setdefault(kind, []).append(body)

    def read(model: type[_Document]) -> tuple[_Document, ...]:
        return tuple(rows.read_body(model, body) for body in bodies.get(rows.kind_of(model), ()))

    return WorkshopState(
        workshop=rows.read_workshop(head),
        revision=head.revision,
        deck=decks.get(connection, head.deck_hash),
        seats=tuple(rows.read_seat(row) for row in connection.execute(_SEATS, wid)),
        activities=read(Activity),
        rankings=tuple(rows.read_ranking(row) for row in connection.execute(_RANKINGS, wid)),
        ballots=tuple(rows.read_ballot(row) for row in connection.execute(_BALLOTS, wid)),
        practices=tuple(rows.read_practice(row) for row in connection.execute(_PRACTICES, wid)),
        decisions=read(Decision),
        red_lines=read(RedLine),
        texts=next(iter(read(CharterTexts)), CharterTexts()),
        frameworks=tuple(rows.read_body(Framework, row.body) for row in connection.execute(_FRAMEWORKS, wid)),
    )
