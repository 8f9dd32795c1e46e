"""credit add docking."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
JSONB = postgresql.JSONB()
NULLABLE = postgresql.JSONB(none_as_null=True)


def upgrade() -> None:
    _sources()
    _runs()
    _pages()
    _authorisations()
    _requests()


def _sources() -> None:
    op.create_table(
        "docking_source",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("driver", sa.String(length=10), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("database", sa.Text(), nullable=False),
        sa.Column("schema_name", sa.Text(), nullable=True),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False, comment="encrypted, never shown"),
        sa.Column("encrypted", sa.Boolean(), nullable=False, server_default=sa.text("false"), comment="the line must be TLS"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("mapping", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
        sa.Column("columns", JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
        sa.Column("watermark_column", sa.Text(), nullable=False),
        sa.Column("key_column", sa.Text(), nullable=False),
        sa.Column("ordered", sa.String(length=6), nullable=True),
        sa.Column("overlap", sa.Integer(), nullable=False, comment="minutes, or numbers, that are read again"),
        sa.Column("page_rows", sa.Integer(), nullable=False),
        sa.Column("timeout_seconds", sa.Integer(), nullable=False),
        sa.Column("every_minutes", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=6), nullable=False, server_default=sa.text("'draft'")),
        sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("position", NULLABLE, nullable=True),
        sa.Column("tested_at", MOMENT, nullable=True),
        sa.Column("next_run_at", MOMENT, nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True, comment="why the last trial or run went wrong, and what helps"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("driver IN ('postgresql', 'mariadb')", name=op.f("ck_docking_source_driver")),
        sa.CheckConstraint("state IN ('draft', 'active', 'paused', 'closed')", name=op.f("ck_docking_source_state")),
        sa.CheckConstraint("ordered IN ('time', 'date', 'number')", name=op.f("ck_docking_source_ordered")),
        sa.CheckConstraint(
            "state <> 'active' OR (tested_at IS NOT NULL AND ordered IS NOT NULL)",
            name=op.f("ck_docking_source_active_was_tested"),
        ),
        sa.CheckConstraint("state <> 'active' OR mapping <> '{}'::jsonb", name=op.f("ck_docking_source_active_has_a_mapping")),
        sa.CheckConstraint("port BETWEEN 1 AND 65535", name=op.f("ck_docking_source_port")),
        sa.CheckConstraint("page_rows BETWEEN 100 AND 10000", name=op.f("ck_docking_source_page_rows")),
        sa.CheckConstraint("timeout_seconds BETWEEN 1 AND 300", name=op.f("ck_docking_source_timeout")),
        sa.CheckConstraint("every_minutes BETWEEN 5 AND 10080", name=op.f("ck_docking_source_every")),
        sa.CheckConstraint("overlap BETWEEN 0 AND 100000", name=op.f("ck_docking_source_overlap")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_docking_source_period")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_docking_source_revision")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_docking_source_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_docking_source")),
        sa.UniqueConstraint("department_id", "name", name=op.f("uq_docking_source_department_id_name")),
        schema="credit",
    )
    op.create_index(
        "ix_docking_source_due",
        "docking_source",
        ["next_run_at"],
        schema="credit",
        postgresql_where=sa.text("state = 'active'"),
    )


def _runs() -> None:
    op.create_table(
        "docking_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("trigger", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False, server_default=sa.text("'running'")),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("position", NULLABLE, nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("newest", sa.Text(), nullable=True, comment="the highest watermark over there when the run began"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("warning", sa.Text(), nullable=True),
        sa.CheckConstraint("trigger IN ('schedule', 'manual')", name=op.f("ck_docking_run_trigger")),
        sa.CheckConstraint("state IN ('running', 'finished', 'stopped', 'failed')", name=op.f("ck_docking_run_state")),
        sa.CheckConstraint("(state = 'running') = (finished_at IS NULL)", name=op.f("ck_docking_run_ended_has_a_time")),
        sa.CheckConstraint("(state = 'failed') = (error IS NOT NULL)", name=op.f("ck_docking_run_failed_says_why")),
        sa.ForeignKeyConstraint(["source_id"], ["credit.docking_source.id"], name=op.f("fk_docking_run_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_docking_run")),
        schema="credit",
    )
    op.create_index(
        "uq_docking_run_open",
        "docking_run",
        ["source_id"],
        schema="credit",
        unique=True,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index("ix_docking_run_source", "docking_run", ["source_id", "id"], schema="credit")


def _pages() -> None:
    counts = [
        sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
        for name in ("accepted", "held", "rejected", "unchanged", "blank")
    ]
    op.create_table(
        "docking_page",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("known_before", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("position", JSONB, nullable=False),
        sa.Column("pulled_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        *counts,
        sa.CheckConstraint("number > 0 AND rows > 0", name=op.f("ck_docking_page_number")),
        sa.CheckConstraint(
            "settled_at IS NULL OR accepted + held + rejected + blank = rows",
            name=op.f("ck_docking_page_every_row_has_a_verdict"),
        ),
        sa.ForeignKeyConstraint(["run_id"], ["credit.docking_run.id"], name=op.f("fk_docking_page_run_id")),
        sa.ForeignKeyConstraint(["source_id"], ["credit.docking_source.id"], name=op.f("fk_docking_page_source_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["intake.batch.id"], name=op.f("fk_docking_page_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_docking_page")),
        schema="credit",
    )
    op.create_index("uq_docking_page_number", "docking_page", ["run_id", "number"], schema="credit", unique=True)
    op.create_index(
        "ix_docking_page_open",
        "docking_page",
        ["source_id", "id"],
        schema="credit",
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("ix_docking_page_batch", "docking_page", ["batch_id"], schema="credit")


def _authorisations() -> None:
    op.create_table(
        "push_authorisation",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False, comment="for whom the client may push"),
        sa.Column("state", sa.String(length=7), nullable=False, server_default=sa.text("'granted'")),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="the last day"),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('granted', 'ended')", name=op.f("ck_push_authorisation_state")),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL AND ended_by IS NOT NULL AND btrim(ended_why) <> '')",
            name=op.f("ck_push_authorisation_ended_by_somebody_for_a_reason"),
        ),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_push_authorisation_period")),
        sa.CheckConstraint("btrim(basis) <> ''", name=op.f("ck_push_authorisation_basis")),
        sa.ForeignKeyConstraint(["client_id"], ["accounts.api_client.id"], name=op.f("fk_push_authorisation_client_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["accounts.department.id"], name=op.f("fk_push_authorisation_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_authorisation")),
        schema="credit",
    )
    op.create_index(
        "uq_push_authorisation_granted",
        "push_authorisation",
        ["client_id", "department_id"],
        schema="credit",
        unique=True,
        postgresql_where=sa.text("state = 'granted'"),
    )
    op.create_index("ix_push_authorisation_department", "push_authorisation", ["department_id", "id"], schema="credit")


def _requests() -> None:
    op.create_table(
        "push_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="of what was asked"),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("authorisation_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("answer", NULLABLE, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.CheckConstraint("rows BETWEEN 1 AND 1000", name=op.f("ck_push_request_rows")),
        sa.CheckConstraint("octet_length(digest) = 32", name=op.f("ck_push_request_digest")),
        sa.CheckConstraint("(batch_id IS NULL) = (answer IS NULL)", name=op.f("ck_push_request_answered")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_push_request_department_id")),
        sa.ForeignKeyConstraint(
            ["authorisation_id"], ["credit.push_authorisation.id"], name=op.f("fk_push_request_authorisation_id")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["intake.batch.id"], name=op.f("fk_push_request_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_request")),
        schema="credit",
    )
    op.create_index("uq_push_request_key", "push_request", ["actor", "key"], schema="credit", unique=True)
    op.create_index("ix_push_request_batch", "push_request", ["batch_id"], schema="credit")
    op.create_index("ix_push_request_department", "push_request", ["department_id", "id"], schema="credit")


def downgrade() -> None:
    for table in ("push_request", "push_authorisation", "docking_page", "docking_run", "docking_source"):
        op.drop_table(table, schema="credit")
