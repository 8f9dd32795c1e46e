"""Why a credit record or a report cannot be had."""

from supervision.kernel.errors import DomainError, NotFound


class RecordUnknown(NotFound):
    """No enterprise, shop or organisation stands there."""

    code = "credit.record_unknown"
    message = "没有这个主体的信用记录"


class ReportUnknown(NotFound):
    """There is no such report."""

    code = "credit.report_unknown"
    message = "没有这份信用报告"


class PurposeMissing(DomainError):
    """A report is made for a purpose."""

    code = "credit.report_purpose_missing"
    message = "没有写明用途"
    remedy = "写明出具报告的用途，如招标投标、申请资金、主体自查"
