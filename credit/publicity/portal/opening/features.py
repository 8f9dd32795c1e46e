"""Writing records as JSON, CSV and feeds; every part says whether it is the last."""

import base64
import binascii
import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from xml.etree import ElementTree as ET

from credit.publicity.portal.features import place_of
from credit.publicity.portal.opening.schemas import Cursor, Part
from credit.publicity.portal.schemas import Line
from credit.publicity.states import Annotation

LICENCE: Final = "公共数据，免费使用；请注明来源和获取时间，公示期限届满或撤下的记录请同步停止展示"
ATOM: Final = "http://www.w3.org/2005/Atom"
_LEFT_OUT: Final = frozenset({"id", "department_id"})
_HEADINGS: Final = {
    "token": "地址标识",
    "version": "版本",
    "kind": "类别",
    "party_kind": "相对人类别",
    "party_name": "行政相对人",
    "party_code": "统一社会信用代码",
    "doc_no": "决定文书号",
    "title": "文书名称",
    "item": "事项",
    "category": "许可或处罚类别",
    "certificate": "许可证书",
    "authority": "决定机关",
    "authority_code": "决定机关代码",
    "division": "行政区划",
    "decided_on": "决定日期",
    "valid_from": "有效期自",
    "valid_to": "有效期至",
    "amount": "罚款金额（万元）",
    "confiscated": "没收金额（万元）",
    "content": "决定内容",
    "facts": "违法事实",
    "basis": "处罚依据",
    "violation": "违法行为类型",
    "revoked_ref": "暂扣或吊销证照",
    "severity": "严重程度",
    "severity_basis": "严重程度依据",
    "period_rule": "公示期限规则",
    "period_basis": "公示期限依据",
    "earliest_repair": "最早可申请修复日",
    "shown_until": "公示至",
    "publish_by": "应公示日",
    "publish_words": "公示时限规则",
    "publish_basis": "公示时限依据",
    "provisional": "应公示日暂计",
    "stock": "存量",
    "published_at": "公示时间",
    "first_published_at": "首次公示时间",
    "annotation": "标注",
}
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def written(cursor: Cursor) -> str:
    """Return a cursor as it stands in an address."""
    parts = [cursor.as_of.isoformat(), cursor.total, cursor.before, str(cursor.place or "")]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(text: str, *, now: datetime) -> Cursor | None:
    """Return the cursor of an address, or nothing where it is none; it never speaks of a time to come."""
    try:
        as_of, total, before, place = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        instant = datetime.fromisoformat(as_of)
    except (ValueError, TypeError, binascii.Error):
        return None
    if instant.tzinfo is None or not isinstance(total, int) or not isinstance(before, int) or not isinstance(place, str):
        return None
    return Cursor(min(instant.astimezone(UTC), now), max(total, 0), max(before, 0), place_of(place))


def note(part: Part) -> str:
    """Say in words how complete a part is."""
    spoken = f"第 {part.first:,} 至 {part.last:,} 条，共 {part.cursor.total:,} 条"
    if not part.complete:
        return f"未完：{spoken}，请按 next 继续取"
    if part.hidden_meanwhile:
        return f"已到末尾：{spoken}；取数期间有 {part.hidden_meanwhile:,} 条停止公示"
    return f"已到末尾：{spoken}，全部取完"


def as_json(part: Part, following: str | None) -> dict[str, Any]:
    """Return a part as the JSON download writes it."""
    return {
        "license": LICENCE,
        "as_of": part.cursor.as_of.isoformat(),
        "total": part.cursor.total,
        "first": part.first,
        "last": part.last,
        "complete": part.complete,
        "hidden_meanwhile": part.hidden_meanwhile,
        "next": following,
        "note": note(part),
        "records": [_record(part.columns, row) for row in part.rows],
    }


def _record(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    record = {name: _plain(value) for name, value in zip(columns, row, strict=True) if name not in _LEFT_OUT}
    if record.get("annotation"):
        record["annotation"] = Annotation(record["annotation"]).label
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | datetime) else value


def as_csv(part: Part, following: str | None) -> str:
    """Return a part as CSV; its last line says whether that was all, so that no part passes for the whole."""
    kept = [name for name in part.columns if name not in _LEFT_OUT]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_HEADINGS[name] for name in kept])
    for row in part.rows:
        record = _record(part.columns, row)
        writer.writerow([_cell(record[name]) for name in kept])
    ending = note(part).replace("请按 next 继续取", f"下一部分：{following}")
    writer.writerow([f"# {ending}（截至 {part.cursor.as_of.isoformat()}）"])
    return out.getvalue()


def _cell(value: Any) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    written_ = (
        "" if value is None else {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )
    return f"'{written_}" if written_.startswith(_RISKY) else written_


def atom(lines: Iterable[Line], *, address: str, own: str, title: str, links: Mapping[str, str], now: datetime) -> bytes:
    """Return the newest records as an Atom feed (RFC 4287)."""
    feed = ET.Element(f"{{{ATOM}}}feed")
    rows = list(lines)
    _text(feed, "id", own)
    _text(feed, "title", title)
    _text(feed, "updated", (rows[0].published_at if rows else now).isoformat())
    _text(_child(feed, "author"), "name", "公示门户")
    _child(feed, "link", rel="self", href=own)
    _child(feed, "link", rel="alternate", href=address)
    for row in rows:
        entry = _child(feed, "entry")
        _text(entry, "id", links[row.token])
        _text(entry, "title", headline(row))
        _text(entry, "updated", row.published_at.isoformat())
        _text(entry, "summary", f"{row.authority}，{row.doc_no}，{row.decided_on}")
        _child(entry, "link", rel="alternate", href=links[row.token])
    ET.register_namespace("", ATOM)
    written_out: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written_out


def _child(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)


def _text(parent: ET.Element, name: str, value: str) -> None:
    _child(parent, name).text = "".join(sign for sign in value if sign >= " ")


def headline(row: Line) -> str:
    """Return a record in one line."""
    said = f"（{row.said.label}）" if row.said else ""
    return f"{row.kind_label}：{row.party_name}　{row.matter}".rstrip("　") + said


def json_feed(lines: Iterable[Line], *, address: str, own: str, title: str, links: Mapping[str, str]) -> dict[str, Any]:
    """Return the newest records as a JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": address,
        "feed_url": own,
        "language": "zh-Hans",
        "items": [
            {
                "id": links[row.token],
                "url": links[row.token],
                "title": headline(row),
                "content_text": f"{row.authority}，{row.doc_no}，{row.decided_on}",
                "date_published": row.published_at.isoformat(),
            }
            for row in lines
        ],
    }
