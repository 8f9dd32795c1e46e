"""Why the catalogue refuses."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class NoCatalogueInForce(DomainError):
    """No version was published for the day."""

    code = "licensing.no_catalogue_in_force"
    message = "{on} 没有生效的审批事项目录"
    remedy = "请先发布一个自当日或更早生效的目录版本"


class VersionUnknown(NotFound):
    """There is no such version."""

    code = "licensing.version_unknown"
    message = "没有这个目录版本"


class ItemUnknown(NotFound):
    """The version has no such item."""

    code = "licensing.item_unknown"
    message = "这个目录版本里没有事项 {code}"


class NotADraft(Conflict):
    """Only drafts are edited."""

    code = "licensing.not_a_draft"
    message = "“{label}”{state}，不能修改"
    remedy = "请先从它另建草案，在草案里修改"


class EditedMeanwhile(Conflict):
    """Somebody else saved the draft after this page was opened."""

    code = "licensing.edited_meanwhile"
    message = "草案已被他人改动"
    remedy = "请打开最新内容，核对后再保存"


class VersionEmpty(DomainError):
    """Nothing to publish."""

    code = "licensing.version_empty"
    message = "草案里没有事项，不能发布"
    remedy = "请先导入或新增事项"


class VersionUnchanged(DomainError):
    """The draft says what stands already."""

    code = "licensing.version_unchanged"
    message = "草案与“{label}”内容相同，不必发布"
    remedy = "请先修改事项，或撤回草案"


class LastVersion(DomainError):
    """Without this version there would be no catalogue."""

    code = "licensing.last_version"
    message = "撤回后没有目录可用"
    remedy = "请先发布另一个版本"


class FaultyItem(DomainError):
    """A field of an item says what no item may say."""

    code = "licensing.faulty_item"
    message = "{fault}"


class WorkbookRefused(DomainError):
    """The file cannot be read as a catalogue at all."""

    code = "licensing.workbook_refused"
    message = "{fault}"
    remedy = "请用“导出”得到的工作簿填写后再导入"


class StartsInThePast(DomainError):
    """Notices of those days were already sent by another version."""

    code = "licensing.starts_in_the_past"
    message = "生效日期 {starts_on} 已过，当日的登记已按原目录推送"
    remedy = "请填写今天或以后的日期"
