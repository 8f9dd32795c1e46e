"""`make prove`: the proofs that take too long for every day, and `docs/proofs.md` with how each last ended.

A proof is a test under `tests/prove`, marked `prove`; it tells its figures through the fixture `proof`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
REPORT = PROJECT / "docs" / "proofs.md"
HEAD = """# Proofs

Long proofs that `make prove` runs, with the figures of each one's last run. `make prove ONLY=word` runs those whose name holds the word.

| proof | how it ended | figures | seconds | on | commit |
|---|---|---|---|---|---|
"""


def main() -> int:
    """Run the proofs, merge their results by name into the report, and fail when one fails."""
    parser = argparse.ArgumentParser(prog="tools/prove.py")
    parser.add_argument("--only", help="run those whose name holds this word")
    only = parser.parse_args().only
    results = PROJECT / "var" / "proofs.run.jsonl"
    results.parent.mkdir(parents=True, exist_ok=True)
    results.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-m", "prove", "tests/prove", *(["-k", only] if only else [])]
    began = time.monotonic()
    told = {**os.environ, "SUPERVISION_PROOFS": str(results)}
    status = subprocess.run(command, check=False, cwd=PROJECT, stdin=subprocess.DEVNULL, env=told).returncode
    keep(results)
    print(f"{time.monotonic() - began:.0f} s, {REPORT.relative_to(PROJECT)}")
    return status


def keep(results: Path) -> None:
    """Replace the rows of what ran and keep those of what did not."""
    rows = {line.split(" | ")[0]: line for line in _rows()}
    for text in results.read_text(encoding="utf-8").splitlines() if results.exists() else []:
        line = row(json.loads(text))
        rows[line.split(" | ")[0]] = line
    REPORT.write_text(HEAD + "".join(f"{rows[name]}\n" for name in sorted(rows)), encoding="utf-8")


def _rows() -> list[str]:
    text = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    return [line for line in text.removeprefix(HEAD).splitlines() if line.startswith("| ")]


def row(entry: dict[str, object]) -> str:
    """Return the line of the report for one proof that ran today."""
    figures = entry["figures"]
    assert isinstance(figures, dict)
    told = "; ".join(f"{name} {value}" for name, value in figures.items())
    today = datetime.now(UTC).date().isoformat()
    cells = (entry["name"], entry["outcome"], told, f"{entry['seconds']:.0f}", today, commit())
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def commit() -> str:
    words = ["git", "describe", "--always", "--abbrev=12", "--dirty=+"]
    return subprocess.run(words, cwd=PROJECT, check=False, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
