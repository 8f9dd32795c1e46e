"""V06, V17, V18: what can only be said beside what stands already."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from credit.publicity.rules import Rules, verdict
from credit.publicity.schemas import Matter
from supervision.archive.loading.records.writing.rules import CONFLICT
from supervision.archive.loading.rules import Check, findings
from supervision.archive.subjects.models import Matched
from supervision.intake.kinds import Severity, no_findings
from supervision.kernel.rulebook.rules import Asked, Rule, applicable
from supervision.kernel.workdays.rules import WorkCalendar

SUBJECT = "双公示"
WORKDAY = "workday"
LATE_SCHEMA = {"decided_on": pl.Date, "due_on": pl.Date}
UNKNOWN_SUBJECT = Check(
    rule="V06",
    severity=Severity.HOLD,
    field="subject_name",
    message="1001 未查询到主体或主体信息不匹配",
    remedy="核对名称和代码；确属尚未入库的主体，核实后由审核人放行",
    wrong=lambda _: pl.lit(value=True),
)
OTHER_DEPARTMENT = Check(
    rule="V17",
    severity=Severity.HOLD,
    field="doc_no",
    message="同一文书由另一部门报送过，内容不同",
    remedy="由先报送的部门更正，或双方核对后由审核人处理",
    wrong=lambda _: pl.lit(value=True),
)
AGAIN = Check(
    rule="V17",
    severity=Severity.WARN,
    field="doc_no",
    message="内容与已被替换的旧版本相同，按重复报送处理",
    remedy="无需处理；如确实改回了旧内容，请写明变更依据后重新报送",
    wrong=lambda _: pl.lit(value=True),
)
END_OUTSIDE = Check(
    rule="V13",
    severity=Severity.WARN,
    field="publish_until",
    message="公示截止期不在规则允许的期限内",
    remedy="无需处理：以规则计算的日期为准；不填此栏的由平台计算",
    wrong=lambda _: pl.lit(value=True),
)
LATE = Check(
    rule="V18",
    severity=Severity.WARN,
    field="occurred_on",
    message="迟报",
    remedy="今后在期限内报送；以前年度的存量数据请填存量标志",
    wrong=lambda _: pl.lit(value=True),
)


def unmatched(rows: pl.DataFrame, *, registered: pl.Series) -> pl.DataFrame:
    """Hold firms that the base library does not know; persons are in no such library.

    依据: V06；报送系统错误码 1001。
    单位: 行。
    错误: 无。
    """
    loose = pl.col("matched").is_in([Matched.NONE.value, Matched.NAME.value])
    unknown = loose | ~pl.col("subject_id").is_in(registered.implode())
    return findings(rows.filter((pl.col("party") == "legal") & unknown.fill_null(value=True)), check=UNKNOWN_SUBJECT)


def misnamed(told: pl.DataFrame) -> pl.DataFrame:
    """Hold what the archive only remarks on: a right code under a name that is neither the present nor a former one.

    依据: V06（名称与代码须同时相符）。
    单位: 行。
    错误: 无。
    """
    return told.filter(pl.col("rule") == "V06").with_columns(severity=pl.lit(Severity.HOLD.value))


def conflicting(*, department_id: int) -> pl.Expr:
    """Tell where a new version may not simply take the place of the standing one: nobody gave a reason.

    依据: V17（同一业务主键，金额或种类不同）；每次变更须有依据。
    单位: 行。
    错误: 无。
    """
    weighty = pl.col("amount").ne_missing(pl.col("standing_amount")) | pl.col("category").ne_missing(
        pl.col("standing_category")
    )
    foreign = pl.col("standing_department") != department_id
    return (weighty & ~reasoned()) | foreign


def reasoned() -> pl.Expr:
    """Tell where a row says which change it reports and on what it rests.

    依据: V17、V21；行政处罚法第四十八条。
    单位: 行。
    错误: 无。
    """
    return pl.col("change_kind").is_not_null() & pl.col("change_reason").is_not_null()


def conflicts(rows: pl.DataFrame, *, department_id: int) -> pl.DataFrame:
    """Return a finding for every row that waits for a person since it contradicts what stands.

    依据: V17。
    单位: 行。
    错误: 无。
    """
    if rows.is_empty():
        return no_findings()
    foreign = pl.col("standing_department") != department_id
    return pl.concat([findings(rows.filter(foreign), check=OTHER_DEPARTMENT), findings(rows.filter(~foreign), check=CONFLICT)])


MATTER = ("decided_on", "party", "procedure", "category", "amount", "basis", "violation", "severity", "publicity_until")


def ends_outside(rows: pl.DataFrame, publicity: Rules) -> pl.DataFrame:
    """Remark on planned ends of publicity that the rules do not allow, naming the day that holds instead.

    依据: V13；公示期限按决定日期适用的规则（国家发展改革委令第58号、第36号，粤发改信用函〔2018〕4541号）。
    单位: 公历日。
    错误: UnknownCondition（规则库的行写错）。
    """
    planned = rows.filter((pl.col("kind") == "penalty") & pl.col("publicity_until").is_not_null())
    if planned.is_empty():
        return no_findings()
    once = planned.select(MATTER).unique(maintain_order=True)
    ends = [allowed_end(matter, publicity) for matter in once.iter_rows(named=True)]
    held = once.with_columns(pl.Series("allowed", ends, dtype=pl.Date)).filter(pl.col("allowed").is_not_null())
    wrong = planned.join(held, on=list(MATTER), how="inner", nulls_equal=True, maintain_order="left")
    if wrong.is_empty():
        return no_findings()
    words = pl.lit("公示截止期按规则调整为 ") + pl.col("allowed").cast(pl.String)
    told = wrong.select("row_no", publish_until="publicity_until", told=words)
    return findings(told, check=END_OUTSIDE).drop("message").join(told.select("row_no", message="told"), on="row_no")


def allowed_end(row: Mapping[str, Any], publicity: Rules) -> date | None:
    """Return the last public day by the rules where the planned one lies outside of them, else nothing.

    依据: 同 `ends_outside`。
    单位: 公历日。
    错误: 同 `ends_outside`。
    """
    planned = row["publicity_until"]
    matter = Matter(
        kind="penalty",
        decided_on=row["decided_on"],
        party=row["party"],
        procedure=row["procedure"],
        amount=row["amount"],
        stated=row["severity"],
        until=planned,
        category=row["category"] or "",
        basis=row["basis"] or "",
        violation=row["violation"] or "",
    )
    period = verdict(matter, publicity).period
    ends = period.last_public_day if period else None
    return ends if ends is not None and ends != planned else None


def due_days(days: Sequence[date], *, rules: Sequence[Rule], calendar: WorkCalendar) -> pl.DataFrame:
    """Return until when each day's decisions had to be reported; days on which no rule held are left out.

    依据: 规则库“期限”，双公示：自作出决定之日起 7 个工作日。
    单位: 工作日，不含决定当日。
    错误: 无。
    """
    rows = []
    for day in days:
        held = [
            rule
            for rule in applicable(rules, Asked(day, subject=SUBJECT))
            if rule.subject == SUBJECT and rule.params["unit"] == WORKDAY
        ]
        publish = [rule for rule in held if "publish" in str(rule.params["step"])]
        if publish:
            rows.append((day, calendar.add(day, int(publish[0].params["length"])).day))
    return pl.DataFrame(rows, schema=LATE_SCHEMA, orient="row")


def late(rows: pl.DataFrame, due: pl.DataFrame, *, received_on: date) -> pl.DataFrame:
    """Return the rows that came after their day, with `due_on`; stock of earlier years is never late.

    依据: V18；发改办财金〔2018〕424号（7 个工作日）。
    单位: 日；期限当日收到的不算迟。
    错误: 无。
    """
    joined = rows.join(due, on="decided_on", how="inner", maintain_order="left")
    return joined.filter((pl.col("due_on") < received_on) & ~pl.col("stock"))


def late_findings(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the remark on each late row, naming the day on which it was due.

    依据: V18。
    单位: 行。
    错误: 无。
    """
    if rows.is_empty():
        return no_findings()
    words = pl.lit("迟报：应于 ") + pl.col("due_on").cast(pl.String) + pl.lit(" 前报送")
    told = rows.select("row_no", occurred_on="decided_on", told=words)
    return findings(told, check=LATE).drop("message").join(told.select("row_no", message="told"), on="row_no")
