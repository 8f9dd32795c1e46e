"""A repair: applied for, taken in, decided by somebody else, carried out everywhere, and undone where the promise was false."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class RepairState(StrEnum):
    """信用修复状态."""

    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    ACCEPTED = "accepted"
    EXTENDED = "extended"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    CLOSED = "closed"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        return {
            "submitted": "待受理",
            "incomplete": "待补正",
            "accepted": "审查中",
            "extended": "审查中，已延期",
            "not_accepted": "不予受理",
            "refused": "不予修复",
            "withdrawn": "已撤回",
            "approved": "已修复，各处办理中",
            "closed": "已修复，各处办结",
            "undone": "修复已撤销",
        }[self]

    @property
    def tone(self) -> str:
        tones = {"submitted": "info", "incomplete": "warn", "approved": "ok", "closed": "ok", "undone": "bad"}
        return tones.get(self, "info" if self in OPEN else "mute")


class RepairAction(StrEnum):
    """What may be done to a repair; `SUBMIT` makes it."""

    SUBMIT = "submit"
    ASK = "ask"
    SUPPLEMENT = "supplement"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXTEND = "extend"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    UNDO = "undo"

    @property
    def label(self) -> str:
        return {
            "submit": "提交申请",
            "ask": "要求补正",
            "supplement": "补正材料",
            "accept": "受理",
            "decline": "不予受理",
            "extend": "延长审查期限",
            "approve": "决定修复",
            "refuse": "决定不予修复",
            "withdraw": "撤回申请",
            "close": "各处办结",
            "undo": "撤销修复",
        }[self]


_S, _A = RepairState, RepairAction
REPAIR = Transitions(
    {
        (_S.SUBMITTED, _A.ASK): _S.INCOMPLETE,
        (_S.SUBMITTED, _A.ACCEPT): _S.ACCEPTED,
        (_S.SUBMITTED, _A.DECLINE): _S.NOT_ACCEPTED,
        (_S.SUBMITTED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.INCOMPLETE, _A.SUPPLEMENT): _S.SUBMITTED,
        (_S.INCOMPLETE, _A.DECLINE): _S.NOT_ACCEPTED,
        (_S.INCOMPLETE, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.ACCEPTED, _A.EXTEND): _S.EXTENDED,
        (_S.ACCEPTED, _A.APPROVE): _S.APPROVED,
        (_S.ACCEPTED, _A.REFUSE): _S.REFUSED,
        (_S.ACCEPTED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.EXTENDED, _A.APPROVE): _S.APPROVED,
        (_S.EXTENDED, _A.REFUSE): _S.REFUSED,
        (_S.EXTENDED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.APPROVED, _A.CLOSE): _S.CLOSED,
        (_S.APPROVED, _A.UNDO): _S.UNDONE,
        (_S.CLOSED, _A.UNDO): _S.UNDONE,
    }
)
OPEN = frozenset({_S.SUBMITTED, _S.INCOMPLETE, _S.ACCEPTED, _S.EXTENDED})
TAKEN = frozenset({_S.SUBMITTED, _S.INCOMPLETE})
REVIEWED = frozenset({_S.ACCEPTED, _S.EXTENDED})
REPAIRED = frozenset({_S.APPROVED, _S.CLOSED})


class HolderState(StrEnum):
    """How far one holder is: 待通知, 已告知, 已解除, 不持有, 不再需要."""

    WAITING = "waiting"
    TOLD = "told"
    LIFTED = "lifted"
    NOTHING = "nothing"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "waiting": "待通知",
            "told": "已告知，待回执",
            "lifted": "已解除",
            "nothing": "未持有，无需解除",
            "cancelled": "修复已撤销，不再解除",
        }[self]

    @property
    def tone(self) -> str:
        return {"waiting": "info", "told": "info", "lifted": "ok"}.get(self, "mute")


class HolderAction(StrEnum):
    """What happens to what one holder was told."""

    TELL = "tell"
    PASS = "pass"  # noqa: S105 - a holder that holds nothing is passed over
    LIFT = "lift"
    CANCEL = "cancel"


_H, _B = HolderState, HolderAction
HOLDING = Transitions(
    {
        (_H.WAITING, _B.TELL): _H.TOLD,
        (_H.WAITING, _B.PASS): _H.NOTHING,
        (_H.WAITING, _B.LIFT): _H.LIFTED,
        (_H.WAITING, _B.CANCEL): _H.CANCELLED,
        (_H.TOLD, _B.TELL): _H.TOLD,
        (_H.TOLD, _B.LIFT): _H.LIFTED,
        (_H.TOLD, _B.CANCEL): _H.CANCELLED,
    }
)
UNSETTLED = frozenset({_H.WAITING, _H.TOLD})


class Paper(StrEnum):
    """What an applicant hands in: the two documents, and what was asked for besides."""

    COMMITMENT = "commitment"
    PERFORMANCE = "performance"
    SUPPLEMENT = "supplement"

    @property
    def label(self) -> str:
        return {"commitment": "信用修复承诺书", "performance": "履行义务证明", "supplement": "补正材料"}[self]
