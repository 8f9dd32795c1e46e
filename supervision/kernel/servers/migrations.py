"""Bring a database to the newest shape, as the owner of the schemas."""

from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

from supervision.kernel.settings import PROJECT


@dataclass(frozen=True, slots=True)
class Target:
    """A database and the names of those who use it; a role that is `None` is granted nothing."""

    owner_url: str
    application_role: str | None = None
    auditor_role: str | None = None


def foreign_target(*, url: str, owner_url: str | None, auditor_role: str | None) -> Target:
    """Return the target for a server that somebody else runs: its roles are those of the addresses."""
    application = make_url(url).username
    if owner_url is None or make_url(owner_url).username == application:
        return Target(url, None, auditor_role)
    return Target(owner_url, application, auditor_role)


def upgrade(target: Target, revision: str = "head") -> None:
    command.upgrade(_alembic(target), revision)


def downgrade(target: Target, revision: str = "base") -> None:
    command.downgrade(_alembic(target), revision)


def _alembic(target: Target) -> Config:
    config = Config(PROJECT / "alembic.ini")
    config.attributes["target"] = target
    return config
