"""What the registrar's desk refuses."""

from supervision.kernel.errors import DomainError, NotFound


class EntryNotFound(NotFound):
    """No such entry, or it belongs to another registrar."""

    code = "registration.recording.entry_not_found"
    message = "没有这笔登记业务"
    remedy = "请从登记业务列表重新进入"


class NotToBeReleased(DomainError):
    """The entry is held for what it says, or is not held at all."""

    code = "registration.recording.not_to_be_released"
    message = "这笔业务不能直接重新入档"
    remedy = "请更正内容后提交"
    http_status = 409


class NotLatest(DomainError):
    """A newer version of the business stands."""

    code = "registration.recording.not_latest"
    message = "这一版已被更正"
    remedy = "请打开最新一版再操作"
    http_status = 409


class RegistrarUnknown(DomainError):
    """The account belongs to no department, so that nobody would be the source."""

    code = "registration.recording.registrar_unknown"
    message = "账号不属于任何部门，不能报送登记业务"
    remedy = "请用登记机关的账号或密钥报送"
    http_status = 403
