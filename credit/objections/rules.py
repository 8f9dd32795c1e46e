"""What an objection proves, what an answer may say, and how a case is called."""

from datetime import date
from typing import Final

from credit.publicity.masking.features import find
from credit.publicity.masking.rules import masked
from supervision.archive.loading.features import normal_of
from supervision.kernel.identifiers import normalise_code

LEAST: Final = 6
_PREFIX: Final = {"objection": "YY", "inquiry": "ZX"}


def number_of(what: str, number: int, on: date) -> str:
    """Return how a case is called between people; it opens nothing.

    依据: 回执须有可查询的编号；查询地址另用 128 位随机数。
    单位: 日期加六位序号。
    错误: KeyError（没有这类案件）。
    """
    return f"{_PREFIX[what]}{on:%Y%m%d}-{number:06d}"


def proves(*, code: str, doc_no: str, party_code: str | None, party_normal: str, record_doc_no: str) -> bool:
    """Tell whether somebody named the party and the document of a record; where a record has no code the name stands for it.

    依据: 异议由行政相对人提出（发改办财金〔2018〕424号、广东省双公示通知第九条）。
    单位: 代码和文号按数据比对口径归一后比较。
    错误: 不抛出。
    """
    same_party = normalise_code(code) == normalise_code(party_code) if party_code else normal_of(code) == party_normal
    return bool(code.strip()) and same_party and normal_of(doc_no) == normal_of(record_doc_no)


def covered(text: str) -> tuple[str, list[str]]:
    """Return a text as others may read it, and the kinds of personal data that were covered.

    依据: 个人信息保护法第二十五条、第五十一条；规则库脱敏规则。
    单位: 无。
    错误: 不抛出。
    """
    found = find(text)
    return masked(text, found), sorted({span.kind.label for span in found})
