"""V01, V03–V05, V07, V08: the counterpart, its codes and documents, and the codes of authorities."""

import polars as pl

from credit.standards.checking.features import BUSINESS, LEGAL, NUMBERS
from credit.standards.schemas import MIXED, Table
from supervision.archive.loading.rules import Check
from supervision.intake.kinds import CheckContext, Checker, Severity
from supervision.kernel.identifiers import suggest_code

FIRST_OF_AUTHORITIES = ("11", "12", "13")
NOT_OF_BUSINESSES = "^(91|93|1|5)"
REPRESENTATIVE = Check(
    rule="V01",
    severity=Severity.REJECT,
    field="legal_rep",
    message="类别为法人及非法人组织，法定代表人为必填项",
    remedy="补填法定代表人（负责人）姓名",
    wrong=lambda _: (pl.col("party") == LEGAL) & pl.col("legal_rep").is_null(),
    needs=("party",),
)
CODE_MISSING = Check(
    rule="V03",
    severity=Severity.REJECT,
    field="code",
    message="类别为法人及非法人组织，统一社会信用代码为必填项",
    remedy="补填 18 位统一社会信用代码",
    wrong=lambda _: (pl.col("party") == LEGAL) & pl.col("code").is_null(),
    needs=("party",),
)
CODE_WRONG = Check(
    rule="V03",
    severity=Severity.REJECT,
    field="code",
    message="行政相对人代码_1（统一社会信用代码）不正确：位数或校验码不对",
    remedy="对照营业执照改正代码后重新报送",
    wrong=lambda _: (pl.col("party") == LEGAL) & pl.col("code").is_not_null() & ~pl.col("ok_code"),
    needs=("party", "ok_code"),
)
BUSINESS_CODE = Check(
    rule="V04",
    severity=Severity.REJECT,
    field="code",
    message="个体工商户代码不正确：应以 92 开头且校验码正确",
    remedy="对照营业执照改正代码；没有统一社会信用代码的改填工商注册号",
    wrong=lambda _: (
        (pl.col("party") == BUSINESS)
        & pl.col("code").is_not_null()
        & (~pl.col("ok_code") | ~pl.col("code").str.starts_with("92"))
    ),
    needs=("party", "ok_code"),
)
LEGAL_WITH_92 = Check(
    rule="V05",
    severity=Severity.REJECT,
    field="code",
    message="类别为法人及非法人组织，代码却是个体工商户的（92 开头）",
    remedy="把行政相对人类别改为个体工商户，或改正代码",
    wrong=lambda _: (pl.col("party") == LEGAL) & pl.col("code").str.starts_with("92"),
    needs=("party",),
)
BUSINESS_WITH_91 = Check(
    rule="V05",
    severity=Severity.REJECT,
    field="code",
    message="类别为个体工商户，代码却是企业、机关或社会组织的",
    remedy="把行政相对人类别改为法人及非法人组织，或改正代码",
    wrong=lambda _: (pl.col("party") == BUSINESS) & pl.col("code").str.contains(NOT_OF_BUSINESSES),
    needs=("party",),
)
MISPLACED = Check(
    rule="V20",
    severity=Severity.WARN,
    field="code",
    message="代码栏里是居民身份证号，该文件的原始行已加密保存",
    remedy="自然人报自然人表，证件号码填在“证件号码”栏",
    wrong=lambda _: pl.col("resident_code") & ~pl.col("ok_code"),
    needs=("resident_code", "ok_code"),
)


def authority_code(field: str, label: str) -> tuple[Check, ...]:
    """Return the two checks of an authority's code: it must be right, and is normally that of a public body.

    依据: V07；GB 32100-2015；登记管理部门代码 1 为机构编制部门。
    单位: 行。
    错误: 无。
    """
    return (
        Check(
            rule="V07",
            severity=Severity.REJECT,
            field=field,
            message=f"{label}的统一社会信用代码不正确",
            remedy="对照机关的统一社会信用代码证书改正",
            wrong=lambda _: pl.col(field).is_not_null() & ~pl.col(f"ok_{field}"),
            needs=(f"ok_{field}",),
        ),
        Check(
            rule="V07",
            severity=Severity.WARN,
            field=field,
            message=f"{label}的代码不是机关、事业单位的（11、12、13 开头）",
            remedy="核对代码；企业等组织只有经法律授权才能作出决定",
            wrong=lambda _: pl.col(f"ok_{field}") & ~pl.col(field).str.slice(0, 2).is_in(FIRST_OF_AUTHORITIES),
            needs=(f"ok_{field}",),
        ),
    )


