"""Why something about a channel was refused."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class ChannelUnknown(NotFound):
    """No contract has this name."""

    code = "credit.channels.unknown"
    message = "没有这个渠道"
    remedy = "从归集渠道列表重新进入"


class ChannelChangedMeanwhile(Conflict):
    """Somebody else changed the channel since the page was opened."""

    code = "credit.channels.changed_meanwhile"
    message = "“{label}”的设置刚由他人改过，这一步没有保存"
    remedy = "看过最新设置后再改"


class SchemeNotInContract(DomainError):
    """The contract names other ways to sign."""

    code = "credit.channels.scheme_not_in_contract"
    message = "“{label}”的合同没有约定这种签名方式"
    remedy = "从合同列明的方式中选一种"


class SecretTooShort(DomainError):
    """A shared secret that could be guessed."""

    code = "credit.channels.secret_too_short"
    message = "密钥至少 {least} 个字符"
    remedy = "留空由平台生成，或使用接收方给出的完整密钥"


class NothingToSend(DomainError):
    """Pushing again was asked for and there is nothing that the receiver should be told."""

    code = "credit.channels.nothing_to_send"
    message = "没有需要重新推送的决定：对方应持有的和已知持有的一致"
    remedy = "核对后刷新页面"


class NothingChosen(DomainError):
    """A step for many was asked for without saying for which."""

    code = "credit.channels.nothing_chosen"
    message = "没有勾选任何一条，什么也没有推送"
    remedy = "勾选后再推送，或用“全选本页”"


class DayUnreadable(DomainError):
    """What was typed is no day."""

    code = "credit.channels.day_unreadable"
    message = "“{text}”不是日期"
    remedy = "按 2026-11-18 的样子填"
