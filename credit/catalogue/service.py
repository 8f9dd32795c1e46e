"""Writing editions of items, reviewing them, and bringing items in from lists of powers and workbooks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from credit.catalogue import queries
from credit.catalogue.errors import CodeTaken, EditedMeanwhile, FaultyItem, ItemUnknown, OwnEdition, StartRefused, Unchanged
from credit.catalogue.events import AT_ONCE, CatalogueChanged
from credit.catalogue.models import CatalogueEdition, CatalogueItem
from credit.catalogue.rules import KINDS, faults, keys_of, refused_start
from credit.catalogue.schemas import Entry, Listed
from credit.catalogue.states import Confidence, Review
from supervision.accounts.models import Department
from supervision.kernel import audit, outbox
from supervision.kernel.clock import legal_date

SHORTEST_CODE: Final = 3
LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('credit.catalogue_item'))"
POWERS: Final = text("""
    SELECT p.business_key, coalesce(p.number, '') AS number, p.name, p.kind, p.penalty_kinds, coalesce(p.basis, '') AS basis
    FROM duties.power AS p JOIN accounts.department AS d ON d.id = :department_id
    WHERE p.known_to IS NULL AND p.kind = ANY(:kinds) AND (p.department_id = d.id OR p.authority = d.name)
    AND NOT EXISTS (SELECT FROM credit.catalogue_item AS i WHERE i.power_key = p.business_key AND i.department_id = d.id)
    ORDER BY p.kind, p.number, p.name
""")


def add(
    session: Session,
    entry: Entry,
    *,
    department_id: int,
    actor: str,
    now: datetime,
    power_key: bytes | None = None,
    note: str = "",
) -> CatalogueItem:
    """Put a new item into a department's catalogue; it waits for its confidentiality review."""
    session.execute(text(LOCK))
    _refuse_faulty(session, entry, legal_date(now))
    taken = session.execute(
        select(Department.name).join(CatalogueItem).where(CatalogueItem.code == entry.code)
    ).scalar_one_or_none()
    if taken is not None:
        raise CodeTaken(item_code=entry.code, department=taken)
    made = CatalogueItem(
        code=entry.code, department_id=department_id, kind=entry.kind, power_key=power_key, created_at=now, created_by=actor
    )
    session.add(made)
    session.flush()
    _write(session, made.id, 1, entry, starts_on=entry.valid_from or legal_date(now), actor=actor, now=now, note=note)
    _tell(session, [made.id], "credit.catalogue.add", actor=actor, now=now, item=entry.name)
    return made


def change(
    session: Session, entry: Entry, *, item_id: int, seen: int, actor: str, now: datetime, note: str = ""
) -> CatalogueEdition:
    """Write the next edition of an item; `seen` is the number of the edition that the editor had before his eyes."""
    session.get_one(CatalogueItem, item_id, with_for_update=True)
    before = queries.standing(session, item_id=item_id)
    if before.number != seen:
        raise EditedMeanwhile
    entry = replace(entry, code=before.code, kind=before.kind, valid_from=entry.valid_from or next_start(before, now))
    _refuse_faulty(session, entry, legal_date(now))
    assert entry.valid_from is not None
    why = refused_start(entry.valid_from, open_from=before.valid_from, today=legal_date(now))
    if why:
        raise StartRefused(why=why)
    if replace(entry, valid_from=before.valid_from) == before.entry:
        raise Unchanged
    _end(session, before.edition_id, entry.valid_from)
    number = _last_number(session, item_id) + 1
    made = _write(session, item_id, number, entry, starts_on=entry.valid_from, actor=actor, now=now, note=note)
    _carry_review(made, before)
    _tell(session, [item_id], "credit.catalogue.change", actor=actor, now=now, item=entry.name)
    return made


def next_start(before: Listed, now: datetime) -> date:
    """Return the first day on which a next edition may begin."""
    return max(legal_date(now), before.valid_from + timedelta(days=1))


def prepend(session: Session, *, item_id: int, starts_on: date, actor: str, now: datetime, note: str) -> None:
    """Let an item be in use from an earlier day on than was known."""
    session.get_one(CatalogueItem, item_id, with_for_update=True)
    rows = select(CatalogueEdition).where(CatalogueEdition.item_id == item_id).order_by(CatalogueEdition.valid_from)
    first = session.scalars(rows).first()
    if first is None:
        raise ItemUnknown
    if starts_on >= first.valid_from:
        raise StartRefused(why=f"事项自 {first.valid_from.isoformat()} 起已在目录里，不能再往后补")
    number = _last_number(session, item_id) + 1
    copied = (
        "name",
        "category",
        "basis",
        "aliases",
        "keys",
        "use",
        "review",
        "review_note",
        "reviewed_at",
        "source",
        "confidence",
    )
    values: dict[str, Any] = {name: getattr(first, name) for name in copied}
    reviewer = None if first.reviewed_by is None or first.reviewed_by == actor else first.reviewed_by
    if reviewer is None:
        values |= {"review": Review.PENDING, "review_note": "", "reviewed_at": None}
    period = {"valid_from": starts_on, "valid_to": first.valid_from, "number": number, "reviewed_by": reviewer}
    session.add(CatalogueEdition(item_id=item_id, **values, **period, created_at=now, created_by=actor, note=note))
    session.flush()
    _tell(session, [item_id], "credit.catalogue.change", actor=actor, now=now, starts_on=starts_on.isoformat())


