"""Reads a whole workshop on one connection."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Row

from framework.deck import Deck
from framework.errors import NotFound
from framework.store import Answered, rows, statements
from framework.store.validation import latest_answers
from framework.workshop import models
from framework.workshop.room import Question, Room
from framework.workshop.steps.unplanned_question import QuestionAnswer

__all__ = ["DeckCache", "ballot_question", "latest_per_seat", "load", "load_shared", "read_answers"]

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
    models.GroupResult,
)


class DeckCache:
    """Parsed decks by hash. Parsing one costs more than the rest of a load, and the deck of a hash never changes."""

    _MAX_SIZE = 32

    def __init__(self) -> None:
        self._parsed: dict[str, Deck] = {}

    def get(self, connection: Connection, deck_hash: str) -> Deck:
        deck = self._parsed.get(deck_hash)
        if deck is None:
            body: str = connection.execute(statements.DECK, {"hash": deck_hash}).scalar_one()
            deck = rows.read_body(Deck, body)
            if len(self._parsed) >= self._MAX_SIZE:
                self._parsed.clear()
            self._parsed[deck_hash] = deck
        return deck


def _all_rows(connection: Connection, statement: Executable, workshop_id: str) -> Sequence[Row[Any]]:
    """All rows, fetched before any is parsed.

    Otherwise a row that cannot be parsed would leave the statement open for as long as its error is referenced, and
    `Backend.vacuum` would wait for that reader.
    """
    return connection.execute(statement, {"wid": workshop_id}).all()


def load(connection: Connection, workshop_id: str, decks: DeckCache) -> models.WorkshopState:
    """The whole state of a workshop. Raises `NotFound`."""
    shared, _ = load_shared(connection, workshop_id, decks)
    answers = [rows.read_answer(row) for row in _all_rows(connection, statements.ANSWERS, workshop_id)]
    return shared.model_copy(
        update={
            "seats": tuple(rows.read_seat(row) for row in _all_rows(connection, statements.SEATS, workshop_id)),
            "rankings": tuple(
                rows.read_ranking(row) for row in _all_rows(connection, statements.RANKINGS, workshop_id)
            ),
            "ballots": tuple(rows.read_ballot(row) for row in _all_rows(connection, statements.BALLOTS, workshop_id)),
            "practices": tuple(
                rows.read_practice(row) for row in _all_rows(connection, statements.PRACTICES, workshop_id)
            ),
            "consents": tuple(one for one in answers if isinstance(one, models.Consent)),
            "red_line_votes": tuple(one for one in answers if isinstance(one, models.RedLineVote)),
            "words": tuple(one for one in answers if isinstance(one, models.CheckoutWord)),
            "question_answers": tuple(one for one in answers if isinstance(one, QuestionAnswer)),
        }
    )


def load_shared(connection: Connection, workshop_id: str, decks: DeckCache) -> tuple[models.WorkshopState, int]:
    """The state without seats and answers, and its ``shared_revision``. Raises `NotFound`."""
    head = connection.execute(statements.WORKSHOP_WITH_FRAMEWORK_COUNT, {"wid": workshop_id}).first()
    if head is None:
        raise NotFound(what="workshop", id=workshop_id)
    versions = _all_rows(connection, statements.FRAMEWORKS, workshop_id) if head.versions else ()
    bodies: dict[str, list[str]] = {}
    for row in _all_rows(connection, statements.DOCUMENTS, workshop_id):
        bodies.setdefault(row.kind, []).append(row.body)

    def of_type(model: type[_Document]) -> tuple[_Document, ...]:
        return tuple(rows.read_document(model, body) for body in bodies.get(rows.kind_of(model), ()))

    state = models.WorkshopState(
        workshop=rows.read_workshop(head),
        revision=head.revision,
        deck=decks.get(connection, head.deck_hash),
        seats=(),
        activities=of_type(models.Activity),
        shared_facts=of_type(models.SharedFacts),
        arrangements=of_type(models.Arrangement),
        decisions=of_type(models.Decision),
        red_lines=of_type(models.RedLine),
        texts=next(iter(of_type(models.CharterTexts)), models.CharterTexts()),
        promises=of_type(models.Promise),
        training=of_type(models.Training),
        log=of_type(models.LogEntry),
        action_plans=of_type(models.ActionPlan),
        frameworks=tuple(rows.read_document(models.Framework, row.body) for row in versions),
        room=next(iter(of_type(Room)), None),
        notes=of_type(models.Note),
        group=next(iter(of_type(models.GroupResult)), None),
    )
    return state, head.shared_revision


def read_answers(connection: Connection, workshop_id: str, question: Question) -> tuple[Answered, ...]:
    """Each seat's latest answers to one question."""
    wid = {"wid": workshop_id}
    if question.kind == "ballot":
        found = connection.execute(statements.BALLOTS_ON, wid | ballot_question(question))
        return latest_answers(rows.read_ballot(row) for row in latest_per_seat(found))
    if question.kind == "ranking":
        return latest_answers(
            rows.read_ranking(row) for row in latest_per_seat(connection.execute(statements.RANKINGS, wid))
        )
    if question.kind in ("consent", "question"):
        values = wid | {"of_kind": question.kind, "about": question.about}
        return latest_answers(rows.read_answer(row) for row in connection.execute(statements.ANSWERS_ABOUT, values))
    found = connection.execute(statements.ANSWERS_OF_KIND, wid | {"of_kind": question.kind})
    return latest_answers(rows.read_answer(row) for row in found)


def latest_per_seat(found: Iterable[rows.AnyRow]) -> Iterable[rows.AnyRow]:
    """The last row of each seat, in order, so that replaced answers are never parsed."""
    kept: dict[str, rows.AnyRow] = {}
    for row in found:
        kept.pop(row.seat, None)
        kept[row.seat] = row
    return kept.values()


def ballot_question(question: Question) -> dict[str, Any]:
    return {"on_scenario": question.scenario, "about": question.activity, "in_round": question.round}
