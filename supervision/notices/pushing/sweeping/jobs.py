"""The nightly look back, a few hundred firms at a time."""

from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.queues import JobContext
from supervision.notices.pushing.sweeping import service
from supervision.notices.pushing.sweeping.queries import sweep as sweep_numbered

FIRST = 0


def run(context: JobContext) -> dict[str, object]:
    """Check the registrations of the last days; interrupted, it begins a report anew, which changes nothing that is right."""
    with transaction() as session:
        sweep_id = service.begin(session, asked_by=context.requested_by, now=now()).id
    last: int | None = FIRST
    while last is not None:
        with transaction() as session:
            sweep = sweep_numbered(session, sweep_id)
            last = service.look_back(session, sweep, after=last, now=now())
            checked = sweep.entries
        context.progress(checked, None, f"已核查 {checked} 笔登记")
    with transaction() as session:
        sweep = sweep_numbered(session, sweep_id)
        service.rehouse(session, sweep, now=now())
        service.place_homeless(session, sweep, now=now())
        sweep.finished_at = now()
        return {"sweep": sweep.id, "entries": sweep.entries, "expected": sweep.expected, "mended": sweep.mended}
