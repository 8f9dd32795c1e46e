"""By which way a notice reaches a department, and how far it got."""

from enum import StrEnum


class Way(StrEnum):
    """送达方式; the page is always one of them, and what stands there can be fetched through the API as well."""

    PAGE = "page"
    EMAIL = "email"
    WEBHOOK = "webhook"

    @property
    def label(self) -> str:
        return {Way.PAGE: "收件箱与接口", Way.EMAIL: "电子邮件", Way.WEBHOOK: "系统推送"}[self]


class DeliveryState(StrEnum):
    """送达状态. What waits is tried until it is delivered or the channel is closed: no number of failures ends it."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {DeliveryState.WAITING: "待送达", DeliveryState.DELIVERED: "已送达", DeliveryState.DROPPED: "渠道停用，未送"}[
            self
        ]

    @property
    def tone(self) -> str:
        return {DeliveryState.WAITING: "warn", DeliveryState.DELIVERED: "ok", DeliveryState.DROPPED: "mute"}[self]


class Scheme(StrEnum):
    """签名算法 of a webhook."""

    HMAC_SHA256 = "hmac-sha256"
    HMAC_SM3 = "hmac-sm3"
    PLATFORM = "platform"

    @property
    def label(self) -> str:
        return {
            Scheme.HMAC_SHA256: "HMAC-SHA256（双方共享密钥）",
            Scheme.HMAC_SM3: "HMAC-SM3（双方共享密钥）",
            Scheme.PLATFORM: "平台私钥签名（SM2，接收方用平台公钥验证）",
        }[self]


class Outcome(StrEnum):
    """What one attempt came to: a refusal is about one notice, a receiver that is down about all of them."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    DOWN = "down"
