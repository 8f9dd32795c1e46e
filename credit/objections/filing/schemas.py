"""What a firm hands in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from credit.objections.schemas import Contact, Upload
from credit.objections.states import Reason


@dataclass(frozen=True, slots=True)
class Claim:
    """异议 as it was filled in: which record, the proof, what is wrong, who to reach."""

    record: str
    code: str
    doc_no: str
    reason: Reason
    statement: str
    contact: Contact
    request_key: UUID
    files: Sequence[Upload] = field(default_factory=tuple)
