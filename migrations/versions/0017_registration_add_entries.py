"""registration add entries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SCHEMA = "registration"
INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    add_entries()
    index_entries()
    add_obligations()


def downgrade() -> None:
    op.drop_table("obligation", schema=SCHEMA)
    op.drop_table("entry", schema=SCHEMA)


def add_entries() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("registrar_department_id", sa.Integer(), nullable=False),
        sa.Column("source_no", sa.String(100), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("latest", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("occurred_on", sa.Date()),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(4), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("regno", sa.String(64)),
        sa.Column("name", sa.Text()),
        sa.Column("type_name", sa.Text()),
        sa.Column("legal_rep", sa.Text()),
        sa.Column("scope", sa.Text()),
        sa.Column("scope_codes", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("division", sa.String(6)),
        sa.Column("division_given", sa.Text()),
        sa.Column("telephone", sa.Text()),
        sa.Column("former_scope", sa.Text()),
        sa.Column("former_division", sa.String(6)),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("batch_id", sa.BigInteger()),
        sa.Column("row_no", sa.Integer()),
        sa.Column("subject_id", sa.BigInteger()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("held_rule", sa.String(24)),
        sa.Column("held_reason", sa.Text()),
        sa.Column("held_remedy", sa.Text()),
        sa.Column("remarks", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("late", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("archived_at", INSTANT),
        sa.Column("repeats", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("repeated_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.ForeignKeyConstraint(
            ["registrar_department_id"], ["accounts.department.id"], name="fk_entry_registrar_department_id"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name="fk_entry_subject_id"),
        sa.UniqueConstraint(
            "registrar_department_id", "source_no", "version", name="uq_entry_registrar_department_id_source_no_version"
        ),
        sa.CheckConstraint(
            "kind IN ('establishment', 'scope_change', 'address_change', 'revocation', 'cancellation', 'unknown')", name="kind"
        ),
        sa.CheckConstraint("state IN ('received', 'archived', 'held')", name="state"),
        sa.CheckConstraint("channel IN ('api', 'file', 'page')", name="channel"),
        sa.CheckConstraint("version >= 1 AND repeats >= 0", name="counted_from_one"),
        sa.CheckConstraint(
            "state = 'held' OR (kind <> 'unknown' AND occurred_on IS NOT NULL AND name IS NOT NULL"
            " AND (code IS NOT NULL OR regno IS NOT NULL))",
            name="says_what_when_and_who",
        ),
        sa.CheckConstraint("(state = 'archived') = (archived_at IS NOT NULL)", name="archived_at_some_time"),
        sa.CheckConstraint("state <> 'archived' OR subject_id IS NOT NULL", name="archived_has_a_subject"),
        sa.CheckConstraint("(state = 'held') = (held_reason IS NOT NULL AND held_rule IS NOT NULL)", name="held_for_a_reason"),
        sa.CheckConstraint("(batch_id IS NULL) = (row_no IS NULL)", name="a_row_of_a_batch"),
        schema=SCHEMA,
    )


def index_entries() -> None:
    def index(name: str, *columns: str, where: str | None = None, unique: bool = False) -> None:
        condition = sa.text(where) if where else None
        op.create_index(name, "entry", list(columns), schema=SCHEMA, unique=unique, postgresql_where=condition)

    index("uq_entry_latest", "registrar_department_id", "source_no", where="latest", unique=True)
    index("ix_entry_waiting", "id", where="state = 'received'")
    index("ix_entry_held", "registrar_department_id", "id", where="state = 'held' AND latest")
    index("ix_entry_received", "received_at", "id")
    index("ix_entry_repeated", "repeated_at", where="repeated_at IS NOT NULL")
    index("ix_entry_subject", "subject_id", "occurred_on")
    index("ix_entry_code", "code")
    index("ix_entry_regno", "regno", where="regno IS NOT NULL")
    op.create_index(
        "ix_entry_name",
        "entry",
        ["name"],
        schema=SCHEMA,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
        postgresql_with={"fastupdate": "on"},
    )
    index("ix_entry_row", "batch_id", "row_no", where="batch_id IS NOT NULL")


def add_obligations() -> None:
    op.create_table(
        "obligation",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("item_code", sa.String(16), nullable=False),
        sa.Column("item_name", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(9), nullable=False),
        sa.Column("licence_record_id", sa.BigInteger()),
        sa.Column("division", sa.String(6)),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rule_code", sa.String(40), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("met_by_entry_id", sa.BigInteger()),
        sa.Column("met_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_obligation"),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name="fk_obligation_subject_id"),
        sa.ForeignKeyConstraint(["met_by_entry_id"], ["registration.entry.id"], name="fk_obligation_met_by_entry_id"),
        sa.CheckConstraint("ground IN ('revoked', 'expired', 'cancelled')", name="ground"),
        sa.CheckConstraint("state IN ('open', 'met', 'overdue')", name="state"),
        sa.CheckConstraint("(state = 'met') = (met_by_entry_id IS NOT NULL)", name="met_by_an_entry"),
        sa.CheckConstraint("(state = 'met') = (met_at IS NOT NULL)", name="met_at_some_time"),
        sa.CheckConstraint("due_on >= began_on", name="due_after_it_began"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_obligation_licence",
        "obligation",
        ["subject_id", "item_code", "ground", "licence_record_id"],
        schema=SCHEMA,
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "ix_obligation_standing", "obligation", ["due_on", "id"], schema=SCHEMA, postgresql_where=sa.text("state <> 'met'")
    )
    op.create_index("ix_obligation_subject", "obligation", ["subject_id"], schema=SCHEMA)
