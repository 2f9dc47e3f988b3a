"""People in a room are counted from an index while votes stream in."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_seats_workshop_id_gone", "seats", ["workshop_id", "gone"])


def downgrade() -> None:
    op.drop_index("ix_seats_workshop_id_gone", "seats")
