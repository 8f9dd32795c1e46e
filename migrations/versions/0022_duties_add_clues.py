"""duties add clues."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = (
    "clue_number",
    "clue",
    "clue_step",
)


def upgrade() -> None:
    add_clue_number()
    add_clue()
    add_clue_step()
    op.execute("SELECT kernel.append_only('duties.clue_step')")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="duties")


def add_clue_number() -> None:
    op.create_table(
        "clue_number",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_clue_number_not_negative")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_clue_number")),
        schema="duties",
    )


def add_clue() -> None:
    op.create_table(
        "clue",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_rule", sa.String(length=80), nullable=False, comment="rule and version by which the period was counted"),
        sa.Column("due_calendar", sa.Text(), nullable=False, comment="version of the calendar by which it was counted"),
        sa.Column(
            "due_provisional", sa.Boolean(), nullable=False, comment="whether the count touched a year that was not announced"
        ),
        sa.Column("extended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("outcome_text", sa.Text(), nullable=True),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(state = 'settled') = (outcome IS NOT NULL AND settled_at IS NOT NULL)",
            name=op.f("ck_clue_settled_has_an_outcome"),
        ),
        sa.CheckConstraint("btrim(content) <> ''", name=op.f("ck_clue_has_content")),
        sa.CheckConstraint(
            "outcome IN ('case_filed', 'corrected', 'not_filed', 'unfounded', 'elsewhere')", name=op.f("ck_clue_outcome")
        ),
        sa.CheckConstraint("state <> 'checking' OR handler_id IS NOT NULL", name=op.f("ck_clue_checked_by_somebody")),
        sa.CheckConstraint("state IN ('open', 'checking', 'settled')", name=op.f("ck_clue_state")),
        sa.CheckConstraint("(outcome IS NULL) = (outcome_text IS NULL)", name=op.f("ck_clue_outcome_says_what_was_found")),
        sa.CheckConstraint("due_on >= opened_on", name=op.f("ck_clue_due_after_it_was_opened")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_clue_department_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["accounts.user_account.id"], name=op.f("fk_clue_handler_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_clue_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clue")),
        schema="duties",
    )
    op.create_index("ix_clue_department", "clue", ["department_id", "state", "due_on"], unique=False, schema="duties")
    op.create_index(
        "ix_clue_handler", "clue", ["handler_id"], unique=False, schema="duties", postgresql_where=sa.text("state <> 'settled'")
    )
    op.create_index("ix_clue_subject", "clue", ["subject_id"], unique=False, schema="duties")
    op.create_index("uq_clue_number", "clue", ["number"], unique=True, schema="duties")
    op.create_index("uq_clue_source", "clue", ["source_kind", "source_id"], unique=True, schema="duties")


def add_clue_step() -> None:
    op.create_table(
        "clue_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("clue_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("from_department_id", sa.Integer(), nullable=True),
        sa.Column("to_department_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "action IN ('hand_over', 'assign', 'reassign', 'extend', 'settle', 'reopen')", name=op.f("ck_clue_step_action")
        ),
        sa.ForeignKeyConstraint(["clue_id"], ["duties.clue.id"], name=op.f("fk_clue_step_clue_id")),
        sa.ForeignKeyConstraint(
            ["from_department_id"], ["accounts.department.id"], name=op.f("fk_clue_step_from_department_id")
        ),
        sa.ForeignKeyConstraint(["to_department_id"], ["accounts.department.id"], name=op.f("fk_clue_step_to_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clue_step")),
        schema="duties",
    )
    op.create_index("ix_clue_step_clue", "clue_step", ["clue_id", "id"], unique=False, schema="duties")
    op.create_index("uq_clue_step_request", "clue_step", ["request_key"], unique=True, schema="duties")
