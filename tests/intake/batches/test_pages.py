"""From the file to the last row, as a person at a browser meets it."""

import io
import re

import openpyxl
import pytest
from sqlalchemy import text

from supervision.kernel.db import reading
from tests.intake.batches.conftest import COLLEAGUE, ELSEWHERE, UPLOADER, WITHOUT, As, load

HEADER = "被处罚单位,信用代码,处罚决定日期,罚没款（元）\n"
ROWS = HEADER + "甲公司,91310000MA1,2026-01-02,20000\n=乙公司,,2026/1/3,1\n丙公司,9131,2027-01-02,1\n"


def send(client, content: str | bytes = ROWS, filename: str = "九月.csv"):
    data = content.encode() if isinstance(content, str) else content
    return client.post("/intake/upload", data={"file": (io.BytesIO(data), filename)}, content_type="multipart/form-data")


def batch_id_of(answer) -> int:
    return int(re.search(r"/intake/batches/(\d+)", answer.headers["Location"])[1])


def confirm(client, batch_id: int, **more: str):
    form = {
        "kind": "tiny",
        "column-0": "name",
        "column-1": "code",
        "column-2": "decided_on",
        "column-3": "fine",
        "unit-3": "yuan",
        **more,
    }
    return client.post(f"/intake/batches/{batch_id}/mapping", data=form)


@pytest.fixture
def loaded(acting: As) -> int:
    client = acting(UPLOADER)
    batch_id = batch_id_of(send(client))
    assert confirm(client, batch_id).status_code == 303
    load(batch_id)
    return batch_id


def stored(statement: str) -> list[tuple[object, ...]]:
    with reading() as session:
        return [tuple(row) for row in session.execute(text(statement))]


def test_the_upload_page_asks_for_the_file_first(acting: As):
    page = acting(UPLOADER).get("/intake/upload").get_data(as_text=True)
    assert 'type="file"' in page
    assert "还没有上传过文件" in page


def test_the_mapping_page_shows_the_first_values_and_the_guess(acting: As):
    client = acting(UPLOADER)
    page = client.get(send(client).headers["Location"]).get_data(as_text=True)
    assert "91310000MA1" in page
    assert re.search(r'<option value="code" selected', page)
    assert "4 列中" in page
    assert "3 列按表头对上" in page


def test_a_file_that_cannot_be_read_is_refused_with_its_reason_and_remedy(acting: As):
    answer = send(acting(UPLOADER), b"%PDF-1.7 nothing tabular", "决定书.csv")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "PDF" in page
    assert "另存为" in page
    assert stored("SELECT count(*) FROM intake.batch") == [(0,)]


