"""What notices tell."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class NoticesPushed(Event):
    """Notices stand in the inboxes of their departments."""

    name: ClassVar[str] = "notices.pushed"
    notice_ids: tuple[int, ...]


@dataclass(frozen=True)
class NoticesPooled(Event):
    """Notices wait to be claimed."""

    name: ClassVar[str] = "notices.pooled"
    notice_ids: tuple[int, ...]


@dataclass(frozen=True)
class NoticesUpdated(Event):
    """What the registrar changed was written to notices that stand already, or withdrew them."""

    name: ClassVar[str] = "notices.updated"
    notice_ids: tuple[int, ...]


@dataclass(frozen=True)
class NoticeReceived(Event):
    """A department took a notice in, or claimed it from the pool."""

    name: ClassVar[str] = "notices.received"
    notice_id: int


@dataclass(frozen=True)
class NoticeAnswered(Event):
    """A department said what came of it."""

    name: ClassVar[str] = "notices.answered"
    notice_id: int
    feedback: str


@dataclass(frozen=True)
class NoticeReassigned(Event):
    """A notice went to another department."""

    name: ClassVar[str] = "notices.reassigned"
    notice_id: int


@dataclass(frozen=True)
class NoticeClosed(Event):
    """Nothing more is to be done about a notice."""

    name: ClassVar[str] = "notices.closed"
    notice_id: int


@dataclass(frozen=True)
class ClaimSettled(Event):
    """A department's claim was settled, or a settled one gave way to the item's own office."""

    name: ClassVar[str] = "notices.claim_settled"
    notice_id: int
    department_id: int
    outcome: str
    rule: str
