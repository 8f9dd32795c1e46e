"""Why a zero report is refused."""

from supervision.kernel.errors import DomainError


class MonthNotOver(DomainError):
    """A month that still runs may yet bring decisions."""

    code = "credit.month_not_over"
    message = "{month} 还没有过完，不能作零报告"
    remedy = "请在 {first} 起作零报告，{due} 前作的为按期"


class MonthTooOld(DomainError):
    """Months of years ago are not declared any more."""

    code = "credit.month_too_old"
    message = "{month} 已超过两年，不再受理零报告"
    remedy = "如当月确有决定未报，请按存量数据报送"


class AlreadyDeclared(DomainError):
    """The month was declared empty before."""

    code = "credit.already_declared"
    message = "{month} 的{kind}已作过零报告"
    remedy = "不必再作"


class DecisionsHidden(DomainError):
    """There are decisions of the month that stand with nothing left to declare."""

    code = "credit.nothing_to_declare"
    message = "{month} 在用的{kind}事项都已有报送，不需要零报告"
    remedy = "不必作零报告"
