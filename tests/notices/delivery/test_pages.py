"""送达设置 as a department's administrator uses it."""

import pytest
from sqlalchemy import select

from supervision.kernel.db import reading, transaction
from supervision.notices.delivery import service
from supervision.notices.delivery.models import Channel, Delivery
from supervision.notices.delivery.reaching.service import Reply
from supervision.notices.delivery.states import Outcome
from supervision.notices.models import Step
from tests.factories.districts import colleague, csrf
from tests.factories.inbox import desk


@pytest.fixture
def at(database):
    with transaction() as session:
        return desk(session)


@pytest.fixture
def east(app, at):
    return colleague(app, at.city.east, "department_admin")


@pytest.fixture
def west(app, at):
    return colleague(app, at.city.west, "department_admin")


def post(client, path: str, **form):
    return client.post(f"/notices/delivery{path}", data={"csrf_token": csrf(client), **form})


def channel() -> Channel:
    with reading() as session:
        return session.scalars(select(Channel)).one()


def test_a_department_takes_letters(east):
    assert post(east, "/email", recipients="a@example.gov.cn").status_code == 303
    assert (channel().way, channel().address) == ("email", "a@example.gov.cn")
    assert "a@example.gov.cn" in east.get("/notices/delivery").text


def test_what_is_no_address_is_told_beside_the_field(east):
    answer = post(east, "/email", recipients="某人的邮箱")
    assert answer.status_code == 422
    assert "电子邮件地址写法不对" in answer.text


def test_a_secret_is_shown_once(east):
    shown = post(east, "/webhook", address="https://gateway.example.gov.cn/in", scheme="hmac-sha256")
    assert "只显示这一次" in shown.text
    secret = shown.text.partition('<p class="hash">')[2].partition("</p>")[0]
    assert len(secret) > 30
    assert secret not in east.get("/notices/delivery").text
    assert post(east, "/webhook", address="https://gateway.example.gov.cn/in", scheme="hmac-sha256").status_code == 303


@pytest.mark.parametrize("address", ["http://gateway.example.gov.cn/in", "https://a:b@gateway.example.gov.cn/", "gateway"])
def test_an_address_that_is_not_allowed_is_refused_with_a_reason(east, address):
    answer = post(east, "/webhook", address=address, scheme="platform")
    assert answer.status_code == 422
    assert "推送地址不可用" in answer.text


def broken(at) -> tuple[int, int]:
    """Let the eastern office's channel fail for a week with a notice in it; return channel and delivery."""
    with transaction() as session:
        at.session = session
        made = service.set_email(session, department_id=at.city.east.id, text_="a@example.gov.cn", actor="t", now=at.now)
        notice = at.notice(at.city.east)
        session.add(
            Step(notice_id=notice.id, to_department_id=at.city.east.id, action="push", state="pushed", at=at.now, actor="t")
        )
        session.flush()
        service.dispatch(session, notice_ids=[notice.id], now=at.now)
        sent = session.scalars(select(Delivery.id).where(Delivery.channel_id == made.id)).one()
        service.note(session, made.id, [sent], Reply(Outcome.DOWN, "接收方没有在规定时间内应答"), now=at.now)
        return made.id, sent


def test_a_receiver_that_is_down_is_told_of_plainly_and_tried_again_on_demand(at, east):
    number, sent = broken(at)
    page = east.get("/notices/delivery").text
    assert "天送不出去，1 件待送达，一件也没有丢" in page
    assert "接收方没有在规定时间内应答" in page
    assert post(east, f"/channels/{number}/send-now").status_code == 303
    assert channel().next_attempt_at is None
    assert "接收方没有在规定时间内应答" in east.get(f"/notices/delivery/{sent}").text


def test_another_department_sees_and_touches_nothing_of_it(at, west):
    number, sent = broken(at)
    assert "a@example.gov.cn" not in west.get("/notices/delivery").text
    assert west.get(f"/notices/delivery/{sent}").status_code == 404
    assert post(west, f"/channels/{number}/close").status_code == 404
    assert post(west, f"/channels/{number}/send-now").status_code == 404
    assert channel().enabled


def test_a_clerk_sets_no_channels(app, at):
    clerk = colleague(app, at.city.east, "reporter")
    assert clerk.get("/notices/delivery").status_code == 403
    assert post(clerk, "/email", recipients="a@example.gov.cn").status_code == 403
