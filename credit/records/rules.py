"""Numbers of reports, and which entries of lists are red and which black."""

import re
from base64 import b32encode
from datetime import date
from typing import Final

CHECK_TOKEN: Final = "credit.report.check"  # noqa: S105  # names the use of a key, and is no secret
SERIAL_BYTES: Final = 5
_RED: Final = re.compile(r"守信|红名单|A级|守合同|诚信|示范|优秀|先进|表彰")


def serial_of(day: date, chance: bytes) -> str:
    """Return the serial number of a report: its day and eight random characters, so that none can be guessed from another.

    依据: 报告编号不连续，防止按编号批量查询他人报告；真伪只凭 128 位核验码判断。
    单位: 随机部分 40 位。
    错误: 不抛出。
    """
    return f"XYBG{day:%Y%m%d}-{b32encode(chance[:SERIAL_BYTES]).decode('ascii')}"


def is_red(list_name: str) -> bool:
    """Tell whether a list praises.

    依据: 国办发〔2016〕33号（守信联合激励“红名单”、失信联合惩戒“黑名单”）。
    单位: 无。
    错误: 不抛出。
    """
    return _RED.search(list_name) is not None and "失信" not in list_name


def day_in_words(day: date | None) -> str:
    """Return a day as a report writes it, 长期 for the end that is none.

    依据: GB/T 9704-2012 7.3.5。
    单位: 日。
    错误: 不抛出。
    """
    if day is None:
        return ""
    return "长期" if day.year >= 2099 else f"{day.year}年{day.month}月{day.day}日"  # noqa: PLR2004 - how the standard writes 长期
