"""在线填报: where to begin, the form of one decision, and how it ended."""

from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.entering import queries, service
from credit.entering.errors import CorrectedMeanwhile
from credit.entering.features import by_field, differences, groups, input_of
from credit.entering.forms import cells_from, key_of, number, table_named, version
from credit.entering.models import Entry
from credit.entering.schemas import Cells, Fault, Ground
from credit.entering.service import Written, completed
from credit.entering.states import EntryState
from credit.entering.trying.service import faults
from credit.questions.queries import firm
from credit.standards.queries import checking_rules
from credit.standards.schemas import Table, standards, table_of
from supervision.intake import service as intake
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import Conflict, DomainError, NotFound
from supervision.kernel.identifiers import check_uscc, normalise_code

pages = Blueprint("entry", __name__, url_prefix="/credit/entry")
TEMPLATES: Final = "credit/entering/templates"
ID: Final = "/<int(max=9223372036854775807):entry_id>"
LONGEST_NUMBER: Final = 64
CHECK_ONLY, SEND, SEND_HELD, FILL = "check", "send", "send-held", "fill"


@pages.get("")
@requires("credit.report")
def start() -> str:
    """在线填报."""
    with reading() as session:
        return render_template(
            f"{TEMPLATES}/start.html",
            editions=standards()[::-1],
            drafts=queries.entries(session, current(), drafts=True),
            sent=queries.entries(session, current(), drafts=False),
            labels={table.row_kind: table.label for edition in standards() for table in edition.tables},
            states=EntryState,
        )


@pages.get("/new")
@requires("credit.report")
def new() -> str:
    """Fill in a decision: a new one, a better version of one, or a better row for a question."""
    with reading() as session:
        ground = _ground(session, request.args)
        table = table_of(ground.row_kind)
        department_id = _department(session, ground)
        cells = ground.cells or queries.prefilled(session, table, department_id) | _asked(request.args)
        return _form(session, ground, cells, found=(), saved={})


@pages.post("/new")
@requires("credit.report")
def save() -> ResponseReturnValue:
    """Keep, check or hand in what was typed; what is wrong is shown beside it."""
    return _posted(None)


@pages.get(ID)
@requires("credit.report")
def entry(entry_id: int) -> str:
    """Go on with a draft, or see how an entry ended."""
    with reading() as session:
        found = queries.entry_for(session, current(), entry_id)
        if found.state != EntryState.DRAFT:
            return _ended(session, found)
        ground = _with_version(queries.ground_of(session, current(), found), found.base_version)
        return _form(session, ground, queries.opened(found), found=(), saved=queries.opened(found), entry=found)


@pages.post(ID)
@requires("credit.report")
def change(entry_id: int) -> ResponseReturnValue:
    """Go on with a draft."""
    return _posted(entry_id)


@pages.post(f"{ID}/discard")
@requires("credit.report")
def discard(entry_id: int) -> ResponseReturnValue:
    """Put a draft aside."""
    with transaction() as session:
        found = queries.entry_for(session, current(), entry_id, lock=True)
        revision = number(request.form.get("revision", "")) or 0
        service.discard(session, found, revision=revision, principal=current(), now=now())
    flash("草稿已放弃，没有报送", "info")
    return redirect(url_for("entry.start"), HTTPStatus.SEE_OTHER)


@pages.post("/check")
@requires("credit.report")
def check() -> str:
    """Say at once what the rules find about the field that was just left, and about what is filled in elsewhere."""
    asked = request.args.get("field", "")[:40]
    with reading() as session:
        ground, table, cells, _saved = _read(session, None)
        column = table.column(asked)
        if column is None:
            raise NotFound
        found = by_field(_faults(session, ground, table, cells))
        told = [item.name for item in table.columns if item.name != asked and cells.get(item.name)]
        carrier = _firm(session, cells)
        return render_template(
            f"{TEMPLATES}/checked.html",
            field=input_of(table, column, cells, faults=found.get(asked, ())),
            others=[(name, found.get(name, ())) for name in told],
            carrier=carrier if asked in {"code", "subject_name"} else None,
            fills=asked == "code" and carrier is not None and not cells.get("subject_name"),
            name=cells.get("subject_name", ""),
            rules=_rules(session),
        )


def _asked(given: Any) -> dict[str, str]:
    """Return what the page that led here knows of the decision already."""
    doc_no = str(given.get("doc_no", "")).replace("\0", "").strip()[:LONGEST_NUMBER]
    return {"doc_no": doc_no} if doc_no else {}


def _ground(session: Session, asked: Any) -> Ground:
    decision, question = number(str(asked.get("decision", ""))), number(str(asked.get("question", "")))
    if decision is not None:
        return queries.correction(session, current(), decision)
    if question is not None:
        return queries.answer(session, current(), question)
    return Ground(table_named(str(asked.get("table", ""))).row_kind, {})


def _with_version(ground: Ground, shown: int | None) -> Ground:
    return Ground(ground.row_kind, ground.cells, ground.decision_id, shown, ground.question_id, ground.locked)


def _read(session: Session, entry_id: int | None) -> tuple[Ground, Table, dict[str, str], Cells]:
    """Return what the posted form starts from, its table, the whole row that it means, and what was saved of it."""
    saved: Cells = {}
    if entry_id is not None:
        found = queries.entry_for(session, current(), entry_id)
        ground, saved = queries.ground_of(session, current(), found), queries.opened(found)
    else:
        ground = _ground(session, request.form)
    ground = _with_version(ground, version(request.form.get("version", "")) if ground.decision_id else None)
    table = table_of(ground.row_kind)
    return ground, table, completed(table, ground, cells_from(request.form, table), saved=saved), saved


