"""Copies of whole databases."""

from collections.abc import Callable

import psycopg
from psycopg import sql

from supervision.kernel.servers import postgres
from supervision.kernel.servers.postgres import PostgresServer


def copy_database(connection: psycopg.Connection, name: str, source: str) -> None:
    """Make a database anew as a copy of one that nobody is connected to."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    copy = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
    connection.execute(copy.format(sql.Identifier(name), sql.Identifier(postgres.OWNER), sql.Identifier(source)))


def made_once(server: PostgresServer, name: str, make: Callable[[str, psycopg.Connection], None]) -> str:
    """Make a database in one process while the others wait, and let it appear under its name when it is complete."""
    with server.connect() as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", (name,))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            unfinished = f"{name}_unfinished"
            make(unfinished, connection)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name
