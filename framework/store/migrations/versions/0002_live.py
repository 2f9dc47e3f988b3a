"""Live workshops: who is which phone, what else people answer, and a revision for what everybody sees."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ID = sa.String(40)


def upgrade() -> None:
    op.add_column("workshops", sa.Column("shared_revision", sa.BigInteger(), nullable=False, server_default="1"))
    op.add_column("seats", sa.Column("lang", sa.String(2)))
    op.add_column("seats", sa.Column("table_number", sa.Integer()))
    op.add_column("seats", sa.Column("gone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("ballots", sa.Column("abstained", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("ballots", sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_ballots_question", "ballots", ["workshop_id", "scenario", "activity", "round", "seat"])
    op.create_table(
        "answers",
        sa.Column("sequence", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("workshop_id", _ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("seat", _ID, nullable=False),
        sa.Column("about", sa.String(100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_answers"),
        _of_workshop("answers"),
    )
    op.create_index("ix_answers_workshop_id_sequence", "answers", ["workshop_id", "sequence"])
    op.create_index("ix_answers_latest", "answers", ["workshop_id", "kind", "about", "seat", "sequence"])
    op.create_table(
        "receipts",
        sa.Column("workshop_id", _ID, nullable=False),
        sa.Column("seat", _ID, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "seat", "key", name="pk_receipts"),
        _of_workshop("receipts"),
    )
    op.create_table(
        "seat_keys",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("workshop_id", _ID, nullable=False),
        sa.Column("seat", _ID, nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="pk_seat_keys"),
        _of_workshop("seat_keys"),
    )
    op.create_index("ix_seat_keys_workshop_id_seat", "seat_keys", ["workshop_id", "seat"])
    op.create_table(
        "join_codes",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("workshop_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_join_codes"),
        _of_workshop("join_codes"),
    )
    op.create_index("ix_join_codes_workshop_id", "join_codes", ["workshop_id"])


def downgrade() -> None:
    for table in ("join_codes", "seat_keys", "receipts", "answers"):
        op.drop_table(table)
    op.drop_index("ix_ballots_question", "ballots")
    for table, columns in (
        ("ballots", ("hidden", "abstained")),
        ("seats", ("gone", "table_number", "lang")),
        ("workshops", ("shared_revision",)),
    ):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)


def _of_workshop(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_workshop_id_workshops"
    return sa.ForeignKeyConstraint(["workshop_id"], ["workshops.id"], name=name, ondelete="CASCADE")
