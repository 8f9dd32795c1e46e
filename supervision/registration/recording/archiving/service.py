"""Bring what waits into the archives: all together, each firm once, a poisoned entry apart from the others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl
import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from supervision.archive.loading.features import normal_of
from supervision.archive.loading.registrations import queries as archive
from supervision.archive.loading.service import alone
from supervision.kernel import divisions
from supervision.kernel.outbox import publish
from supervision.registration.recording import queries as recording
from supervision.registration.recording.archiving import queries, rules
from supervision.registration.recording.archiving.keeping.service import keep_raw
from supervision.registration.recording.archiving.schemas import Base, Course, Located, Said, Standing
from supervision.registration.recording.archiving.settling import service as settling
from supervision.registration.recording.archiving.settling.service import Settled
from supervision.registration.recording.archiving.writing import service as writing
from supervision.registration.recording.archiving.writing.service import Written
from supervision.registration.recording.events import EntriesRecorded

MOST_TOGETHER: Final = 500
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Firm:
    """One archive that waiting entries touch: its course, who arrived, what corrections replaced, and by which entry."""

    subject_id: int
    course: Course
    arrived: Sequence[Said]
    replaced: Sequence[Said]
    cause: Said


def archive_waiting(session: Session, *, now: datetime, limit: int = MOST_TOGETHER) -> tuple[int, ...]:
    """Archive up to so many entries that wait, and return those that are in the archive now.

    Whoever comes first takes all that wait; where more wait than that, news of it is sent, so that each call stays short.
    """
    waiting = queries.waiting(session, limit=limit)
    if not waiting:
        return ()
    archived = _tried(session, waiting, now=now)
    if len(waiting) == limit and queries.any_waiting(session):
        publish(session, EntriesRecorded(), now=now)
    return archived


def _tried(session: Session, waiting: Sequence[Said], *, now: datetime) -> tuple[int, ...]:
    """Archive entries together; where that fails, find the one that fails by halving, and hold it for a person."""
    try:
        with session.begin_nested():
            return archive_together(session, waiting, now=now)
    except OperationalError:
        raise  # the database is away or in a deadlock: nothing is wrong with the entries
    except Exception:
        if len(waiting) == 1:
            log.exception("entry cannot be archived", entry_id=waiting[0].id)
            settling.hold(session, [(waiting[0], waiting[0].subject_id)], settling.BROKEN)
            return ()
    half = len(waiting) // 2
    return _tried(session, waiting[:half], now=now) + _tried(session, waiting[half:], now=now)


def archive_together(session: Session, waiting: Sequence[Said], *, now: datetime) -> tuple[int, ...]:
    """Place entries with their firms, write what each firm's entries come to, and say what became of every entry."""
    alone(session)
    entries = _newest(session, keep_raw(session, waiting, now=now))
    identities = queries.identities(entries)
    located = queries.located(session, identities)
    settling.hold(session, [(entry, None) for entry in entries if entry.id in located.clashing], settling.TWO_SUBJECTS)
    subjects, fresh = _numbered(session, located)
    agreed, renamed = by_name(session, [entry for entry in entries if entry.id in subjects], subjects, fresh=fresh)
    touched = sorted({*agreed, *queries.subjects_of_earlier_versions(session, entries)})
    bases, standing = queries.versions(session, touched)
    firms = _firms(session, touched, agreed, bases=bases)
    _write(session, firms, identities, fresh=fresh, standing=standing, now=now)
    settling.hold(session, [(entry, subjects[entry.id]) for entry in renamed], settling.RENAMED)
    writing.ask_about_names(session, renamed, now=now)
    settled = [item for firm in firms for item in _settled(firm)]
    return settling.settle(session, settled, replaced=[said for firm in firms for said in firm.replaced], now=now)


def _newest(session: Session, entries: Sequence[Said]) -> list[Said]:
    """Return the newest version of each business; one that was corrected before its turn came never takes effect."""
    newest = {entry.business: entry for entry in sorted(entries, key=lambda item: item.version)}
    kept = [entry for entry in entries if newest[entry.business] is entry]
    settling.hold(session, [(entry, None) for entry in entries if newest[entry.business] is not entry], settling.REPLACED)
    return kept