def documents(kind: str | None, number: str, *, resident: tuple[str, ...]) -> tuple[Check, ...]:
    """Return the checks of a document: kind and number together or not at all, and a resident number that is one.

    依据: V08；GB 11643-1999。
    单位: 行。
    错误: 无。
    """
    remedy = "对照证件改正；可不报的证件号码请留空"
    known = pl.lit(value=True) if kind is None else pl.col(kind).is_in(resident)
    wrong = Check(
        rule="V08",
        severity=Severity.REJECT,
        field=number,
        message="居民身份证号不正确：位数或校验码不对",
        remedy=remedy,
        wrong=lambda _: known & pl.col(number).is_not_null() & ~pl.col(f"resident_{number}"),
        needs=(f"resident_{number}",),
    )
    if kind is None:
        return (wrong,)
    unpaired = Check(
        rule="V08",
        severity=Severity.REJECT,
        field=kind,
        message="证件类型与证件号码须同填或同不填",
        remedy="补填缺的一项，或两项都留空",
        wrong=lambda _: pl.col(kind).is_null() != pl.col(number).is_null(),
        needs=(number,),
    )
    return wrong, unpaired


def unidentified(table: Table) -> tuple[Check, ...]:
    """Return the checks that a row names its counterpart by any number at all.

    依据: V01（2016 年表：代码至少填一项）；V04（个体工商户：代码、注册号、经营者证件至少一项）。
    单位: 行。
    错误: 无。
    """
    numbers = [name for name in (*NUMBERS, "document_no", "legal_rep_document_no") if table.column(name) is not None]
    none = pl.all_horizontal([pl.col(name).is_null() for name in numbers])
    if table.party == MIXED:
        message, remedy = "相对人的各种代码、证件号码全为空", "至少填一项代码；自然人填证件号码"
        return (Check("V01", Severity.REJECT, "code", message, remedy, lambda _: none, tuple(numbers)),)
    message, remedy = "个体工商户的代码、注册号和经营者证件号码全为空", "补填统一社会信用代码或工商注册号"
    wrong = (pl.col("party") == BUSINESS) & none
    return (Check("V04", Severity.REJECT, "code", message, remedy, lambda _: wrong, ("party", *numbers)),)


def suggested(frame: pl.DataFrame, context: CheckContext) -> pl.DataFrame:
    """Reject codes that cannot be, offering the one code that was probably meant.

    依据: V03；GB 32100-2015 附录；O 与 0 之类只作建议，不自行改。
    单位: 行。
    错误: 无。
    """
    rows = CODE_WRONG(frame, context)
    if rows.is_empty():
        return rows
    offers = {value: suggest_code(value, limit=2) for value in rows["value"].unique().to_list()}
    remedies = [
        f"是否为 {offers[value][0]}？请对照营业执照改正后重新报送" if len(offers[value]) == 1 else CODE_WRONG.remedy
        for value in rows["value"].to_list()
    ]
    return rows.with_columns(remedy=pl.Series(remedies, dtype=pl.String))


def checks(table: Table) -> tuple[Checker, ...]:
    """Return the checks of a table's counterparts and authorities.

    依据: V01、V03–V05、V07、V08。
    单位: 行。
    错误: 无。
    """
    resident = tuple(word for word, means in table.means("document_kind").items() if means == "resident")
    resident = resident or tuple(w for w, means in table.means("legal_rep_document_kind").items() if means == "resident")
    found: list[Checker] = [
        MISPLACED,
        *authority_code("authority_code", "决定机关"),
        *authority_code("source_code", "数据来源单位"),
    ]
    for kind, number in (("document_kind", "document_no"), ("legal_rep_document_kind", "legal_rep_document_no")):
        if table.column(number) is not None:
            found += documents(kind if table.column(kind) is not None else None, number, resident=resident)
    if table.column("code") is None:
        return tuple(found)
    strict = () if table.party == MIXED else (CODE_MISSING, REPRESENTATIVE)
    return (*found, *strict, suggested, BUSINESS_CODE, LEGAL_WITH_92, BUSINESS_WITH_91, *unidentified(table))
