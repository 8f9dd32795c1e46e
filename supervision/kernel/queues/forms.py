"""What the list is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from supervision.kernel.queues.queries import JobGroup

LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class JobFilter:
    """The filters of the list as they stand in the address; what cannot be read is as if it were not there."""

    group: JobGroup = JobGroup.ALL
    timetable: bool = False
    page: int = 1

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Self:
        known = {group.value: group for group in JobGroup}
        number = arguments.get("page", "")
        page = int(number) if number.isascii() and number.isdigit() and len(number) <= len(str(LAST_PAGE)) else 1
        group = known.get(arguments.get("state", ""), JobGroup.ALL)
        return cls(group, arguments.get("timetable") == "1", min(max(page, 1), LAST_PAGE))

    def address(self, *, group: JobGroup | None = None, timetable: bool | None = None, page: int = 1) -> dict[str, str]:
        """Return the arguments of a link that changes one thing and keeps the rest."""
        state = (group or self.group).value
        clock = self.timetable if timetable is None else timetable
        values = {
            "state": state if state != "all" else "",
            "timetable": "1" if clock else "",
            "page": str(page) if page > 1 else "",
        }
        return {name: value for name, value in values.items() if value}
