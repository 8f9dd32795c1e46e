"""The pairs of characters in the names of public records, in the order in which lists read them.

An index of arrays finds the records whose names hold a text, but not the newest of them: it reads all. Here the newest of a pair stand
side by side. A trigger keeps them, so that no way out of publicity can forget it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

INSERTED = """
CREATE FUNCTION credit.note_publication_pairs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO credit.publication_pair (pair, at, publication_id)
    SELECT unnest(came.grams), came.published_at, came.id FROM came WHERE came.state = 'published'
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
DELETED = """
CREATE FUNCTION credit.drop_publication_pairs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM credit.publication_pair AS kept
    USING (SELECT unnest(went.grams) AS pair, went.published_at AS at, went.id FROM went WHERE went.state = 'published') AS ended
    WHERE kept.pair = ended.pair AND kept.at = ended.at AND kept.publication_id = ended.id;
    RETURN NULL;
END $$
"""
UPDATED = """
CREATE FUNCTION credit.change_publication_pairs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM credit.publication_pair AS kept
    USING (
        SELECT unnest(went.grams) AS pair, went.published_at AS at, went.id FROM went JOIN came USING (id)
        WHERE went.state = 'published' AND (went.state, went.published_at, went.grams) IS DISTINCT FROM
            (came.state, came.published_at, came.grams)
    ) AS ended
    WHERE kept.pair = ended.pair AND kept.at = ended.at AND kept.publication_id = ended.id;
    INSERT INTO credit.publication_pair (pair, at, publication_id)
    SELECT unnest(came.grams), came.published_at, came.id FROM came JOIN went USING (id)
    WHERE came.state = 'published' AND (went.state, went.published_at, went.grams) IS DISTINCT FROM
        (came.state, came.published_at, came.grams)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
TRIGGERS = (
    ("note", INSERTED, "AFTER INSERT", "NEW TABLE AS came"),
    ("change", UPDATED, "AFTER UPDATE", "OLD TABLE AS went NEW TABLE AS came"),
    ("drop", DELETED, "AFTER DELETE", "OLD TABLE AS went"),
)


def upgrade() -> None:
    op.create_table(
        "publication_pair",
        sa.Column("pair", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="published_at of the record"),
        sa.Column("publication_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pair", "at", "publication_id", name="pk_publication_pair"),
        schema="credit",
    )
    op.execute(
        "INSERT INTO credit.publication_pair SELECT unnest(grams), published_at, id FROM credit.publication WHERE state = 'published'"
        " ON CONFLICT DO NOTHING"
    )
    for table in (
        "publication_pair",
        "publication",
    ):  # a page reads a few rows: starting a second process takes longer than that
        op.execute(f"ALTER TABLE credit.{table} SET (parallel_workers = 0)")
    for verb, function, when, tables in TRIGGERS:
        op.execute(function)
        op.execute(
            f"CREATE TRIGGER {verb}_pairs {when} ON credit.publication REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION credit.{verb}_publication_pairs()"
        )
    op.drop_index("ix_publication_grams", "publication", schema="credit")
    op.create_index(
        "ix_publication_counted",
        "publication",
        ["department_id", "kind", "shown_until"],
        schema="credit",
        postgresql_where=sa.text("state = 'published'"),
    )


def downgrade() -> None:
    op.drop_index("ix_publication_counted", "publication", schema="credit")
    op.create_index(
        "ix_publication_grams",
        "publication",
        ["grams"],
        schema="credit",
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'published'"),
    )
    for verb, _function, _when, _tables in TRIGGERS:
        op.execute(f"DROP TRIGGER {verb}_pairs ON credit.publication")
        op.execute(f"DROP FUNCTION credit.{verb}_publication_pairs()")
    op.execute("ALTER TABLE credit.publication RESET (parallel_workers)")
    op.drop_table("publication_pair", schema="credit")
