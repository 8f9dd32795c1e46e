"""What the door tells: in sets, once per chunk."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event


@dataclass(frozen=True)
class RowsAccepted(Event):
    """A chunk of rows stands in its tables; subscribers work on it with set-based SQL by `(batch_id, row_no)`."""

    name: ClassVar[str] = "intake.rows_accepted"
    batch_id: int
    chunk_no: int
    kind: str
    count: int
    first_row: int
    last_row: int


@dataclass(frozen=True)
class RowsRefused(Event):
    """Rows of a chunk did not pass; they stand in no table, only as they came, with what was found about each."""

    name: ClassVar[str] = "intake.rows_refused"
    batch_id: int
    chunk_no: int
    kind: str
    count: int
