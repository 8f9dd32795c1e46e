"""What the catalogue tells."""

from dataclasses import dataclass
from typing import ClassVar

from supervision.kernel.outbox import Event

AT_ONCE = 1_000


@dataclass(frozen=True)
class CatalogueChanged(Event):
    """Items have new editions or were reviewed; who passes the catalogue upwards reads them by id, at most 1,000 at once."""

    name: ClassVar[str] = "credit.catalogue.changed"
    item_ids: tuple[int, ...]
