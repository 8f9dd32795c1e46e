"""Refusals of putting questions aside."""

from supervision.kernel.errors import Conflict, DomainError


class NothingToPark(DomainError):
    """No question of this person's queue was compared without finding anything."""

    code = "archive.linking.nothing_to_park"
    message = "没有需要保留待登记的相对人"
    remedy = "请回到待核对主体列表"


class QueueChanged(Conflict):
    """The number that was agreed to is not the number that would be put aside."""

    code = "archive.linking.queue_changed"
    message = "您确认的是 {confirmed} 件，现在已是 {count} 件，没有做任何改动"
    remedy = "请重新打开“没有找到”一栏核对件数"
