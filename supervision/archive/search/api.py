"""Search for other systems."""

from typing import Any

from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from supervision.archive.search.forms import question
from supervision.archive.search.queries import Answer, search
from supervision.archive.search.schemas import AnswerSchema, QuestionSchema
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading

api = Blueprint("search-api", __name__, url_prefix="/api/v1/search", description="查企业")


@api.route("", methods=["GET"])
@requires("search.read")
@api.arguments(QuestionSchema, location="query")
@api.response(200, AnswerSchema)
@api.alt_response(400, "BAD_REQUEST", description="读不懂的请求")
@api.alt_response(401, "UNAUTHORIZED", description="未出示有效密钥")
@api.alt_response(403, "FORBIDDEN", description="密钥没有查询权限")
@api.alt_response(422, "UNPROCESSABLE_ENTITY", description="条件不符合要求，或内容太短")
@api.alt_response(503, "SERVICE_UNAVAILABLE", description="范围太大，没有在时限内完成")
def find(arguments: dict[str, Any]) -> Answer:
    """按名称、代码、旧号、法定代表人或地址查企业，每页 50 户。"""
    with reading() as session:
        return search(session, question=question(arguments, now(), current().scopes))
