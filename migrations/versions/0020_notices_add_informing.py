"""notices add informing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = (
    "informing_number",
    "informing",
    "informing_item",
    "informing_sheet",
    "undertaking",
)


def upgrade() -> None:
    add_informing_number()
    add_informing()
    add_informing_item()
    add_informing_sheet()
    add_undertaking()
    op.execute("SELECT kernel.append_only('notices.informing_sheet')")
    op.execute("SELECT kernel.append_only('notices.undertaking')")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="notices")


def add_informing_number() -> None:
    op.create_table(
        "informing_number",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_informing_number_not_negative")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_informing_number")),
        schema="notices",
    )


def add_informing() -> None:
    op.create_table(
        "informing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=7), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("source_no", sa.String(length=100), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("division", sa.String(length=6), nullable=False),
        sa.Column(
            "content_hash", sa.LargeBinary(), nullable=False, comment="of what was asked, to know the same request again"
        ),
        sa.Column("catalogue_version_id", sa.Integer(), nullable=False),
        sa.Column("catalogue_label", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False, comment="what matching said of the whole scope"),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=True),
        sa.Column("issued_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("issued_by", sa.Text(), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("undertaking_needed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("check_base", sa.Text(), nullable=True, comment="the platform's public address when the sheet was set"),
        sa.Column("void_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("void_by", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("linked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("scope_differs", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(state = 'void') = (void_at IS NOT NULL AND void_reason IS NOT NULL)", name=op.f("ck_informing_void_for_a_reason")
        ),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_informing_has_a_name")),
        sa.CheckConstraint("channel IN ('counter', 'api')", name=op.f("ck_informing_channel")),
        sa.CheckConstraint("kind IN ('establishment', 'scope_change')", name=op.f("ck_informing_kind")),
        sa.CheckConstraint("number ~ '^告知〔[0-9]{4}〕[0-9]{6,}号$'", name=op.f("ck_informing_number_form")),
        sa.CheckConstraint("state IN ('draft', 'issued', 'undertaken', 'refused', 'void')", name=op.f("ck_informing_state")),
        sa.CheckConstraint(
            "state IN ('draft', 'void') OR (number IS NOT NULL AND issued_at IS NOT NULL AND token_hash IS NOT NULL AND token_sealed IS NOT NULL)",
            name=op.f("ck_informing_issued_with_a_number"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('undertaken', 'refused') OR undertaking_needed", name=op.f("ck_informing_undertaken_where_needed")
        ),
        sa.CheckConstraint("(entry_id IS NULL) = (linked_at IS NULL)", name=op.f("ck_informing_linked_at_some_time")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_informing_department_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["registration.entry.id"], name=op.f("fk_informing_entry_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["notices.informing.id"], name=op.f("fk_informing_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informing")),
        schema="notices",
    )
    op.create_index("ix_informing_department", "informing", ["department_id", "id"], unique=False, schema="notices")
    op.create_index("ix_informing_entry", "informing", ["entry_id"], unique=False, schema="notices")
    op.create_index(
        "ix_informing_source",
        "informing",
        ["source_no"],
        unique=False,
        schema="notices",
        postgresql_where=sa.text("source_no IS NOT NULL"),
    )
    op.create_index("uq_informing_number", "informing", ["number"], unique=True, schema="notices")
    op.create_index("uq_informing_request", "informing", ["request_key"], unique=True, schema="notices")
    op.create_index(
        "uq_informing_source",
        "informing",
        ["department_id", "source_no"],
        unique=True,
        schema="notices",
        postgresql_where=sa.text("source_no IS NOT NULL AND state <> 'void'"),
    )
    op.create_index("uq_informing_token", "informing", ["token_hash"], unique=True, schema="notices")


def add_informing_item() -> None:
    op.create_table(
        "informing_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("informing_id", sa.BigInteger(), nullable=False),
        sa.Column("item_code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("mode_basis", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("offices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("certainty", sa.Numeric(precision=4, scale=3, asdecimal=False), nullable=False),
        sa.Column("spans", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column(
            "clause_key",
            sa.Text(),
            nullable=False,
            comment="the sentence in its normal form, by which a decision is remembered",
        ),
        sa.Column("clause_at", sa.Integer(), nullable=False, comment="where the sentence begins in the scope"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("origin <> 'added' OR reason IS NOT NULL", name=op.f("ck_informing_item_added_for_a_reason")),
        sa.CheckConstraint("origin IN ('matched', 'doubtful', 'added')", name=op.f("ck_informing_item_origin")),
        sa.CheckConstraint("verdict <> 'left_out' OR reason IS NOT NULL", name=op.f("ck_informing_item_left_out_for_a_reason")),
        sa.CheckConstraint("verdict IN ('listed', 'left_out', 'possible', 'open')", name=op.f("ck_informing_item_verdict")),
        sa.CheckConstraint("certainty BETWEEN 0 AND 1", name=op.f("ck_informing_item_certainty")),
        sa.ForeignKeyConstraint(["informing_id"], ["notices.informing.id"], name=op.f("fk_informing_item_informing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informing_item")),
        sa.UniqueConstraint("informing_id", "item_code", name=op.f("uq_informing_item_informing_id_item_code")),
        schema="notices",
    )


def add_informing_sheet() -> None:
    op.create_table(
        "informing_sheet",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("informing_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the PDF"),
        sa.Column("pages", sa.SmallInteger(), nullable=False),
        sa.Column("set_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_informing_sheet_digest")),
        sa.CheckConstraint("kind IN ('issued', 'signed')", name=op.f("ck_informing_sheet_kind")),
        sa.ForeignKeyConstraint(["attachment_id"], ["kernel.attachment.id"], name=op.f("fk_informing_sheet_attachment_id")),
        sa.ForeignKeyConstraint(["informing_id"], ["notices.informing.id"], name=op.f("fk_informing_sheet_informing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informing_sheet")),
        sa.UniqueConstraint("informing_id", "kind", name=op.f("uq_informing_sheet_informing_id_kind")),
        schema="notices",
    )


def add_undertaking() -> None:
    op.create_table(
        "undertaking",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("informing_id", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("signer_sealed", sa.LargeBinary(), nullable=False, comment="the signer's name, encrypted"),
        sa.Column("attachment_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True, comment="SHA-256 of the signature or the scan"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("signed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(way = 'refused') = (attachment_id IS NULL)", name=op.f("ck_undertaking_kept_unless_refused")),
        sa.CheckConstraint("(way = 'refused') = (reason IS NOT NULL)", name=op.f("ck_undertaking_refused_with_a_note")),
        sa.CheckConstraint(
            "role IN ('legal_representative', 'in_charge', 'operator', 'partner', 'agent')", name=op.f("ck_undertaking_role")
        ),
        sa.CheckConstraint("way IN ('screen', 'scan', 'refused')", name=op.f("ck_undertaking_way")),
        sa.CheckConstraint("(attachment_id IS NULL) = (digest IS NULL)", name=op.f("ck_undertaking_kept_with_its_digest")),
        sa.ForeignKeyConstraint(["attachment_id"], ["kernel.attachment.id"], name=op.f("fk_undertaking_attachment_id")),
        sa.ForeignKeyConstraint(["informing_id"], ["notices.informing.id"], name=op.f("fk_undertaking_informing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaking")),
        schema="notices",
    )
    op.create_index("uq_undertaking_informing", "undertaking", ["informing_id"], unique=True, schema="notices")
    op.create_index("uq_undertaking_request", "undertaking", ["request_key"], unique=True, schema="notices")
