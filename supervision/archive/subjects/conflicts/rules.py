"""Which fields of two sources are compared, and when two values are the same."""

from typing import Final

COMPARED: Final = {
    "name": "{0}.name",
    "legal_rep": "{0}.legal_rep",
    "capital": "trim_scale({0}.capital)::text || coalesce({0}.currency, 'CNY')",
    "address": "{0}.address",
    "telephone": "{0}.telephone",
    "established_on": "{0}.established_on::text",
    "state": "{0}.state::text",
}
NOISE: Final = r"[\s（）()\-—·.,，。]"


def same_sql(first: str, second: str) -> str:
    """Return the condition under which two values do not disagree: punctuation, blanks and case say nothing.

    依据: 一数一源：只有实质内容不同才是不一致。
    单位: 文本。
    错误: 无。
    """
    return f"{_bare(first)} = {_bare(second)}"


def _bare(value: str) -> str:
    return f"lower(regexp_replace({value}, '{NOISE}', '', 'g'))"


def compared_sql(alias: str) -> str:
    """Return the compared fields of a registration as rows of name and text.

    依据: 一数一源。
    单位: 文本；注册资本为万元与币种。
    错误: 无。
    """
    rows = ", ".join(f"('{field}', {expression.format(alias)})" for field, expression in COMPARED.items())
    return f"(VALUES {rows})"
