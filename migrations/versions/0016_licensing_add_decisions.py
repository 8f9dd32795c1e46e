"""licensing add decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_decisions()
    add_doubts()


def downgrade() -> None:
    op.drop_table("doubt", schema="licensing")
    op.drop_table("decision", schema="licensing")


def add_decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("clause_digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the sentence in its normal form"),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("item_code", sa.String(length=8), nullable=False),
        sa.Column("verdict", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("catalogue_version_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("replaced_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(clause_digest) = 32", name=op.f("ck_decision_clause_digest")),
        sa.CheckConstraint("verdict IN ('asked', 'not_asked')", name=op.f("ck_decision_verdict")),
        sa.ForeignKeyConstraint(
            ["catalogue_version_id"], ["licensing.catalogue_version.id"], name=op.f("fk_decision_catalogue_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        schema="licensing",
    )
    op.create_index(
        "uq_decision_open",
        "decision",
        ["clause_digest", "item_code"],
        unique=True,
        schema="licensing",
        postgresql_where=sa.text("replaced_at IS NULL"),
    )


def add_doubts() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("clause_digest", sa.LargeBinary(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("item_code", sa.String(length=8), nullable=False),
        sa.Column("certainty", sa.Numeric(precision=4, scale=3, asdecimal=False), nullable=False),
        sa.Column(
            "spans",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="places counted from the start of the sentence",
        ),
        sa.Column("scopes", sa.Integer(), server_default=sa.text("1"), nullable=False, comment="in how many scopes it was met"),
        sa.Column("catalogue_version_id", sa.Integer(), nullable=False),
        sa.Column("first_met_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_met_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_doubt_settled_by_somebody")),
        sa.CheckConstraint("certainty BETWEEN 0 AND 1", name=op.f("ck_doubt_certainty")),
        sa.CheckConstraint("octet_length(clause_digest) = 32", name=op.f("ck_doubt_clause_digest")),
        sa.CheckConstraint("scopes > 0", name=op.f("ck_doubt_scopes")),
        sa.ForeignKeyConstraint(
            ["catalogue_version_id"], ["licensing.catalogue_version.id"], name=op.f("fk_doubt_catalogue_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
        schema="licensing",
    )
    op.create_index(
        "ix_doubt_open",
        "doubt",
        [sa.text("scopes DESC"), "id"],
        unique=False,
        schema="licensing",
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("uq_doubt_sentence", "doubt", ["clause_digest", "item_code"], unique=True, schema="licensing")
