"""Which edition of the public catalogue of items each receiver is to have, which it confirmed, and why it has not."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "channel_catalogue",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("wanted_digest", sa.String(length=64), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("sent_digest", sa.String(length=64), nullable=True),
        sa.Column("sent_items", sa.Integer(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True, comment="the receiver's number of the receipt"),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="since the last receipt"),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("wanted_digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_channel_catalogue_wanted_is_a_digest")),
        sa.CheckConstraint("sent_digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_channel_catalogue_sent_is_a_digest")),
        sa.CheckConstraint(
            "num_nulls(sent_digest, sent_items, sent_at, receipt) IN (0, 4)", name=op.f("ck_channel_catalogue_sent_by_receipt")
        ),
        sa.CheckConstraint("btrim(receipt) <> ''", name=op.f("ck_channel_catalogue_receipt")),
        sa.CheckConstraint(
            "(attempts > 0) = (next_try_at IS NOT NULL)", name=op.f("ck_channel_catalogue_tried_again_at_a_time")
        ),
        sa.CheckConstraint("attempts > 0 OR last_error IS NULL", name=op.f("ck_channel_catalogue_failed_by_an_attempt")),
        sa.CheckConstraint("items >= 0 AND sent_items >= 0 AND attempts >= 0", name=op.f("ck_channel_catalogue_counts")),
        sa.ForeignKeyConstraint(["channel"], ["credit.channel.name"], name=op.f("fk_channel_catalogue_channel")),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_catalogue")),
        schema="credit",
    )


def downgrade() -> None:
    op.drop_table("channel_catalogue", schema="credit")
