"""Counting working days as the law does; the calendar is an argument and says which years it knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day that was counted out; `provisional` when the count touched a year that is not announced."""

    day: date
    provisional: bool
    calendar: str

    @property
    def note(self) -> str:
        """Return what has to stand beside a provisional day."""
        return "该年度放假安排尚未公布，按周一至周五暂计" if self.provisional else ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of working days between two dates."""

    days: int
    provisional: bool
    calendar: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days that differ from their weekday, the years that are announced, and the version of both."""

    days: Mapping[date, bool]
    announced: frozenset[int]
    version: str
    region: str = "CN"
    names: Mapping[date, str] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked: as announced, else Monday to Friday.

        依据: 国务院办公厅年度放假通知；未公布年度按周一至周五暂计。
        单位: 一个公历日。
        错误: 不抛出；是否暂计见 is_provisional。
        """
        return self.days.get(day, day.weekday() < SATURDAY)

    def is_provisional(self, day: date) -> bool:
        """Tell whether a day's year is not announced yet.

        依据: 国务院办公厅年度放假通知。
        单位: 一个公历日。
        错误: 不抛出。
        """
        return day.year not in self.announced

    def add(self, start: date, workdays: int) -> Reckoned:
        """Return the last day of a period of working days; a negative number counts backwards.

        依据: 民法典第二百零一条（开始的当日不计入）；行政处罚法第八十五条。
        单位: 工作日；0 即当日。
        错误: 不抛出；跨入未公布年度时 provisional 为真。
        """
        step = ONE_DAY if workdays >= 0 else -ONE_DAY
        day, left, provisional = start, abs(workdays), False
        while left:
            day += step
            provisional = provisional or self.is_provisional(day)
            left -= self.is_workday(day)
        return Reckoned(day, provisional, self.version)

    def add_days(self, start: date, days: int) -> Reckoned:
        """Return the last day of a period of calendar days, moved to the next working day where it is none.

        依据: 民法典第二百零一条、第二百零三条。
        单位: 自然日；最后一日为法定休假日的顺延至次个工作日。
        错误: 不抛出；跨入未公布年度时 provisional 为真。
        """
        day = start + timedelta(days=days)
        provisional = self.is_provisional(day)
        while not self.is_workday(day):
            day += ONE_DAY
            provisional = provisional or self.is_provisional(day)
        return Reckoned(day, provisional, self.version)

    def difference(self, start: date, end: date) -> Counted:
        """Return how many working days lie after the start up to and including the end; negative when the end is earlier.

        依据: 民法典第二百零一条（开始的当日不计入）。
        单位: 工作日。
        错误: 不抛出；跨未公布年度时 provisional 为真。
        """
        first, last, sign = (start, end, 1) if start <= end else (end, start, -1)
        span = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
        provisional = any(self.is_provisional(day) for day in span)
        return Counted(sign * sum(map(self.is_workday, span)), provisional, self.version)
