"""duties add powers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("power",)


def upgrade() -> None:
    add_power()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="duties")


def add_power() -> None:
    op.create_table(
        "power",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("business_key", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True, comment="职权类型, such as 行政处罚"),
        sa.Column(
            "penalty_kinds", postgresql.ARRAY(sa.Text()), nullable=False, comment="kinds of penalty that the power allows"
        ),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("known_from", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("known_to", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("row_no", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_power_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power")),
        schema="duties",
    )
    op.create_index("ix_power_authority", "power", ["authority", "kind"], unique=False, schema="duties")
    op.create_index("ix_power_department", "power", ["department_id"], unique=False, schema="duties")
    op.create_index(
        "uq_power_open", "power", ["business_key"], unique=True, schema="duties", postgresql_where=sa.text("known_to IS NULL")
    )
