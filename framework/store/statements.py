"""All SQL statements, built once at import, so that SQLAlchemy compiles each of them once.

``:wid`` is the workshop's id everywhere.
"""

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
SEATS = select(seats).where(seats.c.workshop_id == WID).order_by(seats.c.sequence)
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
RANKINGS = select(rankings).where(rankings.c.workshop_id == WID).order_by(rankings.c.sequence)
RANKING = (
    select(rankings)
    .where(rankings.c.workshop_id == WID, rankings.c.seat == bindparam("of_seat"))
    .order_by(rankings.c.sequence.desc())
    .limit(1)
)
BALLOTS = select(ballots).where(ballots.c.workshop_id == WID).order_by(ballots.c.sequence)
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
PRACTICES = select(practices).where(practices.c.workshop_id == WID).order_by(practices.c.sequence)
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
ANSWERS = select(answers).where(answers.c.workshop_id == WID).order_by(answers.c.sequence)
INSERT_ANSWER = insert(answers)

_ON_QUESTION = (
    ballots.c.workshop_id == WID,
    ballots.c.scenario == bindparam("on_scenario"),
    ballots.c.activity == bindparam("about"),
    ballots.c.round == bindparam("in_round"),
)
_ABOUT = (answers.c.workshop_id == WID, answers.c.kind == bindparam("of_kind"), answers.c.about == bindparam("about"))
_OF_KIND = (answers.c.workshop_id == WID, answers.c.kind == bindparam("of_kind"))
BALLOTS_ON = select(ballots).where(*_ON_QUESTION).order_by(ballots.c.sequence)
BALLOTS_ON_AFTER = BALLOTS_ON.where(ballots.c.sequence > bindparam("position"))
ANSWERS_ABOUT = select(answers).where(*_ABOUT).order_by(answers.c.sequence)
ANSWERS_OF_KIND = select(answers).where(*_OF_KIND).order_by(answers.c.sequence)
_SEATS: BindParameter[list[str]] = bindparam("of_seats", expanding=True)
BALLOTS_OF_SEATS = BALLOTS.where(ballots.c.seat.in_(_SEATS))
RANKINGS_OF_SEATS = RANKINGS.where(rankings.c.seat.in_(_SEATS))
ANSWERS_OF_SEATS = ANSWERS.where(answers.c.seat.in_(_SEATS))


def _turnout_and_voters(given: Table, *where: ColumnElement[bool]) -> tuple[Select[int, int], Select[str, int]]:
    """Two statements on a table of answers: how many seats answered and how many of those are freed; and the seats and
    positions of the rows after ``:position``."""
    whose = and_(seats.c.workshop_id == given.c.workshop_id, seats.c.id == given.c.seat)
    left = case((seats.c.gone, given.c.seat))
    counted = select(func.count(distinct(given.c.seat)), func.count(distinct(left)))
    after = select(given.c.seat, given.c.sequence).where(given.c.sequence > bindparam("position"))
    return counted.join(seats, whose).where(*where), after.join(seats, whose).where(*where)


BALLOT_TURNOUT, BALLOT_VOTERS_AFTER = _turnout_and_voters(
    ballots, *_ON_QUESTION, or_(ballots.c.stance.is_not(None), ballots.c.abstained)
)
RANKING_TURNOUT, RANKING_VOTERS_AFTER = _turnout_and_voters(
    rankings, rankings.c.workshop_id == WID, rankings.c.cards != "[]"
)
TURNOUT_ABOUT, VOTERS_ABOUT_AFTER = _turnout_and_voters(answers, *_ABOUT)
TURNOUT_OF_KIND, VOTERS_OF_KIND_AFTER = _turnout_and_voters(answers, *_OF_KIND)

_IDENTIFYING_TABLES = (ballots, rankings, practices, answers, receipts, seat_keys, join_codes, seats)
DELETE_SEATS_AND_ANSWERS = tuple(delete(table).where(table.c.workshop_id == WID) for table in _IDENTIFYING_TABLES)
"""For closing: everything that says who answered what, or could."""
TABLE_NAMES = tuple(metadata.tables)
