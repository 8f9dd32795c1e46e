"""What can be wrong with a key or a protected value."""

from supervision.kernel.errors import DomainError


class ValueTampered(DomainError):
    """The protected bytes are not what this platform wrote, or were moved to another purpose."""

    code = "kernel.crypto.value_tampered"
    message = "加密数据校验失败，内容可能已被改动"
    remedy = "请联系系统管理员核对数据与密钥"
    http_status = 500


class KeyUnknown(DomainError):
    """The value names a key or an algorithm that is not in the key directory."""

    code = "kernel.crypto.key_unknown"
    message = "找不到{use}密钥 {key_id}"
    remedy = "请将该密钥文件放回密钥目录"
    http_status = 500


class KeysMissing(DomainError):
    """A key directory was named but holds no key for a use; nothing is created outside the embedded default."""

    code = "kernel.crypto.keys_missing"
    message = "密钥目录中没有{use}密钥，请先运行 supervision keys create"
    remedy = "建好密钥后重新操作；密钥目录另行备份，不与数据库放在一处"
    http_status = 500


class KeyReadableByOthers(RuntimeError):
    """A key file may be read by other users of the machine."""
