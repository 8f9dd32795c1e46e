"""What may be refused about an account."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class UserNotFound(NotFound):
    """No such account."""

    code = "accounts.people.user_not_found"
    message = "没有这个账号"
    remedy = "从人员列表重新进入"


class LoginTaken(Conflict):
    """Another account has this sign-in name."""

    code = "accounts.people.login_taken"
    message = "登录名“{login}”已有人使用"
    remedy = "换一个登录名，例如加上部门简称"


class LoginNotPlain(DomainError):
    """A sign-in name holds something else than plain characters."""

    code = "accounts.people.login_not_plain"
    message = "登录名“{login}”不合格式"
    remedy = "用 2 至 32 个小写字母、数字、点、横线，以字母或数字开头"


class PasswordTooWeak(DomainError):
    """A password is short, or of too few classes of characters, or holds the sign-in name."""

    code = "accounts.people.password_too_weak"
    message = "新密码太弱：{fault}"
    remedy = "至少 {length} 位，大写、小写、数字、符号中至少 {classes} 类，不含登录名"


class PasswordUsedBefore(DomainError):
    """A password is one of the last ones."""

    code = "accounts.people.password_used_before"
    message = "新密码与最近 {count} 个密码之一相同"
    remedy = "换一个没有用过的密码"


class PasswordWrong(DomainError):
    """The present password was not the one given."""

    code = "accounts.people.password_wrong"
    message = "当前密码不符"
    remedy = "重新输入当前密码；忘记时请安全管理员重置"


class CodeWrong(DomainError):
    """A code of the second factor does not fit, or was used before."""

    code = "accounts.people.code_wrong"
    message = "动态码不符，或已经用过"
    remedy = "等验证器显示下一个动态码后再输入；手机时间须自动校准"


class AlreadyEnrolled(Conflict):
    """A second factor is enrolled; its secret is never shown again."""

    code = "accounts.people.already_enrolled"
    message = "第二因素已经绑定"
    remedy = "换手机时，由系统管理员重置后重新绑定"


class NotOneself(DomainError):
    """An administrator would do to the own account what another must do."""

    code = "accounts.people.not_oneself"
    message = "不能对自己的账号做这件事"
    remedy = "由另一位管理员办理"
    http_status = 403
