from datetime import UTC, date, datetime

from supervision.archive.linking.relinking.service import relink
from supervision.kernel.db import transaction
from tests.factories.rows import ask, uscc

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
FIRM = {"name": "云汀岚溪食品有限公司", "code": uscc(1)}
INSPECTION = {"subject_name": FIRM["name"], "authority": "云汀市应急管理局", "result": "合格", "occurred_on": date(2026, 5, 6)}


def look_again():
    with transaction() as session:
        return relink(session, after=0, now=NOW)


def test_a_number_that_came_later_places_the_records_and_settles_the_question(door):
    door.load("inspection", {**INSPECTION, "subject_name": "云汀岚溪旧厂", "regno": "110108000000016"})
    door.load("registration", {"name": "云汀岚溪旧厂", "code": "110108000000016"})
    assert look_again()[1] == 1
    assert ask("SELECT matched FROM archive.record WHERE known_to IS NULL") == [("number",)]
    assert ask("SELECT settled_at FROM archive.candidate") == [(NOW,)]


def test_a_name_that_came_later_shows_the_record_and_leaves_the_question_open(door):
    door.load("inspection", INSPECTION)
    door.load("registration", FIRM)
    look_again()
    assert ask("SELECT matched FROM archive.record WHERE known_to IS NULL") == [("name",)]
    assert ask("SELECT reason, settled_at FROM archive.candidate") == [("name_only", None)]


def test_looking_again_without_news_changes_nothing(door):
    door.load("inspection", INSPECTION)
    assert look_again()[1] == 0
    assert ask("SELECT count(*) FROM archive.record") == [(1,)]
