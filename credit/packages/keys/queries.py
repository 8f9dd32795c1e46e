"""Whose signature is believed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.packages.errors import KeyUnknown
from credit.packages.models import SigningKey
from credit.packages.states import KeyState
from supervision.accounts.models import Department


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key with the name of its unit."""

    key: SigningKey
    department: str

    def holds(self, today: date) -> bool:
        """Tell whether a package of today would be believed."""
        return self.key.state == KeyState.REGISTERED and self.key.valid_from <= today <= self.key.valid_to


def keys(session: Session) -> list[KeyLine]:
    """Return every key, those that may still hold first."""
    query = (
        select(SigningKey, Department.name)
        .join(Department, Department.id == SigningKey.department_id)
        .order_by(SigningKey.state, SigningKey.valid_to.desc(), SigningKey.id)
    )
    return [KeyLine(*row) for row in session.execute(query)]


def key_for_change(session: Session, key_id: int) -> SigningKey:
    """Return a key, locked."""
    found = session.get(SigningKey, key_id, with_for_update=True)
    if found is None:
        raise KeyUnknown
    return found


def key_by_fingerprint(session: Session, fingerprint: str) -> KeyLine | None:
    """Return the key with a fingerprint and its unit; it stands still until the transaction ends."""
    query = (
        select(SigningKey, Department.name)
        .join(Department, Department.id == SigningKey.department_id)
        .where(SigningKey.fingerprint == fingerprint)
        .with_for_update(of=SigningKey, read=True)
    )
    row = session.execute(query).one_or_none()
    return KeyLine(*row) if row else None
