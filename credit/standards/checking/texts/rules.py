"""V16, V20, V21, V23: words outside the dictionary, numbers of documents, personal data, and what ends without a reason."""

from collections.abc import Callable

import polars as pl

from credit.standards.schemas import OTHER, Column, Table, Value
from supervision.archive.loading.rules import Check, together
from supervision.intake.kinds import CheckContext, Checker, FieldType, Severity, no_findings

SEPARATORS = "[;；、,，]"
CONCRETE = f"^{OTHER}[-－—–:：].+"
YEAR_IN_BRACKETS = r"[\[（(【{〈]\s*(?:19|20)[0-9]{2}\s*[\]）)】}〉]"
EDGE, END = r"(?:^|[^0-9A-Za-z])", r"(?:$|[^0-9A-Za-z])"
RESIDENT = rf"{EDGE}[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{9}}[0-9Xx]{END}"
MOBILE = rf"{EDGE}(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{{4}}[ -]?[0-9]{{4}}{END}"
BANK = rf"{EDGE}62[0-9]{{14,17}}{END}|(?:账号|帐号|卡号)[:：为是]?\s*[0-9][0-9 ]{{11,22}}"
HOME = r"家庭住址|家庭地址|户籍地址|户籍所在地|现住址|现居住|家住|住址[:：为是]|居住于"
PRIVATE = (
    (RESIDENT, "疑似居民身份证号，公示前须遮盖"),
    (MOBILE, "疑似手机号码，公示前须遮盖"),
    (BANK, "疑似银行账号，公示前须遮盖"),
    (HOME, "疑似个人住址，公示前须遮盖"),
)
ANY_PRIVATE = "|".join(f"(?:{pattern})" for pattern, _ in PRIVATE)
FREE_TEXTS = frozenset(
    {
        "title", "violation", "matter", "content", "facts", "basis", "result", "licence_ref", "certificate", "certificate_no", "remark",
        "severity_basis", "remedy_channel", "change_basis", "doc_no",
    }
)  # fmt: skip
BRACKETS = Check(
    rule="V16",
    severity=Severity.WARN,
    field="doc_no",
    message="文书号的年份建议使用六角括号〔〕",
    remedy="如“某市监罚〔2026〕1 号”；不改也按同一文书号识别",
    wrong=lambda _: pl.col("doc_no").str.contains(YEAR_IN_BRACKETS),
)


def private(name: str) -> Checker:
    """Return the check that finds personal data in one column of free text; the finding never repeats it.

    依据: V20；个人信息保护法第六条、第二十五条。
    单位: 行。
    错误: 无。
    """

    def check(frame: pl.DataFrame, _context: CheckContext) -> pl.DataFrame:
        if name not in frame.columns:
            return no_findings()
        suspicious = frame.select("row_no", pl.col(name)).filter(pl.col(name).str.contains(ANY_PRIVATE))
        if suspicious.is_empty():
            return no_findings()
        return together(found(suspicious, name, pattern, message) for pattern, message in PRIVATE)

    return check


def found(rows: pl.DataFrame, name: str, pattern: str, message: str) -> pl.DataFrame:
    """Return a finding without its value for every row in which a pattern stands.

    依据: 同 `private`。
    单位: 行。
    错误: 无。
    """
    return rows.filter(pl.col(name).str.contains(pattern)).select(
        "row_no",
        severity=pl.lit(Severity.HOLD.value),
        field=pl.lit(name),
        value=pl.lit("＊＊"),
        rule=pl.lit("V20"),
        message=pl.lit(message),
        remedy=pl.lit("改正后重新报送，或由审核人确认遮盖后公示"),
    )


def ended_without_reason(table: Table) -> Check:
    """Return the check that an ended decision says why.

    依据: V21；行政处罚法第四十八条（撤销的公开说明理由）。
    单位: 行。
    错误: 无。
    """
    void = [word for word, means in table.means("state").items() if means == "void"]
    silent = pl.col("change_basis").is_null() & pl.col("remark").is_null()
    message, remedy = "状态为无效或撤销，缺少变更依据", "在“变更依据”栏写明撤销、注销所依据的文书"
    return Check(
        "V21",
        Severity.HOLD,
        "state",
        message,
        remedy,
        lambda _: pl.col("state").is_in(void) & silent,
        ("change_basis", "remark"),
    )


