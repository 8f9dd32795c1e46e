"""Refusals of the door itself; those about a file's content stand in `reading.errors`."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class KindUnknown(DomainError):
    """No slice registered a kind of row by that name."""

    code = "intake.kind_unknown"
    message = "没有“{kind}”这一数据类别"
    remedy = "从列表中选择数据类别"


class LayoutUnknown(DomainError):
    """No layout by that name is shipped or saved."""

    code = "intake.layout_unknown"
    message = "没有名为“{layout}”的字段对应方案"
    remedy = "从列表中选择方案，或按表头自动识别"


class LayoutNotRecognised(DomainError):
    """The header row fits no kind of row well enough to go on without a person."""

    code = "intake.layout_not_recognised"
    message = "文件“{filename}”的表头（{header}）对不上任何数据类别"
    remedy = "在上传页面逐列指定字段，保存为方案后再批量装载"


class ColumnMissing(DomainError):
    """A required field has no column and no constant."""

    code = "intake.column_missing"
    message = "“{kind}”必须有：{fields}；文件中没有对应的列"
    remedy = "在“对应字段”中为它选择一列，或换一种数据类别"


class FieldMappedTwice(DomainError):
    """Two columns were assigned to the same field."""

    code = "intake.field_mapped_twice"
    message = "“{field}”对应了两列：{columns}"
    remedy = "其中一列改为“不使用”"


class BatchNotFound(NotFound):
    """No batch by that number, or not one that this person may see."""

    code = "intake.batch_not_found"
    message = "没有找到这个批次"
    remedy = "请核对批次号"


class RowNotFound(NotFound):
    """The batch holds no such row."""

    code = "intake.row_not_found"
    message = "批次中没有第 {row_no} 行"
    remedy = "请核对行号"


class DepartmentUnknown(DomainError):
    """No department by that code."""

    code = "intake.department_unknown"
    message = "没有代码为“{code}”的部门"
    remedy = "请核对部门代码"


class BatchBusy(Conflict):
    """Another process is loading this batch right now."""

    code = "intake.batch_busy"
    message = "批次 {number} 正在装载"
    remedy = "等待当前装载结束，进度见批次页面"


class LayoutNameMissing(DomainError):
    """A layout was to be saved without a name."""

    code = "intake.layout_name_missing"
    message = "方案没有名称，未保存"
    remedy = "填写方案名称"


class LoadStopped(DomainError):
    """A person asked a running load to stop."""

    code = "intake.load_stopped"
    message = "已按要求停止"
    remedy = "重新运行该批次，从停下的地方接着装载"


class FileMissing(DomainError):
    """The form came without a file."""

    code = "intake.file_missing"
    message = "没有选择文件"
    remedy = "选择一个文件后再上传"


class NothingToPutRight(NotFound):
    """No row of the batch was held or rejected, or there is no such part."""

    code = "intake.nothing_to_put_right"
    message = "批次 {number} 没有要改正的行"
    remedy = "返回批次页面查看结果"


class DepartmentNotYours(DomainError):
    """The caller names a department that none of its positions covers."""

    code = "intake.department_not_yours"
    message = "不能代表这个部门上传"
    remedy = "使用本部门的代码，或请该部门授权"
    http_status = 403
