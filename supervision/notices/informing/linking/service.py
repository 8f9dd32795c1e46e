"""Joining sheets and registrations, whichever came first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.notices.informing import rules
from supervision.notices.informing.errors import InformingMoveNotAllowed, SourceNumberTaken
from supervision.notices.informing.models import Informing
from supervision.notices.informing.queries import standing_of_source
from supervision.notices.informing.states import STANDING, InformingState
from supervision.registration.recording.models import Entry

_PAIRS = text(
    "SELECT DISTINCT ON (i.id) i.id AS informing_id, e.id AS entry_id, e.scope"
    " FROM registration.entry AS e JOIN notices.informing AS i ON i.source_no = e.source_no"
    " AND (i.department_id = e.registrar_department_id OR i.name = e.name)"
    " WHERE e.id = ANY(:entry_ids) AND e.kind IN ('establishment', 'scope_change')"
    " AND i.state IN ('issued', 'undertaken', 'refused') AND i.entry_id IS DISTINCT FROM e.id"
    " ORDER BY i.id, e.version DESC"
)


def link_entries(session: Session, entry_ids: Sequence[int], *, now: datetime) -> int:
    """Link the sheets that were made for registrations that arrived; a corrected registration takes its sheet along.

    Another office's sheet belongs to a registration too if number and name are the same: a district's counter informs, the
    city's system reports.
    """
    pairs = session.execute(_PAIRS, {"entry_ids": list(entry_ids)}).all()
    for pair in pairs:
        _link(session.get_one(Informing, pair.informing_id), entry_id=pair.entry_id, scope=pair.scope, now=now)
    session.flush()
    return len(pairs)


def link_informing(session: Session, informing: Informing, *, now: datetime) -> bool:
    """Look for the registration of a sheet that was made, or numbered, after the registration had arrived."""
    if informing.source_no is None or informing.entry_id is not None:
        return False
    own = (Entry.source_no == informing.source_no, Entry.registrar_department_id == informing.department_id, Entry.latest)
    entry = session.scalar(select(Entry).where(*own, Entry.kind.in_(("establishment", "scope_change"))))
    if entry is None:
        return False
    _link(informing, entry_id=entry.id, scope=entry.scope, now=now)
    session.flush()
    return True


def number_business(session: Session, informing: Informing, *, source_no: str, actor: str, now: datetime) -> Informing:
    """Say afterwards for which business a sheet was made, which links it to the registration if that is there."""
    if informing.state not in STANDING or informing.entry_id is not None:
        raise InformingMoveNotAllowed(state=InformingState(informing.state).label, what="改登记业务编号")
    taken = standing_of_source(session, department_id=informing.department_id, source_no=source_no)
    if taken is not None and taken.id != informing.id:
        raise SourceNumberTaken(source_no=source_no, number=taken.number or "（核对中）")
    before, informing.source_no, informing.changed_at = informing.source_no, source_no, now
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="notices.informing-numbered",
        object_kind="informing",
        object_id=informing.id,
        detail={"number": informing.number, "before": before, "source_no": source_no},
        now=now,
        department_id=informing.department_id,
    )
    link_informing(session, informing, now=now)
    return informing


def _link(informing: Informing, *, entry_id: int, scope: str | None, now: datetime) -> None:
    informing.entry_id, informing.linked_at = entry_id, now
    informing.scope_differs = not rules.same_scope(informing.scope, scope)
