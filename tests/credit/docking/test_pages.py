"""A department sets up a source, tries it, maps it, starts it, and sees what came; its password is shown to nobody."""

import re
from datetime import timedelta

from flask import Flask

from credit.docking.jobs import due
from supervision.kernel import clock
from supervision.kernel.db import transaction
from supervision.kernel.queues.working.service import execute
from tests.credit.docking.conftest import KIND, Office
from tests.factories.districts import colleague, csrf
from tests.factories.foreign import READER, READS, WRITER, WRITES
from tests.factories.rows import ask
from wsgi import PLATFORM


def at(app: Flask, office: Office, role: str = "department_admin", department: str = "bureau"):
    client = colleague(app, getattr(office.city, department), role)
    client.environ_base["HTTP_X_CSRFTOKEN"] = csrf(client)
    return client


def form(office: Office, **other: object) -> dict[str, object]:
    usual = {
        "department_id": office.city.bureau.id,
        "name": "许可审批系统",
        "kind": KIND,
        "driver": office.server.driver,
        "host": "127.0.0.1",
        "port": office.server.port,
        "database": "office",
        "schema": "public",
        "table": office.table,
        "username": READER,
        "password": READS,
        "watermark": "changed",
        "key": "id",
        "overlap": 10,
        "page_rows": 1000,
        "timeout_seconds": 10,
        "every_minutes": 30,
        "starts_on": "2026-01-01",
        "ends_on": "",
        "revision": "1",
    }
    return {**usual, **other}


def work() -> None:
    for (number,) in ask("SELECT id FROM kernel.job WHERE state = 'queued' AND kind LIKE 'credit.docking%'"):
        execute(PLATFORM, number)


def test_a_source_is_set_up_tried_started_and_read_by_its_plan(one_office: Office, app: Flask):
    one_office.rows(1, 30, legal_rep="欧阳某某")
    keeper = at(app, one_office)
    assert "还没有对接来源" in keeper.get("/credit/docking").text
    page = keeper.post("/credit/docking/new", data=form(one_office), follow_redirects=True)
    assert "已保存" in page.text
    (number,) = ask("SELECT id FROM credit.docking_source")[0]
    home = f"/credit/docking/{number}"
    assert keeper.post(f"{home}/start").status_code == 422
    tried = keeper.post(f"{home}/test")
    assert (tried.status_code, "试连通过" in tried.text, "账号只读" in tried.text) == (200, True, True)
    assert "内＊＊" in tried.text
    assert "内部批注" not in tried.text
    assert keeper.post(f"{home}/start", follow_redirects=True).status_code == 200
    due(None)
    work()
    assert ask("SELECT count(*) FROM credit.decision") == [(30,)]
    shown = keeper.get(home).text
    assert ("已完成" in shown, "按计划" in shown, "B20" in shown) == (True, True, True)
    assert "30" in keeper.get("/credit/docking").text
    due(None)
    assert ask("SELECT count(*) FROM credit.docking_run") == [(1,)]
    assert not any(READS in text for text in (page.text, tried.text, shown, keeper.get(f"{home}/edit").text))
    told = "".join(
        str(row) for row in ask("SELECT detail FROM kernel.audit_entry") + ask("SELECT arguments, result FROM kernel.job")
    )
    assert READS not in told
    assert keeper.post(f"{home}/pause", follow_redirects=True).status_code == 200
    assert keeper.post(f"{home}/close", follow_redirects=True).status_code == 200
    assert ask("SELECT state, octet_length(secret) FROM credit.docking_source") == [("closed", 0)]
    assert keeper.post(f"{home}/start").status_code == 409


WRONG = (
    ({"name": ""}, "填写来源名称"),
    ({"driver": "sqlite"}, "数据库"),
    ({"host": "/var/run/postgresql"}, "主机只填"),
    ({"port": "99999"}, "端口填 1 至 65535"),
    ({"page_rows": "一百"}, "每页行数填"),
    ({"password": ""}, "口令"),
    ({"ends_on": "2025-01-01"}, "止日早于起日"),
    ({"starts_on": ""}, "填写计划起日"),
)


