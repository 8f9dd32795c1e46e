"""Which version holds, and what it says."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from supervision.licensing.catalogue.errors import ItemUnknown, NoCatalogueInForce, VersionUnknown
from supervision.licensing.catalogue.features import COLUMNS, as_item
from supervision.licensing.catalogue.models import CatalogueItem, CatalogueVersion
from supervision.licensing.catalogue.schemas import Catalogue, Item
from supervision.licensing.catalogue.states import VersionState

KEPT = 8
_READ: dict[tuple[int, bytes], Catalogue] = {}


def catalogue(session: Session, *, on: date) -> Catalogue:
    """Return the published catalogue in force on a day; read once by each process."""
    version = version_in_force(session, on=on)
    if version is None:
        raise NoCatalogueInForce(on=on.isoformat())
    return catalogue_of(session, version=version)


def catalogue_of(session: Session, *, version: CatalogueVersion) -> Catalogue:
    """Return the items of any version, a draft too."""
    key = (version.id, version.content_hash)
    if key not in _READ:
        while len(_READ) >= KEPT:
            _READ.pop(next(iter(_READ)))
        items = MappingProxyType(_items(session, version.id))
        _READ[key] = Catalogue(version.id, version.label, items, version.content_hash)
    return _READ[key]


def catalogue_numbered(session: Session, *, version_id: int) -> Catalogue:
    """Return the catalogue that a decision names."""
    return catalogue_of(session, version=version_numbered(session, version_id=version_id))


def _items(session: Session, version_id: int) -> dict[str, Item]:
    rows = select(*(getattr(CatalogueItem, name) for name in COLUMNS)).where(CatalogueItem.version_id == version_id)
    found = session.execute(rows.order_by(CatalogueItem.code)).mappings()
    return {row["code"]: as_item(dict(row)) for row in found}


def version_in_force(session: Session, *, on: date) -> CatalogueVersion | None:
    """Return the version that holds on a day."""
    return session.scalar(
        select(CatalogueVersion).where(
            CatalogueVersion.state == VersionState.PUBLISHED,
            CatalogueVersion.effective_from <= on,
            or_(CatalogueVersion.effective_to.is_(None), CatalogueVersion.effective_to > on),
        )
    )


def version_numbered(session: Session, *, version_id: int) -> CatalogueVersion:
    """Return a version or refuse."""
    found = session.get(CatalogueVersion, version_id)
    if found is None:
        raise VersionUnknown
    return found


def versions(session: Session) -> Sequence[CatalogueVersion]:
    """Return every version, the newest first."""
    return session.scalars(select(CatalogueVersion).order_by(CatalogueVersion.id.desc())).all()


def published(session: Session) -> Sequence[CatalogueVersion]:
    """Return the published versions in the order of their days."""
    wanted = select(CatalogueVersion).where(CatalogueVersion.state == VersionState.PUBLISHED)
    return session.scalars(wanted.order_by(CatalogueVersion.effective_from)).all()


def sizes(session: Session) -> Mapping[int, int]:
    """Return how many items each version has."""
    counted = select(CatalogueItem.version_id, func.count()).group_by(CatalogueItem.version_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def item_in(session: Session, *, version: CatalogueVersion, code: str) -> Item:
    """Return an item of a version or refuse."""
    found = catalogue_of(session, version=version).items.get(code)
    if found is None:
        raise ItemUnknown(code=code)
    return found


def history(session: Session, *, code: str) -> Sequence[tuple[CatalogueVersion, Item]]:
    """Return an item as every version has it, the newest first."""
    rows = select(CatalogueVersion).join(CatalogueItem, CatalogueItem.version_id == CatalogueVersion.id)
    wanted = rows.where(CatalogueItem.code == code).order_by(CatalogueVersion.id.desc())
    return [(version, item_in(session, version=version, code=code)) for version in session.scalars(wanted)]
