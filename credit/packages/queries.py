"""Which packages were made and came in, and how their rows ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from credit.packages.errors import PackageUnknown
from credit.packages.models import DiscExport, DiscFile, DiscPackage, SigningKey
from credit.standards.schemas import Table, table_of, tables
from supervision.accounts.models import Department
from supervision.intake.models import Batch
from supervision.intake.states import BatchState
from supervision.kernel.access import Principal

SHOWN: Final = 50
SETTLED: Final = (BatchState.FINISHED.value, BatchState.FAILED.value)


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a package and the batch that it became."""

    file: DiscFile
    batch: Batch

    @property
    def table(self) -> Table:
        return table_of(self.file.row_kind)

    @property
    def settled(self) -> bool:
        return self.batch.state in SETTLED


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package that came in, with its unit, its key and its files."""

    package: DiscPackage
    department: Department
    key: SigningKey
    files: Sequence[FileLine]

    @property
    def settled(self) -> bool:
        return all(line.settled for line in self.files)

    def total(self, name: str) -> int:
        """Return how many rows ended one way, over all files."""
        return sum(int(getattr(line.batch, name)) for line in self.files)

    @property
    def rows(self) -> int:
        return sum(line.file.rows for line in self.files)


def reached(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the units that a person may act for."""
    return or_(principal.covers(Department.path, Department.division), Department.id == principal.department_id)


def units(session: Session, principal: Principal) -> Sequence[Department]:
    """Return the units that a person may pack for, the own one first."""
    query = select(Department).where(reached(principal), Department.valid_to.is_(None))
    return session.scalars(query.order_by(Department.id != principal.department_id, Department.path)).all()


def unit_by_id(session: Session, principal: Principal, department_id: int | None) -> Department | None:
    """Return a unit that a person may pack for."""
    return next((unit for unit in units(session, principal) if unit.id == department_id), None)


def unit_by_code(session: Session, code: str, principal: Principal | None) -> Department | None:
    """Return the unit of a package; without a principal it is the operator of the machine who asks."""
    query = select(Department).where(Department.code == code)
    return session.scalars(query if principal is None else query.where(reached(principal))).one_or_none()


def table_named(row_kind: str) -> Table | None:
    """Return a table of the standard, where it is one that this platform knows."""
    return next((table for table in tables() if table.row_kind == row_kind), None)


def exports(session: Session, principal: Principal) -> list[tuple[DiscExport, str]]:
    """Return what was packed of late, with the names of the units."""
    query = (
        select(DiscExport, Department.short_name)
        .join(Department, Department.id == DiscExport.department_id)
        .where(reached(principal))
        .order_by(DiscExport.id.desc())
        .limit(SHOWN)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def packages(session: Session, principal: Principal) -> list[PackageLine]:
    """Return what came in of late."""
    query = (
        select(DiscPackage, Department, SigningKey)
        .join(Department, Department.id == DiscPackage.department_id)
        .join(SigningKey, SigningKey.id == DiscPackage.key_id)
        .where(reached(principal))
        .order_by(DiscPackage.id.desc())
        .limit(SHOWN)
    )
    return _with_files(session, [(row[0], row[1], row[2]) for row in session.execute(query)])


def package_for(session: Session, principal: Principal | None, package_id: int) -> PackageLine:
    """Return a package that this person may see; another unit's looks as if it did not exist."""
    query = (
        select(DiscPackage, Department, SigningKey)
        .join(Department, Department.id == DiscPackage.department_id)
        .join(SigningKey, SigningKey.id == DiscPackage.key_id)
        .where(DiscPackage.id == package_id)
    )
    row = session.execute(query if principal is None else query.where(reached(principal))).one_or_none()
    if row is None:
        raise PackageUnknown
    return _with_files(session, [(row[0], row[1], row[2])])[0]


def _with_files(session: Session, rows: Sequence[tuple[DiscPackage, Department, SigningKey]]) -> list[PackageLine]:
    query = (
        select(DiscFile, Batch)
        .join(Batch, Batch.id == DiscFile.batch_id)
        .where(DiscFile.package_id.in_([row[0].id for row in rows]))
        .order_by(DiscFile.row_kind)
    )
    files: dict[int, list[FileLine]] = {}
    for file, batch in session.execute(query):
        files.setdefault(file.package_id, []).append(FileLine(file, batch))
    return [PackageLine(*row, files.get(row[0].id, [])) for row in rows]


def package_numbered(session: Session, number: str) -> DiscPackage | None:
    """Return the package that came in under a number."""
    return session.scalars(select(DiscPackage).where(DiscPackage.package == UUID(number))).one_or_none()


def newest(session: Session, department_id: int) -> DiscPackage | None:
    """Return the package of a unit that was made last among those that came in."""
    query = select(DiscPackage).where(DiscPackage.department_id == department_id)
    return session.scalars(query.order_by(DiscPackage.made_at.desc(), DiscPackage.id.desc()).limit(1)).one_or_none()
