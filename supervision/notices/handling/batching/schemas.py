"""One confirmation for many notices, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from supervision.notices.states import Feedback


class Act(StrEnum):
    """What can be done with many notices at once."""

    RECEIVE = "receive"
    ANSWER = "answer"
    RETURN = "return"
    REASSIGN = "reassign"

    @property
    def label(self) -> str:
        return {Act.RECEIVE: "接收", Act.ANSWER: "反馈", Act.RETURN: "回退", Act.REASSIGN: "改派"}[self]

    @property
    def permission(self) -> str:
        return "notices.reassign" if self is Act.REASSIGN else "notices.handle"


@dataclass(frozen=True, slots=True)
class Ticked:
    """A notice as it was ticked: with the revision that the person saw."""

    notice_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with all that was ticked; `key` makes the whole of it happen once."""

    act: Act
    ticked: Sequence[Ticked]
    key: UUID
    reason: str = ""
    department_id: int = 0
    feedback: Feedback | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one notice; `remedy` is empty where it was done."""

    notice_id: int
    number: str
    name: str
    item_name: str
    done: bool
    said: str
    remedy: str = ""
