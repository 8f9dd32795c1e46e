"""A version of the catalogue: drawn up, in force from its day, taken back."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class VersionState(StrEnum):
    """草案, 已发布, 已撤回."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"draft": "草案", "published": "已发布", "withdrawn": "已撤回"}[self]


class VersionAction(StrEnum):
    """What may be done to a version."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"


MOVES = Transitions(
    {
        (VersionState.DRAFT, VersionAction.PUBLISH): VersionState.PUBLISHED,
        (VersionState.DRAFT, VersionAction.WITHDRAW): VersionState.WITHDRAWN,
        (VersionState.PUBLISHED, VersionAction.WITHDRAW): VersionState.WITHDRAWN,
    }
)
