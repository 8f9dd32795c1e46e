"""credit add channels."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
TABLES = ("channel", "channel_holding", "channel_message", "channel_lift", "channel_reconcile", "channel_difference")


def upgrade() -> None:
    add_channel()
    add_channel_holding()
    add_channel_message()
    add_channel_lift()
    add_channel_reconcile()
    add_channel_difference()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="credit")


def add_channel() -> None:
    op.create_table(
        "channel",
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("scheme", sa.String(length=12), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("paused_reason", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("last_success_at", MOMENT, nullable=True),
        sa.Column("receipt_cursor", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.CheckConstraint("failures >= 0 AND revision > 0", name=op.f("ck_channel_counts")),
        sa.CheckConstraint("(failures = 0) = (failing_since IS NULL)", name=op.f("ck_channel_failing_since_a_time")),
        sa.CheckConstraint("paused_reason IS NULL OR btrim(paused_reason) <> ''", name=op.f("ck_channel_paused_says_why")),
        sa.CheckConstraint("(paused_reason IS NULL) = (paused_at IS NULL)", name=op.f("ck_channel_paused_with_a_reason")),
        sa.CheckConstraint("scheme IN ('hmac-sha256', 'hmac-sm3')", name=op.f("ck_channel_scheme")),
        sa.CheckConstraint(
            "(address IS NULL) = (scheme IS NULL) AND (address IS NULL) = (secret IS NULL)", name=op.f("ck_channel_signed")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channel")),
        schema="credit",
    )


def add_channel_holding() -> None:
    op.create_table(
        "channel_holding",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")),
        sa.Column("sequence", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("answered", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("received", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("received_version", sa.Integer(), nullable=True),
        sa.Column("received_digest", sa.Text(), nullable=True),
        sa.Column("closed_version", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False, comment="on which the decision first came in"),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("sequence >= sent AND sent >= answered AND answered >= 0", name=op.f("ck_channel_holding_in_order")),
        sa.CheckConstraint("NOT received OR answered > 0", name=op.f("ck_channel_holding_received_by_receipt")),
        sa.CheckConstraint("received = (received_version IS NOT NULL)", name=op.f("ck_channel_holding_received_is_a_version")),
        sa.ForeignKeyConstraint(["channel"], ["credit.channel.name"], name=op.f("fk_channel_holding_channel")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_channel_holding_decision_id")),
        sa.PrimaryKeyConstraint("channel", "decision_id", name=op.f("pk_channel_holding")),
        schema="credit",
    )
    op.create_index("ix_channel_holding_changed", "channel_holding", ["channel", "changed_at"], unique=False, schema="credit")
    op.create_index("ix_channel_holding_decision", "channel_holding", ["decision_id"], unique=False, schema="credit")
    op.create_index("uq_channel_holding_record", "channel_holding", ["channel", "record"], unique=True, schema="credit")


def add_channel_message() -> None:
    op.create_table(
        "channel_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("publication_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("digest", sa.Text(), nullable=True, comment="keyed digest of the row as it was last sent"),
        sa.Column("receipt_at", MOMENT, nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True, comment="the receiver's number of the receipt"),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default=sa.text("'[]'::jsonb")),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("action IN ('publish', 'correct', 'withdraw', 'repair')", name=op.f("ck_channel_message_action")),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'refused') OR receipt_at IS NOT NULL", name=op.f("ck_channel_message_answered_at_a_time")
        ),
        sa.CheckConstraint("sequence > 0 AND version > 0 AND attempts >= 0", name=op.f("ck_channel_message_counts")),
        sa.CheckConstraint(
            "state <> 'refused' OR jsonb_array_length(reasons) > 0", name=op.f("ck_channel_message_refused_for_a_reason")
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'accepted') OR attempts > 0", name=op.f("ck_channel_message_sent_by_an_attempt")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'accepted', 'refused', 'superseded')",
            name=op.f("ck_channel_message_state"),
        ),
        sa.CheckConstraint(
            "action IN ('publish', 'correct') OR btrim(reason) <> ''", name=op.f("ck_channel_message_taken_back_for_a_reason")
        ),
        sa.CheckConstraint(
            "(state IN ('waiting', 'sending')) = (next_try_at IS NOT NULL)", name=op.f("ck_channel_message_tried_at_a_time")
        ),
        sa.ForeignKeyConstraint(["channel"], ["credit.channel.name"], name=op.f("fk_channel_message_channel")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_channel_message_decision_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_channel_message_department_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["credit.publication.id"], name=op.f("fk_channel_message_publication_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_message")),
        schema="credit",
    )
    op.create_index(
        "ix_channel_message_due",
        "channel_message",
        ["channel", "id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_channel_message_listed", "channel_message", ["channel", "state", "id"], unique=False, schema="credit")
    op.create_index("ix_channel_message_made", "channel_message", ["channel", "made_at"], unique=False, schema="credit")
    op.create_index(
        "ix_channel_message_refused",
        "channel_message",
        ["department_id", "id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state = 'refused'"),
    )
    op.create_index(
        "ix_channel_message_sent",
        "channel_message",
        ["channel", "sent_at"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state = 'sent'"),
    )
    op.create_index(
        "ix_channel_message_urgent",
        "channel_message",
        ["channel", "id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state = 'waiting' AND action IN ('withdraw', 'repair')"),
    )
    op.create_index("uq_channel_message_key", "channel_message", ["key"], unique=True, schema="credit")
    op.create_index(
        "uq_channel_message_sending",
        "channel_message",
        ["channel", "decision_id"],
        unique=True,
        schema="credit",
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "uq_channel_message_sequence", "channel_message", ["channel", "decision_id", "sequence"], unique=True, schema="credit"
    )
    op.create_index(
        "uq_channel_message_waiting",
        "channel_message",
        ["channel", "decision_id"],
        unique=True,
        schema="credit",
        postgresql_where=sa.text("state = 'waiting'"),
    )


def add_channel_lift() -> None:
    op.create_table(
        "channel_lift",
        sa.Column("order_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("decision_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["channel"], ["credit.channel.name"], name=op.f("fk_channel_lift_channel")),
        sa.PrimaryKeyConstraint("order_id", "channel", name=op.f("pk_channel_lift")),
        schema="credit",
    )
    op.create_index(
        "ix_channel_lift_open",
        "channel_lift",
        ["channel"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def add_channel_reconcile() -> None:
    op.create_table(
        "channel_reconcile",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("produced", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=True, comment="null when the receiver gave no list"),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("held >= 0 AND received >= 0 AND differences >= 0", name=op.f("ck_channel_reconcile_counts")),
        sa.CheckConstraint(
            "produced >= published AND published >= sent AND sent >= received", name=op.f("ck_channel_reconcile_stages")
        ),
        sa.ForeignKeyConstraint(["channel"], ["credit.channel.name"], name=op.f("fk_channel_reconcile_channel")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_channel_reconcile_department_id")),
        sa.PrimaryKeyConstraint("channel", "day", "department_id", name=op.f("pk_channel_reconcile")),
        schema="credit",
    )
    op.create_index("ix_channel_reconcile_day", "channel_reconcile", ["day"], unique=False, schema="credit")


def add_channel_difference() -> None:
    op.create_table(
        "channel_difference",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.BigInteger(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=11), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.CheckConstraint("(kind = 'unknown') = (decision_id IS NULL)", name=op.f("ck_channel_difference_about_a_decision")),
        sa.CheckConstraint(
            "kind IN ('unpublished', 'unqueued', 'unsent', 'unanswered', 'refused', 'missing', 'extra', 'other', 'unknown')",
            name=op.f("ck_channel_difference_kind"),
        ),
        sa.ForeignKeyConstraint(["channel"], ["credit.channel.name"], name=op.f("fk_channel_difference_channel")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_channel_difference_decision_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["accounts.department.id"], name=op.f("fk_channel_difference_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_difference")),
        schema="credit",
    )
    op.create_index(
        "ix_channel_difference_day", "channel_difference", ["channel", "day", "kind", "id"], unique=False, schema="credit"
    )
