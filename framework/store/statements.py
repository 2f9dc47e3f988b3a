"""Every statement the store says, built once at import so that SQLAlchemy compiles each of them once.

``:wid`` is the workshop throughout.
"""

from sqlalchemy import (
    BigInteger,
    BindParameter,
    and_,
    bindparam,
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
    practices,
    rankings,
    receipts,
    seat_keys,
    seats,
    workshops,
)

WID: BindParameter[str] = bindparam("wid")
ENTRIES = select(
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
HEAD = select(workshops).where(workshops.c.id == WID)
HEAD_LOCKED = HEAD.with_for_update()
DECK = select(decks.c.body).where(decks.c.hash == bindparam("hash"))
DECK_KNOWN = select(decks.c.hash).where(decks.c.hash == bindparam("hash"))
PEOPLE = select(func.count()).select_from(seats).where(seats.c.workshop_id == WID, ~seats.c.gone)
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
PUT_HEAD = update(workshops).where(workshops.c.id == WID)
MOVE = (
    update(workshops)
    .where(workshops.c.id == WID)
    .values(
        revision=workshops.c.revision + 1,
        shared_revision=workshops.c.shared_revision + bindparam("shared", type_=BigInteger),
        changed_at=bindparam("now"),
    )
)
PUT_DOCUMENT = (
    update(documents)
    .where(
        documents.c.workshop_id == WID,
        documents.c.kind == bindparam("of_kind"),
        documents.c.id == bindparam("with_id"),
    )
    .values(position=bindparam("at"), body=bindparam("text"))
)
ADD_DOCUMENT = insert(documents)
ADD_RANKING = insert(rankings)
ADD_BALLOT = insert(ballots)
ADD_PRACTICE = insert(practices)
ADD_FRAMEWORK = insert(frameworks)
DELETE = delete(workshops).where(workshops.c.id == WID)
DELETE_UNUSED_DECKS = delete(decks).where(~exists().where(workshops.c.deck_hash == decks.c.hash))

# --- live ------------------------------------------------------------------------------------------------------------

REVISIONS = select(workshops.c.id, workshops.c.revision, workshops.c.shared_revision).where(
    workshops.c.id.in_(bindparam("ids", expanding=True))
)
HEAD_AND_ROOM = (
    select(workshops, documents.c.body.label("room"))
    .outerjoin(documents, and_(documents.c.workshop_id == workshops.c.id, documents.c.kind == "room"))
    .where(workshops.c.id == WID)
)
SEAT = select(seats).where(seats.c.workshop_id == WID, seats.c.id == bindparam("with_id"))
ADD_SEAT = insert(seats)
PUT_SEAT = (
    update(seats)
    .where(seats.c.workshop_id == WID, seats.c.id == bindparam("with_id"))
    .values(
        role=bindparam("as_role"), lang=bindparam("in_lang"), table_number=bindparam("at_table"), gone=bindparam("away")
    )
)
SEAT_BY_KEY = (
    select(seats)
    .join(seat_keys, and_(seat_keys.c.workshop_id == seats.c.workshop_id, seat_keys.c.seat == seats.c.id))
    .where(seat_keys.c.key_hash == bindparam("key_hash"), ~seats.c.gone)
)
ADD_SEAT_KEY = insert(seat_keys)
RELEASE = delete(seat_keys).where(seat_keys.c.workshop_id == WID, seat_keys.c.seat == bindparam("of_seat"))
BY_CODE = select(join_codes.c.workshop_id).where(join_codes.c.code == bindparam("code"))
DROP_CODES = delete(join_codes).where(join_codes.c.workshop_id == WID, join_codes.c.code != bindparam("but"))
ADD_CODE = insert(join_codes)
RECEIPT = select(receipts.c.key).where(
    receipts.c.workshop_id == WID, receipts.c.seat == bindparam("of_seat"), receipts.c.key == bindparam("with_key")
)
ADD_RECEIPT = insert(receipts)
ANSWERS = select(answers).where(answers.c.workshop_id == WID).order_by(answers.c.sequence)
ADD_ANSWER = insert(answers)

_ON_QUESTION = (
    ballots.c.workshop_id == WID,
    ballots.c.scenario == bindparam("on_scenario"),
    ballots.c.activity == bindparam("about"),
    ballots.c.round == bindparam("in_round"),
)
_ABOUT = (answers.c.workshop_id == WID, answers.c.kind == bindparam("of_kind"), answers.c.about == bindparam("about"))
_OF_KIND = (answers.c.workshop_id == WID, answers.c.kind == bindparam("of_kind"))
BALLOTS_ON = select(ballots).where(*_ON_QUESTION).order_by(ballots.c.sequence)
ANSWERS_ABOUT = select(answers).where(*_ABOUT).order_by(answers.c.sequence)
ANSWERS_OF_KIND = select(answers).where(*_OF_KIND).order_by(answers.c.sequence)
BALLOTS_OF_SEAT = BALLOTS.where(ballots.c.seat == bindparam("of_seat"))
RANKINGS_OF_SEAT = RANKINGS.where(rankings.c.seat == bindparam("of_seat"))
ANSWERS_OF_SEAT = ANSWERS.where(answers.c.seat == bindparam("of_seat"))

BALLOT_VOTERS = (
    select(func.count(distinct(ballots.c.seat)))
    .join(seats, and_(seats.c.workshop_id == ballots.c.workshop_id, seats.c.id == ballots.c.seat))
    .where(*_ON_QUESTION, or_(ballots.c.stance.is_not(None), ballots.c.abstained), ~seats.c.gone)
)
RANKING_VOTERS = (
    select(func.count(distinct(rankings.c.seat)))
    .join(seats, and_(seats.c.workshop_id == rankings.c.workshop_id, seats.c.id == rankings.c.seat))
    .where(rankings.c.workshop_id == WID, rankings.c.cards != "[]", ~seats.c.gone)
)
_COUNT_ANSWERS = (
    select(func.count(distinct(answers.c.seat)))
    .join(seats, and_(seats.c.workshop_id == answers.c.workshop_id, seats.c.id == answers.c.seat))
    .where(~seats.c.gone)
)
VOTERS_ABOUT = _COUNT_ANSWERS.where(*_ABOUT)
VOTERS_OF_KIND = _COUNT_ANSWERS.where(*_OF_KIND)

_TELLING = (ballots, rankings, practices, answers, receipts, seat_keys, join_codes, seats)
CUT_TABLES = tuple(table.name for table in _TELLING)
CUT_LOOSE = tuple(delete(table).where(table.c.workshop_id == WID) for table in _TELLING)
"""Everything that says who answered what, or could."""
