"""All SQL statements, built once at import, so that SQLAlchemy compiles each of them once.

``:wid`` is the workshop's id everywhere.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    distinct,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from framework.store.tables import (
    answers,
    ballots,
    decks,
    documents,
    frameworks,
    join_codes,
    metadata,
    practices,
    rankings,
    receipts,
    seat_keys,
    seats,
    workshops,
)

WID: BindParameter[str] = bindparam("wid")
_LEFT_OUT = seats.alias("left_out_seats")
_LEFT_OUT_IDS = select(_LEFT_OUT.c.id).where(_LEFT_OUT.c.workshop_id == WID, _LEFT_OUT.c.gone, _LEFT_OUT.c.left_out)


def _counted(given: Table, *where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Rows of a workshop's answers, in order, but for those of seats that were left out."""
    kept = (given.c.workshop_id == WID, given.c.seat.not_in(_LEFT_OUT_IDS), *where)
    return select(given).where(*kept).order_by(given.c.sequence)


WORKSHOP_ENTRIES = select(
    workshops.c.id,
    workshops.c.kind,
    workshops.c.organisation,
    workshops.c.team,
    workshops.c.lang,
    workshops.c.stage,
    workshops.c.revision,
    workshops.c.changed_at,
).order_by(workshops.c.changed_at.desc(), workshops.c.id)
REVISION = select(workshops.c.revision).where(workshops.c.id == WID)
WORKSHOP = select(workshops).where(workshops.c.id == WID)
WORKSHOP_FOR_UPDATE = WORKSHOP.with_for_update()
DECK = select(decks.c.body).where(decks.c.hash == bindparam("hash"))
DECK_EXISTS = select(decks.c.hash).where(decks.c.hash == bindparam("hash"))
PEOPLE_COUNT = select(func.count()).select_from(seats).where(seats.c.workshop_id == WID, ~seats.c.gone)
FREED_SEAT_IDS = select(seats.c.id).where(seats.c.workshop_id == WID, seats.c.gone)
TABLES = select(seats.c.id, seats.c.table_number).where(
    seats.c.workshop_id == WID, seats.c.table_number.is_not(None), ~seats.c.gone
)
SEATS = select(seats).where(seats.c.workshop_id == WID, ~seats.c.left_out).order_by(seats.c.sequence)
DOCUMENTS = (
    select(documents.c.kind, documents.c.body)
    .where(documents.c.workshop_id == WID)
    .order_by(documents.c.position, documents.c.sequence)
)
DOCUMENTS_OF_KIND = DOCUMENTS.where(documents.c.kind == bindparam("of_kind"))
DOCUMENT = select(documents.c.body).where(
    documents.c.workshop_id == WID,
    documents.c.kind == bindparam("of_kind"),
    documents.c.id == bindparam("with_id"),
)
RANKINGS = _counted(rankings)
RANKING = (
    select(rankings)
    .where(rankings.c.workshop_id == WID, rankings.c.seat == bindparam("of_seat"))
    .order_by(rankings.c.sequence.desc())
    .limit(1)
)
BALLOTS = _counted(ballots)
BALLOT = (
    select(ballots)
    .where(
        ballots.c.workshop_id == WID,
        ballots.c.seat == bindparam("of_seat"),
        ballots.c.scenario == bindparam("on_scenario"),
        ballots.c.activity == bindparam("about"),
        ballots.c.round == bindparam("in_round"),
    )
    .order_by(ballots.c.sequence.desc())
    .limit(1)
)
PRACTICES = _counted(practices)
FRAMEWORKS = (
    select(frameworks.c.version, frameworks.c.body)
    .where(frameworks.c.workshop_id == WID)
    .order_by(frameworks.c.sequence)
)
_FRAMEWORK_COUNT = select(func.count()).select_from(frameworks).where(frameworks.c.workshop_id == WID)
WORKSHOP_WITH_FRAMEWORK_COUNT = select(workshops, _FRAMEWORK_COUNT.scalar_subquery().label("versions")).where(
    workshops.c.id == WID
)
"""With the number of frameworks: there are none until the session ends, and then their query is skipped."""
UPDATE_WORKSHOP = update(workshops).where(workshops.c.id == WID)
BUMP_REVISION = (
    update(workshops)
    .where(workshops.c.id == WID)
    .values(
        revision=workshops.c.revision + 1,
        shared_revision=workshops.c.shared_revision + bindparam("shared", type_=BigInteger),
        changed_at=bindparam("now"),
    )
)
UPDATE_DOCUMENT = (
    update(documents)
    .where(
        documents.c.workshop_id == WID,
        documents.c.kind == bindparam("of_kind"),
        documents.c.id == bindparam("with_id"),
    )
    .values(position=bindparam("at"), body=bindparam("text"))
)
INSERT_DOCUMENT = insert(documents)
INSERT_RANKING = insert(rankings)
INSERT_BALLOT = insert(ballots)
INSERT_PRACTICE = insert(practices)
INSERT_FRAMEWORK = insert(frameworks)
DELETE_WORKSHOP = delete(workshops).where(workshops.c.id == WID)
DELETE_UNUSED_DECKS = delete(decks).where(~exists().where(workshops.c.deck_hash == decks.c.hash))

