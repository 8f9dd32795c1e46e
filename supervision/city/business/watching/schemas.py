"""Who was told to apply, as far as somebody who meets the firm knows it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """A firm with an item that it holds no licence for, and the office that waits; `key` names the notice."""

    key: str
    name: str
    code: str
    item: str
    registered_on: date
    office: str
