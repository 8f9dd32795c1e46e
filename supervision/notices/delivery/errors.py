"""Why a channel cannot be set up or reached."""

from supervision.kernel.errors import DomainError, NotFound


class AddressNotAllowed(DomainError):
    """A webhook leads to a place that the platform does not send to."""

    code = "notices.delivery.address_not_allowed"
    message = "推送地址不可用：{why}"
    remedy = "请使用 https 公网地址；政务外网地址由系统管理员列入允许名单后再保存"


class RecipientsUnreadable(DomainError):
    """What was typed is no list of e-mail addresses."""

    code = "notices.delivery.recipients_unreadable"
    message = "电子邮件地址写法不对：{text}"
    remedy = "每行一个地址，最多 10 个，例如 shuanggaozhi@example.gov.cn"


class ChannelUnknown(NotFound):
    """No such channel, or another department's."""

    code = "notices.delivery.channel_unknown"
    message = "没有这个送达渠道，或不属于本部门"
    remedy = "请从送达设置重新进入"


class NoDepartment(DomainError):
    """Somebody without a department asked for its notices."""

    code = "notices.delivery.no_department"
    message = "当前账号不属于任何部门，没有可接收的告知"
    remedy = "请使用部门账号或部门系统的密钥"
    http_status = 403
