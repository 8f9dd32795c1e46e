"""notices add closing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("licence_proposal", "follow_up", "check_matter")


def upgrade() -> None:
    add_licence_proposal()
    add_follow_up()
    add_check_matter()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="notices")


def add_licence_proposal() -> None:
    op.create_table(
        "licence_proposal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("certainty", sa.Numeric(precision=4, scale=3, asdecimal=False), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name=op.f("ck_licence_proposal_settled_at_a_time")),
        sa.CheckConstraint("state IN ('open', 'accepted', 'refused', 'lapsed')", name=op.f("ck_licence_proposal_state")),
        sa.CheckConstraint("certainty BETWEEN 0 AND 1", name=op.f("ck_licence_proposal_certainty")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.notice.id"], name=op.f("fk_licence_proposal_notice_id")),
        sa.ForeignKeyConstraint(["record_id"], ["archive.record.id"], name=op.f("fk_licence_proposal_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_proposal")),
        schema="notices",
    )
    op.create_index(
        "ix_licence_proposal_open",
        "licence_proposal",
        ["notice_id"],
        unique=False,
        schema="notices",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("uq_licence_proposal_pair", "licence_proposal", ["notice_id", "record_id"], unique=True, schema="notices")


def add_follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rule_code", sa.String(length=80), nullable=True),
        sa.Column("record_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "(state IN ('met', 'false', 'ended')) = (settled_at IS NOT NULL)", name=op.f("ck_follow_up_settled_at_a_time")
        ),
        sa.CheckConstraint("mode IN ('filing', 'commitment')", name=op.f("ck_follow_up_mode")),
        sa.CheckConstraint(
            "state <> 'open' OR (due_on IS NOT NULL AND began_on IS NOT NULL)", name=op.f("ck_follow_up_open_has_a_clock")
        ),
        sa.CheckConstraint("state IN ('awaiting', 'open', 'met', 'false', 'ended')", name=op.f("ck_follow_up_state")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_follow_up_department_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.notice.id"], name=op.f("fk_follow_up_notice_id")),
        sa.ForeignKeyConstraint(["record_id"], ["archive.record.id"], name=op.f("fk_follow_up_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        schema="notices",
    )
    op.create_index(
        "ix_follow_up_open",
        "follow_up",
        ["department_id", "due_on", "id"],
        unique=False,
        schema="notices",
        postgresql_where=sa.text("state IN ('awaiting', 'open')"),
    )
    op.create_index("uq_follow_up_notice", "follow_up", ["notice_id"], unique=True, schema="notices")


def add_check_matter() -> None:
    op.create_table(
        "check_matter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("item_code", sa.String(length=40), nullable=False),
        sa.Column("item_name", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=6), nullable=True),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_check_matter_department_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.notice.id"], name=op.f("fk_check_matter_notice_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_check_matter_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_matter")),
        schema="notices",
    )
    op.create_index(
        "ix_check_matter_department", "check_matter", ["department_id", "item_code"], unique=False, schema="notices"
    )
    op.create_index(
        "uq_check_matter_cause", "check_matter", ["subject_id", "item_code", "department_id"], unique=True, schema="notices"
    )
