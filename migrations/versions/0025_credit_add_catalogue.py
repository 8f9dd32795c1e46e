"""credit add catalogue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = (
    "catalogue_item",
    "catalogue_edition",
    "catalogue_task",
    "catalogue_task_decision",
    "zero_report",
    "report_gap",
    "refusal",
    "circular",
    "appeal",
)


def upgrade() -> None:
    add_catalogue_item()
    add_catalogue_edition()
    add_catalogue_task()
    add_catalogue_task_decision()
    add_zero_report()
    add_report_gap()
    add_refusal()
    add_circular()
    add_appeal()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="credit")


def add_catalogue_item() -> None:
    op.create_table(
        "catalogue_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("power_key", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.CheckConstraint("code ~ '^[0-9A-Z][0-9A-Z._-]{2,59}$'", name=op.f("ck_catalogue_item_code")),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_catalogue_item_kind")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_catalogue_item_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_item")),
        schema="credit",
    )
    op.create_index("ix_catalogue_item_department", "catalogue_item", ["department_id", "kind"], unique=False, schema="credit")
    op.create_index("uq_catalogue_item_code", "catalogue_item", ["code"], unique=True, schema="credit")


def add_catalogue_edition() -> None:
    op.create_table(
        "catalogue_edition",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False, comment="许可类别 or 处罚种类, several joined by ；"),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("use", sa.String(length=8), nullable=False),
        sa.Column("review", sa.String(length=7), nullable=False),
        sa.Column("review_note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=9), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="the first day on which it no longer holds"),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "(review = 'pending') = (reviewed_at IS NULL)", name=op.f("ck_catalogue_edition_reviewed_at_a_time")
        ),
        sa.CheckConstraint("btrim(name) <> '' AND btrim(basis) <> ''", name=op.f("ck_catalogue_edition_says_something")),
        sa.CheckConstraint("confidence IN ('verified', 'knowledge', 'unsure')", name=op.f("ck_catalogue_edition_confidence")),
        sa.CheckConstraint("review IN ('pending', 'public', 'masked', 'secret')", name=op.f("ck_catalogue_edition_review")),
        sa.CheckConstraint(
            "review NOT IN ('masked', 'secret') OR btrim(review_note) <> ''",
            name=op.f("ck_catalogue_edition_hidden_for_a_reason"),
        ),
        sa.CheckConstraint("use IN ('enabled', 'disabled')", name=op.f("ck_catalogue_edition_use")),
        sa.CheckConstraint(
            "(reviewed_at IS NULL) = (reviewed_by IS NULL)", name=op.f("ck_catalogue_edition_reviewed_by_somebody")
        ),
        sa.CheckConstraint("cardinality(keys) > 0", name=op.f("ck_catalogue_edition_can_be_found")),
        sa.CheckConstraint("number > 0", name=op.f("ck_catalogue_edition_number")),
        sa.CheckConstraint("reviewed_by <> created_by", name=op.f("ck_catalogue_edition_reviewed_by_another")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_catalogue_edition_period")),
        sa.ForeignKeyConstraint(["item_id"], ["credit.catalogue_item.id"], name=op.f("fk_catalogue_edition_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_edition")),
        schema="credit",
    )
    op.create_index("ix_catalogue_edition_created", "catalogue_edition", ["created_at"], unique=False, schema="credit")
    op.create_index("uq_catalogue_edition_number", "catalogue_edition", ["item_id", "number"], unique=True, schema="credit")
    op.create_index(
        "uq_catalogue_edition_open",
        "catalogue_edition",
        ["item_id"],
        unique=True,
        schema="credit",
        postgresql_where=sa.text("valid_to IS NULL"),
    )


def add_catalogue_task() -> None:
    op.create_table(
        "catalogue_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="as the first decision says it"),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("cause", sa.String(length=8), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("first_decided_on", sa.Date(), nullable=False),
        sa.Column("opened_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("outcome", sa.String(length=9), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL AND closed_at IS NOT NULL)",
            name=op.f("ck_catalogue_task_closed_has_an_outcome"),
        ),
        sa.CheckConstraint("cause IN ('unknown', 'disabled')", name=op.f("ck_catalogue_task_cause")),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_catalogue_task_kind")),
        sa.CheckConstraint(
            "outcome IN ('alias', 'item', 'enabled', 'wrong', 'elsewhere')", name=op.f("ck_catalogue_task_outcome")
        ),
        sa.CheckConstraint(
            "outcome NOT IN ('wrong', 'elsewhere') OR btrim(note) <> ''", name=op.f("ck_catalogue_task_refused_for_a_reason")
        ),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_catalogue_task_state")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_catalogue_task_department_id")),
        sa.ForeignKeyConstraint(["item_id"], ["credit.catalogue_item.id"], name=op.f("fk_catalogue_task_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_task")),
        schema="credit",
    )
    op.create_index(
        "ix_catalogue_task_open",
        "catalogue_task",
        ["department_id", "id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("uq_catalogue_task_key", "catalogue_task", ["department_id", "kind", "key"], unique=True, schema="credit")


def add_catalogue_task_decision() -> None:
    op.create_table(
        "catalogue_task_decision",
        sa.Column("decision_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["credit.decision.id"], name=op.f("fk_catalogue_task_decision_decision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["credit.catalogue_task.id"], name=op.f("fk_catalogue_task_decision_task_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_catalogue_task_decision")),
        schema="credit",
    )
    op.create_index("ix_catalogue_task_decision_task", "catalogue_task_decision", ["task_id"], unique=False, schema="credit")


def add_zero_report() -> None:
    op.create_table(
        "zero_report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("filed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("contradicted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("date_part('day', month) = 1", name=op.f("ck_zero_report_month")),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_zero_report_kind")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_zero_report_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zero_report")),
        schema="credit",
    )
    op.create_index("uq_zero_report_month", "zero_report", ["department_id", "kind", "month"], unique=True, schema="credit")


def add_report_gap() -> None:
    op.create_table(
        "report_gap",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False, comment="rule and version by which the month was over"),
        sa.Column("reminded_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name=op.f("ck_report_gap_settled_at_a_time")),
        sa.CheckConstraint("date_part('day', month) = 1", name=op.f("ck_report_gap_month")),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_report_gap_kind")),
        sa.CheckConstraint("state IN ('open', 'filled', 'declared')", name=op.f("ck_report_gap_state")),
        sa.CheckConstraint("due_on < found_on", name=op.f("ck_report_gap_found_when_it_was_over")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_report_gap_department_id")),
        sa.ForeignKeyConstraint(["item_id"], ["credit.catalogue_item.id"], name=op.f("fk_report_gap_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_gap")),
        schema="credit",
    )
    op.create_index("ix_report_gap_department", "report_gap", ["department_id", "month"], unique=False, schema="credit")
    op.create_index(
        "ix_report_gap_open",
        "report_gap",
        ["department_id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("uq_report_gap_item", "report_gap", ["item_id", "department_id", "month"], unique=True, schema="credit")


def add_refusal() -> None:
    op.create_table(
        "refusal",
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("row_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("doc_key", sa.Text(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_refusal_kind")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_refusal_department_id")),
        sa.PrimaryKeyConstraint("batch_id", "row_no", name=op.f("pk_refusal")),
        schema="credit",
    )
    op.create_index("ix_refusal_department", "refusal", ["department_id", "received_at"], unique=False, schema="credit")
    op.create_index("ix_refusal_doc_key", "refusal", ["department_id", "kind", "doc_key"], unique=False, schema="credit")


def add_circular() -> None:
    op.create_table(
        "circular",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("issued_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("jsonb_typeof(lines) = 'array'", name=op.f("ck_circular_lines")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_circular_period")),
        sa.ForeignKeyConstraint(["attachment_id"], ["kernel.attachment.id"], name=op.f("fk_circular_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular")),
        schema="credit",
    )
    op.create_index("uq_circular_period", "circular", ["starts_on", "ends_on"], unique=True, schema="credit")


def add_appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("circular_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=9), nullable=False),
        sa.Column("decision_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("filed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('upheld', 'refused')) = (decided_at IS NOT NULL)", name=op.f("ck_appeal_decided_at_a_time")
        ),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_appeal_reason")),
        sa.CheckConstraint("decided_at IS NULL OR btrim(answer) <> ''", name=op.f("ck_appeal_decided_with_an_answer")),
        sa.CheckConstraint("measure IN ('late', 'qualified', 'hidden')", name=op.f("ck_appeal_measure")),
        sa.CheckConstraint("state IN ('filed', 'upheld', 'refused', 'withdrawn')", name=op.f("ck_appeal_state")),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_appeal_decided_by_somebody")),
        sa.CheckConstraint("cardinality(decision_ids) BETWEEN 1 AND 500", name=op.f("ck_appeal_decisions")),
        sa.CheckConstraint("decided_by <> filed_by", name=op.f("ck_appeal_decided_by_another")),
        sa.ForeignKeyConstraint(["circular_id"], ["credit.circular.id"], name=op.f("fk_appeal_circular_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_appeal_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        schema="credit",
    )
    op.create_index("ix_appeal_circular", "appeal", ["circular_id"], unique=False, schema="credit")
    op.create_index("ix_appeal_department", "appeal", ["department_id", "id"], unique=False, schema="credit")
    op.create_index(
        "ix_appeal_open", "appeal", ["id"], unique=False, schema="credit", postgresql_where=sa.text("state = 'filed'")
    )
