"""Registering the key of a unit, and revoking it."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.packages.container.service import algorithm_of, fingerprint, usable
from credit.packages.errors import FingerprintDiffers, KeyKnown, KeyUnreadable, WordsMissing
from credit.packages.keys.rules import check_period, hex_digits
from credit.packages.models import SigningKey
from credit.packages.states import KeyAction, KeyState
from supervision.accounts.departments.queries import department
from supervision.accounts.models import Department
from supervision.kernel import audit
from supervision.kernel.clock import legal_date

LONGEST: Final = 1_000


def register(
    session: Session,
    *,
    department_id: int,
    public_key: str,
    read_out: str,
    valid_from: date,
    valid_to: date,
    basis: str,
    actor: str,
    now: datetime,
) -> SigningKey:
    """Believe a unit's signature from one day to another; the fingerprint must have come over another way than the key."""
    check_period(valid_from, valid_to, today=legal_date(now))
    public = _public(public_key)
    if hex_digits(read_out) != fingerprint(public):
        raise FingerprintDiffers
    if not basis.strip():
        raise WordsMissing(what="登记依据")
    owner = department(session, department_id)
    session.get_one(Department, owner.id, with_for_update={"key_share": True})  # two people at once: the second sees the first
    known = session.execute(
        select(Department.name).join(SigningKey).where(SigningKey.fingerprint == fingerprint(public))
    ).scalar_one_or_none()
    if known is not None:
        raise KeyKnown(owner=known)
    key = SigningKey(
        department_id=owner.id,
        state=KeyState.REGISTERED,
        algorithm=algorithm_of(public),
        public_key=public,
        fingerprint=fingerprint(public),
        valid_from=valid_from,
        valid_to=valid_to,
        basis=basis.strip(),
        registered_at=now,
        registered_by=actor,
    )
    session.add(key)
    session.flush()
    _note(session, key, "credit.signing-key.register", actor=actor, now=now)
    return key


def _public(text: str) -> bytes:
    try:
        public = bytes.fromhex(hex_digits(text[:LONGEST]))
    except ValueError:
        raise KeyUnreadable from None
    if not usable(public):
        raise KeyUnreadable
    return public


def revoke(session: Session, key: SigningKey, *, why: str, actor: str, now: datetime) -> None:
    """Believe a key no more; what came in before stays."""
    if not why.strip():
        raise WordsMissing(what="撤销原因")
    key.move(KeyAction.REVOKE)
    key.revoked_at, key.revoked_by, key.revoked_why = now, actor, why.strip()
    _note(session, key, "credit.signing-key.revoke", actor=actor, now=now)


def _note(session: Session, key: SigningKey, action: str, *, actor: str, now: datetime) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="signing-key",
        object_id=key.id,
        detail={
            "fingerprint": key.fingerprint,
            "valid_from": key.valid_from.isoformat(),
            "valid_to": key.valid_to.isoformat(),
            "basis": key.basis,
            "why": key.revoked_why,
        },
        now=now,
        department_id=key.department_id,
    )
