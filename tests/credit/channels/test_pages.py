"""归集渠道 as the operator and a department use it."""

import pytest
from sqlalchemy import select

from credit.channels.models import Channel, ChannelMessage
from supervision.kernel.db import reading
from tests.factories.districts import colleague, csrf

ADDRESS = "https://credit.example.gov.cn/in"


@pytest.fixture
def operator(app, world):
    return colleague(app, world.city.bureau, "city_operator")


def post(client, path: str, **form):
    return client.post(f"/credit/channels{path}", data={"csrf_token": csrf(client), **form})


def standing(name: str = "gsxt") -> Channel:
    with reading() as session:
        return session.get_one(Channel, name)


def test_every_channel_stands_on_the_page_with_what_it_did_today(operator, world):
    world.shown(doc_no="号")
    world.work()
    page = operator.get("/credit/channels").text
    for label in ("信用中国", "省公共信用信息平台", "市法人库", "市人口库", "国家企业信用信息公示系统"):
        assert label in page
    assert "未接入" in page
    shown = operator.get("/credit/channels/credit-china").text
    assert "云汀" not in shown.partition("发送记录")[0]
    assert ("已接收" in shown, ">号</a>" in shown) == (True, True)
    assert "20 个工作日" in operator.get("/credit/channels/gsxt").text


def test_an_address_is_checked_and_a_secret_is_shown_once(operator):
    answer = post(operator, "/gsxt/place", address="http://10.0.0.1/in", scheme="hmac-sm3", revision="1")
    assert (answer.status_code, "只能使用 https" in answer.text) == (422, True)
    shown = post(operator, "/gsxt/place", address=ADDRESS, scheme="hmac-sm3", revision="1")
    secret = shown.text.partition('<p class="hash">')[2].partition("</p>")[0]
    assert len(secret) > 30
    assert secret not in operator.get("/credit/channels/gsxt").text
    assert standing().address == ADDRESS
    short = post(operator, "/gsxt/place", address=ADDRESS, scheme="hmac-sm3", secret="short", revision="2")
    assert (short.status_code, "密钥至少 32 个字符" in short.text) == (422, True)


def test_two_people_cannot_overwrite_each_other_unseen(operator):
    post(operator, "/gsxt/place", address=ADDRESS, scheme="hmac-sm3", revision="1")
    late = post(operator, "/gsxt/place", address="https://other.example.gov.cn/in", scheme="hmac-sm3", revision="1")
    assert (late.status_code, "刚由他人改过" in late.text) == (422, True)
    assert standing().address == ADDRESS


def test_a_channel_is_paused_with_a_reason_and_goes_on(operator):
    assert post(operator, "/gsxt/pause", reason="", revision="1").status_code == 422
    assert post(operator, "/gsxt/pause", reason="对方升级", revision="1").status_code == 303
    assert "对方升级" in operator.get("/credit/channels/gsxt").text
    assert post(operator, "/gsxt/resume", revision="2").status_code == 303
    assert standing().paused_at is None
    assert post(operator, "/gsxt/send-now").status_code == 303


def test_a_department_sees_its_own_refusals_and_stands_by_a_row(app, world):
    world.shown(doc_no="缺件号", source_code=None)
    world.work()
    reporter = colleague(app, world.city.bureau, "reporter")
    page = reporter.get("/credit/channels/refused").text
    assert ("缺件号" in page, "缺少“数据来源单位统一社会信用代码”" in page) == (True, True)
    other = colleague(app, world.city.tax, "reporter")
    assert "缺件号" not in other.get("/credit/channels/refused").text
    with reading() as session:
        refused = session.scalars(select(ChannelMessage.id).where(ChannelMessage.state == "refused")).first()
    assert post(other, f"/refused/{refused}/again").status_code == 404
    assert post(reporter, f"/refused/{refused}/again").status_code == 303
    assert "缺件号" not in reporter.get("/credit/channels/refused").text
    assert reporter.get("/credit/channels").status_code == 403


def test_refusals_are_pushed_again_together_and_only_ones_own(app, world):
    for number in ("缺件甲号", "缺件乙号"):
        world.shown(doc_no=number, source_code=None)
    world.work()
    with reading() as session:
        refused = list(session.scalars(select(ChannelMessage.id).where(ChannelMessage.state == "refused")))
    post(colleague(app, world.city.tax, "reporter"), "/refused/again", message=refused)
    reporter = colleague(app, world.city.bureau, "reporter")
    post(reporter, "/refused/again")
    page = reporter.get("/credit/channels/refused?tick=all").text
    assert (page.count("checked>"), "没有勾选任何一条" in page) == (len(refused), True)
    assert post(reporter, "/refused/again", message=refused).status_code == 303
    with reading() as session:
        waiting = select(ChannelMessage.id).where(ChannelMessage.state == "waiting", ChannelMessage.sequence == 2)
        assert len(session.scalars(waiting).all()) == len(refused) == 2


def test_what_no_contract_names_is_not_there(operator):
    assert operator.get("/credit/channels/nowhere").status_code == 404
    assert operator.get("/credit/channels/nowhere/reconcile").status_code == 404
    assert post(operator, "/gsxt/messages/999/again").status_code == 404
