"""Which roles may do what in a schema; migrations ask for it while they run."""

from alembic import context, op


def open_schema(schema: str) -> None:
    """Open a schema, and whatever the owner will make in it, to the application and the auditor."""
    target = context.config.attributes.get("target")
    if target is None:
        return
    if target.application_role:
        rights = "SELECT, INSERT, UPDATE, DELETE"
        _open_to(schema, target.application_role, tables=rights + _maintain(), sequences="USAGE, SELECT, UPDATE")
        role = _quoted(target.application_role)
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT EXECUTE ON FUNCTIONS TO {role}")
    if target.auditor_role:
        _open_to(schema, target.auditor_role, tables="SELECT", sequences="SELECT")


def _open_to(schema: str, role: str, *, tables: str, sequences: str) -> None:
    quoted = _quoted(role)
    op.execute(f"GRANT USAGE ON SCHEMA {schema} TO {quoted}")
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {tables} ON TABLES TO {quoted}")
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {sequences} ON SEQUENCES TO {quoted}")


def _quoted(role: str) -> str:
    return op.get_bind().dialect.identifier_preparer.quote(role)


def _maintain() -> str:
    """PostgreSQL 17 lets a role that owns nothing gather statistics after a load."""
    version = op.get_bind().dialect.server_version_info or (0,)
    return ", MAINTAIN" if version >= (17,) else ""
