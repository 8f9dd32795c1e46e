"""What the public pages show: the rules by version, and how an application stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from credit.publicity.periods.rules import TOPIC
from credit.repair import queries
from credit.repair.models import Repair, RepairHolder, RepairStep
from credit.repair.rules import repairable
from credit.repair.schemas import Repairable
from credit.repair.states import OPEN, HolderState, RepairAction, RepairState
from supervision.accounts.models import Department
from supervision.kernel.rulebook.queries import newest

CHANNELS: Final = ("信用中国", "信用广东", "GSXT")
NAMES: Final = {"GSXT": "国家企业信用信息公示系统"}


@dataclass(frozen=True, slots=True)
class Version:
    """One dated rule as the public reads it."""

    channel: str
    grade: str
    first: date | None
    last: date | None
    least: int | None
    most: int | None
    repairable: Repairable
    basis: str
    rule: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """An application as its receipt shows it; who of the department acted is not said."""

    repair: Repair
    state: RepairState
    department: str
    steps: Sequence[RepairStep]
    holders: Sequence[RepairHolder]
    basis: str

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def due(self) -> tuple[str, date] | None:
        """Return what is awaited of the department, and by when."""
        if self.state is RepairState.SUBMITTED:
            return "决定是否受理", self.repair.accept_by
        if self.state in {RepairState.ACCEPTED, RepairState.EXTENDED} and self.repair.decide_by:
            return "作出决定", self.repair.decide_by
        return None


def versions(session: Session, *, on: date) -> list[Version]:
    """Return the rules by version: those in force first."""
    found = [
        Version(
            channel=NAMES.get(rule.channel or "", rule.channel or ""),
            grade=str(rule.params.get("grade") or ""),
            first=rule.effective_from,
            last=rule.effective_to,
            least=_number(rule.params.get("min_months_before_repair")),
            most=_number(rule.params.get("max_months")),
            repairable=repairable(rule),
            basis=rule.legal_basis,
            rule=rule.reference,
            sure=rule.is_sure,
        )
        for rule in newest(session, topic=TOPIC)
        if rule.channel in CHANNELS and "when" in rule.params and rule.params.get("shown") != "never"
    ]
    return sorted(
        found, key=lambda one: (one.last is not None and one.last < on, -(one.first or date.min).toordinal(), one.rule)
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def standing(session: Session, repair: Repair) -> Standing:
    """Return an application for whoever holds its receipt."""
    steps = [step for step in queries.steps(session, repair.id) if step.action != RepairAction.CLOSE or repair.closed_at]
    holders = [row for row in queries.holders(session, repair.id) if row.state != HolderState.NOTHING]
    department = session.get_one(Department, repair.department_id).name
    state = RepairState(repair.state)
    basis = clock_basis(session, repair)
    return Standing(repair, state, department, steps, holders, basis)


def clock_basis(session: Session, repair: Repair) -> str:
    """Return what the clock that runs rests on, and whether its text was read."""
    running = {RepairState.SUBMITTED: repair.accept_rule, RepairState.APPROVED: repair.lift_rule}
    reference = running.get(RepairState(repair.state), repair.decide_rule)
    if reference is None:
        return ""
    rule = queries.rule_of(session, reference)
    return f"{rule.legal_basis}（规则 {reference}{'' if rule.is_sure else '，待核实'}）"