# --- live ------------------------------------------------------------------------------------------------------------

REVISIONS = select(workshops.c.id, workshops.c.revision, workshops.c.shared_revision).where(
    workshops.c.id.in_(bindparam("ids", expanding=True))
)
_FREED_COUNT = select(func.count()).select_from(seats).where(seats.c.workshop_id == WID, seats.c.gone)
COUNTERS = select(
    workshops.c.revision,
    workshops.c.shared_revision,
    PEOPLE_COUNT.scalar_subquery().label("people"),
    _FREED_COUNT.scalar_subquery().label("freed"),
    _FREED_COUNT.where(seats.c.left_out).scalar_subquery().label("left_out"),
).where(workshops.c.id == WID)
WORKSHOP_WITH_ROOM = (
    select(workshops, documents.c.body.label("room"))
    .outerjoin(documents, and_(documents.c.workshop_id == workshops.c.id, documents.c.kind == "room"))
    .where(workshops.c.id == WID)
)
HEADCOUNT = select(
    func.count().filter(~seats.c.gone).label("people"), func.max(seats.c.table_number).label("tables")
).where(seats.c.workshop_id == WID)
SEATS_AMONG = select(seats).where(seats.c.workshop_id == WID, seats.c.id.in_(bindparam("ids", expanding=True)))
SEAT = select(seats).where(seats.c.workshop_id == WID, seats.c.id == bindparam("with_id"))
INSERT_SEAT = insert(seats)
UPDATE_SEAT = (
    update(seats)
    .where(seats.c.workshop_id == WID, seats.c.id == bindparam("with_id"))
    .values(
        role=bindparam("as_role"), lang=bindparam("in_lang"), table_number=bindparam("at_table"), gone=bindparam("away")
    )
)
LEAVE_OUT_SEATS = (
    update(seats)
    .where(seats.c.workshop_id == WID, seats.c.id.in_(bindparam("ids", expanding=True)))
    .values(gone=True, left_out=True)
)
SEATS_BY_KEY = (
    select(seats, seat_keys.c.key_hash)
    .join(seat_keys, and_(seat_keys.c.workshop_id == seats.c.workshop_id, seat_keys.c.seat == seats.c.id))
    .where(seat_keys.c.key_hash.in_(bindparam("key_hashes", expanding=True)), ~seats.c.gone)
)
INSERT_SEAT_KEY = insert(seat_keys)
DELETE_SEAT_KEYS = delete(seat_keys).where(seat_keys.c.workshop_id == WID, seat_keys.c.seat == bindparam("of_seat"))
WORKSHOP_BY_CODE = select(join_codes.c.workshop_id).where(join_codes.c.code == bindparam("code"))
DELETE_OTHER_CODES = delete(join_codes).where(join_codes.c.workshop_id == WID, join_codes.c.code != bindparam("but"))
INSERT_CODE = insert(join_codes)
RECEIPTS_AMONG = select(receipts.c.seat, receipts.c.key).where(
    receipts.c.workshop_id == WID,
    receipts.c.seat.in_(bindparam("of_seats", expanding=True)),
    receipts.c.key.in_(bindparam("keys", expanding=True)),
)
RECEIPT = select(receipts.c.key).where(
    receipts.c.workshop_id == WID, receipts.c.seat == bindparam("of_seat"), receipts.c.key == bindparam("with_key")
)
VOTE_CONTEXT = (
    select(documents.c.body.label("room"), seats, receipts.c.key.label("taken"))
    .select_from(workshops)
    .outerjoin(documents, and_(documents.c.workshop_id == workshops.c.id, documents.c.kind == "room"))
    .outerjoin(seats, and_(seats.c.workshop_id == workshops.c.id, seats.c.id == bindparam("with_id")))
    .outerjoin(
        receipts,
        and_(
            receipts.c.workshop_id == workshops.c.id,
            receipts.c.seat == bindparam("of_seat"),
            receipts.c.key == bindparam("with_key"),
        ),
    )
    .where(workshops.c.id == WID)
)
INSERT_RECEIPT = insert(receipts)
ANSWERS = _counted(answers)
INSERT_ANSWER = insert(answers)

