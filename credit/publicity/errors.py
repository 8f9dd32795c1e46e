"""Why publicity was refused."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class PublicationUnknown(NotFound):
    """No such record, or it belongs to a department that the person does not cover."""

    code = "credit.publicity.unknown"
    message = "没有这条公示记录"
    remedy = "从公示审核列表重新进入"


class ReviewedByReporter(DomainError):
    """The one who reported must not be the one who reviews."""

    code = "credit.publicity.reviewed_by_reporter"
    message = "“{doc_no}”由您报送，保密审查须由另一人进行"
    remedy = "请本单位其他审核人员审核"
    http_status = 403


class MasksNotConfirmed(DomainError):
    """Personal data was found and nobody has looked at what covers it."""

    code = "credit.publicity.masks_not_confirmed"
    message = "“{doc_no}”有 {count} 处疑似个人信息，尚未确认脱敏"
    remedy = "打开这一条，逐处确认后再通过"


class NeverPublic(DomainError):
    """A rule that nobody may lift keeps the record from the portal."""

    code = "credit.publicity.never_public"
    message = "“{doc_no}”不能公示：{why}（{basis}）"
    remedy = "如程序或主体类型填错，请报送部门更正"


class ReasonNeeded(DomainError):
    """What goes against the usual needs its reason."""

    code = "credit.publicity.reason_needed"
    message = "“{doc_no}”{what}，需要写明理由"
    remedy = "写明理由和依据后再提交"


class StillHeld(DomainError):
    """The row waits for its reporter to answer a finding."""

    code = "credit.publicity.still_held"
    message = "“{doc_no}”有疑问数据待处理，暂不能公示"
    remedy = "报送部门在疑问数据中处理后即可公示"


class AlreadyOver(DomainError):
    """The last public day has passed."""

    code = "credit.publicity.already_over"
    message = "“{doc_no}”的公示期限已于 {until} 届满"
    remedy = "不再公示；如期限有误，请报送部门更正决定日期"


class SeverityNotDecided(DomainError):
    """An unconfirmed rule proposes another severity, and a person must choose."""

    code = "credit.publicity.severity_not_decided"
    message = "“{doc_no}”的严重程度需要确认：规则建议“{proposed}”，尚未确认前按“一般”"
    remedy = "打开这一条，选定严重程度后再通过"


class MasksNotReadable(DomainError):
    """The places to cover do not lie in the text."""

    code = "credit.publicity.masks_not_readable"
    message = "脱敏位置与文本不符"
    remedy = "刷新页面，重新确认"


class ChangedMeanwhile(Conflict):
    """Somebody else reviewed or the department corrected the decision since the page was opened."""

    code = "credit.publicity.changed_meanwhile"
    message = "“{doc_no}”已被他人处理或更正"
    remedy = "刷新页面查看最新内容"


class NothingChosen(DomainError):
    """A batch without a record."""

    code = "credit.publicity.nothing_chosen"
    message = "没有选中任何记录"
    remedy = "先在列表中勾选"


class TooManyChosen(DomainError):
    """More records than one click takes."""

    code = "credit.publicity.too_many_chosen"
    message = "一次最多处理 {most} 条，选中了 {chosen} 条"
    remedy = "请分几次处理"
