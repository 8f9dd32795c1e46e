"""What other slices hear about subjects."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class SubjectsMerged(Event):
    """One archive is read under another from now on."""

    name: ClassVar[str] = "archive.subjects.merged"
    merge_id: int
    kept_id: int
    merged_id: int


@dataclass(frozen=True)
class SubjectsSplit(Event):
    """Two archives stand apart again."""

    name: ClassVar[str] = "archive.subjects.split"
    merge_id: int
    kept_id: int
    merged_id: int
