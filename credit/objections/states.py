"""异议 and 咨询: what may be said, what may be done, and what stands beside the public record meanwhile."""

from collections.abc import Iterable
from enum import StrEnum

from credit.publicity.states import Annotation
from supervision.kernel.transitions import Transitions


class Reason(StrEnum):
    """What a firm says is wrong with a public record."""

    NOT_MINE = "not_mine"
    CONTENT = "content"
    REVOKED = "revoked"
    OVERDUE = "overdue"
    SEVERITY = "severity"
    PRIVATE = "private"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "not_mine": "不是对本单位作出的决定",
            "content": "内容与决定文书不一致",
            "revoked": "决定已变更、撤销或确认违法、无效",
            "overdue": "超过公示期限仍在公示",
            "severity": "严重程度或公示期限有误",
            "private": "公开了商业秘密或个人信息",
            "other": "其他",
        }[self]


class Outcome(StrEnum):
    """How an objection was decided."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"upheld": "异议成立", "partly": "异议部分成立", "refused": "异议不成立"}[self]


class Remedy(StrEnum):
    """What follows where an objection was right."""

    CORRECT = "correct"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return {"correct": "更正后继续公示", "withdraw": "撤下，不再公示"}[self]


class ObjectionState(StrEnum):
    """待核实, 核实中, 更正中, 已更正, 已撤下, 不成立, 已撤回."""

    FILED = "filed"
    TAKEN = "taken"
    CORRECTING = "correcting"
    CORRECTED = "corrected"
    REMOVED = "removed"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "filed": "待核实",
            "taken": "核实中",
            "correcting": "异议成立，更正中",
            "corrected": "异议成立，已更正",
            "removed": "异议成立，已撤下",
            "refused": "异议不成立",
            "cancelled": "申请人已撤回",
        }[self]

    @property
    def tone(self) -> str:
        return {"filed": "info", "taken": "info", "correcting": "warn", "corrected": "ok", "removed": "ok"}.get(self, "mute")


class ObjectionAction(StrEnum):
    """What may be done with an objection; `AMENDED` and `ENDED` are told by what happened to the record."""

    TAKE = "take"
    UPHOLD = "uphold"
    REMOVE = "remove"
    REFUSE = "refuse"
    CANCEL = "cancel"
    AMENDED = "amended"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {
            "take": "接收",
            "uphold": "决定更正",
            "remove": "决定撤下",
            "refuse": "决定异议不成立",
            "cancel": "撤回",
            "amended": "更正",
            "ended": "停止公示",
        }[self]


_S, _A = ObjectionState, ObjectionAction
OBJECTION = Transitions(
    {
        (_S.FILED, _A.TAKE): _S.TAKEN,
        **{(state, _A.UPHOLD): _S.CORRECTING for state in (_S.FILED, _S.TAKEN)},
        **{(state, _A.REMOVE): _S.REMOVED for state in (_S.FILED, _S.TAKEN, _S.CORRECTING)},
        **{(state, _A.REFUSE): _S.REFUSED for state in (_S.FILED, _S.TAKEN)},
        **{(state, _A.CANCEL): _S.CANCELLED for state in (_S.FILED, _S.TAKEN)},
        (_S.CORRECTING, _A.AMENDED): _S.CORRECTED,
        (_S.CORRECTING, _A.ENDED): _S.REMOVED,
    }
)
OPEN = (_S.FILED, _S.TAKEN)
RUNNING = (*OPEN, _S.CORRECTING)
DECIDED = (_S.CORRECTING, _S.CORRECTED, _S.REMOVED, _S.REFUSED)


def annotation_of(states: Iterable[ObjectionState]) -> Annotation | None:
    """Return what is to be said beside a record with these objections: what is still open weighs most."""
    found = set(states)
    if found & set(OPEN):
        return Annotation.DISPUTED
    if _S.CORRECTING in found:
        return Annotation.UPHELD
    return Annotation.AMENDED if _S.CORRECTED in found else None


class Category(StrEnum):
    """What a question is about."""

    RECORD = "record"
    REPAIR = "repair"
    MISSING = "missing"
    CATALOGUE = "catalogue"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "record": "公示的内容",
            "repair": "信用修复",
            "missing": "应公示而没有公示",
            "catalogue": "事项目录和办理依据",
            "other": "其他",
        }[self]


class InquiryState(StrEnum):
    """待答复, 已答复, 已公开."""

    ASKED = "asked"
    ANSWERED = "answered"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return {"asked": "待答复", "answered": "已答复", "published": "已答复并公开"}[self]

    @property
    def tone(self) -> str:
        return {"asked": "info", "answered": "ok", "published": "ok"}[self]


class InquiryAction(StrEnum):
    """What may be done with a question."""

    FORWARD = "forward"
    ANSWER = "answer"
    PUBLISH = "publish"
    RETRACT = "retract"

    @property
    def label(self) -> str:
        return {"forward": "转办", "answer": "答复", "publish": "公开问答", "retract": "停止公开"}[self]


_I, _Q = InquiryState, InquiryAction
INQUIRY = Transitions(
    {
        (_I.ASKED, _Q.FORWARD): _I.ASKED,
        (_I.ASKED, _Q.ANSWER): _I.ANSWERED,
        (_I.ANSWERED, _Q.PUBLISH): _I.PUBLISHED,
        (_I.PUBLISHED, _Q.RETRACT): _I.ANSWERED,
    }
)


class Level(StrEnum):
    """Who is told of a period that ends or has ended."""

    OFFICE = "office"
    HEAD = "head"
    CITY = "city"

    @property
    def label(self) -> str:
        return {"office": "提醒承办单位", "head": "提请单位负责人", "city": "提请市级督办"}[self]
