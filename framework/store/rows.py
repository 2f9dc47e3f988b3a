"""Models to rows and back. Nothing here speaks to a database."""

import hashlib
import json
from collections.abc import Callable
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Row

from framework.deck import Deck
from framework.store.backends import Unreadable
from framework.workshop.models import (
    Activity,
    Ballot,
    CharterTexts,
    CheckoutWord,
    Consent,
    Decision,
    Framework,
    GroupResult,
    Note,
    Practice,
    Ranking,
    RedLine,
    RedLineVote,
    Seat,
    Workshop,
    WorkshopEntry,
)
from framework.workshop.room import Room

__all__ = [
    "Answer",
    "Document",
    "Values",
    "answer_kind",
    "answer_row",
    "deck_row",
    "document_row",
    "framework_row",
    "kind_of",
    "ranking_row",
    "read",
    "read_answer",
    "read_ballot",
    "read_body",
    "read_document",
    "read_entry",
    "read_practice",
    "read_ranking",
    "read_room",
    "read_seat",
    "read_workshop",
    "seat_row",
    "workshop_row",
]

Values = dict[str, Any]
AnyRow = Row[*tuple[Any, ...]]
Document = Activity | Decision | RedLine | CharterTexts | Note | Room | GroupResult
Answer = Consent | RedLineVote | CheckoutWord
"""Answers that share one table; ballots, rankings and practices have columns of their own."""
_KINDS: dict[type[Document], str] = {
    Activity: "activity",
    Decision: "decision",
    RedLine: "red_line",
    CharterTexts: "texts",
    Note: "note",
    Room: "room",
    GroupResult: "group",
}
_SINGLE = (CharterTexts, Room, GroupResult)
"""Documents of which a workshop has one at most; their kind is their id too."""
_ANSWER_KINDS: dict[type[Answer], str] = {Consent: "consent", RedLineVote: "red_line", CheckoutWord: "word"}

_Model = TypeVar("_Model", bound=BaseModel)


def read(model: type[_Model], values: Values) -> _Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise Unreadable(f"{model.__name__}: {error.error_count()} fields") from None


@cache
def _columns(model: type[BaseModel]) -> Callable[[AnyRow], Values]:
    """What a row holds of a model whose fields are columns: a reveal reads a thousand ballots."""
    names = tuple(model.model_fields)
    taken = attrgetter(*names)
    return lambda row: dict(zip(names, taken(row), strict=True))


def read_body(model: type[_Model], body: str) -> _Model:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise Unreadable(f"{model.__name__}: {error.error_count()} fields") from None


def kind_of(document: Document | type[Document]) -> str:
    return _KINDS[document if isinstance(document, type) else type(document)]


def document_row(document: Document) -> Values:
    return {
        "kind": kind_of(document),
        "id": kind_of(document) if isinstance(document, _SINGLE) else document.id,
        "position": document.position if isinstance(document, Activity) else 0,
        "body": document.model_dump_json(),
    }


def deck_row(deck: Deck) -> Values:
    body = deck.model_dump_json()
    return {"hash": hashlib.sha256(body.encode()).hexdigest(), "body": body}


def framework_row(framework: Framework) -> Values:
    return {
        "version": framework.version,
        "adopted": framework.adopted,
        "made_on": framework.made_on,
        "body": framework.model_dump_json(),
    }


def workshop_row(workshop: Workshop) -> Values:
    return workshop.model_dump()


def read_workshop(row: AnyRow) -> Workshop:
    return read(Workshop, _columns(Workshop)(row))


@lru_cache(maxsize=512)
def _document(model: type[Any], body: str) -> Any:
    return read_body(model, body)


def read_document(model: type[_Model], body: str) -> _Model:
    """A part of a workshop as `read_body` reads it, the same object for the same words: every page asks for all of them,
    every answer for the room, and most stay as they are. Models are frozen, so that they can be shared."""
    document: _Model = _document(model, body)
    return document


def read_room(body: str) -> Room:
    return read_document(Room, body)


def read_entry(row: AnyRow) -> WorkshopEntry:
    return read(WorkshopEntry, _columns(WorkshopEntry)(row))


def seat_row(seat: Seat) -> Values:
    return {"id": seat.id, "role": seat.role, "lang": seat.lang, "table_number": seat.table, "gone": seat.left}


def read_seat(row: AnyRow) -> Seat:
    return read(
        Seat, {"id": row.id, "role": row.role, "lang": row.lang, "table": row.table_number, "left": bool(row.gone)}
    )


def answer_kind(model: type[Answer]) -> str:
    return _ANSWER_KINDS[model]


def answer_row(answer: Answer) -> Values:
    about = answer.round if isinstance(answer, Consent) else answer.red_line if isinstance(answer, RedLineVote) else ""
    return {
        "kind": answer_kind(type(answer)),
        "seat": answer.seat,
        "about": about,
        "body": answer.model_dump_json(exclude={"seat"}),
    }


def read_answer(row: AnyRow) -> Answer:
    model = next(model for model, kind in _ANSWER_KINDS.items() if kind == row.kind)
    try:
        return read(model, {**json.loads(row.body), "seat": row.seat})
    except ValueError as error:
        raise Unreadable(f"{model.__name__}: body") from error


def ranking_row(ranking: Ranking) -> Values:
    return {"seat": ranking.seat, "cards": json.dumps(ranking.cards, ensure_ascii=False)}


def read_ranking(row: AnyRow) -> Ranking:
    try:
        cards = json.loads(row.cards)
    except ValueError as error:
        raise Unreadable("Ranking: cards") from error
    return read(Ranking, {"seat": row.seat, "cards": cards})


def read_ballot(row: AnyRow) -> Ballot:
    return read(Ballot, _columns(Ballot)(row))


def read_practice(row: AnyRow) -> Practice:
    return read(Practice, _columns(Practice)(row))
