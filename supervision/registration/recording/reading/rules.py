"""What the words of a registration mean, and when nobody but the registrar can tell.

An entry is held only where the archive could not be written without guessing. Whatever else is odd is remarked and goes on:
an unclear scope or division is for the pool to sort out, not a reason to keep a registration from those who must know of it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from supervision.intake.reading.cells.rules import INVISIBLE, PLACEHOLDERS, RESIDENT_NUMBER, TEXT_MARK, read_date
from supervision.kernel.identifiers import (
    check_organisation_code,
    check_registration_number,
    check_resident_number,
    check_uscc,
    normalise_code,
    suggest_code,
)
from supervision.registration.recording.reading.schemas import Draft
from supervision.registration.recording.schemas import NewEntry, Remark
from supervision.registration.recording.states import LABELS, EntryKind

USCC_LENGTH: Final = 18
REGNO_LENGTH: Final = 15
LONGEST: Final = {"source_no": 100, "name": 300, "type_name": 200, "legal_rep": 300, "address": 1000, "telephone": 100}
LONGEST_CODE: Final = 64
LONGEST_SCOPE: Final = 20_000
LEAST_HAN: Final = 0.5
TEXTS: Final = ("name", "type_name", "legal_rep", "scope", "address", "telephone")
LABELS_OF: Final = {
    "name": "企业名称",
    "type_name": "企业类型",
    "legal_rep": "法定代表人",
    "scope": "经营范围",
    "address": "住所",
    "telephone": "联系电话",
    "source_no": "业务编号",
}
WORDS: Final = (
    ("吊销", EntryKind.REVOCATION),
    ("注销", EntryKind.CANCELLATION),
    ("设立|开业|新设|新办|成立", EntryKind.ESTABLISHMENT),
    ("范围", EntryKind.SCOPE_CHANGE),
    ("住所|地址|场所|迁", EntryKind.ADDRESS_CHANGE),
)
CODES: Final = {kind.value: kind for kind in EntryKind if kind is not EntryKind.UNKNOWN}
_INVISIBLE: Final = re.compile(f"{INVISIBLE}|[\ud800-\udfff]")
_MARK: Final = re.compile(TEXT_MARK)
_RESIDENT: Final = re.compile(RESIDENT_NUMBER)
_DIGITS_OF_RESIDENT: Final = re.compile(r"[1-9]\d{16}[0-9Xx]")
_PLAIN: Final = re.compile(r"[0-9A-Z]+")
_SPOILT: Final = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_GARBLED: Final = re.compile("\ufffd|锟斤拷|烫烫烫|[?？]{3,}|[À-ÿ]{4,}")
_DIVISION: Final = re.compile(r"(\d{6})(\d{3}|\d{6})?")

NO_NAME = Remark("V01", "没有企业名称", "补填企业名称后重新报送")
NO_KIND = Remark("V01", "没有业务类型", "填写设立、经营范围变更、住所变更、吊销或注销")
NO_DATE = Remark("V01", "没有核准日期", "补填核准日期后重新报送")
NO_CODE = Remark("V03", "没有统一社会信用代码，也没有注册号，不能确定是哪一个主体", "补填代码或注册号后重新报送")
NEAR_CODE = Remark("V03", "代码位数不对：统一社会信用代码 18 位，注册号 15 位", "对照营业执照补全或删去多余的字符")
SPOILT_CODE = Remark("V03", "代码被表格软件改成了科学计数法，末位已丢失", "把该列设为文本格式后重新报送")
WRONG_CODE = "统一社会信用代码的校验码不正确"
COMPARE_CODE = "对照营业执照改正代码后重新报送"
RESIDENT_CODE = Remark("V20", "代码栏里是公民身份号码，已加密保存，不作代码使用", "改填统一社会信用代码或注册号")
RESIDENT_TEXT = Remark("V20", "文字中出现公民身份号码，显示时已遮盖", "报送时不要填写公民身份号码")
FUTURE = Remark("V09", "核准日期晚于收到日期", "核对核准日期")
OLD_NUMBER = Remark("legacy", "只有 15 位注册号，按旧号归档", "有统一社会信用代码的，请补报")
WRONG_REGNO = Remark("legacy", "15 位注册号的校验码不符，按旧号保存", "对照旧营业执照核对；有统一社会信用代码的，请补报")
LEGACY_CODE = Remark("legacy", "不是 18 位代码或 15 位注册号，按旧号原样保存", "有统一社会信用代码的，请补报")
NO_SCOPE = Remark("scope", "经营范围为空，无法比对审批事项，将进入待认领", "补报经营范围")
GARBLED_SCOPE = Remark("scope", "经营范围是乱码，无法比对审批事项，将进入待认领", "按 UTF-8 编码重新报送经营范围")
ONLY_CHANGED = Remark("kind", "业务类型只写了“变更”，按{kind}处理", "下次写明变更的事项")
NUMBERED_HERE = Remark("number", "没有业务编号，平台按类型、代码和日期编了号", "报送登记系统的业务编号，才能分清同日两笔业务")
SEVERAL_DIVISIONS = "区划“{given}”不在行政区划代码表中，按住所区划不明处理，将进入待认领"
FIX_DIVISION = "填写 6 位行政区划代码后重新报送"
NEEDS_SCOPE: Final = frozenset({EntryKind.ESTABLISHMENT, EntryKind.SCOPE_CHANGE})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading needs to know from outside: the day on which it came, and which division codes there are."""

    received_on: date
    is_division: Callable[[str], bool]


