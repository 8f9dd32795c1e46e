"""What must be told to whom, from all that is known of a firm: the order in which it was told makes no difference."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from supervision.notices.pushing.schemas import Ending, Find, Matter, Place, Spell, Told
from supervision.notices.states import NoticeKind, PoolReason

ENDS: Final = frozenset({NoticeKind.REVOCATION, NoticeKind.CANCELLATION})
RANK: Final = {NoticeKind.ESTABLISHMENT: 0, NoticeKind.REVOCATION: 2, NoticeKind.CANCELLATION: 3}
CHANGE: Final = 1
NO_SCOPE: Final = Matter(ground=PoolReason.SCOPE_EMPTY, text="登记信息没有经营范围")
Key = tuple[str | None, str | None, str | None]
Running = dict[Key, Spell]


def in_order(entries: Iterable[Told]) -> list[Told]:
    """Return a firm's registrations as they happened.

    依据: 以登记发生日期为准；同日先设立、再变更、后吊销注销，仍同者依业务编号。
    单位: 登记业务，每个业务编号仅取最新版本。
    错误: 不抛出。
    """
    return sorted(entries, key=_when)


def _when(told: Told) -> tuple[date, int, str, str]:
    registrar, _, number = told.cause.partition("/")
    return told.occurred_on, RANK.get(told.kind, CHANGE), number, registrar


def spells(entries: Iterable[Told], find: Find) -> list[Spell]:
    """Return what was asked for, where, from which registration to which: what must have been told, neither more nor less.

    依据: 国发〔2015〕62号（设立、经营范围变更登记后告知同级审批部门；不明确的由各部门认领）。
    单位: 一户经营主体的全部登记业务；一项审批事项、一个职能、一个部门为一段，每段一件告知。
    错误: 不抛出；找不到部门的事项以原因进入认领池。
    """
    ordered = _placed(in_order(entries))
    found: list[Spell] = []
    running: Running = _before(ordered[0], find) if ordered else {}
    for told in ordered:
        if told.kind in ENDS:
            _end_all(running, found, told)
        else:
            found.extend(_go_on(running, told, find))
    return found


def _placed(ordered: Sequence[Told]) -> list[Told]:
    """Let a registration that says nothing of the place stand where the one before it stood."""
    found: list[Told] = []
    place = ordered[0].former_division if ordered else None
    for told in ordered:
        place = told.division if told.division or told.place_given else place
        found.append(told if told.division == place else replace(told, division=place))
    return found


def _before(first: Told, find: Find) -> Running:
    """Return what the firm did before anything was told here: it was never told of, and is not told now."""
    if first.kind is NoticeKind.ESTABLISHMENT or not first.former:
        return {}
    division = first.former_division or first.division
    places = ((matter, find(matter, division, first.received_on)) for matter in first.former)
    return {matter.key: Spell(matter, first, division, place, assumed=True) for matter, place in places if place}


def _end_all(running: Running, found: list[Spell], told: Told) -> None:
    """End everything; what was ended so before, by a revocation, hears of the cancellation as well."""
    for spell in running.values():
        spell.ending = Ending(told, f"企业已{_done(told)}（{told.occurred_on:%Y-%m-%d}）")
    ended = {spell.ending.told.cause for spell in found if spell.ending and spell.ending.told.kind in ENDS}
    for spell in found:
        if spell.ending and spell.ending.told.cause in ended:
            spell.finals.append(told)
    running.clear()


def _done(told: Told) -> str:
    return "被吊销营业执照" if told.kind is NoticeKind.REVOCATION else "办理注销登记"


def _go_on(running: Running, told: Told, find: Find) -> list[Spell]:
    """End what is no longer asked for, begin what is new, and return what began."""
    wanted = _wanted(running, told)
    for key in [key for key in running if key not in wanted]:
        running.pop(key).ending = Ending(told, _dropped(told))
    began = [spell for matter in wanted.values() if (spell := _begin_or_go_on(running, matter, told, find)) is not None]
    running.update({spell.matter.key: spell for spell in began})
    return began


def _wanted(running: Running, told: Told) -> dict[Key, Matter]:
    """Return what is asked for from now on; a registration that says nothing of the scope leaves it as it was."""
    if told.matters is not None:
        return {matter.key: matter for matter in told.matters}
    return {key: spell.matter for key, spell in running.items()} or {NO_SCOPE.key: NO_SCOPE}


def _begin_or_go_on(running: Running, matter: Matter, told: Told, find: Find) -> Spell | None:
    place = find(matter, told.division, told.received_on)
    before = running.get(matter.key)
    if before is not None and place is not None and _same_place(before, place, told.division):
        before.news.append((told, f"{told.kind.label}（{told.occurred_on:%Y-%m-%d}）：本事项仍在经营范围内，承办部门不变"))
        return None
    if before is not None:
        running.pop(matter.key).ending = Ending(told, f"住所已迁出（{told.occurred_on:%Y-%m-%d}），由迁入地部门承办")
    return None if place is None else Spell(matter, told, told.division, place)


def _same_place(before: Spell, place: Place, division: str | None) -> bool:
    if before.place.department_id is None or place.department_id is None:
        return before.place.department_id == place.department_id and before.division == division
    return before.place.department_id == place.department_id


def _dropped(told: Told) -> str:
    return f"{told.kind.label}（{told.occurred_on:%Y-%m-%d}）后不再涉及本事项"
