"""Items that are in use or not, what may be shown of them, and tasks to mend the catalogue."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class Use(StrEnum):
    """启用, 停用."""

    ENABLED = "enabled"
    DISABLED = "disabled"

    @property
    def label(self) -> str:
        return {"enabled": "启用", "disabled": "停用"}[self]

    @property
    def tone(self) -> str:
        return {"enabled": "ok", "disabled": "mute"}[self]


class Review(StrEnum):
    """保密审查: not yet, and the three ways in which it may end."""

    PENDING = "pending"
    PUBLIC = "public"
    MASKED = "masked"
    SECRET = "secret"  # noqa: S105 - an outcome of a review, no password

    @property
    def label(self) -> str:
        return {"pending": "待保密审查", "public": "可以公开", "masked": "遮盖后公开", "secret": "不予公开"}[self]

    @property
    def tone(self) -> str:
        return {"pending": "warn", "public": "ok", "masked": "info", "secret": "law"}[self]

    @property
    def shown(self) -> bool:
        """Tell whether the public may know that the item exists."""
        return self in {Review.PUBLIC, Review.MASKED}


class Confidence(StrEnum):
    """How sure the catalogue is of what it says."""

    VERIFIED = "verified"
    KNOWLEDGE = "knowledge"
    UNSURE = "unsure"

    @property
    def label(self) -> str:
        return {"verified": "已核对原文", "knowledge": "凭业务知识", "unsure": "待核实"}[self]

    @property
    def tone(self) -> str:
        return {"verified": "ok", "knowledge": "mute", "unsure": "warn"}[self]


class TaskState(StrEnum):
    """维护任务: open, or closed with what came of it."""

    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"open": "待处理", "closed": "已办结"}[self]


class TaskAction(StrEnum):
    """What is done with a task; a decision that comes again under a closed one opens it anew."""

    CLOSE = "close"
    REOPEN = "reopen"


class Outcome(StrEnum):
    """How a task ended."""

    ALIAS = "alias"
    ITEM = "item"
    ENABLED = "enabled"
    WRONG = "wrong"
    ELSEWHERE = "elsewhere"

    @property
    def label(self) -> str:
        return {
            "alias": "记为已有事项的别名",
            "item": "新增事项",
            "enabled": "启用日期已改",
            "wrong": "报送内容有误，由报送人更正",
            "elsewhere": "不属于本部门，已说明",
        }[self]


class Cause(StrEnum):
    """Why a decision stands outside the catalogue."""

    UNKNOWN = "unknown"
    DISABLED = "disabled"

    @property
    def label(self) -> str:
        return {"unknown": "目录里没有这一事项", "disabled": "事项在决定之日未启用"}[self]


TASK = Transitions(
    {
        (TaskState.OPEN, TaskAction.CLOSE): TaskState.CLOSED,
        (TaskState.CLOSED, TaskAction.REOPEN): TaskState.OPEN,
    }
)
