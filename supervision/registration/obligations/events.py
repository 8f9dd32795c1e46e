"""What other slices hear about duties to change a scope."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class ScopeToBeChanged(Event):
    """A licence is gone, and the firm has to change its scope or cancel."""

    name: ClassVar[str] = "registration.scope_to_be_changed"
    obligation_id: int
    subject_id: int


@dataclass(frozen=True)
class ScopeChangesMade(Event):
    """Firms did what they had to."""

    name: ClassVar[str] = "registration.scope_changes_made"
    obligation_ids: tuple[int, ...]
