"""Which systems have a key."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.clients.errors import ClientNotFound
from supervision.accounts.clients.models import ApiClient
from supervision.accounts.clients.states import ClientState
from supervision.accounts.departments.models import Department
from supervision.kernel.access import Principal, Scope


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client with the department whose system it is."""

    client: ApiClient
    department: Department


@dataclass(frozen=True, slots=True)
class Found:
    """What one query tells about the sender of a key."""

    principal: Principal
    addresses: tuple[str, ...]
    expires_at: datetime
    last_used_at: datetime | None


def clients(session: Session) -> list[ClientLine]:
    """Return every client, those that still work first."""
    query = (
        select(ApiClient, Department)
        .join(Department, Department.id == ApiClient.department_id)
        .order_by(ApiClient.state, ApiClient.created_at.desc(), ApiClient.id.desc())
    )
    return [ClientLine(*row) for row in session.execute(query)]


def client_for_change(session: Session, client_id: int) -> ApiClient:
    """Return a client, held until the transaction ends."""
    found = session.get(ApiClient, client_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise ClientNotFound
    return found


def who(session: Session, key_hash: bytes, *, now: datetime) -> Found | None:
    """Return which system sends a key, in one query by an indexed hash."""
    row = session.execute(
        select(ApiClient, Department)
        .join(Department, Department.id == ApiClient.department_id)
        .where(ApiClient.key_hash == key_hash, ApiClient.state == ClientState.ACTIVE, ApiClient.expires_at > now)
    ).one_or_none()
    if row is None:
        return None
    client, department = row
    principal = Principal(
        kind="client",
        id=client.id,
        name=client.name,
        department_id=department.id,
        department_name=department.short_name,
        position="接入系统",
        permissions=frozenset(client.permissions),
        scopes=(Scope(department_path=department.path),),
    )
    return Found(principal, tuple(client.addresses), client.expires_at, client.last_used_at)
