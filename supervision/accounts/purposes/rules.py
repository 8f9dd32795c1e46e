"""For what personal data may be opened, and what is worth a second look."""

from datetime import date, datetime
from enum import StrEnum

from supervision.accounts.policy.rules import Policy
from supervision.accounts.purposes.errors import CaseNumberMissing, PurposeUnknown
from supervision.kernel import clock

LONGEST_CASE_NUMBER = 64
SATURDAY = 5


class Purpose(StrEnum):
    """用途."""

    CASE = "case"
    INSPECTION = "inspection"
    COMPLAINT = "complaint"
    SANCTION = "sanction"
    REFERRAL = "referral"
    SUPERVISION = "supervision"


class Verdict(StrEnum):
    """审查结论."""

    IN_ORDER = "in_order"
    TO_EXPLAIN = "to_explain"


LABELS = {
    Purpose.CASE: "查办案件",
    Purpose.INSPECTION: "检查任务",
    Purpose.COMPLAINT: "处理投诉举报",
    Purpose.SANCTION: "执行惩戒措施",
    Purpose.REFERRAL: "行刑衔接",
    Purpose.SUPERVISION: "监察督查",
}
VERDICTS = {Verdict.IN_ORDER: "未见异常", Verdict.TO_EXPLAIN: "要求说明"}


def purpose_of(text: str) -> Purpose:
    """Return the purpose that a form names.

    依据: 个人信息保护法第六条、第三十四条：为履行法定职责，有明确目的。
    单位: 无。
    错误: PurposeUnknown。
    """
    try:
        return Purpose(text)
    except ValueError:
        raise PurposeUnknown from None


def case_number(text: str) -> str:
    """Return the number of the case for which personal data is opened.

    依据: 个人信息保护法第五十五条、第五十六条（处理情况记录）。
    单位: 字，至多 64。
    错误: CaseNumberMissing。
    """
    number = " ".join(text.split())[:LONGEST_CASE_NUMBER]
    if not any(character.isalnum() for character in number):
        raise CaseNumberMissing
    return number


def outside_hours(instant: datetime, *, policy: Policy) -> bool:
    """Return whether something happened on a weekend or outside the day's hours: a hint to look at it, no fault.

    依据: 本平台安全管理制度；时刻见 policy。
    单位: 时，Asia/Shanghai。
    错误: 无。
    """
    local = instant.astimezone(clock.SHANGHAI)
    return local.weekday() >= SATURDAY or not policy.day_begins_hour <= local.hour < policy.day_ends_hour


def month_of(day: date) -> date:
    """Return the first day of the month.

    依据: 每月审查一次。
    单位: 日。
    错误: 无。
    """
    return day.replace(day=1)
