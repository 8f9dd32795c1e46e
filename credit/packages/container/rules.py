"""Whether the files of a package are those that its manifest names."""

import csv
import io
from collections.abc import Mapping

from credit.packages.errors import FileAdded, FileChanged, FileGone, FileRenamed, ManifestUnreadable
from credit.packages.schemas import MANIFEST, SIGNATURE, Manifest, Part, manifest_from
from supervision.kernel.crypto.algorithms import digest

OUTER = (MANIFEST, SIGNATURE)


def read_manifest(files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest of a package.

    依据: GB/T 22239-2019 8.1.4.7（数据完整性）；清单只有一种写法。
    单位: 无。
    错误: FileGone、ManifestUnreadable。
    """
    for name in OUTER:
        if name not in files:
            raise FileGone(name=name)
    try:
        return manifest_from(files[MANIFEST])
    except ValueError as error:
        raise ManifestUnreadable(why=str(error)) from None


def check_files(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Refuse a file that was added, removed, renamed or changed.

    依据: GB/T 22239-2019 8.1.4.7（数据完整性）；SM3（GB/T 32905）与 SHA-256 并列核对。
    单位: 字节、行。
    错误: FileRenamed、FileGone、FileAdded、FileChanged。
    """
    named = {part.name for part in manifest.parts}
    surplus = [name for name in files if name not in named and name not in OUTER]
    for part in manifest.parts:
        if part.name not in files:
            other = next((name for name in surplus if same(part, files[name])), None)
            raise FileRenamed(name=part.name, other=other) if other else FileGone(name=part.name)
    if surplus:
        raise FileAdded(name=surplus[0])
    for part in manifest.parts:
        _check(part, files[part.name])


def same(part: Part, content: bytes) -> bool:
    """Tell whether a content is the one that a part names, by both digests.

    依据: SM3（GB/T 32905）与 SHA-256。
    单位: 无。
    错误: 无。
    """
    return digest("SM3", content).hex() == part.sm3 and digest("SHA-256", content).hex() == part.sha256


def _check(part: Part, content: bytes) -> None:
    if len(content) != part.bytes:
        raise FileChanged(name=part.name, why=f"应为 {part.bytes} 字节，实为 {len(content)} 字节")
    if not same(part, content):
        raise FileChanged(name=part.name, why="SM3 或 SHA-256 校验码不符")
    rows = rows_in(content)
    if rows != part.rows:
        raise FileChanged(name=part.name, why=f"清单为 {part.rows} 行，实为 {rows} 行")


def rows_in(content: bytes) -> int:
    """Return how many rows stand below the header.

    依据: RFC 4180（引号内的换行不另起一行）。
    单位: 行，不含表头。
    错误: 无；读不成文字的为 0。
    """
    try:
        return sum(1 for _row in csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)) - 1
    except (UnicodeDecodeError, csv.Error):
        return 0