def words(values: tuple[Value, ...]) -> pl.DataFrame:
    """Return every word of an enumeration with the days between which it may be used.

    依据: 数据标准枚举值。
    单位: 日，起止均含当日。
    错误: 无。
    """
    rows = [
        (word, value.valid_from, value.valid_to) for value in values for word in (value.name, *value.aliases) if not value.other
    ]
    rows += [(word, None, None) for value in values if value.other for word in value.aliases]
    return pl.DataFrame(rows, schema={"word": pl.String, "begins": pl.Date, "ends": pl.Date}, orient="row")


def dictionary(table: Table, column: Column) -> Checker:
    """Return the check that a column holds words of its enumeration only, each in its time.

    依据: V23；行政处罚法第九条（2021-07-15 起的种类）。
    单位: 行。
    错误: 无。
    """
    values = table.values(column.name)
    known = words(values)
    concrete = any(value.other for value in values)
    allowed = "、".join(value.name for value in values if not value.other)
    remedy = f"可填：{allowed}" + ("；其他种类写成“其他-种类”" if concrete else "")
    say = finding_of(column.name)

    def check(frame: pl.DataFrame, _context: CheckContext) -> pl.DataFrame:
        if column.name not in frame.columns:
            return no_findings()
        used = tokens(frame, column.name, many=column.many).join(known, on="word", how="left", maintain_order="left")
        strange = ~pl.col("word").is_in(known["word"].implode())
        if concrete:
            strange = strange & ~pl.col("word").str.contains(CONCRETE)
        untimely = (pl.col("day") < pl.col("begins")) | (pl.col("day") > pl.col("ends"))
        return together(
            (
                say(used.filter(strange), Severity.REJECT, f"“{column.label}”的取值不在字典中", remedy),
                say(
                    used.filter(~strange & untimely),
                    Severity.WARN,
                    f"“{column.label}”的取值在决定之日尚未施行或已经停用",
                    remedy,
                ),
            )
        )

    return check


def finding_of(name: str) -> Callable[[pl.DataFrame, Severity, str, str], pl.DataFrame]:
    """Return what makes findings of V23 about a column.

    依据: 同 `dictionary`。
    单位: 行。
    错误: 无。
    """

    def say(rows: pl.DataFrame, severity: Severity, message: str, remedy: str) -> pl.DataFrame:
        return rows.unique("row_no", keep="first", maintain_order=True).select(
            "row_no",
            severity=pl.lit(severity.value),
            field=pl.lit(name),
            value=pl.col("word").str.slice(0, 200),
            rule=pl.lit("V23"),
            message=pl.lit(message),
            remedy=pl.lit(remedy),
        )

    return say


def tokens(frame: pl.DataFrame, name: str, *, many: bool) -> pl.DataFrame:
    """Return each word of a column in a row of its own, with the day of the decision.

    依据: 填报说明（多个处罚种类以中文分号分隔）。
    单位: 行。
    错误: 无。
    """
    day = pl.col("occurred_on") if "occurred_on" in frame.columns else pl.lit(None, dtype=pl.Date)
    rows = frame.select("row_no", day.alias("day"), pl.col(name).alias("word")).filter(pl.col("word").is_not_null())
    if not many:
        return rows
    plain = pl.col("word").str.contains(CONCRETE)
    parts = (
        pl.when(plain).then(pl.concat_list("word")).otherwise(pl.col("word").str.replace_all(SEPARATORS, "；").str.split("；"))
    )
    split = rows.with_columns(word=parts).explode("word").with_columns(pl.col("word").str.strip_chars())
    return split.filter(pl.col("word") != "")


def holding(table: Table) -> tuple[Checker, ...]:
    """Return the checks of which a hit keeps a decision from the public until a person has looked.

    依据: V20、V21。
    单位: 行。
    错误: 无。
    """
    free = [column.name for column in table.columns if column.name in FREE_TEXTS and column.type is FieldType.TEXT]
    return (*(private(name) for name in free), ended_without_reason(table))


def checks(table: Table) -> tuple[Checker, ...]:
    """Return the checks of words and texts.

    依据: V16、V20、V21、V23。
    单位: 行。
    错误: 无。
    """
    closed = [column for column in table.columns if column.enumeration is not None]
    return (BRACKETS, *holding(table), *(dictionary(table, column) for column in closed))
