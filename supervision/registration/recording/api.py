"""Registrations from the registrar's system."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.registration.recording import queries, service
from supervision.registration.recording.errors import RegistrarUnknown
from supervision.registration.recording.forms import from_json
from supervision.registration.recording.schemas import EntriesSchema, EntryStateSchema, ResultsSchema

api = Blueprint("登记业务", __name__, url_prefix="/api/v1/registrations", description="登记机关报送设立、变更、吊销、注销")


@api.route("")
class Registrations(MethodView):
    """The way in."""

    @requires("registration.record")
    @api.arguments(EntriesSchema)
    @api.response(200, ResultsSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有报送登记业务的权限")
    @api.alt_response(413, description="内容过大")
    @api.alt_response(422, description="内容不符合格式，整次没有收下")
    def post(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Take registrations in, and answer for each of them; the same again changes nothing.

        每一笔单独答复：已收到、重复、更正或待处理。待处理的也已保存，改正后用同一业务编号再报。
        """
        principal = current()
        if principal.department_id is None:
            raise RegistrarUnknown
        with transaction() as session:
            results = service.record(
                session,
                [from_json(item) for item in sent["entries"]],
                department_id=principal.department_id,
                actor=actor_of(principal),
                now=now(),
            )
        return {"results": results}


@api.route("/<int(max=9223372036854775807):entry_id>")
class OneRegistration(MethodView):
    """One entry."""

    @requires("registration.read")
    @api.response(200, EntryStateSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有查看登记业务的权限")
    @api.alt_response(404, description="没有这笔业务，或不属于本机关")
    def get(self, entry_id: int) -> Any:
        """Return how far an entry has come."""
        with reading() as session:
            return queries.entry_for(session, current(), entry_id)
