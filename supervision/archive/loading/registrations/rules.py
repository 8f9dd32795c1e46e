"""What the text of a registration means, and which rows may not pass."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

import polars as pl

from supervision.archive.loading.rules import Check, compose
from supervision.intake.kinds import CheckContext, Checker, Severity
from supervision.kernel.identifiers import suggest_code
from supervision.kernel.identifiers.bulk import normalise, organisation_ok, regno_ok, uscc_ok

SPOILT = r"^[0-9](\.[0-9]+)?E\+[0-9]+$"
EARLIEST = "1800-01-01"
USCC_LENGTH, REGNO_LENGTH = 18, 15
LARGEST = Decimal(10) ** 12
_CAPITAL = re.compile(r"\s*([0-9][0-9,]*(?:\.[0-9]+)?)(.*)")
_BRACKETS = re.compile(r"[()（）\s]")
CURRENCIES = (
    ("人民币", "CNY"),
    ("美元", "USD"),
    ("港", "HKD"),
    ("日元", "JPY"),
    ("欧元", "EUR"),
    ("英镑", "GBP"),
    ("德国马克", "DEM"),
    ("新加坡", "SGD"),
    ("澳大利亚", "AUD"),
    ("加拿大", "CAD"),
    ("加元", "CAD"),
    ("瑞士法郎", "CHF"),
    ("法国法郎", "FRF"),
    ("新台币", "TWD"),
    ("台币", "TWD"),
    ("韩", "KRW"),
    ("澳门", "MOP"),
    ("新西兰", "NZD"),
    ("瑞典", "SEK"),
    ("丹麦", "DKK"),
    ("挪威", "NOK"),
    ("泰", "THB"),
    ("意大利", "ITL"),
    ("荷兰", "NLG"),
    ("比利时", "BEF"),
    ("马来西亚", "MYR"),
    ("菲律宾", "PHP"),
)
STATES = (
    ("吊销.*(已|并|后)注销|已注销.*吊销", "S5"),
    ("吊销", "S4"),
    ("强制注销", "S10"),
    ("注销中|清算|简易注销公告", "S3"),
    ("注销", "S6"),
    ("撤销", "S7"),
    ("责令关闭", "S8"),
    ("迁出", "S9"),
    ("歇业", "S2"),
    ("存续|在营|开业|在册|在业|正常", "S1"),
)


def tidy_code(codes: pl.Series) -> pl.Series:
    """Return codes in their one form; what is more than letters and digits even then stays as written.

    依据: GB 32100-2015；带文字或括号的旧号（企合苏锡总字第0001）照原样保存。
    单位: 无。
    错误: 无。
    """
    stripped = codes.str.strip_chars()
    tidy = normalise(stripped)
    spoilt = (stripped.str.len_chars() == USCC_LENGTH) & (tidy.str.len_chars() != USCC_LENGTH)
    plain = tidy.str.contains("^[0-9A-Z]+$") & ~spoilt
    return tidy.zip_with(plain.fill_null(value=False), stripped)


def identifier_kind(code: pl.Expr) -> pl.Expr:
    """Return which kind of identifier a tidy code has the form of; null where it is nearly one and therefore none.

    依据: GB 32100-2015（18 位）、GS 15-2006（15 位注册号）；更早的 13 位号和带文字的号为旧号。
    单位: 无。
    错误: 16、17、19 位以上的字母数字串，以及被表格软件改成科学计数法的，不是任何一种（V03）。
    """
    length = code.str.len_chars()
    plain = code.str.contains("^[0-9A-Z]+$")
    return (
        pl.when(code.str.contains("^[0-9A-Z-]+$") & (length == USCC_LENGTH))
        .then(pl.lit("uscc"))
        .when(plain & (length == REGNO_LENGTH))
        .then(pl.lit("regno"))
        .when(plain & (length > REGNO_LENGTH))
        .then(pl.lit(None, dtype=pl.String))
        .when(code.str.contains(SPOILT))
        .then(pl.lit(None, dtype=pl.String))
        .when(code.is_not_null())
        .then(pl.lit("legacy"))
    )


def subject_kind(code: pl.Expr, code_kind: pl.Expr, type_name: pl.Expr) -> pl.Expr:
    """Return the kind of subject: from the code's prefix, else from the wording of the type.

    依据: GB 32100-2015 表 1（91 企业、92 个体工商户、93 农民专业合作社；其余机关、事业单位、社会组织）。
    单位: 无。
    错误: 无。
    """
    prefix = code.str.slice(0, 2)
    of_code = (
        pl.when(prefix == "92")
        .then(pl.lit("individual"))
        .when(prefix.is_in(["91", "93"]))
        .then(pl.lit("enterprise"))
        .otherwise(pl.lit("organisation"))
    )
    of_type = pl.when(type_name.str.contains("个体")).then(pl.lit("individual")).otherwise(pl.lit("enterprise"))
    return pl.when(code_kind == "uscc").then(of_code).otherwise(of_type)


@lru_cache(maxsize=1 << 17)
def capital(text: str) -> tuple[Decimal | None, str | None]:
    """Return the amount in 万元 and the currency; both null where the text does not say its unit.

    依据: 登记数据中的写法，如 1,000(万元人民币)、50(万)、3000万日元；未注明币种为人民币。
    单位: 万元（所写币种）。
    错误: 无单位（200()）或单位不明（元/万元）时不作猜测，只留原文。
    """
    match = _CAPITAL.fullmatch(text)
    if match is None or "/" in match[2]:
        return None, None
    unit = _BRACKETS.sub("", match[2])
    number = Decimal(match[1].replace(",", ""))
    amount = number if "万" in unit else (number / 10_000).quantize(Decimal("0.000001"))
    currency = next((code for word, code in CURRENCIES if word in unit), "CNY" if unit in {"万", "万元", "元"} else None)
    if currency is None or amount >= LARGEST:
        return None, None
    return amount.quantize(Decimal("0.000001")), currency


def state(text: pl.Expr) -> pl.Expr:
    """Return the canonical state of a wording, null where the source does not say or the wording is unknown.

    依据: 市场主体登记管理条例第 30–33、40 条；吊销不等于注销。
    单位: 无。
    错误: 无。
    """
    expression: Any = pl.when(text.str.contains(STATES[0][0])).then(pl.lit(STATES[0][1]))
    for pattern, code in STATES[1:]:
        expression = expression.when(text.str.contains(pattern)).then(pl.lit(code))
    known: pl.Expr = expression.otherwise(None)
    return known


LABELS = {
    "name": "名称",
    "legal_rep": "法定代表人",
    "type_name": "类型",
    "industry": "行业",
    "capital_text": "注册资本",
    "scope": "经营范围",
    "address": "住所",
    "telephone": "电话",
    "region_name": "地区",
    "established_on": "注册日期",
    "state": "登记状态",
}
TWO_SUBJECTS = Check(
    rule="V06",
    severity=Severity.HOLD,
    field="regno",
    message="统一社会信用代码与注册号属于两个不同的主体",
    remedy="核对两个号码，只报送属于该主体的",
    wrong=lambda _: pl.lit(value=True),
)
RENAMED = Check(
    rule="V06",
    severity=Severity.HOLD,
    field="name",
    message="代码已在档，但名称与档案的现名、曾用名都不同",
    remedy="在“待核对主体”中确认是更名还是代码填错",
    wrong=lambda _: pl.lit(value=True),
)
RESENT = Check(
    rule="V17",
    severity=Severity.WARN,
    field="name",
    message="内容与已被替换的旧版本相同，按重复报送处理",
    remedy="如果确实改回了旧内容，请填写核准日期后重新报送",
    wrong=lambda _: pl.lit(value=True),
)
WRONG_USCC = Check(
    rule="V03",
    severity=Severity.REJECT,
    field="code",
    message="统一社会信用代码的校验码不正确",
    remedy="对照营业执照改正代码后重新报送",
    wrong=lambda _: pl.col("code_wrong"),
    needs=("code_wrong",),
)
NO_CODE = Check(
    rule="V03",
    severity=Severity.HOLD,
    field="code",
    message="没有代码，也没有旧注册号，不能确定是哪一个主体",
    remedy="补填统一社会信用代码或注册号",
    wrong=lambda _: pl.col("value").is_null(),
    needs=("value",),
)
NEAR_CODE = Check(
    rule="V03",
    severity=Severity.HOLD,
    field="code",
    message="代码位数不对：统一社会信用代码 18 位，注册号 15 位",
    remedy="对照营业执照补全或删去多余的字符",
    wrong=lambda _: pl.col("value").is_not_null() & pl.col("value_kind").is_null(),
    needs=("value", "value_kind"),
)
OLD_NUMBER = Check(
    rule="legacy",
    severity=Severity.WARN,
    field="code",
    message="15 位注册号的校验码不符，按旧号保存",
    remedy="有统一社会信用代码的，请补报",
    wrong=lambda _: pl.col("regno_wrong"),
    needs=("regno_wrong",),
)
LEGACY = Check(
    rule="legacy",
    severity=Severity.WARN,
    field="code",
    message="不是 18 位代码或 15 位注册号，按旧号原样保存",
    remedy="有统一社会信用代码的，请补报",
    wrong=lambda _: pl.col("value_kind") == "legacy",
    needs=("value_kind",),
)
NARROWED = Check(
    rule="R05",
    severity=Severity.WARN,
    field="code",
    message="代码中的小写、全角字符、空格或连字符已规整",
    remedy="代码用半角大写字母和数字填写",
    wrong=lambda _: pl.col("code") != pl.col("value"),
    needs=("value",),
)
FUTURE = Check(
    rule="V09",
    severity=Severity.REJECT,
    field="established_on",
    message="注册日期晚于收到日期",
    remedy="核对注册日期",
    wrong=lambda context: pl.col("established_on") > context.received_on,
)
TOO_EARLY = Check(
    rule="V09",
    severity=Severity.WARN,
    field="established_on",
    message="注册日期早得不合常理",
    remedy="核对注册日期",
    wrong=lambda _: pl.col("established_on") < pl.lit(EARLIEST).str.to_date(),
)
CHECKS: tuple[Checker, ...] = (NO_CODE, NEAR_CODE, OLD_NUMBER, LEGACY, NARROWED, FUTURE, TOO_EARLY)


def with_identity(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `value` and `value_kind` (the identifier that counts), `code_wrong` and `regno_wrong`.

    依据: 第 1.6 节：先统一社会信用代码，后注册号。
    单位: 无。
    错误: 无。
    """
    submitted = frame.select(pl.coalesce("code", "regno")).to_series()
    tidy = frame.with_columns(value=tidy_code(submitted))
    tidy = tidy.with_columns(value_kind=identifier_kind(pl.col("value")))
    organisations = organisation_ok(tidy["value"])
    tidy = tidy.with_columns(value_kind=pl.when(organisations).then(pl.lit("org")).otherwise("value_kind"))
    is_uscc, is_regno = tidy["value_kind"] == "uscc", tidy["value_kind"] == "regno"
    tidy = with_number(tidy)
    return tidy.with_columns(
        code_wrong=(is_uscc & ~uscc_ok(tidy["value"])).fill_null(value=False),
        regno_wrong=(is_regno & ~regno_ok(tidy["value"])).fill_null(value=False),
    )