def read(entry: NewEntry, known: Knowledge) -> Draft:
    """Return what an entry says, with the first reason to hold it and everything worth knowing.

    依据: 归集校验规则 V01、V03、V09、V20；先照后证改革后不因告知信息不清而不告知（国发〔2015〕62号）。
    单位: 无。
    错误: 无；问题都成为 held 或 remarks。
    """
    draft = Draft("", EntryKind.UNKNOWN, None)
    _read_texts(entry, draft)
    _read_kind(entry, draft)
    _read_day(entry, draft, known)
    _read_codes(entry, draft)
    _read_scope(draft)
    _read_division(entry, draft, known)
    draft.scope_codes = tuple(code for item in entry.scope_codes if (code := plain(str(item))))
    draft.source_no = _number(entry, draft)
    return draft


def plain(text: str | None) -> str | None:
    """Return a text without what nobody sees, and nothing where a placeholder stands.

    依据: 归集校验规则（零宽字符、占位符）。
    单位: 无。
    错误: 无。
    """
    if text is None:
        return None
    found = _MARK.sub(r"\1", _INVISIBLE.sub("", text).strip())
    return None if found in PLACEHOLDERS else found


def covered(text: str) -> str:
    """Return a text with resident numbers covered.

    依据: 个人信息保护法第五十一条。
    单位: 无。
    错误: 无。
    """
    if _RESIDENT.search(text) is None:
        return text
    return _DIGITS_OF_RESIDENT.sub(lambda found: found[0][:2] + "＊" * 14 + found[0][-2:], text)


def _read_texts(entry: NewEntry, draft: Draft) -> None:
    for name in TEXTS:
        value = plain(getattr(entry, name))
        if value is None:
            continue
        shown = covered(value)
        if shown != value:
            draft.private = True
            draft.remarks.append(RESIDENT_TEXT)
        limit = LONGEST.get(name, LONGEST_SCOPE)
        if len(shown) > limit:
            draft.hold(Remark("V02", f"“{LABELS_OF[name]}”超过 {limit} 个字", f"缩短到 {limit} 个字以内后重新报送"))
        setattr(draft, name, shown[:limit])
    if draft.name is None:
        draft.hold(NO_NAME)


