"""Texts cut where masks begin and end, and the words that a person adds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from credit.publicity.masking.features import plain
from credit.publicity.masking.rules import masked, spans_of
from credit.publicity.masking.schemas import PersonalKind
from credit.publicity.review.schemas import Piece, Text

LABELS = {
    "title": "文书名称",
    "item": "事项",
    "content": "决定内容",
    "facts": "违法事实",
    "basis": "依据",
    "violation": "违法行为类型",
    "revoked_ref": "暂扣或吊销的证照",
    "certificate": "许可证书",
}


def cut(texts: Mapping[str, str | None], masks: Sequence[Mapping[str, Any]]) -> list[Text]:
    """Return the texts of a decision with the places of its masks, and as the public would read them."""
    return [
        Text(field, LABELS[field], list(_pieces(text, field, masks)), masked(text, spans_of(masks, field)))
        for field, text in texts.items()
        if text
    ]


def _pieces(text: str, field: str, masks: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
    at = 0
    placed = sorted((mask["start"], mask["end"], number) for number, mask in enumerate(masks) if mask["field"] == field)
    for start, end, number in placed:
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], number, bool(masks[number]["on"]))
        at = end
    if at < len(text):
        yield Piece(text[at:])


def with_words(
    texts: Mapping[str, str | None], masks: Sequence[Mapping[str, Any]], words: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the masks with those for the words that a person wrote; what a word covers whole is covered by the word."""
    found = [dict(mask) for mask in masks]
    for field, text in texts.items():
        for start, end in _places(plain(text or ""), words):
            found = [mask for mask in found if mask["field"] != field or mask["end"] <= start or mask["start"] >= end]
            kind = PersonalKind.OTHER.value
            found.append({"field": field, "start": start, "end": end, "kind": kind, "certain": True, "on": True})
    return sorted(found, key=lambda mask: (mask["field"], mask["start"]))


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        at = text.find(plain(word)) if word else -1
        while at >= 0:
            yield at, at + len(word)
            at = text.find(plain(word), at + len(word))
