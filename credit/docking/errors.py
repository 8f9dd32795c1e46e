"""What can go wrong between the platform and a department's database, each with the step that helps.

A fault that will not mend by itself pauses the source (`pauses`): a schedule that goes on trying a wrong password locks the
account over there.
"""

from typing import ClassVar

from supervision.kernel.errors import Conflict, DomainError, NotFound


class SourceUnknown(NotFound):
    """No such source, or not one of this person's departments."""

    code = "credit.docking.source_unknown"
    message = "没有这个对接来源"
    remedy = "从对接来源列表重新进入"


class EditedMeanwhile(Conflict):
    """Somebody else changed the source after this page was opened."""

    code = "credit.docking.edited_meanwhile"
    message = "对接设置已被他人改动，这一次没有保存"
    remedy = "打开最新内容核对后再保存"


class NameTaken(DomainError):
    """A department calls two sources the same."""

    code = "credit.docking.name_taken"
    message = "本部门已有名为“{name}”的对接来源"
    remedy = "换一个名称"


class PasswordNeeded(DomainError):
    """A stored password goes only where it was meant to go."""

    code = "credit.docking.password_needed"
    message = "改了主机、端口、数据库或账号，须重新填写口令"
    remedy = "填写新账号的口令；原口令不会发往别处"


class FieldRefused(DomainError):
    """Something in the settings cannot be so."""

    code = "credit.docking.field_refused"
    message = "{fault}"


class NotOurDepartment(DomainError):
    """The source would belong to a department that this person does not answer for."""

    code = "credit.docking.not_our_department"
    message = "不能为这个部门设置对接"
    remedy = "请该部门的管理员办理"
    http_status = 403


class NotTested(DomainError):
    """The source was never read, or was changed since."""

    code = "credit.docking.not_tested"
    message = "还没有试连通过，不能取数"
    remedy = "先点“试连”，核对前几行和字段对应"


class MappingIncomplete(DomainError):
    """A field that the standard wants has neither a column nor a constant."""

    code = "credit.docking.mapping_incomplete"
    message = "必填字段还没有对应的列：{fields}"
    remedy = "在“字段对应”里为它选一列，或填写每行相同的内容"


class ColumnUsedTwice(DomainError):
    """One column was given to two fields."""

    code = "credit.docking.column_used_twice"
    message = "列“{column}”对应了两个字段：{fields}"
    remedy = "其中一个改为别的列，或请对方在视图里再列一次"


class ReachError(DomainError):
    """The way to the database is not open."""

    pauses: ClassVar[bool] = False


class HostNotAllowed(ReachError):
    """An address is outside the networks that the operator listed."""

    code = "credit.docking.host_not_allowed"
    message = "主机“{host}”解析到 {address}，不在允许对接的网段内"
    remedy = "请系统管理员核实后把该网段加入 SUPERVISION_DOCKING_NETWORKS；本机、链路本地和元数据地址须单独写明"
    pauses = True


class NothingAllowed(ReachError):
    """The operator listed no network at all."""

    code = "credit.docking.nothing_allowed"
    message = "平台还没有允许对接的网段"
    remedy = "请系统管理员设置 SUPERVISION_DOCKING_NETWORKS"
    pauses = True


class NetworkUnreadable(ReachError):
    """The operator wrote something that is no network."""

    code = "credit.docking.network_unreadable"
    message = "平台设置 SUPERVISION_DOCKING_NETWORKS 里的“{word}”不是网段"
    remedy = "请系统管理员改正，例如 10.20.0.0/16"


class HostUnknown(ReachError):
    """The name leads to no address."""

    code = "credit.docking.host_unknown"
    message = "主机名“{host}”解析不到地址"
    remedy = "核对主机名；专网主机名须由政务外网的域名服务器解析，也可改填 IP 地址"


class ConnectionRefused(ReachError):
    """Nothing listens there."""

    code = "credit.docking.connection_refused"
    message = "{host} 的 {port} 端口拒绝连接"
    remedy = "核对端口；请对方确认数据库已启动、防火墙放行本平台的地址"


class ConnectionTimedOut(ReachError):
    """Nobody answered in time."""

    code = "credit.docking.connection_timed_out"
    message = "{host} 的 {port} 端口没有在 {seconds} 秒内应答"
    remedy = "请对方检查网络和防火墙；平台会按计划再试"


