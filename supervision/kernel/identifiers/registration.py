"""The old business registration number (工商注册号) in each form that archives still carry."""

import re
from typing import Final

from supervision.kernel.identifiers.normalise import is_text_number, normalise_code
from supervision.kernel.identifiers.verdict import Problem, Verdict

_DIGITS: Final = re.compile(r"[0-9]{15}")
_LEGACY: Final = re.compile(r"[0-9]{13}")
_COOPERATIVE: Final = re.compile(r"[0-9]{6}N[AB][0-9]{6}[0-9X]")


def registration_check(body: str) -> str:
    """Return the fifteenth digit for the first fourteen.

    依据: 工商总局 GS 15-2006；ISO 7064 MOD 11,10。
    单位: 14 位数字。
    错误: ValueError（含非数字）。
    """
    product = 10
    for digit in body:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return str((11 - product) % 10)


def check_registration_number(text: str) -> Verdict:
    """Check an old registration number; only the 15-digit form has a check digit.

    依据: 工商总局 GS 15-2006；13 位旧号、农民专业合作社号与文字号没有可用的校验位，原样保留。
    单位: 15 位或 13 位数字，或文字号。
    错误: 不抛出；问题列于 Verdict.problems。
    """
    code = normalise_code(text)
    if _DIGITS.fullmatch(code):
        wrong = registration_check(code[:14]) != code[14]
        return Verdict(code, "registration", (WRONG_CHECK,) if wrong else ())
    if _LEGACY.fullmatch(code):
        return Verdict(code, "legacy", (_unchecked("13 位旧注册号"),))
    if _COOPERATIVE.fullmatch(code):
        return Verdict(code, "cooperative", (_unchecked("农民专业合作社注册号"),))
    if is_text_number(code) and any(character.isdigit() for character in code):
        return Verdict(code, "text", (_unchecked("文字注册号"),))
    return Verdict(code, "unknown", (NOT_A_NUMBER,))


WRONG_CHECK: Final = Problem("registration.check", "注册号校验位不正确", "请对照旧营业执照核对 15 位注册号")
NOT_A_NUMBER: Final = Problem("registration.shape", "不是可识别的注册号", "请填写 15 位注册号，或改填统一社会信用代码")


def _unchecked(form: str) -> Problem:
    return Problem("registration.unchecked", f"{form}没有校验位，按原文保存", "建议补录统一社会信用代码", rejects=False)
