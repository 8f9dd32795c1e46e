"""How a name, a telephone number and a home address are covered; once as Python, once as SQL text, held together by tests."""

import re
from typing import Final

COMPOUND_SURNAMES: Final = (
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台",
    "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘",
    "令狐", "百里", "呼延", "东郭", "南门", "西门", "轩辕",
)  # fmt: skip
MOST_COVERED: Final = 2
FULL_WIDTH: Final = "０１２３４５６７８９"
TELEPHONE_STEPS: Final = (
    (r"([0-9])[\s-]+(?=[0-9])", r"\1"),
    (r"(^|[^0-9])(1[0-9]{2})[0-9]{4}([0-9]{4})(?![0-9])", r"\1\2****\3"),
    (r"(^|[^0-9])(0[12][0-9]|0[3-9][0-9]{2})[0-9]{5,6}([0-9]{2})(?![0-9])", r"\1\2-******\3"),
    (r"[0-9]{3,}([0-9]{2})", r"******\1"),
)
COUNTIES: Final = (r"^(.*?(?:[县旗]|(?<![小社园厂])区))", r"^(.*?市)")


def masked_name(name: str) -> str:
    """Return the surname and 某 for the rest, at most two.

    依据: masking_rules“自然人姓名(相对人)”：首字加某，保留复姓。
    单位: 汉字。
    错误: 无。
    """
    kept = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > MOST_COVERED else 1
    return name[:kept] + "某" * max(1, min(len(name) - kept, MOST_COVERED)) if name else name


def masked_telephone(text: str) -> str:
    """Return mobile numbers as 138****1234 and others by area code and last two digits.

    依据: masking_rules“电话”：3+****+4；座机留区号与末两位。
    单位: 数字；五位以上的任何数字都不会原样留下。
    错误: 无。
    """
    text = text.translate(str.maketrans(FULL_WIDTH, "0123456789"))
    for pattern, covered in TELEPHONE_STEPS:
        text = re.sub(pattern, covered, text)
    return text


def masked_address(address: str) -> str:
    """Return a home address down to its county.

    依据: masking_rules“住址(自然人)”：至县级；经营场所公开。
    单位: 区划名称。
    错误: 无。
    """
    found = (re.match(pattern, address, re.DOTALL) for pattern in COUNTIES)
    return next((match[1] for match in found if match), "") + "＊＊＊"


RESIDENT: Final = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
RESIDENT_SQL: Final = "(^|[^0-9A-Za-z])[1-9][0-9]{5}(18|19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])"
MOBILE_SQL: Final = "(^|[^0-9A-Za-z])(1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})(?![0-9A-Za-z])"
MOBILE: Final = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])")


def masked_text(text: str) -> str:
    """Return free text with resident and mobile numbers covered; credit codes are left alone.

    依据: masking_rules“居民身份证号”“电话”。
    单位: 号码。
    错误: 无。
    """
    text = RESIDENT.sub("＊＊＊", text.translate(str.maketrans(FULL_WIDTH, "0123456789")))
    return MOBILE.sub(lambda found: masked_telephone(found[0]), text)


def masked_text_sql(expression: str) -> str:
    """Return `masked_text` as SQL.

    依据: 同 masked_text。
    单位: 号码。
    错误: 无。
    """
    plain = f"translate({expression}, '{FULL_WIDTH}', '0123456789')"
    covered = rf"regexp_replace({plain}, '{RESIDENT_SQL}', '\1＊＊＊', 'g')"
    return rf"regexp_replace({covered}, '{MOBILE_SQL}', '\1\2****\3', 'g')"


def masked_name_sql(expression: str) -> str:
    """Return `masked_name` as SQL.

    依据: 同 masked_name。
    单位: 汉字。
    错误: 无。
    """
    compound = "|".join(COMPOUND_SURNAMES)
    kept = f"(CASE WHEN {expression} ~ '^({compound}).' THEN 2 ELSE 1 END)"
    rest = f"greatest(1, least(char_length({expression}) - {kept}, {MOST_COVERED}))"
    return f"(CASE WHEN {expression} = '' THEN '' ELSE left({expression}, {kept}) || repeat('某', {rest}) END)"


def masked_telephone_sql(expression: str) -> str:
    """Return `masked_telephone` as SQL.

    依据: 同 masked_telephone。
    单位: 数字。
    错误: 无。
    """
    sql = f"translate({expression}, '{FULL_WIDTH}', '0123456789')"
    for pattern, covered in TELEPHONE_STEPS:
        sql = f"regexp_replace({sql}, '{pattern}', '{covered}', 'g')"
    return sql


def masked_address_sql(expression: str) -> str:
    """Return `masked_address` as SQL.

    依据: 同 masked_address。
    单位: 区划名称。
    错误: 无。
    """
    kept = ", ".join(f"substring({expression} from '{pattern}')" for pattern in COUNTIES)
    return f"(CASE WHEN {expression} IS NOT NULL THEN coalesce({kept}, '') || '＊＊＊' END)"
