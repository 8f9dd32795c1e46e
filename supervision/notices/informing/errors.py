"""What may be refused while an applicant is informed."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class InformingNotFound(NotFound):
    """No informing has this number, or another authority made it."""

    code = "notices.informing.not_found"
    message = "没有这份告知，或不是本单位出具的"
    remedy = "从告知列表重新进入"


class InformingMoveNotAllowed(Conflict):
    """The informing stands where this cannot be done."""

    code = "notices.informing.move_not_allowed"
    message = "这份告知已是“{state}”，不能再{what}"
    remedy = "刷新后看最新情况"


class InformingChangedMeanwhile(Conflict):
    """Somebody else changed the informing after the page was opened."""

    code = "notices.informing.changed_meanwhile"
    message = "这份告知刚刚被他人改动，这一步没有保存"
    remedy = "刷新后再办"


class DoubtsUndecided(DomainError):
    """A sheet was to be issued while the clerk had not decided on every doubtful item."""

    code = "notices.informing.doubts_undecided"
    message = "还有 {count} 项没有判断是否告知"
    remedy = "逐项选“告知”或者“不告知”后再出具"


class ReasonMissing(DomainError):
    """An item was added or left out without a reason."""

    code = "notices.informing.reason_missing"
    message = "没有写明理由"
    remedy = "写明理由，下次遇到相同用语时会用到"


class ItemUnknown(DomainError):
    """The catalogue that holds on the day has no such item."""

    code = "notices.informing.item_unknown"
    message = "目录中没有编号为“{item}”的事项"
    remedy = "从列表中选一项"


class ItemAlreadyThere(DomainError):
    """The item is among those that were looked at."""

    code = "notices.informing.item_already_there"
    message = "“{name}”已经在列"
    remedy = "在列表中直接改为告知"


class SourceNumberTaken(Conflict):
    """Another sheet that stands was made for the same business."""

    code = "notices.informing.source_number_taken"
    message = "登记业务 {source_no} 已有告知单 {number}"
    remedy = "打开那一份；确需重新告知的，先把它作废"


class SheetNotReady(DomainError):
    """The PDF is still being set."""

    code = "notices.informing.sheet_not_ready"
    message = "告知单正在排版"
    remedy = "几秒后再试"
    http_status = 409


class NameMissing(DomainError):
    """The name is nothing but spaces."""

    code = "notices.informing.name_missing"
    message = "名称是空的"
    remedy = "填写拟登记的名称后重新提交"


class WordsNotReadable(DomainError):
    """The text holds characters that no text has."""

    code = "notices.informing.words_not_readable"
    message = "{what}含有无法识别的字符"
    remedy = "删去后重新粘贴"
