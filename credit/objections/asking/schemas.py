"""What is asked."""

from dataclasses import dataclass
from uuid import UUID

from credit.objections.schemas import Contact
from credit.objections.states import Category


@dataclass(frozen=True, slots=True)
class Question:
    """咨询 as it was filled in; without a department the city finds the right one."""

    category: Category
    department_id: int | None
    text: str
    contact: Contact
    may_publish: bool
    request_key: UUID
