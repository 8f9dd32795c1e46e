"""Sealing who filed a case, and opening it again; whoever opens is written down."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from credit.objections.schemas import Contact
from supervision.accounts.rules import actor_of
from supervision.kernel import audit
from supervision.kernel.access import Principal
from supervision.kernel.crypto import provider

PURPOSE: Final = "credit.objections.contact"


def seal(contact: Contact) -> bytes:
    """Return a contact as it is kept."""
    return provider().encrypt(PURPOSE, json.dumps(asdict(contact), ensure_ascii=False).encode())


def open_contact(
    session: Session, principal: Principal, sealed: bytes, *, kind: str, case_id: int, number: str, now: datetime
) -> Contact:
    """Return who filed a case, and note that somebody read it."""
    audit.log_read(
        session,
        actor=actor_of(principal),
        action="credit.objections.contact",
        object_kind=kind,
        object_id=case_id,
        purpose="办理异议和咨询",
        case_number=number,
        department_id=principal.department_id,
        now=now,
    )
    return Contact(**json.loads(provider().decrypt(PURPOSE, sealed)))
