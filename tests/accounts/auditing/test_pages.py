from supervision.accounts.auditing.jobs import run
from supervision.kernel.queues import JobContext


def test_the_audit_is_filtered_by_person_act_and_day(member, browser):
    member("aud", "audit_admin")
    user = member("shen", "reporter")
    browser().sign_in("shen", "wrong")
    here = browser()
    here.sign_in("aud")
    everything = here.client.get("/audit").text
    assert "登录被拒绝" in everything
    theirs = here.client.get("/audit?actor=shen&action=accounts.sign_in.refuse").text
    assert f"{user.name}（shen）" in theirs
    assert "没有符合条件的记录" in here.client.get("/audit?actor=shen&day=2020-01-01").text
    assert "按 2026-11-18 的样子填" in here.client.get("/audit?day=yesterday").text


def test_a_check_under_way_is_not_started_twice(member, browser):
    member("aud", "audit_admin")
    here = browser()
    here.sign_in("aud")
    assert here.post("/audit/verify").status_code == 303
    assert here.post("/audit/verify").status_code == 303
    assert here.client.get("/audit").text.count("核对中") == 1


def test_the_check_reads_the_whole_chain(member, monkeypatch, tmp_path):
    monkeypatch.setenv("SUPERVISION_ROOT_DIRECTORY", str(tmp_path))
    member("shen", "reporter")
    result = run(JobContext(1, {}, 1, "test"))
    assert result["sound"]
    assert result["entries"] > 0
