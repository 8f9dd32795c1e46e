"""双告知统计 as a department head reads it."""

import csv
import io
import re

import pytest

from supervision.kernel.db import transaction
from supervision.notices.states import NoticeState
from tests.factories.districts import colleague
from tests.factories.inbox import desk

NOVEMBER = "from=2026-11-01&to=2026-11-30"


@pytest.fixture
def at(database):
    with transaction() as session:
        made = desk(session)
        made.notice(made.city.east)
        made.notice(made.city.east, NoticeState.ANSWERED, name="=2+5 有限公司")
        made.notice(made.city.west)
        return made


@pytest.fixture
def head(app, at):
    return colleague(app, at.city.east, "department_admin")


def test_every_link_of_a_number_leads_to_as_many_records(head):
    page = head.get(f"/notices/figures?{NOVEMBER}").text
    links = re.findall(r'<a href="(/notices/figures/records[^"]+)">([\d,]+)<', page)
    assert len(links) >= 6
    for address, number in links:
        assert f"{number} 件</h1>" in head.get(address.replace("&amp;", "&")).text, address


@pytest.mark.parametrize("by", ["department", "item", "division", "month", "nonsense"])
def test_definitions_and_bases_stand_on_the_page(head, by):
    page = head.get(f"/notices/figures?by={by}&{NOVEMBER}").text
    assert "已认领 ÷ 进入认领池" in page
    assert "国发〔2015〕62号" in page
    assert "西区市场监管局" not in page


@pytest.mark.parametrize(
    "query", ["from=昨天", "from=9999-99-99&to=x", "department=9999999999999", "item=%00", "division=abc", "measure=x"]
)
def test_what_is_unreadable_is_left_out(head, query):
    assert head.get(f"/notices/figures?{query}").status_code == 200
    assert head.get(f"/notices/figures/records?{query}").status_code == 200


def test_numbers_and_records_come_as_tables(head):
    figures = head.get(f"/notices/figures?{NOVEMBER}&as=csv")
    rows = list(csv.reader(io.StringIO(figures.data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["部门", "代码", "全部"]
    assert rows[1][:3] == ["东区市场监管局", rows[1][1], "2"]
    records = head.get(f"/notices/figures/records?measure=licensed&{NOVEMBER}&as=csv")
    assert [row[1] for row in csv.reader(io.StringIO(records.data.decode("utf-8-sig")))] == ["企业", "'=2+5 有限公司"]
    assert "attachment" in records.headers["Content-Disposition"]
