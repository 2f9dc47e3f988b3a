"""Answers of some seats can be left out of every count; rules under a condition keep the words that were agreed to."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DOCUMENTS = sa.table("documents", sa.column("sequence"), sa.column("kind"), sa.column("body"))
FRAMEWORKS = sa.table("frameworks", sa.column("sequence"), sa.column("body"))


def upgrade() -> None:
    op.add_column("seats", sa.Column("left_out", sa.Boolean(), nullable=False, server_default=sa.false()))
    _keep_words(DOCUMENTS, sa.select(DOCUMENTS).where(DOCUMENTS.c.kind == "decision"))
    _keep_words(FRAMEWORKS, sa.select(FRAMEWORKS))


def downgrade() -> None:
    op.drop_column("seats", "left_out")


def _keep_words(table: sa.TableClause, rows: sa.Select[Any]) -> None:
    """Marks the words of agreed rules under a condition. Until here *only* came before what is done, from here before the
    condition. ``rows``: of decisions, or of frameworks, which hold rules."""
    connection = op.get_bind()
    for row in connection.execute(rows).all():
        body = json.loads(row.body)
        rules: list[dict[str, Any]] = body.get("rules", [body])
        under_condition = [one for one in rules if one["verb"] == "only_if" and one.get("closed", True)]
        for one in under_condition:
            for words in one["wording"].values():
                words["only_first"] = True
        if under_condition:
            text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
            connection.execute(table.update().where(table.c.sequence == row.sequence).values(body=text))
