"""Copies of whole databases."""

import psycopg
from psycopg import sql

from supervision.kernel.servers import postgres


def copy_database(connection: psycopg.Connection, name: str, source: str) -> None:
    """Make a database anew as a copy of one that nobody is connected to."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    copy = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
    connection.execute(copy.format(sql.Identifier(name), sql.Identifier(postgres.OWNER), sql.Identifier(source)))
