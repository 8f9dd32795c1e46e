"""公示记录 for departments' systems: in which state each stands, by when it is due, and why it ended."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from credit.publicity.review import queries
from credit.publicity.review.schemas import PublicationsSchema, QuestionSchema
from supervision.kernel.access import current, requires
from supervision.kernel.db import reading

api = Blueprint("公示记录", __name__, url_prefix="/api/v1/credit/publications", description="公示状态、期限与停止原因")


@api.route("")
class Publications(MethodView):
    """The records of the caller's departments."""

    @requires("credit.read")
    @api.arguments(QuestionSchema, location="query")
    @api.response(200, PublicationsSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有查看双公示数据的权限")
    def get(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return records in the order of their numbers; going on from `next` misses nothing and repeats nothing."""
        with reading() as session:
            size, after = question["limit"], question["after"]
            found = queries.listed(session, current(), state=question.get("state"), after=after, most=size + 1)
        shown = found[:size]
        return {"items": shown, "next": shown[-1].id if shown else after, "more": len(found) > size}
