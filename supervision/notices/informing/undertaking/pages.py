"""承诺书: signed on the screen, or handed over as a scan, or refused."""

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response

from supervision.accounts.rules import actor_of
from supervision.kernel import attachments
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.notices.informing import queries
from supervision.notices.informing.sheets.rules import SIGNING_NOTES, asks_undertaking, promises
from supervision.notices.informing.states import InformingState, SignerRole, Way
from supervision.notices.informing.undertaking.forms import UndertakingForm
from supervision.notices.informing.undertaking.service import MOST_SCAN_BYTES, Given, undertake

pages = Blueprint("undertaking", __name__, url_prefix="/counter")
TEMPLATES = "supervision/notices/informing/undertaking/templates"
ID = "/<int(max=9223372036854775807):informing_id>/undertaking"


@pages.get(ID)
@requires("notices.inform")
def page(informing_id: int) -> ResponseReturnValue:
    """签署承诺书."""
    with reading() as session:
        informing = queries.informing_for(session, current(), informing_id)
        if informing.state != InformingState.ISSUED or not informing.undertaking_needed:
            return _back(informing_id)
        return _page(session, informing_id, UndertakingForm(data={"request_key": str(uuid4())}))


@pages.post(ID)
@requires("notices.inform")
def sign(informing_id: int) -> ResponseReturnValue:
    """Keep what was given; the same form sent twice is kept once."""
    form = UndertakingForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return _again(informing_id, form)
    key = None
    with suppress(ValueError):
        key = UUID(form.request_key.data or "")
    try:
        with transaction() as session:
            informing = queries.informing_for_change(session, current(), informing_id)
            undertake(session, informing, _given(form), actor=actor_of(current()), now=now(), request_key=key)
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        return _again(informing_id, form, error.http_status)
    return _back(informing_id)


@pages.get(f"{ID}/file")
@requires("notices.inform")
def file(informing_id: int) -> Response:
    """The signature or the scan, opened in place."""
    with reading() as session:
        undertaking = queries.undertaking_of(session, queries.informing_for(session, current(), informing_id).id)
        if undertaking is None or undertaking.attachment_id is None:
            raise NotFound
        attachment = attachments.attachment_by_id(session, undertaking.attachment_id)
    return send_file(attachments.path_of(attachment), mimetype=attachment.media_type, download_name=attachment.filename)


def _given(form: UndertakingForm) -> Given:
    """Return what was handed over: a refusal where that button was pressed, else the signature, else the scan."""
    role, signer = SignerRole(form.role.data), form.signer.data
    if request.form.get("act") == "refuse":
        return Given(Way.REFUSED, role, signer, note=form.note.data)
    for way, field in ((Way.SCREEN, form.signature), (Way.SCAN, form.scan)):
        if field.data and field.data.filename:
            return Given(way, role, signer, field.data.stream.read(MOST_SCAN_BYTES + 1), field.data.filename)
    return Given(Way.SCAN, role, signer)


def _page(session: Session, informing_id: int, form: UndertakingForm) -> str:
    whole = queries.whole(session, queries.informing_for(session, current(), informing_id))
    items = [item for item in whole.listed if asks_undertaking(stage=item.stage, mode=item.mode)]
    return render_template(
        f"{TEMPLATES}/undertaking.html",
        whole=whole,
        informing=whole.informing,
        items=items,
        form=form,
        promises=promises(whole.informing.number or ""),
        notes=SIGNING_NOTES,
    )


def _again(informing_id: int, form: UndertakingForm, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, informing_id, form), HTTPStatus(status)


def _back(informing_id: int) -> Response:
    return redirect(url_for("counter.sheet", informing_id=informing_id), HTTPStatus.SEE_OTHER)
