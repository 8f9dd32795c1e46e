"""What somebody uploads is shown as text everywhere, and written into workbooks as text."""

import io
import re
from http import HTTPStatus

import pytest
from openpyxl import load_workbook

from supervision.intake import service
from supervision.kernel.clock import now
from tests.factories.districts import FIRM, colleague, csrf

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
NAME = "<img src=x onerror=alert(1)>"  # a browser writes a quotation mark in a file's name as %22
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x","y")')  # fmt: skip
HEADER = f"行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法行为类型,处罚决定日期,{SCRIPT}\n"


def rows() -> str:
    faulty = "".join(
        f'"{cell}",,"文{number}","{IMAGE.replace(chr(34), chr(34) * 2)}",2099-01-01,"{cell}"\n'
        for number, cell in enumerate([item.replace('"', '""') for item in FORMULAS])
    )
    return (
        HEADER
        + faulty
        + f"云汀试例食品有限公司,{FIRM},号{SCRIPT},{SCRIPT},2026-01-02,{SCRIPT}\n{SCRIPT}店,,号9,{SCRIPT},2026-01-03,{SCRIPT}\n"
    )


@pytest.fixture
def uploaded(app, work):
    browser = colleague(app, work.city.east, "reporter", "department_admin")
    token = csrf(browser)
    sent = browser.post(
        "/api/v1/intake/batches",
        data={"file": (io.BytesIO(rows().encode()), f"{NAME}.csv"), "kind": "penalty"},
        headers={"X-CSRFToken": token},
    )
    assert sent.status_code == HTTPStatus.ACCEPTED, sent.text
    batch = sent.json["batch"]
    service.run([batch["id"]], clock=now)
    return browser, batch["id"], work


def test_no_page_carries_markup_that_was_uploaded(uploaded):
    browser, batch, work = uploaded
    draft = browser.post(
        "/intake/upload",
        data={"csrf_token": csrf(browser), "file": (io.BytesIO((rows() + "\n").encode()), f"../../{NAME}/{SCRIPT}.csv")},
    )
    pages = [
        draft.headers.get("Location", "/intake/upload"),
        f"/intake/batches/{batch}",
        f"/intake/batches/{batch}?view=rows",
        f"/intake/batches/{batch}/rows/1",
        f"/intake/batches/{batch}/rows/9",
        "/intake/batches",
        "/intake/upload",
        "/",
        "/jobs",
        "/review",
        f"/archive/{work.firm_id}",
        f"/archive/{work.firm_id}?tab=penalty",
        f"/archive/{work.firm_id}?tab=timeline",
        f"/archive/{work.firm_id}/print",
        f"/search?q={SCRIPT}",
        f"/search?q={IMAGE}&item={SCRIPT}",
        f"/archive/{work.firm_id}?tab={SCRIPT}&known_at={IMAGE}&group={SCRIPT}",
    ]
    asked = re.findall(r'href="(/review/\d+)', browser.get("/review").text)
    assert asked
    pages += asked
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        assert "<script>alert" not in answer.text, page
        assert "<img src=x" not in answer.text, page


def test_no_workbook_carries_a_formula_that_was_uploaded(uploaded):
    browser, batch, _work = uploaded
    for path in (f"/intake/batches/{batch}/errors.xlsx", f"/api/v1/intake/batches/{batch}/errors.xlsx"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert NAME not in answer.headers["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(answer.data)).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        texts = [cell.value for cell in cells if cell.data_type == "s"]
        assert [text for text in texts if text.lstrip("\t\r\n ").startswith(("=", "+", "-", "@"))] == []
        assert any("1+1" in text for text in texts)
