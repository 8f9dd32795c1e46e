"""Informing for the registrar's own system: ask, fetch the sheet, hand the undertaking in."""

from http import HTTPStatus
from typing import Any

from flask import current_app, request, send_file
from flask.views import MethodView
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types
from werkzeug.wrappers import Response

from supervision.accounts.rules import actor_of
from supervision.kernel import attachments
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import NotFound
from supervision.kernel.settings import Settings
from supervision.notices.informing import queries, service
from supervision.notices.informing.describing.service import described
from supervision.notices.informing.errors import SheetNotReady
from supervision.notices.informing.linking.service import link_informing
from supervision.notices.informing.models import Informing
from supervision.notices.informing.rules import number_read
from supervision.notices.informing.schemas import (
    Asked,
    InformingDocument,
    InformingRequest,
    UndertakingFile,
    UndertakingRequest,
)
from supervision.notices.informing.states import SignerRole, Way
from supervision.notices.informing.undertaking.service import MOST_SCAN_BYTES, Given, undertake

api = Blueprint("告知", __name__, url_prefix="/api/v1/informing", description="双告知：登记时告知申请人，取回告知单，报送承诺")


def refusals(*codes: int) -> Any:
    """Document the problem answers of a view."""
    words = {
        401: "没有出示有效的密钥或会话",
        403: "没有告知的权限",
        404: "没有这份告知，或者不是本单位出具的",
        409: "状态不允许",
        413: "文件过大",
        422: "内容不符合要求",
    }

    def declare(view: Any) -> Any:
        for status in codes:
            view = api.alt_response(status, description=words[status])(view)
        return view

    return declare


@api.route("")
class Informings(MethodView):
    """The way in."""

    @requires("notices.inform")
    @api.arguments(InformingRequest)
    @api.response(201, InformingDocument, description="已告知，PDF 正在排版")
    @api.alt_response(200, schema=InformingDocument, description="同一业务、相同内容，返回已有的告知")
    @refusals(401, 403, 413, 422)
    def post(self, sent: dict[str, Any]) -> tuple[dict[str, Any], int]:
        """告知一次：比对经营范围，编号，出具告知单.

        以登记业务编号识别重复：内容相同的返回原来的告知单；内容不同的重新告知，原来的作废。
        """
        principal = current()
        if principal.department_id is None:
            raise NotFound
        asked = Asked(
            kind=sent["kind"],
            name=sent["name"],
            scope=sent["scope"],
            division=sent["division"],
            scope_codes=sent["scope_codes"],
            source_no=sent["source_no"],
        )
        with transaction() as session:
            made, fresh = service.inform(
                session,
                asked,
                department_id=principal.department_id,
                actor=actor_of(principal),
                check_base=_public_address(),
                now=now(),
            )
            link_informing(session, made, now=now())
            return described(session, made), HTTPStatus.CREATED if fresh else HTTPStatus.OK


@api.route("/<number>")
class OneInforming(MethodView):
    """One sheet."""

    @requires("notices.inform")
    @api.response(200, InformingDocument)
    @refusals(401, 403, 404)
    def get(self, number: str) -> dict[str, Any]:
        """一份告知：事项、部门、承诺、PDF 的地址和摘要."""
        with reading() as session:
            return described(session, _numbered(session, number))


@api.route("/<number>/sheet.pdf")
class SheetFile(MethodView):
    """The PDF."""

    @requires("notices.inform")
    @api.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf", description="最新的告知单 PDF")
    @refusals(401, 403, 404, 409)
    def get(self, number: str) -> Response:
        """告知单 PDF；已签署的返回签署后的一份."""
        with reading() as session:
            newest = queries.whole(session, _numbered(session, number)).newest_sheet
            if newest is None:
                raise SheetNotReady
            attachment = attachments.attachment_by_id(session, newest.attachment_id)
        return send_file(attachments.path_of(attachment), mimetype=attachment.media_type, download_name=attachment.filename)


@api.route("/<number>/undertaking")
class InformingUndertaking(MethodView):
    """The undertaking."""

    @requires("notices.inform")
    @api.arguments(UndertakingRequest, location="form")
    @api.arguments(UndertakingFile, location="files")
    @api.response(201, InformingDocument, description="承诺已登记，签署后的 PDF 正在排版")
    @refusals(401, 403, 404, 409, 413, 422)
    def post(self, sent: dict[str, Any], files: dict[str, Any], number: str) -> dict[str, Any]:
        """报送承诺：屏幕签名（PNG）或者签署件（PDF、JPG、PNG）."""
        file = files["file"]
        content = file.stream.read(MOST_SCAN_BYTES + 1) if hasattr(file, "stream") else b""
        given = Given(Way(sent["way"]), SignerRole(sent["role"]), sent["signer"], content, getattr(file, "filename", "") or "")
        with transaction() as session:
            informing = _numbered(session, number)
            session.refresh(informing, with_for_update=True)
            undertake(session, informing, given, actor=actor_of(current()), now=now())
            return described(session, informing)


def _numbered(session: Any, number: str) -> Informing:
    return queries.informing_numbered(session, current(), number_read(number.replace("\0", "")))


def _public_address() -> str:
    settings: Settings = current_app.extensions["supervision.settings"]
    return settings.public_url or request.url_root
