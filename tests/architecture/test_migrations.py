"""Migrations up are the models, and down leaves nothing."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from supervision.kernel.db import Base
from supervision.kernel.servers import migrations, postgres
from supervision.kernel.servers.postgres import PostgresServer
from tests.architecture.tree import PROJECT

PARTITIONS = re.compile(r"outbox_(event|delivery)_(default|p\d{4}w\d{2})")
WITHOUT_MODEL = {"relaxable", "bulk_load"}  # only functions of the database touch these
VERBS = {"add", "drop", "rename", "fill", "relax", "tighten"}
FILES = sorted((PROJECT / "migrations" / "versions").glob("*.py"))


def ours(name: str | None, kind: str, _parents: object) -> bool:
    if kind != "table" or name is None:
        return True
    return name not in {"alembic_version", *WITHOUT_MODEL} and not PARTITIONS.fullmatch(name)


def test_the_migrated_database_is_what_the_models_say(owner_engine: Engine):
    with owner_engine.connect() as connection:
        options = {"include_schemas": True, "compare_type": True, "compare_server_default": False, "include_name": ours}
        context = MigrationContext.configure(connection, opts=options)
        differences = [repr(item) for item in compare_metadata(context, Base.metadata)]
    assert not differences, "\n".join(differences)


def test_check_constraints_of_the_database_are_those_of_the_models(owner_engine: Engine):
    """Alembic compares no CHECK, and what must never be stored is said by them."""
    wanted = {
        f"{table.schema}.{table.name}.{constraint.name}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.__visit_name__ == "check_constraint" or type(constraint).__name__ == "CheckConstraint"
    }
    statement = """
        SELECT n.nspname || '.' || c.relname || '.' || k.conname FROM pg_constraint AS k
        JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE k.contype = 'c' AND NOT c.relispartition AND n.nspname = ANY(:schemas)
        AND c.relname <> ALL(:without_model)
    """
    schemas = sorted({table.schema for table in Base.metadata.tables.values() if table.schema})
    with owner_engine.connect() as connection:
        stored = set(connection.execute(text(statement), {"schemas": schemas, "without_model": [*WITHOUT_MODEL]}).scalars())
    assert not wanted ^ stored, f"not in the database: {sorted(wanted - stored)}; not in the models: {sorted(stored - wanted)}"


def test_down_leaves_nothing_and_up_works_again(owner_url: str, owner_engine: Engine):
    target = migrations.Target(owner_url, postgres.APPLICATION, postgres.AUDITOR)
    migrations.downgrade(target)
    with owner_engine.connect() as connection:
        schemas = connection.execute(text("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'")).scalars()
        assert set(schemas) == {"public", "information_schema"}
    migrations.upgrade(target)


def test_a_server_of_somebody_else_with_one_role_is_migrated_too(postgres_server: PostgresServer):
    """`DATABASE_URL` alone: its role owns the schemas and does the work."""
    with postgres_server.connect() as connection:
        connection.execute("DROP DATABASE IF EXISTS one_role WITH (FORCE)")
        postgres.create_role(connection, "only_one")
        postgres.create_database(connection, "one_role", owner="only_one")
        url = postgres_server.url("only_one", "one_role")
        migrations.upgrade(migrations.foreign_target(url=url, owner_url=None, auditor_role=None))
        with postgres_server.connect("one_role") as migrated:
            owners = migrated.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'archive'").fetchall()
        assert owners == [("only_one",)]
        connection.execute("DROP DATABASE one_role WITH (FORCE)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_migration_reads_as_a_sentence(path: Path):
    number, _package, verb, *_rest = path.stem.split("_")
    assert re.fullmatch(r"\d{4}", number)
    assert verb in VERBS


def test_migrations_stand_in_one_line():
    revisions = [re.search(r'^revision = "(\d+)"', path.read_text("utf-8"), re.MULTILINE)[1] for path in FILES]
    parents = [re.search(r'^down_revision = (?:"(\d+)"|None)', path.read_text("utf-8"), re.MULTILINE)[1] for path in FILES]
    assert revisions == [path.stem[:4] for path in FILES]
    assert parents == [None, *revisions[:-1]]
