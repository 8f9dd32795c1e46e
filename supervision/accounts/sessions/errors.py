"""What may be refused about signing in and staying signed in."""

from supervision.kernel.errors import DomainError, NotFound


class SignInRefused(DomainError):
    """The name, the password or the state of the account did not allow it; which of them is not said."""

    code = "accounts.sessions.sign_in_refused"
    message = "登录名或密码不符，或账号暂时锁定"
    remedy = "核对后再试。连续 5 次不符会锁定 30 分钟；忘记密码请本单位安全管理员重置"


class SecondFactorRefused(DomainError):
    """The code did not fit, was shown before, or came too late."""

    code = "accounts.sessions.second_factor_refused"
    message = "动态码不符，或已经用过"
    remedy = "等验证器显示下一个动态码后再输入，也可以输入一个恢复码"


class SignInStale(DomainError):
    """The first step of signing in was too long ago."""

    code = "accounts.sessions.sign_in_stale"
    message = "登录已超时"
    remedy = "重新输入登录名和密码"
    http_status = 401


class SessionNotFound(NotFound):
    """No such session, or it belongs to somebody else."""

    code = "accounts.sessions.session_not_found"
    message = "没有这个登录会话"
    remedy = "请刷新页面查看最新状态"
