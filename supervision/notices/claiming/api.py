"""The pool for departments' systems."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.notices.claiming import queries, service
from supervision.notices.claiming.forms import claimant, question
from supervision.notices.claiming.schemas import (
    ClaimedSchema,
    ClaimSchema,
    PoolQuestionSchema,
    PoolSchema,
    as_item,
)

api = Blueprint("认领池", __name__, url_prefix="/api/v1/notice-pool", description="双告知认领池：查询、认领、共同承办")
NOTICE = "/<int(max=9223372036854775807):notice_id>"


@api.route("")
class Pool(MethodView):
    """What waits to be claimed."""

    @requires("notices.read")
    @api.arguments(PoolQuestionSchema, location="query")
    @api.response(200, PoolSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有查看双告知的权限")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the pool, the newest first; `next` of one answer is `after` of the following question."""
        with reading() as session:
            found = queries.pool(session, question(asked), today=today())
        return {"items": [as_item(line) for line in found.lines], "total": found.total, "next": found.following}


@api.route(f"{NOTICE}/claims")
class Claims(MethodView):
    """Claims of one notice."""

    @requires("notices.claim")
    @api.arguments(ClaimSchema)
    @api.response(200, ClaimedSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有认领的权限，或不属于任何部门")
    @api.alt_response(404, description="没有这件告知")
    @api.alt_response(409, description="已撤回或已并案，不能认领")
    def post(self, sent: dict[str, Any], notice_id: int) -> Any:
        """Claim a notice for the caller's department; the answer says how it was settled and by which rule."""
        form = claimant(current(), now=now(), reason=sent["reason"], request_key=sent["request_key"])
        with transaction() as session:
            return service.claim(session, notice_id=notice_id, claimant=form)


@api.route(f"{NOTICE}/joint")
class Joint(MethodView):
    """Handling a firm beside the one that claimed first."""

    @requires("notices.claim")
    @api.response(200, ClaimedSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有认领的权限，或不属于任何部门")
    @api.alt_response(404, description="没有这件告知")
    @api.alt_response(409, description="本部门没有未成的认领，或告知已撤回")
    def post(self, notice_id: int) -> Any:
        """Join with a notice of one's own."""
        with transaction() as session:
            return service.join(session, notice_id=notice_id, claimant=claimant(current(), now=now()))
