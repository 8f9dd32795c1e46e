"""Which numbers are missing in a series, and how surely each stands for a decision that was not reported."""

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import numpy.typing as npt

from credit.omissions.finding.schemas import Method
from supervision.kernel.rulebook.rules import Rule

Numbers = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]
NEAR = np.timedelta64(7, "D")
DOUBTED = 0.5


def method_of(rule: Rule) -> Method:
    """Return the method that a rule of the rulebook says.

    依据: 规则库“credit.omission”；国家未规定查找办法，参数由本市确定，注明可信度。
    单位: 窗口、最小样本、最长连缺为文号个数，回看为日。
    错误: KeyError（规则缺少参数）。
    """
    params = rule.params
    return Method(
        rule.reference,
        float(params["threshold"]),
        float(params["prior"]),
        float(params["least"]),
        int(params["window"]),
        int(params["smallest"]),
        int(params["longest_run"]),
        int(params["back_days"]),
        str(params["text"]),
        rule.legal_basis,
    )


def missing(known: Numbers, method: Method) -> tuple[Numbers, Shares]:
    """Return the numbers missing between known ones, ascending, with the certainty of each.

    `known` is sorted, each number once. A series that uses its numbers one after another says by its density how many of its gaps
    are decisions: the share of the numbers around a gap that are known, the gap itself left out. A long run of gaps is rather a
    block that another office uses, so its certainty falls with the length of the run.

    依据: 规则库“credit.omission”：连号登记的文号，缺号应有去向；密度不足的不作推断。
    单位: 文号个数；确信度 0 到 1。
    错误: 不抛出；样本不足时返回空。
    """
    none = np.empty(0, np.int64), np.empty(0, np.float64)
    if len(known) < method.smallest:
        return none
    steps = np.diff(known)
    longest = min(method.longest_run, max(2, len(known) // 10))
    places = np.flatnonzero((steps > 1) & (steps - 1 <= longest))
    if not len(places):
        return none
    found, shares = [], []
    for place in places:
        run = int(steps[place]) - 1
        numbers = known[place] + 1 + np.arange(run)
        found.append(numbers)
        shares.append(np.full(run, _share(known, int(place), run, method)))
    return np.concatenate(found), np.concatenate(shares)


def _share(known: Numbers, place: int, run: int, method: Method) -> float:
    """Return how dense a series is on the weaker side of a gap, lowered by what a chance of its own gaps would leave."""
    low, high = max(0, place + 1 - method.window), min(len(known), place + 1 + method.window)
    below, above = known[low : place + 1], known[place + 1 : high]
    sides = [side for side in (below, above) if len(side) > 1]
    if not sides:
        return 0.0
    there = sum(len(side) - 1 for side in sides)
    span = sum(int(side[-1] - side[0]) for side in sides)
    density = (there + 1) / (span + 2)
    return density / (1 + (run - 1) / method.longest_run)


def misread(numbers: Numbers, days: Days, decisions: Numbers, method: Method) -> Callable[[date, date], float]:
    """Return what a gap between two days is worth beside numbers that seem to be typed wrongly: 0.5 where one fits, or 1.

    A number that two decisions have, or one far from all others, may belong into a gap of the same days.

    依据: 规则库“credit.omission”；手工录入的文号常有误录。
    单位: 倍数。
    错误: 不抛出。
    """
    order = np.argsort(numbers, kind="stable")
    sorted_numbers, sorted_days, owners = numbers[order], days[order], decisions[order]
    alike = (np.diff(sorted_numbers) == 0) & (np.diff(owners) != 0)
    twice = np.r_[alike, False] | np.r_[False, alike]
    far = np.diff(sorted_numbers) > method.longest_run
    alone = np.r_[False, far] & np.r_[far, True]
    strays = sorted_days[twice | alone]

    def worth(after: date, before: date) -> float:
        low, high = np.datetime64(after) - NEAR, np.datetime64(before) + NEAR
        return DOUBTED if bool(((strays >= low) & (strays <= high)).any()) else 1.0

    return worth


def between(known: Numbers, days: Days, number: int) -> Iterator[date]:
    """Return the days of the decisions before and after a missing number, the earlier one first.

    依据: 文号按作出决定的先后编排。
    单位: 日。
    错误: 不抛出。
    """
    place = int(np.searchsorted(known, number))
    near = days[max(0, place - 1) : place + 1]
    yield near.min().astype(object)
    yield near.max().astype(object)
