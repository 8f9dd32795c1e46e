"""待确认的许可, 证照缺口 and 改革方式跟踪 as a clerk uses them."""

from datetime import date

import pytest
from sqlalchemy import select

from supervision.kernel.db import reading, transaction
from supervision.notices.closing import service
from supervision.notices.closing.following.service import begin
from supervision.notices.closing.judging.queries import of_notices
from supervision.notices.closing.models import FollowUp, Proposal
from supervision.notices.models import Notice
from tests.factories.archive import SubjectFactory
from tests.factories.districts import colleague, csrf
from tests.factories.inbox import desk


@pytest.fixture
def at(database):
    """A notice that is followed, that may have its licence, and whose firm was fined meanwhile."""
    with transaction() as session:
        made = desk(session)
        item = {"item_code": "SP002", "item_name": "仅销售预包装食品备案", "reform_mode": "filing"}
        notice = made.notice(made.city.east, name="云汀缺口食品有限公司", **item)
        firm = SubjectFactory(session, notice.subject_id)
        firm.record("penalty", occurred_on=date(2026, 11, 20), authority="东区市场监管局", department_id=made.city.east.id)
        firm.record("licence", item="预包装食品备案", matched="name", doc_no="备〔2026〕7号", department_id=made.city.east.id)
        begin(session, notice_ids=[notice.id], now=made.now)
        service.settle(session, of_notices(session, notice_ids=[notice.id]), now=made.now)
        return made


@pytest.fixture
def clerk(app, at):
    return colleague(app, at.city.east, "reporter")


def post(client, path: str, **form):
    return client.post(f"/notices{path}", data={"csrf_token": csrf(client), **form})


def one(model):
    with reading() as session:
        return session.scalars(select(model)).one()


def test_a_clerk_confirms_a_licence_and_it_closes_the_notice(clerk):
    assert "备〔2026〕7号" in clerk.get("/notices/licences").text
    assert "归集到的许可，请确认是不是这项" in clerk.get(f"/notices/{one(Notice).id}").text
    assert post(clerk, f"/licences/{one(Proposal).id}/accept").status_code == 303
    assert (one(Notice).state, one(FollowUp).state) == ("closed", "met")
    assert "没有待确认的许可" in clerk.get("/notices/licences").text


def test_a_gap_shows_its_signs_and_is_handed_over(clerk):
    page = clerk.get("/notices/gaps").text
    assert "云汀缺口食品有限公司" in page
    assert "受到行政处罚" in page
    assert post(clerk, f"/gaps/{one(Notice).id}/check").status_code == 303


def test_a_follow_up_is_verified(clerk):
    assert "备案是否办理" in clerk.get("/notices/follow-ups").text
    assert post(clerk, f"/follow-ups/{one(FollowUp).id}", found="false", note=" ").status_code == 422
    assert post(clerk, f"/follow-ups/{one(FollowUp).id}", found="false", note="现场未备案").status_code == 303
    assert "现场未备案" in clerk.get("/notices/follow-ups?view=done").text


@pytest.mark.parametrize("view", ["open", "late", "done", "matters", "nonsense"])
def test_every_view_opens(clerk, view):
    assert clerk.get(f"/notices/follow-ups?view={view}&after=0").status_code == 200


def test_another_department_sees_and_settles_nothing(app, at):
    west = colleague(app, at.city.west, "reporter")
    for path in ("/licences", "/gaps", "/follow-ups", "/follow-ups?view=matters"):
        assert "云汀缺口食品有限公司" not in west.get(f"/notices{path}").text
    assert post(west, f"/licences/{one(Proposal).id}/refuse").status_code == 404
    assert post(west, f"/gaps/{one(Notice).id}/check").status_code == 404
    assert post(west, f"/follow-ups/{one(FollowUp).id}", found="true").status_code == 404
