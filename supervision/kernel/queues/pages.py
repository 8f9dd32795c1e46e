"""The list of jobs, one job as it goes, and the events that could not be delivered."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.kernel.access import Principal, current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.outbox.queries import parked
from supervision.kernel.outbox.service import DeliveryKey, give_up_parked, retry_parked
from supervision.kernel.queues import queries, service
from supervision.kernel.queues.forms import JobFilter
from supervision.kernel.queues.schemas import ShownJob

pages = Blueprint("jobs", __name__, url_prefix="/jobs")
TEMPLATES = "supervision/kernel/queues/templates"
SEE_OTHER = 303


@pages.get("")
@requires("jobs.read")
def page() -> str:
    """任务."""
    principal, instant = current(), now()
    asked = JobFilter.of(request.args)
    condition = queries.listed(principal, timetable=asked.timetable)
    with reading() as session:
        found = queries.jobs_page(session, condition=condition, group=asked.group, number=asked.page)
        counts = queries.counts_by_group(session, condition=condition)
        stuck = parked(session) if principal.may("jobs.manage") else []
    jobs = [ShownJob(item, instant) for item in found.items]
    return render_template(f"{TEMPLATES}/jobs.html", jobs=jobs, found=found, counts=counts, asked=asked, stuck=stuck)


@pages.get("/<int(max=9223372036854775807):job_id>")
@requires("jobs.read")
def job(job_id: int) -> str:
    """One job; as a fragment only what changes while it runs."""
    with reading() as session:
        shown = ShownJob(queries.job_for(session, current(), job_id), now())
    name = "course" if request.headers.get("HX-Request") else "job"
    return render_template(f"{TEMPLATES}/{name}.html", shown=shown)


@pages.post("/<int(max=9223372036854775807):job_id>/cancel")
@requires("jobs.read")
def cancel(job_id: int) -> ResponseReturnValue:
    """Call a job off."""
    with transaction() as session:
        queries.job_for(session, current(), job_id)
        service.cancel(session, job_id=job_id, now=now())
        _record(session, current(), "jobs.cancel", "job", job_id)
    return redirect(url_for("jobs.job", job_id=job_id), SEE_OTHER)


@pages.post("/<int(max=9223372036854775807):job_id>/retry")
@requires("jobs.read")
def retry(job_id: int) -> ResponseReturnValue:
    """Let a job go on from where it stopped."""
    with transaction() as session:
        queries.job_for(session, current(), job_id)
        service.retry(session, job_id=job_id)
        _record(session, current(), "jobs.retry", "job", job_id)
    return redirect(url_for("jobs.job", job_id=job_id), SEE_OTHER)


@pages.post("/parked/<int(max=9223372036854775807):event_id>/<subscriber>/retry")
@requires("jobs.manage")
def retry_delivery(event_id: int, subscriber: str) -> ResponseReturnValue:
    """Try a parked delivery again."""
    with transaction() as session:
        retry_parked(session, DeliveryKey(event_id, subscriber), now=now())
        _record(session, current(), "outbox.retry", "delivery", f"{event_id}/{subscriber}")
    flash("已重新排队，几秒内再试", "ok")
    return redirect(url_for("jobs.page"), SEE_OTHER)


@pages.post("/parked/<int(max=9223372036854775807):event_id>/<subscriber>/give-up")
@requires("jobs.manage")
def give_up_delivery(event_id: int, subscriber: str) -> ResponseReturnValue:
    """Settle a parked delivery as never to be made."""
    principal = current()
    with transaction() as session:
        give_up_parked(session, DeliveryKey(event_id, subscriber), actor=_actor(principal), now=now())
        _record(session, principal, "outbox.give-up", "delivery", f"{event_id}/{subscriber}")
    flash("已放弃这一条，记录保留", "ok")
    return redirect(url_for("jobs.page"), SEE_OTHER)


def _actor(principal: Principal) -> str:
    return f"{principal.kind}:{principal.id}"


def _record(session: Session, principal: Principal, action: str, object_kind: str, object_id: str | int) -> None:
    audit.record(
        session,
        actor=_actor(principal),
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        detail={},
        now=now(),
        department_id=principal.department_id,
        address=request.remote_addr,
    )
