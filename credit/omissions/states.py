"""Something that seems not to be reported: found, explained, settled."""

from enum import StrEnum

from supervision.kernel.transitions import Transitions


class Ground(StrEnum):
    """从什么发现."""

    SERIES = "series"
    COUNTER = "counter"

    @property
    def label(self) -> str:
        return {"series": "文号缺口", "counter": "窗口办结"}[self]


class OmissionState(StrEnum):
    """未报线索状态."""

    OPEN = "open"
    EXPLAINED = "explained"
    REPORTED = "reported"
    EXCUSED = "excused"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        return {
            "open": "待核实",
            "explained": "已说明，待认定",
            "reported": "已补报",
            "excused": "说明成立",
            "confirmed": "认定瞒报",
        }[self]

    @property
    def tone(self) -> str:
        return {"open": "warn", "explained": "info", "reported": "ok", "excused": "mute", "confirmed": "bad"}[self]


class OmissionAction(StrEnum):
    """What may happen to it."""

    EXPLAIN = "explain"
    ARRIVE = "arrive"
    EXCUSE = "excuse"
    CONFIRM = "confirm"
    RETURN = "return"


OMISSION = Transitions(
    {
        (OmissionState.OPEN, OmissionAction.EXPLAIN): OmissionState.EXPLAINED,
        (OmissionState.OPEN, OmissionAction.ARRIVE): OmissionState.REPORTED,
        (OmissionState.OPEN, OmissionAction.CONFIRM): OmissionState.CONFIRMED,
        (OmissionState.EXPLAINED, OmissionAction.EXCUSE): OmissionState.EXCUSED,
        (OmissionState.EXPLAINED, OmissionAction.CONFIRM): OmissionState.CONFIRMED,
        (OmissionState.EXPLAINED, OmissionAction.RETURN): OmissionState.OPEN,
        (OmissionState.EXPLAINED, OmissionAction.ARRIVE): OmissionState.REPORTED,
        (OmissionState.EXCUSED, OmissionAction.ARRIVE): OmissionState.REPORTED,
        (OmissionState.CONFIRMED, OmissionAction.ARRIVE): OmissionState.REPORTED,
    }
)
