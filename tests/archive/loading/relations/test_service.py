from datetime import UTC, date, datetime
from decimal import Decimal

from supervision.intake.schemas import Submission
from supervision.intake.service import receive, run
from supervision.kernel.db import transaction
from tests.factories.rows import ask, uscc

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
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


BRANCH = {"name": "云汀望舒投资有限公司东区分公司", "code": uscc(4)}
ENDS = """
    SELECT f.value, t.value FROM archive.relation r JOIN archive.identifier t ON t.subject_id = r.to_id
    LEFT JOIN archive.identifier f ON f.subject_id = r.from_id WHERE r.known_to IS NULL
"""


def test_a_branch_is_joined_from_its_parent_whichever_the_row_names_first(door):
    door.load("registration", PARENT, BRANCH)
    door.load("relation", {**PARENT, "role": "分支机构", "holder_name": BRANCH["name"], "holder_code": BRANCH["code"]})
    assert ask(ENDS) == [(PARENT["code"], BRANCH["code"])]
    upward = {**BRANCH, "role": "隶属企业", "holder_name": PARENT["name"], "holder_code": PARENT["code"]}
    assert door.load("relation", upward, batch=2).unchanged == 1


def test_a_branch_that_has_no_archive_is_held_in_the_words_of_branches(door):
    door.load("registration", PARENT)
    held = door.load("relation", {**PARENT, "role": "分支机构", "holder_name": BRANCH["name"]})
    assert held.findings.select("severity", "field").rows() == [("hold", "holder_code")]


def test_a_legal_representative_with_a_code_is_joined_and_a_name_alone_stays_a_name(door):
    door.load("registration", FIRM, PARENT)
    led = {**FIRM, "role": "法定代表人"}
    door.load("relation", {**led, "holder_name": PARENT["name"], "holder_code": PARENT["code"]})
    door.load("relation", {**led, "holder_name": PARENT["name"]}, batch=2)
    kinds = "SELECT kind, from_id IS NOT NULL FROM archive.relation ORDER BY id"
    assert ask(kinds) == [("legal_representative", True), ("legal_representative", False)]


OTHER = {"name": "云汀禾木食品有限公司", "code": uscc(5)}


def holder(firm, name, share):
    return {**firm, "role": "股东", "holder_name": name, "share": Decimal(share)}


def shares(door, *rows, batch=1, first=1):
    door.load("relation", *rows, batch=batch, first=first)
    return dict(ask("SELECT from_name, share FROM archive.relation WHERE known_to IS NULL"))


def test_every_firm_says_by_its_sum_whether_it_counts_in_percent(door):
    door.load("registration", FIRM, OTHER)
    rows = [holder(FIRM, "甲", "0.5"), holder(FIRM, "乙", "99.5"), holder(OTHER, "丙", "0.4"), holder(OTHER, "丁", "0.6")]
    found = shares(door, *rows)
    assert found == {"甲": Decimal("0.005"), "乙": Decimal("0.995"), "丙": Decimal("0.4"), "丁": Decimal("0.6")}


def test_where_a_chunk_ends_does_not_change_a_share(door):
    door.load("registration", FIRM)
    shares(door, holder(FIRM, "乙", "99.5"))
    assert shares(door, holder(FIRM, "甲", "0.5"), first=2) == {"甲": Decimal("0.005"), "乙": Decimal("0.995")}


def test_a_firm_that_differs_from_the_rest_of_its_file_gets_a_remark(door):
    door.load("registration", FIRM, OTHER)
    found = door.load("relation", holder(FIRM, "甲", "100"), holder(OTHER, "丙", "0.4"))
    assert found.findings.select("row_no", "severity", "field").rows() == [(2, "warn", "share")]


def test_the_header_of_the_column_decides_for_the_whole_file(door, tmp_path, monkeypatch):
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    door.load("registration", FIRM)
    path = tmp_path / "holders.csv"
    path.write_text(
        f"企业名称,统一社会信用代码,关系,股东名称,持股比例(%)\n{FIRM['name']},{FIRM['code']},股东,甲,0.5\n", "utf-8"
    )
    with transaction() as session:
        batch = receive(session, Submission(path, path.name, 2, "登记机关", "沈某某", kind="relation"), now=NOW).batch.id
    run([batch], clock=lambda: NOW)
    assert ask("SELECT from_name, share FROM archive.relation") == [("甲", Decimal("0.005"))]
