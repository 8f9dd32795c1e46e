"""`supervision report` takes a workbook through the one door, once."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from credit.reporting.cli import report
from credit.standards.schemas import table_of
from supervision.intake.workbooks.service import write_table
from tests.factories.reported import PENALTY
from tests.factories.rows import ask

KIND = "sgs-2021-penalty-legal"


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door) -> Path:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    labels = {column.name: column.label for column in table_of(KIND).columns}
    made = [PENALTY, {**PENALTY, "doc_no": "云市监罚〔2026〕第2号", "category": "打板子"}]
    path = tmp_path / "处罚.xlsx"
    with path.open("wb") as stream:
        header = [labels[name] for name in PENALTY]
        write_table(stream, header=header, rows=[[str(value) for value in row.values()] for row in made])
    return path


def test_a_workbook_is_reported_once_and_every_row_is_told(workbook):
    first = CliRunner().invoke(report, [str(workbook), "--table", KIND])
    assert first.exit_code == 0, first.output
    assert "读到 2  接收 1  暂存 0  退回 1" in first.output
    assert ask("SELECT doc_no FROM credit.decision") == [(PENALTY["doc_no"],)]
    assert ask("SELECT rule, field FROM intake.finding WHERE severity = 'reject' AND rule = 'V23'") == [("V23", "category")]
    again = CliRunner().invoke(report, [str(workbook), "--table", KIND])
    assert "此前已装载，未作改动" in again.output
    assert ask("SELECT count(*) FROM intake.batch") == [(1,)]


def test_an_unknown_department_is_refused_with_its_remedy(workbook):
    answer = CliRunner().invoke(report, [str(workbook), "--table", KIND, "--department", "nowhere"])
    assert answer.exit_code == 1
    assert "。" in answer.output
