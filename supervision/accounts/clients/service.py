"""Issuing and revoking keys."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from supervision.accounts.clients import queries
from supervision.accounts.clients.errors import KeyShownOnce
from supervision.accounts.clients.models import ApiClient
from supervision.accounts.clients.rules import PREFIX, check_expiry, check_permissions, plain_addresses
from supervision.accounts.clients.states import ClientAction
from supervision.accounts.departments.queries import department as find_department
from supervision.accounts.people.service import digest
from supervision.kernel import audit, clock

USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A client and its key, which is nowhere else."""

    client: ApiClient
    key: str


def issue_key(
    session: Session,
    *,
    department_id: int,
    name: str,
    permissions: Sequence[str],
    addresses: str,
    expires_on: date,
    request_key: UUID,
    actor: str,
    now: datetime,
) -> Issued:
    """Give a department's system a key; the same form sent twice makes one key only."""
    check_permissions(permissions)
    check_expiry(expires_on, today=clock.legal_date(now))
    earlier = session.scalar(select(ApiClient.prefix).where(ApiClient.request_key == request_key))
    if earlier is not None:
        raise KeyShownOnce(prefix=earlier)
    key = f"sk_{secrets.token_urlsafe(32)}"
    client = ApiClient(
        department_id=find_department(session, department_id).id,
        name=name.strip(),
        request_key=request_key,
        prefix=key[:PREFIX],
        key_hash=digest(key),
        permissions=sorted(permissions),
        addresses=plain_addresses(addresses),
        state="active",
        created_at=now,
        created_by=actor,
        expires_at=datetime.combine(expires_on + timedelta(days=1), time.min, tzinfo=clock.SHANGHAI),
    )
    session.add(client)
    session.flush()
    _record(session, "accounts.client.issue", client, actor=actor, now=now)
    return Issued(client, key)


def revoke_key(session: Session, *, client_id: int, actor: str, now: datetime) -> ApiClient:
    """Take a key back; every process stops accepting it within five seconds."""
    client = queries.client_for_change(session, client_id)
    client.move(ClientAction.REVOKE)
    client.revoked_at = now
    client.revoked_by = actor
    _record(session, "accounts.client.revoke", client, actor=actor, now=now)
    return client


def used(session: Session, *, client_id: int, now: datetime) -> None:
    """Note that a key was used, at most once a minute."""
    session.execute(
        update(ApiClient)
        .where(
            ApiClient.id == client_id,
            or_(ApiClient.last_used_at.is_(None), ApiClient.last_used_at < now - USED_EVERY),
        )
        .values(last_used_at=now)
        .execution_options(synchronize_session=False)
    )


def _record(session: Session, action: str, client: ApiClient, *, actor: str, now: datetime) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="client",
        object_id=client.id,
        detail={
            "name": client.name,
            "prefix": client.prefix,
            "permissions": client.permissions,
            "addresses": client.addresses,
            "expires_at": client.expires_at.isoformat(),
        },
        now=now,
        department_id=client.department_id,
    )
