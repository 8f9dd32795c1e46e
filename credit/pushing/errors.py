"""Why a push or an authorisation is refused."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class KeyReused(DomainError):
    """One idempotency key was sent with two different bodies."""

    code = "credit.pushing.key_reused"
    message = "幂等键“{key}”此前用于另一份内容，这一次没有处理"
    remedy = "内容不同须换新的 Idempotency-Key；要查那一次的结果，读取批次 {batch}"


class NotAuthorised(DomainError):
    """The caller names a department that did not authorise it."""

    code = "credit.pushing.not_authorised"
    message = "没有代“{department}”推送的授权，或授权不在有效期内"
    remedy = "请该部门在“推送授权”页面授权本系统"
    http_status = 403


class DepartmentNotKnown(DomainError):
    """No department by that code."""

    code = "credit.pushing.department_not_known"
    message = "没有代码为“{code}”的部门"
    remedy = "填部门代码或机关统一社会信用代码；不填即为密钥所属部门"


class NoDepartment(DomainError):
    """The caller belongs to no department and names none."""

    code = "credit.pushing.no_department"
    message = "没有指明数据属于哪个部门"
    remedy = "在 department 中填写部门代码"


class TableNotKnown(DomainError):
    """No edition of the standard has such a table."""

    code = "credit.pushing.table_not_known"
    message = "数据标准里没有“{table}”这张表"
    remedy = "可用的表：{tables}"


class NothingUnderstood(DomainError):
    """None of the names is one of the table."""

    code = "credit.pushing.nothing_understood"
    message = "字段名（{names}）都不是“{table}”的字段"
    remedy = "用数据标准的字段代码，例如 {example}"


class BatchUnknown(NotFound):
    """No such batch of decisions in the caller's reach."""

    code = "credit.pushing.batch_unknown"
    message = "没有这个批次"
    remedy = "核对批次编号；只能查看本部门或本系统推送的批次"


class GrantUnknown(NotFound):
    """No such authorisation in one's reach."""

    code = "credit.pushing.grant_unknown"
    message = "没有这项推送授权"
    remedy = "从推送授权列表重新进入"


class AlreadyGranted(Conflict):
    """The same system was authorised for the same department before, and still is."""

    code = "credit.pushing.already_granted"
    message = "“{client}”已有代“{department}”推送的授权，至 {until}"
    remedy = "要改期限，先终止原授权再重新授权"


class PeriodRefused(DomainError):
    """An authorisation must have an end, and not a far one."""

    code = "credit.pushing.period_refused"
    message = "{why}"
    remedy = "期限至多 {years} 年，到期前重新授权"


class ReasonMissing(DomainError):
    """Who ends an authorisation says why."""

    code = "credit.pushing.reason_missing"
    message = "写明终止的原因"
    remedy = "例如系统停用、职责移交"


class NotOurDepartment(DomainError):
    """Only a department itself authorises for itself."""

    code = "credit.pushing.not_our_department"
    message = "不能替这个部门授权"
    remedy = "请该部门的负责人或管理员办理"
    http_status = 403


class ClientNotFit(DomainError):
    """The system does not exist any more, or may not report."""

    code = "credit.pushing.client_not_fit"
    message = "所选系统没有报送双公示数据的权限，或密钥已收回"
    remedy = "请安全管理员为该系统签发带“报送双公示数据”权限的密钥"


class FieldMissing(DomainError):
    """An authorisation rests on something."""

    code = "credit.pushing.field_missing"
    message = "写明授权依据"
    remedy = "例如：会议纪要或协议的名称与文号"
