"""What may be refused about a department's system."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class ClientNotFound(NotFound):
    """No such client."""

    code = "accounts.clients.client_not_found"
    message = "没有这个接入系统"
    remedy = "从接入系统列表重新进入"


class AddressNotANetwork(DomainError):
    """An allowed address is neither an address nor a network."""

    code = "accounts.clients.address_not_a_network"
    message = "“{text}”不是网络地址"
    remedy = "每行一个地址或网段，例如 10.20.0.0/16"


class NotForClients(DomainError):
    """A permission that only a person may hold was asked for."""

    code = "accounts.clients.not_for_clients"
    message = "接入系统不能持有“{permission}”权限"
    remedy = "只选数据接口用得到的权限"


class NothingGranted(DomainError):
    """A client without any permission is of no use."""

    code = "accounts.clients.nothing_granted"
    message = "没有选择权限"
    remedy = "至少选一项权限"


class ExpiryOutOfRange(DomainError):
    """A key must end, and not later than after two years."""

    code = "accounts.clients.expiry_out_of_range"
    message = "到期日期 {expires_on} 不在允许的范围内"
    remedy = "选今天以后、两年以内的日期"


class KeyShownOnce(Conflict):
    """The form was sent a second time; the key was shown the first time and is nowhere any more."""

    code = "accounts.clients.key_shown_once"
    message = "这次申请已签发过密钥“{prefix}…”，密钥只显示一次"
    remedy = "如没有抄下，收回这个密钥后重新签发"
