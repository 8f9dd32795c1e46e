from collections.abc import Callable

import pytest

from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import Browser, found_city, grant, person
from tests.factories.rows import ask, uscc

FIRM = {"name": "云汀禾木食品有限公司", "code": uscc(1)}
INSPECTION = {"subject_name": "云汀禾丰食品有限公司", "authority": "云汀市应急管理局", "result": "合格"}


@pytest.fixture
def signed_in(app) -> Callable[[str], Browser]:
    """A browser of somebody who holds one role."""

    def enter(role: str) -> Browser:
        with transaction() as session:
            city = found_city(session, now=now())
            user = person(session, "lin", city.bureau, now=now(), demo=True)
            grant(session, user, role, city.bureau, now=now())
        browser = Browser(app.test_client())
        browser.sign_in("lin")
        return browser

    return enter


def test_both_sides_stand_beside_each_other_with_the_difference_marked(door, signed_in):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION)
    browser = signed_in("reviewer")
    assert INSPECTION["subject_name"] in browser.client.get("/review").text
    page = browser.client.get(f"/review/{ask('SELECT id FROM archive.candidate')[0][0]}").text
    assert "<b>丰</b>" in page
    assert "<b>木</b>" in page
    assert "是同一主体" in page
    assert "style=" not in page


def test_an_answer_is_carried_out_and_the_next_question_follows(door, signed_in):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION, {**INSPECTION, "subject_name": "云汀禾丰食品商行"})
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