def _read_kind(entry: NewEntry, draft: Draft) -> None:
    given = plain(entry.kind)
    if given is None:
        draft.hold(NO_KIND)
        return
    kind = kind_of(given)
    if kind is None and "变更" in given:
        kind = EntryKind.SCOPE_CHANGE if draft.scope or not draft.address else EntryKind.ADDRESS_CHANGE
        message = ONLY_CHANGED.message.format(kind=LABELS[kind])
        draft.remarks.append(Remark(ONLY_CHANGED.rule, message, ONLY_CHANGED.remedy))
    if kind is None:
        draft.hold(Remark("kind", f"业务类型“{given[:20]}”不在设立、经营范围变更、住所变更、吊销、注销之内", NO_KIND.remedy))
        return
    draft.kind = kind


def kind_of(text: str) -> EntryKind | None:
    """Return the kind that a code or a wording means.

    依据: 市场主体登记管理条例第二十四、三十一、三十三条；双告知的触发业务。
    单位: 无。
    错误: 无；认不出为空。
    """
    named = CODES.get(text.strip().lower())
    if named is not None:
        return named
    return next((kind for pattern, kind in WORDS if re.search(pattern, text)), None)


def _read_day(entry: NewEntry, draft: Draft, known: Knowledge) -> None:
    given = plain(entry.occurred_on)
    if given is None:
        draft.hold(NO_DATE)
        return
    reading = read_date(given)
    if not isinstance(reading.value, date):
        words = reading.remark.message if reading.remark else "不是日期"
        draft.hold(Remark("V09", f"核准日期“{given[:20]}”{words}", "改成 2026-11-18 这样的写法"))
        return
    draft.occurred_on = reading.value
    if reading.remark is not None:
        draft.remarks.append(Remark(reading.remark.rule, f"核准日期{reading.remark.message}", reading.remark.remedy))
    if draft.occurred_on > known.received_on:
        draft.hold(FUTURE)


def _read_codes(entry: NewEntry, draft: Draft) -> None:
    code, regno = _tidy(entry.code), _tidy(entry.regno)
    if code is not None and len(code) == REGNO_LENGTH and _PLAIN.fullmatch(code) and regno in {None, code}:
        code, regno = None, code
    if code is not None:
        _judge_code(code, draft)
    if regno is not None:
        _judge_regno(regno, draft, alone=code is None)
    if code is None and regno is None:
        draft.hold(NO_CODE)


def _tidy(text: str | None) -> str | None:
    given = plain(text)
    return None if given is None else normalise_code(given) or None


def _judge_code(code: str, draft: Draft) -> None:
    if _is_resident(code):
        draft.private = True
        draft.hold(RESIDENT_CODE)
        return
    draft.code = code[:LONGEST_CODE]
    if _SPOILT.fullmatch(code):
        draft.hold(SPOILT_CODE)
    elif len(code) == USCC_LENGTH and _PLAIN.fullmatch(code):
        if not check_uscc(code).ok:
            draft.hold(Remark("V03", WRONG_CODE, _proposal(code)))
    elif len(code) > REGNO_LENGTH and _PLAIN.fullmatch(code):
        draft.hold(NEAR_CODE)
    elif not check_organisation_code(code).ok:
        draft.remarks.append(LEGACY_CODE)


def _judge_regno(regno: str, draft: Draft, *, alone: bool) -> None:
    if _is_resident(regno):
        draft.private = True
        draft.hold(RESIDENT_CODE)
        return
    draft.regno = regno[:LONGEST_CODE]
    if len(regno) != REGNO_LENGTH or not _PLAIN.fullmatch(regno):
        near = len(regno) > REGNO_LENGTH and _PLAIN.fullmatch(regno) is not None
        if alone and (near or _SPOILT.fullmatch(regno)):
            draft.hold(NEAR_CODE)
        else:
            draft.remarks.append(LEGACY_CODE)
    elif not check_registration_number(regno).ok:
        draft.remarks.append(WRONG_REGNO)
    elif alone:
        draft.remarks.append(OLD_NUMBER)


