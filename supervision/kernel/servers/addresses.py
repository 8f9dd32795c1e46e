"""Where the servers are: what the operator set, or the embedded ones, known from the folder alone."""

from supervision.kernel.servers import postgres
from supervision.kernel.servers.migrations import Target, foreign_target
from supervision.kernel.servers.postgres import PostgresServer
from supervision.kernel.servers.valkey import ValkeyServer
from supervision.kernel.settings import Settings


def postgres_server(settings: Settings) -> PostgresServer:
    return PostgresServer(settings.var / "postgres")


def valkey_server(settings: Settings) -> ValkeyServer:
    return ValkeyServer(settings.var / "valkey")


def database_url(settings: Settings) -> str:
    """Return the address of the database for the application's role."""
    return settings.database_url or postgres_server(settings).url(postgres.APPLICATION)


def redis_url(settings: Settings) -> str:
    return settings.redis_url or valkey_server(settings).url


def migration_target(settings: Settings) -> Target:
    """Return whose rights a migration takes, and who is granted what."""
    if settings.database_url is None:
        return Target(postgres_server(settings).url(postgres.OWNER), postgres.APPLICATION, postgres.AUDITOR)
    return foreign_target(
        url=settings.database_url, owner_url=settings.database_owner_url, auditor_role=settings.database_auditor_role
    )
