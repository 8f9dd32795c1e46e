"""What the calendar tells."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class ReportsMissing(Event):
    """A department is reminded of months in which nothing came of items that it uses."""

    name: ClassVar[str] = "credit.assessment.reports_missing"
    department_id: int
    month: date
    gaps: int
