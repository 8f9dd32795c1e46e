"""A record of the portal: projected, looked at by a second person, shown, and shown no longer."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class PublicationState(StrEnum):
    """待审核, 不予公示, 公示中, 已撤下, 已届满, 已修复, 已更正. Only `PUBLISHED` is shown, and only within its days."""

    DRAFT = "draft"
    WITHHELD = "withheld"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REPAIRED = "repaired"
    CORRECTED = "corrected"

    @property
    def label(self) -> str:
        return {
            "draft": "待审核",
            "withheld": "不予公示",
            "published": "公示中",
            "withdrawn": "已撤下",
            "expired": "已届满",
            "repaired": "已修复",
            "corrected": "已更正",
        }[self]

    @property
    def tone(self) -> str:
        return {"draft": "info", "published": "ok", "withdrawn": "bad", "withheld": "law"}.get(self, "mute")


class Annotation(StrEnum):
    """标注: what stands beside a record while its firm objects, and after it was right."""

    DISPUTED = "disputed"
    UPHELD = "upheld"
    AMENDED = "amended"

    @property
    def label(self) -> str:
        return {"disputed": "异议处理中", "upheld": "异议成立，更正中", "amended": "异议成立，已更正"}[self]

    @property
    def tone(self) -> str:
        return "ok" if self is Annotation.AMENDED else "warn"

    def after_correction(self) -> "Annotation":
        """Return what stands beside the corrected version."""
        return Annotation.AMENDED if self is Annotation.UPHELD else self


class PublicationAction(StrEnum):
    """What may be done to a record of the portal."""

    PUBLISH = "publish"
    WITHHOLD = "withhold"
    RETURN = "return"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REPAIR = "repair"
    RESTORE = "restore"
    REOPEN = "reopen"
    CORRECT = "correct"


_S, _A = PublicationState, PublicationAction
PUBLICATION = Transitions(
    {
        (_S.DRAFT, _A.PUBLISH): _S.PUBLISHED,
        (_S.DRAFT, _A.WITHHOLD): _S.WITHHELD,
        (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.DRAFT, _A.EXPIRE): _S.EXPIRED,
        (_S.DRAFT, _A.CORRECT): _S.CORRECTED,
        (_S.WITHHELD, _A.RETURN): _S.DRAFT,
        (_S.WITHHELD, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.WITHHELD, _A.CORRECT): _S.CORRECTED,
        (_S.PUBLISHED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.PUBLISHED, _A.EXPIRE): _S.EXPIRED,
        (_S.PUBLISHED, _A.REPAIR): _S.REPAIRED,
        (_S.PUBLISHED, _A.CORRECT): _S.CORRECTED,
        (_S.EXPIRED, _A.CORRECT): _S.CORRECTED,
        (_S.REPAIRED, _A.CORRECT): _S.CORRECTED,
        (_S.REPAIRED, _A.RESTORE): _S.PUBLISHED,
        (_S.REPAIRED, _A.REOPEN): _S.DRAFT,
    }
)
ENDED = frozenset({_S.WITHDRAWN, _S.EXPIRED, _S.REPAIRED, _S.CORRECTED})


def sources(action: PublicationAction) -> tuple[str, ...]:
    """Return the states that an action leads away from, for statements about many records at once."""
    return tuple(state.value for state, met, _target in PUBLICATION if met is action)
