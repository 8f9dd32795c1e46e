"""What may be refused about roles and positions."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class RoleNotFound(NotFound):
    """No such role."""

    code = "accounts.roles.role_not_found"
    message = "没有角色“{role}”"
    remedy = "从角色列表中选择"


class PositionNotFound(NotFound):
    """No such position, or it belongs to somebody else."""

    code = "accounts.roles.position_not_found"
    message = "没有这个岗位"
    remedy = "从人员页面重新进入"


class AdministratorsApart(DomainError):
    """An administrator's account was to hold a second role."""

    code = "accounts.roles.administrators_apart"
    message = "“{role}”不能与“{held}”由同一账号担任"
    remedy = "系统、安全、审计管理员三权分立，管理员账号不兼任何其他角色；请另建账号或先收回原岗位"


class PositionHeld(Conflict):
    """The person holds this very position."""

    code = "accounts.roles.position_held"
    message = "已在该部门担任“{role}”"
    remedy = "无需重复授予；如要改起止日期，先收回再授予"


class PositionRevoked(Conflict):
    """The position was revoked before."""

    code = "accounts.roles.position_revoked"
    message = "该岗位已经收回"
    remedy = "请刷新页面查看最新状态"


class PositionEndsBeforeItBegins(DomainError):
    """The last day of a position is before its first."""

    code = "accounts.roles.position_ends_before_it_begins"
    message = "结束日期早于开始日期"
    remedy = "改结束日期，或留空表示长期"
