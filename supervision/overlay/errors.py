"""Refusals of the generator."""

from supervision.kernel.errors import DomainError


class NothingToLieOn(DomainError):
    """No firm is loaded, so there is nothing that holdings and decisions could be about."""

    code = "overlay.nothing_to_lie_on"
    message = "库中还没有企业，无法叠加数据"
    remedy = "先装载登记信息（supervision load registry …），再运行 supervision overlay"


class OverlayStands(DomainError):
    """What an earlier run wrote is still there, whole or in part."""

    code = "overlay.overlay_stands"
    message = "已有叠加数据，不能再叠加一层"
    remedy = "先运行 supervision overlay --remove"
