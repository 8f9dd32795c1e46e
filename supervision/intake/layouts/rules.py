"""Which layout fits a header row, and what each column then means."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from supervision.intake.kinds import Field, FieldType, RowKind
from supervision.intake.layouts.schemas import YUAN, Guess, Layout, Mapping
from supervision.intake.reading.headers.rules import header_key

ENOUGH: Final = 0.5
OWN_ENOUGH: Final = 0.6
WORTH_OF_A_WORD: Final = 0.5
WORTH_OF_A_LAYOUT: Final = 0.02
MISSING_COSTS: Final = 0.6
_SUFFIX: Final = re.compile(r"\([^()]*\)$")
_NAMELESS: Final = re.compile(r"第\d+列")


def vocabulary(kinds: Iterable[RowKind], layouts: Iterable[Layout]) -> frozenset[str]:
    """Return every header name that anybody knows, for finding the header row.

    依据: 各类数据的字段名与别名。
    单位: 无。
    错误: 无。
    """
    names = {name for kind in kinds for item in kind.fields for name in _names(item)}
    names.update(name for layout in layouts for headers in layout.columns.values() for name in headers)
    return frozenset(header_key(name) for name in names)


def _names(item: Field) -> Iterator[str]:
    yield item.label
    yield from item.aliases
    yield item.name


def mapping_for(header: Sequence[str], kind: RowKind, layout: Layout | None = None) -> Mapping:
    """Return what the columns mean as rows of a kind; each column and each field is used once.

    依据: 表头全称相同者优先，其次去掉末尾括号（单位、说明）后相同者。
    单位: 表头写“元”而非“万元”的金额列按元读。
    错误: 无；对不上的列不使用。
    """
    columns: dict[str, str] = {}
    for exact in (True, False):
        free = {_key(name, exact): name for name in reversed(header) if name not in columns}
        for item in kind.fields:
            if item.name in columns.values():
                continue
            found = next((free.pop(key) for key in _keys(item, layout, exact) if key in free), None)
            if found is not None:
                columns[found] = item.name
    known = {item.name for item in kind.fields}
    constants = {name: text for name, text in (layout.constants if layout else {}).items() if name in known}
    constants = {name: text for name, text in constants.items() if name not in columns.values()}
    return Mapping(columns, _units(columns, kind, layout), constants)


def _key(name: str, exact: bool) -> str:  # noqa: FBT001  # the pass of the loop above, not an option
    key = header_key(name)
    return key if exact else _SUFFIX.sub("", key)


def _keys(item: Field, layout: Layout | None, exact: bool) -> Iterator[str]:  # noqa: FBT001  # as above
    for name in (*(layout.columns.get(item.name, ()) if layout else ()), *_names(item)):
        yield _key(name, exact)


def _units(columns: dict[str, str], kind: RowKind, layout: Layout | None) -> dict[str, str]:
    units: dict[str, str] = {}
    for header, name in columns.items():
        if kind.field(name).type is not FieldType.MONEY_WAN:
            continue
        if header_in_yuan(header) or (layout and layout.units.get(name) == YUAN and "万" not in header):
            units[name] = YUAN
    return units


def header_in_yuan(header: str) -> bool:
    """Tell whether a column says that its amounts are in 元.

    依据: 表头的单位说明。
    单位: 无。
    错误: 无。
    """
    key = header_key(header)
    return bool(re.search(r"\((人民币)?元\)|单位[::]?元", key)) and "万元" not in key


def missing_fields(mapping: Mapping, kind: RowKind) -> tuple[str, ...]:
    """Return the labels of the required fields that have neither a column nor a constant.

    依据: V01（必填项）。
    单位: 无。
    错误: 无。
    """
    given = {*mapping.columns.values(), *mapping.constants}
    return tuple(item.label for item in kind.required if item.name not in given)


def guesses(header: Sequence[str], filename: str, kinds: Sequence[RowKind], layouts: Sequence[Layout]) -> list[Guess]:
    """Return what a file could be, the likeliest first.

    依据: 对上的列所占比例；有名称提示的方案按文件名加分；缺必填项减分。
    单位: 无。
    错误: 无；都对不上时为空。
    """
    by_name = {kind.name: kind for kind in kinds}
    found = [guess_as(header, filename, kind, None) for kind in kinds]
    fitting = [item for item in layouts if item.kind in by_name and own_share(header, item) >= OWN_ENOUGH]
    found += [guess_as(header, filename, by_name[item.kind], item) for item in fitting]
    likely = [guess for guess in found if guess.mapping.columns]
    return sorted(likely, key=lambda guess: (-guess.score, guess.layout is None))


def guess_as(header: Sequence[str], filename: str, kind: RowKind, layout: Layout | None) -> Guess:
    """Return how well a header fits one kind, read by one layout.

    依据: 同 `guesses`。
    单位: 无。
    错误: 无。
    """
    mapping = mapping_for(header, kind, layout)
    named = [name for name in header if not _NAMELESS.fullmatch(name)] or list(header)
    share = len(mapping.columns) / len(named)
    missing = missing_fields(mapping, kind)
    score = share - MISSING_COSTS * len(missing)
    if layout is not None:
        score += WORTH_OF_A_LAYOUT * own_share(header, layout)
        score += _hint(filename, layout)
    return Guess(kind.name, layout.name if layout else None, mapping, share, missing, score)


def own_share(header: Sequence[str], layout: Layout) -> float:
    """Return how many of the layout's own fields stand in the header under the layout's own names.

    依据: 方案带有单位和固定值，只用于真正同一样式的文件。
    单位: 比例。
    错误: 无。
    """
    keys = {header_key(name) for name in header}
    hits = sum(any(header_key(name) in keys for name in names) for names in layout.columns.values())
    return hits / max(1, len(layout.columns))


def _hint(filename: str, layout: Layout) -> float:
    if not layout.filename_words:
        return 0.0
    return WORTH_OF_A_WORD if any(word in filename for word in layout.filename_words) else -WORTH_OF_A_WORD


def recognised(guess: Guess) -> bool:
    """Tell whether a guess is good enough to load without asking a person.

    依据: 必填项齐全且半数以上的列对上；单列文件必须有文件名提示。
    单位: 无。
    错误: 无。
    """
    alone = len(guess.mapping.columns) == 1 and guess.score <= 1
    return not guess.missing and guess.share >= ENOUGH and not alone
