"""Finding disagreements set by set, and settling one."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, TextClause, text
from sqlalchemy.orm import Session

from supervision.archive.subjects.conflicts import rules
from supervision.archive.subjects.conflicts.models import FieldConflict
from supervision.archive.subjects.errors import ConflictSettled, FactUnknown, NoteMissing
from supervision.archive.subjects.writing.rules import template
from supervision.kernel import audit


def find_conflicts(session: Session, *, subject_ids: Sequence[int], now: datetime) -> int:
    """Compare the open registrations of the subjects' sources, and return how many new disagreements were found.

    What the sources no longer disagree on is closed by the platform. What a person settled stays settled until one of the two
    values changes. Call it after a chunk is written, in the chunk's transaction.
    """
    values = {"subjects": list(subject_ids), "now": now}
    session.execute(_statement("end_conflicts"), values)
    added: CursorResult[Any] = session.execute(_statement("add_conflicts"), values)  # type: ignore[assignment]  # an INSERT
    return added.rowcount


def settle_conflict(
    session: Session, *, subject_ids: Sequence[int], conflict_id: int, decision: str, actor: str, now: datetime
) -> None:
    """Keep what was decided about a disagreement and why; both values stay as their sources said them."""
    decision = decision.strip()
    if not decision:
        raise NoteMissing
    conflict = session.get(FieldConflict, conflict_id, with_for_update=True)
    if conflict is None or conflict.subject_id not in subject_ids:
        raise FactUnknown
    if conflict.settled_at is not None:
        raise ConflictSettled(who=conflict.settled_by)
    conflict.settled_at, conflict.settled_by, conflict.settled_as = now, actor, decision
    audit.record(
        session,
        actor=actor,
        action="archive.conflict.settle",
        object_kind="archive",
        object_id=conflict.subject_id,
        detail={"conflict": conflict.id, "field": conflict.field, "decision": decision},
        now=now,
    )


@cache
def _statement(name: str) -> TextClause:
    pairs = template("compare_sources").replace("{{same}}", rules.same_sql("f.value", "s.value"))
    pairs = re.sub(r"\{\{fields_of (\w+)\}\}", lambda found: rules.compared_sql(found[1]), pairs)
    return text(template(name).replace("{{pairs}}", pairs))
