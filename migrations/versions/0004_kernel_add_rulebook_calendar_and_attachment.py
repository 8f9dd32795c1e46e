"""kernel add rulebook calendar and attachment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _create_rule()
    _create_workday()
    _create_workday_notice()
    _create_attachment()
    for table in ("rule", "workday", "workday_notice"):
        op.execute(f"SELECT kernel.append_only('kernel.{table}')")


def _create_rule() -> None:
    op.create_table(
        "rule",
        sa.Column("rule_id", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("jurisdiction", sa.String(6), nullable=False),
        sa.Column("channel", sa.String(40), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("params", postgresql.JSONB(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("precedence", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rule_id", "version", name="pk_rule"),
        sa.CheckConstraint("version > 0", name=op.f("ck_rule_version")),
        sa.CheckConstraint(
            "effective_to IS NULL OR effective_from IS NULL OR effective_to >= effective_from", name=op.f("ck_rule_period")
        ),
        sa.CheckConstraint("jurisdiction = 'CN' OR jurisdiction ~ '^[0-9]{6}$'", name=op.f("ck_rule_jurisdiction")),
        sa.CheckConstraint("origin IN ('packaged', 'local')", name=op.f("ck_rule_origin")),
        schema="kernel",
    )
    op.create_index("ix_rule_topic", "rule", ["topic"], schema="kernel")


def _create_workday() -> None:
    op.create_table(
        "workday",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workday"),
        sa.CheckConstraint("region = 'CN' OR region ~ '^[0-9]{6}$'", name=op.f("ck_workday_region")),
        schema="kernel",
    )
    op.create_index("ix_workday_day", "workday", ["day", "region"], schema="kernel")


def _create_workday_notice() -> None:
    op.create_table(
        "workday_notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workday_notice"),
        sa.CheckConstraint("year BETWEEN 1949 AND 2999", name=op.f("ck_workday_notice_year")),
        schema="kernel",
    )


def _create_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("has_macros", sa.Boolean(), nullable=False),
        sa.Column("scanner", sa.Text(), nullable=True),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.CheckConstraint("digest ~ '^(sha256|sm3):[0-9a-f]{64}$'", name=op.f("ck_attachment_digest")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_attachment_size")),
        schema="kernel",
    )
    op.create_index("ix_attachment_digest", "attachment", ["digest"], schema="kernel")


def downgrade() -> None:
    for table in ("attachment", "workday_notice", "workday", "rule"):
        op.drop_table(table, schema="kernel")
