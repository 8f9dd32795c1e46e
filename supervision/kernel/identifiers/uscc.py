"""The unified social credit code (统一社会信用代码)."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from supervision.kernel.identifiers.normalise import normalise_code
from supervision.kernel.identifiers.organisation import organisation_check
from supervision.kernel.identifiers.verdict import Problem, Verdict
from supervision.kernel.packaged import table

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS: Final = tuple(pow(3, position, 31) for position in range(17))
LENGTH: Final = 18
VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class Category:
    """What the first two characters of a code say about its holder."""

    prefix: str
    authority: str
    category: str


@cache
def categories() -> dict[str, Category]:
    """Return the table of registering authorities and their categories."""
    rows = table("supervision.kernel.identifiers", "uscc_authority_codes.csv")
    return {row["prefix"]: Category(row["prefix"], row["authority_cn"], row["category_cn"]) for row in rows}


@cache
def authorities() -> frozenset[str]:
    """Return the first characters that stand for a registering authority."""
    return frozenset(prefix[0] for prefix in categories())


def uscc_check(body: str) -> str:
    """Return the eighteenth character for the first seventeen.

    依据: GB 32100-2015。
    单位: 17 位字符（字符集不含 I、O、S、V、Z）。
    错误: KeyError（含字符集以外的字符）。
    """
    total = sum(VALUES[character] * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def category_of(code: str) -> Category | None:
    """Return the holder's category as far as the prefix tells."""
    return categories().get(code[:2])


def check_uscc(text: str) -> Verdict:
    """Check a unified social credit code.

    依据: GB 32100-2015；第 17 位为组织机构代码校验位（GB 11714-1997），仅提示不拒绝，因旧证换码存在例外。
    单位: 18 位字符。
    错误: 不抛出；问题列于 Verdict.problems。
    """
    code = normalise_code(text)
    problem = _shape(code)
    if problem is not None:
        return Verdict(code, "uscc", (problem,))
    if uscc_check(code[:17]) != code[17]:
        return Verdict(code, "uscc", (WRONG_CHECK,))
    return Verdict(code, "uscc", _remarks(code))


WRONG_CHECK: Final = Problem("uscc.check", "统一社会信用代码校验位不正确", "请对照营业执照核对，常见为抄录错位或误写")


def _shape(code: str) -> Problem | None:
    if not code:
        return Problem("uscc.empty", "统一社会信用代码为空", "请填写营业执照或登记证书上的 18 位代码")
    if len(code) != LENGTH:
        return Problem("uscc.length", f"统一社会信用代码应为 18 位，现为 {len(code)} 位", "请对照营业执照补全或删去多余字符")
    foreign = next((character for character in code if character not in VALUES), None)
    if foreign is not None:
        return Problem(
            "uscc.alphabet", f"统一社会信用代码不使用字符“{foreign}”", "代码中没有字母 I、O、S、V、Z，请核对是否应为数字"
        )
    if code[0] not in authorities():
        return Problem("uscc.authority", f"首位“{code[0]}”不是登记管理部门代码", "请核对首位，企业为 9，机关事业单位为 1")
    if not code[2:8].isdigit():
        return Problem("uscc.division", "第 3 至 8 位应为数字（行政区划代码）", "请核对第 3 至 8 位")
    return None


def _remarks(code: str) -> tuple[Problem, ...]:
    remarks = []
    if code[:2] not in categories():
        remarks.append(
            Problem("uscc.category", f"机构类别“{code[:2]}”不在国家标准目录中", "代码可用，请留意类别是否正确", rejects=False)
        )
    if organisation_check(code[8:16]) != code[16]:
        remarks.append(Problem("uscc.inner", "第 17 位与组织机构代码校验不一致", "代码可用，请对照证照确认无误", rejects=False))
    return tuple(remarks)
