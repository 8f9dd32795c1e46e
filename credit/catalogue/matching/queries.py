"""What decisions say of their item, and the items among which it is looked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from credit.catalogue.models import CatalogueEdition, CatalogueItem
from credit.catalogue.schemas import Book, Named
from credit.catalogue.states import Use
from supervision.accounts.models import Department

# Decisions that say the same are looked at once. The certificate comes before the title, which names the document.
SAID = text("""
    SELECT department_id, kind, authority, authority_code, decided_on,
        ARRAY[item, violation, certificate, title] AS texts, min(category) AS category, min(basis) AS basis,
        array_agg(id ORDER BY id) AS ids
    FROM credit.decision WHERE id = ANY(:ids)
    GROUP BY department_id, kind, authority, authority_code, decided_on, item, violation, certificate, title
    ORDER BY min(id)
""")


@dataclass(frozen=True, slots=True)
class Said:
    """What some decisions say in the same words."""

    department_id: int
    kind: str
    authority: str
    authority_code: str | None
    decided_on: date
    texts: tuple[str, ...]
    category: str | None
    basis: str | None
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Offices:
    """Departments by what a decision may call them, and those above each."""

    by_code: Mapping[str, int]
    by_name: Mapping[str, int]
    above: Mapping[int, tuple[int, ...]]

    def places(self, said: Said) -> tuple[int, ...]:
        """Return where to look: the authority that decided, else who reported, and what stands above it."""
        decided = self.by_code.get(said.authority_code or "") or self.by_name.get(said.authority) or said.department_id
        reach = (*self.above.get(decided, (decided,)), *self.above.get(said.department_id, (said.department_id,)))
        return tuple(dict.fromkeys(reach))


def said(session: Session, *, decision_ids: Sequence[int]) -> list[Said]:
    """Return what decisions say, those in the same words together."""
    rows = session.execute(SAID, {"ids": list(decision_ids)}).mappings()
    return [
        Said(**{**row, "texts": tuple(part for part in row["texts"] if part and part.strip()), "ids": tuple(row["ids"])})
        for row in rows
    ]


def offices(session: Session) -> Offices:
    """Return the departments as decisions name them."""
    rows = session.execute(select(Department.id, Department.name, Department.uscc, Department.path)).all()
    above = {row.id: tuple(reversed([int(part) for part in row.path.split("/") if part])) for row in rows}
    return Offices({row.uscc: row.id for row in rows if row.uscc}, {row.name: row.id for row in rows}, above)


def book(session: Session, *, department_ids: Iterable[int]) -> Book:
    """Return the items of departments under every name that they ever had."""
    rows = session.execute(
        select(
            CatalogueItem.id,
            CatalogueItem.department_id,
            CatalogueItem.kind,
            CatalogueEdition.keys,
            CatalogueEdition.use,
            CatalogueEdition.valid_from,
            CatalogueEdition.valid_to,
        )
        .join(CatalogueEdition, CatalogueEdition.item_id == CatalogueItem.id)
        .where(CatalogueItem.department_id.in_(list(department_ids)))
        .order_by(CatalogueItem.id, CatalogueEdition.valid_from)
    ).all()
    keys: dict[int, set[str]] = {}
    spans: dict[int, list[tuple[date, date | None]]] = {}
    homes: dict[int, tuple[int, str]] = {}
    for row in rows:
        homes[row.id] = (row.department_id, row.kind)
        keys.setdefault(row.id, set()).update(row.keys)
        spans.setdefault(row.id, [])
        if row.use == Use.ENABLED:
            spans[row.id].append((row.valid_from, row.valid_to))
    found: dict[tuple[int, str], list[Named]] = {}
    for item_id, home in homes.items():
        found.setdefault(home, []).append(Named(item_id, frozenset(keys[item_id]), spans[item_id]))
    return found
