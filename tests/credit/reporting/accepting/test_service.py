"""Each matter has one standing version; what is not clear waits for a person."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.reported import FIRM, LICENCE, PENALTY, RESIDENT, of_person
from tests.factories.rows import ask, uscc

KIND, LICENCES = "sgs-2021-penalty-legal", "sgs-2021-licence-legal"
OTHER_OFFICE = 2


def decisions(columns: str = "kind, party, doc_no, version, status, change, held"):
    return ask(f"SELECT {columns} FROM credit.decision ORDER BY id")


def events(name: str):
    return ask("SELECT payload FROM kernel.outbox_event WHERE name = :name ORDER BY id", name=name)


def rules_of(accepted):
    return sorted(accepted.findings.select("severity", "rule").rows())


def test_a_penalty_stands_with_its_record_and_is_told(door):
    door.load(KIND, PENALTY)
    assert decisions() == [("penalty", "legal", "云市监罚〔2026〕第1号", 1, "valid", "new", False)]
    assert decisions("amount, confiscated, severity, standard, item, content, doc_key, subject_code") == [
        (
            Decimal("0.5"),
            Decimal("0.012"),
            "general",
            "SGS-2021",
            PENALTY["violation"],
            PENALTY["result"],
            "云市监罚2026第1号",
            uscc(1),
        )
    ]
    assert ask(
        "SELECT r.kind, r.doc_no, r.subject_id = d.subject_id FROM credit.decision d JOIN archive.record r ON r.id = d.record_id"
    ) == [("penalty", PENALTY["doc_no"], True)]
    assert len(events("credit.reporting.reported")) == 1


def test_a_licence_keeps_its_certificate_and_its_days(door):
    door.load(LICENCES, {**LICENCE, "accepted_on": date(2026, 11, 2), "completed_on": date(2026, 11, 16)})
    assert decisions("kind, title, certificate_no, valid_to, accepted_on, completed_on, held") == [
        ("licence", "食品生产许可证", "SC10131010100001", date(2031, 11, 15), date(2026, 11, 2), date(2026, 11, 16), False)
    ]


def test_the_same_row_again_changes_nothing(door):
    door.load(KIND, PENALTY)
    before = decisions("id, version, received_at, record_id")
    accepted = door.load(KIND, PENALTY, batch=2)
    assert accepted.unchanged == 1
    assert decisions("id, version, received_at, record_id") == before
    assert ask("SELECT count(*) FROM credit.decision_version") == [(0,)]
    assert len(events("credit.reporting.reported")) == 1


def test_the_same_row_twice_in_one_file_is_one_version(door):
    accepted = door.load(KIND, PENALTY, PENALTY)
    assert accepted.unchanged == 1
    assert decisions("version") == [(1,)]


def test_a_correction_makes_a_version_and_keeps_the_one_before(door):
    door.load(KIND, PENALTY)
    door.load(KIND, {**PENALTY, "facts": "当事人生产的糕点标签未标明保质期"}, batch=2)
    assert decisions("version, change, facts, held") == [(2, "corrected", "当事人生产的糕点标签未标明保质期", False)]
    assert ask("SELECT version, row->>'facts', reason, actor FROM credit.decision_version") == [
        (1, PENALTY["facts"], "更正后重新报送", "沈某某")
    ]
    assert ask(
        "SELECT v.valid_to = d.received_at FROM credit.decision_version v JOIN credit.decision d ON d.id = decision_id"
    ) == [(True,)]


def test_two_versions_in_one_file_stand_in_the_order_of_the_file(door):
    door.load(KIND, PENALTY, {**PENALTY, "facts": "甲"}, {**PENALTY, "facts": "乙"})
    assert decisions("version, facts") == [(3, "乙")]
    assert ask("SELECT version, row->>'facts' FROM credit.decision_version ORDER BY version") == [
        (1, PENALTY["facts"]),
        (2, "甲"),
    ]


def test_another_bracket_is_the_same_document(door):
    door.load(KIND, PENALTY)
    door.load(KIND, {**PENALTY, "doc_no": "云市监罚[2026]第1号"}, batch=2)
    assert decisions("version, doc_no") == [(2, "云市监罚[2026]第1号")]


@pytest.mark.parametrize("other", [{"amount": Decimal(5)}, {"category": "罚款；警告", "confiscated": None}])
def test_another_amount_or_kind_without_a_reason_waits_for_a_person(door, other):
    door.load(KIND, PENALTY)
    accepted = door.load(KIND, {**PENALTY, **other}, batch=2)
    assert ("hold", "V17") in rules_of(accepted)
    assert decisions("version, amount, held") == [(1, Decimal("0.5"), True)]
    assert decisions("holds->0->>'rule', holds->0->>'batch_id'") == [("V17", "2")]
    door.load(KIND, {**PENALTY, **other}, batch=2)
    assert decisions("jsonb_array_length(holds)") == [(1,)]


def test_another_amount_with_its_reason_is_a_correction(door):
    door.load(KIND, PENALTY)
    explained = {
        "amount": Decimal("0.3"),
        "change_kind": "变更",
        "change_basis": "云市监罚更〔2026〕第1号",
        "result": "罚款3000元",
    }
    accepted = door.load(KIND, {**PENALTY, **explained}, batch=2)
    assert ("hold", "V17") not in rules_of(accepted)
    assert decisions("version, amount, change, change_reason") == [(2, Decimal("0.3"), "corrected", "云市监罚更〔2026〕第1号")]
    assert ask("SELECT amount FROM archive.record WHERE known_to IS NULL") == [(Decimal("0.3"),)]


def test_another_department_may_not_change_what_one_reported(door):
    door.load(KIND, PENALTY)
    accepted = door.load(KIND, {**PENALTY, "facts": "另一说法"}, batch=2, department=OTHER_OFFICE)
    assert ("hold", "V17") in rules_of(accepted)
    assert decisions("version, facts, held") == [(1, PENALTY["facts"], True)]


@pytest.mark.parametrize(
    ("row", "kind", "change"),
    [
        ({**LICENCE, "state": "2", "change_kind": "撤销", "change_basis": "云市监撤〔2026〕1号"}, LICENCES, "revoked"),
        ({**LICENCE, "state": "2", "change_kind": "注销", "change_basis": "申请注销"}, LICENCES, "annulled"),
        ({**PENALTY, "state": "无效", "change_kind": "撤销", "change_basis": "复议撤销"}, KIND, "revoked"),
    ],
)
def test_a_revocation_ends_the_decision_and_is_told(door, row, kind, change):
    door.load(kind, LICENCE if kind == LICENCES else PENALTY)
    door.load(kind, row, batch=2)
    assert decisions("version, status, change, held") == [(2, "void", change, False)]
    assert [payload["reason"] for (payload,) in events("credit.reporting.withdrawn")] == [change]


def test_an_end_without_a_reason_takes_effect_and_asks(door):
    door.load(LICENCES, LICENCE)
    door.load(LICENCES, {**LICENCE, "state": "2"}, batch=2)
    assert decisions("status, held, holds->0->>'rule'") == [("void", True, "V21")]
    assert len(events("credit.reporting.withdrawn")) == 1


def test_what_was_replaced_before_does_not_come_back_by_itself(door):
    door.load(KIND, PENALTY)
    door.load(KIND, {**PENALTY, "facts": "甲"}, batch=2)
    accepted = door.load(KIND, PENALTY, batch=3)
    assert ("warn", "V17") in rules_of(accepted)
    assert decisions("version, facts") == [(2, "甲")]


def test_a_firm_that_the_base_library_does_not_know_is_held(door):
    accepted = door.load(KIND, {**PENALTY, "subject_name": "云汀无名食品有限公司", "code": uscc(7)})
    assert ("hold", "V06") in rules_of(accepted)
    assert decisions("held, holds->0->>'message'") == [(True, "1001 未查询到主体或主体信息不匹配")]


def test_another_name_under_a_known_code_is_held_with_the_present_name(door):
    accepted = door.load(KIND, {**PENALTY, "subject_name": "云汀旧名食品有限公司"})
    remedies = accepted.findings.filter(rule="V06")["remedy"].to_list()
    assert remedies == [f"改用登记机关的现名：{FIRM}"]
    assert decisions("held") == [(True,)]


def test_a_corrected_name_is_the_same_matter_and_closes_the_old_record(door):
    door.load(KIND, {**PENALTY, "subject_name": "云汀旧名食品有限公司"})
    door.load(KIND, PENALTY, batch=2)
    assert decisions("version, subject_name, held") == [(2, FIRM, False)]
    assert ask("SELECT subject_name FROM archive.record WHERE known_to IS NULL") == [(FIRM,)]


def test_personal_data_in_the_text_holds_the_decision(door):
    door.load(KIND, {**PENALTY, "facts": "联系电话13800138000的当事人销售过期食品"})
    assert decisions("held, holds->0->>'rule', holds->0->>'field'") == [(True, "V20", "facts")]


def test_a_late_decision_stands_and_says_so(door):
    accepted = door.load(KIND, {**PENALTY, "occurred_on": date(2026, 9, 24)})
    assert accepted.findings.filter(rule="V18").select("severity", "message").rows() == [
        ("warn", "迟报：应于 2026-10-12 前报送")
    ]
    assert decisions("reported_late, stock") == [(True, False)]


def test_stock_of_earlier_years_is_never_late(door):
    accepted = door.load(KIND, {**PENALTY, "occurred_on": date(2025, 3, 3), "stock": "是"})
    assert accepted.findings.filter(rule="V18").is_empty()
    assert decisions("reported_late, stock") == [(False, True)]


def test_a_person_has_no_number_in_clear_anywhere(door):
    door.load("sgs-2021-penalty-person", of_person(PENALTY))
    assert decisions("party, party_kind, subject_code, held") == [("person", "自然人", None, False)]
    for table in ("credit.decision", "archive.record"):
        assert ask(f"SELECT count(*) FROM {table} t WHERE t::text LIKE :number", number=f"%{RESIDENT}%") == [(0,)]


def test_the_representative_has_no_number_in_clear_either(door):
    door.load(KIND, {**PENALTY, "legal_rep_document_kind": "身份证", "legal_rep_document_no": RESIDENT})
    assert ask("SELECT count(*) FROM credit.decision t WHERE t::text LIKE :number", number=f"%{RESIDENT}%") == [(0,)]


def test_the_first_edition_is_read_as_the_present_one(door):
    row = {
        "doc_no": "云市监罚〔2016〕第9号",
        "title": "云汀岚溪食品有限公司标签案",
        "category": "罚款",
        "category_2": "没收违法所得",
        "facts": "标签不符合规定",
        "basis": "食品安全法",
        "subject_name": FIRM,
        "code": uscc(1),
        "result": "罚款五千元，没收违法所得",
        "occurred_on": date(2016, 8, 1),
        "authority": "云汀市市场监督管理局",
        "state": "0",
        "division": "310101",
        "modified_at": "2016-08-03",
        "stock": "是",
    }
    door.load("sgs-2016-penalty", row)
    assert decisions("party_kind, title, category, status, standard, item, violation") == [
        ("法人及非法人组织", row["title"], "罚款；没收违法所得", "valid", "SGS-2016", row["title"], None)
    ]


def test_a_record_that_the_archive_had_before_gets_its_decision(door):
    archived = {
        name: PENALTY[name] for name in ("subject_name", "code", "doc_no", "authority", "category", "amount", "occurred_on")
    }
    door.load("penalty", {**archived, "item": PENALTY["violation"], "result": PENALTY["result"]})
    door.load(KIND, PENALTY, batch=2)
    assert decisions("version, change") == [(1, "new")]
    assert ask("SELECT count(*) FROM archive.record WHERE known_to IS NULL") == [(1,)]


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (date(2027, 11, 16), []),
        (date(2027, 6, 1), []),
        (date(2029, 11, 16), ["公示截止期按规则调整为 2027-11-16"]),
        (date(2026, 12, 1), ["公示截止期按规则调整为 2027-11-16"]),
    ],
)
def test_a_planned_end_outside_the_rule_is_remarked_on_with_the_day_that_holds(door, until, told):
    accepted = door.load(KIND, {**PENALTY, "publish_until": until})
    assert accepted.findings.filter(rule="V13")["message"].to_list() == told
