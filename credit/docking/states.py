"""Where a source and a run can stand, and what can be done there."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class SourceState(StrEnum):
    """对接状态; a draft was never started, a closed source is kept for its history alone."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"draft": "待启用", "active": "按计划取数", "paused": "已暂停", "closed": "已停用"}[self]

    @property
    def tone(self) -> str:
        return {"draft": "mute", "active": "ok", "paused": "warn", "closed": "mute"}[self]


class SourceAction(StrEnum):
    """What is done with a source; a change of where it leads makes it a draft again."""

    START = "start"
    PAUSE = "pause"
    CHANGE = "change"
    CLOSE = "close"


class RunState(StrEnum):
    """取数状态."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {"running": "进行中", "finished": "已完成", "stopped": "已停止", "failed": "中断"}[self]

    @property
    def tone(self) -> str:
        return {"running": "info", "finished": "ok", "stopped": "warn", "failed": "bad"}[self]


class RunAction(StrEnum):
    """How a run ends."""

    FINISH = "finish"
    STOP = "stop"
    FAIL = "fail"


class Driver(StrEnum):
    """The databases that are read; nothing else can be chosen."""

    POSTGRESQL = "postgresql"
    MARIADB = "mariadb"

    @property
    def label(self) -> str:
        return {"postgresql": "PostgreSQL", "mariadb": "MariaDB"}[self]

    @property
    def port(self) -> int:
        return {"postgresql": 5432, "mariadb": 3306}[self]


class Ordered(StrEnum):
    """What kind of value tells new rows from old ones."""

    TIME = "time"
    DATE = "date"
    NUMBER = "number"

    @property
    def label(self) -> str:
        return {"time": "时间", "date": "日期", "number": "数字"}[self]


class Trigger(StrEnum):
    """Why a run began."""

    SCHEDULE = "schedule"
    MANUAL = "manual"

    @property
    def label(self) -> str:
        return {"schedule": "按计划", "manual": "人工"}[self]


SOURCE = Transitions(
    {
        (SourceState.DRAFT, SourceAction.START): SourceState.ACTIVE,
        (SourceState.PAUSED, SourceAction.START): SourceState.ACTIVE,
        (SourceState.ACTIVE, SourceAction.PAUSE): SourceState.PAUSED,
        (SourceState.DRAFT, SourceAction.CHANGE): SourceState.DRAFT,
        (SourceState.ACTIVE, SourceAction.CHANGE): SourceState.DRAFT,
        (SourceState.PAUSED, SourceAction.CHANGE): SourceState.DRAFT,
        (SourceState.DRAFT, SourceAction.CLOSE): SourceState.CLOSED,
        (SourceState.ACTIVE, SourceAction.CLOSE): SourceState.CLOSED,
        (SourceState.PAUSED, SourceAction.CLOSE): SourceState.CLOSED,
    }
)
RUN = Transitions(
    {
        (RunState.RUNNING, RunAction.FINISH): RunState.FINISHED,
        (RunState.RUNNING, RunAction.STOP): RunState.STOPPED,
        (RunState.RUNNING, RunAction.FAIL): RunState.FAILED,
    }
)
