"""Compare what must have been told of one firm with the notices that stand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from supervision.notices.pushing.reconciling.schemas import Farewell, Message, Moves, Withdrawal
from supervision.notices.pushing.rules import ENDS
from supervision.notices.pushing.schemas import Spell, Standing
from supervision.notices.states import NoticeKind, NoticeState, PoolReason

OPEN: Final = frozenset({NoticeState.POOLED, NoticeState.PUSHED, NoticeState.RECEIVED})
GONE: Final = frozenset({NoticeState.WITHDRAWN, NoticeState.MERGED})
SETTLED: Final = "是否涉及本事项已有核定结论"
CORRECTED: Final = "登记信息更正后不再涉及本事项"


def moves(found: Sequence[Spell], standing: Iterable[Standing]) -> Moves:
    """Return what has to be done so that every spell has its one notice and no notice is without its spell.

    依据: 国发〔2015〕62号；登记变更、吊销、注销随之更新告知。
    单位: 一户经营主体；一段一件，重复计算不产生新的告知。
    错误: 不抛出。
    """
    notices = list(standing)
    first = {item.dedup_key: item for item in notices if item.kind not in ENDS and item.kind is not NoticeKind.CLAIM}
    todo = Moves()
    matched = _matched(found, first, todo)
    for spell in found:
        if (one := matched.get(spell.dedup_key)) is None:
            todo.made.append(spell)
        else:
            _bring_up(spell, one, todo)
            _say_farewell(spell, one, notices, todo)
    _follow(found, notices, todo)
    kept = {one.notice_id for one in matched.values()}
    _withdraw_rest([one for one in first.values() if one.notice_id not in kept], todo)
    _withdraw_farewells(found, notices, todo)
    return todo


def _matched(found: Sequence[Spell], first: Mapping[str, Standing], todo: Moves) -> dict[str, Standing]:
    """Find the notice of each spell; one that was made for a later registration before an earlier one came is taken over."""
    matched = {spell.dedup_key: first[spell.dedup_key] for spell in found if spell.dedup_key in first}
    taken = {one.notice_id for one in matched.values()}
    orphans = [one for one in first.values() if one.notice_id not in taken and one.state != NoticeState.MERGED]
    for spell in found:
        heir = None if spell.dedup_key in matched else next((one for one in orphans if _is_about(one, spell)), None)
        if heir is not None:
            orphans.remove(heir)
            matched[spell.dedup_key] = heir
            todo.adopted.append((heir, spell))
    return matched


def _is_about(one: Standing, spell: Spell) -> bool:
    """Tell whether a notice is about the same matter at the same place; what was withdrawn is no heir of what is still asked for."""
    here = one.division == spell.division or (one.department_id or 0) == spell.place.department_id
    over = spell.ending is not None or one.state != NoticeState.WITHDRAWN
    return one.mark == spell.mark and here and over


def _bring_up(spell: Spell, one: Standing, todo: Moves) -> None:
    """Let one notice say what its spell says: withdrawn when it ended, back when it did not, and told what is new."""
    if one.state == NoticeState.MERGED:
        return
    if spell.ending is None and one.state == NoticeState.WITHDRAWN:
        todo.reinstated.append((one, spell))
    if spell.ending is not None:
        _withdraw(one, spell, todo)
        return
    if one.entry_id != spell.began.entry_id and one.cause == spell.began.cause:
        todo.messages.append(Message(one, spell.began, f"登记信息已更正（第 {spell.began.version} 版），本事项仍在经营范围内"))
    todo.messages.extend(Message(one, told, text) for told, text in spell.news)


def _withdraw(one: Standing, spell: Spell, todo: Moves) -> None:
    assert spell.ending is not None
    if one.state in OPEN:
        todo.withdrawn.append(Withdrawal(one, spell.ending.reason, spell.ending.told))
    elif one.state not in GONE:
        todo.messages.append(Message(one, spell.ending.told, spell.ending.reason))


def _say_farewell(spell: Spell, one: Standing, notices: Sequence[Standing], todo: Moves) -> None:
    if not one.granted or one.department_id is None:
        return
    known = {item.dedup_key for item in notices}
    partings = [Farewell(one, spell, told) for told in spell.finals]
    todo.farewells.extend(item for item in partings if item.dedup_key not in known)


def _follow(found: Sequence[Spell], notices: Sequence[Standing], todo: Moves) -> None:
    """A department that joined works on a notice of its own, which ends with the first one."""
    endings = {spell.dedup_key: spell for spell in found if spell.ending is not None}
    for one in notices:
        if one.kind is NoticeKind.CLAIM and (spell := endings.get(one.dedup_key.rpartition("#")[0])):
            _withdraw(one, spell, todo)


def _withdraw_rest(rest: Sequence[Standing], todo: Moves) -> None:
    todo.withdrawn.extend(
        Withdrawal(one, SETTLED if _was_doubted(one) else CORRECTED, None) for one in rest if one.state in OPEN
    )


def _was_doubted(one: Standing) -> bool:
    return one.mark.endswith(f"/{PoolReason.DOUBT}")


def _withdraw_farewells(found: Sequence[Spell], notices: Sequence[Standing], todo: Moves) -> None:
    """Take back what was said of a revocation or cancellation that a correction took back."""
    causes = {told.cause for spell in found for told in spell.finals}
    partings = [one for one in notices if one.kind in ENDS and one.cause not in causes and one.state in OPEN]
    todo.withdrawn.extend(Withdrawal(one, CORRECTED, None) for one in partings)