def _is_resident(code: str) -> bool:
    return len(code) == USCC_LENGTH and not check_uscc(code).ok and check_resident_number(code).ok


def _proposal(code: str) -> str:
    offered = suggest_code(code, limit=2)
    return f"是否为 {offered[0]}？请对照营业执照改正后重新报送" if len(offered) == 1 else COMPARE_CODE


def _read_scope(draft: Draft) -> None:
    if draft.scope is None:
        if draft.kind in NEEDS_SCOPE:
            draft.remarks.append(NO_SCOPE)
    elif garbled(draft.scope):
        draft.remarks.append(GARBLED_SCOPE)


def garbled(text: str) -> bool:
    """Tell whether a text is the debris of a wrong encoding rather than words.

    依据: 归集校验规则；经营范围以中文书写（企业经营范围登记管理规定）。
    单位: 西文以外的字母中汉字不到一半，或出现替换字符、连续问号。
    错误: 无。
    """
    if _GARBLED.search(text):
        return True
    letters = [character for character in text if character.isalpha() and not character.isascii()]
    return len(_HAN.findall(text)) < LEAST_HAN * len(letters)


def _read_division(entry: NewEntry, draft: Draft, known: Knowledge) -> None:
    given = plain(entry.division)
    if given is None:
        return
    draft.division_given = given[: LONGEST["name"]]
    code = _DIVISION.fullmatch(normalise_code(given))
    if code is not None and known.is_division(code[1]):
        draft.division = code[1]
        return
    draft.remarks.append(Remark("division", SEVERAL_DIVISIONS.format(given=given[:20]), FIX_DIVISION))


def _number(entry: NewEntry, draft: Draft) -> str:
    """Return the registrar's number; without one, a number from what the business is, else from what was received."""
    given = plain(entry.source_no)
    if given is not None and len(given) <= LONGEST["source_no"]:
        return given
    if given is not None:
        draft.hold(Remark("V02", "业务编号超过 100 个字", "缩短到 100 个字以内后重新报送"))
        return f"{given[:80]}#{fingerprint(entry)[:8].hex()}"
    draft.remarks.append(NUMBERED_HERE)
    value = draft.code or draft.regno
    if value and draft.occurred_on and draft.kind != EntryKind.UNKNOWN:
        return f"自编-{draft.kind}-{value}-{draft.occurred_on:%Y%m%d}"
    return f"自编-{fingerprint(entry).hex()}"


def content(entry: NewEntry) -> Mapping[str, Any]:
    """Return what was received of an entry.

    依据: 收到的每一条原样留存。
    单位: 无。
    错误: 无。
    """
    if entry.payload:
        return entry.payload
    names = ("source_no", "kind", "occurred_on", "code", "regno", *TEXTS, "division", "note")
    values = {name: getattr(entry, name) for name in names if getattr(entry, name) is not None}
    return {**values, "scope_codes": list(entry.scope_codes)} if entry.scope_codes else values


def packed(entry: NewEntry) -> bytes:
    """Return what was received as bytes.

    依据: 收到的每一条原样留存。
    单位: UTF-8。
    错误: 无；不成字的半个字符写作转义。
    """
    return json.dumps(content(entry), ensure_ascii=False, default=str).encode("utf-8", "backslashreplace")


def fingerprint(entry: NewEntry) -> bytes:
    """Return a digest that is the same for the same content, whatever the order of its fields.

    依据: 同一业务重复报送不重复办理。
    单位: 16 字节。
    错误: 无。
    """
    said = {name: value for name, value in content(entry).items() if value not in (None, "", [], ())}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=16).digest()


def holds_resident_number(text: str) -> bool:
    """Tell whether a number of a person stands in what was received.

    依据: 个人信息保护法第五十一条（加密等安全技术措施）。
    单位: 无。
    错误: 无。
    """
    return _RESIDENT.search(text) is not None
