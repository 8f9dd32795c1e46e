"""archive add closed and rare search indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CLOSED = "known_to IS NOT NULL"
OPEN = "known_to IS NULL"
INDEXES = (
    ("ix_identifier_tail_closed", "identifier", [sa.text('"right"(value, 4)')], f"kind = 'uscc' AND {CLOSED}"),
    ("ix_registration_legal_rep_closed", "registration", ["legal_rep"], CLOSED),
    ("ix_registration_division_closed", "registration", ["division", "established_on"], CLOSED),
    ("ix_registration_state", "registration", ["state"], f"{OPEN} AND state <> 'S1'"),
    ("ix_registration_type", "registration", ["type_name"], f"{OPEN} AND type_name IS NOT NULL"),
    ("ix_registration_industry", "registration", ["industry"], f"{OPEN} AND industry IS NOT NULL"),
)
RELAXED = ("ix_registration_state", "ix_registration_type", "ix_registration_industry", "ix_record_category")


def upgrade() -> None:
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, unique=False, schema="archive", postgresql_where=sa.text(where))
    op.create_index(
        "ix_registration_address_closed",
        "registration",
        ["address"],
        unique=False,
        schema="archive",
        postgresql_using="gin",
        postgresql_ops={"address": "gin_trgm_ops"},
        postgresql_where=sa.text(CLOSED),
    )
    op.drop_index("ix_record_category", table_name="record", schema="archive", if_exists=True)
    op.create_index("ix_record_category", "record", ["kind", "department_id", "category"], unique=False, schema="archive")
    for index in RELAXED:
        op.execute(f"SELECT archive.declare_relaxable_index('{index}')")


def downgrade() -> None:
    op.drop_index("ix_record_category", table_name="record", schema="archive", if_exists=True)
    op.create_index("ix_record_category", "record", ["kind", "category"], unique=False, schema="archive")
    op.execute("SELECT archive.declare_relaxable_index('ix_record_category')")
    op.drop_index("ix_registration_address_closed", table_name="registration", schema="archive")
    for name, table, _columns, _where in reversed(INDEXES):
        op.execute(f"DELETE FROM archive.relaxable WHERE name = '{name}'")
        op.drop_index(name, table_name=table, schema="archive", if_exists=True)
