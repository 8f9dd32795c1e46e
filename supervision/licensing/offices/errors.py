"""Why an office is refused."""

from supervision.kernel.errors import DomainError


class FunctionUnknown(DomainError):
    """No item could ever name it."""

    code = "licensing.function_unknown"
    message = "没有部门职能“{function}”"
    remedy = "请从列出的职能中选择"


class DivisionFaulty(DomainError):
    """Not a code of GB/T 2260."""

    code = "licensing.division_faulty"
    message = "“{division}”不是六位行政区划代码"
    remedy = "请填写 GB/T 2260 的六位代码，省、市级以 0 结尾"


class DepartmentEnded(DomainError):
    """What is gone gives no permits."""

    code = "licensing.department_ended"
    message = "“{name}”已撤并，不能再归口职能"
    remedy = "请选择接续它的部门"


class BeginsTooEarly(DomainError):
    """The office that stands began later."""

    code = "licensing.begins_too_early"
    message = "现在的归口自 {since} 起，新的归口不能更早"
    remedy = "请把起始日期改为 {since} 或以后"
