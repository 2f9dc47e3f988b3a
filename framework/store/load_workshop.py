"""Reading a whole workshop from the database, as one connection sees it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Row

from framework.deck import Deck
from framework.errors import NotFound
from framework.store import rows
from framework.store import statements as say
from framework.workshop.models import (
    Activity,
    CharterTexts,
    CheckoutWord,
    Consent,
    Decision,
    Framework,
    GroupResult,
    Note,
    RedLine,
    RedLineVote,
    WorkshopState,
)
from framework.workshop.room import Room

__all__ = ["DeckCache", "load", "load_shared"]

_Document = TypeVar("_Document", Activity, Decision, RedLine, CharterTexts, Note, Room, GroupResult)


class DeckCache:
    """Parsed decks by hash: parsing one costs more than all the rest of a load, and what a hash names never changes."""

    _KEPT = 32

    def __init__(self) -> None:
        self._parsed: dict[str, Deck] = {}

    def get(self, connection: Connection, deck_hash: str) -> Deck:
        deck = self._parsed.get(deck_hash)
        if deck is None:
            body: str = connection.execute(say.DECK, {"hash": deck_hash}).scalar_one()
            deck = rows.read_body(Deck, body)
            if len(self._parsed) >= self._KEPT:
                self._parsed.clear()
            self._parsed[deck_hash] = deck
        return deck


def _found(connection: Connection, statement: Executable, workshop_id: str) -> Sequence[Row[Any]]:
    """All rows at once: one that cannot be read would else leave SQLite in the middle of the statement for as long as the
    error is kept, and whoever erases traces waits for that reader."""
    return connection.execute(statement, {"wid": workshop_id}).all()


def load(connection: Connection, workshop_id: str, decks: DeckCache) -> WorkshopState:
    """All of a workshop. Raises `NotFound`."""
    shared, _ = load_shared(connection, workshop_id, decks)
    answers = [rows.read_answer(row) for row in _found(connection, say.ANSWERS, workshop_id)]
    return shared.model_copy(
        update={
            "seats": tuple(rows.read_seat(row) for row in _found(connection, say.SEATS, workshop_id)),
            "rankings": tuple(rows.read_ranking(row) for row in _found(connection, say.RANKINGS, workshop_id)),
            "ballots": tuple(rows.read_ballot(row) for row in _found(connection, say.BALLOTS, workshop_id)),
            "practices": tuple(rows.read_practice(row) for row in _found(connection, say.PRACTICES, workshop_id)),
            "consents": tuple(one for one in answers if isinstance(one, Consent)),
            "red_line_votes": tuple(one for one in answers if isinstance(one, RedLineVote)),
            "words": tuple(one for one in answers if isinstance(one, CheckoutWord)),
        }
    )


def load_shared(connection: Connection, workshop_id: str, decks: DeckCache) -> tuple[WorkshopState, int]:
    """What everybody may see, no seat and no answer, and its ``shared_revision``. Raises `NotFound`."""
    head = connection.execute(say.HEAD_AND_VERSIONS, {"wid": workshop_id}).first()
    if head is None:
        raise NotFound(what="workshop", id=workshop_id)
    versions = _found(connection, say.FRAMEWORKS, workshop_id) if head.versions else ()
    bodies: dict[str, list[str]] = {}
    for row in _found(connection, say.DOCUMENTS, workshop_id):
        bodies.setdefault(row.kind, []).append(row.body)

    def read(model: type[_Document]) -> tuple[_Document, ...]:
        return tuple(rows.read_document(model, body) for body in bodies.get(rows.kind_of(model), ()))

    state = WorkshopState(
        workshop=rows.read_workshop(head),
        revision=head.revision,
        deck=decks.get(connection, head.deck_hash),
        seats=(),
        activities=read(Activity),
        decisions=read(Decision),
        red_lines=read(RedLine),
        texts=next(iter(read(CharterTexts)), CharterTexts()),
        frameworks=tuple(rows.read_document(Framework, row.body) for row in versions),
        room=next(iter(read(Room)), None),
        notes=read(Note),
        group=next(iter(read(GroupResult)), None),
    )
    return state, head.shared_revision
