"""What may be refused about opening personal data."""

from supervision.kernel.errors import DomainError


class CaseNumberMissing(DomainError):
    """Personal data is opened for a case, and a case has a number."""

    code = "accounts.purposes.case_number_missing"
    message = "没有填写案号或任务编号"
    remedy = "填写本次查询所依据的案号、任务编号或来文文号"


class PurposeUnknown(DomainError):
    """A purpose is not one of those that the law gives."""

    code = "accounts.purposes.purpose_unknown"
    message = "没有选择用途"
    remedy = "从列表中选一项用途"


class PersonsOnly(DomainError):
    """A system asked for what only a person may open."""

    code = "accounts.purposes.persons_only"
    message = "个人信息只对登录的工作人员开放"
    remedy = "由经办人登录平台，声明用途后查看"
    http_status = 403


class QuotaUsedUp(DomainError):
    """Somebody opened more personal data in a day than one person may."""

    code = "accounts.purposes.quota_used_up"
    message = "今天已查看 {count} 个主体的个人信息，达到每人每天上限"
    remedy = "明天再查；确因办案需要，请由本单位其他经办人查询"
    http_status = 429
