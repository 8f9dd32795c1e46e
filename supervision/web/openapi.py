"""The machine's side: flask-smorest with problem JSON as the one form of an error, and its document made readable."""

from http import HTTPStatus
from typing import Any

from apispec import BasePlugin
from flask import Flask
from flask_smorest import Api  # type: ignore[import-untyped]  # it ships no types
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from supervision.web import errors


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String(metadata={"description": "错误种类，urn:supervision:… 或 about:blank"})
    title = fields.String(required=True, metadata={"description": "发生了什么"})
    status = fields.Integer(required=True, metadata={"description": "HTTP 状态码"})
    detail = fields.String(metadata={"description": "怎样处理"})
    instance = fields.String(metadata={"description": "请求的路径"})
    reference = fields.String(metadata={"description": "日志中的编号"})
    errors = fields.Dict(metadata={"description": "逐个字段的问题"})


EVERYWHERE = (400, 401, 403, 503)
WITH_A_BODY = (413, 415)
KEY = "key"


class CommonRefusals(BasePlugin):  # type: ignore[misc,unused-ignore]  # the library's base is Any where its types are away
    """Names in every operation the refusals that stand before its view: who may enter, what can be read, a database that is away."""

    def operation_helper(
        self,
        path: str | None = None,  # noqa: ARG002  # the library hands it over by name
        operations: dict[str, Any] | None = None,
        **_others: Any,
    ) -> None:
        """Add what an operation does not say itself."""
        for method, operation in (operations or {}).items():
            if not isinstance(operation, dict):
                continue
            answers = operation.setdefault("responses", {})
            for status in EVERYWHERE + (WITH_A_BODY if method in {"post", "put", "patch"} else ()):
                if not {status, str(status)} & set(answers):
                    answers[str(status)] = HTTPStatus(status).name


class ProblemApi(Api):  # type: ignore[misc]  # Any, since the library ships no types
    """Answers and documents every error as `application/problem+json`."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None  # every answer is named, so that one that is not is seen

    def __init__(self, app: Flask) -> None:
        super().__init__(app, spec_kwargs={"extra_plugins": [CommonRefusals()], "security": [{KEY: []}]})
        scheme = {"type": "http", "scheme": "bearer", "description": "安全管理员签发给部门系统的密钥"}
        self.spec.components.security_scheme(KEY, scheme)

    def handle_http_exception(self, error: HTTPException) -> Any:
        return errors.failed_http(error)

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE
