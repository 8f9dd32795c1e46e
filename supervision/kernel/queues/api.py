"""A job as a program asks for it."""

from typing import Any

from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading
from supervision.kernel.queues.queries import job_for
from supervision.kernel.queues.schemas import JobSchema, ShownJob, as_document

api = Blueprint("jobs-api", __name__, url_prefix="/api/v1/jobs", description="任务：进展和结果")


@api.get("/<int(max=9223372036854775807):job_id>")
@api.response(200, JobSchema)
@api.alt_response(401, description="没有登录或没有出示密钥")
@api.alt_response(403, description="没有查看任务的权限")
@api.alt_response(404, description="没有这项任务，或不在可见范围")
@requires("jobs.read")
def job(job_id: int) -> dict[str, Any]:
    """任务的进展和结果."""
    with reading() as session:
        return as_document(ShownJob(job_for(session, current(), job_id), now()))
