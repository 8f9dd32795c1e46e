"""Which sorts of registration there are, and how far an entry has come."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class EntryKind(StrEnum):
    """登记业务类型; `unknown` only stands on an entry that is held for it."""

    ESTABLISHMENT = "establishment"
    SCOPE_CHANGE = "scope_change"
    ADDRESS_CHANGE = "address_change"
    REVOCATION = "revocation"
    CANCELLATION = "cancellation"
    UNKNOWN = "unknown"


LABELS = {
    EntryKind.ESTABLISHMENT: "设立登记",
    EntryKind.SCOPE_CHANGE: "经营范围变更",
    EntryKind.ADDRESS_CHANGE: "住所变更",
    EntryKind.REVOCATION: "吊销",
    EntryKind.CANCELLATION: "注销登记",
    EntryKind.UNKNOWN: "类型不明",
}


class EntryState(StrEnum):
    """办理状态: received waits for the archive, held waits for a person."""

    RECEIVED = "received"
    ARCHIVED = "archived"
    HELD = "held"


STATE_LABELS = {EntryState.RECEIVED: "等待入档", EntryState.ARCHIVED: "已入档", EntryState.HELD: "待处理"}


class EntryAction(StrEnum):
    """What is done with an entry; an archived one is held again when a cancellation before it comes to be known."""

    ARCHIVE = "archive"
    HOLD = "hold"
    RELEASE = "release"


ENTRY = Transitions(
    {
        (EntryState.RECEIVED, EntryAction.ARCHIVE): EntryState.ARCHIVED,
        (EntryState.RECEIVED, EntryAction.HOLD): EntryState.HELD,
        (EntryState.ARCHIVED, EntryAction.HOLD): EntryState.HELD,
        (EntryState.HELD, EntryAction.RELEASE): EntryState.RECEIVED,
        (EntryState.HELD, EntryAction.ARCHIVE): EntryState.ARCHIVED,
    }
)
