"""The tables, the same on SQLite and PostgreSQL.

Three kinds, as in `framework.workshop.models`. Shared text: one row per document with its content as JSON, read and
written as a whole. Answers: rows with columns, only ever added. Frameworks: written once. No answer has a time, because
with few people in a room a time identifies a person.

Answers refer to a seat without a foreign key, because closing a workshop replaces seats by random ids.

Every index says in ``info["serves"]`` which query it is for; a test checks it.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator

__all__ = [
    "answers",
    "ballots",
    "decks",
    "documents",
    "frameworks",
    "join_codes",
    "metadata",
    "practices",
    "rankings",
    "receipts",
    "seat_keys",
    "seats",
    "workshops",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; SQLite alone would drop the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_ID = String(40)
# SQLite assigns numbers only to a column declared exactly INTEGER.
_SEQUENCE = BigInteger().with_variant(Integer(), "sqlite")


def _sequence() -> Column[int]:
    """Rises with every row. Gives the order within one workshop, nothing more."""
    return Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True)


def _workshop_id() -> Column[str]:
    return Column("workshop_id", _ID, ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False)


decks = Table(
    "decks",
    metadata,
    Column("hash", String(64), primary_key=True),  # SHA-256 of the body
    Column("body", Text, nullable=False),
)
"""Decks as they were used, each stored once for all workshops that use it."""

workshops = Table(
    "workshops",
    metadata,
    Column("id", _ID, primary_key=True, info={"serves": "every query; revision() on each run of a page"}),
    Column("version", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("lang", String(2), nullable=False),
    Column("deck_id", Text, nullable=False),
    Column("deck_version", Text, nullable=False),
    Column("deck_hash", String(64), ForeignKey("decks.hash"), nullable=False),
    Column("law_version", Text, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    # Rises only when something changes that everybody sees: not with a vote, and not when somebody joins.
    Column("shared_revision", BigInteger, nullable=False, server_default="1"),
    Index(None, "deck_hash", info={"serves": "delete(): is the deck still used by another workshop?"}),
)

seats = Table(
    "seats",
    metadata,
    _sequence(),
    _workshop_id(),
    Column("id", _ID, nullable=False),
    Column("role", Text, nullable=False),
    Column("lang", String(2)),
    Column("table_number", Integer),
    Column("gone", Boolean, nullable=False, server_default=false()),
    # The seat is freed and its answers, though stored, are left out of everything that is read.
    Column("left_out", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("workshop_id", "id", info={"serves": "load(): the seats of a workshop; no id twice"}),
    Index(None, "workshop_id", "gone", info={"serves": "people(), and counters() every few votes"}),
)

documents = Table(
    "documents",
    metadata,
    _sequence(),
    _workshop_id(),
    Column("kind", String(16), nullable=False),  # as in rows.py
    Column("id", _ID, nullable=False),
    Column(
        "position", Integer, nullable=False
    ),  # of an activity; 0 for the rest, which keep the order they were added in
    Column("body", Text, nullable=False),
    UniqueConstraint(
        "workshop_id",
        "kind",
        "id",
        info={"serves": "load() and activities(): documents of a workshop; activity(): one by id; no id twice"},
    ),
)

rankings = Table(
    "rankings",
    metadata,
    _sequence(),
    _workshop_id(),
    Column("seat", _ID, nullable=False),
    Column("cards", Text, nullable=False),  # JSON list of card ids, in order
    Index(None, "workshop_id", "sequence", info={"serves": "load(): in the order given; ranking(): the latest"}),
)

ballots = Table(
    "ballots",
    metadata,
    _sequence(),
    _workshop_id(),
    Column("seat", _ID, nullable=False),
    Column("scenario", Text, nullable=False),
    Column("activity", _ID, nullable=False),
    Column("round", Integer, nullable=False),
    Column("stance", String(1)),
    Column("confidence", String(16)),
    Column("reason", Text, nullable=False),
    Column("objection", Boolean, nullable=False),
    Column("abstained", Boolean, nullable=False, server_default=false()),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Index(None, "workshop_id", "sequence", info={"serves": "load(): in the order given"}),
    Index(
        "ix_ballots_question",
        "workshop_id",
        "scenario",
        "activity",
        "round",
        "seat",
        info={"serves": "turnout() and answers_to(): the ballots on one question"},
    ),
    Index(
        "ix_ballots_latest",
        "workshop_id",
        "seat",
        "activity",
        "scenario",
        "round",
        "sequence",
        info={"serves": "ballot(): the latest of one seat on one question"},
    ),
)

practices = Table(
    "practices",
    metadata,
    _sequence(),
    _workshop_id(),
    Column("seat", _ID, nullable=False),
    Column("scenario", Text, nullable=False),
    Column("activity", _ID, nullable=False),
    Column("answer", String(8), nullable=False),
    Index(None, "workshop_id", "sequence", info={"serves": "load(): in the order given"}),
)

answers = Table(
    "answers",
    metadata,
    _sequence(),
    _workshop_id(),
    Column("kind", String(16), nullable=False),  # consent, red_line, word or question
    Column("seat", _ID, nullable=False),
    Column(
        "about", String(100), nullable=False
    ),  # what is answered: a round, a red line, an unplanned question, or nothing
    Column("body", Text, nullable=False),
    Index(None, "workshop_id", "sequence", info={"serves": "load(): in the order given"}),
    Index(
        "ix_answers_latest",
        "workshop_id",
        "kind",
        "about",
        "seat",
        "sequence",
        info={"serves": "turnout() and answers_to(): the answers to one question"},
    ),
)
"""Answers in a live workshop other than ballots and rankings."""

receipts = Table(
    "receipts",
    metadata,
    _workshop_id(),
    Column("seat", _ID, nullable=False),
    Column("key", String(40), nullable=False),
    PrimaryKeyConstraint(
        "workshop_id", "seat", "key", info={"serves": "receipts_among(): were these answers taken before?"}
    ),
)
"""Keys that phones gave to the answers that were stored, so that an answer sent twice counts once."""

seat_keys = Table(
    "seat_keys",
    metadata,
    Column("key_hash", String(64), primary_key=True, info={"serves": "seats_by_key(): who holds these keys?"}),
    _workshop_id(),
    Column("seat", _ID, nullable=False),
    Index(None, "workshop_id", "seat", info={"serves": "revoke_seat_keys(): the keys of a seat"}),
)
"""Which phone has which seat, by the SHA-256 of a key that only the phone knows. Never part of a state or an archive."""

join_codes = Table(
    "join_codes",
    metadata,
    Column("code", String(12), primary_key=True, info={"serves": "workshop_by_code(): which room is this?"}),
    _workshop_id(),
    Index(None, "workshop_id", info={"serves": "closing: the codes of a workshop"}),
)
"""Join codes of rooms, while they are open."""

frameworks = Table(
    "frameworks",
    metadata,
    _sequence(),
    _workshop_id(),
    Column("version", Text, nullable=False),
    Column("adopted", Boolean, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("workshop_id", "version", info={"serves": "load(): the frameworks of a workshop; none twice"}),
)
