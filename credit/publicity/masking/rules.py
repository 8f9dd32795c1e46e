"""脱敏: what stands in the place of personal data, and the text that may be public."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from credit.publicity.masking.features import county_end
from credit.publicity.masking.schemas import PersonalKind, Span
from credit.publicity.masking.vocabulary.features import COVER
from supervision.archive.subjects.masking.rules import masked_name

TEXTS: Final = ("title", "item", "content", "facts", "basis", "violation", "revoked_ref", "certificate")


def cover(words: str, kind: PersonalKind) -> str:
    """Return what the public reads in the place of personal data.

    依据: masking_rules：证件号码、电话、账号全部隐去；住址至县级；姓名保留姓氏（复姓保留两字）。
    单位: 隐去部分一律写作三个全角星号，不透露长度。
    错误: 不抛出。
    """
    if kind == PersonalKind.NAME:
        return masked_name(words)
    return words[: county_end(words)] + COVER if kind == PersonalKind.ADDRESS else COVER


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return a text with every span covered; what lies outside stays character for character.

    依据: 个人信息保护法第二十五条、第五十一条；发改办财金〔2018〕424号（公示前隐去个人信息）。
    单位: 位置按字符计，起含止不含。
    错误: SpanOutsideText（位置超出文本，文本已变）。
    """
    written, at = [], 0
    for span in sorted(spans):
        if not at <= span.start < span.end <= len(text):
            raise SpanOutsideText(f"{span.start}-{span.end} of {len(text)}")
        written += [text[at : span.start], cover(text[span.start : span.end], span.kind)]
        at = span.end
    return "".join([*written, text[at:]])


class SpanOutsideText(ValueError):
    """A span does not lie in the text, or lies across another."""


def stored(found: Mapping[str, Sequence[Span]]) -> list[dict[str, object]]:
    """Return suggestions as they are stored: the place and the kind, never the words.

    依据: 个人信息保护法第六条（最小必要）。
    单位: 位置按字符计。
    错误: 不抛出。
    """
    return [
        {"field": field, "start": span.start, "end": span.end, "kind": span.kind.value, "certain": span.certain, "on": True}
        for field in TEXTS
        for span in found.get(field, ())
    ]


def spans_of(masks: Iterable[Mapping[str, object]], field: str) -> list[Span]:
    """Return the spans of a field that are to be covered.

    依据: 同 masked。
    单位: 位置按字符计。
    错误: KeyError、ValueError（存储内容损坏时不得公示）。
    """
    return [
        Span(int(str(mask["start"])), int(str(mask["end"])), PersonalKind(str(mask["kind"])), bool(mask["certain"]))
        for mask in masks
        if mask["field"] == field and mask["on"]
    ]
