"""How alike two sides are, as a sum of reasons that can be read line by line."""

import difflib
import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

FORM = re.compile(
    "(有限责任公司|股份有限公司|有限公司|合伙企业有限合伙|有限合伙|普通合伙|合伙企业|个人独资企业|农民专业合作社|专业合作社|合作社"
    "|个体工商户|分公司|总公司|集团|公司|商行|经营部|门市部)"
)
NAME_POINTS, CORE_POINTS, CODE_POINTS, PERSON_POINTS, ADDRESS_POINTS = 45, 25, 15, 10, 5
NEAR_EDITS = 2
PART_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says about itself."""

    name: str
    normal: str
    code: str | None = None
    legal_rep: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of a score: what was compared, how it came out, and what it adds."""

    what: str
    outcome: str
    points: int


def core(normal_name: str) -> str:
    """Return a name without the words that say only its legal form.

    依据: 企业名称登记管理规定（行政区划、字号、行业、组织形式四段中，组织形式不区分主体）。
    单位: 无。
    错误: 无。
    """
    return FORM.sub("", normal_name) or normal_name


def reasons(row: Side, archive: Side) -> tuple[Reason, ...]:
    """Return why the two sides might, or might not, be the same; the points add up to the score.

    依据: 第 1.6 节：名称不能单独决定，只作建议。
    单位: 分，满分 100。
    错误: 无。
    """
    lines = [_name(row, archive), _core(row, archive), _code(row, archive), _person(row, archive), _address(row, archive)]
    return tuple(line for line in lines if line is not None)


def score(lines: tuple[Reason, ...]) -> int:
    """Return the sum of the points.

    依据: 同 `reasons`。
    单位: 分。
    错误: 无。
    """
    return max(0, sum(line.points for line in lines))


def _name(row: Side, archive: Side) -> Reason:
    if row.normal == archive.normal:
        return Reason("名称", "去掉括号和空格后相同", NAME_POINTS)
    alike = fuzz.ratio(row.normal, archive.normal)
    return Reason("名称", f"{alike:.0f}% 相同", round(NAME_POINTS * max(0.0, alike - 50) / 50))


def _core(row: Side, archive: Side) -> Reason:
    ours, theirs = core(row.normal), core(archive.normal)
    alike = max(fuzz.ratio(ours, theirs), PART_WEIGHT * fuzz.partial_ratio(ours, theirs))
    return Reason("字号与行业", f"{alike:.0f}% 相同", round(CORE_POINTS * max(0.0, alike - 50) / 50))


def _code(row: Side, archive: Side) -> Reason | None:
    if not row.code or not archive.code:
        return None
    edits = Levenshtein.distance(row.code, archive.code)
    if edits == 0:
        return Reason("代码", "相同", CODE_POINTS)
    if edits <= NEAR_EDITS:
        return Reason("代码", f"只差 {edits} 个字符，可能是填错", CODE_POINTS // 2)
    return Reason("代码", "不同", -CODE_POINTS)


def _person(row: Side, archive: Side) -> Reason | None:
    if not row.legal_rep or not archive.legal_rep or "*" in row.legal_rep:
        return None
    same = row.legal_rep == archive.legal_rep
    return Reason("法定代表人", "姓名相同" if same else "姓名不同", PERSON_POINTS if same else 0)


def _address(row: Side, archive: Side) -> Reason | None:
    if not row.address or not archive.address:
        return None
    alike = fuzz.partial_ratio(row.address, archive.address)
    return Reason("地址", f"{alike:.0f}% 相同", round(ADDRESS_POINTS * alike / 100))


def differing(left: str, right: str) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Return both texts cut into parts, each marked true where it differs from the other side.

    依据: 无。
    单位: 无。
    错误: 无。
    """
    ours: list[tuple[bool, str]] = []
    theirs: list[tuple[bool, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if left[a:b]:
            ours.append((tag != "equal", left[a:b]))
        if right[c:d]:
            theirs.append((tag != "equal", right[c:d]))
    return ours, theirs
