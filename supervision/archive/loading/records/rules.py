"""Which rows of a record may not pass, and what their numbers mean."""

import polars as pl

from supervision.archive.loading.records.numbers.rules import with_numbers
from supervision.archive.loading.records.schemas import RecordKind
from supervision.archive.loading.rules import Check, compose, together
from supervision.intake.kinds import CheckContext, Checker, Severity
from supervision.kernel.identifiers import suggest_code
from supervision.kernel.identifiers.bulk import uscc_ok

EARLIEST = pl.date(1949, 10, 1)
NO_DOCUMENT = Check(
    rule="V01",
    severity=Severity.REJECT,
    field="doc_no",
    message="文书号为必填项",
    remedy="补填决定文书号；没有文书号的许可填许可编号",
    wrong=lambda _: pl.col("doc_no").is_null(),
)
NO_LICENCE_NUMBER = Check(
    rule="V01",
    severity=Severity.REJECT,
    field="doc_no",
    message="文书号和许可编号都为空",
    remedy="补填决定文书号；没有文书号的填许可编号",
    wrong=lambda _: pl.col("doc_no").is_null() & pl.col("certificate_no").is_null(),
    needs=("certificate_no",),
)
WRONG_CODE = Check(
    rule="V03",
    severity=Severity.REJECT,
    field="code",
    message="统一社会信用代码的校验码不正确",
    remedy="对照营业执照改正代码后重新报送",
    wrong=lambda _: pl.col("code_problem") == "wrong",
    needs=("code_problem",),
)
NEAR_CODE = Check(
    rule="V03",
    severity=Severity.HOLD,
    field="code",
    message="代码位数不对：统一社会信用代码 18 位，注册号 15 位，组织机构代码 9 位",
    remedy="对照营业执照补全或删去多余的字符",
    wrong=lambda _: pl.col("code_problem") == "near",
    needs=("code_problem",),
)
PERSON_IN_CODE = Check(
    rule="V20",
    severity=Severity.WARN,
    field="document_no",
    message="代码栏里是居民身份证号，已移出该栏并加密保存",
    remedy="自然人的证件号码填在“证件号码”栏",
    wrong=lambda _: pl.col("person_moved"),
    needs=("person_moved",),
)
LEGAL_PERSON_CODE = Check(
    rule="V05",
    severity=Severity.REJECT,
    field="code",
    message="类别为法人及非法人组织，代码却是个体工商户的（92 开头）",
    remedy="把行政相对人类别改为个体工商户，或改正代码",
    wrong=lambda _: (pl.col("party_kind") == "法人及非法人组织") & (pl.col("uscc").str.slice(0, 2) == "92"),
    needs=("party_kind", "uscc"),
)
CATEGORY_DOUBTFUL = Check(
    rule="V05",
    severity=Severity.WARN,
    field="party_kind",
    message="行政相对人类别与代码不一致",
    remedy="核对行政相对人类别和代码",
    wrong=lambda _: (pl.col("party_kind") == "个体工商户") & (pl.col("uscc").str.slice(0, 2) != "92"),
    needs=("uscc",),
)
CODE_REQUIRED = Check(
    rule="V03",
    severity=Severity.REJECT,
    field="code",
    message="类别为法人及非法人组织，必须有统一社会信用代码",
    remedy="补填统一社会信用代码",
    wrong=lambda _: (pl.col("party_kind") == "法人及非法人组织") & pl.col("code").is_null() & pl.col("number").is_null(),
    needs=("party_kind", "number"),
)
FUTURE = Check(
    rule="V09",
    severity=Severity.REJECT,
    field="occurred_on",
    message="日期晚于收到日期",
    remedy="核对日期",
    wrong=lambda context: pl.col("occurred_on") > context.received_on,
)
TOO_EARLY = Check(
    rule="V09",
    severity=Severity.REJECT,
    field="occurred_on",
    message="日期早于 1949-10-01",
    remedy="核对日期",
    wrong=lambda _: pl.col("occurred_on") < EARLIEST,
)
ENDS_BEFORE = Check(
    rule="V10",
    severity=Severity.REJECT,
    field="valid_to",
    message="有效期至早于有效期自或决定日期",
    remedy="核对有效期",
    wrong=lambda _: (pl.col("valid_to") < pl.col("valid_from")) | (pl.col("valid_to") < pl.col("occurred_on")),
    needs=("valid_from", "occurred_on"),
)
STARTS_BEFORE = Check(
    rule="V11",
    severity=Severity.WARN,
    field="valid_from",
    message="有效期自早于决定日期",
    remedy="换证、续期的不必改；否则核对日期",
    wrong=lambda _: pl.col("valid_from") < pl.col("occurred_on"),
    needs=("occurred_on",),
)
PENALTY_ENDS_BEFORE = Check(
    rule="V12",
    severity=Severity.REJECT,
    field="valid_to",
    message="处罚有效期早于处罚决定日期",
    remedy="核对两个日期",
    wrong=lambda _: pl.col("valid_to") < pl.col("occurred_on"),
    needs=("occurred_on",),
)
PUBLISHED_BEFORE = Check(
    rule="V12",
    severity=Severity.REJECT,
    field="publish_until",
    message="公示截止期不晚于处罚决定日期",
    remedy="核对公示截止期，没有的留空",
    wrong=lambda _: pl.col("publish_until") <= pl.col("occurred_on"),
    needs=("occurred_on",),
)
COMMON: tuple[Checker, ...] = (
    NEAR_CODE,
    PERSON_IN_CODE,
    LEGAL_PERSON_CODE,
    CATEGORY_DOUBTFUL,
    CODE_REQUIRED,
    FUTURE,
    TOO_EARLY,
)
OWN: dict[str, tuple[Checker, ...]] = {
    "licence": (NO_LICENCE_NUMBER, ENDS_BEFORE, STARTS_BEFORE),
    "penalty": (NO_DOCUMENT, PENALTY_ENDS_BEFORE, PUBLISHED_BEFORE),
}


