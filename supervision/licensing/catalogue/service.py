"""Drawing up versions of the catalogue, publishing them and taking them back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from supervision.kernel import audit, clock
from supervision.licensing.catalogue import queries
from supervision.licensing.catalogue.errors import (
    EditedMeanwhile,
    FaultyItem,
    ItemUnknown,
    LastVersion,
    NotADraft,
    StartsInThePast,
    VersionEmpty,
    VersionUnchanged,
    VersionUnknown,
)
from supervision.licensing.catalogue.features import columns, fingerprint, packaged_items
from supervision.licensing.catalogue.functions.features import names
from supervision.licensing.catalogue.models import CatalogueItem, CatalogueVersion
from supervision.licensing.catalogue.rules import faults, last_day_of
from supervision.licensing.catalogue.schemas import Item
from supervision.licensing.catalogue.states import MOVES, VersionAction, VersionState

LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('licensing.catalogue_version'))"
FIRST_DAY: Final = date(2015, 11, 3)
PLATFORM: Final = "platform"
ITEM_SAVED: Final = "licensing.catalogue.item.save"
ITEM_REMOVED: Final = "licensing.catalogue.item.remove"


def load_packaged(session: Session, *, now: datetime) -> CatalogueVersion | None:
    """Add the packaged items as a version when they are new, and return it.

    Where an office keeps a catalogue of its own, the new packaged items become a draft that it may publish or not.
    """
    session.execute(text(LOCK))
    items = packaged_items()
    packaged = select(CatalogueVersion).where(CatalogueVersion.kind == "packaged").order_by(CatalogueVersion.id.desc())
    last = session.scalars(packaged.limit(1)).first()
    if last is not None and last.content_hash == fingerprint(items):
        return None
    today = clock.legal_date(now)
    starts_on = FIRST_DAY if last is None else today
    version = _add(session, f"平台随附目录 {today.isoformat()}", "packaged", items, actor=PLATFORM, now=now)
    own = [row for row in queries.published(session) if row.kind != "packaged"]
    if not own:
        publish(session, version=version, starts_on=starts_on, actor=PLATFORM, now=now)
    return version


def draft(
    session: Session, *, label: str, based_on: CatalogueVersion, actor: str, now: datetime, note: str = ""
) -> CatalogueVersion:
    """Open a draft with everything that another version says."""
    items = queries.catalogue_of(session, version=based_on).items.values()
    made = _add(session, label, "edited", items, actor=actor, now=now)
    made.based_on, made.note = based_on.id, note
    _record(session, "licensing.catalogue.draft", made, actor=actor, now=now, based_on=based_on.label)
    return made


def imported(
    session: Session, *, label: str, items: Iterable[Item], based_on: CatalogueVersion | None, actor: str, now: datetime
) -> CatalogueVersion:
    """Open a draft with the items of a workbook; every one of them is checked, and nothing is kept when one is wrong."""
    listed = list(items)
    known = names()
    for item in listed:
        for _field, fault in faults(item, known):
            raise FaultyItem(fault=f"{item.code}：{fault}")
    made = _add(session, label, "imported", listed, actor=actor, now=now)
    made.based_on = None if based_on is None else based_on.id
    _record(session, "licensing.catalogue.import", made, actor=actor, now=now, items=len(listed))
    return made


def save_item(
    session: Session, *, version_id: int, item: Item, seen: int, is_new: bool, actor: str, now: datetime
) -> CatalogueVersion:
    """Write an item of a draft; `seen` is the revision of the draft that the editor had before his eyes."""
    version = _locked_draft(session, version_id, seen)
    for _field, fault in faults(item, names()):
        raise FaultyItem(fault=fault)
    items = dict(queries.catalogue_of(session, version=version).items)
    if is_new and item.code in items:
        raise FaultyItem(fault=f"这个版本里已有事项 {item.code}")
    if not is_new and item.code not in items:
        raise ItemUnknown(code=item.code)
    _clear(session, version, item.code)
    session.execute(insert(CatalogueItem), [{"version_id": version.id, **columns(item)}])
    return _touched(session, version, {**items, item.code: item}, ITEM_SAVED, item.code, actor=actor, now=now)


def remove_item(session: Session, *, version_id: int, code: str, seen: int, actor: str, now: datetime) -> CatalogueVersion:
    """Take an item out of a draft; in the versions that had it, it stays."""
    version = _locked_draft(session, version_id, seen)
    queries.item_in(session, version=version, code=code)
    items = {key: item for key, item in queries.catalogue_of(session, version=version).items.items() if key != code}
    _clear(session, version, code)
    return _touched(session, version, items, ITEM_REMOVED, code, actor=actor, now=now)


def publish(session: Session, *, version: CatalogueVersion, starts_on: date, actor: str, now: datetime) -> None:
    """Let a draft hold from a day on; what held until then ends there, and what began on the same day is taken back."""
    _hold(session, version)
    target = MOVES.after(VersionState(version.state), VersionAction.PUBLISH)
    if not queries.catalogue_of(session, version=version).items:
        raise VersionEmpty
    before = queries.version_in_force(session, on=starts_on)
    if starts_on < clock.legal_date(now) and queries.published(session):
        raise StartsInThePast(starts_on=starts_on.isoformat())
    if before is not None:
        _refuse_same(before, version)
        _end(session, before, starts_on)
    others = [row.effective_from for row in queries.published(session) if row.effective_from]
    version.effective_from, version.effective_to = starts_on, last_day_of(starts_on, others)
    version.state, version.published_at, version.published_by = target, now, actor
    session.flush()
    _record(session, "licensing.catalogue.publish", version, actor=actor, now=now, starts_on=starts_on.isoformat())


def withdraw(session: Session, *, version: CatalogueVersion, reason: str, actor: str, now: datetime) -> None:
    """Take a version back: its days fall to the one before it, or to the one after where none was before."""
    _hold(session, version)
    was_in_force = version.state == VersionState.PUBLISHED
    version.state = MOVES.after(VersionState(version.state), VersionAction.WITHDRAW)
    session.flush()
    if was_in_force:
        _give_days_back(session, version)
    _record(session, "licensing.catalogue.withdraw", version, actor=actor, now=now, reason=reason)


def _hold(session: Session, version: CatalogueVersion) -> None:
    """Let one at a time move versions, each from the state that the other left."""
    session.execute(text(LOCK))
    session.refresh(version, with_for_update=True)


def _give_days_back(session: Session, version: CatalogueVersion) -> None:
    rest = queries.published(session)
    if not rest:
        raise LastVersion
    for row in rest:
        if row.effective_to == version.effective_from:
            row.effective_to = version.effective_to
            break
    else:
        rest[0].effective_from = version.effective_from
    session.flush()


def _end(session: Session, version: CatalogueVersion, day: date) -> None:
    if version.effective_from == day:
        version.state = MOVES.after(VersionState(version.state), VersionAction.WITHDRAW)
    else:
        version.effective_to = day
    session.flush()


def _refuse_same(before: CatalogueVersion, version: CatalogueVersion) -> None:
    if before.content_hash == version.content_hash:
        raise VersionUnchanged(label=before.label)


def _locked_draft(session: Session, version_id: int, seen: int) -> CatalogueVersion:
    """Return the draft, held so that of two editors the second is told of the first."""
    version = session.get(CatalogueVersion, version_id, with_for_update=True, populate_existing=True)
    if version is None:
        raise VersionUnknown
    state = VersionState(version.state)
    if state != VersionState.DRAFT:
        raise NotADraft(label=version.label, state=state.label)
    if version.revision != seen:
        raise EditedMeanwhile
    return version


def _clear(session: Session, version: CatalogueVersion, code: str) -> None:
    session.execute(delete(CatalogueItem).where(CatalogueItem.version_id == version.id, CatalogueItem.code == code))


def _add(session: Session, label: str, kind: str, items: Iterable[Item], *, actor: str, now: datetime) -> CatalogueVersion:
    listed = list(items)
    made = CatalogueVersion(
        label=label,
        kind=kind,
        state=VersionState.DRAFT,
        content_hash=fingerprint(listed),
        revision=1,
        created_at=now,
        created_by=actor,
        note="",
    )
    session.add(made)
    session.flush()
    if listed:
        session.execute(insert(CatalogueItem), [{"version_id": made.id, **columns(item)} for item in listed])
    return made


def _touched(
    session: Session, version: CatalogueVersion, items: Mapping[str, Item], action: str, code: str, *, actor: str, now: datetime
) -> CatalogueVersion:
    version.content_hash = fingerprint(items.values())
    version.revision += 1
    session.flush()
    _record(session, action, version, actor=actor, now=now, item=code)
    return version


def _record(session: Session, action: str, version: CatalogueVersion, *, actor: str, now: datetime, **detail: object) -> None:
    facts = {"label": version.label, **detail}
    audit.record(
        session, actor=actor, action=action, object_kind="catalogue_version", object_id=version.id, detail=facts, now=now
    )
