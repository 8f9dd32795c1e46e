"""notices add notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = ("number_series", "sweep", "judgement", "notice", "claim", "step", "sweep_finding")
APPEND_ONLY = "notices.step"


def upgrade() -> None:
    add_number_series()
    add_sweep()
    add_judgement()
    add_notice()
    add_claim()
    add_step()
    add_sweep_finding()
    op.execute(f"SELECT kernel.append_only('{APPEND_ONLY}')")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="notices")


def add_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_series_counted_from_one")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_number_series")),
        schema="notices",
    )


def add_sweep() -> None:
    op.create_table(
        "sweep",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("finished_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("entries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("waiting", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("expected", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("missing", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("mended", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "entries >= 0 AND expected >= 0 AND missing >= 0 AND mended <= missing", name=op.f("ck_sweep_counted")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_sweep_days_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
        schema="notices",
    )
    op.create_index("ix_sweep_started", "sweep", ["started_at"], unique=False, schema="notices")


def add_judgement() -> None:
    op.create_table(
        "judgement",
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("catalogue_version_id", sa.BigInteger(), nullable=True),
        sa.Column("matters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("former", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("judged_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["registration.entry.id"], name=op.f("fk_judgement_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_judgement")),
        schema="notices",
    )


def add_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("dedup_key", sa.String(length=200), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("item_code", sa.String(length=40), nullable=True),
        sa.Column("item_name", sa.Text(), server_default="", nullable=False),
        sa.Column("function", sa.String(length=40), nullable=True),
        sa.Column("catalogue_version_id", sa.BigInteger(), nullable=True),
        sa.Column("certainty", sa.Numeric(precision=4, scale=3, asdecimal=False), nullable=True),
        sa.Column("spans", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("division", sa.String(length=6), nullable=True),
        sa.Column("reform_mode", sa.String(length=12), nullable=True),
        sa.Column("origin_department_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("pool_reason", sa.String(length=20), nullable=True),
        sa.Column("pool_text", sa.Text(), nullable=True),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("pushed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=120), nullable=True),
        sa.Column("claimed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=120), nullable=True),
        sa.Column("answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("withdrawn_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("receive_by", sa.Date(), nullable=True),
        sa.Column("receive_rule", sa.String(length=80), nullable=True),
        sa.Column("claim_by", sa.Date(), nullable=True),
        sa.Column("claim_rule", sa.String(length=80), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answer_rule", sa.String(length=80), nullable=True),
        sa.Column("feedback", sa.String(length=16), nullable=True),
        sa.Column("feedback_text", sa.Text(), nullable=True),
        sa.Column("licence_record_id", sa.BigInteger(), nullable=True),
        sa.Column("merged_into", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name=op.f("ck_notice_merged")),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_notice_withdrawn")),
        sa.CheckConstraint(
            "feedback IN ('licensed', 'filed', 'not_required', 'not_engaged', 'unlicensed', 'cannot_contact')",
            name=op.f("ck_notice_feedback"),
        ),
        sa.CheckConstraint(
            "kind IN ('establishment', 'scope_change', 'address_change', 'revocation', 'cancellation', 'claim')",
            name=op.f("ck_notice_kind"),
        ),
        sa.CheckConstraint("number ~ '^告字〔[0-9]{4}〕[0-9]{6,}$'", name=op.f("ck_notice_number_form")),
        sa.CheckConstraint(
            "pool_reason IN ('no_item', 'doubt', 'scope_empty', 'scope_garbled', 'division_unknown', 'no_office', 'returned')",
            name=op.f("ck_notice_pool_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'answered' OR (feedback IS NOT NULL AND answered_at IS NOT NULL)", name=op.f("ck_notice_answered")
        ),
        sa.CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_notice_closed")),
        sa.CheckConstraint(
            "state <> 'pooled' OR (department_id IS NULL AND pool_reason IS NOT NULL)", name=op.f("ck_notice_pooled_is_nobodys")
        ),
        sa.CheckConstraint(
            "state <> 'pushed' OR (department_id IS NOT NULL AND pushed_at IS NOT NULL)",
            name=op.f("ck_notice_pushed_to_somebody"),
        ),
        sa.CheckConstraint(
            "state <> 'received' OR (department_id IS NOT NULL AND received_at IS NOT NULL)", name=op.f("ck_notice_received")
        ),
        sa.CheckConstraint(
            "state IN ('pooled', 'pushed', 'received', 'answered', 'closed', 'merged', 'withdrawn')",
            name=op.f("ck_notice_state"),
        ),
        sa.CheckConstraint("(claimed_at IS NULL) = (claimed_by IS NULL)", name=op.f("ck_notice_claimed_by_somebody")),
        sa.CheckConstraint("certainty BETWEEN 0 AND 1", name=op.f("ck_notice_certainty")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_notice_merged_into_another")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_notice_department_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["registration.entry.id"], name=op.f("fk_notice_entry_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["notices.notice.id"], name=op.f("fk_notice_merged_into")),
        sa.ForeignKeyConstraint(
            ["origin_department_id"], ["accounts.department.id"], name=op.f("fk_notice_origin_department_id")
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_notice_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        schema="notices",
    )
    op.create_index("ix_notice_code", "notice", ["code"], unique=False, schema="notices")
    op.create_index("ix_notice_entry", "notice", ["entry_id"], unique=False, schema="notices")
    op.create_index("ix_notice_inbox", "notice", ["department_id", "state", "id"], unique=False, schema="notices")
    op.create_index(
        "ix_notice_open_answer_by",
        "notice",
        ["department_id", "answer_by"],
        unique=False,
        schema="notices",
        postgresql_where=sa.text("state IN ('pooled', 'pushed', 'received')"),
    )
    op.create_index(
        "ix_notice_pool", "notice", ["id"], unique=False, schema="notices", postgresql_where=sa.text("state = 'pooled'")
    )
    op.create_index("ix_notice_subject", "notice", ["subject_id"], unique=False, schema="notices")
    op.create_index("uq_notice_dedup_key", "notice", ["dedup_key"], unique=True, schema="notices")
    op.create_index("uq_notice_number", "notice", ["number"], unique=True, schema="notices")


def add_claim() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("claimed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("joined_notice_id", sa.BigInteger(), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(outcome = 'joined') = (joined_notice_id IS NOT NULL)", name=op.f("ck_claim_joined_with_a_notice")),
        sa.CheckConstraint("outcome IN ('won', 'lost', 'yielded', 'joined')", name=op.f("ck_claim_outcome")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_claim_department_id")),
        sa.ForeignKeyConstraint(["joined_notice_id"], ["notices.notice.id"], name=op.f("fk_claim_joined_notice_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.notice.id"], name=op.f("fk_claim_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        schema="notices",
    )
    op.create_index("ix_claim_department", "claim", ["department_id", "id"], unique=False, schema="notices")
    op.create_index("ix_claim_notice", "claim", ["notice_id", "id"], unique=False, schema="notices")
    op.create_index(
        "uq_claim_request_key",
        "claim",
        ["request_key"],
        unique=True,
        schema="notices",
        postgresql_where=sa.text("request_key IS NOT NULL"),
    )
    op.create_index(
        "uq_claim_won", "claim", ["notice_id"], unique=True, schema="notices", postgresql_where=sa.text("outcome = 'won'")
    )


def add_step() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("from_department_id", sa.Integer(), nullable=True),
        sa.Column("to_department_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=True),
        sa.CheckConstraint("action <> 'return' OR reason <> ''", name=op.f("ck_step_returned_with_a_reason")),
        sa.CheckConstraint(
            "action IN ('push', 'pool', 'claim', 'receive', 'return', 'reassign', 'answer', 'reopen', 'close', 'merge', 'withdraw', 'update', 'remind', 'escalate', 'remark')",
            name=op.f("ck_step_action"),
        ),
        sa.CheckConstraint(
            "state IN ('pooled', 'pushed', 'received', 'answered', 'closed', 'merged', 'withdrawn')", name=op.f("ck_step_state")
        ),
        sa.ForeignKeyConstraint(["from_department_id"], ["accounts.department.id"], name=op.f("fk_step_from_department_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.notice.id"], name=op.f("fk_step_notice_id")),
        sa.ForeignKeyConstraint(["to_department_id"], ["accounts.department.id"], name=op.f("fk_step_to_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        schema="notices",
    )
    op.create_index("ix_step_notice", "step", ["notice_id", "id"], unique=False, schema="notices")
    op.create_index(
        "uq_step_request_key",
        "step",
        ["request_key"],
        unique=True,
        schema="notices",
        postgresql_where=sa.text("request_key IS NOT NULL"),
    )


def add_sweep_finding() -> None:
    op.create_table(
        "sweep_finding",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sweep_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item_code", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("mended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('not_judged', 'missing', 'surplus', 'not_archived', 'changed', 'now_placed', 'office_ended')",
            name=op.f("ck_sweep_finding_kind"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["registration.entry.id"], name=op.f("fk_sweep_finding_entry_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.notice.id"], name=op.f("fk_sweep_finding_notice_id")),
        sa.ForeignKeyConstraint(["sweep_id"], ["notices.sweep.id"], name=op.f("fk_sweep_finding_sweep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_finding")),
        schema="notices",
    )
    op.create_index("ix_sweep_finding_sweep", "sweep_finding", ["sweep_id", "id"], unique=False, schema="notices")
    # ### end Alembic commands ###
