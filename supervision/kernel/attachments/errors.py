"""Why a file was not taken."""

from supervision.kernel.errors import DomainError


class FileTooLarge(DomainError):
    """More bytes came than the door takes."""

    code = "kernel.attachments.file_too_large"
    message = "文件“{filename}”超过 {limit_megabytes} MB"
    remedy = "请拆分后分批上传"
    http_status = 413


class FileEmpty(DomainError):
    """Not one byte came."""

    code = "kernel.attachments.file_empty"
    message = "文件“{filename}”是空的"
    remedy = "请检查文件后重新上传"


class ProgramRefused(DomainError):
    """The content is a program, whatever its name says."""

    code = "kernel.attachments.program_refused"
    message = "文件“{filename}”的内容是程序，不能上传"
    remedy = "请上传数据文件或文档"


class ContentUnknown(DomainError):
    """The content is of no kind that the platform knows."""

    code = "kernel.attachments.content_unknown"
    message = "无法识别文件“{filename}”的内容"
    remedy = "请另存为 xlsx、csv、pdf 或图片后重新上传"


class ContentNotWanted(DomainError):
    """The content is of a kind that this door does not take."""

    code = "kernel.attachments.content_not_wanted"
    message = "文件“{filename}”的内容是 {media_type}，这里不能上传"
    remedy = "请上传以下类型：{wanted}"


class ThreatFound(DomainError):
    """The scanner named something."""

    code = "kernel.attachments.threat_found"
    message = "文件“{filename}”未通过安全扫描：{threat}"
    remedy = "请在本机查杀后重新导出"


class ContentMissing(DomainError):
    """The row is there and the file is not, or is not what was stored."""

    code = "kernel.attachments.content_missing"
    message = "附件“{filename}”的内容缺失或已损坏"
    remedy = "请联系系统管理员从备份恢复"
    http_status = 500
