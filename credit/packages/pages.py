"""离线包: what was packed and what came in; packing, importing, and the receipt to take home."""

import io
import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from credit.packages import queries
from credit.packages.container.features import LARGEST
from credit.packages.container.service import own_key
from credit.packages.errors import PassphraseWeak, TableUnknown, UnitUnknown
from credit.packages.forms import ExportForm, ImportForm
from credit.packages.making import service as making
from credit.packages.making.service import Made, Order, Source
from credit.packages.receipts import service as receipts
from credit.packages.receiving import service as receiving
from credit.packages.receiving.service import Arrival
from credit.packages.rules import grouped
from credit.standards.schemas import standards
from supervision.accounts.rules import actor_of
from supervision.intake.errors import FileMissing
from supervision.intake.states import STATE_LABELS, STATE_TONES
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.crypto import provider
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

pages = Blueprint("credit-packages", __name__, url_prefix="/credit/packages")
TEMPLATES: Final = "credit/packages/templates"
ID: Final = "/<int(max=9223372036854775807):package_id>"
ZIP: Final = "application/zip"
SEALED: Final = "application/octet-stream"


@pages.get("")
@requires("credit.report")
def page() -> str:
    """离线包."""
    with reading() as session:
        return _page(session, ExportForm(data=_usual()), ImportForm())


def _usual() -> dict[str, object]:
    return {"since": today().replace(day=1), "until": today(), "department_id": current().department_id, "table": ""}


@pages.post("/export")
@requires("credit.report")
def export() -> ResponseReturnValue:
    """Pack, sign and hand out; nothing but a note of it stays here."""
    form = ExportForm(request.form)
    with reading() as session:
        _offer(session, form)
        if not form.validate():
            return _page(session, form, ImportForm()), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        made = _made(form)
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _page(session, form, ImportForm()), HTTPStatus(error.http_status)
    kind = ZIP if made.filename.endswith(".zip") else SEALED
    return send_file(io.BytesIO(made.content), mimetype=kind, as_attachment=True, download_name=made.filename, max_age=0)


def _made(form: ExportForm) -> Made:
    secret = form.secret.data or None
    if (form.again.data or None) != secret:
        raise PassphraseWeak(length=making.LEAST_SIGNS)
    with tempfile.TemporaryDirectory() as folder, transaction() as session:
        unit = queries.unit_by_id(session, current(), form.department_id.data)
        if unit is None:
            raise UnitUnknown(unit=form.department_id.data)
        order = Order(unit, form.since.data or today(), form.until.data or today(), _source(form, Path(folder)), secret)
        return making.make(session, order, crypto=provider(), actor=actor_of(current()), now=now())


def _source(form: ExportForm, folder: Path) -> Source | None:
    sent = request.files.get("file")
    if not form.table.data and (sent is None or not sent.filename):
        return None
    table = queries.table_named(form.table.data)
    if table is None:
        raise TableUnknown(table="（没有选）")
    if sent is None or not sent.filename:
        raise FileMissing
    path = folder / "rows"
    sent.save(path)
    return Source(path, Path(sent.filename).name, table)


@pages.post("/import")
@requires("credit.report")
def bring() -> ResponseReturnValue:
    """Check a package whole; what was changed is refused, what is whole goes through the door."""
    form = ImportForm(request.form)
    try:
        arrival = _arrival(form)
        with transaction() as session:
            taken = receiving.receive(session, arrival, principal=current(), actor=actor_of(current()), now=now())
            number = taken.package.id
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _page(session, ExportForm(data=_usual()), form), HTTPStatus(error.http_status)
    if taken.known_before:
        flash("这个包此前已导入，没有作任何改动", "info")
    else:
        flash("签名和校验码都对，已交给校验入库；全部有结果后可取回执", "ok")
    return redirect(url_for("credit-packages.package", package_id=number), HTTPStatus.SEE_OTHER)


def _arrival(form: ImportForm) -> Arrival:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise FileMissing
    content = sent.stream.read(LARGEST + 1)
    return Arrival(content, Path(sent.filename).name, form.secret.data or None, older=bool(form.older.data))


@pages.get(ID)
@requires("credit.report")
def package(package_id: int) -> str:
    """One package: what it held, who signed, and how its rows stand."""
    with reading() as session:
        line = queries.package_for(session, current(), package_id)
        return render_template(f"{TEMPLATES}/package.html", line=line, labels=STATE_LABELS, tones=STATE_TONES, grouped=grouped)


@pages.post(f"{ID}/receipt.zip")
@requires("credit.report")
def receipt(package_id: int) -> ResponseReturnValue:
    """The receipt, signed."""
    with transaction() as session:
        line = queries.package_for(session, current(), package_id)
        _manifest, content = receipts.receipt(session, line, crypto=provider(), actor=actor_of(current()), now=now())
        name = f"{line.department.code}-receipt-{str(line.package.package)[:8]}.zip"
    return send_file(io.BytesIO(content), mimetype=ZIP, as_attachment=True, download_name=name, max_age=0)


def _offer(session: Session, form: ExportForm) -> None:
    form.department_id.choices = [SelectChoice(str(unit.id), unit.name) for unit in queries.units(session, current())]
    known = [table for edition in standards()[::-1] for table in edition.tables]
    tables = [SelectChoice(table.row_kind, f"文件：{table.label}（{table.standard}）") for table in known]
    form.table.choices = [SelectChoice("", "本平台已有的决定"), *tables]


def _page(session: Session, export_form: ExportForm, import_form: ImportForm) -> str:
    _offer(session, export_form)
    own = own_key(provider())
    return render_template(
        f"{TEMPLATES}/packages.html",
        export_form=export_form,
        import_form=import_form,
        packages=queries.packages(session, current()),
        exports=queries.exports(session, current()),
        signer=own.signer,
        public=grouped(own.public.hex()),
        grouped=grouped,
    )
