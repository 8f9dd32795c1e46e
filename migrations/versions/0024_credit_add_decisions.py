"""credit add decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from supervision.kernel.servers.granting import open_schema

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("decision", "decision_version")


def upgrade() -> None:
    op.execute("CREATE SCHEMA credit")
    open_schema("credit")
    add_decision()
    add_decision_version()
    op.execute("SELECT kernel.append_only('credit.decision_version')")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="credit")
    op.execute("DROP SCHEMA credit")


def add_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("party", sa.String(length=6), nullable=False),
        sa.Column("party_kind", sa.String(length=8), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("subject_code", sa.Text(), nullable=True, comment="code or old number as reported; never a person's"),
        sa.Column("department_id", sa.Integer(), nullable=False, comment="who reported it"),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("authority_code", sa.String(length=18), nullable=True),
        sa.Column("source_name", sa.Text(), nullable=True),
        sa.Column("source_code", sa.String(length=18), nullable=True),
        sa.Column("doc_no", sa.Text(), nullable=False),
        sa.Column("doc_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("catalogue_item_id", sa.BigInteger(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("certificate_no", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="2099-12-31 is 长期"),
        sa.Column("amount", sa.Numeric(precision=18, scale=6), nullable=True, comment="fine, 万元"),
        sa.Column("confiscated", sa.Numeric(precision=18, scale=6), nullable=True, comment="万元"),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("violation", sa.Text(), nullable=True),
        sa.Column("revoked_ref", sa.Text(), nullable=True),
        sa.Column("publicity_until", sa.Date(), nullable=True, comment="as reported, not as the rules say"),
        sa.Column("status", sa.String(length=5), nullable=False),
        sa.Column("procedure", sa.String(length=8), nullable=True),
        sa.Column("severity", sa.String(length=7), nullable=True),
        sa.Column("severity_basis", sa.Text(), nullable=True),
        sa.Column("remedy_channel", sa.Text(), nullable=True, comment="救济渠道"),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("standard", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("business_key", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "stock", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="of earlier years: never late"
        ),
        sa.Column("reported_late", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True, comment="受理日期"),
        sa.Column("completed_on", sa.Date(), nullable=True, comment="办结日期"),
        sa.Column("first_received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("holds", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("change", sa.String(length=9), nullable=False),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(party = 'person') = (party_kind = '自然人')", name=op.f("ck_decision_persons_stand_in_their_table")
        ),
        sa.CheckConstraint("change IN ('new', 'corrected', 'revoked', 'annulled')", name=op.f("ck_decision_change")),
        sa.CheckConstraint(
            "change NOT IN ('revoked', 'annulled') OR status = 'void'", name=op.f("ck_decision_withdrawn_is_void")
        ),
        sa.CheckConstraint("held = (holds <> '[]'::jsonb)", name=op.f("ck_decision_held_says_why")),
        sa.CheckConstraint("jsonb_typeof(holds) = 'array'", name=op.f("ck_decision_holds_are_a_list")),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_decision_kind")),
        sa.CheckConstraint("party = 'legal' OR subject_code IS NULL", name=op.f("ck_decision_persons_have_no_code")),
        sa.CheckConstraint("party IN ('legal', 'person')", name=op.f("ck_decision_party")),
        sa.CheckConstraint("party_kind IN ('法人及非法人组织', '个体工商户', '自然人')", name=op.f("ck_decision_party_kind")),
        sa.CheckConstraint("procedure IN ('simple', 'ordinary')", name=op.f("ck_decision_procedure")),
        sa.CheckConstraint("severity IN ('minor', 'general', 'serious')", name=op.f("ck_decision_severity")),
        sa.CheckConstraint("status IN ('valid', 'void')", name=op.f("ck_decision_status")),
        sa.CheckConstraint("NOT (stock AND reported_late)", name=op.f("ck_decision_stock_is_never_late")),
        sa.CheckConstraint("amount >= 0 AND confiscated >= 0", name=op.f("ck_decision_amounts_not_negative")),
        sa.CheckConstraint("received_at >= first_received_at", name=op.f("ck_decision_received_in_order")),
        sa.CheckConstraint("version > 0", name=op.f("ck_decision_version")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_decision_department_id")),
        sa.ForeignKeyConstraint(["record_id"], ["archive.record.id"], name=op.f("fk_decision_record_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_decision_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        schema="credit",
    )
    op.create_index("ix_decision_batch", "decision", ["batch_id", "row_no"], unique=False, schema="credit")
    op.create_index(
        "ix_decision_department", "decision", ["department_id", "kind", "decided_on"], unique=False, schema="credit"
    )
    op.create_index("ix_decision_doc_key", "decision", ["doc_key"], unique=False, schema="credit")
    op.create_index(
        "ix_decision_held",
        "decision",
        ["department_id", "received_at"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("held"),
    )
    op.create_index("ix_decision_received", "decision", ["first_received_at"], unique=False, schema="credit")
    op.create_index("ix_decision_record", "decision", ["record_id"], unique=False, schema="credit")
    op.create_index(
        "ix_decision_subject",
        "decision",
        ["subject_id", "kind"],
        unique=False,
        schema="credit",
        postgresql_where=sa.text("subject_id IS NOT NULL"),
    )
    op.create_index("uq_decision_business_key", "decision", ["business_key"], unique=True, schema="credit")


def add_decision_version() -> None:
    op.create_table(
        "decision_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("valid_to", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_decision_version_reason")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_decision_version_period")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_decision_version_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_version")),
        schema="credit",
    )
    op.create_index("uq_decision_version_number", "decision_version", ["decision_id", "version"], unique=True, schema="credit")
