"""The document of a credit report, with its serial number, code and watermark."""

import json
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from credit.records.models import CreditReport
from credit.records.rules import day_in_words
from credit.records.schemas import SECTIONS, CreditRecord
from supervision.notices.informing.checking.rules import spelled, written
from supervision.notices.informing.sheets.typesetting.features import named, printable
from supervision.notices.informing.sheets.typesetting.service import qr_code

STANDARD: Final = "a-2u"
PACKAGE: Final = "credit.records.typesetting"
TEMPLATE: Final = "report.typ"
NOTES: Final = (
    "本报告只收录截至报告日依法处于公示期内的信息。已经修复、撤销、期满的信息不在其中。",
    "法人和非法人组织、个体工商户的信息由各部门报送并负责；对内容有异议的，可以在公示平台提出。",
    "本报告不是信用评级，不代表对主体信用状况的评价。真伪以扫码核验的结果为准，核验页不列出报告内容。",
)


def typeset(said: CreditRecord, report: CreditReport, *, token: bytes, at: datetime) -> bytes:
    """Return the document: the watermark on every page names for what it was made."""
    data = in_words(said, report, token=token)
    words, rare = printable(json.dumps(data, ensure_ascii=False))
    if rare:
        words = printable(json.dumps({**data, "notes": [*data["notes"], named(rare)]}, ensure_ascii=False))[0]
    with TemporaryDirectory(prefix="report-") as folder:
        root = Path(folder)
        with resources.as_file(resources.files(PACKAGE) / "data" / TEMPLATE) as template:
            copyfile(template, root / TEMPLATE)
        compiler = typst.Compiler(root / TEMPLATE, root=root, font_paths=_fonts(), ignore_system_fonts=True)
        content = compiler.compile(
            format="pdf", sys_inputs={"report": words}, pdf_standards=STANDARD, timestamp=at.replace(microsecond=0)
        )
    if not isinstance(content, bytes):
        raise TypeError("typst returned no single document")
    return content


@cache
def _fonts() -> typst.Fonts:
    folders = {sans_path().parent, serif_path().parent}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def in_words(said: CreditRecord, report: CreditReport, *, token: bytes) -> dict[str, Any]:
    """Return everything that the document says."""
    address = f"{report.check_base}/credit-report/{written(token)}"
    return {
        "title": "公共信用信息报告",
        "serial": report.serial,
        "name": said.name,
        "code": said.code or "（无统一社会信用代码）",
        "kind": said.kind,
        "as_of": day_in_words(report.as_of),
        "purpose": report.purpose,
        "counts": list(said.counts.items()),
        "sections": [{"label": label, "rows": [_row(row) for row in getattr(said, name)]} for name, label in SECTIONS.items()],
        "notes": list(NOTES),
        "check": {"address": address, "spelled": spelled(token), "picture": qr_code(address)},
        "watermark": f"{report.serial}　仅供{report.purpose}",
    }


def _row(row: Any) -> dict[str, str]:
    detail = "；".join(part for part in (row.detail, f"至 {row.until}" if row.until else "", row.note) if part)
    return {"title": row.title, "doc_no": row.doc_no, "authority": row.authority, "on": row.on, "detail": detail}
