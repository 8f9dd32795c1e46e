"""The machine's side: flask-smorest with problem JSON as the one form of an error, and its document made readable."""

from typing import Any

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


class ProblemApi(Api):  # type: ignore[misc]  # Any, since the library ships no types
    """Answers and documents every error as `application/problem+json`."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error: HTTPException) -> Any:
        return errors.failed_http(error)

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE
