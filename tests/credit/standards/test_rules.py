"""Known answers for each rule, through the same reading of cells that every file goes through."""

import polars as pl
import pytest

from credit.standards.schemas import table_of
from supervision.intake.kinds import CheckContext, no_findings
from supervision.intake.layouts.rules import mapping_for
from supervision.intake.loading.rules import prepare
from supervision.intake.reading.schemas import Slice
from supervision.kernel.rulebook.packaged import packaged_rules
from tests.factories.reported import LICENCE, PENALTY, RESIDENT, of_person
from tests.factories.rows import KINDS, RECEIVED, uscc

PENALTIES, LICENCES = "sgs-2021-penalty-legal", "sgs-2021-licence-legal"
BUSINESS = {"party_kind": "个体工商户", "code": uscc(3, "92310115")}


def found(kind: str, row: dict[str, object]) -> pl.DataFrame:
    """Return what is found about one row of text under the standard's own headers."""
    labels = {column.name: column.label for column in table_of(kind).columns}
    cells = {labels[name]: None if value is None else str(value) for name, value in row.items() if name in labels}
    frame = pl.DataFrame(
        {"row_no": [1], **{label: [text] for label, text in cells.items()}}, schema_overrides=dict.fromkeys(cells, pl.String)
    )
    part = Slice(frame, 0, no_findings())
    mapping = mapping_for(list(cells), KINDS[kind])
    context = CheckContext(RECEIVED)
    return prepare(part, chunk_no=0, first_row=1, kind=KINDS[kind], mapping=mapping, context=context).findings


def answers(kind: str, row: dict[str, object], *, but: tuple[str, ...] = ()) -> set[tuple[str, str, str]]:
    return {item for item in found(kind, row).select("rule", "severity", "field").rows() if item[0] not in but}


@pytest.mark.parametrize(("kind", "row"), [(PENALTIES, PENALTY), (LICENCES, LICENCE)])
def test_a_whole_decision_has_no_findings(kind, row):
    assert answers(kind, row) == set()


@pytest.mark.parametrize("change", [{}, {"code": None, "regno": "310115600000018"}])
def test_an_individual_business_is_right_with_its_92_or_its_old_number(change):
    assert answers(PENALTIES, {**PENALTY, **BUSINESS, **change}) == set()


