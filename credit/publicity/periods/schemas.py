"""How long a decision is public."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Shown(StrEnum):
    """Whether the public sees a decision at all."""

    YES = "yes"
    NOT_IN_PRINCIPLE = "not_in_principle"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Period:
    """公示期限. Dates are those of Asia/Shanghai; `last_public_day` is public until 24:00 and `None` means without an end."""

    rule: str
    basis: str
    sure: bool
    start: date
    shown: Shown
    earliest_repair: date | None = None
    last_public_day: date | None = None
    note: str = ""

    @property
    def first_hidden_day(self) -> date | None:
        return None if self.last_public_day is None else self.last_public_day + timedelta(days=1)
