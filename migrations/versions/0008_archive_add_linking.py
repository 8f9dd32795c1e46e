"""archive add linking."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("candidate", "match_decision")


def upgrade() -> None:
    add_candidate()
    add_match_decision()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="archive")


def add_candidate() -> None:
    op.create_table(
        "candidate",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("party_key", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=True),
        sa.Column("normal", sa.Text(), nullable=True),
        sa.Column("subject_code", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("submitted", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("row_no", sa.Integer(), nullable=True),
        sa.Column("opened_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.CheckConstraint("reason IN ('name_only', 'several', 'not_found', 'renamed')", name=op.f("ck_candidate_reason")),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_candidate_settled_by_somebody")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_candidate_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        schema="archive",
    )
    op.create_index(
        "ix_candidate_open",
        "candidate",
        ["reason", "id"],
        unique=False,
        schema="archive",
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("uq_candidate_party", "candidate", ["party_key"], unique=True, schema="archive")


def add_match_decision() -> None:
    op.create_table(
        "match_decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("party_key", sa.LargeBinary(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.String(length=9), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=True),
        sa.Column("subject_code", sa.Text(), nullable=True),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("replaced_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("verdict IN ('same', 'different', 'unsure')", name=op.f("ck_match_decision_verdict")),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_match_decision_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_decision")),
        schema="archive",
    )
    op.create_index(
        "uq_match_decision_one_same",
        "match_decision",
        ["party_key"],
        unique=True,
        schema="archive",
        postgresql_where=sa.text("replaced_at IS NULL AND verdict = 'same'"),
    )
    op.create_index(
        "uq_match_decision_open",
        "match_decision",
        ["party_key", "subject_id"],
        unique=True,
        schema="archive",
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
