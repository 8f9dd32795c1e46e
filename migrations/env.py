"""Run the numbered migrations as the owner of the schemas."""

import re

from alembic import context
from sqlalchemy import create_engine, pool, text

from supervision.kernel.db import Base, sqlalchemy_url
from wsgi import PLATFORM

assert PLATFORM is not None  # importing the composition root loads every model

ONE_AT_A_TIME = 7_305_001
OUR_OWN_TABLES = re.compile(r"alembic_version|outbox_(event|delivery)_(default|p\d{4}w\d{2})")


def address() -> str:
    target = context.config.attributes.get("target")
    return target.owner_url if target else context.config.get_main_option("sqlalchemy.url") or ""


def run(url: str) -> None:
    engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_schemas=True,
            compare_type=True,
            version_table_schema="public",
            include_name=lambda name, kind, _parents: not (kind == "table" and OUR_OWN_TABLES.fullmatch(name or "")),
        )
        with context.begin_transaction():
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            context.run_migrations()


run(address())
