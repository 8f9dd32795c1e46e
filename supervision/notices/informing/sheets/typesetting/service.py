"""The PDF of a sheet: A4, PDF/A-2u, every font embedded, nothing fetched from anywhere."""

import json
import shutil
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import segno
import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from supervision.notices.informing.sheets.schemas import Sheet, TypesetSheet
from supervision.notices.informing.sheets.typesetting.features import named, printable

STANDARD: Final = "a-2u"
TEMPLATE: Final = "sheet.typ"
SIGNATURE: Final = "signature.png"


@cache
def _fonts() -> typst.Fonts:
    """Return our two faces and nothing of the machine's own, so that a sheet looks the same everywhere."""
    folders = {sans_path().parent, serif_path().parent}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def qr_code(address: str) -> str:
    """Return the address as a QR code (SVG without a margin; the sheet leaves room around it)."""
    return str(segno.make(address, error="m", micro=False).svg_inline(border=0, scale=4, omitsize=False))


def typeset(sheet: Sheet, *, signature: bytes | None = None, at: datetime) -> TypesetSheet:
    """Set a sheet; the signature lies beside the template, since typst reads pictures from files only."""
    with TemporaryDirectory(prefix="sheet-") as folder:
        root = Path(folder)
        with resources.as_file(resources.files(__package__).parent / "data" / TEMPLATE) as template:  # type: ignore[attr-defined]  # a folder on disk has it
            shutil.copyfile(template, root / TEMPLATE)
        if signature is not None:
            (root / SIGNATURE).write_bytes(signature)
        compiler = typst.Compiler(root / TEMPLATE, root=root, font_paths=_fonts(), ignore_system_fonts=True)
        data = {"sheet": _as_data(sheet)}
        content = compiler.compile(format="pdf", sys_inputs=data, pdf_standards=STANDARD, timestamp=at.replace(microsecond=0))
        pages = json.loads(compiler.query("<pages>", field="value", one=True))
    if not isinstance(content, bytes):
        raise TypeError("typst returned no single document")
    return TypesetSheet(content, int(pages))


def _as_data(sheet: Sheet) -> str:
    """Return the sheet as JSON that holds only characters which can be set; of the others its foot says which they were."""
    words, rare = printable(json.dumps(asdict(sheet), ensure_ascii=False))
    if not rare:
        return words
    noted = replace(sheet, foot=[*sheet.foot, named(rare)])
    return printable(json.dumps(asdict(noted), ensure_ascii=False))[0]
