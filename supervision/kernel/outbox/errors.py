"""Refusals about parked events."""

from supervision.kernel.errors import DomainError


class DeliveryNotParked(DomainError):
    """Somebody else already tried it again or gave it up."""

    code = "kernel.outbox.delivery_not_parked"
    message = "这条消息已不在待处理之列"
    remedy = "可能已由他人处理，请刷新页面"
    http_status = 409
