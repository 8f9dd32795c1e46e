"""What a reviewer sends."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from supervision.archive.linking.errors import SubjectNotFound
from supervision.archive.linking.models import CandidateReason, Verdict

CREATE = "create"
WORDS = {Verdict.SAME: "是同一主体", Verdict.DIFFERENT: "不是", Verdict.UNSURE: "暂不确定"}
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
        if chosen not in set(Verdict) or subject_id is None:
            raise SubjectNotFound
        return cls(Verdict(chosen), subject_id)


def reason_of(text: str | None) -> CandidateReason | None:
    """Return the filter that the address names, if it is one."""
    return CandidateReason(text) if text in set(CandidateReason) else None
