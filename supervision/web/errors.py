"""Refusals and failures as a person or a program should read them: RFC 9457 for programs, a plain page for people."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import structlog
from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request
from psycopg import DataError as RawDataError
from psycopg.errors import QueryCanceled
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from supervision.kernel.access import SignInRequired
from supervision.kernel.errors import DomainError

WORDS: dict[int, tuple[str, str]] = {
    400: ("请求的内容读不懂", "核对填写的内容后再提交一次"),
    401: ("需要先登录", "登录后会回到这一页"),
    403: ("没有权限打开这一页", "如工作需要，向本单位安全管理员申请"),
    404: ("没有找到这一页", "核对地址，或从查询重新进入"),
    405: ("这个地址不接受这种操作", "从页面上的按钮进入"),
    406: ("不能按要求的格式回答", "接口以 JSON 回答"),
    409: ("内容已被他人修改", "刷新后再试"),
    410: ("内容已经撤下", "从查询重新进入"),
    413: ("文件超过大小上限", "拆成几个文件再上传"),
    415: ("不接受这种格式的内容", "接口接受 JSON；文件从上传页提交"),
    422: ("有内容不符合要求", "按提示修改后再提交一次"),
    429: ("尝试太频繁，这一次没有处理", "过十分钟再试；急用时联系本单位安全管理员"),
    503: ("服务暂时停止", "已填的内容请保留在页面上，一分钟后再提交"),
}
FAILURE = ("出现了没有预料到的问题，这一步没有完成", "再试一次；仍不行时把编号报给管理员")
TOO_SLOW = ("查询范围太大，没有在时限内完成", "多输入一个字，或加一个筛选条件")

log = structlog.get_logger()


def reference() -> str:
    """Return the number under which this request stands in the log."""
    return str(g.setdefault("request_id", uuid4().hex[:12]))


def for_program() -> bool:
    """Tell whether the caller reads JSON."""
    return request.path.startswith("/api/")


def body(status: int, title: str, remedy: str, kind: str = "about:blank") -> dict[str, Any]:
    """Return the members of RFC 9457, and our reference."""
    return {
        "type": kind,
        "title": title,
        "status": status,
        "detail": remedy,
        "instance": request.path,
        "reference": reference(),
    }


def answer(content: dict[str, Any]) -> Response:
    """Return the error in the caller's form."""
    status = int(content["status"])
    if for_program():
        response = jsonify(content)
        response.content_type = "application/problem+json"
    else:
        g.refused = True
        inside = g.get("principal") is not None and status < HTTPStatus.INTERNAL_SERVER_ERROR
        response = make_response(render_template("supervision/web/templates/error.html", problem=content, inside=inside))
    response.status_code = status
    return response


def refused(error: DomainError) -> Response:
    """Answer a rule's refusal; somebody who must sign in is led there and back."""
    if isinstance(error, SignInRequired) and not for_program():
        return sign_in()
    return answer(body(error.http_status, error.text, error.remedy_text, f"urn:supervision:{error.code}"))


def sign_in() -> Response:
    """Lead to the sign-in page and remember the place; a fragment asks the browser to leave as a whole."""
    address = f"/sign-in?next={quote(place())}"
    if request.headers.get("HX-Request"):
        response = make_response("", HTTPStatus.UNAUTHORIZED)
        response.headers["HX-Redirect"] = address
        return response
    return make_response(redirect(address))


def place() -> str:
    """Return the page where the person was: a form's own page if the form has no address to come back to."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.full_path.rstrip("?")
    return local(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/")


def local(address: str) -> str:
    """Return the path and query of one of our own addresses, or the first page for anybody else's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    if parts.netloc and parts.netloc != request.host:
        return "/"
    path = "/" + parts.path.lstrip("/\\")
    return f"{path}?{parts.query}" if parts.query else path


def failed_http(error: HTTPException) -> Response:
    """Answer what Flask, werkzeug or flask-smorest refused."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if error.response is not None:
        return make_response(error.response)
    title, remedy = WORDS.get(status, FAILURE)
    content = body(status, title, remedy)
    data = getattr(error, "data", None) or {}
    details = data.get("errors") or data.get("messages")
    if details:
        content["errors"] = _named(details)
    response = answer(content)
    _keep_headers(error, response)
    return response


def _named(details: Any) -> Any:
    """Return the faults with a text for every name: a part of a form may have none."""
    if isinstance(details, Mapping):
        return {str(name if name is not None else ""): _named(fault) for name, fault in details.items()}
    return details


def _keep_headers(error: HTTPException, response: Response) -> None:
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value


def failed_database(error: OperationalError) -> Response:
    """Say whether the question was too large or the database is away."""
    log.warning("database refused", reference=reference(), path=request.path, error=str(error.orig))
    title, remedy = TOO_SLOW if isinstance(error.orig, QueryCanceled) else WORDS[503]
    response = answer(body(HTTPStatus.SERVICE_UNAVAILABLE, title, remedy))
    response.headers["Retry-After"] = "60"
    return response


def failed_value(error: DataError | RawDataError) -> Response:
    """Refuse what no column can hold: a number too large for it, a text with a NUL."""
    log.warning(
        "value refused", reference=reference(), route=str(request.url_rule), error=type(getattr(error, "orig", error)).__name__
    )
    return answer(body(HTTPStatus.BAD_REQUEST, *WORDS[400]))


def failed(error: Exception) -> Response:
    """Keep the details in the log and show the number under which they stand there."""
    log.error("unexpected failure", reference=reference(), path=request.path, method=request.method, exc_info=error)
    return answer(body(HTTPStatus.INTERNAL_SERVER_ERROR, *FAILURE))


def install(app: Flask) -> None:
    """Register how refusals and failures are answered."""
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(HTTPException, failed_http)
    app.register_error_handler(DataError, failed_value)
    app.register_error_handler(RawDataError, failed_value)
    app.register_error_handler(OperationalError, failed_database)
    app.register_error_handler(Exception, failed)
