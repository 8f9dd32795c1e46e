"""Which pairs of characters a name is looked up by, and how near the nearest name is."""

from collections.abc import Iterable, Mapping, Sequence

from supervision.archive.linking.suggesting.rules import Side, core, reasons, score
from supervision.archive.loading.features import grams_of

HUNDRED = 100
LIKELY_FROM = 40


def alternatives(normal_name: str, common: Mapping[str, float]) -> Sequence[Sequence[str]]:
    """Return three sets of pairs, any of which a similar name contains: two each of the three rarest.

    依据: 同 `suggesting.rules.reasons`；一处写错最多毁掉相邻两个字对。
    单位: 无。
    错误: 无；没有名称时返回空。
    """
    if not normal_name:
        return ()
    from_the_end = list(dict.fromkeys(grams_of(core(normal_name))))[::-1]  # a name begins with its region, which says least
    grams = sorted(from_the_end, key=lambda gram: common.get(gram, 0.0))[:3]
    first, second, third = (grams + grams + grams)[:3]
    return ((first, second), (first, third), (second, third))


def distance(normal_name: str, others: Iterable[str]) -> int:
    """Return what the best of the names lacks to a hundred points.

    依据: 同 `suggesting.rules.reasons`，只用名称。
    单位: 分；100 表示没有任何相近名称。
    错误: 无。
    """
    side = Side(normal_name, normal_name)
    return HUNDRED - max((score(reasons(side, Side(other, other))) for other in set(others)), default=0)
