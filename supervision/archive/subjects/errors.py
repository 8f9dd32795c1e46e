"""What the archive refuses, in words that say what to do instead."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class SubjectUnknown(NotFound):
    """No archive stands under this code or number."""

    code = "archive.subjects.subject_unknown"
    message = "没有代码或编号为“{asked}”的档案"
    remedy = "请核对代码，或按名称查询"


class DayInTheFuture(DomainError):
    """Somebody asked what will be true or known."""

    code = "archive.subjects.day_in_the_future"
    message = "查询日期 {day} 在今天之后"
    remedy = "请填写今天或更早的日期"


class DayMalformed(DomainError):
    """The text is not a day."""

    code = "archive.subjects.day_malformed"
    message = "“{text}”不是日期"
    remedy = "请按 2026-11-18 的样式填写"


class ConflictSettled(Conflict):
    """Somebody settled the disagreement meanwhile."""

    code = "archive.subjects.conflict_settled"
    message = "这处不一致已由{who}处理"
    remedy = "请刷新后查看处理结果"


class PersonalOutOfReach(DomainError):
    """Personal fields were asked for by somebody whose positions do not cover the subject."""

    code = "archive.subjects.personal_out_of_reach"
    message = "这一户不在您的辖区，也没有您部门的记录，个人信息不对您开放"
    remedy = "请辖区部门办理，或由市级岗位查看"
    http_status = 403


class FactUnknown(NotFound):
    """The fact does not belong to this archive."""

    code = "archive.subjects.fact_unknown"
    message = "这份档案里没有这条事实"
    remedy = "请返回档案重新选择"


class NoteMissing(DomainError):
    """A report or a decision came without words."""

    code = "archive.subjects.note_missing"
    message = "还没有写明理由"
    remedy = "请写明依据，供来源部门核对"


class ReportUnknown(NotFound):
    """The report is about another department's fact, or there is none."""

    code = "archive.subjects.report_unknown"
    message = "没有这条报告"
    remedy = "请从“事实核对”中选择本部门的报告"


class ReportAnswered(Conflict):
    """Somebody answered meanwhile."""

    code = "archive.subjects.report_answered"
    message = "这条报告已由{who}答复"
    remedy = "请刷新后查看答复"
