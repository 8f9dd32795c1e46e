from datetime import UTC, date, datetime

from supervision.archive.linking.relinking.service import relink
from supervision.kernel.db import transaction
from supervision.kernel.identifiers import check_uscc
from tests.factories.rows import ALPHABET, ask, uscc

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
FIRM = {"name": "云汀岚溪食品有限公司", "code": uscc(1)}
INSPECTION = {"subject_name": FIRM["name"], "authority": "云汀市应急管理局", "result": "合格", "occurred_on": date(2026, 5, 6)}


ORGANISATION = uscc(7)[8:17]
WITHIN = f"91440300{ORGANISATION}"


def last_of(seventeen: str) -> str:
    return next(sign for sign in ALPHABET if check_uscc(seventeen + sign).ok)


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


def test_every_number_of_a_question_is_remembered(door):
    both = {**INSPECTION, "subject_name": "云汀岚溪旧厂", "regno": "110108000000016", "org_code": ORGANISATION}
    door.load("inspection", both)
    door.load("registration", {"name": "云汀岚溪新厂", "code": WITHIN + last_of(WITHIN)})
    assert look_again()[1] == 1
    assert ask("SELECT matched FROM archive.record WHERE known_to IS NULL") == [("number",)]


def test_many_records_of_many_counterparts_move_with_their_lines_and_are_told_of_once(door):
    numbers = [f"1101080000{number:05d}" for number in range(30)]
    names = [f"云汀第{number}旧厂" for number in range(30)]
    rows = [
        {**INSPECTION, "subject_name": name, "regno": number, "doc_no": f"检{turn}"}
        for name, number in zip(names, numbers, strict=True)
        for turn in (1, 2)
    ]
    door.load("inspection", *rows)
    door.load("registration", *({"name": name, "code": number} for name, number in zip(names, numbers, strict=True)))
    assert look_again()[1] == 30
    placed = "SELECT count(*), count(DISTINCT subject_id) FROM archive.record WHERE known_to IS NULL AND matched = 'number'"
    assert ask(placed) == [(60, 30)]
    assert ask("SELECT count(*) FROM archive.event WHERE kind = 'inspection'") == [(60,)]
    assert ask("SELECT count(*) FROM archive.record WHERE known_to = :now", now=NOW) == [(60,)]
    assert ask("SELECT name FROM kernel.outbox_event WHERE name LIKE 'archive.linking%'") == [
        ("archive.linking.counterparts_placed",)
    ]
