from datetime import UTC, date, datetime

from supervision.archive.linking.deciding import service as deciding
from supervision.archive.linking.rating.service import rate
from supervision.kernel.db import transaction
from tests.factories.rows import ask, uscc

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
FIRM = {"name": "云汀禾木速冻食品有限公司", "code": uscc(1)}
INSPECTION = {"authority": "云汀市应急管理局", "result": "合格", "occurred_on": date(2026, 5, 6)}
QUEUE = "SELECT subject_name, outlook FROM archive.candidate ORDER BY distance, id"


def compared() -> int:
    with transaction() as session:
        return rate(session)


def asked_about(door, *names):
    door.load("inspection", *({**INSPECTION, "subject_name": name} for name in names))


def test_a_counterpart_with_a_similar_archive_comes_before_one_without(door):
    door.load("registration", FIRM)
    asked_about(door, "云汀望舒机械厂", "云汀禾木速冻食品商行")
    assert ask(QUEUE) == [("云汀望舒机械厂", "new"), ("云汀禾木速冻食品商行", "new")]
    assert compared() == 2
    assert ask(QUEUE) == [("云汀禾木速冻食品商行", "likely"), ("云汀望舒机械厂", "none")]
    assert compared() == 0


def test_the_same_name_needs_no_comparison(door):
    door.load("registration", FIRM)
    asked_about(door, FIRM["name"])
    assert ask(QUEUE) == [(FIRM["name"], "likely")]
    assert compared() == 0


def test_an_archive_that_was_refused_makes_nothing_likely_again(door):
    door.load("registration", FIRM)
    asked_about(door, "云汀禾木速冻食品商行")
    compared()
    ((candidate, subject),) = ask("SELECT c.id, s.id FROM archive.candidate c, archive.subject s")
    with transaction() as session:
        deciding.different(session, candidate_id=candidate, subject_id=subject, reasons=(), actor="林某某", now=NOW)
    assert compared() == 1
    assert ask(QUEUE) == [("云汀禾木速冻食品商行", "none")]