_ON_QUESTION = (
    ballots.c.workshop_id == WID,
    ballots.c.scenario == bindparam("on_scenario"),
    ballots.c.activity == bindparam("about"),
    ballots.c.round == bindparam("in_round"),
)
_ABOUT = (answers.c.workshop_id == WID, answers.c.kind == bindparam("of_kind"), answers.c.about == bindparam("about"))
_OF_KIND = (answers.c.workshop_id == WID, answers.c.kind == bindparam("of_kind"))
BALLOTS_ON = _counted(ballots, *_ON_QUESTION)
BALLOTS_ON_AFTER = BALLOTS_ON.where(ballots.c.sequence > bindparam("position"))
ANSWERS_ABOUT = _counted(answers, *_ABOUT)
ANSWERS_OF_KIND = _counted(answers, *_OF_KIND)
_SEATS: BindParameter[list[str]] = bindparam("of_seats", expanding=True)
BALLOTS_OF_SEATS = BALLOTS.where(ballots.c.seat.in_(_SEATS))
RANKINGS_OF_SEATS = RANKINGS.where(rankings.c.seat.in_(_SEATS))
ANSWERS_OF_SEATS = ANSWERS.where(answers.c.seat.in_(_SEATS))


@dataclass(frozen=True, slots=True)
class VoterStatements:
    """On one kind of answers: ``turnout``, how many seats answered and how many of those are freed; ``after``, the seats and
    positions of the rows after ``:position``; ``left_out``, how many seats answered whose answers were left out."""

    turnout: Select[int, int]
    after: Select[str, int]
    left_out: Select[int]


def _voters(given: Table, *where: ColumnElement[bool]) -> VoterStatements:
    whose = and_(seats.c.workshop_id == given.c.workshop_id, seats.c.id == given.c.seat)
    voters = func.count(distinct(given.c.seat))
    left = func.count(distinct(case((seats.c.gone, given.c.seat))))
    after = select(given.c.seat, given.c.sequence).where(given.c.sequence > bindparam("position"))
    return VoterStatements(
        turnout=select(voters, left).join(seats, whose).where(*where, ~seats.c.left_out),
        after=after.join(seats, whose).where(*where, ~seats.c.left_out),
        left_out=select(voters).join(seats, whose).where(*where, seats.c.left_out),
    )


BALLOT_VOTERS = _voters(ballots, *_ON_QUESTION, or_(ballots.c.stance.is_not(None), ballots.c.abstained))
RANKING_VOTERS = _voters(rankings, rankings.c.workshop_id == WID, rankings.c.cards != "[]")
VOTERS_ABOUT = _voters(answers, *_ABOUT)
VOTERS_OF_KIND = _voters(answers, *_OF_KIND)

_IDENTIFYING_TABLES = (ballots, rankings, practices, answers, receipts, seat_keys, join_codes, seats)
DELETE_SEATS_AND_ANSWERS = tuple(delete(table).where(table.c.workshop_id == WID) for table in _IDENTIFYING_TABLES)
"""For closing: deletes everything that says, or could say, who answered what."""
DELETE_FRAMEWORKS = delete(frameworks).where(frameworks.c.workshop_id == WID)
"""For closing: written anew in their order, saved drafts without what was deleted since."""
DELETE_DOCUMENTS = delete(documents).where(
    documents.c.workshop_id == WID,
    documents.c.kind.in_(("activity", "arrangement", "decision", "red_line", "note")),
)
"""For closing, which adds those that were not deleted or hidden again."""
TABLE_NAMES = tuple(metadata.tables)