def review(session: Session, *, edition_id: int, outcome: Review, note: str, actor: str, now: datetime) -> None:
    """Say what the public may see of an edition; who wrote it does not review it."""
    edition = session.get(CatalogueEdition, edition_id, with_for_update=True)
    if edition is None:
        raise ItemUnknown
    if edition.review != Review.PENDING:
        raise EditedMeanwhile
    if edition.created_by == actor:
        raise OwnEdition
    if outcome == Review.PENDING or (not note.strip() and outcome in {Review.MASKED, Review.SECRET}):
        raise FaultyItem(fault="遮盖或不予公开的，写明理由和依据")
    edition.review, edition.review_note = outcome, note.strip()
    edition.reviewed_by, edition.reviewed_at = actor, now
    session.flush()
    _tell(session, [edition.item_id], "credit.catalogue.review", actor=actor, now=now, verdict=outcome.label, note=note)


def imported(
    session: Session, entries: Sequence[Entry], *, department_id: int, actor: str, now: datetime
) -> tuple[int, int, int]:
    """Bring in the rows of a workbook: new items, next editions of those that differ; all of them or none.

    Returns how many are new, how many changed and how many stayed as they were.
    """
    session.execute(text(LOCK))
    known = {listed.code: listed for listed in queries.standing_of(session, department_ids=[department_id])}
    added = changed = 0
    for entry in entries:
        before = known.get(entry.code)
        if before is None:
            add(session, entry, department_id=department_id, actor=actor, now=now, note="工作簿导入")
            added += 1
        elif replace(entry, valid_from=before.valid_from, kind=before.kind) != before.entry:
            later = entry.valid_from if entry.valid_from and entry.valid_from > before.valid_from else None
            change(
                session,
                replace(entry, valid_from=later),
                item_id=before.item_id,
                seen=before.number,
                actor=actor,
                now=now,
                note="工作簿导入",
            )
            changed += 1
    return added, changed, len(entries) - added - changed


def from_powers(session: Session, *, department_id: int, actor: str, now: datetime) -> int:
    """Bring in what a department's list of powers has and its catalogue has not; each waits for a person to look it over."""
    session.execute(text(LOCK))
    code = session.get_one(Department, department_id).code.upper()
    taken = {row.code for row in queries.standing_of(session, department_ids=[department_id])}
    rows = session.execute(POWERS, {"department_id": department_id, "kinds": list(KINDS.values())}).mappings().all()
    for number, row in enumerate(rows, start=1):
        kind = "licence" if row["kind"] == KINDS["licence"] else "penalty"
        own = f"{code}-{'L' if kind == 'licence' else 'P'}{len(taken) + number:03d}"
        entry = _of_power(session, row, kind, _code(row["number"], own, taken), on=legal_date(now))
        taken.add(entry.code)
        key = bytes(row["business_key"])
        add(session, entry, department_id=department_id, actor=actor, now=now, power_key=key, note="由权责清单生成")
    return len(rows)


def _last_number(session: Session, item_id: int) -> int:
    return session.scalar(select(func.max(CatalogueEdition.number)).where(CatalogueEdition.item_id == item_id)) or 0


def _code(number: str, otherwise: str, taken: set[str]) -> str:
    shaped = "".join(part for part in number.upper() if part.isascii() and (part.isalnum() or part in "._-"))[:60].lstrip("._-")
    return shaped if len(shaped) >= SHORTEST_CODE and shaped not in taken else otherwise


def _of_power(session: Session, row: Any, kind: str, code: str, *, on: date) -> Entry:
    allowed = queries.allowed(session, kind=kind, on=on)
    named = [name for name in row["penalty_kinds"] if name in allowed]
    category = "；".join(named) or (allowed[0] if kind == "licence" else "其他-见设定依据")
    name, basis = row["name"].strip()[:200], (row["basis"].strip() or "见本部门公布的权责清单")[:1000]
    return Entry(code, name, kind, category, basis, source="权责清单", confidence=Confidence.UNSURE)


def _refuse_faulty(session: Session, entry: Entry, on: date) -> None:
    allowed = queries.allowed(session, kind=entry.kind, on=on) if entry.kind in KINDS else []
    for _field, fault in faults(entry, allowed):
        raise FaultyItem(fault=f"{entry.code}：{fault}")


def _write(
    session: Session, item_id: int, number: int, entry: Entry, *, starts_on: date, actor: str, now: datetime, note: str
) -> CatalogueEdition:
    made = CatalogueEdition(
        item_id=item_id,
        number=number,
        name=entry.name.strip(),
        category=entry.category.strip(),
        basis=entry.basis.strip(),
        aliases=list(entry.aliases),
        keys=keys_of(entry),
        use=entry.use,
        review=Review.PENDING,
        review_note="",
        source=entry.source.strip(),
        confidence=entry.confidence,
        valid_from=starts_on,
        created_at=now,
        created_by=actor,
        note=note,
    )
    session.add(made)
    session.flush()
    return made


def _carry_review(made: CatalogueEdition, before: Listed) -> None:
    """Keep what was reviewed where neither name nor basis changed: aliases and use reveal nothing new."""
    same = (made.name, made.basis, made.category) == (before.name, before.basis, before.category)
    if same and before.review != Review.PENDING and before.reviewed_by != made.created_by:
        made.review, made.review_note = before.review, before.review_note
        made.reviewed_by, made.reviewed_at = before.reviewed_by, before.reviewed_at


def _end(session: Session, edition_id: int, day: date) -> None:
    session.get_one(CatalogueEdition, edition_id).valid_to = day
    session.flush()


def _tell(session: Session, item_ids: Iterable[int], action: str, *, actor: str, now: datetime, **detail: object) -> None:
    ids = tuple(item_ids)
    for start in range(0, len(ids), AT_ONCE):
        outbox.publish(session, CatalogueChanged(ids[start : start + AT_ONCE]), now=now)
    for item_id in ids:
        audit.record(
            session, actor=actor, action=action, object_kind="catalogue_item", object_id=item_id, detail=detail, now=now
        )
