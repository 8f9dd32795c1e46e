"""Why nothing could be claimed."""

from supervision.kernel.errors import Conflict, DomainError


class NothingToClaim(Conflict):
    """The notice is nobody's to claim any more."""

    code = "notices.claiming.nothing_to_claim"
    message = "这件告知现在是“{state}”，不能认领，本次操作没有生效"
    remedy = "请刷新认领池"


class NoDepartment(DomainError):
    """Who acts belongs to no department, and only departments claim."""

    code = "notices.claiming.no_department"
    message = "认领以部门的名义进行，您的账号不属于任何部门"
    remedy = "请用部门账号登录"
    http_status = 403


class NothingToJoin(Conflict):
    """Only who claimed in vain joins, and once."""

    code = "notices.claiming.nothing_to_join"
    message = "本部门没有对这件告知提出过未成的认领，不能加入"
    remedy = "请先在认领池认领；若他人在先，再选择加入"