def test_a_refused_form_keeps_what_was_typed_and_says_why(one_office: Office, app: Flask):
    keeper = at(app, one_office)
    for changes, said in WRONG:
        page = keeper.post("/credit/docking/new", data=form(one_office, **changes))
        assert page.status_code == 422, changes
        assert said in page.text, changes
        assert one_office.table in page.text
        assert READS not in page.text


def test_a_stored_password_goes_nowhere_else(one_office: Office, app: Flask):
    keeper = at(app, one_office)
    keeper.post("/credit/docking/new", data=form(one_office))
    (number,) = ask("SELECT id FROM credit.docking_source")[0]
    away = keeper.post(f"/credit/docking/{number}/edit", data=form(one_office, host="10.1.1.1", password=""))
    assert (away.status_code, "须重新填写口令" in away.text) == (422, True)
    assert keeper.post(f"/credit/docking/{number}/edit", data=form(one_office, name="改名", password="")).status_code == 303
    stale = keeper.post(f"/credit/docking/{number}/edit", data=form(one_office, name="再改", password=""))
    assert stale.status_code == 409
    assert ask("SELECT name, host FROM credit.docking_source") == [("改名", "127.0.0.1")]


def test_a_trial_that_fails_says_why_and_a_writing_account_is_refused(one_office: Office, app: Flask):
    keeper = at(app, one_office)
    keeper.post("/credit/docking/new", data=form(one_office, username=WRITER, password=WRITES))
    (number,) = ask("SELECT id FROM credit.docking_source")[0]
    page = keeper.post(f"/credit/docking/{number}/test")
    assert (page.status_code, "不是只读账号" in page.text, "只授予 SELECT" in page.text) == (422, True, True)
    assert "不是只读账号" in keeper.get("/credit/docking").text


def test_the_mapping_is_corrected_by_hand(one_office: Office, app: Flask):
    one_office.rows(1, 2)
    keeper = at(app, one_office)
    keeper.post("/credit/docking/new", data=form(one_office))
    (number,) = ask("SELECT id FROM credit.docking_source")[0]
    home = f"/credit/docking/{number}"
    keeper.post(f"{home}/test")
    page = keeper.get(home).text
    chosen = dict(re.findall(r'name="(column\.[a-z_]+)".*?<option value="([^"]*)" selected', page))
    bare = keeper.post(f"{home}/mapping", data={"revision": "1"})
    assert (bare.status_code, "必填字段还没有对应的列" in bare.text) == (422, True)
    twice = keeper.post(f"{home}/mapping", data={**chosen, "column.remark": chosen["column.doc_no"], "revision": "1"})
    assert "对应了两个字段" in twice.text
    sent = {**chosen, "column.state": "", "constant.state": "1", "revision": "1"}
    assert keeper.post(f"{home}/mapping", data=sent, follow_redirects=True).status_code == 200
    assert ask("SELECT mapping->'constants'->>'state' FROM credit.docking_source") == [("1",)]
    assert keeper.post(f"{home}/mapping", data=sent).status_code == 409


def test_others_see_and_touch_nothing(one_office: Office, app: Flask):
    at(app, one_office).post("/credit/docking/new", data=form(one_office))
    (number,) = ask("SELECT id FROM credit.docking_source")[0]
    other = at(app, one_office, department="tax")
    assert "许可审批系统" not in other.get("/credit/docking").text
    for step in ("", "/edit"):
        assert other.get(f"/credit/docking/{number}{step}").status_code == 404
    for step in ("test", "mapping", "start", "run", "pause", "restart", "close"):
        assert other.post(f"/credit/docking/{number}/{step}").status_code == 404
    assert other.post("/credit/docking/new", data=form(one_office)).status_code in {403, 422}
    assert at(app, one_office, role="reporter").get("/credit/docking").status_code == 403


def test_a_plan_is_due_by_its_clock_and_only_within_its_days(one_office: Office, app: Flask):
    one_office.rows(1, 2)
    one_office.create(ends_on=one_office.settings().starts_on)
    one_office.look()
    one_office.start()
    due(None)
    assert ask("SELECT count(*) FROM credit.docking_run") == [(0,)]
    with transaction() as session:
        source = session.merge(one_office.source)
        source.ends_on, source.next_run_at = None, clock.now() - timedelta(minutes=1)
    due(None)
    due(None)
    assert ask("SELECT count(*), max(trigger) FROM credit.docking_run") == [(1, "schedule")]
