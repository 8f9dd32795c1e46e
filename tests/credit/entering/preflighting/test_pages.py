"""A file is examined exactly as it would be loaded, nothing stays of it, and the very same file can then be sent."""

import io
import re

import openpyxl

from credit.entering.preflighting import service as preflighting
from credit.questions.handing.features import written
from credit.standards.schemas import table_of
from supervision.intake import service as intake
from supervision.intake.workbooks.service import write_table
from supervision.kernel.clock import now
from tests.factories.reported import PENALTY
from tests.factories.rows import ask, uscc

KIND = "sgs-2021-penalty-legal"
STATE = """
    SELECT (SELECT count(*) FROM credit.decision), (SELECT count(*) FROM archive.record), (SELECT count(*) FROM archive.event),
           (SELECT count(*) FROM intake.chunk), (SELECT count(*) FROM kernel.outbox_event), (SELECT count(*) FROM credit.question)
"""


def workbook(*rows):
    labels = {column.name: column.label for column in table_of(KIND).columns}
    content = io.BytesIO()
    write_table(
        content, header=[labels[name] for name in PENALTY], rows=[[written(value) for value in row.values()] for row in rows]
    )
    return content.getvalue()


def examined(browser, content, filename="处罚.xlsx", **form):
    """Post a file to the check and return the page that it leads to."""
    data = {"csrf_token": browser.token(), "file": (io.BytesIO(content), filename), **form}
    answer = browser.client.post("/credit/entry/preflight", data=data)
    return (answer.location, browser.client.get(answer.location)) if answer.status_code == 303 else ("", answer)


ROWS = (
    PENALTY,
    {**PENALTY, "doc_no": "云市监罚〔2026〕第2号", "category": "打板子；罚款；没收违法所得", "code": "91310115MA1H000121"},
    {**PENALTY, "doc_no": "云市监罚〔2026〕第3号", "subject_name": "云汀查无此店有限公司", "code": uscc(66)},
    {**PENALTY, "facts": "同一文书，另一种说法", "amount": 1},
)


def test_every_row_is_judged_as_when_it_is_sent_and_nothing_stays(desk):
    desk.report(KIND, {**PENALTY, "doc_no": "云市监罚〔2026〕第9号"})
    before = ask(STATE)
    browser = desk.as_("east-entry")
    content = workbook(*ROWS)
    address, page = examined(browser, content)
    assert page.status_code == 200
    for words in ("4 行预检完毕", "3 行要处理", "打板子", "校验码不对", "1001", "V17", "处罚类别", ">3<", "1 / 4"):
        assert words in page.text, words
    assert ask(STATE) == before
    faulty = openpyxl.load_workbook(io.BytesIO(browser.client.get(f"{address}/faulty.xlsx").data)).active
    lines = list(faulty.iter_rows(values_only=True))
    assert lines[0][:2] == ("行号", "问题与处理办法")
    assert [line[0] for line in lines[1:]] == ["3", "4", "5"]
    assert "V23" in lines[1][1]
    assert "V03" in lines[1][1]
    sent = browser.post(f"{address}/submit", {"table": KIND})
    batch = int(re.search(r"/batches/(\d+)$", sent.location).group(1))
    outcome = intake.run([batch], clock=now)[0]
    assert (outcome.rows_read, outcome.accepted, outcome.held, outcome.rejected) == (4, 1, 2, 1)
    desk.news()
    assert ask("SELECT count(*) FROM credit.question") == [(3,)]
    assert browser.client.get(address).status_code == 302
    again, _page = examined(browser, content)
    assert browser.post(f"{again}/submit", {"table": KIND}).location == sent.location


def test_what_is_not_sent_leaves_nothing_and_is_gone(desk):
    browser = desk.as_("east-entry")
    address, page = examined(browser, workbook(PENALTY), table=KIND)
    assert "都可以报送" in page.text
    address = address.partition("?")[0]
    browser.post(f"{address}/discard")
    assert browser.client.get(address).status_code == 404
    assert ask("SELECT count(*) FROM credit.decision") == [(0,)]


def test_a_file_that_cannot_be_examined_is_refused_in_words(entry_clerk):
    files = {
        b"": "是空的",
        b"%PDF-1.7 nothing": "PDF",
        "文书号,甲\n1,2\n".encode(): "必须有",
        "甲,乙\n1,2\n".encode(): "对不上",
        b"PK\x03\x04broken": "损坏",
    }
    for content, words in files.items():
        _address, page = examined(entry_clerk, content)
        assert page.status_code == 422
        assert words in page.text


def test_a_file_that_is_too_long_to_wait_for_is_not_examined(desk, monkeypatch):
    monkeypatch.setattr(preflighting, "LONGEST", 2)
    _address, page = examined(desk.as_("east-entry"), workbook(*ROWS))
    assert page.status_code == 422
    assert "至多 2 行" in page.text