def with_number(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `number` and `number_kind`: the old number that stands beside the code, if there is one.

    依据: 第 1.6 节：注册号与统一社会信用代码属于同一主体的，不得形成两份档案。
    单位: 无。
    错误: 无。
    """
    number = tidy_code(rows["regno"])
    beside = (rows["code"].is_not_null() & (number != rows["value"])).fill_null(value=False)
    found = rows.with_columns(number=number.to_frame("n").select(pl.when(beside).then(pl.col("n"))).to_series())
    kinds = found.select(pl.when(pl.col("number").is_not_null()).then(identifier_kind(pl.col("number"))))
    return found.with_columns(number_kind=kinds.to_series()).with_columns(
        number=pl.when(pl.col("number_kind").is_not_null()).then(pl.col("number"))
    )


def wrong_code(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
    """Reject wrong check digits; where exactly one exchange of characters makes the code right, offer it.

    依据: GB 32100-2015 附录；不得自行把 O 改成 0（只作建议）。
    单位: 行。
    错误: 无。
    """
    rows = WRONG_USCC(frame, context)
    if rows.is_empty():
        return rows
    offered = [suggest_code(value, limit=2) for value in rows["value"].to_list()]
    remedy = [f"是否为 {codes[0]}？请对照营业执照改正后重新报送" if len(codes) == 1 else WRONG_USCC.remedy for codes in offered]
    return rows.with_columns(remedy=pl.Series(remedy, dtype=pl.String))


def checker(checks: tuple[Checker, ...] = (wrong_code, *CHECKS)) -> Checker:
    """Return the check of a registration, with any other list of checks in place of ours.

    依据: 归集校验规则。
    单位: 行。
    错误: 无。
    """
    check_all = compose(checks)

    def check(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
        return check_all(with_identity(frame), context)

    return check
