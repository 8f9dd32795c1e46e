"""Checking the whole chain, which may take minutes."""

from supervision.kernel.audit.roots import rules as roots
from supervision.kernel.audit.roots.service import directory
from supervision.kernel.audit.verification.queries import verify
from supervision.kernel.db import reading
from supervision.kernel.queues import JobContext
from supervision.kernel.settings import Settings

SHOWN = 50


def run(_context: JobContext) -> dict[str, object]:
    """Check chain, sealed readings and the roots on this machine; starting again after a crash begins anew."""
    folder = directory(Settings.from_environment())
    held = [(path.name, roots.read(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("root-*.json"))]
    with reading() as session:
        report = verify(session, roots=held)
    return {
        "sound": report.sound,
        "entries": report.entries,
        "readings": report.readings,
        "roots": report.roots,
        "found": len(report.findings),
        "findings": [f"{finding.label}：{finding.text}" for finding in report.findings[:SHOWN]],
    }
