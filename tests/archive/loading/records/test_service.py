from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories.rows import RECEIVED, archive_state, ask, uscc

FIRM = {"name": "云汀岚溪食品有限公司", "code": uscc(1)}
RESIDENT = "11010519491231002X"
PENALTY = {
    "subject_name": FIRM["name"],
    "code": FIRM["code"],
    "doc_no": "云市监罚〔2026〕1号",
    "authority": "云汀市市场监督管理局",
    "category": "罚款",
    "amount": Decimal("0.5"),
    "occurred_on": date(2026, 3, 2),
}
INSPECTION = {"subject_name": FIRM["name"], "authority": "云汀市应急管理局", "result": "合格", "occurred_on": date(2026, 5, 6)}


def placed():
    return ask(
        "SELECT r.matched, (SELECT name FROM archive.name n WHERE n.subject_id = r.subject_id AND NOT former) FROM archive.record r"
        " WHERE known_to IS NULL ORDER BY r.id"
    )


def test_a_record_finds_its_subject_by_code_and_stands_on_its_timeline(door):
    door.load("registration", FIRM)
    door.load("penalty", PENALTY)
    assert placed() == [("code", FIRM["name"])]
    assert ask("SELECT kind, occurred_on, summary FROM archive.event WHERE link_kind = 'record'") == [
        ("penalty", date(2026, 3, 2), "行政处罚：云汀市市场监督管理局，罚款，云市监罚〔2026〕1号")
    ]


@pytest.mark.parametrize(
    "number",
    [
        {"code": None, "org_code": uscc(1)[8:17]},
        {"code": uscc(1)[8:16] + "-" + uscc(1)[16]},
        {"code": None, "tax_no": "310115" + uscc(1)[8:17]},
        {"code": None, "tax_no": "310115" + uscc(1)[8:17] + "000"},
        {"code": uscc(1, "91310105")},
    ],
)
def test_the_organisation_code_inside_a_code_or_tax_number_is_enough(door, number):
    door.load("registration", FIRM)
    door.load("penalty", {**PENALTY, **number})
    assert placed() == [("number", FIRM["name"])]


def test_the_old_number_is_enough(door):
    door.load("registration", {"name": FIRM["name"], "code": "110108000000016"})
    door.load("penalty", {**PENALTY, "code": None, "regno": "110108000000016"})
    assert placed() == [("number", FIRM["name"])]


def test_the_only_name_shows_the_record_and_asks_a_person(door):
    door.load("registration", FIRM)
    door.load("inspection", {**INSPECTION, "subject_name": "云汀岚溪食品 有限公司"})
    assert placed() == [("name", FIRM["name"])]
    assert ask("SELECT reason FROM archive.candidate") == [("name_only",)]


def test_one_name_of_two_subjects_decides_nothing(door):
    door.load("registration", FIRM, {**FIRM, "code": uscc(2)})
    door.load("inspection", INSPECTION)
    assert placed() == [("none", None)]
    assert ask("SELECT reason FROM archive.candidate") == [("several",)]


def test_a_name_does_not_outweigh_a_code(door):
    door.load("registration", FIRM)
    door.load("penalty", {**PENALTY, "code": uscc(9)})
    assert placed() == [("code", FIRM["name"])]
    assert ask("SELECT count(DISTINCT subject_id) FROM archive.name") == [(2,)]


def test_an_unknown_right_code_opens_an_archive_without_registration(door):
    door.load("penalty", {**PENALTY, "code": uscc(3, "92310115")})
    assert ask("SELECT kind FROM archive.subject") == [("individual",)]
    assert ask("SELECT department_id FROM archive.identifier") == [(1,)]
    assert ask("SELECT count(*) FROM archive.registration") == [(0,)]


def test_a_wrong_name_beside_a_right_code_is_told_the_present_name(door):
    door.load("registration", FIRM)
    found = door.load("penalty", {**PENALTY, "subject_name": "云汀旧名有限公司"}).findings
    assert found.select("severity", "rule", "remedy").rows() == [("warn", "V06", f"改用登记机关的现名：{FIRM['name']}")]


def test_the_same_rows_again_change_nothing(door):
    rows = [PENALTY, {**PENALTY, "doc_no": "云市监罚〔2026〕2号"}]
    door.load("penalty", *rows)
    before = archive_state()
    assert door.load("penalty", *rows, batch=2).unchanged == 2
    assert archive_state() == before


def test_a_correction_makes_a_version_and_closes_the_line_of_the_earlier_one(door):
    door.load("penalty", PENALTY)
    door.load("penalty", {**PENALTY, "item": "未按规定贮存食品"}, batch=2)
    assert ask("SELECT known_to IS NULL FROM archive.record ORDER BY id") == [(False,), (True,)]
    assert ask("SELECT known_to IS NULL FROM archive.event ORDER BY id") == [(False,), (True,)]


