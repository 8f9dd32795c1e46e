"""V14, V15, V19, V24, V25: penalty kinds, amounts, channels and what the public has to be told."""

import polars as pl

from credit.standards.checking.features import PERSON
from credit.standards.schemas import Table
from supervision.archive.loading.rules import Check
from supervision.intake.kinds import Checker, Severity

YUAN_IN_WAN = 10_000
TOLERANCE = 0.005
LARGEST = 10**12
AMOUNT = r"([0-9][0-9,，]*(?:\.[0-9]+)?)\s*(万)?\s*元"
FINE_BEFORE = rf"罚款(?:人民币|金额|共计|合计|为|计)*[:：]?\s*{AMOUNT}"
FINE_AFTER = rf"{AMOUNT}(?:人民币)?(?:整)?的?罚款"
REMEDIES = ("复议", "诉讼", "起诉", "申诉")
TOLD_IN = ("remedy_channel", "result", "basis", "remark")
INDIVIDUAL = Check(
    rule="V19",
    severity=Severity.WARN,
    field="subject_name",
    message="对自然人的处罚不在信用网站公示",
    remedy="无需处理：只作内部记录",
    wrong=lambda _: pl.col("party") == PERSON,
    needs=("party",),
)
SEVERITY_MISSING = Check(
    rule="V25",
    severity=Severity.WARN,
    field="severity",
    message="未注明失信严重程度，按一般处理",
    remedy="由决定机关注明轻微、一般或严重及其依据",
    wrong=lambda _: pl.col("severity").is_null(),
)
AMOUNT_DIFFERS = Check(
    rule="V15",
    severity=Severity.WARN,
    field="amount",
    message="处罚内容中的罚款金额与罚款金额（万元）不一致",
    remedy="核对单位：该栏以万元填报",
    wrong=lambda _: (in_yuan() - pl.col("amount").cast(pl.Float64) * YUAN_IN_WAN).abs() > TOLERANCE,
    needs=("result",),
)


def too_large(field: str) -> Check:
    """Return the check that an amount has no more figures than the standard allows.

    依据: V02；数据标准 decimal(18,6)。
    单位: 万元，整数部分最多 12 位。
    错误: 无。
    """
    message, remedy = "金额超过 12 位整数", "核对单位：该栏以万元填报"
    return Check("V02", Severity.REJECT, field, message, remedy, lambda _: pl.col(field).abs() >= LARGEST)


def in_yuan() -> pl.Expr:
    """Return the fine that the text of a decision names first, in 元; null where it names none in figures.

    依据: V15；数据标准金额单位为万元。
    单位: 元。
    错误: 无；中文大写金额不读。
    """
    text = pl.col("result")

    def one(pattern: str) -> pl.Expr:
        number = text.str.extract(pattern, 1).str.replace_all("[,，]", "").cast(pl.Float64, strict=False)
        factor = pl.when(text.str.extract(pattern, 2) == "万").then(YUAN_IN_WAN).otherwise(1)
        return number * factor

    return pl.coalesce(one(FINE_BEFORE), one(FINE_AFTER))


def needing(table: Table, need: str) -> list[str]:
    """Return the words of penalty kinds that ask for another field.

    依据: 行政处罚法第九条；归集校验规则。
    单位: 无。
    错误: 无。
    """
    return [word for value in table.values("category") if value.needs == need for word in (value.name, *value.aliases)]


def agreement(table: Table) -> tuple[Checker, ...]:
    """Return the checks that kinds and amounts agree, both ways.

    依据: V14；归集校验规则。
    单位: 万元。
    错误: 无。
    """
    fines, taken, licences = (
        pl.col("category").str.contains_any(needing(table, need)) for need in ("fine", "confiscation", "licence")
    )
    fine, confiscated, licence = pl.col("amount"), pl.col("confiscated"), pl.col("licence_ref")
    told = (
        ("amount", fines & ~(fine > 0).fill_null(value=False), "处罚类别含罚款，罚款金额须大于 0", "补填罚款金额（万元）"),
        ("amount", (fine > 0) & ~fines, "填了罚款金额，处罚类别却没有罚款", "处罚类别补上罚款，或清空罚款金额"),
        ("amount", fine < 0, "罚款金额为负数", "改正罚款金额（万元）"),
        (
            "confiscated",
            taken & confiscated.is_null(),
            "处罚类别含没收，没收金额为必填项",
            "补填没收金额（万元），没有金额的填 0",
        ),
        (
            "confiscated",
            (confiscated > 0) & ~taken,
            "填了没收金额，处罚类别却没有没收",
            "处罚类别补上没收的种类，或清空没收金额",
        ),
        ("confiscated", confiscated < 0, "没收金额为负数", "改正没收金额（万元）"),
        (
            "licence_ref",
            licences & licence.is_null(),
            "处罚类别含暂扣、吊销或降低资质，证照名称及编号为必填项",
            "补填证照名称及编号",
        ),
        (
            "licence_ref",
            licence.is_not_null() & ~licences,
            "填了暂扣或吊销的证照，处罚类别却没有这一种",
            "处罚类别补上暂扣或吊销，或清空证照栏",
        ),
    )
    return tuple(disagreement(*row) for row in told)


def disagreement(field: str, wrong: pl.Expr, message: str, remedy: str) -> Check:
    """Return one check of V14.

    依据: V14。
    单位: 无。
    错误: 无。
    """
    return Check("V14", Severity.REJECT, field, message, remedy, lambda _: wrong, ("category",))


def untold(table: Table) -> Check:
    """Return the check that the public text says where to seek remedy.

    依据: V24；行政处罚法第五十九条（处罚决定书载明申请复议、提起诉讼的途径和期限）。
    单位: 无。
    错误: 无。
    """
    names = [name for name in TOLD_IN if table.column(name) is not None]
    told = pl.any_horizontal([pl.col(name).str.contains_any(list(REMEDIES)).fill_null(value=False) for name in names])
    message, remedy = "缺少救济渠道", "在“救济渠道”栏写明复议机关、诉讼法院及期限"
    return Check("V24", Severity.WARN, "result", message, remedy, lambda _: ~told, tuple(names))


def simple(table: Table) -> Check:
    """Return the check that remarks on penalties by simple procedure.

    依据: V19；行政处罚法第五十一条（简易程序）。
    单位: 无。
    错误: 无。
    """
    words = [word for word, means in table.means("procedure").items() if means == "simple"]
    message, remedy = "简易程序作出的处罚不归集、不在信用网站公示", "无需处理：只作内部记录，以后不必报送"
    return Check("V19", Severity.WARN, "procedure", message, remedy, lambda _: pl.col("procedure").is_in(words))


def checks(table: Table) -> tuple[Checker, ...]:
    """Return the checks that only penalties have.

    依据: V02、V14、V15、V19、V24、V25。
    单位: 无。
    错误: 无。
    """
    agreeing = agreement(table) if table.column("confiscated") is not None else ()
    large = (too_large("amount"), too_large("confiscated"))
    return (*large, *agreeing, AMOUNT_DIFFERS, simple(table), INDIVIDUAL, untold(table), SEVERITY_MISSING)
