"""Decisions from departments' systems, and how they ended."""

from typing import Any

from flask import current_app, jsonify
from flask.views import MethodView
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types

from credit.pushing import queries
from credit.pushing.receiving import service
from credit.pushing.schemas import (
    BatchOutcomeSchema,
    DecisionsSchema,
    KeySchema,
    PageSchema,
    Push,
    PushedSchema,
    TrialSchema,
    TriedSchema,
    as_text,
)
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction

api = Blueprint("双公示推送", __name__, url_prefix="/api/v1/credit", description="推送行政许可和行政处罚决定，查看逐行结果")


@api.route("/decisions")
class Decisions(MethodView):
    """The way in."""

    @requires("credit.report")
    @api.arguments(KeySchema, location="headers")
    @api.arguments(TrialSchema, location="query")
    @api.arguments(DecisionsSchema)
    @api.response(202, PushedSchema)
    @api.alt_response(200, schema=TriedSchema, description="dry_run=true：校验结果，没有保存")
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有报送权限，或没有代该部门推送的授权")
    @api.alt_response(413, description="内容过大")
    @api.alt_response(422, description="内容不符合格式，或幂等键已用于另一份内容；整次没有收下")
    def post(self, header: dict[str, Any], query: dict[str, Any], sent: dict[str, Any]) -> Any:
        """Take decisions of one table of the standard; each row is checked and answered for.

        一次至多 1,000 行，收下后逐行校验（V01–V25），结果在答复的 results 地址读取。同一 Idempotency-Key 重发同样的内容，
        得到同一答复，不会重复入库。
        """
        rows = [{name: as_text(value) for name, value in row.items()} for row in sent["rows"]]
        push = Push(sent["table"], sent.get("department"), rows)
        if query["dry_run"]:
            with reading() as session:
                tried = service.attempt(session, push, principal=current(), now=now())
            return jsonify(TriedSchema().dump(tried))
        with transaction() as session:
            answer, before = service.receive(session, push, key=header["key"], principal=current(), now=now())
        response = current_app.make_response((jsonify(answer), 202))
        response.headers["Location"] = answer["results"]
        if before:
            response.headers["Idempotent-Replayed"] = "true"
        return response


@api.route("/batches/<int(max=9223372036854775807):batch_id>")
class OneBatch(MethodView):
    """How a batch ended."""

    @requires("credit.report")
    @api.arguments(PageSchema, location="query")
    @api.response(200, BatchOutcomeSchema)
    @api.alt_response(401, description="没有出示有效的密钥或会话")
    @api.alt_response(403, description="没有报送权限")
    @api.alt_response(404, description="没有这个批次，或不属于本部门和本系统")
    @api.alt_response(422, description="页码不对")
    def get(self, asked: dict[str, Any], batch_id: int) -> Any:
        """Return the state of a batch, and for each row its outcome with field, value, rule and remedy."""
        with reading() as session:
            return queries.batch_outcome(session, current(), batch_id, page=asked["page"])
