"""The words in which a decision's state is said; each is stored and held by a CHECK."""

from enum import StrEnum


class Kind(StrEnum):
    """双公示类别."""

    LICENCE = "licence"
    PENALTY = "penalty"


class Party(StrEnum):
    """Which table of the standard: 法人 (with 个体工商户) or 自然人."""

    LEGAL = "legal"
    PERSON = "person"


class Status(StrEnum):
    """Whether the decision holds, as its authority says."""

    VALID = "valid"
    VOID = "void"


class Change(StrEnum):
    """How the standing version came about."""

    NEW = "new"
    CORRECTED = "corrected"
    REVOKED = "revoked"
    ANNULLED = "annulled"


class Procedure(StrEnum):
    """处罚程序; the standard has no column for it."""

    SIMPLE = "simple"
    ORDINARY = "ordinary"


class Severity(StrEnum):
    """失信严重程度: 轻微, 一般, 严重."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


KIND_LABELS = {Kind.LICENCE: "行政许可", Kind.PENALTY: "行政处罚"}
STATUS_LABELS = {Status.VALID: "有效", Status.VOID: "无效"}
CHANGE_LABELS = {Change.NEW: "新报", Change.CORRECTED: "更正", Change.REVOKED: "撤销", Change.ANNULLED: "注销"}
SEVERITY_LABELS = {Severity.MINOR: "轻微", Severity.GENERAL: "一般", Severity.SERIOUS: "严重"}
PROCEDURE_LABELS = {Procedure.SIMPLE: "简易程序", Procedure.ORDINARY: "普通程序"}
