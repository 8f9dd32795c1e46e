"""Where a job can stand, and what can be done with it there."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class JobState(StrEnum):
    """任务状态."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]

    @property
    def ended(self) -> bool:
        return self in {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}


class JobAction(StrEnum):
    """What happens to a job."""

    START = "start"
    SUCCEED = "succeed"
    FAIL = "fail"
    INTERRUPT = "interrupt"
    CANCEL = "cancel"
    STOP = "stop"
    RETRY = "retry"


_STATE_LABELS = {
    JobState.QUEUED: "等待",
    JobState.RUNNING: "进行中",
    JobState.SUCCEEDED: "已完成",
    JobState.FAILED: "未完成",
    JobState.CANCELLED: "已取消",
}
_TONES = {
    JobState.QUEUED: "mute",
    JobState.RUNNING: "info",
    JobState.SUCCEEDED: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "mute",
}

# A running job is asked to stop (CANCEL) and stops at its next safe point (STOP); its worker's death is an INTERRUPT.
JOB = Transitions(
    {
        (JobState.QUEUED, JobAction.START): JobState.RUNNING,
        (JobState.QUEUED, JobAction.CANCEL): JobState.CANCELLED,
        (JobState.RUNNING, JobAction.CANCEL): JobState.RUNNING,
        (JobState.RUNNING, JobAction.STOP): JobState.CANCELLED,
        (JobState.RUNNING, JobAction.SUCCEED): JobState.SUCCEEDED,
        (JobState.RUNNING, JobAction.FAIL): JobState.FAILED,
        (JobState.RUNNING, JobAction.INTERRUPT): JobState.QUEUED,
        (JobState.FAILED, JobAction.RETRY): JobState.QUEUED,
        (JobState.CANCELLED, JobAction.RETRY): JobState.QUEUED,
    }
)
