from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from supervision.archive.linking.deciding import service
from supervision.archive.linking.errors import AlreadySettled, CodeKnownAlready
from supervision.archive.linking.suggesting.rules import Reason
from supervision.kernel.db import transaction
from tests.factories.rows import ask, uscc

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
FIRM = {"name": "云汀岚溪食品有限公司", "code": uscc(1), "legal_rep": "沈某某"}
INSPECTION = {"subject_name": FIRM["name"], "authority": "云汀市应急管理局", "result": "合格", "occurred_on": date(2026, 5, 6)}
PLACED = "SELECT matched, subject_id IS NOT NULL FROM archive.record WHERE known_to IS NULL ORDER BY id"
LINES = "SELECT summary FROM archive.event WHERE link_kind = 'record' AND known_to IS NULL"


def only(table):
    return ask(f"SELECT id FROM archive.{table} ORDER BY id")[0][0]


def decide(what, **more):
    arguments = {"candidate_id": only("candidate"), "actor": "林某某", "now": NOW, **more}
    if what is not service.create:
        arguments = {"subject_id": only("subject"), "reasons": (Reason("名称", "相同", 45),), **arguments}
    with transaction() as session:
        return what(session, **arguments)


def test_a_confirmed_name_counts_as_a_person_s_word(door):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION, batch=3)
    decide(service.same)
    assert ask(PLACED) == [("person", True)]
    assert ask("SELECT batch_id, row_no, known_from FROM archive.record WHERE known_to IS NULL") == [(3, 1, NOW)]
    assert ask(LINES) == [("检查结果：云汀市应急管理局，合格",)]


def test_the_next_load_uses_the_decision(door):
    door.load("registration", FIRM)
    door.load("inspection", {**INSPECTION, "subject_name": "云汀岚溪食品厂"})
    decide(service.same)
    door.load("inspection", {**INSPECTION, "subject_name": "云汀岚溪食品厂", "occurred_on": date(2026, 6, 1)}, batch=2)
    assert ask(PLACED) == [("person", True), ("person", True)]


def test_not_the_same_takes_the_record_away_and_is_remembered(door):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION)
    decide(service.different)
    assert ask(PLACED) == [("none", False)]
    assert ask(LINES) == []
    door.load("inspection", {**INSPECTION, "occurred_on": date(2026, 6, 1)}, batch=2)
    assert ask(PLACED) == [("none", False), ("none", False)]


def test_what_stood_before_the_decision_is_still_known(door):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION)
    decide(service.different)
    assert ask("SELECT matched, known_to FROM archive.record ORDER BY id") == [("name", NOW), ("none", None)]


def test_an_unsure_answer_leaves_the_question_open(door):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION)
    decide(service.unsure)
    assert ask("SELECT settled_at FROM archive.candidate") == [(None,)]
    assert ask("SELECT verdict, decided_by, reasons -> 0 ->> 'what' FROM archive.match_decision") == [
        ("unsure", "林某某", "名称")
    ]


def test_a_later_answer_replaces_an_earlier_one(door):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION)
    decide(service.unsure)
    decide(service.same)
    assert ask("SELECT verdict, replaced_at IS NULL FROM archive.match_decision ORDER BY id") == [
        ("unsure", False),
        ("same", True),
    ]


def test_a_settled_question_is_not_answered_twice(door):
    door.load("registration", FIRM)
    door.load("inspection", INSPECTION)
    decide(service.same)
    with pytest.raises(AlreadySettled):
        decide(service.different)


def test_a_new_archive_takes_all_records_of_the_counterpart(door):
    door.load("inspection", INSPECTION, {**INSPECTION, "occurred_on": date(2026, 6, 1)})
    decide(service.create)
    assert ask(PLACED) == [("person", True), ("person", True)]
    assert ask("SELECT name, grams[1] FROM archive.name") == [(FIRM["name"], "云汀")]


def test_a_new_archive_is_refused_under_a_number_that_one_has(door):
    door.load("registration", {"name": "云汀甲厂", "code": "110108000000016"}, {"name": "云汀乙厂", "code": uscc(2)})
    door.load("registration", {"name": "云汀丙厂", "code": "110108000000016"}, batch=2)
    with pytest.raises(CodeKnownAlready):
        decide(service.create)


def test_a_confirmed_renaming_keeps_the_earlier_name_as_a_former_one(door):
    door.load("registration", FIRM)
    door.load("registration", {**FIRM, "name": "云汀望舒食品有限公司", "legal_rep": "林某某"}, batch=2)
    decide(service.same)
    assert ask("SELECT name, former FROM archive.name WHERE known_to IS NULL ORDER BY former") == [
        ("云汀望舒食品有限公司", False),
        (FIRM["name"], True),
    ]
    assert ask("SELECT name, legal_rep, batch_id FROM archive.registration WHERE known_to IS NULL") == [
        ("云汀望舒食品有限公司", "林某某", 2)
    ]


def test_a_refused_renaming_stays_out_when_it_comes_again(door):
    door.load("registration", FIRM)
    other = {**FIRM, "name": "云汀望舒食品有限公司"}
    door.load("registration", other, batch=2)
    decide(service.different)
    again = door.load("registration", other, batch=3)
    assert again.findings["rule"].to_list() == ["V06"]
    assert ask("SELECT count(*) FROM archive.candidate") == [(1,)]


def test_the_amount_and_the_sealed_fields_move_with_the_record(door):
    penalty = {
        "subject_name": "云汀早点铺",
        "tax_no": "11010519491231002X",
        "doc_no": "云税罚〔2026〕1号",
        "amount": Decimal("0.02"),
        "occurred_on": date(2026, 3, 2),
    }
    door.load("penalty", penalty)
    decide(service.create)
    (amount, sealed) = ask("SELECT amount, data -> 'sealed' IS NOT NULL FROM archive.record WHERE known_to IS NULL")[0]
    assert (amount, sealed) == (Decimal("0.02"), True)
