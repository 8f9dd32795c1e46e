"""notices add handling."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('pooled', 'pushed', 'received')")
MOMENT = postgresql.TIMESTAMP(timezone=True)
FEEDBACK = "feedback IN ('licensed', 'filed', 'not_required', 'not_engaged', 'unlicensed', 'cannot_contact')"
STATES = "state IN ('pooled', 'pushed', 'received', 'answered', 'closed', 'merged', 'withdrawn')"
DUE_ON = """
CASE state
    WHEN 'pushed' THEN coalesce(receive_by, DATE '9999-12-31')
    WHEN 'received' THEN coalesce(answer_by, DATE '9999-12-31')
    WHEN 'pooled' THEN coalesce(claim_by, DATE '9999-12-31')
END
"""


def upgrade() -> None:
    op.add_column(
        "notice", sa.Column("due_on", sa.Date(), sa.Computed(DUE_ON, persisted=True), nullable=True), schema="notices"
    )
    op.create_index(
        "ix_notice_due", "notice", ["department_id", "state", "due_on", "id"], schema="notices", postgresql_where=OPEN
    )
    op.create_index("ix_notice_due_anywhere", "notice", ["due_on", "id"], schema="notices", postgresql_where=OPEN)
    op.create_index("ix_notice_department", "notice", ["department_id", "id"], schema="notices")
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column(
            "notice_id",
            sa.BigInteger(),
            sa.ForeignKey("notices.notice.id", name=op.f("fk_attachment_notice_id")),
            nullable=False,
        ),
        sa.Column(
            "attachment_id",
            sa.BigInteger(),
            sa.ForeignKey("kernel.attachment.id", name=op.f("fk_attachment_attachment_id")),
            nullable=False,
        ),
        sa.Column(
            "step_id", sa.BigInteger(), sa.ForeignKey("notices.step.id", name=op.f("fk_attachment_step_id")), nullable=True
        ),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        schema="notices",
    )
    op.create_index("uq_attachment_once", "attachment", ["notice_id", "attachment_id"], unique=True, schema="notices")
    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column(
            "department_id",
            sa.Integer(),
            sa.ForeignKey("accounts.department.id", name=op.f("fk_wording_department_id")),
            nullable=False,
        ),
        sa.Column("feedback", sa.String(16), nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(120), nullable=True),
        sa.CheckConstraint(FEEDBACK, name=op.f("ck_wording_feedback")),
        sa.CheckConstraint("title <> '' AND text <> ''", name=op.f("ck_wording_says_something")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_wording_ended_by_somebody")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        schema="notices",
    )
    op.create_index(
        "uq_wording_title",
        "wording",
        ["department_id", "feedback", "title"],
        unique=True,
        schema="notices",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column(
            "notice_id", sa.BigInteger(), sa.ForeignKey("notices.notice.id", name=op.f("fk_reminder_notice_id")), nullable=False
        ),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "department_id",
            sa.Integer(),
            sa.ForeignKey("accounts.department.id", name=op.f("fk_reminder_department_id")),
            nullable=True,
        ),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("level IN ('office', 'head', 'city')", name=op.f("ck_reminder_level")),
        sa.CheckConstraint(STATES, name=op.f("ck_reminder_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        schema="notices",
    )
    op.create_index("uq_reminder_once", "reminder", ["notice_id", "level", "state", "due_on"], unique=True, schema="notices")


def downgrade() -> None:
    op.drop_table("reminder", schema="notices")
    op.drop_table("wording", schema="notices")
    op.drop_table("attachment", schema="notices")
    op.drop_index("ix_notice_department", table_name="notice", schema="notices")
    op.drop_index("ix_notice_due_anywhere", table_name="notice", schema="notices")
    op.drop_index("ix_notice_due", table_name="notice", schema="notices")
    op.drop_column("notice", "due_on", schema="notices")
