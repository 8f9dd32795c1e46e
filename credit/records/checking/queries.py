"""Which report a token belongs to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.records.models import CreditReport
from credit.records.rules import CHECK_TOKEN
from credit.records.schemas import SECTIONS
from supervision.kernel import crypto
from supervision.notices.informing.rules import covered_name


@dataclass(frozen=True, slots=True)
class Genuine:
    """What the public page says of a report: that it is genuine, of whom, of what day, and the digest of its file."""

    serial: str
    as_of: date
    name: str
    counts: tuple[tuple[str, int], ...]
    digest: str | None


def genuine(session: Session, token: bytes) -> Genuine | None:
    """Return the report of a token, or `None` for a token that no report has."""
    hashes = crypto.provider().keyed_hashes(CHECK_TOKEN, token)
    found = session.scalar(select(CreditReport).where(CreditReport.token_hash.in_(hashes)))
    if found is None:
        return None
    counts = tuple((label, len(found.content[name])) for name, label in SECTIONS.items())
    return Genuine(found.serial, found.as_of, covered_name(found.subject_name), counts, found.digest)
