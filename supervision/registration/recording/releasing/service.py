"""Let held entries go on, each as it is: what was wrong with it is wrong no longer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.kernel.outbox import publish
from supervision.registration.recording.archiving.settling.service import BROKEN, RENAMED, TWO_SUBJECTS
from supervision.registration.recording.errors import NotToBeReleased
from supervision.registration.recording.events import EntriesRecorded
from supervision.registration.recording.models import Entry
from supervision.registration.recording.states import ENTRY, EntryAction, EntryState

RELEASABLE = frozenset({BROKEN.rule, RENAMED.rule, TWO_SUBJECTS.rule})
"""Held for something outside of the entry; what is wrong inside of it goes on only as a correction."""


def release_renamed(session: Session, *, subject_id: int, now: datetime) -> None:
    """Let entries of a firm go on that named it differently; those that still do are asked about again."""
    waits = (Entry.subject_id == subject_id, Entry.held_rule == RENAMED.rule, Entry.latest)
    held = select(Entry).where(*waits).with_for_update()
    release(session, session.scalars(held).all(), now=now)


def release_one(session: Session, entry: Entry, *, actor: str, now: datetime) -> None:
    """Let one entry go on because a person says that it may."""
    if entry.held_rule not in RELEASABLE or not entry.latest:
        raise NotToBeReleased
    audit.record(
        session,
        actor=actor,
        action="registration.release",
        object_kind="registration_entry",
        object_id=entry.id,
        detail={"source_no": entry.source_no, "rule": entry.held_rule},
        now=now,
        department_id=entry.registrar_department_id,
    )
    release(session, [entry], now=now)


def release(session: Session, entries: Sequence[Entry], *, now: datetime) -> None:
    """Let entries wait for the archive again, and tell that they do."""
    for entry in entries:
        entry.state = ENTRY.after(EntryState(entry.state), EntryAction.RELEASE)
        entry.held_rule = entry.held_reason = entry.held_remedy = None
    if entries:
        publish(session, EntriesRecorded(tuple(entry.id for entry in entries)), now=now)
