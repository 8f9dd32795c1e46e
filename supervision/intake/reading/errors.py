"""Why a file cannot be read: each says where, which rule, and the one step that helps."""

from supervision.kernel.errors import DomainError


class FileEmpty(DomainError):
    """There is nothing in it, or nothing but blanks."""

    code = "intake.reading.file_empty"
    message = "文件“{filename}”是空的，没有可读的行"
    remedy = "打开源文件确认内容后重新上传"


class FileTooLarge(DomainError):
    """The size alone says no; nothing was read."""

    code = "intake.reading.file_too_large"
    message = "文件“{filename}”有 {megabytes} MB，超过 {limit} MB 的上限，未读取"
    remedy = "按地区或月份拆成几个文件，或改用 CSV、Parquet"
    http_status = 413


class FormatNotSupported(DomainError):
    """The content is none of the formats that the door reads, whatever the suffix says."""

    code = "intake.reading.format_not_supported"
    message = "文件“{filename}”的内容是{found}，不是表格数据"
    remedy = "另存为 xlsx、CSV、Parquet 或每行一个对象的 JSON 后上传"


class EncodingNotReadable(DomainError):
    """Some bytes are not text in the encoding that the rest of the file has."""

    code = "intake.reading.encoding_not_readable"
    message = "文件“{filename}”第 {line} 行附近（第 {offset} 字节）不是有效的 {encoding} 文字"
    remedy = "在源系统以 UTF-8 重新导出"


class QuoteNotClosed(DomainError):
    """A quotation mark opened and never closed, so that one cell swallows the rest of the file."""

    code = "intake.reading.quote_not_closed"
    message = "文件“{filename}”第 {line} 行起的引号没有成对"
    remedy = "补上缺少的引号，或从源系统重新导出"


class JsonLineBroken(DomainError):
    """A line is not a JSON object."""

    code = "intake.reading.json_line_broken"
    message = "文件“{filename}”第 {line} 行不是 JSON 对象"
    remedy = "每行写一个完整的 JSON 对象"


class MacroWorkbook(DomainError):
    """The workbook carries programs."""

    code = "intake.reading.macro_workbook"
    message = "文件“{filename}”带有宏，未读取"
    remedy = "另存为不带宏的 xlsx 后上传"


class WorkbookEncrypted(DomainError):
    """The workbook asks for a password."""

    code = "intake.reading.workbook_encrypted"
    message = "文件“{filename}”设有打开密码"
    remedy = "取消密码后另存并上传"


class ZipBomb(DomainError):
    """The archive unpacks to far more than it should; only its directory was read."""

    code = "intake.reading.zip_bomb"
    message = "文件“{filename}”解压后达 {megabytes} MB（压缩比 {ratio}），超过上限，未解压"
    remedy = "删除工作簿中大片的空白格式后另存，或改用 CSV"


class WorkbookTooLarge(DomainError):
    """More cells than a spreadsheet reader should hold in memory."""

    code = "intake.reading.workbook_too_large"
    message = "文件“{filename}”有 {cells} 格，超过 {limit} 格"
    remedy = "另存为 CSV 后上传"


class FileDamaged(DomainError):
    """The file ends too early or its inner structure is broken."""

    code = "intake.reading.file_damaged"
    message = "文件“{filename}”不完整或已损坏（{place}）"
    remedy = "重新下载或导出后再上传"


class NoHeader(DomainError):
    """No row of the beginning names the columns."""

    code = "intake.reading.no_header"
    message = "文件“{filename}”前 {rows} 行没有找到表头"
    remedy = "在第一行写上各列的名称"


class TooManyColumns(DomainError):
    """More columns than any record has: mostly a wrong separator."""

    code = "intake.reading.too_many_columns"
    message = "文件“{filename}”有 {columns} 列，超过 {limit} 列"
    remedy = "检查分隔符，删除多余的列"
