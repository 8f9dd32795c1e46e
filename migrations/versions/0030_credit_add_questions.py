"""Question data, and decisions entered by hand."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("receiver", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("row_kind", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=True),
        sa.Column("doc_no", sa.Text(), nullable=True),
        sa.Column("doc_key", sa.Text(), nullable=True),
        sa.Column("party_name", sa.Text(), nullable=True),
        sa.Column("party_code", sa.Text(), nullable=True),
        sa.Column("about_person", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("faults", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("opened_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_rule", sa.String(length=80), nullable=True),
        sa.Column("sent_batch_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_row_no", sa.Integer(), nullable=True),
        sa.Column("sent_by", sa.Text(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("explained_by", sa.Text(), nullable=True),
        sa.Column("explained_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(origin = 'receiver') = (receiver <> '')", name=op.f("ck_question_receiver_has_a_name")),
        sa.CheckConstraint(
            "(state IN ('fixed', 'explained', 'withdrawn', 'released')) = (settled_at IS NOT NULL)",
            name=op.f("ck_question_ended_at_a_time"),
        ),
        sa.CheckConstraint("jsonb_typeof(faults) = 'array' AND faults <> '[]'::jsonb", name=op.f("ck_question_faults_say_why")),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_question_kind")),
        sa.CheckConstraint("origin IN ('refused', 'held', 'receiver')", name=op.f("ck_question_origin")),
        sa.CheckConstraint(
            "state <> 'explained' OR (settled_by IS NOT NULL AND settled_by <> explained_by)",
            name=op.f("ck_question_explained_to_another"),
        ),
        sa.CheckConstraint("state <> 'sent' OR sent_batch_id IS NOT NULL", name=op.f("ck_question_sent_as_a_row")),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR (btrim(settled_reason) <> '' AND settled_by IS NOT NULL)",
            name=op.f("ck_question_withdrawn_with_a_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'sent', 'explaining', 'fixed', 'explained', 'withdrawn', 'released')",
            name=op.f("ck_question_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('explaining', 'explained') OR (btrim(explanation) <> '' AND explained_by IS NOT NULL)",
            name=op.f("ck_question_explained_in_words"),
        ),
        sa.CheckConstraint("(sent_batch_id IS NULL) = (sent_row_no IS NULL)", name=op.f("ck_question_sent_row_is_whole")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_question_revision")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_question_decision_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_question_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        schema="credit",
    )
    op.create_index(
        "ix_question_decision",
        "question",
        ["decision_id"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("decision_id IS NOT NULL"),
    )
    op.create_index(
        "ix_question_document",
        "question",
        ["department_id", "kind", "doc_key"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state IN ('open', 'sent', 'explaining')"),
    )
    op.create_index(
        "ix_question_sent",
        "question",
        ["sent_batch_id", "sent_row_no"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("sent_batch_id IS NOT NULL"),
    )
    op.create_index(
        "ix_question_waiting",
        "question",
        ["department_id", "cause"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("state IN ('open', 'sent', 'explaining')"),
    )
    op.create_index("uq_question_row", "question", ["batch_id", "row_no", "receiver"], unique=True, schema="credit")
    op.create_table(
        "question_chunk",
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("chunk_no", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", "chunk_no", name=op.f("pk_question_chunk")),
        schema="credit",
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("row_kind", sa.String(length=40), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("cells", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False, comment="number of the document as typed, for the list of drafts"),
        sa.Column("decision_id", sa.BigInteger(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("faults", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("(state IN ('draft', 'discarded')) = (batch_id IS NULL)", name=op.f("ck_entry_sent_as_a_batch")),
        sa.CheckConstraint("jsonb_typeof(faults) = 'array'", name=op.f("ck_entry_faults_are_a_list")),
        sa.CheckConstraint("state <> 'refused' OR faults <> '[]'::jsonb", name=op.f("ck_entry_refused_for_a_reason")),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'accepted', 'held', 'refused', 'discarded')", name=op.f("ck_entry_state")
        ),
        sa.CheckConstraint("(decision_id IS NULL) = (base_version IS NULL)", name=op.f("ck_entry_correction_of_a_version")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_entry_revision")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_entry_decision_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_entry_department_id")),
        sa.ForeignKeyConstraint(["question_id"], ["credit.question.id"], name=op.f("fk_entry_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        schema="credit",
    )
    op.create_index(
        "ix_entry_batch", "entry", ["batch_id"], unique=False, schema="credit", postgresql_where=sa.text("batch_id IS NOT NULL")
    )
    op.create_index("ix_entry_department", "entry", ["department_id", "state", "changed_at"], unique=False, schema="credit")
    op.create_index(
        "uq_entry_correction",
        "entry",
        ["decision_id", "base_version"],
        unique=True,
        schema="credit",
        postgresql_where=sa.text("state = 'sent'"),
    )
    op.create_index("uq_entry_key", "entry", ["key"], unique=True, schema="credit")


def downgrade() -> None:
    op.drop_table("entry", schema="credit")
    op.drop_table("question_chunk", schema="credit")
    op.drop_table("question", schema="credit")
