"""The states of a batch, from the file's arrival to its last row."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class BatchState(StrEnum):
    """批次状态; a draft waits for a person to confirm what its columns mean."""

    DRAFT = "draft"
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    DISCARDED = "discarded"


class BatchAction(StrEnum):
    """What may happen to a batch; starting again after a crash is the same action as starting."""

    CONFIRM = "confirm"
    DISCARD = "discard"
    START = "start"
    FINISH = "finish"
    FAIL = "fail"


BATCH = Transitions(
    {
        (BatchState.DRAFT, BatchAction.CONFIRM): BatchState.QUEUED,
        (BatchState.DRAFT, BatchAction.DISCARD): BatchState.DISCARDED,
        (BatchState.QUEUED, BatchAction.START): BatchState.RUNNING,
        (BatchState.RUNNING, BatchAction.START): BatchState.RUNNING,
        (BatchState.FAILED, BatchAction.START): BatchState.RUNNING,
        (BatchState.RUNNING, BatchAction.FINISH): BatchState.FINISHED,
        (BatchState.RUNNING, BatchAction.FAIL): BatchState.FAILED,
        (BatchState.QUEUED, BatchAction.FAIL): BatchState.FAILED,
    }
)

STATE_LABELS = {
    BatchState.DRAFT: "待确认字段",
    BatchState.QUEUED: "排队中",
    BatchState.RUNNING: "校验入库中",
    BatchState.FINISHED: "已完成",
    BatchState.FAILED: "中断",
    BatchState.DISCARDED: "已放弃",
}

STATE_TONES = {
    BatchState.DRAFT: "warn",
    BatchState.QUEUED: "mute",
    BatchState.RUNNING: "info",
    BatchState.FINISHED: "ok",
    BatchState.FAILED: "bad",
    BatchState.DISCARDED: "mute",
}
