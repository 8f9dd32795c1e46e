"""A clock of publicity as it runs for one decision."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """By when something is due: the day, the rule with its version, and the calendar that it was counted with."""

    step: str
    start: date
    by: date
    length: int
    unit: str
    rule: str
    basis: str
    calendar: str
    provisional: bool
    runs_from: str

    @property
    def words(self) -> str:
        """Return the rule in words, such as 自作出决定之日起 7 个工作日内公示."""
        begin = "决定生效" if self.runs_from == "effect" else "作出决定"
        unit = "个工作日" if self.unit == "workday" else "日"
        return f"自{begin}之日起 {self.length} {unit}内{self.step}"

    @property
    def note(self) -> str:
        """Return what stands beside a day that may still move."""
        return "该年度放假安排尚未公布，按周一至周五暂计" if self.provisional else ""
