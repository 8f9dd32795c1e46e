"""What may be refused about a department."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class DepartmentNotFound(NotFound):
    """No such department."""

    code = "accounts.departments.department_not_found"
    message = "没有这个部门"
    remedy = "从部门列表重新进入"


class CodeTaken(Conflict):
    """Another department has this code or this credit code."""

    code = "accounts.departments.code_taken"
    message = "部门代码或统一社会信用代码“{value}”已被“{holder}”使用"
    remedy = "核对代码；如是同一部门，改用已有的一条"


class DivisionNotACode(DomainError):
    """A division is not six digits."""

    code = "accounts.departments.division_not_a_code"
    message = "行政区划代码“{division}”不是 6 位数字"
    remedy = "按 GB/T 2260 填 6 位代码，例如市本级 310100"


class UsccWrong(DomainError):
    """A department's credit code does not pass its check digit."""

    code = "accounts.departments.uscc_wrong"
    message = "统一社会信用代码“{uscc}”不正确：{fault}"
    remedy = "对照本部门的统一社会信用代码证书重新输入"


class AlreadyEnded(Conflict):
    """A department that ended was to be ended, or to receive something."""

    code = "accounts.departments.already_ended"
    message = "“{name}”已于 {ended} 撤并"
    remedy = "改选接续职能的部门"


class StillNeeded(DomainError):
    """A department has departments below it that go on."""

    code = "accounts.departments.still_needed"
    message = "“{name}”下面还有 {count} 个部门，不能撤并"
    remedy = "先撤并下级部门"


class IntoItself(DomainError):
    """A department was to be merged into itself."""

    code = "accounts.departments.into_itself"
    message = "不能并入自身"
    remedy = "选择接续职能的另一个部门，或留空"
