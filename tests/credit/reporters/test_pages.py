"""Units name their people; a change of people leaves a handover with what was open."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from credit.reporters.rules import overlaps
from supervision.accounts.models import User
from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from tests.factories.accounts import City, found_city, person
from tests.factories.districts import colleague, csrf
from tests.factories.rows import ask


@dataclass
class Town:
    """Departments with people who may be named."""

    app: Flask
    city: City
    people: dict[str, User]

    def at(self, role: str, department: str = "east") -> FlaskClient:
        client = colleague(self.app, getattr(self.city, department), role)
        client.environ_base["HTTP_X_CSRFTOKEN"] = csrf(client)
        return client

    def unit(self, department: str = "east") -> str:
        return f"/credit/reporters/{getattr(self.city, department).id}"

    def form(self, who: str, duty: str = "liaison", **other: object) -> dict[str, object]:
        return {"duty": duty, "user_id": self.people[who].id, "valid_from": "2026-01-01", "valid_to": "", **other}

    def handed(self, who: str, **other: object) -> dict[str, object]:
        usual = {"key": str(uuid4()), "to_user_id": self.people[who].id, "on_day": today().isoformat(), "reason": "岗位调整"}
        return {**usual, **other}


@pytest.fixture
def town(app: Flask, database: str) -> Town:
    with transaction() as session:
        city = found_city(session)
        people = {login: person(session, login, city.east, now=now()) for login in ("shen", "lu", "gone")}
        people["gone"].state = "disabled"
        people["tax"] = person(session, "tax-one", city.tax, now=now())
    return Town(app, city, people)


def post_of(page: str) -> str:
    return re.search(r"/credit/reporters/posts/\d+", page)[0]


def test_a_unit_without_a_liaison_is_shown_until_one_is_named(town: Town):
    operator, own = town.at("city_operator", "bureau"), town.at("department_admin")
    first = operator.get("/credit/reporters").text
    assert "5 个单位没有在任的联络员" in first
    assert '报送责任人<span class="count">5</span>' in first
    assert "1 个单位没有在任的联络员" in own.get("/credit/reporters").text
    assert "市税务局" not in own.get("/credit/reporters").text
    assert own.get(town.unit("tax")).status_code == 404
    assert "已任命" in own.post(town.unit(), data=town.form("shen"), follow_redirects=True).text
    assert "4 个单位没有在任的联络员" in operator.get("/credit/reporters").text
    assert "没有在任的联络员" not in own.get("/credit/reporters").text
    with transaction() as session:
        session.execute(text("UPDATE accounts.user_account SET state = 'disabled' WHERE login = 'shen'"))
    assert "5 个单位没有在任的联络员" in operator.get("/credit/reporters").text
    assert "账号已停用" in own.get("/credit/reporters").text
    assert town.at("reporter").get("/credit/reporters").status_code == 403


def test_one_liaison_at_a_time_and_only_people_of_the_unit(town: Town):
    own = town.at("department_admin")
    assert own.post(town.unit(), data=town.form("tax")).status_code == 422
    assert own.post(town.unit(), data=town.form("gone")).status_code == 422
    assert own.post(town.unit(), data=town.form("shen", valid_to="2025-12-31")).status_code == 422
    assert own.post(town.unit(), data=town.form("shen", valid_from="某日")).status_code == 422
    assert own.post(town.unit(), data=town.form("shen")).status_code == 303
    taken = own.post(town.unit(), data=town.form("lu"))
    assert (taken.status_code, "联络员是shen某" in taken.text) == (409, True)
    assert own.post(town.unit(), data=town.form("lu", "reporter")).status_code == 303
    assert own.post(town.unit(), data=town.form("shen", "reporter")).status_code == 303
    assert own.post(town.unit(), data=town.form("shen", "reporter")).status_code == 409
    assert ask("SELECT count(*) FROM credit.reporter_post") == [(3,)]
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(
            text(
                "INSERT INTO credit.reporter_post (department_id, user_id, duty, valid_from, named_at, named_by) "
                "SELECT department_id, :lu, duty, valid_from, named_at, named_by FROM credit.reporter_post WHERE duty = 'liaison'"
            ),
            {"lu": town.people["lu"].id},
        )


def test_a_handover_changes_the_person_and_keeps_what_was_open(town: Town):
    with transaction() as session:
        session.execute(
            text(
                "INSERT INTO credit.entry (key, state, row_kind, department_id, cells, title, created_by, created_at, changed_by,"
                " changed_at) VALUES (:key, 'draft', 'sgs-2021-licence-legal', :unit, '', '云市监许〔2026〕第8号', :who, :at, :who, :at)"
            ),
            {"key": uuid4(), "unit": town.city.east.id, "who": f"person:{town.people['shen'].id}", "at": now()},
        )
        session.execute(
            text(
                "INSERT INTO credit.omission (ground, department_id, kind, doc_no, doc_key, after, before, due_on, certainty, method,"
                " state, found_at) VALUES ('series', :unit, 'licence', '云市监许〔2026〕第9号', 'k', :day, :day, :day, 0.9, 'M', 'open', :at)"
            ),
            {"unit": town.city.east.id, "day": today(), "at": now()},
        )
        session.execute(
            text(
                "INSERT INTO credit.refusal (batch_id, row_no, department_id, kind, doc_key, digest, received_at)"
                " VALUES (1, 1, :unit, 'licence', '云市监许2026第7号', '', :at)"
            ),
            {"unit": town.city.east.id, "at": now()},
        )
    own = town.at("department_admin")
    address = post_of(own.post(town.unit(), data=town.form("shen"), follow_redirects=True).text)
    assert "第8号" in own.get(address).text
    assert own.post(f"{address}/handover", data=town.handed("lu", reason=" ")).status_code == 422
    assert own.post(f"{address}/handover", data=town.handed("shen")).status_code == 422
    assert own.post(f"{address}/handover", data=town.handed("tax")).status_code == 422
    assert own.post(f"{address}/handover", data=town.handed("lu", on_day="2025-12-31")).status_code == 422
    assert town.at("department_admin", "tax").post(f"{address}/handover", data=town.handed("lu")).status_code == 404
    form = town.handed("lu")
    sheet = own.post(f"{address}/handover", data=form, follow_redirects=True)
    assert all(words in sheet.text for words in ("交接单", "第8号", "第9号", "第7号", "其中本人的 1 件"))
    again = own.post(f"{address}/handover", data=form, follow_redirects=True)
    assert again.request.path == sheet.request.path
    assert own.post(f"{address}/handover", data=town.handed("lu")).status_code == 409
    held = ask("SELECT u.login, p.valid_to, p.came_by IS NOT NULL FROM credit.reporter_post p JOIN accounts.user_account u"
               " ON u.id = p.user_id ORDER BY p.id")  # fmt: skip
    assert held == [("shen", today() - timedelta(days=1), False), ("lu", None, True)]
    page = own.get(town.unit()).text
    assert "交接：岗位调整" in page
    assert town.at("department_admin", "tax").get(sheet.request.path).status_code == 404
    acts = [row[0] for row in ask("SELECT action FROM kernel.audit_entry WHERE action LIKE 'credit.reporter%' ORDER BY seq")]
    assert acts == ["credit.reporter.name", "credit.reporter.hand-over"]


def test_a_post_ends_once_for_a_reason_and_stays_in_the_history(town: Town):
    own = town.at("department_admin")
    address = post_of(own.post(town.unit(), data=town.form("shen", "head"), follow_redirects=True).text)
    end = {"last_day": today().isoformat(), "why": "退休"}
    assert own.post(f"{address}/end", data={**end, "why": ""}).status_code == 422
    assert own.post(f"{address}/end", data={**end, "last_day": "2025-01-01"}).status_code == 422
    assert own.post(f"{address}/end", data=end).status_code == 303
    assert own.post(f"{address}/end", data=end).status_code == 409
    assert "退休" in own.get(town.unit()).text
    after = (today() + timedelta(days=1)).isoformat()
    assert own.post(town.unit(), data=town.form("lu", "head", valid_from=today().isoformat())).status_code == 409
    assert own.post(town.unit(), data=town.form("lu", "head", valid_from=after)).status_code == 303
    assert own.get("/credit/reporters/posts/99999").status_code == 404
    assert own.get("/credit/reporters/handovers/99999").status_code == 404


def test_periods_overlap_when_they_share_a_day():
    day = today()
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert overlaps(day, None, before, day)
    assert overlaps(before, None, day, None)
    assert not overlaps(after, None, before, day)
    assert not overlaps(before, day, after, None)
