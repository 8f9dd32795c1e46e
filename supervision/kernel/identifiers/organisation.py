"""The organisation code (组织机构代码): nine characters, the heart of a unified code."""

from typing import Final

from supervision.kernel.identifiers.normalise import normalise_code
from supervision.kernel.identifiers.verdict import Problem, Verdict

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "0X987654321"
LENGTH: Final = 9


def organisation_check(body: str) -> str:
    """Return the ninth character for the first eight.

    依据: GB 11714-1997；C9 = 11 − (Σ mod 11)，10 记 X，11 记 0。
    单位: 8 位数字或大写字母（含全部 26 个字母，与统一代码字符集不同）。
    错误: KeyError（含其他字符）。
    """
    total = sum(VALUES[character] * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def check_organisation_code(text: str) -> Verdict:
    """Check an organisation code with or without its hyphen.

    依据: GB 11714-1997。
    单位: 9 位字符。
    错误: 不抛出；问题列于 Verdict.problems。
    """
    code = normalise_code(text)
    if len(code) != LENGTH or any(character not in VALUES for character in code):
        problem = Problem("organisation.shape", "组织机构代码应为 8 位本体加 1 位校验码", "请按“XXXXXXXX-X”核对")
    elif organisation_check(code[:8]) != code[8]:
        problem = Problem("organisation.check", "组织机构代码校验位不正确", "请对照组织机构代码证核对")
    else:
        return Verdict(code, "organisation")
    return Verdict(code, "organisation", (problem,))
