"""Reading a whole workshop from the database, as one connection sees it."""

from typing import TypeVar

from sqlalchemy import Connection

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

__all__ = ["Decks", "load", "load_shared"]

_Document = TypeVar("_Document", Activity, Decision, RedLine, CharterTexts, Note, Room, GroupResult)


class Decks:
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


def load(connection: Connection, workshop_id: str, decks: Decks) -> WorkshopState:
    """All of a workshop. Raises `NotFound`."""
    wid = {"wid": workshop_id}
    shared = load_shared(connection, workshop_id, decks)
    answers = [rows.read_answer(row) for row in connection.execute(say.ANSWERS, wid)]
    return shared.model_copy(
        update={
            "seats": tuple(rows.read_seat(row) for row in connection.execute(say.SEATS, wid)),
            "rankings": tuple(rows.read_ranking(row) for row in connection.execute(say.RANKINGS, wid)),
            "ballots": tuple(rows.read_ballot(row) for row in connection.execute(say.BALLOTS, wid)),
            "practices": tuple(rows.read_practice(row) for row in connection.execute(say.PRACTICES, wid)),
            "consents": tuple(one for one in answers if isinstance(one, Consent)),
            "red_line_votes": tuple(one for one in answers if isinstance(one, RedLineVote)),
            "words": tuple(one for one in answers if isinstance(one, CheckoutWord)),
        }
    )


def load_shared(connection: Connection, workshop_id: str, decks: Decks) -> WorkshopState:
    """What everybody may see: no seat and no answer. Raises `NotFound`."""
    wid = {"wid": workshop_id}
    head = connection.execute(say.HEAD, wid).first()
    if head is None:
        raise NotFound(what="workshop", id=workshop_id)
    bodies: dict[str, list[str]] = {}
    for kind, body in connection.execute(say.DOCUMENTS, wid):
        bodies.setdefault(kind, []).append(body)

    def read(model: type[_Document]) -> tuple[_Document, ...]:
        return tuple(rows.read_body(model, body) for body in bodies.get(rows.kind_of(model), ()))

    return WorkshopState(
        workshop=rows.read_workshop(head),
        revision=head.revision,
        deck=decks.get(connection, head.deck_hash),
        seats=(),
        activities=read(Activity),
        decisions=read(Decision),
        red_lines=read(RedLine),
        texts=next(iter(read(CharterTexts)), CharterTexts()),
        frameworks=tuple(rows.read_body(Framework, row.body) for row in connection.execute(say.FRAMEWORKS, wid)),
        room=next(iter(read(Room)), None),
        notes=read(Note),
        group=next(iter(read(GroupResult)), None),
    )
