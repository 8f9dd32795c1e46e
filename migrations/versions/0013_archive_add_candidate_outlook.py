"""archive add candidate outlook."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = sa.text("settled_at IS NULL")

# What was asked before kept one number only; where the same name stands in an archive, that is the likely one.
FILL = """
UPDATE archive.candidate SET
    codes = jsonb_build_object(
        CASE WHEN length(subject_code) = 18 THEN 'uscc' WHEN length(subject_code) = 9 THEN 'org' ELSE 'number' END, subject_code),
    outlook = CASE WHEN reason = 'not_found' THEN 'new' ELSE 'likely' END,
    distance = CASE WHEN reason = 'not_found' THEN 100 ELSE 30 END
"""


def upgrade() -> None:
    op.add_column(
        "candidate",
        sa.Column("codes", postgresql.JSONB(astext_type=sa.Text()), nullable=True, comment="uscc, number, org"),
        schema="archive",
    )
    op.add_column(
        "candidate",
        sa.Column("outlook", sa.String(length=8), server_default=sa.text("'new'"), nullable=False),
        schema="archive",
    )
    op.add_column(
        "candidate", sa.Column("distance", sa.SmallInteger(), server_default=sa.text("100"), nullable=False), schema="archive"
    )
    op.execute(FILL)
    op.create_check_constraint(
        op.f("ck_candidate_outlook"),
        "candidate",
        "outlook IN ('likely', 'new', 'none', 'unsure', 'parked')",
        schema="archive",
    )
    op.create_check_constraint(op.f("ck_candidate_distance"), "candidate", "distance BETWEEN 0 AND 100", schema="archive")
    op.drop_index("ix_candidate_open", table_name="candidate", schema="archive")
    op.create_index("ix_candidate_open", "candidate", ["reason", "distance", "id"], schema="archive", postgresql_where=OPEN)
    op.create_index(
        "ix_candidate_queue",
        "candidate",
        ["outlook", "distance", "id"],
        schema="archive",
        postgresql_include=["department_id"],
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_candidate_likeliest",
        "candidate",
        ["distance", "id"],
        schema="archive",
        postgresql_where=sa.text("settled_at IS NULL AND outlook <> 'parked'"),
    )


def downgrade() -> None:
    op.drop_index("ix_candidate_likeliest", table_name="candidate", schema="archive")
    op.drop_index("ix_candidate_queue", table_name="candidate", schema="archive")
    op.drop_index("ix_candidate_open", table_name="candidate", schema="archive")
    op.create_index("ix_candidate_open", "candidate", ["reason", "id"], schema="archive", postgresql_where=OPEN)
    op.drop_constraint(op.f("ck_candidate_distance"), "candidate", schema="archive")
    op.drop_constraint(op.f("ck_candidate_outlook"), "candidate", schema="archive")
    for column in ("distance", "outlook", "codes"):
        op.drop_column("candidate", column, schema="archive")