def wrong_code(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
    """Reject codes whose check digit fails, offering the one code that was probably meant.

    依据: GB 32100-2015 附录；O 与 0 之类只作建议，不自行改。
    单位: 行。
    错误: 无。
    """
    rows = WRONG_CODE(frame, context)
    if rows.is_empty():
        return rows
    offered = [suggest_code(value, limit=2) for value in rows["value"].to_list()]
    remedy = [f"是否为 {codes[0]}？请对照营业执照改正后重新报送" if len(codes) == 1 else WRONG_CODE.remedy for codes in offered]
    return rows.with_columns(remedy=pl.Series(remedy, dtype=pl.String))


def authority_code(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
    """Remark on codes of authorities that fail their check digit; publication will ask for them to be right.

    依据: V07，机关代码须符合 GB 32100-2015；本阶段只归集不公示，故提示而不退回。
    单位: 行。
    错误: 无。
    """
    tables = []
    for field, label in (("authority_code", "机关"), ("source_code", "数据来源单位")):
        if field not in frame.columns:
            continue
        wrong = frame.filter((pl.col(field).is_not_null() & ~uscc_ok(frame[field])).fill_null(value=False))
        tables.append(
            Check(
                rule="V07",
                severity=Severity.WARN,
                field=field,
                message=f"{label}的统一社会信用代码不正确",
                remedy="对照机关的统一社会信用代码证书改正",
                wrong=lambda _: pl.lit(value=True),
            )(wrong, context)
        )
    return together(tables)


def checker(kind: RecordKind, checks: tuple[Checker, ...] | None = None) -> Checker:
    """Return the check of a kind, with any other list of checks in place of ours.

    依据: 归集校验规则。
    单位: 行。
    错误: 无。
    """
    check_all = compose(checks or (wrong_code, authority_code, *COMMON, *OWN.get(kind.name, ())))

    def check(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
        return check_all(with_numbers(frame), context)

    return check
