"""A receipt as rows: what became of each row, and what helps."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from supervision.intake.models import Verdict

HEAD: Final = ("行号", "文书号", "结果", "问题与处理办法")
OUTCOMES: Final = {
    Verdict.ACCEPTED: "接收",
    Verdict.WARNED: "接收，有提示",
    Verdict.HELD: "暂存待确认",
    Verdict.REJECTED: "退回",
}


def as_csv(rows: Iterable[tuple[int, str, Verdict, Sequence[Mapping[str, Any]]]]) -> bytes:
    """Return the file of a table: number, document, outcome, and each finding with its rule."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEAD)
    for number, document, verdict, findings in rows:
        writer.writerow([number, document, OUTCOMES[verdict], "\n".join(_words(item) for item in findings)])
    return stream.getvalue().encode()


def _words(finding: Mapping[str, Any]) -> str:
    return f"{finding['label']}：{finding['message']}。{finding['remedy'] or '核对后改正'}（{finding['rule']}）"
