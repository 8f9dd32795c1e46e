"""A tiny kind of row with a table of its own, so that the door is tested without knowing anybody's records.

As a program it loads one batch: `python -m tests.factories.tiny BATCH_ID`.
"""

import io
import os
import sys
import threading
from datetime import UTC, datetime

import polars as pl
from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.intake import service
from supervision.intake.kinds import Accepted, CheckContext, ChunkContext, Field, FieldType, RowKind, Severity
from supervision.intake.reading.cells.features import finding
from supervision.intake.reading.cells.rules import Remark
from supervision.kernel import db
from supervision.kernel.db import copy_csv
from supervision.kernel.module import Module, Platform, join
from wsgi import PLATFORM

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HANG_AT = "TINY_HANG_AT"
FIELDS = (
    Field("name", "行政相对人名称", required=True, max_length=50, aliases=("企业名称", "被处罚单位")),
    Field("code", "统一社会信用代码", FieldType.CODE, aliases=("信用代码",)),
    Field("decided_on", "处罚决定日期", FieldType.DATE),
    Field("fine", "罚款金额", FieldType.MONEY_WAN),
    Field("phone", "联系电话", max_length=11, personal=True),
)
TABLES = text(
    "CREATE TABLE public.tiny_row (batch_id bigint, row_no int, name text, fine numeric);"
    " CREATE TABLE public.tiny_bulk (id int GENERATED ALWAYS AS IDENTITY, step text);"
    " GRANT ALL ON public.tiny_row, public.tiny_bulk TO PUBLIC"
)


def check(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
    late = frame["decided_on"] > context.received_on
    remark = Remark("V09", "决定日期在今天之后", "核对决定日期")
    dates = frame["decided_on"]
    return finding(frame["row_no"], late, values=dates, named="decided_on", severity=Severity.REJECT, remark=remark)


def accept(session: Session, frame: pl.DataFrame, context: ChunkContext, now: datetime) -> Accepted:
    """Store rows by their name, and hold those without a code; a chunk may be one at which this process waits to be killed."""
    if context.chunk_no == int(os.environ.get(HANG_AT, "-1")):
        threading.Event().wait()
    known = {row[0] for row in session.execute(text("SELECT name FROM public.tiny_row"))}
    fresh = frame.filter(~pl.col("name").is_in(list(known)))
    buffer = io.BytesIO()
    fresh.select(pl.lit(context.batch_id), "row_no", "name", "fine").write_csv(buffer, include_header=False)
    copy_csv(session, "public.tiny_row", ["batch_id", "row_no", "name", "fine"], [buffer.getvalue()])
    remark = Remark("V06", "没有代码，不能确认是哪一家企业", "补填统一社会信用代码")
    codeless = frame["code"].is_null()
    held = finding(frame["row_no"], codeless, values=frame["name"], named="code", severity=Severity.HOLD, remark=remark)
    return Accepted(held, frame.height - fresh.height)


def before_bulk(session: Session) -> None:
    session.execute(text("INSERT INTO public.tiny_bulk (step) VALUES ('before')"))


def after_bulk(session: Session) -> None:
    session.execute(text("INSERT INTO public.tiny_bulk (step) VALUES ('after')"))


TINY = RowKind("tiny", "小处罚", FIELDS, check, accept, bulk_rows=25_000, before_bulk=before_bulk, after_bulk=after_bulk)
TINY_MODULE = Module("tiny", "小", parts=(TINY,))


def join_tiny() -> None:
    """Join the platform with the tiny kind as its only one."""
    others = [module for module in PLATFORM.modules if not any(isinstance(part, RowKind) for part in module.parts)]
    join(Platform((*others, TINY_MODULE)))


if __name__ == "__main__":
    join_tiny()
    db.bind(os.environ["TINY_DATABASE"])
    service.run([int(sys.argv[1])], clock=lambda: NOW)
