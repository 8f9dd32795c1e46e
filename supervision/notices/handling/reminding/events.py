"""What reminding tells."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class NoticesReminded(Event):
    """Periods of notices end or have ended, and somebody is to be told: `level` is office, head or city."""

    name: ClassVar[str] = "notices.reminded"
    level: str
    notice_ids: tuple[int, ...]
