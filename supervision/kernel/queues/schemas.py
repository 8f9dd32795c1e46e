"""A job as people and programs read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import Schema, fields

from supervision.kernel.module import joined
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.rules import in_words, remaining
from supervision.kernel.queues.states import JOB, JobAction, JobState


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job in words: what, how far, how long, and what one may do."""

    job: Job
    now: datetime

    @property
    def id(self) -> int:
        return self.job.id

    @property
    def label(self) -> str:
        kind = joined().jobs.get(self.job.kind)
        return kind.label if kind else self.job.kind

    @property
    def state(self) -> JobState:
        return JobState(self.job.state)

    @property
    def done(self) -> int:
        return self.job.done

    @property
    def total(self) -> int | None:
        return self.job.total

    @property
    def stopping(self) -> bool:
        return self.state == JobState.RUNNING and self.job.cancel_asked_at is not None

    @property
    def state_text(self) -> str:
        return "正在停止" if self.stopping else self.state.label

    @property
    def ended(self) -> bool:
        return self.state.ended

    @property
    def message(self) -> str:
        """What the job says, then how long it will take."""
        left = remaining(done=self.job.done, total=self.job.total, started_at=self.job.started_at, now=self.now)
        words = [self.job.message, f"约剩 {in_words(left)}" if left and self.state == JobState.RUNNING else ""]
        return "，".join(word for word in words if word)

    @property
    def requested_by_timetable(self) -> bool:
        return self.job.scheduled_for is not None

    @property
    def can_cancel(self) -> bool:
        return JOB.allows(self.state, JobAction.CANCEL) and not self.stopping

    @property
    def can_retry(self) -> bool:
        return JOB.allows(self.state, JobAction.RETRY)

    @property
    def result_href(self) -> str | None:
        """Where the outcome is looked at, if the job named a place of ours under `href`."""
        href = (self.job.result or {}).get("href")
        return href if isinstance(href, str) and href.startswith("/") and not href.startswith("//") else None

    @property
    def result_text(self) -> str:
        """What came of it, if the job said so under `summary`."""
        return str((self.job.result or {}).get("summary") or "")


class JobSchema(Schema):
    """A job over the API."""

    id = fields.Integer(required=True, metadata={"description": "任务编号"})
    kind = fields.String(required=True, metadata={"description": "任务种类"})
    label = fields.String(required=True, metadata={"description": "任务种类的名称"})
    state = fields.Enum(JobState, by_value=True, required=True, metadata={"description": "状态"})
    done = fields.Integer(required=True, metadata={"description": "已处理的数量"})
    total = fields.Integer(required=True, allow_none=True, metadata={"description": "总数，未知时为空"})
    message = fields.String(required=True, metadata={"description": "进展说明"})
    result = fields.Dict(required=True, allow_none=True, metadata={"description": "结果，未结束时为空"})
    error = fields.String(required=True, allow_none=True, metadata={"description": "未完成的原因"})
    reference = fields.String(required=True, allow_none=True, metadata={"description": "日志中的编号"})
    attempts = fields.Integer(required=True, metadata={"description": "开始过几次"})
    created_at = fields.AwareDateTime(required=True, metadata={"description": "提出的时间"})
    started_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "开始的时间"})
    finished_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "结束的时间"})


_COPIED = ("kind", "result", "error", "reference", "attempts", "created_at", "started_at", "finished_at")


def as_document(shown: ShownJob) -> dict[str, Any]:
    """Return what `JobSchema` writes."""
    own = {name: getattr(shown, name) for name in ("id", "label", "state", "done", "total", "message")}
    return own | {name: getattr(shown.job, name) for name in _COPIED}