def _posted(entry_id: int | None) -> ResponseReturnValue:
    """Do what the pressed button says; nothing goes through the door before the rules have seen it."""
    act = request.form.get("act", "")
    with reading() as session:
        ground, table, cells, saved = _read(session, entry_id)
        if act == FILL:
            carrier = _firm(session, cells)
            cells = cells | ({"subject_name": carrier.name} if carrier else {})
        if act in {CHECK_ONLY, FILL, SEND, SEND_HELD}:
            found = _faults(session, ground, table, cells)
            if act in {CHECK_ONLY, FILL} or _stops(found, act):
                status = HTTPStatus.OK if act in {CHECK_ONLY, FILL} else HTTPStatus.UNPROCESSABLE_ENTITY
                return _form(session, ground, cells, found=found, saved=saved, checked=True, act=act), status
    return _kept(ground, table, cells, saved, sends=act in {SEND, SEND_HELD})


def _stops(found: list[Fault], act: str) -> bool:
    grave = {fault["severity"] for fault in found}
    return "reject" in grave or ("hold" in grave and act != SEND_HELD)


def _kept(ground: Ground, table: Table, cells: dict[str, str], saved: Cells, *, sends: bool) -> ResponseReturnValue:
    form = request.form
    written = Written(key_of(form.get("key", "")), number(form.get("revision", "")) or 0, cells)
    try:
        with transaction() as session:
            department_id = _department(session, ground)
            kept = service.save(session, ground, written, department_id=department_id, principal=current(), now=now())
            batch_id = service.submit(session, kept, principal=current(), now=now()) if sends else None
            entry_id = kept.id
    except Conflict as error:
        return _overtaken(ground, table, cells, saved, error), HTTPStatus.CONFLICT
    if batch_id is not None:
        _load(batch_id)
    else:
        flash("草稿已保存，还没有报送", "info")
    return redirect(url_for("entry.entry", entry_id=entry_id), HTTPStatus.SEE_OTHER)


def _load(batch_id: int) -> None:
    """Load the one row at once, as the worker would, and note how it ended."""
    intake.run([batch_id], clock=now)
    with transaction() as session:
        service.settle(session, batch_id=batch_id, now=now())


def _overtaken(ground: Ground, table: Table, cells: Cells, saved: Cells, error: DomainError) -> str:
    """Show what stands now beside what was typed; sending it again means that both have been seen."""
    with reading() as session:
        if not isinstance(error, CorrectedMeanwhile):
            return _form(session, ground, cells, found=(), saved=saved, error=error)
        latest = queries.correction(session, current(), ground.decision_id or 0)
        differing = differences(table, latest.cells, cells)
        return _form(session, latest, cells, found=(), saved=saved, error=error, differing=differing, fresh=True)


def _faults(session: Session, ground: Ground, table: Table, cells: Cells) -> list[Fault]:
    source = queries.source_of(session, current(), _department(session, ground))
    return faults(session, table, cells, source=source, now=now())


def _department(session: Session, ground: Ground) -> int:
    """Return whose row it is: that of the decision or the question, else of the own department."""
    return queries.owner_of(session, current(), ground)


def _firm(session: Session, cells: Cells) -> Any:
    code = normalise_code(cells.get("code", ""))
    return firm(session, code) if check_uscc(code).ok else None


def _form(
    session: Session,
    ground: Ground,
    cells: Cells,
    *,
    found: Any,
    saved: Cells,
    entry: Entry | None = None,
    checked: bool = False,
    act: str = "",
    error: DomainError | None = None,
    differing: Any = (),
    fresh: bool = False,
) -> str:
    table = table_of(ground.row_kind)
    typed = cells_from(request.form, table) if request.method == "POST" else {}
    before = {**ground.cells, **saved}
    kept = frozenset(column.name for column in table.columns if column.personal and before.get(column.name))
    shown = {name: text for name, text in cells.items() if name not in kept or typed.get(name)}
    told = by_field(found)
    offered = queries.matters(session, table, _department(session, ground))
    return render_template(
        f"{TEMPLATES}/form.html",
        table=table,
        ground=ground,
        groups=groups(table, shown, faults=told, locked=ground.locked, kept=kept, offered=offered),
        found=found,
        loose=told.get("", ()),
        labels={column.name: column.label for column in table.columns},
        key=entry.key if entry else key_of("" if fresh else request.form.get("key", "")),
        revision=entry.revision if entry else (0 if fresh else number(request.form.get("revision", "")) or 0),
        entry=entry,
        action=url_for("entry.change", entry_id=entry.id) if entry else _action(fresh=fresh),
        carrier=_firm(session, cells),
        name=cells.get("subject_name", ""),
        checked=checked,
        act=act,
        error=error,
        differing=differing,
        rules=_rules(session),
    )


def _action(*, fresh: bool) -> str:
    again = request.method == "POST" and not fresh and request.endpoint == "entry.change"
    return request.path if again else url_for("entry.save")


def _ended(session: Session, found: Entry) -> str:
    return render_template(
        f"{TEMPLATES}/sent.html",
        entry=found,
        state=EntryState(found.state),
        table=table_of(found.row_kind),
        decision_id=queries.decision_of(session, found),
        question_id=queries.question_of(session, found),
        labels={column.name: column.label for column in table_of(found.row_kind).columns},
        rules=_rules(session),
    )


def _rules(session: Session) -> dict[str, Any]:
    return {rule.rule_id: rule for rule in checking_rules(session)}
