"""Whether a licence is the one that a notice waits for, and how a reform mode's follow-up stands."""

from enum import StrEnum


class ProposalState(StrEnum):
    """A licence that may be the one: open until the department says so or not."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        return {"open": "待确认", "accepted": "已确认", "refused": "不是本事项", "lapsed": "已由别的途径办结"}[self]


class FollowMode(StrEnum):
    """What is followed: a filing that is expected, or a commitment that is to be verified."""

    FILING = "filing"
    COMMITMENT = "commitment"

    @property
    def label(self) -> str:
        return {"filing": "备案是否办理", "commitment": "承诺是否属实"}[self]


class FollowState(StrEnum):
    """跟踪状态. A commitment waits without a clock until it is approved on the spot."""

    AWAITING = "awaiting"
    OPEN = "open"
    MET = "met"
    FALSE = "false"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {"awaiting": "待取得许可", "open": "跟踪中", "met": "已核实", "false": "不属实", "ended": "不再需要"}[self]

    @property
    def tone(self) -> str:
        return {"awaiting": "mute", "open": "warn", "met": "ok", "false": "bad", "ended": "mute"}[self]


class LicenceState(StrEnum):
    """What a reported licence says of itself."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    REFUSED = "refused"
