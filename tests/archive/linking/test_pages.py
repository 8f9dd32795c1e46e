import re
import time
from collections.abc import Callable

import pytest
from sqlalchemy import text

from supervision.accounts.models import Department
from supervision.archive.linking.models import Outlook
from supervision.archive.linking.queries import Filter, page
from supervision.archive.linking.rating.service import rate
from supervision.kernel.access import Principal, Scope
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.factories.accounts import Browser, found_city, grant, person
from tests.factories.rows import ask, uscc

FIRM = {"name": "云汀禾木食品有限公司", "code": uscc(1)}
INSPECTION = {"subject_name": "云汀禾丰食品有限公司", "authority": "云汀市应急管理局", "result": "合格"}

EVERYWHERE = Principal("person", 1, "林某某", permissions=frozenset({"archive.link"}), scopes=(Scope(),))
MANY = """
    INSERT INTO archive.candidate (party_key, reason, subject_name, normal, kind, department_id, opened_at, outlook, distance)
    SELECT int8send(n), 'not_found', '厂' || n, '厂' || n, 'list_entry', :bureau, now(),
           CASE WHEN n % 2 = 0 THEN 'none' ELSE 'likely' END, CASE WHEN n % 2 = 0 THEN 60 + n % 41 ELSE n % 61 END
    FROM generate_series(1, 100000) n
"""


@pytest.fixture
def bureau(database) -> int:
    """The department whose questions the reviewer may answer."""
    with transaction() as session:
        return found_city(session, now=now()).bureau.id


@pytest.fixture
def signed_in(app, bureau) -> Callable[[str], Browser]:
    """A browser of somebody who holds one role."""

    def enter(role: str) -> Browser:
        with transaction() as session:
            department = session.get_one(Department, bureau)
            user = person(session, "lin", department, now=now(), demo=True)
            grant(session, user, role, department, now=now())
        browser = Browser(app.test_client())
        browser.sign_in("lin")
        return browser

    return enter


def test_both_sides_stand_beside_each_other_with_the_difference_marked(door, bureau, signed_in):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION, department=bureau)
    browser = signed_in("reviewer")
    assert INSPECTION["subject_name"] in browser.client.get("/review").text
    page = browser.client.get(f"/review/{ask('SELECT id FROM archive.candidate')[0][0]}").text
    assert "<b>丰</b>" in page
    assert "<b>木</b>" in page
    assert "是同一主体" in page
    assert "style=" not in page


def test_an_answer_is_carried_out_and_the_next_question_follows(door, bureau, signed_in):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION, {**INSPECTION, "subject_name": "云汀禾丰食品商行"}, department=bureau)
    browser = signed_in("reviewer")
    first, second = (row[0] for row in ask("SELECT id FROM archive.candidate ORDER BY id"))
    subject = ask("SELECT id FROM archive.subject")[0][0]
    answer = browser.post(f"/review/{first}", {"subject_id": subject, "verdict": "same"})
    assert answer.location.endswith(f"/review/{second}")
    assert ask("SELECT matched FROM archive.record WHERE known_to IS NULL ORDER BY matched") == [("none",), ("person",)]


def test_a_question_that_does_not_exist_is_not_found(signed_in):
    assert signed_in("reviewer").client.get("/review/999").status_code == 404


def test_who_may_not_link_sees_no_queue(signed_in):
    assert signed_in("reporter").client.get("/review").status_code == 403


def test_what_was_not_found_is_put_aside_together_after_a_confirmation(door, bureau, signed_in):
    door.load("registration", FIRM)
    door.load("inspection", *({**INSPECTION, "subject_name": f"望舒机械{number}厂"} for number in "甲乙丙"), department=bureau)
    with transaction() as session:
        rate(session)
    browser = signed_in("reviewer")
    assert "确认保留 3 件" in browser.client.get("/review?outlook=none").text
    last = ask("SELECT max(id) FROM archive.candidate")[0][0]
    assert browser.post("/review/park", {"confirmed": 3, "last_id": last}).status_code == 303
    assert "没有待核对的主体" in browser.client.get("/review").text
    assert "望舒机械甲厂" in browser.client.get("/review?outlook=parked").text


def test_the_pages_of_the_queue_lead_forth_and_back_over_every_question_once(door, bureau, signed_in):
    door.load("inspection", *({**INSPECTION, "subject_name": f"望舒机械{number}厂"} for number in range(45)), department=bureau)
    browser = signed_in("reviewer")
    seen, address = [], "/review"
    for _ in range(3):
        page = browser.client.get(address).text
        seen.append(re.findall(r"望舒机械\d+厂", page))
        following = re.search(r'href="([^"]*)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else address
    assert following is None
    assert len({name for part in seen for name in part}) == 45
    back = re.search(r'href="([^"]*)" rel="prev"', page)
    assert re.findall(r"望舒机械\d+厂", browser.client.get(back[1]).text) == seen[1]


def test_the_queue_opens_fast_with_a_hundred_thousand_questions(bureau, signed_in, owner_engine):
    browser = signed_in("reviewer")
    with owner_engine.begin() as connection:
        connection.execute(text(MANY), {"bureau": bureau})
    with owner_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE archive.candidate"))
    chosen = Filter(Outlook.NONE)
    taken = []
    for after in (None, "90.500", "100.60000"):
        with reading() as session:
            began = time.monotonic()
            found = page(session, EVERYWHERE, chosen=chosen, after=after)
            taken.append(time.monotonic() - began)
        assert len(found.candidates) == 20
    assert min(taken) < 0.15
    assert "以下 50,000 件" in browser.client.get("/review?outlook=none").text
