"""双公示决定: the list of a department, and one decision with everything that was found about it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.reporting import queries, service
from credit.reporting.forms import ReleaseForm, number, wanted
from credit.reporting.models import Decision
from credit.reporting.states import (
    CHANGE_LABELS,
    KIND_LABELS,
    PROCEDURE_LABELS,
    SEVERITY_LABELS,
    STATUS_LABELS,
    Party,
    Status,
)
from credit.standards.queries import checking_rules
from supervision.accounts.rules import actor_of
from supervision.archive.subjects.masking.rules import masked_name
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("decisions", __name__, url_prefix="/credit/decisions")
TEMPLATES = "credit/reporting/templates"
ID = "/<int(max=9223372036854775807):decision_id>"
LABELS = {
    "kind": {kind.value: label for kind, label in KIND_LABELS.items()},
    "status": {status.value: label for status, label in STATUS_LABELS.items()},
    "change": {change.value: label for change, label in CHANGE_LABELS.items()},
    "severity": {severity.value: label for severity, label in SEVERITY_LABELS.items()},
    "procedure": {procedure.value: label for procedure, label in PROCEDURE_LABELS.items()},
}


def named(decision: Decision) -> str:
    """Return the counterpart as a list shows it: of a person the surname only."""
    return masked_name(decision.subject_name) if decision.party == Party.PERSON else decision.subject_name


@pages.get("")
@requires("credit.read")
def page() -> str:
    """双公示决定."""
    asked = wanted(request.args)
    with reading() as session:
        found = queries.decisions(session, current(), wanted=asked)
        held = queries.waiting(session, current())
    more = found[queries.PAGE - 1].decision.id if len(found) > queries.PAGE else None
    lines = found[: queries.PAGE]
    return render_template(
        f"{TEMPLATES}/decisions.html", lines=lines, wanted=asked, held=held, more=more, labels=LABELS, named=named
    )


@pages.get(ID)
@requires("credit.read")
def decision(decision_id: int) -> str:
    """One decision: what it says, what was found, what stood before."""
    with reading() as session:
        return _page(session, decision_id, ReleaseForm(None))


@pages.post(f"{ID}/release")
@requires("credit.review")
def release(decision_id: int) -> ResponseReturnValue:
    """Confirm what the rules doubted."""
    form = ReleaseForm(request.form)
    with transaction() as session:
        found = queries.decision_for(session, current(), decision_id).decision
        try:
            if form.validate():
                version = number(str(form.version.data)) or 0
                service.release(session, found, version=version, reason=form.reason.data, actor=actor_of(current()), now=now())
                return redirect(url_for("decisions.decision", decision_id=decision_id))
        except NotFound:
            raise
        except DomainError as error:
            form.form_errors = [*form.form_errors, f"{error.text}。{error.remedy_text}"]
        return _page(session, decision_id, form), 422


def _page(session: Session, decision_id: int, form: ReleaseForm) -> str:
    line = queries.decision_for(session, current(), decision_id)
    form.version.data = str(line.decision.version)
    return render_template(
        f"{TEMPLATES}/decision.html",
        line=line,
        decision=line.decision,
        name=named(line.decision),
        form=form,
        rules={rule.rule_id: rule for rule in checking_rules(session)},
        findings=queries.findings(session, line.decision),
        outside=queries.outside_catalogue(session, decision_id),
        versions=queries.versions(session, decision_id),
        labels=LABELS,
        void=line.decision.status == Status.VOID,
    )
