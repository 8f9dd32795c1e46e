"""What the form of one decision is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Cells = Mapping[str, str]
Fault = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the form with what was typed into it and what was found about it.

    `locked` is shown and not asked for, `kept` was given before, is not shown, and stays as it is when the field is left empty;
    `offered` are values with what they mean, to be picked instead of typed.
    """

    name: str
    label: str
    code: str
    kind: str
    required: str
    hint: str
    value: str
    length: int | None = None
    options: Sequence[str] = ()
    chosen: Sequence[str] = ()
    other: bool = False
    other_value: str = ""
    locked: bool = False
    kept: bool = False
    faults: Sequence[Fault] = ()
    offered: Sequence[tuple[str, str]] = ()

    @property
    def bad(self) -> bool:
        return any(fault["severity"] == "reject" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; a folded one opens where something in it is filled in or wrong."""

    name: str
    title: str
    inputs: Sequence[Input]
    folded: bool

    @property
    def opened(self) -> bool:
        return not self.folded or any(item.value or item.kept or item.faults for item in self.inputs)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form starts from: the decision that is corrected, or the question that is answered, with the cells of its row."""

    row_kind: str
    cells: Cells = field(hash=False)
    decision_id: int | None = None
    version: int | None = None
    question_id: int | None = None
    locked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which what stands now differs from what was typed."""

    label: str
    theirs: str
    mine: str
