"""Complaints about firms without a licence, and what inspectors found who met them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from supervision.city.business.watching.schemas import Waiting
from supervision.city.offices.features import offices
from supervision.city.schemas import CityFile, Row, chance

SEEN, INSPECTED = 0.3, 0.5
DAYS = 12


def seen(waiting: Iterable[Waiting], *, received: datetime, today: date) -> list[CityFile]:
    """Return what was seen until a day of some of those who wait, one file a kind and office; the same for the same notices."""
    names = {office.code: office.name for office in offices()}
    rows: dict[tuple[str, str], list[Row]] = {}
    for one in waiting:
        first, second, third = chance(f"watching {one.key}").random(3)
        day = one.registered_on + timedelta(days=2 + int(third * DAYS))
        if first < SEEN and day <= today:
            kind = "inspection" if second < INSPECTED else "complaint"
            rows.setdefault((kind, one.office), []).append(_MADE[kind](one, day, names[one.office]))
    words = {"inspection": "巡查记录", "complaint": "无证经营举报"}
    return [
        CityFile(kind, office, f"{names[office]}{words[kind]}.csv", received, found)
        for (kind, office), found in sorted(rows.items())
    ]


def _inspection(one: Waiting, day: date, office: str) -> Row:
    return {
        **_party(one),
        "doc_no": f"XC{day:%Y%m%d}{one.code[-6:]}",
        "task": "新设经营主体巡查",
        "item": f"是否取得{one.item}",
        "category": "日常巡查",
        "occurred_on": day.isoformat(),
        "result": "已开展经营活动，现场未见许可证件",
        "authority": office,
    }


def _complaint(one: Waiting, day: date, office: str) -> Row:
    return {
        **_party(one),
        "doc_no": f"WZ{day:%Y%m%d}{one.code[-6:]}",
        "category": "举报",
        "item": f"反映该单位未公示{one.item}，已对外营业",
        "occurred_on": day.isoformat(),
        "authority": office,
    }


def _party(one: Waiting) -> Row:
    return {"subject_name": one.name, "code": one.code, "party_kind": "法人及非法人组织"}


_MADE = {"inspection": _inspection, "complaint": _complaint}
