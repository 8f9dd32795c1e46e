"""What may be refused about a question."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class QuestionNotFound(NotFound):
    """No question has this number, or another department's row is asked about."""

    code = "credit.questions.not_found"
    message = "没有这条疑问数据，或不属于本部门"
    remedy = "从疑问数据列表重新进入"


class QuestionChangedMeanwhile(Conflict):
    """Somebody else has dealt with it since the page was opened."""

    code = "credit.questions.changed_meanwhile"
    message = "这条疑问数据刚由他人处理，这一步没有保存"
    remedy = "看过最新情况后再办"


class RemedyGone(Conflict):
    """What was offered does not help any more, or never did."""

    code = "credit.questions.remedy_gone"
    message = "这个办法已不适用，没有重报"
    remedy = "刷新后看现在的建议，或逐项改正后重报"


class ReasonMissing(DomainError):
    """An explanation or a withdrawal says nothing."""

    code = "credit.questions.reason_missing"
    message = "没有写明{what}，未保存"
    remedy = "写明原因和依据，5 至 500 字"


class OwnExplanation(DomainError):
    """Who explained may not confirm."""

    code = "credit.questions.own_explanation"
    message = "说明人和报送人不能确认自己的说明"
    remedy = "由本部门的审核人员核对后确认"
    http_status = 403


class RowGone(DomainError):
    """The row as it came cannot be opened, so that nothing can be changed in it."""

    code = "credit.questions.row_gone"
    message = "找不到这一行的原始内容，不能直接改正"
    remedy = "在线重新填报，或改正后重新上传"