PENALTY_ANSWERS = [
    ("V01", {"facts": None}, ("V01", "reject", "facts")),
    ("V01", {"facts": "无"}, ("V01", "reject", "facts")),
    ("V01", {"facts": "不详"}, ("V01", "reject", "facts")),
    ("V01", {"legal_rep": None}, ("V01", "reject", "legal_rep")),
    ("V02", {"doc_no": "罚" * 129}, ("V02", "reject", "doc_no")),
    ("V02", {"facts": "<script>alert(1)</script>"}, ("V02", "reject", "facts")),
    ("V02", {"amount": "1000000000000"}, ("V02", "reject", "amount")),
    ("V03", {"code": None}, ("V03", "reject", "code")),
    ("V03", {"code": "91310115MA1H0001X0"}, ("V03", "reject", "code")),
    ("V03", {"code": "310115000012345"}, ("V03", "reject", "code")),
    ("V04", {"party_kind": "个体工商户"}, ("V04", "reject", "code")),
    ("V04", {"party_kind": "个体工商户", "code": "92310115MA1H0001X0"}, ("V04", "reject", "code")),
    ("V04", {"party_kind": "个体工商户", "code": None}, ("V04", "reject", "code")),
    ("V05", {"party_kind": "个体工商户"}, ("V05", "reject", "code")),
    ("V05", {"code": uscc(3, "92310115")}, ("V05", "reject", "code")),
    ("V07", {"authority_code": "11310100MB2345678X"}, ("V07", "reject", "authority_code")),
    ("V07", {"source_code": uscc(5)}, ("V07", "warn", "source_code")),
    ("V08", {"legal_rep_document_kind": "身份证"}, ("V08", "reject", "legal_rep_document_kind")),
    (
        "V08",
        {"legal_rep_document_kind": "身份证", "legal_rep_document_no": "110105194912310021"},
        ("V08", "reject", "legal_rep_document_no"),
    ),
    ("V09", {"occurred_on": "2026-11-22"}, ("V09", "reject", "occurred_on")),
    ("V09", {"occurred_on": "1949-09-30"}, ("V09", "reject", "occurred_on")),
    ("V12", {"valid_to": "2026-11-15"}, ("V12", "reject", "valid_to")),
    ("V12", {"publish_until": "2026-11-16"}, ("V12", "reject", "publish_until")),
    ("V14", {"amount": None}, ("V14", "reject", "amount")),
    ("V14", {"amount": "0"}, ("V14", "reject", "amount")),
    ("V14", {"category": "警告", "confiscated": None}, ("V14", "reject", "amount")),
    ("V14", {"confiscated": None}, ("V14", "reject", "confiscated")),
    ("V14", {"category": "罚款"}, ("V14", "reject", "confiscated")),
    ("V14", {"category": "罚款；没收违法所得；吊销许可证件"}, ("V14", "reject", "licence_ref")),
    ("V14", {"licence_ref": "食品经营许可证 JY1"}, ("V14", "reject", "licence_ref")),
    ("V15", {"result": "罚款人民币50000元，没收违法所得120元"}, ("V15", "warn", "amount")),
    ("V15", {"amount": "5000"}, ("V15", "warn", "amount")),
    ("V16", {"doc_no": "云市监罚[2026]第1号"}, ("V16", "warn", "doc_no")),
    ("V16", {"doc_no": "云市监罚【2026】第1号"}, ("V16", "warn", "doc_no")),
    ("V16", {"doc_no": "云市监罚（2026）第1号"}, ("V16", "warn", "doc_no")),
    ("V19", {"procedure": "简易程序"}, ("V19", "warn", "procedure")),
    ("V20", {"facts": f"当事人（{RESIDENT}）销售过期食品"}, ("V20", "hold", "facts")),
    ("V20", {"result": "罚款5000元，联系人电话13800138000"}, ("V20", "hold", "result")),
    ("V20", {"result": "罚款5000元，缴至账号6222021234567890123"}, ("V20", "hold", "result")),
    ("V20", {"facts": "执法人员在其家庭住址查获过期食品"}, ("V20", "hold", "facts")),
    ("V21", {"state": "无效"}, ("V21", "hold", "state")),
    ("V23", {"category": "罚款；没收违法所得；打板子"}, ("V23", "reject", "category")),
    ("V23", {"party_kind": "企业"}, ("V23", "reject", "party_kind")),
    ("V24", {"remedy_channel": None}, ("V24", "warn", "result")),
    ("V25", {"severity": None}, ("V25", "warn", "severity")),
]


@pytest.mark.parametrize(
    ("rule", "change", "answer"), PENALTY_ANSWERS, ids=[f"{rule}-{place}" for place, (rule, *_) in enumerate(PENALTY_ANSWERS)]
)
def test_known_answers_for_penalties(rule, change, answer):
    assert answer in answers(PENALTIES, {**PENALTY, **change})


LICENCE_ANSWERS = [
    ("V10", {"valid_to": "2026-11-01", "valid_from": "2026-10-01"}, ("V10", "reject", "valid_to")),
    ("V10", {"valid_to": "2026-11-15"}, ("V10", "reject", "valid_to")),
    ("V11", {"valid_from": "2026-11-01"}, ("V11", "warn", "valid_from")),
    ("V21", {"state": "2"}, ("V21", "hold", "state")),
    ("V23", {"category": "其他"}, ("V23", "reject", "category")),
    ("V23", {"category": "备案"}, ("V23", "reject", "category")),
]


@pytest.mark.parametrize(("rule", "change", "answer"), LICENCE_ANSWERS)
def test_known_answers_for_licences(rule, change, answer):
    assert {item for item in answers(LICENCES, {**LICENCE, **change}) if item[0] == rule} == {answer}


