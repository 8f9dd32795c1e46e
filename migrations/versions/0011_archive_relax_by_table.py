"""archive relax by table."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# A load names the tables that it outweighs, and of their indexes those that it asks itself.
TABLES = ("record", "relation")
# The last one holds only what waits for a person: it costs a load nothing.
KEPT_INDEXES = ("pk_record", "pk_relation", "ix_record_party")

DECLARE_WITH_TABLE = """
ALTER TABLE archive.relaxable ADD COLUMN of_table text;
UPDATE archive.relaxable SET of_table = substring(restore_by FROM ' archive\\.([a-z_]+)');
ALTER TABLE archive.relaxable ALTER COLUMN of_table SET NOT NULL;

CREATE OR REPLACE FUNCTION archive.declare_relaxable_index(index_name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO archive.relaxable (name, of_table, drop_by, restore_by)
    SELECT i.indexname, i.tablename, format('DROP INDEX IF EXISTS archive.%I', i.indexname), i.indexdef
    FROM pg_indexes i WHERE i.schemaname = 'archive' AND i.indexname = index_name
    ON CONFLICT (name) DO UPDATE SET restore_by = excluded.restore_by
$$;

CREATE OR REPLACE FUNCTION archive.declare_relaxable_keys(of_table text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO archive.relaxable (name, of_table, drop_by, restore_by)
    SELECT c.conname, t.relname, format('ALTER TABLE archive.%I DROP CONSTRAINT IF EXISTS %I', t.relname, c.conname),
           format('ALTER TABLE archive.%I ADD CONSTRAINT %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.contype = 'f' AND c.conrelid = to_regclass('archive.' || of_table)
    ON CONFLICT (name) DO UPDATE SET restore_by = excluded.restore_by
$$;
"""

RELAX_BY_TABLE = """
DROP FUNCTION archive.restore_after_bulk();
DROP FUNCTION archive.relax_for_bulk();

CREATE FUNCTION archive.relax_for_bulk(tables text[], kept text[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, archive, pg_temp AS $$
DECLARE
    item archive.relaxable;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('archive.bulk'));
    FOR item IN
        SELECT * FROM archive.relaxable WHERE of_table = ANY (tables) AND name <> ALL (kept) ORDER BY position DESC
    LOOP
        EXECUTE item.drop_by;
        dropped := dropped + 1;
    END LOOP;
    UPDATE archive.bulk_load SET relaxed_at = clock_timestamp(), touched_at = clock_timestamp();
    RETURN dropped;
END $$;

CREATE FUNCTION archive.restore_after_bulk(tables text[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, archive, public, pg_temp SET maintenance_work_mem = '512MB' AS $$
DECLARE
    item archive.relaxable;
    restored integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('archive.bulk'));
    FOR item IN SELECT * FROM archive.missing_after_bulk() WHERE of_table = ANY (tables) ORDER BY position LOOP
        EXECUTE item.restore_by;
        restored := restored + 1;
    END LOOP;
    UPDATE archive.bulk_load SET relaxed_at = NULL
    WHERE relaxed_at IS NOT NULL AND NOT EXISTS (SELECT FROM archive.missing_after_bulk());
    RETURN restored;
END $$;
"""

RELAX_ALL = """
DROP FUNCTION archive.restore_after_bulk(text[]);
DROP FUNCTION archive.relax_for_bulk(text[], text[]);

CREATE FUNCTION archive.relax_for_bulk() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, archive, pg_temp AS $$
DECLARE
    item archive.relaxable;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('archive.bulk'));
    FOR item IN SELECT * FROM archive.relaxable ORDER BY position DESC LOOP
        EXECUTE item.drop_by;
        dropped := dropped + 1;
    END LOOP;
    UPDATE archive.bulk_load SET relaxed_at = clock_timestamp(), touched_at = clock_timestamp();
    RETURN dropped;
END $$;

CREATE FUNCTION archive.restore_after_bulk() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, archive, public, pg_temp SET maintenance_work_mem = '512MB' AS $$
DECLARE
    item archive.relaxable;
    restored integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('archive.bulk'));
    FOR item IN SELECT * FROM archive.missing_after_bulk() LOOP
        EXECUTE item.restore_by;
        restored := restored + 1;
    END LOOP;
    UPDATE archive.bulk_load SET relaxed_at = NULL WHERE relaxed_at IS NOT NULL;
    RETURN restored;
END $$;
"""

DECLARE_WITHOUT_TABLE = """
CREATE OR REPLACE FUNCTION archive.declare_relaxable_index(index_name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO archive.relaxable (name, drop_by, restore_by)
    SELECT index_name, format('DROP INDEX IF EXISTS archive.%I', index_name), pg_get_indexdef(to_regclass('archive.' || index_name))
    ON CONFLICT (name) DO UPDATE SET restore_by = excluded.restore_by
$$;

CREATE OR REPLACE FUNCTION archive.declare_relaxable_keys(of_table text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO archive.relaxable (name, drop_by, restore_by)
    SELECT conname, format('ALTER TABLE archive.%I DROP CONSTRAINT IF EXISTS %I', of_table, conname),
           format('ALTER TABLE archive.%I ADD CONSTRAINT %I %s', of_table, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND conrelid = to_regclass('archive.' || of_table)
    ON CONFLICT (name) DO UPDATE SET restore_by = excluded.restore_by
$$;

DELETE FROM archive.relaxable WHERE of_table IN ('record', 'relation');
ALTER TABLE archive.relaxable DROP COLUMN of_table;
"""


def upgrade() -> None:
    op.execute(DECLARE_WITH_TABLE)
    op.execute(RELAX_BY_TABLE)
    for table in TABLES:
        op.execute(f"""
            SELECT archive.declare_relaxable_index(indexname) FROM pg_indexes
            WHERE schemaname = 'archive' AND tablename = '{table}' AND indexname NOT IN {KEPT_INDEXES!r} ORDER BY indexname
        """)
    for table in TABLES:
        op.execute(f"SELECT archive.declare_relaxable_keys('{table}')")


def downgrade() -> None:
    op.execute(RELAX_ALL)
    op.execute(DECLARE_WITHOUT_TABLE)
