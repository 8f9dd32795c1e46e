"""Which merges and splits are refused."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class MergeUnknown(NotFound):
    """No such merge."""

    code = "archive.merging.merge_unknown"
    message = "没有这次合并"
    remedy = "请从档案的“来源与不一致”重新进入"


class SameArchive(DomainError):
    """Both are one archive already."""

    code = "archive.merging.same_archive"
    message = "两份档案已经是同一份"
    remedy = "请核对要合并的代码"


class AlreadyMerged(DomainError):
    """Only an archive that stands for itself can be merged or merged into."""

    code = "archive.merging.already_merged"
    message = "编号 {subject} 的档案已并入编号 {root} 的档案"
    remedy = "请对编号 {root} 的档案操作，或先拆分"


class KindsDiffer(DomainError):
    """A person and an organisation are never one."""

    code = "archive.merging.kinds_differ"
    message = "自然人与单位的档案不能合并"
    remedy = "请核对两份档案的主体类别"


class AlreadySplit(Conflict):
    """Somebody split it meanwhile."""

    code = "archive.merging.already_split"
    message = "这次合并已由{who}拆分"
    remedy = "请刷新后查看"


class RowsUnassigned(DomainError):
    """Rows that came after the merge belong to nobody until a person says to whom."""

    code = "archive.merging.rows_unassigned"
    message = "合并之后收到的记录还有 {count} 条没有指明归属"
    remedy = "请逐条选择归哪一份档案"


class AssignmentCollides(Conflict):
    """The archive already has an open row of the same source or holder."""

    code = "archive.merging.assignment_collides"
    message = "“{row}”不能归到那份档案：那里已有同一来源的有效记录"
    remedy = "请把这一条留在原来的档案"


class ReasonMissing(DomainError):
    """A merge or split came without a reason."""

    code = "archive.merging.reason_missing"
    message = "还没有写明理由"
    remedy = "请写明依据，例如登记机关出具的证明"
