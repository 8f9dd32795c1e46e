"""notices add delivery."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("channel", "delivery", "delivery_attempt")


def upgrade() -> None:
    add_channel()
    add_delivery()
    add_delivery_attempt()
    op.execute("SELECT kernel.append_only('notices.delivery_attempt')")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="notices")


def add_channel() -> None:
    op.create_table(
        "channel",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("scheme", sa.String(length=12), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("since", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failing_since", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("next_attempt_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("last_success_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("(way = 'webhook') = (scheme IS NOT NULL)", name=op.f("ck_channel_webhooks_are_signed")),
        sa.CheckConstraint(
            "scheme = 'platform' OR way <> 'webhook' OR secret IS NOT NULL", name=op.f("ck_channel_shared_secret")
        ),
        sa.CheckConstraint("scheme IN ('hmac-sha256', 'hmac-sm3', 'platform')", name=op.f("ck_channel_scheme")),
        sa.CheckConstraint("way IN ('email', 'webhook')", name=op.f("ck_channel_way")),
        sa.CheckConstraint("(failures = 0) = (failing_since IS NULL)", name=op.f("ck_channel_failing_since_a_time")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_channel_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        schema="notices",
    )
    op.create_index("uq_channel_way", "channel", ["department_id", "way"], unique=True, schema="notices")


def add_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_attempt_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("delivered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("fetched_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name=op.f("ck_delivery_delivered_at_a_time")),
        sa.CheckConstraint("(way = 'page') = (channel_id IS NULL)", name=op.f("ck_delivery_through_a_channel")),
        sa.CheckConstraint("state <> 'waiting' OR next_attempt_at IS NOT NULL", name=op.f("ck_delivery_waiting_for_a_time")),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'dropped')", name=op.f("ck_delivery_state")),
        sa.CheckConstraint("way IN ('page', 'email', 'webhook')", name=op.f("ck_delivery_way")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_delivery_attempts_not_negative")),
        sa.ForeignKeyConstraint(["channel_id"], ["notices.channel.id"], name=op.f("fk_delivery_channel_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_delivery_department_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.notice.id"], name=op.f("fk_delivery_notice_id")),
        sa.ForeignKeyConstraint(["step_id"], ["notices.step.id"], name=op.f("fk_delivery_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        schema="notices",
    )
    op.create_index("ix_delivery_channel", "delivery", ["channel_id", "id"], unique=False, schema="notices")
    op.create_index(
        "ix_delivery_feed",
        "delivery",
        ["department_id", "id"],
        unique=False,
        schema="notices",
        postgresql_where=sa.text("way = 'page'"),
    )
    op.create_index("ix_delivery_notice", "delivery", ["notice_id"], unique=False, schema="notices")
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["channel_id", "next_attempt_at", "id"],
        unique=False,
        schema="notices",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("uq_delivery_step", "delivery", ["step_id", "way"], unique=True, schema="notices")


def add_delivery_attempt() -> None:
    op.create_table(
        "delivery_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=9), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('delivered', 'refused', 'down')", name=op.f("ck_delivery_attempt_outcome")),
        sa.ForeignKeyConstraint(["delivery_id"], ["notices.delivery.id"], name=op.f("fk_delivery_attempt_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempt")),
        schema="notices",
    )
    op.create_index("ix_delivery_attempt_delivery", "delivery_attempt", ["delivery_id", "id"], unique=False, schema="notices")
