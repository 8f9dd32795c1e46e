"""Where an informing can stand, and what became of each item that was looked at."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class InformingState(StrEnum):
    """告知状态."""

    DRAFT = "draft"
    ISSUED = "issued"
    UNDERTAKEN = "undertaken"
    REFUSED = "refused"
    VOID = "void"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]


class InformingAction(StrEnum):
    """What happens to an informing; a draft that is thrown away and a sheet that is withdrawn are both void."""

    ISSUE = "issue"
    UNDERTAKE = "undertake"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return {"issue": "出具告知单", "undertake": "登记承诺", "refuse": "登记拒绝签署", "withdraw": "作废"}[self.value]


class Origin(StrEnum):
    """How an item came to be looked at."""

    MATCHED = "matched"
    DOUBTFUL = "doubtful"
    ADDED = "added"


class Verdict(StrEnum):
    """What was decided of an item: on the sheet, not on it, named as possible, or not decided yet."""

    LISTED = "listed"
    LEFT_OUT = "left_out"
    POSSIBLE = "possible"
    OPEN = "open"


class Way(StrEnum):
    """How the undertaking was given."""

    SCREEN = "screen"
    SCAN = "scan"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"screen": "屏幕签名", "scan": "上传签署件", "refused": "拒绝签署"}[self.value]


class SignerRole(StrEnum):
    """承诺人身份."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    IN_CHARGE = "in_charge"
    OPERATOR = "operator"
    PARTNER = "partner"
    AGENT = "agent"

    @property
    def label(self) -> str:
        return _ROLES[self]


_LABELS = {
    InformingState.DRAFT: "核对中",
    InformingState.ISSUED: "已告知",
    InformingState.UNDERTAKEN: "已承诺",
    InformingState.REFUSED: "拒绝签署",
    InformingState.VOID: "已作废",
}
_TONES = {
    InformingState.DRAFT: "warn",
    InformingState.ISSUED: "info",
    InformingState.UNDERTAKEN: "ok",
    InformingState.REFUSED: "warn",
    InformingState.VOID: "mute",
}
_ROLES = {
    SignerRole.LEGAL_REPRESENTATIVE: "法定代表人（或者拟任）",
    SignerRole.IN_CHARGE: "负责人",
    SignerRole.OPERATOR: "经营者",
    SignerRole.PARTNER: "执行事务合伙人",
    SignerRole.AGENT: "委托代理人",
}

STANDING = (InformingState.ISSUED, InformingState.UNDERTAKEN, InformingState.REFUSED)
INFORMING = Transitions(
    {
        (InformingState.DRAFT, InformingAction.ISSUE): InformingState.ISSUED,
        (InformingState.DRAFT, InformingAction.WITHDRAW): InformingState.VOID,
        (InformingState.ISSUED, InformingAction.UNDERTAKE): InformingState.UNDERTAKEN,
        (InformingState.ISSUED, InformingAction.REFUSE): InformingState.REFUSED,
        (InformingState.ISSUED, InformingAction.WITHDRAW): InformingState.VOID,
        (InformingState.UNDERTAKEN, InformingAction.WITHDRAW): InformingState.VOID,
        (InformingState.REFUSED, InformingAction.WITHDRAW): InformingState.VOID,
    }
)
