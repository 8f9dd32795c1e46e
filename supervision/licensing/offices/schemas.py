"""The answer to "who gives this permit here?"."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """The department that has the function; `note` says when it is not the one the level rule names first."""

    department_id: int
    function: str
    division: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoOffice:
    """Nobody: the reason is for the people who look into the pool."""

    reason: str
    function: str = ""
