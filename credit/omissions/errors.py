"""Why the register of what was not reported refuses."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class OmissionUnknown(NotFound):
    """There is no such entry, or it is none of one's business."""

    code = "credit.omission_unknown"
    message = "没有这条未报线索"


class OmissionMoveNotAllowed(Conflict):
    """Its state does not allow this any more."""

    code = "credit.omission_move_not_allowed"
    message = "这条未报线索现在是“{state}”，不能再这样办理"
    remedy = "请刷新页面，按现在的状态办理"


class ReasonNotGiven(DomainError):
    """An explanation and a finding need words."""

    code = "credit.omission_reason_missing"
    message = "没有写明理由"
    remedy = "写明文号去向，如作废、留空、不属公示范围，或认定的依据"


class OwnOmission(DomainError):
    """Nobody judges the explanation of the own department."""

    code = "credit.omission_own"
    message = "本部门的说明不能由本部门认定"
    remedy = "由信用主管部门或者监察人员认定"
    http_status = 403