def _numbered(session: Session, located: Located) -> tuple[dict[int, int], frozenset[int]]:
    """Return the subject of each entry, new firms with the numbers that they will have, and those numbers."""
    new = sorted({number for number in located.subjects.values() if number < 0}, reverse=True)
    numbers = dict(zip(new, writing.fresh_subjects(session, len(new)), strict=True))
    return {entry: numbers.get(subject, subject) for entry, subject in located.subjects.items()}, frozenset(numbers.values())


def by_name(
    session: Session, entries: Sequence[Said], subjects: Mapping[int, int], *, fresh: AbstractSet[int]
) -> tuple[dict[int, list[Said]], list[Said]]:
    """Split entries into those that name their firm as its archive does, by firm, and those that do not."""
    known = archive.names_of(session, sorted(set(subjects.values()) - fresh))
    names: dict[int, set[str]] = defaultdict(set)
    for subject_id, normal in known.select("subject_id", "normal").iter_rows():
        names[subject_id].add(normal)
    agreed: dict[int, list[Said]] = defaultdict(list)
    renamed = []
    for entry in rules.by_day(entries):
        subject_id, normal = subjects[entry.id], normal_of(entry.name)
        if subject_id in fresh and not names[subject_id]:
            names[subject_id].add(normal)
        if normal in names[subject_id]:
            agreed[subject_id].append(entry)
        else:
            renamed.append(entry)
    return dict(agreed), renamed


def _firms(
    session: Session, touched: Sequence[int], agreed: Mapping[int, Sequence[Said]], *, bases: Mapping[int, Base]
) -> list[Firm]:
    """Return the firms about which something is new, each with its whole course."""
    before: dict[int, list[Said]] = defaultdict(list)
    for said in queries.history(session, touched):
        before[said.subject_id or 0].append(said)
    newest = {entry.business: entry for part in agreed.values() for entry in part}
    places = _places(session, [entry for part in agreed.values() for entry in part])
    firms = []
    for subject_id in touched:
        arrived = agreed.get(subject_id, ())
        replaced = [said for said in before[subject_id] if said.business in newest]
        causes = [*(newest[said.business] for said in replaced), *arrived]
        if not causes:
            continue
        entries = rules.in_order([*(said for said in before[subject_id] if said.business not in newest), *arrived])
        course = rules.course(bases.get(subject_id), entries, places=places)
        firms.append(Firm(subject_id, course, arrived, replaced, causes[-1]))
    return firms


def _places(session: Session, entries: Sequence[Said]) -> rules.Places:
    """Return what is known of places: the national table, and the divisions of our own departments."""
    local = recording.local_divisions(session)
    offices = queries.offices(session, [entry.registrar_department_id for entry in entries])

    def home_of(entry: Said) -> str | None:
        inside = rules.division_inside(entry)
        if inside is not None and (divisions.is_known(inside) or inside in local):
            return inside
        return offices[entry.registrar_department_id][1] if entry.registrar_department_id in offices else None

    return rules.Places(divisions.full_name, home_of)


def _write(
    session: Session,
    firms: Sequence[Firm],
    identities: pl.DataFrame,
    *,
    fresh: AbstractSet[int],
    standing: Mapping[int, Standing],
    now: datetime,
) -> None:
    written = [Written(firm.subject_id, firm.course.facts, firm.cause) for firm in firms if firm.course.facts is not None]
    arrived = {firm.subject_id: firm.arrived for firm in firms}
    if written:
        writing.write(session, written, arrived, identities, fresh=fresh, standing=standing, now=now)
    empty = [firm.subject_id for firm in firms if firm.course.facts is None]
    writing.withdraw(session, empty, standing=standing, now=now)


def _settled(firm: Firm) -> list[Settled]:
    """Return each entry of a firm's course, and whether something that happened later was known before it came."""
    arrived = {entry.id for entry in firm.arrived}
    known = [place for place, item in enumerate(firm.course.placed) if item.said.id not in arrived]
    latest = max(known, default=-1)
    return [
        Settled(item, firm.subject_id, place < latest and item.said.id in arrived)
        for place, item in enumerate(firm.course.placed)
    ]
