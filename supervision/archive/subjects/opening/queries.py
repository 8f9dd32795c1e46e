"""Who asks for which archive as of when, and whether its personal fields stand open to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from supervision.accounts.purposes.queries import PurposeGrant, granted
from supervision.accounts.rules import actor_of
from supervision.archive.subjects import queries
from supervision.archive.subjects.errors import SubjectUnknown
from supervision.archive.subjects.queries import Caller, Reader
from supervision.archive.subjects.reach.queries import within_reach
from supervision.archive.subjects.rules import AsOf
from supervision.intake.kinds import RowKind
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date
from supervision.kernel.identifiers import normalise_code
from supervision.kernel.module import Platform, joined

LONGEST_ID = 12
LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """The text of an archive, and the grant under which its personal fields are shown."""

    text: str
    grant: PurposeGrant | None


def asked_for(asked: str) -> tuple[int | None, str | None]:
    """Return the number or the code that an address says: a short number is an archive's own, all else a code."""
    asked = asked.strip()
    if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_ID:
        return int(asked), None
    code = normalise_code(asked.replace("\0", ""))
    if not 0 < len(code) <= LONGEST_CODE:
        raise SubjectUnknown(asked=asked[:LONGEST_CODE])
    return None, code


def subject_asked(session: Session, asked: str) -> int:
    """Return the subject for what somebody typed."""
    number, code = asked_for(asked)
    found = number if code is None else queries.subject_by_code(session, code)
    if found is None:
        raise SubjectUnknown(asked=code)
    return found


def opened(session: Session, *, principal: Principal, asked: str, as_of: AsOf, now: datetime, address: str | None) -> Opened:
    """Return an archive as this reader may see it, and log the reading."""
    number, code = asked_for(asked)
    grant = None
    if principal.may("archive.personal"):
        number = subject_asked(session, asked)
        grant = personal_grant(session, principal, subject_id=number, now=now)
    reader = Reader(
        actor=actor_of(principal),
        at=now,
        department_id=principal.department_id,
        address=address,
        purpose=grant.purpose if grant else None,
        case_number=grant.case_no if grant else None,
    )
    text = queries.archive_json(
        session,
        subject_id=number,
        code=code,
        as_of=as_of,
        reveal=grant is not None,
        reader=reader,
        personal=personal_fields(joined()),
        scopes=principal.scopes,
    )
    if text is None:
        raise SubjectUnknown(asked=asked[:LONGEST_CODE])
    return Opened(text, grant)


def usual(principal: Principal, asked: str, address: str, now: datetime) -> bytes | None:
    """Return the archive of a code as it stands today for a system that reads no personal fields, logged; None in any other case."""
    if principal.may("archive.personal"):
        return None
    caller = Caller(
        actor=actor_of(principal),
        department_id=principal.department_id,
        address=address,
        personal=personal_fields(joined()),
        scopes=principal.scopes,
        judged_on=legal_date(now),
    )
    return queries.usual_json(asked, caller=caller, now=now)


def personal_grant(session: Session, principal: Principal, *, subject_id: int, now: datetime) -> PurposeGrant | None:
    """Return the declared purpose under which a subject's personal fields are open to somebody who is still in charge of it."""
    root = queries.root_of(session, subject_id) or subject_id
    grant = granted(session, principal, subject=f"archive:{root}", now=now)
    return grant if grant is not None and within_reach(session, principal, root) else None


def purpose_subject(session: Session, subject_id: int) -> str:
    """Return how a purpose names an archive: by the subject under which it is read."""
    return f"archive:{queries.root_of(session, subject_id) or subject_id}"


_PERSONAL: dict[int, Sequence[str]] = {}


def personal_fields(platform: Platform) -> Sequence[str]:
    """Return the fields of any kind of record that are personal, as the platform declares them; found out once."""
    if id(platform) not in _PERSONAL:
        fields = {field.name for kind in platform.parts(RowKind) for field in kind.fields if field.personal}
        _PERSONAL[id(platform)] = tuple(sorted(fields))
    return _PERSONAL[id(platform)]
