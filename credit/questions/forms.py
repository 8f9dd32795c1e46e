"""What is asked and typed about questions."""

from collections.abc import Mapping
from typing import Any

from credit.questions.queries import Wanted
from credit.questions.states import QuestionState

STATES = frozenset({"", "ended", *(state.value for state in QuestionState)})


def wanted(arguments: Mapping[str, Any]) -> Wanted:
    """Return what the address of the queue asks for; what makes no sense is left out."""
    state = str(arguments.get("state", QuestionState.OPEN.value))
    return Wanted(
        state=state if state in STATES else QuestionState.OPEN.value,
        cause=str(arguments.get("cause", "")).replace("\0", "")[:80],
        overdue=arguments.get("overdue") == "1",
        after=number(str(arguments.get("after", ""))),
    )


def number(text: str) -> int | None:
    """Return a number that a bigint can hold, or none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004  # digits of a bigint
