"""intake add batches and layouts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)


def counts() -> list[sa.Column]:
    names = ("accepted", "held", "rejected", "warned", "unchanged", "blank")
    return [sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("layout", sa.Text(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("mapping_digest", sa.String(64), nullable=False),
        sa.Column("header_row", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_expected", sa.Integer(), nullable=True),
        sa.Column("rows_read", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        *counts(),
        sa.CheckConstraint(
            "state IN ('draft', 'queued', 'running', 'finished', 'failed', 'discarded')", name=op.f("ck_batch_state")
        ),
        sa.CheckConstraint("kind IS NOT NULL OR state IN ('draft', 'discarded')", name=op.f("ck_batch_kind_is_known")),
        sa.CheckConstraint("accepted + held + rejected = rows_read", name=op.f("ck_batch_every_row_has_a_verdict")),
        sa.CheckConstraint("warned <= accepted AND unchanged <= rows_read", name=op.f("ck_batch_parts_fit_the_whole")),
        sa.CheckConstraint("state <> 'finished' OR finished_at IS NOT NULL", name=op.f("ck_batch_finished_has_an_end")),
        sa.CheckConstraint("state <> 'failed' OR error IS NOT NULL", name=op.f("ck_batch_failed_has_a_reason")),
        sa.ForeignKeyConstraint(["attachment_id"], ["kernel.attachment.id"], name=op.f("fk_batch_attachment_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_batch_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_batch_number")),
        schema="intake",
    )
    op.create_index(
        "uq_batch_same_file",
        "batch",
        ["sha256", "kind", "department_id", "mapping_digest"],
        unique=True,
        schema="intake",
        postgresql_where=sa.text("state NOT IN ('draft', 'discarded')"),
    )
    op.create_index("ix_batch_department", "batch", ["department_id", "created_at"], schema="intake")
    op.create_table(
        "chunk",
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("chunk_no", sa.Integer(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("row_hashes", sa.LargeBinary(), nullable=False),
        sa.Column("verdicts", sa.LargeBinary(), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=False),
        *counts(),
        sa.CheckConstraint("accepted + held + rejected = rows", name=op.f("ck_chunk_every_row_has_a_verdict")),
        sa.CheckConstraint(
            "length(row_hashes) = rows * 32 AND length(verdicts) = rows",
            name=op.f("ck_chunk_one_digest_and_verdict_per_row"),
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["intake.batch.id"], name=op.f("fk_chunk_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "chunk_no", name=op.f("pk_chunk")),
        schema="intake",
    )
    # The blobs are compressed already: TOAST must not try again.
    for column in ("raw", "row_hashes"):
        op.execute(f"ALTER TABLE intake.chunk ALTER COLUMN {column} SET STORAGE EXTERNAL")
    op.create_table(
        "finding",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(6), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=True),
        sa.CheckConstraint("severity IN ('reject', 'hold', 'warn')", name=op.f("ck_finding_severity")),
        sa.ForeignKeyConstraint(["batch_id"], ["intake.batch.id"], name=op.f("fk_finding_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        schema="intake",
    )
    op.create_index("ix_finding_batch", "finding", ["batch_id", "row_no"], schema="intake")
    op.create_index("ix_finding_cause", "finding", ["batch_id", "severity", "rule", "field"], schema="intake")
    op.create_table(
        "bulk_run",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_bulk_run")),
        schema="intake",
    )
    op.create_table(
        "layout",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("definition", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_layout_name_version")),
        schema="intake",
    )


def downgrade() -> None:
    for table in ("layout", "bulk_run", "finding", "chunk", "batch"):
        op.drop_table(table, schema="intake")
