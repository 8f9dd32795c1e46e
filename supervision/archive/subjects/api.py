"""The archive for programs: one address, one document."""

from hashlib import blake2b

from flask import Response, request
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from supervision.archive.subjects.opening.queries import opened
from supervision.archive.subjects.rules import as_of, day_of
from supervision.archive.subjects.schemas import POINT_OF_VIEW, ArchiveSchema
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import single_statements

archive_api = Blueprint("archive-api", __name__, url_prefix="/api/v1/archive", description="一户一档")


@archive_api.get("/<asked>")
@archive_api.doc(parameters=POINT_OF_VIEW)
@archive_api.response(200, ArchiveSchema, description="整份档案")
@archive_api.alt_response(304, description="与手中的一份相同")
@archive_api.alt_response(401, description="没有出示有效的密钥或会话")
@archive_api.alt_response(403, description="没有查看档案的权限")
@archive_api.alt_response(404, description="没有这个代码或编号的档案")
@archive_api.alt_response(422, description="日期写法不对，或在今天之后")
@requires("archive.read")
def archive(asked: str) -> Response:
    """Return everything that is known of one subject, as of a day.

    按统一社会信用代码、旧注册号或档案编号查询；个人信息默认遮盖。
    """
    instant = now()
    valid_on, known_on = day_of(request.args.get("valid_on")), day_of(request.args.get("known_at"))
    point = as_of(valid_on=valid_on, known_on=known_on, now=instant)
    with single_statements() as session:
        found = opened(session, principal=current(), asked=asked, as_of=point, now=instant, address=request.remote_addr)
    body = found.text.encode()
    response = Response(body, content_type="application/json; charset=utf-8")
    response.set_etag(blake2b(body, digest_size=12).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response