def test_no_file_at_all_is_refused(acting: As):
    answer = acting(UPLOADER).post("/intake/upload", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "没有选择文件" in answer.get_data(as_text=True)


def test_confirming_the_columns_starts_a_job(acting: As):
    client = acting(UPLOADER)
    batch_id = batch_id_of(send(client))
    confirm(client, batch_id)
    assert stored("SELECT state FROM intake.batch") == [("queued",)]
    assert stored("SELECT kind, arguments->'batch_ids'->>0 FROM kernel.job") == [("intake.load", str(batch_id))]
    assert stored("SELECT count(*) FROM kernel.audit_entry WHERE action = 'intake.load'") == [(1,)]


def test_a_missing_required_field_is_said_and_nothing_starts(acting: As):
    client = acting(UPLOADER)
    batch_id = batch_id_of(send(client))
    answer = confirm(client, batch_id, **{"column-0": ""})
    assert answer.status_code == 422
    assert "行政相对人名称" in answer.get_data(as_text=True)
    assert stored("SELECT state FROM intake.batch") == [("draft",)]


def test_one_field_for_two_columns_is_refused(acting: As):
    client = acting(UPLOADER)
    answer = confirm(client, batch_id_of(send(client)), **{"column-1": "name"})
    assert answer.status_code == 422
    assert "对应了两列" in answer.get_data(as_text=True)


def test_a_mapping_saved_by_name_is_found_by_the_next_file(acting: As):
    client = acting(UPLOADER)
    confirm(client, batch_id_of(send(client)), layout_name="城管月报")
    page = client.get(send(client, ROWS + "丁公司,9131,2026-01-02,1\n", "十月.csv").headers["Location"]).get_data(as_text=True)
    assert "4 列按表头对上" in page
    assert re.search(r'<option value="城管月报" selected', page)


def test_only_who_keeps_layouts_may_save_one(acting: As):
    client = acting(COLLEAGUE)
    answer = send(client)
    assert "layout_name" not in client.get(answer.headers["Location"]).get_data(as_text=True)
    assert confirm(client, batch_id_of(answer), layout_name="城管月报").status_code == 403
    assert stored("SELECT count(*) FROM intake.layout") == [(0,)]


def test_the_same_file_again_leads_to_its_first_batch(acting: As, loaded: int):
    client = acting(UPLOADER)
    answer = confirm(client, batch_id_of(send(client)))
    assert batch_id_of(answer) == loaded
    assert stored("SELECT state FROM intake.batch ORDER BY id") == [("finished",), ("discarded",)]


def test_the_batch_page_says_how_every_row_ended_and_groups_the_faults(acting: As, loaded: int):
    page = acting(UPLOADER).get(f"/intake/batches/{loaded}").get_data(as_text=True)
    assert "3 行已全部收下" in page
    assert "2 行等您处理" in page
    assert "决定日期在今天之后" in page
    assert "补填统一社会信用代码" in page
    assert "元转万元" in page


def test_the_rows_can_be_listed_one_by_one(acting: As, loaded: int):
    page = acting(UPLOADER).get(f"/intake/batches/{loaded}?view=rows").get_data(as_text=True)
    assert page.count("/rows/") == 2


def test_a_row_is_shown_as_it_came(acting: As, loaded: int):
    page = acting(UPLOADER).get(f"/intake/batches/{loaded}/rows/2").get_data(as_text=True)
    assert "=乙公司" in page
    assert "没有代码" in page


def test_personal_cells_of_a_row_are_covered(acting: As):
    client = acting(UPLOADER)
    batch_id = batch_id_of(send(client, HEADER.strip() + ",联系电话\n甲公司,110101199003077211,2026-01-02,1,13800000000\n"))
    confirm(client, batch_id, **{"column-4": "phone"})
    load(batch_id)
    page = client.get(f"/intake/batches/{batch_id}/rows/1").get_data(as_text=True)
    assert "13800000000" not in page
    assert "110101199003077211" not in page
    assert page.count("已遮盖") == 2


def test_the_error_workbook_holds_the_original_cells_and_no_formula(acting: As, loaded: int):
    answer = acting(UPLOADER).get(f"/intake/batches/{loaded}/errors.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("行号", "问题与处理办法", "被处罚单位", "信用代码")
    assert [row[2] for row in rows[1:]] == ["'=乙公司", "丙公司"]
    assert "V06" in rows[1][1]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_corrected_error_workbook_can_be_sent_back(acting: As, loaded: int):
    client = acting(UPLOADER)
    workbook = client.get(f"/intake/batches/{loaded}/errors.xlsx").data
    batch_id = batch_id_of(send(client, workbook, "待处理.xlsx"))
    confirm(
        client, batch_id, **{"column-0": "", "column-1": "", "column-2": "name", "column-3": "code", "column-4": "decided_on"}
    )
    load(batch_id)
    names = {row[0] for row in stored("SELECT name FROM public.tiny_row")}
    assert "=乙公司" in names
    assert "'=乙公司" not in names


def test_a_draft_can_be_given_up(acting: As):
    client = acting(UPLOADER)
    batch_id = batch_id_of(send(client))
    assert client.post(f"/intake/batches/{batch_id}/discard").status_code == 303
    assert "没有这样的批次" in client.get("/intake/batches").get_data(as_text=True)


def test_a_stopped_load_can_go_on(acting: As):
    client = acting(UPLOADER)
    broken = (HEADER + "".join(f"企业{n},9131,2026-01-02,1\n" for n in range(30_000))).encode() + b"\xff\xff\n"
    batch_id = batch_id_of(send(client, broken))
    confirm(client, batch_id)
    load(batch_id)
    page = client.get(f"/intake/batches/{batch_id}").get_data(as_text=True)
    assert "装载中断，已收下的行都在" in page
    assert client.post(f"/intake/batches/{batch_id}/run").status_code == 303


def test_progress_ends_by_asking_for_the_page_again(acting: As):
    client = acting(UPLOADER)
    batch_id = batch_id_of(send(client))
    confirm(client, batch_id)
    waiting = client.get(f"/intake/batches/{batch_id}/progress")
    assert "every 2s" in waiting.get_data(as_text=True)
    load(batch_id)
    done = client.get(f"/intake/batches/{batch_id}/progress")
    assert done.headers["HX-Refresh"] == "true"
    assert "every 2s" not in done.get_data(as_text=True)


@pytest.mark.parametrize("path", ["", "/rows/2", "/errors.xlsx", "/progress"])
def test_a_colleague_sees_the_batch_another_district_sees_nothing_and_others_are_refused(acting: As, loaded: int, path: str):
    address = f"/intake/batches/{loaded}{path}"
    assert acting(COLLEAGUE).get(address).status_code == 200
    assert acting(ELSEWHERE).get(address).status_code == 404
    assert acting(WITHOUT).get(address).status_code == 403


def test_nobody_uploads_for_a_department_that_is_not_theirs(acting: As):
    client = acting(ELSEWHERE)
    client.post("/intake/upload", data={"file": (io.BytesIO(ROWS.encode()), "x.csv"), "department": "7"})
    assert stored("SELECT department_id FROM intake.batch") == [(1,)]
