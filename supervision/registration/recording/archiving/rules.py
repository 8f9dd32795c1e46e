"""What the entries of one firm come to, whatever the order in which they arrived."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from supervision.registration.recording.archiving.schemas import Base, Course, Facts, Placed, Said
from supervision.registration.recording.states import LABELS, EntryKind

EXISTING, REVOKED, CANCELLED, REVOKED_AND_CANCELLED = "S1", "S4", "S6", "S5"
ENDED: Final = frozenset({CANCELLED, REVOKED_AND_CANCELLED})
RANK: Final = {
    EntryKind.ESTABLISHMENT: 0,
    EntryKind.SCOPE_CHANGE: 1,
    EntryKind.ADDRESS_CHANGE: 1,
    EntryKind.REVOCATION: 2,
    EntryKind.CANCELLATION: 3,
}
USCC_LENGTH: Final = 18
REGNO_LENGTH: Final = 15
TAKEN_OVER: Final = ("name", "regno", "legal_rep", "type_name", "scope", "address", "telephone")


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of places: the name of a code on a day, and where a firm is that says nothing of it."""

    region_of: Callable[[str, date], str | None]
    home_of: Callable[[Said], str | None]


def in_order(entries: Iterable[Said]) -> list[Said]:
    """Return the newest version of every business, in the order in which they happened.

    依据: 市场主体登记管理条例第二十四条（变更自变更之日起办理）；同日先设立、后变更、再吊销、注销。
    单位: 日；同日同类按业务编号。
    错误: 无。
    """
    newest: dict[tuple[int, str], Said] = {}
    for entry in entries:
        if entry.business not in newest or newest[entry.business].version < entry.version:
            newest[entry.business] = entry
    return by_day(newest.values())


def by_day(entries: Iterable[Said]) -> list[Said]:
    """Return entries in the order in which they happened.

    依据: 同 `in_order`。
    单位: 日。
    错误: 无。
    """
    return sorted(entries, key=_place)


def _place(entry: Said) -> tuple[date, int, str, int]:
    return entry.occurred_on, RANK[EntryKind(entry.kind)], entry.source_no, entry.registrar_department_id


def course(base: Base | None, entries: Sequence[Said], *, places: Places) -> Course:
    """Return what a firm's entries come to on top of what a whole file said, and what held before each of them.

    依据: 登记事实以登记机关最近一次登记为准；注销后主体资格终止（市场主体登记管理条例第三十一条），其后的变更待核。
    单位: 日。
    错误: 无；注销之后的业务标明注销日期，不改变事实。
    """
    facts = base.facts if base else Facts()
    cancelled_on = facts.valid_from or date.min if facts.state in ENDED else None
    opened: str | None = None
    placed = []
    for entry in entries:
        if base is not None and _covered(base, entry):
            placed.append(Placed(entry, entry.former_scope, entry.former_division, entry.division))
            facts = _filled(facts, entry)
            continue
        again = cancelled_on is not None and entry.kind == EntryKind.CANCELLATION
        if cancelled_on is not None and not again:
            placed.append(Placed(entry, facts.scope, facts.division, entry.division, cancelled_on))
            continue
        before, facts = facts, facts if again else after(facts, entry, places=places)
        twice = opened if entry.kind == EntryKind.ESTABLISHMENT else None
        placed.append(Placed(entry, before.scope, before.division, _division(before, entry, places), established_before=twice))
        if entry.kind == EntryKind.ESTABLISHMENT:
            opened = opened or entry.source_no
        if entry.kind == EntryKind.CANCELLATION:
            cancelled_on = cancelled_on or entry.occurred_on
    return Course(facts if entries or base else None, placed)


def _covered(base: Base, entry: Said) -> bool:
    """Tell whether the whole file was newer than the entry: it came later, or speaks of a later day."""
    later = entry.archived_at is not None and entry.archived_at < base.known_from
    return later or (base.facts.valid_from is not None and entry.occurred_on < base.facts.valid_from)


def _filled(facts: Facts, entry: Said) -> Facts:
    """Return the facts with what the older entry knows and the file left open."""
    known = {name: getattr(facts, name) or getattr(entry, name) for name in TAKEN_OVER}
    opening = entry.occurred_on if entry.kind == EntryKind.ESTABLISHMENT else None
    return replace(facts, **known, established_on=facts.established_on or opening)


def after(facts: Facts, entry: Said, *, places: Places) -> Facts:
    """Return what the register says after one business; what it does not mention stays.

    依据: 同 `course`；吊销只停止经营资格，主体仍在（公司法第二百四十一条），吊销后注销为 S5。
    单位: 无。
    错误: 无。
    """
    said = {name: getattr(entry, name) or getattr(facts, name) for name in TAKEN_OVER}
    division = _division(facts, entry, places)
    region = facts.region_name if division == facts.division else (division and places.region_of(division, entry.occurred_on))
    opening = entry.occurred_on if entry.kind == EntryKind.ESTABLISHMENT else None
    return replace(
        facts,
        **said,
        code=_code(facts.code, entry.code),
        division=division,
        region_name=region,
        established_on=facts.established_on or opening,
        state=_state(facts.state, EntryKind(entry.kind)),
        valid_from=entry.occurred_on,
    )


def _division(before: Facts, entry: Said, places: Places) -> str | None:
    """Return where the firm is after the entry: as it says, where it says nothing as before; an unknown place is no place."""
    return entry.division if entry.division_given else before.division or places.home_of(entry)


def _code(standing: str | None, said: str | None) -> str | None:
    """Return the code that counts: the newest, but an old number never replaces a unified code."""
    if said is None or (standing is not None and len(standing) == USCC_LENGTH and len(said) != USCC_LENGTH):
        return standing
    return said


def _state(standing: str | None, kind: EntryKind) -> str | None:
    if kind is EntryKind.ESTABLISHMENT:
        return standing or EXISTING
    if kind is EntryKind.REVOCATION:
        return REVOKED
    if kind is EntryKind.CANCELLATION:
        return REVOKED_AND_CANCELLED if standing == REVOKED else CANCELLED
    return standing


def division_inside(entry: Said) -> str | None:
    """Return the division that stands in the code or the old number: where the firm was first registered.

    依据: GB 32100-2015（第 3 至 8 位为登记管理机关行政区划码）、GS 15-2006（前 6 位）。
    单位: 6 位。
    错误: 无；没有这样的号码为空。
    """
    if entry.code is not None and len(entry.code) == USCC_LENGTH:
        return entry.code[2:8]
    return entry.regno[:6] if entry.regno is not None and len(entry.regno) == REGNO_LENGTH else None


def line_of(placed: Placed) -> str:
    """Return what the timeline says of an entry: the title before the semicolon, the rest after it.

    依据: 一户一档（登记经过）。
    单位: 无。
    错误: 无。
    """
    said = placed.said
    moved = placed.former_division and placed.division and placed.former_division != placed.division
    parts = [f"区划由 {placed.former_division} 变为 {placed.division}" if moved else "", f"业务编号 {said.source_no}"]
    parts.append(f"第 {said.version} 版更正" if said.version > 1 else "")
    return f"{LABELS[EntryKind(said.kind)]}；" + "，".join(part for part in parts if part)
