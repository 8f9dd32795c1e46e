"""What a cell's text means: one pure function per type, called on distinct values only."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from supervision.intake.kinds import OPEN_END

TEXT_MARK: Final = r"^'([=+\-@\t\r])"
INVISIBLE: Final = "[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
PLACEHOLDERS: Final = frozenset(
    [
        "",
        "/",
        "//",
        "-",
        "--",
        "—",
        "——",
        "\\",
        "\\N",
        "无",
        "空",
        "暂无",
        "不详",
        "未知",
        "测试",
        "N/A",
        "n/a",
        "NA",
        "#N/A",
        "null",
        "NULL",
        "Null",
        "none",
        "None",
        "NaN",
        "nan",
        "(null)",
    ]
)
RESIDENT_NUMBER: Final = (
    r"(?:^|[^0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?:$|[^0-9A-Za-z])"
)
OPEN_WORDS: Final = frozenset(["长期", "长期有效", "永久", "永久有效", "无固定期限", "至今", "永续"])
SERIAL_DAYS: Final = range(15_000, 80_000)
EXCEL_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # a wall-clock date without a zone, as the sheet shows it
_NO_DATE: Final = re.compile(r"(1900\D1\D0|1900\D01\D00|0{4}\D0{1,2}\D0{1,2}|1899\D12\D3[01])(\D.*)?")
_YMD: Final = re.compile(
    r"(\d{4})\s*(?:年度?|[-/.])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时]\s*(\d{1,2})\s*分?(?:[:]?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?\s*(?:Z|\+08:?00)?"
)
_DMY: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s*(\d{2}):?(\d{2})(?::?(\d{2}))?)?")
_MONTH: Final = re.compile(r"\d{4}\s*(?:年度?|[-/.])?\s*\d{1,2}\s*月?|\d{4}\s*年?度?")
_NUMBER: Final = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+)(?:[eE]([+-]?\d{1,2}))?")
_MONEY: Final = re.compile(
    r"(?:人民币|RMB|¥|￥)?\s*([+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?)\s*(亿元?|万元?|元|圆)?整?(?:人民币)?"
)
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?E\+\d+")
WAN: Final = {"亿": Decimal(10_000), "万": Decimal(1), "元": Decimal("0.0001"), "圆": Decimal("0.0001")}
LARGEST: Final = Decimal(10) ** 20


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a value that a person should see; `lost` says that no value could be read."""

    rule: str
    message: str
    remedy: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of a cell, null where nothing stands or nothing can be read, with what was remarkable."""

    value: object = None
    remark: Remark | None = None


NOTHING = Reading()
NOT_A_DATE = Remark("R01", "不是日期", "改成 2026-11-18 这样的写法", lost=True)
MONTH_ONLY = Remark("R02", "只有年月，没有日", "补上具体日期", lost=True)
NOT_A_NUMBER = Remark("R03", "不是数值", "只填数字，单位写在表头", lost=True)
NOT_WHOLE = Remark("R03", "不是整数", "填写整数", lost=True)
INVISIBLE_REMOVED = Remark("R04", "含有不可见字符，已去除", "在源系统中删除不可见字符")
NARROWED = Remark("R05", "全角、小写字母或内部空格已规整", "代码用半角大写字母和数字填写")
SPOILT = Remark("R06", "代码被表格软件改成了科学计数法，末位已丢失", "把该列设为文本格式后重新填写", lost=True)
SERIAL = Remark("R10", "是表格软件的日期序号，已换算为日期", "把该列设为日期格式")
DAY_FIRST = Remark("R11", "日与月的顺序不明，已按“日/月/年”读", "改成 2026-11-18 这样的写法")


def narrow(text: str) -> str:
    """Return the text with full-width forms narrowed, invisible characters, outer blanks and the text mark `'` gone.

    依据: 归集校验规则（全角数字、零宽字符不改变含义）。
    单位: 无。
    错误: 无。
    """
    return re.sub(INVISIBLE, "", unicodedata.normalize("NFKC", text)).strip().removeprefix("'")


def read_code(text: str) -> Reading:
    """Return a code in the form that codes are compared in: half-width, upper case, without blanks.

    依据: GB 32100-2015 5.1（代码由数字和大写拉丁字母组成）。
    单位: 无。
    错误: 科学计数法写成的代码末位已丢失，不作猜测（R06）。
    """
    stripped = text.strip()
    code = re.sub(r"\s+", "", narrow(stripped)).upper()
    if stripped in PLACEHOLDERS or code in PLACEHOLDERS:
        return NOTHING
    if _SCIENTIFIC.fullmatch(code):
        return Reading(None, SPOILT)
    return Reading(code, None if code == stripped else NARROWED)


def read_moment(text: str) -> Reading:
    """Return the instant on the wall clock that a cell names; a date stands for its midnight.

    依据: GB/T 7408（日期和时间表示法）；长期有效按 2099-12-31 填报，读作“长期”。
    单位: 北京时间。
    错误: 认不出（R01）、只有年月（R02）；序号（R10）、日月顺序不明（R11）照读并提示。
    """
    cell = narrow(text)
    if cell in PLACEHOLDERS or _NO_DATE.fullmatch(cell):
        return NOTHING
    if cell in OPEN_WORDS:
        return Reading(datetime(OPEN_END.year, OPEN_END.month, OPEN_END.day))  # noqa: DTZ001  # a wall-clock date
    match = _YMD.fullmatch(cell) or _COMPACT.fullmatch(cell)
    if match:
        return _opened(_moment(match.groups()))
    match = _DMY.fullmatch(cell)
    if match:
        return _turned(match.groups())
    return _undated(cell)


def _undated(cell: str) -> Reading:
    number = _NUMBER.fullmatch(cell)
    if number and "," not in cell and float(cell) >= SERIAL_DAYS.start and float(cell) < SERIAL_DAYS.stop:
        return Reading(EXCEL_EPOCH + timedelta(seconds=round(float(cell) * 86_400)), SERIAL)
    return Reading(None, MONTH_ONLY if _MONTH.fullmatch(cell) else NOT_A_DATE)


def _turned(parts: tuple[str | None, ...]) -> Reading:
    """Read `20/3/2025`: the day first, unless only the other order is a date."""
    first, second, year, *clock = parts
    if int(second or 0) > 12:  # noqa: PLR2004  # a year has twelve months
        return _moment((year, first, second, *clock))
    reading = _moment((year, second, first, *clock))
    ambiguous = int(first or 0) <= 12 and first != second  # noqa: PLR2004  # as above
    return Reading(reading.value, DAY_FIRST) if ambiguous and reading.remark is None else reading


def _moment(parts: tuple[str | None, ...]) -> Reading:
    numbers = [int(part or 0) for part in parts]
    try:
        return Reading(datetime(*numbers))  # type: ignore[arg-type]  # noqa: DTZ001  # six whole numbers; a wall-clock time
    except ValueError:
        return Reading(None, NOT_A_DATE)


def _opened(reading: Reading) -> Reading:
    """Let every far date that stands for 长期 be the same one."""
    far = isinstance(reading.value, datetime) and reading.value.year >= OPEN_END.year
    return Reading(datetime(OPEN_END.year, OPEN_END.month, OPEN_END.day)) if far else reading  # noqa: DTZ001  # wall clock


def read_date(text: str) -> Reading:
    """Return the day that a cell names; `OPEN_END` where it says 长期.

    依据: 同 `read_moment`。
    单位: 日。
    错误: 同 `read_moment`。
    """
    reading = read_moment(text)
    value = reading.value
    return Reading(value.date() if isinstance(value, datetime) else None, reading.remark)


def read_decimal(text: str) -> Reading:
    """Return the number that a cell names, thousands commas allowed.

    依据: 数据标准 decimal(18,6)。
    单位: 由字段定。
    错误: 认不出或大到存不下（R03）。
    """
    cell = narrow(text)
    if cell in PLACEHOLDERS:
        return NOTHING
    if not _NUMBER.fullmatch(cell):
        return Reading(None, NOT_A_NUMBER)
    return _storable(cell)


def _storable(cell: str, factor: Decimal = Decimal(1)) -> Reading:
    try:
        number = Decimal(cell.replace(",", "")) * factor
    except InvalidOperation:
        return Reading(None, NOT_A_NUMBER)
    return Reading(number.quantize(Decimal("0.000001"))) if abs(number) < LARGEST else Reading(None, NOT_A_NUMBER)


def read_integer(text: str) -> Reading:
    """Return the whole number that a cell names; `3.0` is one, `3.5` is not.

    依据: 数据标准整数字段。
    单位: 由字段定。
    错误: 认不出或有小数（R03）。
    """
    reading = read_decimal(text)
    number = reading.value
    if not isinstance(number, Decimal):
        return reading
    whole = int(number)
    return Reading(whole) if whole == number and abs(whole) < 2**62 else Reading(None, NOT_WHOLE)


def read_money(text: str, *, unit: str = "万") -> Reading:
    """Return an amount in 万元; a unit written in the cell goes before the unit of the column.

    依据: 双公示数据标准，金额单位为万元、六位小数。
    单位: 万元。
    错误: 认不出（R03）。
    """
    cell = narrow(text)
    if cell in PLACEHOLDERS:
        return NOTHING
    match = _MONEY.fullmatch(cell)
    if not match:
        return Reading(None, NOT_A_NUMBER)
    return _storable(match[1], WAN[(match[2] or unit)[0]])


def read_money_in_yuan(text: str) -> Reading:
    """Return an amount in 万元 from a column that is in 元.

    依据: 同 `read_money`。
    单位: 输入元，输出万元。
    错误: 同 `read_money`。
    """
    return read_money(text, unit="元")


def serial_or_none(value: date | datetime | None) -> str | None:
    """Return how a date is written among the strings of the raw row.

    依据: GB/T 7408。
    单位: 日；有时刻的写到秒。
    错误: 无。
    """
    if value is None:
        return None
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else value.isoformat()


Reader = Callable[[str], Reading]
