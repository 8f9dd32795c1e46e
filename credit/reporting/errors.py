"""What may be refused about a decision."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class DecisionNotFound(NotFound):
    """No decision has this number, or another department reported it."""

    code = "credit.reporting.not_found"
    message = "没有这条决定，或不由本部门报送"
    remedy = "从决定列表重新进入"


class DecisionChangedMeanwhile(Conflict):
    """Another version came in after the page was opened."""

    code = "credit.reporting.changed_meanwhile"
    message = "这条决定刚有新的版本或已由他人处理，这一步没有保存"
    remedy = "看过最新内容后再办"


class NothingHeld(Conflict):
    """Nothing keeps the decision back."""

    code = "credit.reporting.nothing_held"
    message = "这条决定没有待确认的问题"
    remedy = "刷新后看最新情况"


class ReleasedByReporter(DomainError):
    """Who reported a row may not wave its doubts through."""

    code = "credit.reporting.released_by_reporter"
    message = "报送人不能放行自己报送的数据"
    remedy = "由本部门的审核人员核对后放行"
    http_status = 403
