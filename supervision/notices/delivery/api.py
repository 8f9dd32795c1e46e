"""双告知 for departments' systems: fetch, receive, answer."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.notices.delivery import queries, service
from supervision.notices.delivery.errors import NoDepartment
from supervision.notices.delivery.features import letter
from supervision.notices.delivery.schemas import ActSchema, FeedbackSchema, FeedQuestionSchema, FeedSchema, StoodSchema
from supervision.notices.handling import service as handling
from supervision.notices.handling.queries import notice_for
from supervision.notices.models import Notice
from supervision.notices.states import Feedback

api = Blueprint("双告知", __name__, url_prefix="/api/v1/notices", description="部门系统取告知、签收、反馈")
NOTICE = "/<int(max=9223372036854775807):notice_id>"


@api.route("")
class Feed(MethodView):
    """What came to the caller's department."""

    @requires("notices.read")
    @api.arguments(FeedQuestionSchema, location="query")
    @api.response(200, FeedSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有查看双告知的权限，或不属于任何部门")
    def get(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return what happened after a cursor, in order; going on from `next` misses nothing and repeats nothing."""
        department_id = current().department_id
        if department_id is None:
            raise NoDepartment
        with transaction() as session:
            size = question["limit"]
            rows = queries.feed(session, department_id=department_id, since=question["since"], most=size + 1)
            shown = rows[:size]
            service.fetched(session, delivery_ids=[row.id for row in shown], now=now())
        return {
            "items": [letter(row) for row in shown],
            "next": shown[-1].id if shown else question["since"],
            "more": len(rows) > size,
        }


@api.route(f"{NOTICE}/receipt")
class Receipt(MethodView):
    """接收."""

    @requires("notices.handle")
    @api.arguments(ActSchema)
    @api.response(200, StoodSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有办理的权限，或不是承办部门")
    @api.alt_response(404, description="没有这件告知，或不属于本部门")
    @api.alt_response(409, description="当前状态不能接收")
    def post(self, sent: dict[str, Any], notice_id: int) -> Notice:
        """Receive a notice; the same request again is answered alike and does nothing more."""
        given = handling.Given(current(), now(), sent["request_key"])
        with transaction() as session:
            notice = notice_for(session, current(), notice_id, request_key=sent["request_key"])
            handling.receive(session, notice, given)
            return notice


@api.route(f"{NOTICE}/feedback")
class Answered(MethodView):
    """反馈."""

    @requires("notices.handle")
    @api.arguments(FeedbackSchema)
    @api.response(200, StoodSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有办理的权限，或不是承办部门")
    @api.alt_response(404, description="没有这件告知，或不属于本部门")
    @api.alt_response(409, description="已反馈过，或当前状态不能反馈")
    def post(self, sent: dict[str, Any], notice_id: int) -> Notice:
        """Answer a notice, once; one that was not received yet is received in the same breath."""
        given = handling.Given(current(), now(), sent["request_key"])
        said = handling.Answer(Feedback(sent["feedback"]), sent["text"])
        with transaction() as session:
            notice = notice_for(session, current(), notice_id, request_key=sent["request_key"])
            handling.answer(session, notice, said, given)
            return notice
