"""Which records somebody is not told of, as conditions for queries made of models."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.archive.subjects.models import Record
from supervision.archive.subjects.withholding.models import Withheld
from supervision.kernel.access import Principal


def hidden(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the records that somebody is not told of: withheld, and of another department."""
    places = (scope.covers(Department.path, Department.division) for scope in principal.scopes if scope.department_path)
    own = exists(select(Department.id).where(Department.id == Withheld.department_id, or_(false(), *places)))
    return exists(select(Withheld.id).where(*_standing(), ~own).correlate(Record))


def withheld() -> ColumnElement[bool]:
    """Return the condition for the records that are withheld from whomever it may be."""
    return exists(select(Withheld.id).where(*_standing()).correlate(Record))


def _standing() -> tuple[ColumnElement[bool], ...]:
    return Withheld.kind == Record.kind, Withheld.business_key == Record.business_key, Withheld.released_at.is_(None)


def hidden_record(session: Session, principal: Principal, record_id: int) -> bool:
    """Tell whether somebody is not told of a record."""
    return bool(session.scalar(select(exists().where(Record.id == record_id, hidden(principal)))))


def hidden_row(session: Session, principal: Principal, *, subject_ids: Sequence[int], batch_id: int, row_no: int) -> bool:
    """Tell whether a row as it came told a record of these subjects that somebody is not told of."""
    came = (Record.subject_id.in_(subject_ids), Record.batch_id == batch_id, Record.row_no == row_no)
    return bool(session.scalar(select(exists().where(*came, hidden(principal)))))
