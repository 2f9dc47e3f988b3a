"""The first schema: decks, workshops with seats, shared text, answers and frameworks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ID = sa.String(40)


def upgrade() -> None:
    op.create_table(
        "decks",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_decks"),
    )
    op.create_table(
        "workshops",
        sa.Column("id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("deck_id", sa.Text(), nullable=False),
        sa.Column("deck_version", sa.Text(), nullable=False),
        sa.Column("deck_hash", sa.String(64), nullable=False),
        sa.Column("law_version", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workshops"),
        sa.ForeignKeyConstraint(["deck_hash"], ["decks.hash"], name="fk_workshops_deck_hash_decks"),
    )
    op.create_index("ix_workshops_deck_hash", "workshops", ["deck_hash"])
    _create_part(
        "seats",
        sa.Column("id", _ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.UniqueConstraint("workshop_id", "id", name="uq_seats_workshop_id_id"),
    )
    _create_part(
        "documents",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.UniqueConstraint("workshop_id", "kind", "id", name="uq_documents_workshop_id_kind_id"),
    )
    _create_part(
        "rankings",
        sa.Column("seat", _ID, nullable=False),
        sa.Column("cards", sa.Text(), nullable=False),
    )
    op.create_index("ix_rankings_workshop_id_sequence", "rankings", ["workshop_id", "sequence"])
    _create_part(
        "ballots",
        sa.Column("seat", _ID, nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("activity", _ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(1)),
        sa.Column("confidence", sa.String(16)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("objection", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_ballots_workshop_id_sequence", "ballots", ["workshop_id", "sequence"])
    op.create_index(
        "ix_ballots_latest", "ballots", ["workshop_id", "seat", "activity", "scenario", "round", "sequence"]
    )
    _create_part(
        "practices",
        sa.Column("seat", _ID, nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("activity", _ID, nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
    )
    op.create_index("ix_practices_workshop_id_sequence", "practices", ["workshop_id", "sequence"])
    _create_part(
        "frameworks",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.UniqueConstraint("workshop_id", "version", name="uq_frameworks_workshop_id_version"),
    )


def downgrade() -> None:
    for table in ("frameworks", "practices", "ballots", "rankings", "documents", "seats", "workshops", "decks"):
        op.drop_table(table)


def _create_part(name: str, *parts: sa.Column[object] | sa.UniqueConstraint) -> None:
    """A table of rows that belong to a workshop and go with it."""
    op.create_table(
        name,
        sa.Column("sequence", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("workshop_id", _ID, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("sequence", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=f"fk_{name}_workshop_id_workshops", ondelete="CASCADE"
        ),
    )
