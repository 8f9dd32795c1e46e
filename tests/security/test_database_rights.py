"""What each database role may do: the auditor reads, the application writes rows, and neither gets at the audit or the shape."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

ACTS = (
    "UPDATE kernel.audit_entry SET actor = 'x'",
    "DELETE FROM kernel.audit_entry",
    "TRUNCATE kernel.audit_entry",
    "ALTER TABLE kernel.audit_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER append_only ON kernel.audit_entry",
    "ALTER TABLE kernel.audit_entry OWNER TO CURRENT_USER",
    "UPDATE kernel.access_log SET actor = 'x'",
    "DELETE FROM kernel.access_log",
    "TRUNCATE kernel.access_log",
    "SET session_replication_role = replica",
    "CREATE FUNCTION kernel.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TABLE kernel.mine (id int)",
    "CREATE TABLE public.mine (id int)",
    "SET ROLE supervision_owner",
    "UPDATE archive.relaxable SET drop_by = 'DROP TABLE kernel.audit_entry'",
    "INSERT INTO archive.relaxable (name, drop_by, restore_by) VALUES ('x', 'SELECT 1', 'SELECT 1')",
)
OWNERS_RIGHTS = """
    SELECT p.oid::regprocedure::text, p.proconfig, n.nspname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND n.nspname IN ('kernel', 'accounts', 'intake', 'archive', 'duties')
"""


@pytest.fixture
def connect(owner_url, auditor_url, database):
    urls = {"owner": owner_url, "auditor": auditor_url, "application": database}
    opened = [psycopg.connect(url, autocommit=True) for url in urls.values()]
    yield dict(zip(urls, opened, strict=True))
    for connection in opened:
        connection.close()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["application", "auditor"])
def test_neither_role_gets_at_the_audit_or_the_shape(connect, role, act):
    with pytest.raises(InsufficientPrivilege):
        connect[role].execute(act)


def test_the_auditor_reads_every_table_and_writes_none(connect):
    tables = connect["owner"].execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
        " WHERE schemaname IN ('kernel', 'accounts', 'intake', 'archive', 'duties')"
    )
    for (table,) in tables.fetchall():
        row = connect["auditor"].execute(
            "SELECT has_table_privilege(%(t)s, 'SELECT'), has_table_privilege(%(t)s, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')",
            {"t": table},
        )
        assert row.fetchone() == (True, False), table


def test_functions_with_the_owner_s_rights_are_for_the_application_alone(connect):
    functions = connect["owner"].execute(OWNERS_RIGHTS).fetchall()
    assert functions
    for name, _config, _schema in functions:
        for role, allowed in (("application", True), ("auditor", False)):
            may = connect[role].execute("SELECT has_function_privilege(%s::regprocedure, 'EXECUTE')", (name,)).fetchone()
            assert may == (allowed,), (name, role)


def test_functions_with_the_owner_s_rights_look_only_where_they_say(connect):
    for name, config, schema in connect["owner"].execute(OWNERS_RIGHTS).fetchall():
        paths = [item.removeprefix("search_path=") for item in config or [] if item.startswith("search_path=")]
        assert paths, name
        assert paths[0].endswith("pg_temp"), name
        assert schema in paths[0], name


def test_statements_that_fail_do_not_show_their_values(session):
    assert session.get_bind().hide_parameters is True
