"""archive add search and following."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Thinner and thinner samples of the name index: a pair that stands in a million names is answered from one of them.
SAMPLES = (16, 256)
RELAXED_INDEXES = (*(f"ix_name_grams_{part}" for part in SAMPLES), "ix_identifier_tail")


def upgrade() -> None:
    add_search_indexes()
    add_follow()
    add_follow_change()


def add_search_indexes() -> None:
    for part in SAMPLES:
        op.create_index(
            f"ix_name_grams_{part}",
            "name",
            ["grams"],
            unique=False,
            schema="archive",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "on"},
            postgresql_where=sa.text(f"subject_id % {part} = 0"),
        )
    op.create_index(
        "ix_identifier_tail",
        "identifier",
        [sa.text('"right"(value, 4)')],
        unique=False,
        schema="archive",
        postgresql_where=sa.text("kind = 'uscc' AND known_to IS NULL"),
    )
    for index in RELAXED_INDEXES:
        op.execute(f"SELECT archive.declare_relaxable_index('{index}')")


def add_follow() -> None:
    op.create_table(
        "follow",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("since", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_follow_subject_id")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_follow_user_id")),
        sa.PrimaryKeyConstraint("user_id", "subject_id", name=op.f("pk_follow")),
        schema="archive",
    )
    op.create_index("ix_follow_subject", "follow", ["subject_id"], unique=False, schema="archive")


def add_follow_change() -> None:
    op.create_table(
        "follow_change",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("seen_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["archive.event.id"], name=op.f("fk_follow_change_event_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_follow_change_subject_id")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_follow_change_user_id")),
        sa.PrimaryKeyConstraint("user_id", "event_id", name=op.f("pk_follow_change")),
        schema="archive",
    )
    op.create_index(
        "ix_follow_change_unseen",
        "follow_change",
        ["user_id"],
        unique=False,
        schema="archive",
        postgresql_where=sa.text("seen_at IS NULL"),
    )
    op.create_index("ix_follow_change_latest", "follow_change", ["user_id", "arrived_at"], unique=False, schema="archive")


def downgrade() -> None:
    op.drop_table("follow_change", schema="archive")
    op.drop_table("follow", schema="archive")
    for index in RELAXED_INDEXES:
        op.execute(f"DELETE FROM archive.relaxable WHERE name = '{index}'")
    op.drop_index("ix_identifier_tail", table_name="identifier", schema="archive")
    for part in SAMPLES:
        op.drop_index(f"ix_name_grams_{part}", table_name="name", schema="archive")
