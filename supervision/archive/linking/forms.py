"""What a reviewer sends."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from supervision.archive.linking.errors import SubjectNotFound
from supervision.archive.linking.models import CandidateReason, Outlook, Verdict
from supervision.archive.linking.queries import Filter

CREATE = "create"
LARGEST_ID = 2**63
WORDS = {Verdict.SAME: "是同一主体", Verdict.DIFFERENT: "不是", Verdict.UNSURE: "暂不确定"}
OUTLOOKS = {
    Outlook.LIKELY: "有相似档案",
    Outlook.NONE: "没有找到",
    Outlook.UNSURE: "暂不确定",
    Outlook.NEW: "尚未比对",
    Outlook.PARKED: "保留待登记",
}
REASONS = {
    CandidateReason.NAME_ONLY: "只有名称相同",
    CandidateReason.SEVERAL: "同名不止一户",
    CandidateReason.NOT_FOUND: "没有同名主体",
    CandidateReason.RENAMED: "代码相同、名称不同",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One press of a button."""

    verdict: Verdict | None
    subject_id: int | None

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "Answer":
        """Read the button and the subject; a verdict needs a subject, a new archive does not."""
        chosen = form.get("verdict", "")
        if chosen == CREATE:
            return cls(None, None)
        subject_id = form.get("subject_id", type=int)
        if chosen not in set(Verdict) or subject_id is None or not 0 < subject_id < LARGEST_ID:
            raise SubjectNotFound
        return cls(Verdict(chosen), subject_id)


def chosen(arguments: MultiDict[str, str]) -> Filter:
    """Return the part of the queue that the address names; what is no filter is left out."""
    outlook, reason = arguments.get("outlook"), arguments.get("reason")
    return Filter(
        Outlook(outlook) if outlook in set(Outlook) else None,
        CandidateReason(reason) if reason in set(CandidateReason) else None,
    )
