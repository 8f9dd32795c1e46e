"""States and the moves between them, as a table that tests walk completely."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from supervision.kernel.errors import DomainError

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class MoveNotAllowed(DomainError):
    """The thing is in a state that knows no such move."""

    code = "kernel.transitions.move_not_allowed"
    message = "当前状态为“{state}”，不能执行“{action}”"
    remedy = "请刷新页面查看最新状态"
    http_status = 409


class Transitions(Generic[S, A]):
    """A total answer to "where does this action lead from here?"."""

    def __init__(self, table: Mapping[tuple[S, A], S]) -> None:
        self._table = dict(table)

    def after(self, state: S, action: A) -> S:
        """Return the next state or raise `MoveNotAllowed`."""
        try:
            return self._table[(state, action)]
        except KeyError:
            raise MoveNotAllowed(state=state, action=action) from None

    def allows(self, state: S, action: A) -> bool:
        return (state, action) in self._table

    def __iter__(self) -> Iterator[tuple[S, A, S]]:
        return ((state, action, target) for (state, action), target in self._table.items())
