"""Why the catalogue refuses."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class ItemUnknown(NotFound):
    """There is no such item, or nobody may see it."""

    code = "credit.item_unknown"
    message = "没有这个事项"


class TaskUnknown(NotFound):
    """There is no such task in one's reach."""

    code = "credit.task_unknown"
    message = "没有这件维护任务"


class CodeTaken(DomainError):
    """Codes are given once."""

    code = "credit.code_taken"
    message = "事项编码 {item_code} 已有，属于{department}"
    remedy = "换一个编码，或修改已有的事项"


class FaultyItem(DomainError):
    """A field of an item says what no item may say."""

    code = "credit.faulty_item"
    message = "{fault}"


class EditedMeanwhile(Conflict):
    """Somebody else wrote an edition after this page was opened."""

    code = "credit.edited_meanwhile"
    message = "事项已被他人改动"
    remedy = "请打开最新内容，核对后再保存"


class Unchanged(DomainError):
    """The edition says what stands already."""

    code = "credit.unchanged"
    message = "内容与现行版本相同，没有保存"
    remedy = "改动后再保存，或返回事项页"


class StartRefused(DomainError):
    """An edition cannot begin on that day."""

    code = "credit.start_refused"
    message = "{why}"


class OwnEdition(DomainError):
    """Who wrote an edition does not review it."""

    code = "credit.own_edition"
    message = "保密审查须由编写人以外的人员办理"
    remedy = "请本单位其他审核人员审查"


class NotOurs(DomainError):
    """Somebody else's department keeps this item."""

    code = "credit.not_ours"
    message = "{department}的目录不在您的管理范围内"
    remedy = "请该部门管理员办理"


class WorkbookRefused(DomainError):
    """The file cannot be read as a catalogue at all."""

    code = "credit.catalogue_workbook_refused"
    message = "{fault}"
    remedy = "请用“下载模板”得到的工作簿填写后再导入"


class ReasonMissing(DomainError):
    """Who closes a task without mending the catalogue says why."""

    code = "credit.reason_missing"
    message = "写明理由"
    remedy = "说明为什么不改目录，报送人会看到"


class StillOutside(DomainError):
    """What was done does not bring the decision into the catalogue."""

    code = "credit.still_outside"
    message = "这样办理后，决定仍在目录之外"
    remedy = "核对事项在决定之日是否启用"
