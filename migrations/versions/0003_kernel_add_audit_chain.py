"""kernel add audit chain."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _create_audit_entry()
    _create_access_log()
    # whether a process fits the database is asked by the application's role, which owns nothing
    op.execute("GRANT SELECT ON public.alembic_version TO PUBLIC")
    for table in ("audit_entry", "access_log"):
        op.execute(f"SELECT kernel.append_only('kernel.{table}')")


def _create_audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("object_kind", sa.String(40), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.String(8), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_entry"),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_entry_seq")),
        sa.CheckConstraint("octet_length(hash) = 32 AND octet_length(previous) = 32", name=op.f("ck_audit_entry_hash_length")),
        schema="kernel",
    )
    for name, columns in {"action": ["action", "seq"], "actor": ["actor", "seq"]}.items():
        op.create_index(f"ix_audit_entry_{name}", "audit_entry", columns, schema="kernel")
    op.create_index("ix_audit_entry_object", "audit_entry", ["object_kind", "object_id", "seq"], schema="kernel")
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"], schema="kernel", postgresql_using="brin")


def _create_access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("object_kind", sa.String(40), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
        schema="kernel",
    )
    op.create_index("ix_access_log_actor", "access_log", ["actor", "id"], schema="kernel")
    op.create_index("ix_access_log_object", "access_log", ["object_kind", "object_id", "id"], schema="kernel")


def downgrade() -> None:
    op.drop_table("access_log", schema="kernel")
    op.drop_table("audit_entry", schema="kernel")
