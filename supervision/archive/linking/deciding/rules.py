"""How a moved record reads on a timeline."""

from supervision.archive.loading.records.schemas import KINDS
from supervision.archive.subjects.models import Record

PART = 80
_KINDS = {kind.name: kind for kind in KINDS}


def line_of(record: Record) -> str:
    """Return the same line that loading the record would have made.

    依据: 无。
    单位: 无。
    错误: 无。
    """
    kind = _KINDS[record.kind]
    parts = [getattr(record, name, None) or record.data.get(name) for name in kind.told]
    text = "，".join(str(part)[:PART] for part in parts if part)
    return f"{kind.label}：{text}" if text else kind.label
