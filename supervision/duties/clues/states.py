"""Where a clue can stand, what is done with it, and how it may end."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class ClueState(StrEnum):
    """线索状态."""

    OPEN = "open"
    CHECKING = "checking"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]

    @property
    def tone(self) -> str:
        return _STATE_TONES[self]


class ClueAction(StrEnum):
    """What happens to a clue; `hand_over` is its beginning."""

    HAND_OVER = "hand_over"
    ASSIGN = "assign"
    REASSIGN = "reassign"
    EXTEND = "extend"
    SETTLE = "settle"
    REOPEN = "reopen"

    @property
    def label(self) -> str:
        return _ACTION_LABELS[self]


class ClueOutcome(StrEnum):
    """核查结果."""

    CASE_FILED = "case_filed"
    CORRECTED = "corrected"
    NOT_FILED = "not_filed"
    UNFOUNDED = "unfounded"
    ELSEWHERE = "elsewhere"

    @property
    def label(self) -> str:
        return _OUTCOME_LABELS[self]


_STATE_LABELS = {ClueState.OPEN: "待分派", ClueState.CHECKING: "核查中", ClueState.SETTLED: "已办结"}
_STATE_TONES = {ClueState.OPEN: "warn", ClueState.CHECKING: "info", ClueState.SETTLED: "ok"}
_ACTION_LABELS = {
    ClueAction.HAND_OVER: "移交",
    ClueAction.ASSIGN: "分派",
    ClueAction.REASSIGN: "改由其他部门承办",
    ClueAction.EXTEND: "延长期限",
    ClueAction.SETTLE: "登记核查结果",
    ClueAction.REOPEN: "重新核查",
}
_OUTCOME_LABELS = {
    ClueOutcome.CASE_FILED: "立案调查",
    ClueOutcome.CORRECTED: "责令改正，已改正",
    ClueOutcome.NOT_FILED: "不予立案",
    ClueOutcome.UNFOUNDED: "查无实据",
    ClueOutcome.ELSEWHERE: "移送有管辖权的机关",
}

CLUE = Transitions(
    {
        (ClueState.OPEN, ClueAction.ASSIGN): ClueState.CHECKING,
        (ClueState.CHECKING, ClueAction.ASSIGN): ClueState.CHECKING,
        (ClueState.OPEN, ClueAction.REASSIGN): ClueState.OPEN,
        (ClueState.CHECKING, ClueAction.REASSIGN): ClueState.OPEN,
        (ClueState.OPEN, ClueAction.EXTEND): ClueState.OPEN,
        (ClueState.CHECKING, ClueAction.EXTEND): ClueState.CHECKING,
        (ClueState.OPEN, ClueAction.SETTLE): ClueState.SETTLED,
        (ClueState.CHECKING, ClueAction.SETTLE): ClueState.SETTLED,
        (ClueState.SETTLED, ClueAction.REOPEN): ClueState.OPEN,
    }
)
