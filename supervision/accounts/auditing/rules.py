"""How acts are called when a person reads them."""

from datetime import date, datetime, time, timedelta

from supervision.kernel import clock

LABELS = {
    "accounts.sign_in": "登录",
    "accounts.sign_in.refuse": "登录被拒绝",
    "accounts.sign_out": "退出",
    "accounts.access.refuse": "越权被拒绝",
    "accounts.user.lock": "账号锁定",
    "accounts.user.unlock": "解锁账号",
    "accounts.user.create": "新建账号",
    "accounts.user.disable": "停用账号",
    "accounts.user.enable": "恢复账号",
    "accounts.password.change": "修改密码",
    "accounts.password.reset": "重置密码",
    "accounts.second_factor.enrol": "绑定第二因素",
    "accounts.second_factor.reset": "重置第二因素",
    "accounts.session.revoke": "收回会话",
    "accounts.duty.take": "换岗位",
    "accounts.position.grant": "授予岗位",
    "accounts.position.revoke": "收回岗位",
    "accounts.role.load": "载入角色",
    "accounts.department.create": "新建部门",
    "accounts.department.rename": "部门改名",
    "accounts.department.end": "撤并部门",
    "accounts.client.issue": "签发密钥",
    "accounts.client.revoke": "收回密钥",
    "accounts.purpose.declare": "声明用途",
    "accounts.purpose.review": "审查用途",
    "accounts.audit.verify": "核对审计链",
    "audit.access-sealed": "封存访问记录",
    "audit.root-signed": "签名审计链",
}


def label_of(action: str) -> str:
    """Return the words for an act; one without words is shown as it is kept.

    依据: GB/T 22239-2019 8.1.4.3（审计记录包括事件类型）。
    单位: 无。
    错误: 无。
    """
    return LABELS.get(action, action)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the instants between which a day lies.

    依据: 法定日期以 Asia/Shanghai 计。
    单位: 时刻，含始不含终。
    错误: 无。
    """
    begins = datetime.combine(day, time.min, tzinfo=clock.SHANGHAI)
    return begins, begins + timedelta(days=1)
