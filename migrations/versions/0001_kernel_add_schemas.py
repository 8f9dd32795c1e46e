"""kernel add schemas.

Three database roles: the owner, who runs this; the application, who reads and writes rows and changes no shape; the
auditor, who reads. The last two are named by whoever migrates, since a foreign server has names of its own.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from supervision.kernel.servers.granting import open_schema

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMAS = ("kernel", "accounts", "intake", "archive", "duties")
EXTENSIONS = ("pg_trgm", "btree_gin")

SEES_CHINESE = """
DO $$ BEGIN
    IF cardinality(show_trgm('企业监管')) = 0 THEN
        RAISE EXCEPTION 'the database locale hides Chinese from trigrams: create it with LC_CTYPE C.UTF-8, not %',
            (SELECT datctype FROM pg_database WHERE datname = current_database());
    END IF;
END $$
"""

APPEND_ONLY = """
CREATE FUNCTION kernel.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %.% is refused: rows are only added', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION kernel.append_only(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE reader record;
BEGIN
    FOR reader IN
        SELECT DISTINCT grantee.rolname FROM pg_class AS held, aclexplode(held.relacl) AS held_right
        JOIN pg_roles AS grantee ON grantee.oid = held_right.grantee
        WHERE held.oid = target AND held_right.grantee <> held.relowner
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %I', target, reader.rolname);
    END LOOP;
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s '
                   'FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change()', target);
    EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change()', target);
END $$
"""


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.execute(SEES_CHINESE)
    # some of our functions act with the owner's rights: nobody may call any but those who are named below
    op.execute("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    for schema in SCHEMAS:
        op.execute(f"CREATE SCHEMA {schema}")
        open_schema(schema)
    op.execute(APPEND_ONLY)
    op.create_table(
        "milestone",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("reached_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_milestone"),
        schema="kernel",
    )


def downgrade() -> None:
    op.drop_table("milestone", schema="kernel")
    op.execute("DROP FUNCTION kernel.append_only(regclass)")
    op.execute("DROP FUNCTION kernel.refuse_change()")
    for schema in reversed(SCHEMAS):
        op.execute(f"DROP SCHEMA {schema}")
    op.execute("ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC")
    for extension in reversed(EXTENSIONS):
        op.execute(f"DROP EXTENSION {extension}")
