"""Items as they stand on a day, their editions, and what differs between two days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from credit.catalogue.errors import ItemUnknown, NotOurs
from credit.catalogue.models import CatalogueEdition, CatalogueItem
from credit.catalogue.schemas import Listed
from credit.catalogue.states import Confidence, Review, Use
from supervision.accounts.models import Department, User
from supervision.kernel.access import Principal
from supervision.kernel.rulebook import queries as rulebook

PAGE: Final = 40
LAST: Final = 10_000
SHOWN: Final = (Review.PUBLIC, Review.MASKED)
CATEGORIES: Final = {"licence": "licence_kind", "penalty": "penalty_kind"}
ITEM = ("code", "kind", "department_id")
EDITION = (
    "item_id", "number", "name", "category", "basis", "aliases", "use", "review", "review_note", "reviewed_by", "reviewed_at",
    "source", "confidence", "valid_from", "valid_to", "created_at", "created_by", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items are wanted; everything stands in the address."""

    on: date
    given: Mapping[str, str] = field(default_factory=dict)
    page: int = 1

    def get(self, name: str) -> str:
        return self.given.get(name, "")


def listed(session: Session, wanted: Wanted, *, reader: Principal | None) -> tuple[Sequence[Listed], int]:
    """Return a page of the items that hold on a day, with how many there are; nobody signed in sees what is public."""
    rows = _rows().where(in_force(wanted.on), *_conditions(wanted), visible(reader))
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    page = rows.order_by(Department.path, CatalogueItem.kind, CatalogueItem.code)
    return list(map(_listed, session.execute(page.limit(PAGE).offset((wanted.page - 1) * PAGE)).mappings())), total


def everything(session: Session, wanted: Wanted, *, reader: Principal | None) -> Sequence[Listed]:
    """Return all the items that hold on a day and are wanted, for a file."""
    rows = _rows().where(in_force(wanted.on), *_conditions(wanted), visible(reader))
    return list(
        map(_listed, session.execute(rows.order_by(Department.path, CatalogueItem.kind, CatalogueItem.code)).mappings())
    )


def item(session: Session, *, code: str, reader: Principal | None) -> Sequence[Listed]:
    """Return the editions of an item, the newest first; an item that one may not see is none."""
    rows = _rows().where(CatalogueItem.code == code, visible(reader)).order_by(CatalogueEdition.number.desc())
    found = list(map(_listed, session.execute(rows).mappings()))
    if not found:
        raise ItemUnknown
    return found


def item_standing(session: Session, *, code: str, reader: Principal | None) -> Listed:
    """Return the edition of an item that has no end."""
    return next(one for one in item(session, code=code, reader=reader) if one.valid_to is None)


def actors(session: Session, editions: Iterable[Listed]) -> Mapping[str, str]:
    """Return the names of those who wrote and reviewed editions."""
    ids = {actor for one in editions for actor in (one.created_by, one.reviewed_by) if actor}
    numbers = {int(actor.partition(":")[2]): actor for actor in ids if actor.startswith("person:")}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(numbers)))
    return {**dict.fromkeys(ids, "平台"), **{numbers[row.id]: row.name for row in rows}}


def standing(session: Session, *, item_id: int) -> Listed:
    """Return the edition of an item that has no end."""
    rows = _rows().where(CatalogueItem.id == item_id, CatalogueEdition.valid_to.is_(None))
    found = session.execute(rows).mappings().first()
    if found is None:
        raise ItemUnknown
    return _listed(found)


def waiting(session: Session, reader: Principal) -> Sequence[Listed]:
    """Return the editions that wait for their confidentiality review in somebody's own department, the oldest first."""
    own = CatalogueItem.department_id == (reader.department_id or 0)
    rows = _rows().where(CatalogueEdition.review == Review.PENDING, CatalogueEdition.valid_to.is_(None), own)
    return list(
        map(_listed, session.execute(rows.order_by(CatalogueEdition.created_at, CatalogueEdition.id).limit(PAGE)).mappings())
    )


def waiting_count(session: Session, reader: Principal) -> int:
    """Return how many editions wait for a review in the department of somebody who reviews."""
    if not reader.may("credit.review"):
        return 0
    own = CatalogueItem.department_id == (reader.department_id or 0)
    rows = _rows().where(CatalogueEdition.review == Review.PENDING, CatalogueEdition.valid_to.is_(None), own)
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def standing_of(session: Session, *, department_ids: Iterable[int]) -> Sequence[Listed]:
    """Return the standing editions of departments, in the order of codes."""
    rows = _rows().where(CatalogueItem.department_id.in_(list(department_ids)), CatalogueEdition.valid_to.is_(None))
    return list(map(_listed, session.execute(rows.order_by(CatalogueItem.code)).mappings()))


