"""The door as a department's system meets it."""

import io

import pytest
from sqlalchemy import text

from supervision.kernel.db import reading
from tests.intake.batches.conftest import CLIENT, ELSEWHERE, WITHOUT, As, load

ROWS = "行政相对人名称,统一社会信用代码,处罚决定日期\n甲公司,91310000MA1,2026-01-02\n乙公司,,2026-01-02\n"


def send(client, content: str = ROWS, **form: str):
    data = {"file": (io.BytesIO(content.encode()), "推送.csv"), **form}
    return client.post("/api/v1/intake/batches", data=data, content_type="multipart/form-data")


def test_a_pushed_file_becomes_a_batch_and_a_job(acting: As):
    answer = send(acting(CLIENT))
    assert answer.status_code == 202
    assert answer.json["known_before"] is False
    assert answer.json["batch"]["state"] == "queued"
    assert answer.json["batch"]["mapping"]["columns"]["行政相对人名称"] == "name"


def test_the_same_push_twice_is_one_batch_and_one_job(acting: As):
    first, second = send(acting(CLIENT)), send(acting(CLIENT))
    assert second.json["known_before"] is True
    assert second.json["batch"]["id"] == first.json["batch"]["id"]
    with reading() as session:
        assert session.scalar(text("SELECT count(*) FROM kernel.job")) == 1


def test_the_result_says_how_rows_ended_and_why(acting: As):
    client = acting(CLIENT)
    batch_id = send(client).json["batch"]["id"]
    load(batch_id)
    batch = client.get(f"/api/v1/intake/batches/{batch_id}").json
    assert (batch["rows_read"], batch["accepted"], batch["held"], batch["rejected"]) == (2, 1, 1, 0)
    causes = client.get(f"/api/v1/intake/batches/{batch_id}/causes").json
    assert [(cause["rule"], cause["rows"], cause["samples"][0]["row_no"]) for cause in causes] == [("V06", 1, 2)]
    workbook = client.get(f"/api/v1/intake/batches/{batch_id}/errors.xlsx")
    assert workbook.data.startswith(b"PK")


def test_the_list_says_how_many_there_are(acting: As):
    client = acting(CLIENT)
    send(client)
    answer = client.get("/api/v1/intake/batches").json
    assert (answer["total"], answer["pages"], len(answer["items"])) == (1, 1, 1)


@pytest.mark.parametrize(
    ("form", "code"),
    [({"kind": "nothing"}, "intake.kind_unknown"), ({"layout": "nothing"}, "intake.layout_unknown")],
)
def test_what_is_unknown_is_named(acting: As, form: dict[str, str], code: str):
    answer = send(acting(CLIENT), **form)
    assert answer.status_code == 422
    assert answer.json["type"] == f"urn:supervision:{code}"


def test_a_department_may_only_be_one_s_own(acting: As):
    assert send(acting(ELSEWHERE), department="seven").status_code == 403
    assert send(acting(CLIENT), department="seven").status_code == 202


def test_a_finished_batch_is_not_run_again(acting: As):
    client = acting(CLIENT)
    batch_id = send(client).json["batch"]["id"]
    load(batch_id)
    assert client.post(f"/api/v1/intake/batches/{batch_id}/run").status_code == 409


def test_a_batch_of_others_looks_as_if_it_did_not_exist(acting: As):
    batch_id = send(acting(CLIENT)).json["batch"]["id"]
    for path in ("", "/causes", "/errors.xlsx"):
        assert acting(ELSEWHERE).get(f"/api/v1/intake/batches/{batch_id}{path}").status_code == 404
        assert acting(WITHOUT).get(f"/api/v1/intake/batches/{batch_id}{path}").status_code == 403


def test_a_push_without_a_file_is_refused(acting: As):
    answer = acting(CLIENT).post("/api/v1/intake/batches", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
