"""When two archives may be read as one."""

from dataclasses import dataclass

from supervision.archive.subjects.merging.errors import AlreadyMerged, KindsDiffer, ReasonMissing, SameArchive
from supervision.archive.subjects.models import SubjectKind


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its number, kind, and under which archive it is read now."""

    id: int
    kind: str
    merged_into: int | None


def reason_given(text: str) -> str:
    """Return the reason, since a merge without one cannot be judged later.

    依据: 一户一档：合并、拆分须留痕可追溯。
    单位: 文本。
    错误: ReasonMissing。
    """
    if not text.strip():
        raise ReasonMissing
    return text.strip()


def allow_merge(kept: Side, merged: Side) -> None:
    """Refuse what would make a circle, a second parent or a person out of an enterprise.

    依据: 一户一档；自然人不得按名称合并。
    单位: 档案。
    错误: SameArchive、AlreadyMerged、KindsDiffer。
    """
    if kept.id == merged.id:
        raise SameArchive
    for side in (kept, merged):
        if side.merged_into is not None:
            raise AlreadyMerged(subject=side.id, root=side.merged_into)
    if (kept.kind == SubjectKind.PERSON) != (merged.kind == SubjectKind.PERSON):
        raise KindsDiffer
