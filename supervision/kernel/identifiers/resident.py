"""The resident number (公民身份号码) and its relatives with the same check."""

import re
from datetime import date
from typing import Final

from supervision.kernel.identifiers.normalise import normalise_code
from supervision.kernel.identifiers.verdict import Problem, Verdict

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
_SHAPE: Final = re.compile(r"[0-9]{17}[0-9X]")
_OLD: Final = re.compile(r"[0-9]{15}")
_EARLIEST_BIRTH: Final = date(1800, 1, 1)
_RESIDENCE_PERMIT: Final = ("81", "82", "83")


def resident_check(body: str) -> str:
    """Return the eighteenth character for the first seventeen digits.

    依据: GB 11643-1999；ISO 7064 MOD 11-2。
    单位: 17 位数字。
    错误: ValueError（含非数字）。
    """
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def check_resident_number(text: str, *, archive: bool = False) -> Verdict:
    """Check a resident number; an unknown or retired division is never a reason to refuse.

    依据: GB 11643-1999；15 位号码自 2013-01-01 起停用，仅档案补录（archive）可收。
    单位: 18 位；永久居留证（9 开头）与港澳台居住证（81、82、83 开头）同校验。
    错误: 不抛出；问题列于 Verdict.problems。
    """
    code = normalise_code(text)
    if _OLD.fullmatch(code):
        return Verdict(code, "resident15", _old(code, archive=archive))
    if not _SHAPE.fullmatch(code):
        return Verdict(code, "resident", (WRONG_SHAPE,))
    if resident_check(code[:17]) != code[17]:
        return Verdict(code, "resident", (WRONG_CHECK,))
    kind = _kind(code)
    if kind != "permanent" and born_on(code) is None:
        return Verdict(code, kind, (WRONG_BIRTH,))
    return Verdict(code, kind)


def born_on(code: str) -> date | None:
    """Return the birth date inside a number, or `None` where the digits are no date.

    依据: GB 11643-1999（第 7 至 14 位；15 位旧号为第 7 至 12 位，世纪按 19 计）。
    单位: 公历日期。
    错误: 不抛出。
    """
    digits = code[6:14] if len(code) == len(WEIGHTS) + 1 else "19" + code[6:12]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born >= _EARLIEST_BIRTH else None


WRONG_SHAPE: Final = Problem("resident.shape", "公民身份号码应为 17 位数字加 1 位校验码", "请核对证件号码，末位可为 X")
WRONG_CHECK: Final = Problem("resident.check", "公民身份号码校验位不正确", "请对照证件逐位核对")
WRONG_BIRTH: Final = Problem("resident.birth", "公民身份号码中的出生日期不存在", "请核对第 7 至 14 位")
RETIRED_FORM: Final = Problem("resident.retired", "15 位身份证号码已于 2013-01-01 停用", "请填写 18 位公民身份号码")


def _kind(code: str) -> str:
    if code.startswith("9"):
        return "permanent"
    return "residence" if code.startswith(_RESIDENCE_PERMIT) else "resident"


def _old(code: str, *, archive: bool) -> tuple[Problem, ...]:
    if born_on(code) is None:
        return (WRONG_BIRTH,)
    if not archive:
        return (RETIRED_FORM,)
    return (Problem(RETIRED_FORM.code, RETIRED_FORM.message, "档案补录可用，建议补录 18 位号码", rejects=False),)
