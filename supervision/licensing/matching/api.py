"""Matching for other systems."""

from typing import Any

from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from supervision.kernel.access import requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from supervision.licensing.matching.forms import ScopeAnswerSchema, ScopeSchema
from supervision.licensing.matching.service import decide
from supervision.licensing.matching.showing.service import shown

api = Blueprint("经营范围比对", __name__, url_prefix="/api/v1/scope-matching", description="经营范围对应的审批事项和部门")


@api.route("", methods=["POST"])
@requires("licensing.match")
@api.arguments(ScopeSchema)
@api.response(200, ScopeAnswerSchema)
@api.alt_response(400, description="读不懂的请求")
@api.alt_response(401, description="没有出示有效的密钥或会话")
@api.alt_response(403, description="没有比对经营范围的权限")
@api.alt_response(409, description="今天没有现行的审批事项目录")
@api.alt_response(413, description="内容过大")
@api.alt_response(422, description="内容不符合格式")
def match(asked: dict[str, Any]) -> dict[str, Any]:
    """按现行目录比对一段经营范围；每个事项都带依据的文字、确定度和办理部门，低于阈值的列在 doubts。"""
    with transaction() as session:
        answer = decide(
            session, scope=asked["scope"], scope_codes=asked["scope_codes"], on=today(), division=asked["division"], now=now()
        )
        place = {"division": asked["division"], "on": today()}
        return {
            "catalogue_version_id": answer.catalogue_version_id,
            "matches": [one.as_json() for one in shown(session, answer, answer.matches, **place)],
            "doubts": [one.as_json() for one in shown(session, answer, answer.doubts, **place)],
            "message": answer.result.message,
        }
