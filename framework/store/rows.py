"""Models to rows and back. Nothing here speaks to a database."""

import hashlib
import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Row

from framework.deck import Deck
from framework.store.engines import Unreadable
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
    "read_entry",
    "read_practice",
    "read_ranking",
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
    return read(Workshop, {name: getattr(row, name) for name in Workshop.model_fields})


def read_entry(row: AnyRow) -> WorkshopEntry:
    return read(WorkshopEntry, {name: getattr(row, name) for name in WorkshopEntry.model_fields})


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
    return read(Ballot, {name: getattr(row, name) for name in Ballot.model_fields})


def read_practice(row: AnyRow) -> Practice:
    return read(Practice, {name: getattr(row, name) for name in Practice.model_fields})
