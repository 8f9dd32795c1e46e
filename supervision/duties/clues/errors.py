"""What may be refused about a clue."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class ClueNotFound(NotFound):
    """No clue has this number, or it lies with another authority."""

    code = "duties.clues.not_found"
    message = "没有这条线索，或不由本部门办理"
    remedy = "从线索列表重新进入"


class ClueMoveNotAllowed(Conflict):
    """The clue stands where this cannot be done."""

    code = "duties.clues.move_not_allowed"
    message = "线索已是“{state}”，不能再{action}"
    remedy = "刷新后看最新情况"


class ClueChangedMeanwhile(Conflict):
    """Somebody else did something with the clue after the page was opened."""

    code = "duties.clues.changed_meanwhile"
    message = "线索刚刚由他人办理过，这一步没有保存"
    remedy = "看过最新经过后再办"


class HandlerOutsideDepartment(DomainError):
    """A clue is given to somebody of another department."""

    code = "duties.clues.handler_outside_department"
    message = "经办人不在承办部门"
    remedy = "从名单中选本部门的人员；需要别的部门办理的，用“移交”"


class SameDepartment(DomainError):
    """A clue is to be passed on to the department that has it."""

    code = "duties.clues.same_department"
    message = "线索本来就由这个部门承办"
    remedy = "选另一个部门"


class DepartmentEnded(DomainError):
    """A clue is to go to a department that is no more."""

    code = "duties.clues.department_ended"
    message = "部门“{name}”已经撤并，没有接手的部门"
    remedy = "选一个现在的部门"


class ReasonMissing(DomainError):
    """A step that others must be able to follow was taken without a reason."""

    code = "duties.clues.reason_missing"
    message = "没有写明理由"
    remedy = "写明理由，会记入经过"


class AlreadyExtended(DomainError):
    """The period of a clue is extended once only."""

    code = "duties.clues.already_extended"
    message = "核查期限已经延长过一次"
    remedy = "期限内登记核查结果"
