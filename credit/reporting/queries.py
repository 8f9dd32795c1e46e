"""Which decisions there are for whom, and how each came to say what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select, true
from sqlalchemy.orm import Session

from credit.catalogue.models import CatalogueTaskDecision
from credit.reporting.errors import DecisionNotFound
from credit.reporting.models import Decision, DecisionVersion
from credit.reporting.states import Status
from supervision.accounts.models import Department
from supervision.archive.loading.features import normal_of
from supervision.intake.models import Finding
from supervision.kernel.access import Principal

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; `state` is held, late or void."""

    kind: str = ""
    state: str = ""
    words: str = ""
    after: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with the name of who reported it."""

    decision: Decision
    department: str


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the decisions of the departments that a principal's positions cover."""
    return principal.covers(Department.path, Department.division)


def decisions(session: Session, principal: Principal, *, wanted: Wanted) -> Sequence[DecisionLine]:
    """Return one page of decisions, the latest first, and one more where there are more."""
    query = _lines().where(visible(principal), *_narrowed(wanted)).order_by(Decision.id.desc())
    if wanted.after is not None:
        query = query.where(Decision.id < wanted.after)
    return [DecisionLine(*row) for row in session.execute(query.limit(PAGE + 1))]


def decision_for(session: Session, principal: Principal, decision_id: int) -> DecisionLine:
    """Return a decision that this person may see; another's looks as if it did not exist."""
    row = session.execute(_lines().where(Decision.id == decision_id, visible(principal))).one_or_none()
    if row is None:
        raise DecisionNotFound
    return DecisionLine(*row)


def waiting(session: Session, principal: Principal) -> int:
    """Return how many decisions wait until a person has looked."""
    query = select(func.count()).select_from(Decision).join(Department, Department.id == Decision.department_id)
    return session.scalar(query.where(visible(principal), Decision.held)) or 0


def versions(session: Session, decision_id: int) -> Sequence[DecisionVersion]:
    """Return what stood before, the latest first."""
    query = select(DecisionVersion).where(DecisionVersion.decision_id == decision_id)
    return session.scalars(query.order_by(DecisionVersion.version.desc())).all()


def findings(session: Session, decision: Decision) -> Sequence[Finding]:
    """Return what was found about the row that the standing version came from."""
    query = select(Finding).where(Finding.batch_id == decision.batch_id, Finding.row_no == decision.row_no)
    return session.scalars(query.order_by(Finding.id)).all()


def outside_catalogue(session: Session, decision_id: int) -> bool:
    """Tell whether the decision's item stands in no catalogue of its department (V22)."""
    return session.get(CatalogueTaskDecision, decision_id) is not None


def _lines() -> Select[Decision, str]:
    return select(Decision, Department.short_name).join(Department, Department.id == Decision.department_id)


def _narrowed(wanted: Wanted) -> Sequence[SQLColumnExpression[bool]]:
    states: dict[str, SQLColumnExpression[bool]] = {
        "held": Decision.held,
        "late": Decision.reported_late,
        "void": Decision.status == Status.VOID.value,
    }
    kind = Decision.kind == wanted.kind if wanted.kind else true()
    return kind, states.get(wanted.state, true()), _named(wanted.words) if wanted.words else true()


def _named(words: str) -> ColumnElement[bool]:
    """Return the condition for a document number, a code or the name of a firm; persons are not searched by name."""
    firm = Decision.subject_name.contains(words, autoescape=True) & (Decision.party == "legal")
    return or_(Decision.doc_key == normal_of(words), Decision.subject_code == words.upper(), firm)
