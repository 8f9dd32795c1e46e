"""Why somebody cannot be named, or a duty not handed over."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class DepartmentOutOfReach(NotFound):
    """No such unit, or not one that this person answers for."""

    code = "credit.reporters.department_out_of_reach"
    message = "没有这个单位"
    remedy = "从责任人列表重新进入"


class PostUnknown(NotFound):
    """Nobody was named under this number in one's reach."""

    code = "credit.reporters.post_unknown"
    message = "没有这项任职"
    remedy = "从责任人列表重新进入"


class HandoverUnknown(NotFound):
    """No such handover in one's reach."""

    code = "credit.reporters.handover_unknown"
    message = "没有这次交接"
    remedy = "从责任人列表重新进入"


class PersonNotFit(DomainError):
    """The person has no active account in the unit."""

    code = "credit.reporters.person_not_fit"
    message = "所选人员在本单位没有启用的账号"
    remedy = "请系统管理员为其开通账号，或另选一人"


class DutyTaken(Conflict):
    """Somebody holds the duty in those days."""

    code = "credit.reporters.duty_taken"
    message = "{since} 起的{duty}是{name}，期间重叠"
    remedy = "更换人员用“交接”；只是停止任职的，先终止"


class PeriodReversed(DomainError):
    """The end lies before the beginning."""

    code = "credit.reporters.period_reversed"
    message = "{what}早于任职起日 {since}"
    remedy = "核对日期"


class ReasonMissing(DomainError):
    """A change came without a reason."""

    code = "credit.reporters.reason_missing"
    message = "写明{what}"
    remedy = "例如：岗位调整、离职、休假"


class SamePerson(DomainError):
    """One cannot hand over to oneself."""

    code = "credit.reporters.same_person"
    message = "交出和接收的是同一人"
    remedy = "另选一人接收"


class AlreadyEnded(Conflict):
    """The duty ended before."""

    code = "credit.reporters.already_ended"
    message = "这项任职已于 {on} 终止"
    remedy = "刷新页面查看现任"