def changed_days(session: Session) -> Sequence[tuple[date, int]]:
    """Return the days on which editions began, the newest first, with how many began on each."""
    rows = select(CatalogueEdition.valid_from, func.count()).group_by(CatalogueEdition.valid_from)
    return [(day, count) for day, count in session.execute(rows.order_by(CatalogueEdition.valid_from.desc()).limit(60))]


def counts(session: Session, wanted: Wanted, *, reader: Principal | None) -> Mapping[str, int]:
    """Return how many items of each kind there are without the condition on kinds, and how many are unsure or unreviewed."""
    narrowed = Wanted(wanted.on, {name: value for name, value in wanted.given.items() if name != "kind"})
    rows = _rows().where(in_force(wanted.on), *_conditions(narrowed), visible(reader)).subquery()
    numbers = (
        func.count().filter(rows.c.kind == "licence").label("licence"),
        func.count().filter(rows.c.kind == "penalty").label("penalty"),
        func.count().filter(rows.c.confidence == Confidence.UNSURE).label("unsure"),
        func.count().filter(rows.c.review == Review.PENDING).label("pending"),
    )
    return dict(session.execute(select(*numbers).select_from(rows)).mappings().one())


def departments(session: Session, *, reader: Principal | None) -> Sequence[tuple[int, str]]:
    """Return the departments that have items which one may see."""
    rows = _rows().where(CatalogueEdition.valid_to.is_(None), visible(reader)).subquery()
    found = (
        select(Department.id, Department.name).where(Department.id.in_(select(rows.c.department_id))).order_by(Department.path)
    )
    return [(row.id, row.name) for row in session.execute(found)]


def kept(session: Session, principal: Principal) -> Sequence[tuple[int, str]]:
    """Return the departments whose catalogue somebody keeps: the own one and those in reach."""
    own = or_(Department.id == (principal.department_id or 0), principal.covers(Department.path, Department.division))
    found = (
        select(Department.id, Department.name).where(own, Department.code.not_in(("unspecified",))).order_by(Department.path)
    )
    return [(row.id, row.name) for row in session.execute(found)]


def ensure_kept(session: Session, principal: Principal, department_id: int) -> None:
    """Refuse who does not keep the catalogue of a department."""
    own = or_(Department.id == (principal.department_id or 0), principal.covers(Department.path, Department.division))
    if session.scalar(select(Department.id).where(Department.id == department_id, own)) is None:
        named = session.scalar(select(Department.name).where(Department.id == department_id))
        raise NotOurs(department=named or "该部门")


def allowed(session: Session, *, kind: str, on: date) -> list[str]:
    """Return the kinds of licences or penalties that the standard knows on a day."""
    known = sorted(rulebook.codes(session, topic=CATEGORIES[kind], on=on).items())
    return [name for name in dict.fromkeys(name for _code, name in known) if not name.endswith("-")]


def in_force(on: date) -> ColumnElement[bool]:
    """Return the condition for the edition that holds on a day."""
    ended = or_(CatalogueEdition.valid_to.is_(None), CatalogueEdition.valid_to > on)
    return and_(CatalogueEdition.valid_from <= on, ended)


def visible(reader: Principal | None) -> ColumnElement[bool]:
    """Return the condition for what somebody may see: secret items are seen in their own department's reach alone."""
    if reader is None:
        return CatalogueEdition.review.in_(SHOWN)
    mine = or_(Department.id == (reader.department_id or 0), reader.covers(Department.path, Department.division))
    return or_(CatalogueEdition.review != Review.SECRET, mine)


def _rows() -> Select[Any]:
    columns = [getattr(CatalogueItem, name) for name in ITEM] + [getattr(CatalogueEdition, name) for name in EDITION]
    return (
        select(*columns, CatalogueEdition.id.label("edition_id"), Department.name.label("department"), Department.division)
        .join(CatalogueEdition, CatalogueEdition.item_id == CatalogueItem.id)
        .join(Department, Department.id == CatalogueItem.department_id)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.get("q"):
        text = f"%{_literal(wanted.get('q'))}%"
        said = (
            CatalogueEdition.name,
            CatalogueItem.code,
            CatalogueEdition.basis,
            func.array_to_string(CatalogueEdition.aliases, "\n"),
        )
        found.append(or_(*(column.ilike(text, escape="\\") for column in said)))
    if wanted.get("department"):
        found.append(CatalogueItem.department_id == int(wanted.get("department")))
    if wanted.get("kind"):
        found.append(CatalogueItem.kind == wanted.get("kind"))
    chosen = [name for name in ("use", "review", "confidence") if wanted.get(name)]
    return [*found, *(getattr(CatalogueEdition, name) == wanted.get(name) for name in chosen)]


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _listed(row: Any) -> Listed:
    made = dict(row)
    made["aliases"] = tuple(made["aliases"])
    made["use"], made["review"] = Use(made["use"]), Review(made["review"])
    made["confidence"] = Confidence(made["confidence"])
    return Listed(**made)
