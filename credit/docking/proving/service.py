"""Asking the server whether this account could write, and whether this session is kept from it."""

from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from credit.docking.errors import AccountMayWrite, NotThatDatabase, ReadOnlyNotKept
from credit.docking.proving.rules import writing_grants
from credit.docking.schemas import Target
from credit.docking.states import Driver

TOLD: Final = 3
POSTGRESQL: Final = text(r"""
    WITH mine AS (SELECT * FROM pg_catalog.pg_roles WHERE rolname = current_user),
    outer_tables AS (
        SELECT c.oid, c.relkind, c.relowner, n.nspname || '.' || c.relname AS name
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
          AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    )
    SELECT '是超级用户' FROM mine WHERE rolsuper
    UNION ALL SELECT '可以建角色、建库或复制' FROM mine WHERE rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
    UNION ALL SELECT '属于角色 ' || rolname FROM pg_catalog.pg_roles
        WHERE rolname ~ '^pg_(write|execute|signal|read_server|checkpoint|maintain|create)' AND pg_has_role(oid, 'MEMBER')
    UNION ALL SELECT '可以在数据库中建模式' WHERE has_database_privilege(current_database(), 'CREATE')
    UNION ALL SELECT '可以在模式 ' || nspname || ' 中建表' FROM pg_catalog.pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND has_schema_privilege(oid, 'CREATE')
    UNION ALL SELECT '是 ' || name || ' 的所有者' FROM outer_tables WHERE pg_has_role(relowner, 'MEMBER')
    UNION ALL SELECT '可以改写 ' || name FROM outer_tables
        WHERE CASE WHEN relkind = 'S' THEN false
                   ELSE has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
                        OR has_any_column_privilege(oid, 'INSERT, UPDATE') END
    UNION ALL SELECT '可以推进序列 ' || name FROM outer_tables
        WHERE CASE WHEN relkind = 'S' THEN has_sequence_privilege(oid, 'UPDATE, USAGE') ELSE false END
    LIMIT 20
""")


def prove_reading_only(connection: Connection, target: Target) -> str:
    """Refuse an account that could write or a session that is not read-only; return what the server calls itself."""
    if target.driver is Driver.POSTGRESQL:
        server, kept, found = _postgresql(connection)
    else:
        server, kept, found = _mariadb(connection)
    if not kept:
        raise ReadOnlyNotKept
    if found:
        more = f"等 {len(found)} 项" if len(found) > TOLD else ""
        raise AccountMayWrite(username=target.username, found="；".join(found[:TOLD]) + more)
    return server


def _postgresql(connection: Connection) -> tuple[str, bool, list[str]]:
    version = str(connection.execute(text("SELECT version()")).scalar_one())
    if not version.startswith("PostgreSQL"):
        raise NotThatDatabase(found=version[:40], wanted=Driver.POSTGRESQL.label)
    kept = connection.execute(text("SELECT current_setting('transaction_read_only')")).scalar_one()
    found = [str(row[0]) for row in connection.execute(POSTGRESQL)]
    return " ".join(version.split()[:2]), kept == "on", found


def _mariadb(connection: Connection) -> tuple[str, bool, list[str]]:
    version = str(connection.execute(text("SELECT version()")).scalar_one())
    if "mariadb" not in version.lower():
        raise NotThatDatabase(found=f"MySQL {version}"[:40], wanted=Driver.MARIADB.label)
    kept = bool(connection.execute(text("SELECT @@SESSION.tx_read_only")).scalar_one())
    grants = [str(row[0]) for row in connection.execute(text("SHOW GRANTS"))]
    return f"MariaDB {version.partition('-')[0]}", kept, writing_grants([*grants, *_for_everybody(connection)])


def _for_everybody(connection: Connection) -> list[str]:
    """Return what everybody may do; older servers know no such thing."""
    try:
        return [str(row[0]) for row in connection.execute(text("SHOW GRANTS FOR PUBLIC"))]
    except DBAPIError:
        return []
