"""Sealing the access log and signing the head of the chain."""

from supervision.kernel.audit.roots.service import directory, sign_root
from supervision.kernel.audit.service import seal_access_log
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.queues import JobContext
from supervision.kernel.settings import Settings


def seal(_context: JobContext) -> dict[str, object]:
    """Seal batch after batch until nothing is left."""
    return {"sealed": seal_everything()}


def sign(_context: JobContext) -> dict[str, object]:
    """Seal what is open, then sign the head."""
    sealed = seal_everything()
    with transaction() as session:
        path = sign_root(session, folder=directory(Settings.from_environment()), now=now())
    return {"sealed": sealed, "file": path.name if path else None}


def seal_everything() -> int:
    """Return how many readings were sealed; each batch is a transaction of its own."""
    total = 0
    while True:
        with transaction() as session:
            sealed = seal_access_log(session, now=now())
        if not sealed:
            return total
        total += sealed
