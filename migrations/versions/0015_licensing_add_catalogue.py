"""licensing add catalogue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("catalogue_version", "item", "office")


def upgrade() -> None:
    add_versions()
    add_items()
    add_offices()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="licensing")


def add_versions() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True, comment="the first day on which it no longer holds"),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("kind IN ('packaged', 'imported', 'edited')", name=op.f("ck_catalogue_version_kind")),
        sa.CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name=op.f("ck_catalogue_version_state")),
        sa.CheckConstraint("effective_to > effective_from", name=op.f("ck_catalogue_version_period")),
        sa.CheckConstraint(
            "state <> 'published' OR (effective_from IS NOT NULL AND published_at IS NOT NULL)",
            name=op.f("ck_catalogue_version_published"),
        ),
        postgresql.ExcludeConstraint(
            (sa.text("daterange(effective_from, effective_to)"), "&&"),
            where=sa.text("state = 'published'"),
            name="ex_catalogue_version_one_a_day",
        ),
        sa.ForeignKeyConstraint(["based_on"], ["licensing.catalogue_version.id"], name=op.f("fk_catalogue_version_based_on")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_version")),
        schema="licensing",
    )


def add_items() -> None:
    op.create_table(
        "item",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=5), nullable=False),
        sa.Column(
            "departments",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="recipients; alternatives of one are joined by |",
        ),
        sa.Column("levels", postgresql.ARRAY(sa.Text()), nullable=False, comment="who decides, the usual level first"),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("reform_modes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("feedback_workdays", sa.SmallInteger(), nullable=False),
        *[
            sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False)
            for name in ("scope_codes", "words", "negatives", "markers")
        ],
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=False, comment="names that licences of the item carry"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=9), nullable=False),
        sa.CheckConstraint("code ~ '^[A-Z]{2}[0-9]{2,4}$'", name=op.f("ck_item_code")),
        sa.CheckConstraint("stage IN ('post', 'prior', 'none')", name=op.f("ck_item_stage")),
        sa.CheckConstraint("confidence IN ('verified', 'knowledge', 'unsure')", name=op.f("ck_item_confidence")),
        sa.CheckConstraint("feedback_workdays BETWEEN 1 AND 250", name=op.f("ck_item_feedback_workdays")),
        sa.CheckConstraint("cardinality(departments) > 0 AND cardinality(levels) > 0", name=op.f("ck_item_recipients")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["licensing.catalogue_version.id"], name=op.f("fk_item_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "code", name=op.f("pk_item")),
        schema="licensing",
    )
    op.create_index("ix_item_code", "item", ["code"], unique=False, schema="licensing")


def add_offices() -> None:
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("function", sa.String(length=24), nullable=False),
        sa.Column("division", sa.String(length=6), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="the first day on which it no longer holds"),
        sa.CheckConstraint("level IN ('county', 'city', 'province', 'nation')", name=op.f("ck_office_level")),
        sa.CheckConstraint("division ~ '^[0-9]{6}$'", name=op.f("ck_office_division")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_office_period")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_office_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        schema="licensing",
    )
    op.create_index("ix_office_department", "office", ["department_id"], unique=False, schema="licensing")
    op.create_index(
        "uq_office_open",
        "office",
        ["function", "division"],
        unique=True,
        schema="licensing",
        postgresql_where=sa.text("valid_to IS NULL"),
    )
