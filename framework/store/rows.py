"""Models to rows and back. Nothing here uses a connection."""

import hashlib
import json
from collections.abc import Callable
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Row

from framework.deck import Deck
from framework.store.backends import UnreadableRow
from framework.workshop import models
from framework.workshop.room import Room
from framework.workshop.steps.unplanned_question import QuestionAnswer

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
    "read_answer",
    "read_ballot",
    "read_body",
    "read_document",
    "read_entry",
    "read_model",
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
Document = (
    models.Activity
    | models.SharedFacts
    | models.Arrangement
    | models.Decision
    | models.RedLine
    | models.CharterTexts
    | models.Promise
    | models.Training
    | models.LogEntry
    | models.ActionPlan
    | models.Note
    | Room
    | models.GroupResult
)
Answer = models.Consent | models.RedLineVote | models.CheckoutWord | QuestionAnswer
"""Answers that share one table; ballots, rankings and practices have tables of their own."""
_KINDS: dict[type[Document], str] = {
    models.Activity: "activity",
    models.SharedFacts: "shared_facts",
    models.Arrangement: "arrangement",
    models.Decision: "decision",
    models.RedLine: "red_line",
    models.CharterTexts: "texts",
    models.Promise: "promise",
    models.Training: "training",
    models.LogEntry: "log",
    models.ActionPlan: "action_plan",
    models.Note: "note",
    Room: "room",
    models.GroupResult: "group",
}
_ONE_PER_WORKSHOP = (models.CharterTexts, Room, models.GroupResult)
"""Documents of which a workshop has at most one; their id is their kind."""
_ANSWER_KINDS: dict[type[Answer], str] = {
    models.Consent: "consent",
    models.RedLineVote: "red_line",
    models.CheckoutWord: "word",
    QuestionAnswer: "question",
}

_Model = TypeVar("_Model", bound=BaseModel)


def read_model(model: type[_Model], values: Values) -> _Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise UnreadableRow(f"{model.__name__}: {error.error_count()} fields") from None


@cache
def _column_reader(model: type[BaseModel]) -> Callable[[AnyRow], Values]:
    """Reads the columns of a row that are fields of ``model``. Cached, because a reveal reads a thousand ballots."""
    names = tuple(model.model_fields)
    taken = attrgetter(*names)
    return lambda row: dict(zip(names, taken(row), strict=True))


def read_body(model: type[_Model], body: str) -> _Model:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise UnreadableRow(f"{model.__name__}: {error.error_count()} fields") from None


def kind_of(document: Document | type[Document]) -> str:
    return _KINDS[document if isinstance(document, type) else type(document)]


def document_row(document: Document) -> Values:
    return {
        "kind": kind_of(document),
        "id": kind_of(document) if isinstance(document, _ONE_PER_WORKSHOP) else document.id,
        "position": document.position if isinstance(document, models.Activity) else 0,
        "body": document.model_dump_json(),
    }


def deck_row(deck: Deck) -> Values:
    body = deck.model_dump_json()
    return {"hash": hashlib.sha256(body.encode()).hexdigest(), "body": body}


def framework_row(framework: models.Framework) -> Values:
    return {
        "version": framework.version,
        "adopted": framework.adopted,
        "made_on": framework.made_on,
        "body": framework.model_dump_json(),
    }


def workshop_row(workshop: models.Workshop) -> Values:
    return workshop.model_dump()


def read_workshop(row: AnyRow) -> models.Workshop:
    return read_model(models.Workshop, _column_reader(models.Workshop)(row))


@lru_cache(maxsize=512)
def _cached_document(model: type[Any], body: str) -> Any:
    return read_body(model, body)


def read_document(model: type[_Model], body: str) -> _Model:
    """As `read_body`, but the same object for the same text.

    Every page reads all documents and every answer reads the room, and most have not changed. Models are frozen, so they
    can be shared.
    """
    document: _Model = _cached_document(model, body)
    return document


def read_room(body: str) -> Room:
    return read_document(Room, body)


def read_entry(row: AnyRow) -> models.WorkshopEntry:
    return read_model(models.WorkshopEntry, _column_reader(models.WorkshopEntry)(row))


def seat_row(seat: models.Seat) -> Values:
    return {"id": seat.id, "role": seat.role, "lang": seat.lang, "table_number": seat.table, "gone": seat.left}


def read_seat(row: AnyRow) -> models.Seat:
    return read_model(
        models.Seat,
        {"id": row.id, "role": row.role, "lang": row.lang, "table": row.table_number, "left": bool(row.gone)},
    )


def answer_kind(model: type[Answer]) -> str:
    return _ANSWER_KINDS[model]


def answer_row(answer: Answer) -> Values:
    about = (
        answer.round
        if isinstance(answer, models.Consent)
        else answer.red_line
        if isinstance(answer, models.RedLineVote)
        else answer.question
        if isinstance(answer, QuestionAnswer)
        else ""
    )
    return {
        "kind": answer_kind(type(answer)),
        "seat": answer.seat,
        "about": about,
        "body": answer.model_dump_json(exclude={"seat"}),
    }


def read_answer(row: AnyRow) -> Answer:
    model = next(model for model, kind in _ANSWER_KINDS.items() if kind == row.kind)
    try:
        return read_model(model, {**json.loads(row.body), "seat": row.seat})
    except ValueError as error:
        raise UnreadableRow(f"{model.__name__}: body") from error


def ranking_row(ranking: models.Ranking) -> Values:
    return {"seat": ranking.seat, "cards": json.dumps(ranking.cards, ensure_ascii=False)}


def read_ranking(row: AnyRow) -> models.Ranking:
    try:
        cards = json.loads(row.cards)
    except ValueError as error:
        raise UnreadableRow("Ranking: cards") from error
    return read_model(models.Ranking, {"seat": row.seat, "cards": cards})


def read_ballot(row: AnyRow) -> models.Ballot:
    return read_model(models.Ballot, _column_reader(models.Ballot)(row))


def read_practice(row: AnyRow) -> models.Practice:
    return read_model(models.Practice, _column_reader(models.Practice)(row))
