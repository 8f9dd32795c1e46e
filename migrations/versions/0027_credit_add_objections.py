"""credit add objections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("objection", "objection_step", "objection_file", "inquiry", "objection_reminder")


def upgrade() -> None:
    op.add_column(
        "publication",
        sa.Column(
            "annotation", sa.String(length=8), nullable=True, comment="what is said beside the record about objections to it"
        ),
        schema="credit",
    )
    op.create_check_constraint(
        op.f("ck_publication_annotation"), "publication", "annotation IN ('disputed', 'upheld', 'amended')", schema="credit"
    )
    add_objection()
    add_objection_step()
    add_objection_file()
    add_inquiry()
    add_objection_reminder()
    op.execute("SELECT kernel.append_only('credit.objection_step')")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="credit")
    op.drop_constraint(op.f("ck_publication_annotation"), "publication", schema="credit")
    op.drop_column("publication", "annotation", schema="credit")


def add_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("request_key", sa.UUID(), nullable=False),
        sa.Column("publication_id", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the decision, as it was objected to"),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=6), nullable=True),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("doc_no", sa.Text(), nullable=False),
        sa.Column("party_name", sa.Text(), nullable=False),
        sa.Column("party_code", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("filed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_rule", sa.String(length=80), nullable=True),
        sa.Column("due_words", sa.Text(), nullable=True),
        sa.Column("due_basis", sa.Text(), nullable=True),
        sa.Column("due_calendar", sa.String(length=80), nullable=True),
        sa.Column("provisional", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.Column("taken_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=7), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("correct_rule", sa.String(length=80), nullable=True),
        sa.Column("correct_basis", sa.Text(), nullable=True),
        sa.Column("published", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("publish_rule", sa.String(length=80), nullable=True),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("process_asked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("(outcome = 'refused') = (state = 'refused')", name=op.f("ck_objection_refused_is_refused")),
        sa.CheckConstraint(
            "(state IN ('corrected', 'removed', 'refused', 'cancelled')) = (closed_at IS NOT NULL)",
            name=op.f("ck_objection_closed_has_an_instant"),
        ),
        sa.CheckConstraint(
            "(state IN ('correcting', 'corrected', 'removed', 'refused')) = (outcome IS NOT NULL)",
            name=op.f("ck_objection_decided_has_an_outcome"),
        ),
        sa.CheckConstraint("btrim(statement) <> ''", name=op.f("ck_objection_says_something")),
        sa.CheckConstraint("outcome IN ('upheld', 'partly', 'refused')", name=op.f("ck_objection_outcome")),
        sa.CheckConstraint("outcome IS NULL OR btrim(answer) <> ''", name=op.f("ck_objection_decided_is_answered")),
        sa.CheckConstraint(
            "reason IN ('not_mine', 'content', 'revoked', 'overdue', 'severity', 'private', 'other')",
            name=op.f("ck_objection_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('filed', 'taken', 'correcting', 'corrected', 'removed', 'refused', 'cancelled')",
            name=op.f("ck_objection_state"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_objection_decided_by_somebody"),
        ),
        sa.CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name=op.f("ck_objection_taken_by_somebody")),
        sa.CheckConstraint("NOT published OR outcome IS NOT NULL", name=op.f("ck_objection_published_when_decided")),
        sa.CheckConstraint("decided_by <> reported_by", name=op.f("ck_objection_decided_by_another")),
        sa.CheckConstraint("length(token) = 22", name=op.f("ck_objection_token_is_unguessable")),
        sa.CheckConstraint("version > 0 AND revision > 0", name=op.f("ck_objection_version")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_objection_decision_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_objection_department_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["credit.publication.id"], name=op.f("fk_objection_publication_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        schema="credit",
    )
    op.create_index(
        "ix_objection_decided",
        "objection",
        ["decided_at"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("outcome IS NOT NULL"),
    )
    op.create_index("ix_objection_decision", "objection", ["decision_id"], unique=False, schema="credit")
    op.create_index(
        "ix_objection_due",
        "objection",
        ["due_on", "id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state IN ('filed', 'taken', 'correcting')"),
    )
    op.create_index(
        "ix_objection_queue",
        "objection",
        ["department_id", "due_on", "id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state IN ('filed', 'taken', 'correcting')"),
    )
    op.create_index("uq_objection_request", "objection", ["request_key"], unique=True, schema="credit")
    op.create_index("uq_objection_token", "objection", ["token"], unique=True, schema="credit")


def add_objection_step() -> None:
    op.create_table(
        "objection_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("objection_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("request_key", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["objection_id"], ["credit.objection.id"], name=op.f("fk_objection_step_objection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_step")),
        schema="credit",
    )
    op.create_index("ix_objection_step", "objection_step", ["objection_id", "id"], unique=False, schema="credit")
    op.create_index(
        "uq_objection_step_request",
        "objection_step",
        ["request_key"],
        unique=True,
        schema="credit",
        postgresql_where=sa.text("request_key IS NOT NULL"),
    )


def add_objection_file() -> None:
    op.create_table(
        "objection_file",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("objection_id", sa.BigInteger(), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["kernel.attachment.id"], name=op.f("fk_objection_file_attachment_id")),
        sa.ForeignKeyConstraint(["objection_id"], ["credit.objection.id"], name=op.f("fk_objection_file_objection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_file")),
        schema="credit",
    )
    op.create_index("uq_objection_file", "objection_file", ["objection_id", "attachment_id"], unique=True, schema="credit")


def add_inquiry() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("request_key", sa.UUID(), nullable=False),
        sa.Column("category", sa.String(length=9), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("asked_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_rule", sa.String(length=80), nullable=True),
        sa.Column("due_words", sa.Text(), nullable=True),
        sa.Column("due_basis", sa.Text(), nullable=True),
        sa.Column("due_calendar", sa.String(length=80), nullable=True),
        sa.Column("provisional", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("forwarded_from", sa.Text(), nullable=True, comment="why it was handed on, newest last"),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("public_question", sa.Text(), nullable=True),
        sa.Column("public_answer", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'asked') = (answer IS NULL)", name=op.f("ck_inquiry_answered_has_an_answer")),
        sa.CheckConstraint("btrim(question) <> ''", name=op.f("ck_inquiry_asks_something")),
        sa.CheckConstraint(
            "category IN ('record', 'repair', 'missing', 'catalogue', 'other')", name=op.f("ck_inquiry_category")
        ),
        sa.CheckConstraint(
            "state <> 'published' OR (public_question IS NOT NULL AND public_answer IS NOT NULL AND confirmed_by IS NOT NULL)",
            name=op.f("ck_inquiry_published_when_confirmed"),
        ),
        sa.CheckConstraint("state <> 'published' OR may_publish", name=op.f("ck_inquiry_published_with_leave")),
        sa.CheckConstraint("state IN ('asked', 'answered', 'published')", name=op.f("ck_inquiry_state")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_inquiry_answered_at_a_time")),
        sa.CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name=op.f("ck_inquiry_answered_by_somebody")),
        sa.CheckConstraint("length(token) = 22", name=op.f("ck_inquiry_token_is_unguessable")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_inquiry_revision")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_inquiry_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        schema="credit",
    )
    op.create_index(
        "ix_inquiry_public",
        "inquiry",
        ["confirmed_at", "id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(
        "ix_inquiry_queue",
        "inquiry",
        ["department_id", "due_on", "id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_index("uq_inquiry_request", "inquiry", ["request_key"], unique=True, schema="credit")
    op.create_index("uq_inquiry_token", "inquiry", ["token"], unique=True, schema="credit")


def add_objection_reminder() -> None:
    op.create_table(
        "objection_reminder",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("objection_id", sa.BigInteger(), nullable=True),
        sa.Column("inquiry_id", sa.BigInteger(), nullable=True),
        sa.Column("level", sa.String(length=6), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("level IN ('office', 'head', 'city')", name=op.f("ck_objection_reminder_level")),
        sa.CheckConstraint("num_nonnulls(objection_id, inquiry_id) = 1", name=op.f("ck_objection_reminder_of_one_thing")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["accounts.department.id"], name=op.f("fk_objection_reminder_department_id")
        ),
        sa.ForeignKeyConstraint(["inquiry_id"], ["credit.inquiry.id"], name=op.f("fk_objection_reminder_inquiry_id")),
        sa.ForeignKeyConstraint(["objection_id"], ["credit.objection.id"], name=op.f("fk_objection_reminder_objection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_reminder")),
        schema="credit",
    )
    op.create_index(
        "uq_objection_reminder",
        "objection_reminder",
        ["objection_id", "inquiry_id", "level", "due_on"],
        unique=True,
        schema="credit",
        postgresql_nulls_not_distinct=True,
    )
