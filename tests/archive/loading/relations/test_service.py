from datetime import date
from decimal import Decimal

from tests.factories.rows import ask, uscc

FIRM = {"name": "云汀岚溪食品有限公司", "code": uscc(1)}
PARENT = {"name": "云汀望舒投资有限公司", "code": uscc(2)}
HOLDING = {**FIRM, "role": "股东", "holder_name": PARENT["name"], "holder_code": PARENT["code"], "share": Decimal(51)}
PERSON = {**FIRM, "role": "股东", "holder_name": "沈某某", "share": Decimal(49)}
SHARES = "SELECT from_name, from_id IS NOT NULL, share FROM archive.relation WHERE known_to IS NULL ORDER BY share DESC"


def test_both_ends_are_found_by_code_and_a_person_stays_a_name(door):
    door.load("registration", FIRM, PARENT, {"name": "沈某某", "code": uscc(3)})
    door.load("relation", HOLDING, PERSON)
    assert ask(SHARES) == [(PARENT["name"], True, Decimal("0.51")), ("沈某某", False, Decimal("0.49"))]


def test_the_same_relations_again_change_nothing(door):
    door.load("registration", FIRM, PARENT)
    door.load("relation", HOLDING, PERSON)
    assert door.load("relation", HOLDING, PERSON, batch=2).unchanged == 2
    assert ask("SELECT count(*) FROM archive.relation") == [(2,)]


def test_a_changed_share_closes_what_stood(door):
    door.load("registration", FIRM, PARENT)
    door.load("relation", HOLDING)
    door.load("relation", {**HOLDING, "share": Decimal(60)}, batch=2)
    assert ask("SELECT share, known_to IS NULL FROM archive.relation ORDER BY id") == [
        (Decimal("0.51"), False),
        (Decimal("0.60"), True),
    ]


def test_an_end_that_is_reported_twice_is_written_once(door):
    door.load("registration", FIRM, PARENT)
    ended = {**HOLDING, "valid_to": date(2026, 1, 1)}
    door.load("relation", HOLDING)
    door.load("relation", ended, batch=2)
    assert door.load("relation", ended, batch=3).unchanged == 1
    assert ask("SELECT valid_to FROM archive.relation WHERE known_to IS NULL") == [(date(2026, 1, 1),)]


def test_a_relation_of_an_unknown_enterprise_is_held(door):
    held = door.load("relation", HOLDING)
    assert held.findings.select("severity", "rule").rows() == [("hold", "V06")]