@pytest.mark.parametrize(
    ("kind", "row", "change"),
    [
        (LICENCES, LICENCE, {"category": "其他-检验检测机构资质"}),
        (LICENCES, LICENCE, {"valid_to": "长期"}),
        (LICENCES, LICENCE, {"state": "有效"}),
        (LICENCES, LICENCE, {"state": "2", "change_kind": "注销", "change_basis": "申请注销"}),
        (PENALTIES, PENALTY, {"category": "罚款、没收违法所得"}),
        (PENALTIES, PENALTY, {"category": "罚款；没收违法所得；其他-责令改正"}),
        (PENALTIES, PENALTY, {"category": "罚款；没收违法所得；吊销营业执照", "licence_ref": "营业执照 91310115"}),
        (PENALTIES, PENALTY, {"result": "处以罚款0.5万元；没收违法所得120元"}),
        (PENALTIES, PENALTY, {"result": "没收违法所得120元，并处5,000.00元罚款"}),
        (PENALTIES, PENALTY, {"result": "罚款人民币伍仟元整"}),
        (PENALTIES, PENALTY, {"facts": "当事人统一社会信用代码91310115MA1H00018T，住所云汀市春江路8号"}),
        (PENALTIES, PENALTY, {"doc_no": "沪市监罚〔2026〕第202611160001138号"}),
    ],
)
def test_what_is_right_is_left_alone(kind, row, change):
    assert answers(kind, {**row, **change}) == set()


def test_a_kind_of_penalty_before_its_law_is_remarked_on():
    early = {
        **PENALTY,
        "occurred_on": "2020-05-06",
        "category": "通报批评",
        "amount": None,
        "confiscated": None,
        "result": "通报批评",
    }
    assert ("V23", "warn", "category") in answers(PENALTIES, early)
    assert answers(PENALTIES, {**early, "occurred_on": "2021-07-15"}) == set()


def test_old_wordings_are_read_where_they_held():
    old = {
        "occurred_on": "2019-05-06",
        "category": "暂扣或者吊销许可证、暂扣或者吊销执照",
        "licence_ref": "许可证 1",
        "amount": None,
    }
    assert answers("sgs-2018-penalty-legal", {**PENALTY, **old, "confiscated": None, "result": "吊销许可证"}) == set()


def test_persons_are_told_not_to_be_public_and_need_a_right_number():
    person = of_person(PENALTY)
    kind = "sgs-2021-penalty-person"
    assert answers(kind, person) == {("V19", "warn", "subject_name")}
    assert ("V08", "reject", "document_no") in answers(kind, {**person, "document_no": "110105194912310021"})
    assert answers(kind, {**person, "document_kind": "护照号", "document_no": "E12345678"}) == {("V19", "warn", "subject_name")}


def test_a_firm_in_the_table_of_persons_is_refused():
    row = {**of_person(PENALTY), "document_no": None, "document_kind": None}
    assert ("V01", "reject", "document_no") in answers("sgs-2021-penalty-person", row)


def test_the_first_edition_asks_for_any_number_at_all():
    row = {
        "subject_name": "云汀岚溪食品有限公司",
        "doc_no": "云罚〔2016〕1号",
        "title": "标签案",
        "category": "罚款",
        "facts": "甲",
        "basis": "乙",
    }
    rest = {
        "result": "丙",
        "occurred_on": "2016-08-01",
        "authority": "某局",
        "state": "0",
        "division": "310101",
        "modified_at": "2016-08-02",
    }
    quiet = ("V24", "V25")
    assert answers("sgs-2016-penalty", {**row, **rest}, but=quiet) == {("V01", "reject", "code")}
    assert answers("sgs-2016-penalty", {**row, **rest, "code": uscc(1)}, but=quiet) == set()
    assert answers("sgs-2016-penalty", {**row, **rest, "document_no": RESIDENT}, but=quiet) == {("V19", "warn", "subject_name")}


def test_a_finding_says_value_message_and_remedy_and_never_repeats_personal_data():
    row = {
        **PENALTY,
        "facts": f"身份证号{RESIDENT}",
        "legal_rep_document_kind": "身份证",
        "legal_rep_document_no": "11010519491231002Y",
    }
    table = found(PENALTIES, row)
    assert table.filter(pl.col("message").str.len_chars() * pl.col("remedy").str.len_chars() == 0).is_empty()
    assert not any(RESIDENT[:-1] in str(value) for value in table.row(0) + table.row(-1))
    assert RESIDENT not in table.write_csv()


def test_every_finding_does_what_the_rulebook_says():
    """The rulebook names the action of each rule; a remark may stand beside a refusal, never a refusal beside a remark."""
    action = {rule["rule_id"]: rule["params"]["action"] for rule in packaged_rules() if rule["topic"] == "validation"}
    worst = {"reject": {"reject", "hold", "warn"}, "hold": {"hold", "warn"}}
    for _, change, (rule, severity, _field) in PENALTY_ANSWERS:
        assert severity in worst.get(action[rule], {"warn"}), (rule, change)