@pytest.mark.parametrize("change", [{"amount": Decimal(5)}, {"category": "警告"}])
def test_another_amount_or_kind_under_the_same_number_is_held(door, change):
    door.load("penalty", PENALTY)
    held = door.load("penalty", {**PENALTY, **change}, batch=2)
    assert held.findings.select("severity", "rule").rows() == [("hold", "V17")]
    assert ask("SELECT amount, category FROM archive.record WHERE known_to IS NULL") == [(Decimal("0.5"), "罚款")]


def test_brackets_of_the_document_number_do_not_make_another_matter(door):
    door.load("penalty", PENALTY)
    door.load("penalty", {**PENALTY, "doc_no": "云市监罚[2026]1号"}, batch=2)
    assert ask("SELECT count(*) FROM archive.record WHERE known_to IS NULL") == [(1,)]


def test_a_resident_number_is_never_stored_plain(door):
    person = {**PENALTY, "subject_name": "沈某某", "party_kind": "自然人", "code": None, "document_no": RESIDENT}
    in_code = {**PENALTY, "subject_name": "云汀早点铺", "code": None, "tax_no": RESIDENT, "doc_no": "云市监罚〔2026〕3号"}
    found = door.load("penalty", person, in_code)
    assert found.findings.is_empty()
    everything = ask(
        "SELECT to_jsonb(r)::text FROM archive.record r UNION ALL SELECT to_jsonb(c)::text FROM archive.candidate c"
    )
    assert not [text for (text,) in everything if RESIDENT in text or RESIDENT[:17] in text]
    assert ask("SELECT count(*) FROM archive.record WHERE data -> 'sealed' ->> 'document_no' IS NOT NULL") == [(2,)]


def test_a_person_is_found_by_the_hash_and_never_by_name(door):
    first = {**PENALTY, "subject_name": "沈某某", "party_kind": "自然人", "code": None, "document_no": RESIDENT}
    namesake = {**first, "document_no": "440524188001010014", "doc_no": "云市监罚〔2026〕4号"}
    door.load("penalty", first, {**first, "doc_no": "云市监罚〔2026〕5号"}, namesake)
    assert ask("SELECT count(*) FROM archive.subject WHERE kind = 'person'") == [(2,)]
    door.load("inspection", {**INSPECTION, "subject_name": "沈某某"}, batch=2)
    assert ask("SELECT matched FROM archive.record WHERE kind = 'inspection'") == [("none",)]


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        ("penalty", {**PENALTY, "code": uscc(1)[:17] + "I"}, ("reject", "V03")),
        ("penalty", {**PENALTY, "code": uscc(1)[:17]}, ("hold", "V03")),
        ("penalty", {**PENALTY, "doc_no": None}, ("reject", "V01")),
        ("penalty", {**PENALTY, "occurred_on": RECEIVED + timedelta(days=1)}, ("reject", "V09")),
        ("penalty", {**PENALTY, "occurred_on": date(1949, 9, 30)}, ("reject", "V09")),
        ("penalty", {**PENALTY, "valid_to": date(2026, 3, 1)}, ("reject", "V12")),
        ("penalty", {**PENALTY, "publish_until": date(2026, 3, 2)}, ("reject", "V12")),
        ("penalty", {**PENALTY, "party_kind": "法人及非法人组织", "code": uscc(1, "92310115")}, ("reject", "V05")),
        ("penalty", {**PENALTY, "party_kind": "法人及非法人组织", "code": None}, ("reject", "V03")),
        ("penalty", {**PENALTY, "party_kind": "个体工商户"}, ("warn", "V05")),
        ("penalty", {**PENALTY, "authority_code": uscc(1)[:17] + "I"}, ("warn", "V07")),
        ("licence", {"subject_name": "云汀甲", "occurred_on": date(2026, 1, 2)}, ("reject", "V01")),
        (
            "licence",
            {"subject_name": "云汀甲", "doc_no": "1", "occurred_on": date(2026, 1, 2), "valid_to": date(2026, 1, 1)},
            ("reject", "V10"),
        ),
        (
            "licence",
            {"subject_name": "云汀甲", "doc_no": "1", "occurred_on": date(2026, 1, 2), "valid_from": date(2026, 1, 1)},
            ("warn", "V11"),
        ),
        ("penalty", {**PENALTY, "code": None, "tax_no": RESIDENT}, ("warn", "V20")),
    ],
)
def test_every_check_names_its_rule(door, kind, row, expected):
    assert [item[1:] for item in door.checked(kind, row)] == [expected]


def test_a_right_row_passes_every_check(door):
    assert door.checked("penalty", PENALTY) == []
