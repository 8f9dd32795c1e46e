"""What may be refused about an entry."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class TableUnknown(NotFound):
    """No edition of the standard has such a table."""

    code = "credit.entering.table_unknown"
    message = "数据标准没有这张表"
    remedy = "从在线填报页面选择"


class EntryNotFound(NotFound):
    """No entry has this number, or another department's draft is asked for."""

    code = "credit.entering.not_found"
    message = "没有这份填报，或不属于本部门"
    remedy = "从在线填报页面重新进入"


class EntryChangedMeanwhile(Conflict):
    """A draft was saved from another window."""

    code = "credit.entering.changed_meanwhile"
    message = "这份草稿刚在另一处保存过，这一次没有保存"
    remedy = "打开最新的草稿，把这里的内容补进去"


class CorrectedMeanwhile(Conflict):
    """Another version of the decision came in after the form was opened, or is just coming in."""

    code = "credit.entering.corrected_meanwhile"
    message = "这条决定在打开表单之后有了新的版本，本次更正没有提交"
    remedy = "逐项核对下面的两种内容，再决定以哪一个为准"


class TooManyRows(DomainError):
    """A file is too long to be examined while somebody waits."""

    code = "credit.entering.too_many_rows"
    message = "文件有 {rows} 行，预检一次至多 {limit} 行，没有检查"
    remedy = "分成几个文件预检，或直接上传：上传同样逐行校验，一行不少"
