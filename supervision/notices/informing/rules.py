"""Numbers, names and sameness of an informing."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from typing import Final

KEPT_BEFORE: Final = 2
KEPT_AFTER: Final = 4
LONGEST_NAME: Final = 200
LONGEST_SCOPE: Final = 20_000


def number_of(year: int, serial: int) -> str:
    """Return the number of a sheet as it is written.

    依据: GB/T 9704-2012 7.2.5（发文字号：年份用六角括号括入，序号不加“第”）。
    单位: 年内顺序号，不少于六位。
    错误: 不抛出。
    """
    return f"告知〔{year}〕{serial:06d}号"


def number_read(text: str) -> str:
    """Return the number that an address means: as it is written, or plainly as 2026-000123.

    依据: 接口地址可用不含括号的写法。
    单位: 无。
    错误: 不抛出；看不懂的原样返回，查不到。
    """
    year, dash, serial = text.partition("-")
    plain = dash and year.isascii() and year.isdigit() and serial.isascii() and serial.isdigit()
    return number_of(int(year), int(serial)) if plain and len(serial) <= 12 else text[:40]  # noqa: PLR2004  # longer than any number


def plain_number(number: str) -> str:
    """Return a number without brackets, for addresses and file names.

    依据: 同 number_read。
    单位: 无。
    错误: 不抛出。
    """
    return number.removeprefix("告知〔").removesuffix("号").replace("〕", "-")


def covered_name(name: str) -> str:
    """Return a firm's name as the public check page shows it: enough to compare with paper, too little to collect.

    依据: 核验页只证明所持告知单的真伪（个人信息保护法第六条，最小必要）；个体工商户字号可能含自然人姓名。
    单位: 汉字；首二末四以外以＊代替，短名只留首尾各一字。
    错误: 不抛出。
    """
    if len(name) <= KEPT_BEFORE + KEPT_AFTER:
        return name[:1] + "＊" * max(1, len(name) - 2) + name[1:][-1:]
    return name[:KEPT_BEFORE] + "＊" * (len(name) - KEPT_BEFORE - KEPT_AFTER) + name[-KEPT_AFTER:]


def content_hash(*, kind: str, name: str, scope: str, scope_codes: Sequence[str], division: str) -> bytes:
    """Return the digest of what was asked, by which the same request is known again.

    依据: 同一登记业务重复报送只产生一份告知。
    单位: SHA-256。
    错误: 不抛出。
    """
    asked = [kind, name.strip(), scope.strip(), sorted(scope_codes), division]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).digest()


def same_scope(one: str, other: str | None) -> bool:
    """Tell whether two scopes say the same but for blanks and the full stop at the end.

    依据: 告知与登记的经营范围不一致时须提示登记机关核对。
    单位: 无。
    错误: 不抛出。
    """
    return _bare(one) == _bare(other or "")


def _bare(scope: str) -> str:
    return "".join(scope.split()).strip("。.；;")


def readable(text: str) -> bool:
    """Tell whether a text holds only characters that can be shown and stored.

    依据: PostgreSQL 不存 U+0000；控制字符、代理区字符无法排版；制表与换行除外。
    单位: 字符。
    错误: 不抛出。
    """
    return not any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r" for character in text)
