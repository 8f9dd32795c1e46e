"""What pages and the API show of a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, validate

from supervision.intake.kinds import FieldType, RowKind
from supervision.intake.layouts.schemas import YUAN, Mapping
from supervision.intake.models import Batch
from supervision.intake.states import STATE_LABELS, STATE_TONES, BatchState

MOST_CONSTANTS = 12


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column on the mapping page: its name, its first values, the field it became."""

    place: int
    header: str
    samples: tuple[str, ...]
    field: str
    money: bool
    yuan: bool


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with the words of its state and kind."""

    batch: Batch
    kind_label: str

    @property
    def state_label(self) -> str:
        return STATE_LABELS[BatchState(self.batch.state)]

    @property
    def tone(self) -> str:
        return STATE_TONES[BatchState(self.batch.state)]

    @property
    def open(self) -> bool:
        return self.batch.state in {BatchState.QUEUED, BatchState.RUNNING}

    @property
    def faulty(self) -> int:
        return self.batch.held + self.batch.rejected

    @property
    def headline(self) -> tuple[str, str]:
        """The page's heading in two phrases: what happened, what waits."""
        batch = self.batch
        if batch.state == BatchState.FAILED:
            return f"已装载 {batch.rows_read:,} 行，", "之后中断"
        if self.open:
            return f"已校验 {batch.rows_read:,} 行，", "还在继续"
        waiting = f"{self.faulty:,} 行等您处理" if self.faulty else "没有要处理的行"
        return f"{batch.rows_read:,} 行已全部收下，", waiting

    def share(self, count: int) -> str:
        """Say a part of the rows with its denominator."""
        read = self.batch.rows_read
        return f"{count:,} / {read:,}" + (f"，{100 * count / read:.1f}%" if read else "")


def column_choices(
    header: tuple[str, ...], rows: Sequence[Sequence[str | None]], mapping: Mapping, kind: RowKind
) -> list[ColumnChoice]:
    """Return the columns for the mapping page, each with up to three different values."""
    money = {item.name for item in kind.fields if item.type is FieldType.MONEY_WAN}
    choices = []
    for place, name in enumerate(header):
        samples = list(dict.fromkeys(cell for row in rows if (cell := (row[place] or "").strip())))[:3]
        field = mapping.columns.get(name, "")
        choices.append(ColumnChoice(place, name, tuple(samples), field, field in money, mapping.units.get(field) == YUAN))
    return choices


class UploadSchema(Schema):
    """The form fields beside the file."""

    kind = fields.String(validate=validate.Length(max=40), metadata={"description": "数据类别；不写则按表头识别"})
    layout = fields.String(validate=validate.Length(max=100), metadata={"description": "字段对应方案的名称"})
    department = fields.String(validate=validate.Length(max=32), metadata={"description": "来源部门代码；不写则为本部门"})


class FileSchema(Schema):
    """The file itself."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary", "description": "数据文件"})


class BatchSchema(Schema):
    """A batch and how its rows ended."""

    id = fields.Integer(required=True)
    number = fields.String(required=True, metadata={"description": "批次号"})
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in BatchState]))
    kind = fields.String(allow_none=True, metadata={"description": "数据类别"})
    layout = fields.String(allow_none=True)
    filename = fields.String(required=True)
    sha256 = fields.String(required=True)
    department_id = fields.Integer(required=True)
    rows_expected = fields.Integer(allow_none=True, metadata={"description": "预计行数，读完前为估计"})
    rows_read = fields.Integer(required=True)
    accepted = fields.Integer(required=True, metadata={"description": "接收"})
    held = fields.Integer(required=True, metadata={"description": "暂存"})
    rejected = fields.Integer(required=True, metadata={"description": "退回"})
    warned = fields.Integer(required=True, metadata={"description": "接收但有提示"})
    unchanged = fields.Integer(required=True, metadata={"description": "与已有记录相同"})
    blank = fields.Integer(required=True, metadata={"description": "略过的空行和重复表头"})
    created_at = fields.DateTime(required=True)
    started_at = fields.DateTime(allow_none=True)
    finished_at = fields.DateTime(allow_none=True)
    error = fields.String(allow_none=True)
    mapping = fields.Dict(keys=fields.String(), values=fields.Dict(), metadata={"description": "列 → 字段、单位、固定值"})


class ReceivedSchema(Schema):
    """The answer to an upload."""

    known_before = fields.Boolean(required=True, metadata={"description": "同一文件此前已收过，未作改动"})
    batch = fields.Nested(BatchSchema, required=True)


class PageSchema(Schema):
    """Which page of a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))
    state = fields.String(validate=validate.OneOf([state.value for state in BatchState]))


class BatchesSchema(Schema):
    """One page of batches; `total` says how many there are."""

    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    items = fields.List(fields.Nested(BatchSchema), required=True)


class CauseSampleSchema(Schema):
    """A row with this fault."""

    row_no = fields.Integer()
    value = fields.String(allow_none=True)
    words = fields.String(allow_none=True, metadata={"description": "这一行的说法与本组不同时"})


class CauseSchema(Schema):
    """Rows with the same fault."""

    severity = fields.String(validate=validate.OneOf(["reject", "hold", "warn"]))
    rule = fields.String()
    field = fields.String(allow_none=True)
    message = fields.String()
    remedy = fields.String(allow_none=True)
    rows = fields.Integer()
    samples = fields.List(fields.Nested(CauseSampleSchema))


def as_answer(batch: Batch) -> dict[str, Any]:
    """Return a batch as the API shows it."""
    return {name: getattr(batch, name) for name in BatchSchema().fields}
