"""What somebody may be named for."""

from enum import StrEnum


class Duty(StrEnum):
    """报送职责; a unit has one head and one liaison at a time, and any number of reporters."""

    HEAD = "head"
    LIAISON = "liaison"
    REPORTER = "reporter"

    @property
    def label(self) -> str:
        return {"head": "分管负责人", "liaison": "联络员", "reporter": "录入员"}[self]

    @property
    def single(self) -> bool:
        """Tell whether only one person holds it at a time."""
        return self is not Duty.REPORTER
