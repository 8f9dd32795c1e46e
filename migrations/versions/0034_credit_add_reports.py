"""Credit reports as they were said."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credit_report",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("check_base", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("set_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reads", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="how often its PDF was opened"),
        sa.CheckConstraint("btrim(purpose) <> ''", name=op.f("ck_credit_report_purpose")),
        sa.CheckConstraint("(attachment_id IS NULL) = (digest IS NULL)", name=op.f("ck_credit_report_set_with_a_digest")),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_credit_report_subject_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_credit_report_department_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["kernel.attachment.id"], name=op.f("fk_credit_report_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_report")),
        schema="credit",
    )
    op.create_index("uq_credit_report_serial", "credit_report", ["serial"], unique=True, schema="credit")
    op.create_index("uq_credit_report_token", "credit_report", ["token_hash"], unique=True, schema="credit")
    op.create_index("uq_credit_report_request", "credit_report", ["request_key"], unique=True, schema="credit")
    op.create_index("ix_credit_report_subject", "credit_report", ["subject_id", "id"], schema="credit")


def downgrade() -> None:
    op.drop_table("credit_report", schema="credit")
