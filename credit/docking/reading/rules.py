"""How values of a foreign table are written down, and what its faults mean."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import types

from credit.docking.errors import (
    ColumnsMissing,
    ConnectionLost,
    DatabaseMissing,
    LoginRefused,
    ReachError,
    ReadingNotGranted,
    ReadingTooSlow,
    TableMissing,
)
from credit.docking.schemas import Place, Position, Target
from credit.docking.states import Ordered
from supervision.kernel.clock import SHANGHAI

SAID: Final = 160
DAY: Final = 24 * 60
KEYS: Final = (types.Integer, types.Numeric, types.String, types.Uuid, types.Date, types.DateTime)
POSTGRESQL: Final = {
    "28P01": "login", "28000": "login", "3D000": "database", "42P01": "table", "3F000": "table", "42703": "column",
    "42501": "reading", "57014": "slow", "55P03": "slow",
}  # fmt: skip
MARIADB: Final = {
    1045: "login", 1698: "login", 1044: "database", 1049: "database", 1146: "table", 1054: "column", 1142: "reading",
    1143: "reading", 1205: "slow", 1969: "slow",
}  # fmt: skip


def written(value: Any) -> str | None:
    """Return a value as the intake receives it: instants as Shanghai time, numbers without an exponent.

    依据: 收到的每一行原样留存；时间按 Asia/Shanghai 书写。
    单位: 无。
    错误: 无。
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
        return local.isoformat(sep=" ")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return str(value)


def ordering(kind: types.TypeEngine[Any]) -> Ordered | None:
    """Return by what a column orders its rows, nothing where it cannot.

    依据: 增量取数须有可比较且不回退的水位。
    单位: 无。
    错误: 无。
    """
    if isinstance(kind, types.DateTime):
        return Ordered.TIME
    if isinstance(kind, types.Date):
        return Ordered.DATE
    whole = isinstance(kind, types.Integer) or (isinstance(kind, types.Numeric) and not isinstance(kind, types.Float))
    return Ordered.NUMBER if whole else None


def names_a_row(kind: types.TypeEngine[Any]) -> bool:
    """Tell whether a column of this type can be a key.

    依据: 同一水位内须有唯一次序。
    单位: 无。
    错误: 无。
    """
    return isinstance(kind, KEYS) and not isinstance(kind, types.Float)


def as_json(position: Position) -> dict[str, Any]:
    """Return a position as it is stored, each value with its type.

    依据: 断点须能原样还原。
    单位: 无。
    错误: 无。
    """
    return {"watermark": _marked(position.watermark), "key": _marked(position.key)}


def from_json(stored: Mapping[str, Any]) -> Position:
    """Return a stored position.

    依据: 同 as_json。
    单位: 无。
    错误: KeyError（存储内容被改动）。
    """
    return Position(_value(stored["watermark"]), _value(stored["key"]))


_READERS: Final[dict[str, Any]] = {
    "none": lambda _text: None,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "int": int,
    "Decimal": Decimal,
    "str": str,
    "UUID": UUID,
}


def _marked(value: Any) -> dict[str, str]:
    if value is None:
        return {"type": "none", "text": ""}
    if isinstance(value, date | datetime):
        return {"type": type(value).__name__, "text": value.isoformat()}
    return {"type": type(value).__name__, "text": str(value)}


def _value(stored: Mapping[str, str]) -> Any:
    return _READERS[stored["type"]](stored["text"])


def rewound(position: Position, *, ordered: Ordered, overlap: int) -> Position:
    """Return where to begin again: a little before, since rows may have been committed late under an older watermark.

    依据: 同一行再来不改变任何内容，重读无害、漏读有害。
    单位: 时间水位为分钟，日期水位至少一日，数字水位为编号数。
    错误: 无。
    """
    if ordered is Ordered.NUMBER:
        return Position(position.watermark - overlap) if overlap else position
    if ordered is Ordered.DATE:
        return Position(position.watermark - timedelta(days=max(1, -(-overlap // DAY))))
    return Position(position.watermark - timedelta(minutes=overlap)) if overlap else position


def is_behind(newest: Any, taken: Any) -> bool:
    """Tell whether the newest watermark over there is older than what was taken.

    依据: 水位不得回退。
    单位: 无。
    错误: 无；来源表已空也算。
    """
    return newest is None or bool(newest < taken)


def same_row(one: Position, other: Position) -> bool:
    """Tell whether two rows cannot be told apart; texts as loosely as any collation compares them.

    依据: 主键须唯一，页与页之间不得漏行。
    单位: 无。
    错误: 无。
    """
    return bool(one.watermark == other.watermark and _loose(one.key) == _loose(other.key))


def _loose(key: Any) -> Any:
    return key.casefold().rstrip() if isinstance(key, str) else key


def fault_of(error: Exception, target: Target, place: Place | None) -> ReachError:
    """Return what a driver's error means, in words with a step that helps.

    依据: SQLSTATE（ISO/IEC 9075）；MariaDB 错误号。
    单位: 无。
    错误: 无；认不出的按连接中断说。
    """
    where = place.words if place else target.database
    faults: dict[str, ReachError] = {
        "login": LoginRefused(username=target.username),
        "database": DatabaseMissing(database=target.database),
        "table": TableMissing(table=where),
        "column": ColumnsMissing(table=where, columns=_quoted(str(error))),
        "reading": ReadingNotGranted(username=target.username, table=where),
        "slow": ReadingTooSlow(seconds=target.timeout_seconds),
    }
    meaning = POSTGRESQL.get(_state(error) or "") or MARIADB.get(_number(error)) or _by_words(str(error))
    said = " ".join(str(error).split())[:SAID] or type(error).__name__
    return faults.get(meaning or "") or ConnectionLost(said=said)


def _state(error: Exception) -> str | None:
    return getattr(error, "sqlstate", None)


def _number(error: Exception) -> int:
    first = error.args[0] if error.args else 0
    return first if isinstance(first, int) else 0


def _by_words(said: str) -> str | None:
    """Return the meaning of what libpq says before a session has a state."""
    for words, meaning in (
        ("password authentication failed", "login"),
        ("no pg_hba.conf entry", "login"),
        ("role ", "login"),
        ("database ", "database"),
        ("timed out", "slow"),
    ):
        if words in said and (words != "database " or "does not exist" in said) and (words != "role " or "exist" in said):
            return meaning
    return None


def _quoted(said: str) -> str:
    for mark in ('"', "'", "`"):
        parts = said.split(mark)
        if len(parts) > 2:  # noqa: PLR2004 - a name between two marks
            return parts[1]
    return "（对方没有说明）"


def clock_words(value: Any) -> str:
    """Return a watermark as people read it.

    依据: 界面写法。
    单位: 无。
    错误: 无。
    """
    return written(value) or "（空）"
