"""credit add repairs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLES = ("repair", "repair_paper", "repair_step", "repair_holder")


def upgrade() -> None:
    op.execute("CREATE SEQUENCE kernel.lift_order_id_seq AS bigint")
    add_repair()
    add_repair_paper()
    add_repair_step()
    add_repair_holder()
    op.execute("SELECT kernel.append_only('credit.repair_step')")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="credit")
    op.execute("DROP SEQUENCE kernel.lift_order_id_seq")


def add_repair() -> None:
    op.create_table(
        "repair",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("publication_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False, comment="谁认定、谁修复: the department of the decision"),
        sa.Column("party_name", sa.Text(), nullable=False),
        sa.Column("party_code", sa.Text(), nullable=False),
        sa.Column("doc_no", sa.Text(), nullable=False),
        sa.Column("committed", sa.Boolean(), nullable=False),
        sa.Column("grounds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("accept_by", sa.Date(), nullable=False),
        sa.Column("accept_rule", sa.String(length=80), nullable=False),
        sa.Column("asked", sa.Text(), nullable=True, comment="what has to be supplemented"),
        sa.Column("accepted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("decide_rule", sa.String(length=80), nullable=True),
        sa.Column("extended_reason", sa.Text(), nullable=True),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("lift_by", sa.Date(), nullable=True),
        sa.Column("lift_rule", sa.String(length=80), nullable=True),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("undone_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.Column("barred_until", sa.Date(), nullable=True),
        sa.Column("bar_rule", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL AND undone_by IS NOT NULL AND btrim(undone_reason) <> '' AND barred_until IS NOT NULL)",
            name=op.f("ck_repair_undone_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(state IN ('approved', 'closed', 'undone')) = (order_id IS NOT NULL AND lift_by IS NOT NULL)",
            name=op.f("ck_repair_ordered"),
        ),
        sa.CheckConstraint("jsonb_typeof(grounds) = 'array'", name=op.f("ck_repair_grounds_are_a_list")),
        sa.CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_repair_closed_at_an_instant")),
        sa.CheckConstraint("state <> 'incomplete' OR btrim(asked) <> ''", name=op.f("ck_repair_asked_for_something")),
        sa.CheckConstraint(
            "state IN ('submitted', 'incomplete', 'accepted', 'extended', 'not_accepted', 'refused', 'withdrawn', 'approved', 'closed', 'undone')",
            name=op.f("ck_repair_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'extended', 'refused', 'approved', 'closed', 'undone') OR accepted_by IS NOT NULL",
            name=op.f("ck_repair_accepted_by_somebody"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('refused', 'approved', 'closed', 'undone') OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("ck_repair_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('refused', 'approved', 'closed', 'undone', 'not_accepted') OR btrim(reason) <> ''",
            name=op.f("ck_repair_decided_with_a_reason"),
        ),
        sa.CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name=op.f("ck_repair_accepted_at_an_instant")),
        sa.CheckConstraint("(accepted_at IS NULL) = (decide_by IS NULL)", name=op.f("ck_repair_decide_by")),
        sa.CheckConstraint("committed", name=op.f("ck_repair_committed")),
        sa.CheckConstraint("decided_by <> accepted_by", name=op.f("ck_repair_decided_by_another")),
        sa.CheckConstraint("length(token) = 22", name=op.f("ck_repair_token_is_unguessable")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_repair_revision")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_repair_decision_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_repair_department_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["credit.publication.id"], name=op.f("fk_repair_publication_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_repair_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair")),
        schema="credit",
    )
    op.create_index("ix_repair_decision", "repair", ["decision_id"], unique=False, schema="credit")
    op.create_index("ix_repair_department", "repair", ["department_id", "id"], unique=False, schema="credit")
    op.create_index("ix_repair_party", "repair", ["party_code"], unique=False, schema="credit")
    op.create_index(
        "ix_repair_subject",
        "repair",
        ["subject_id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("subject_id IS NOT NULL"),
    )
    op.create_index(
        "uq_repair_open",
        "repair",
        ["decision_id"],
        unique=True,
        schema="credit",
        postgresql_where=sa.text("state IN ('submitted', 'incomplete', 'accepted', 'extended')"),
    )
    op.create_index(
        "uq_repair_order",
        "repair",
        ["order_id"],
        unique=True,
        schema="credit",
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index("uq_repair_request", "repair", ["request_key"], unique=True, schema="credit")
    op.create_index("uq_repair_token", "repair", ["token"], unique=True, schema="credit")


def add_repair_paper() -> None:
    op.create_table(
        "repair_paper",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("repair_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=11), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=False),
        sa.Column("added_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('commitment', 'performance', 'supplement')", name=op.f("ck_repair_paper_kind")),
        sa.ForeignKeyConstraint(["attachment_id"], ["kernel.attachment.id"], name=op.f("fk_repair_paper_attachment_id")),
        sa.ForeignKeyConstraint(["repair_id"], ["credit.repair.id"], name=op.f("fk_repair_paper_repair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_paper")),
        schema="credit",
    )
    op.create_index("ix_repair_paper_repair", "repair_paper", ["repair_id", "id"], unique=False, schema="credit")


def add_repair_step() -> None:
    op.create_table(
        "repair_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("repair_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False, comment="applicant, or person:<id>"),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["repair_id"], ["credit.repair.id"], name=op.f("fk_repair_step_repair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_step")),
        schema="credit",
    )
    op.create_index("uq_repair_step_revision", "repair_step", ["repair_id", "revision"], unique=True, schema="credit")


def add_repair_holder() -> None:
    op.create_table(
        "repair_holder",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("repair_id", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("lifted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("reminders", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'lifted') = (lifted_at IS NOT NULL) AND (state = 'lifted') = (receipt IS NOT NULL)",
            name=op.f("ck_repair_holder_lifted_with_a_receipt"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'told', 'lifted', 'nothing', 'cancelled')", name=op.f("ck_repair_holder_state")
        ),
        sa.CheckConstraint("state NOT IN ('told') OR told_at IS NOT NULL", name=op.f("ck_repair_holder_told_at_an_instant")),
        sa.CheckConstraint("reminders >= 0", name=op.f("ck_repair_holder_reminders")),
        sa.ForeignKeyConstraint(["repair_id"], ["credit.repair.id"], name=op.f("fk_repair_holder_repair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_holder")),
        schema="credit",
    )
    op.create_index("ix_repair_holder_holder", "repair_holder", ["holder", "state"], unique=False, schema="credit")
    op.create_index(
        "ix_repair_holder_unsettled",
        "repair_holder",
        ["due_on"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state IN ('waiting', 'told')"),
    )
    op.create_index("uq_repair_holder_once", "repair_holder", ["repair_id", "holder"], unique=True, schema="credit")
