"""Signing the head of the chain and writing it where other machines fetch it."""

import os
import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel import crypto
from supervision.kernel.audit import record
from supervision.kernel.audit.models import AuditEntry
from supervision.kernel.audit.roots.rules import Root, message, write
from supervision.kernel.audit.rules import instant
from supervision.kernel.clock import legal_date
from supervision.kernel.settings import Settings


def directory(settings: Settings) -> Path:
    """Return where roots are written; point it at storage that another machine owns."""
    return settings.root_directory or settings.var / "roots"


def sign_root(session: Session, *, folder: Path, now: datetime) -> Path | None:
    """Write the signed head of the chain and record that it was done; an empty chain has none."""
    head = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).first()
    if head is None:
        return None
    path = _write(folder, f"root-{legal_date(now)}-{head.seq:012d}.json", write(signed(head, now=now)))
    facts = {"seq": head.seq, "hash": head.hash.hex(), "file": path.name}
    record(
        session, actor="platform", action="audit.root-signed", object_kind="audit", object_id=head.seq, detail=facts, now=now
    )
    return path


def signed(head: AuditEntry, *, now: datetime) -> Root:
    """Return the root of an entry under the platform's signature."""
    root = Root(at=instant(now), seq=head.seq, hash=head.hash.hex(), algorithm=head.algorithm)
    signature = crypto.provider().sign(message(root))
    return replace(root, public_key=crypto.provider().public_key(signature).hex(), signature=signature.hex())


def _write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{name}.{secrets.token_hex(4)}"
    with temporary.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return temporary.replace(folder / name)
