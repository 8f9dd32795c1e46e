"""Refusals about jobs."""

from supervision.kernel.errors import DomainError, NotFound


class JobNotFound(NotFound):
    """No such job, or one that this person may not see."""

    code = "kernel.queues.job_not_found"
    message = "没有找到这项任务"
    remedy = "请从任务列表重新进入"


class JobKindUnknown(DomainError):
    """No module offers this kind of work."""

    code = "kernel.queues.job_kind_unknown"
    message = "系统中没有“{kind}”这类任务"
    remedy = "任务可能来自旧版本；请联系系统管理员"


class JobAlreadyOpen(DomainError):
    """The same work is waiting or running."""

    code = "kernel.queues.job_already_open"
    message = "同样的任务正在等待或进行"
    remedy = "请等它结束，或在任务列表中查看进度"
    http_status = 409


class JobTakenOver(RuntimeError):
    """Another worker has the job, or it was ended meanwhile; the present run must stop."""