class LoginRefused(ReachError):
    """Account or password are not right."""

    code = "credit.docking.login_refused"
    message = "账号“{username}”登录被拒绝"
    remedy = "核对账号和口令，以及该账号是否允许从本平台的地址登录；改正前暂停取数，免得账号被锁定"
    pauses = True


class DatabaseMissing(ReachError):
    """There is no database by that name, or the account may not enter it."""

    code = "credit.docking.database_missing"
    message = "没有数据库“{database}”，或账号无权进入"
    remedy = "核对数据库名，请对方授予该账号连接权限"
    pauses = True


class TableMissing(ReachError):
    """There is no table or view by that name for this account."""

    code = "credit.docking.table_missing"
    message = "没有表或视图“{table}”，或账号无权查看"
    remedy = "核对模式名和表名的大小写，请对方授予 SELECT 权限"
    pauses = True


class ColumnsMissing(ReachError):
    """Columns that are read are not there any more."""

    code = "credit.docking.columns_missing"
    message = "表“{table}”里没有列：{columns}"
    remedy = "对方可能改了表结构；点“试连”看现有的列，改好字段对应后再启用"
    pauses = True


class ReadingNotGranted(ReachError):
    """The account may see the table and not read it."""

    code = "credit.docking.reading_not_granted"
    message = "账号“{username}”没有读取“{table}”的权限"
    remedy = "请对方对该表或视图授予 SELECT"
    pauses = True


class AccountMayWrite(ReachError):
    """The account could change something over there."""

    code = "credit.docking.account_may_write"
    message = "账号“{username}”不是只读账号：{found}"
    remedy = "请对方另建一个只授予 SELECT 的账号；平台不使用能写入的账号"
    pauses = True


class ReadOnlyNotKept(ReachError):
    """The server did not take the session as read-only."""

    code = "credit.docking.read_only_not_kept"
    message = "对方数据库没有接受只读会话"
    remedy = "请对方检查数据库代理或连接池的设置，须支持只读事务"
    pauses = True


class NotThatDatabase(ReachError):
    """The server is another product than was chosen."""

    code = "credit.docking.not_that_database"
    message = "对方是“{found}”，不是 {wanted}"
    remedy = "改选数据库类型；目前只对接 PostgreSQL 和 MariaDB"
    pauses = True


class ReadingTooSlow(ReachError):
    """A statement took longer than the source may take."""

    code = "credit.docking.reading_too_slow"
    message = "对方数据库没有在 {seconds} 秒内给出结果"
    remedy = "请对方在（水位列、主键列）上建索引，或减小每页行数；平台会按计划再试"


class ConnectionLost(ReachError):
    """The line broke, or the server failed."""

    code = "credit.docking.connection_lost"
    message = "与对方数据库的连接中断：{said}"
    remedy = "已取到的都在，下一次从断开处接着取"


class WatermarkNotOrdered(ReachError):
    """The column cannot tell new rows from old ones."""

    code = "credit.docking.watermark_not_ordered"
    message = "水位列“{column}”的类型是 {type}，不能用来判断新旧"
    remedy = "选时间、日期或整数类型的列；文本存的时间请对方用视图转换"
    pauses = True


class KeyNotFit(ReachError):
    """The column cannot name a row."""

    code = "credit.docking.key_not_fit"
    message = "主键列“{column}”的类型是 {type}，不能用作主键"
    remedy = "选整数、文本或 UUID 类型的唯一列"
    pauses = True


class KeyRepeats(ReachError):
    """Two rows have the same watermark and key, so that one of them could be lost between two pages."""

    code = "credit.docking.key_repeats"
    message = "主键列“{column}”在同一水位上重复（第 {row} 行附近）或为空，可能漏取，已停止"
    remedy = "改选值唯一且不为空的列作主键"
    pauses = True


class WatermarkWentBackwards(ReachError):
    """The newest row over there is older than what was taken already."""

    code = "credit.docking.watermark_went_backwards"
    message = "来源表的最大水位 {newest} 早于已取到的 {taken}"
    remedy = "请对方说明是否恢复过备份、清空重灌或删除了数据；核实后点“从头重取”，已收下的行不会重复"
    pauses = True


class PageNotLoaded(DomainError):
    """A page was received and could not be loaded; it is kept."""

    code = "credit.docking.page_not_loaded"
    message = "第 {number} 页已收下但没有装载完：{said}"
    remedy = "打开批次 {batch} 查看原因；下一次先把它装载完，再往后取"
