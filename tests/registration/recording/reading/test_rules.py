from datetime import date

import pytest

from supervision.registration.recording.reading.rules import Knowledge, covered, fingerprint, garbled, kind_of, packed, read
from supervision.registration.recording.schemas import NewEntry
from supervision.registration.recording.states import EntryKind
from tests.factories.rows import uscc
from tests.registration.conftest import change, establishment

KNOWN = Knowledge(date(2026, 11, 22), {"310115", "310101"}.__contains__)


def held(**values: object) -> tuple[str, str] | None:
    reason = read(establishment(**values), KNOWN).held
    return reason and (reason.rule, reason.message)


def remarks(**values: object) -> list[str]:
    return [item.message for item in read(establishment(**values), KNOWN).remarks]


def test_a_whole_entry_has_nothing_to_remark():
    draft = read(establishment(), KNOWN)
    assert (draft.held, draft.remarks, draft.private) == (None, [], False)
    assert (draft.kind, draft.occurred_on, draft.code, draft.division) == (
        EntryKind.ESTABLISHMENT,
        date(2026, 11, 10),
        uscc(1),
        "310115",
    )


@pytest.mark.parametrize(
    ("values", "rule", "message"),
    [
        ({"name": None}, "V01", "没有企业名称"),
        ({"name": " / "}, "V01", "没有企业名称"),
        ({"name": "长" * 301}, "V02", "“企业名称”超过 300 个字"),
        ({"kind": None}, "V01", "没有业务类型"),
        ({"kind": "股权出质"}, "kind", "业务类型“股权出质”不在设立、经营范围变更、住所变更、吊销、注销之内"),
        ({"occurred_on": None}, "V01", "没有核准日期"),
        ({"occurred_on": "昨天"}, "V09", "核准日期“昨天”不是日期"),
        ({"occurred_on": "2026-11"}, "V09", "核准日期“2026-11”只有年月，没有日"),
        ({"occurred_on": "2026-11-23"}, "V09", "核准日期晚于收到日期"),
        ({"code": None}, "V03", "没有统一社会信用代码，也没有注册号，不能确定是哪一个主体"),
        ({"code": "91310115MA1H0001"}, "V03", "代码位数不对：统一社会信用代码 18 位，注册号 15 位"),
        ({"code": "91310115MA1H000126"}, "V03", "统一社会信用代码的校验码不正确"),
        ({"code": "9.1310115E+17"}, "V03", "代码被表格软件改成了科学计数法，末位已丢失"),
        ({"code": "110101199003070054"}, "V20", "代码栏里是公民身份号码，已加密保存，不作代码使用"),
        ({"source_no": "长" * 101}, "V02", "业务编号超过 100 个字"),
    ],
)
def test_what_the_archive_cannot_do_without_is_held(values, rule, message):
    assert held(**values) == (rule, message)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"scope": None}, "经营范围为空，无法比对审批事项，将进入待认领"),
        ({"scope": "??????"}, "经营范围是乱码，无法比对审批事项，将进入待认领"),
        ({"scope": "Ê³Æ·ÏúÊÛ"}, "经营范围是乱码，无法比对审批事项，将进入待认领"),
        ({"division": "999999"}, "区划“999999”不在行政区划代码表中，按住所区划不明处理，将进入待认领"),
        ({"division": "浦东"}, "区划“浦东”不在行政区划代码表中，按住所区划不明处理，将进入待认领"),
        ({"code": "310115000000012"}, "只有 15 位注册号，按旧号归档"),
        ({"code": None, "regno": "310115000000010"}, "15 位注册号的校验码不符，按旧号保存"),
        ({"code": "3101152001234"}, "不是 18 位代码或 15 位注册号，按旧号原样保存"),
        ({"kind": "变更登记"}, "业务类型只写了“变更”，按经营范围变更处理"),
        ({"source_no": None}, "没有业务编号，平台按类型、代码和日期编了号"),
        ({"legal_rep": "沈某某 110101199003070054"}, "文字中出现公民身份号码，显示时已遮盖"),
    ],
)
def test_what_is_only_odd_is_remarked_and_goes_on(values, message):
    assert held(**values) is None
    assert message in remarks(**values)


def test_every_further_reason_is_told_too():
    draft = read(establishment(name=None, code=None, occurred_on=None), KNOWN)
    assert [draft.held.message, *(item.message for item in draft.remarks)] == [
        "没有企业名称",
        "没有核准日期",
        "没有统一社会信用代码，也没有注册号，不能确定是哪一个主体",
    ]


def test_a_wrong_code_with_one_likely_exchange_gets_an_offer():
    assert "91310115MA1H000125" in read(establishment(code="91310115MA1H000126"), KNOWN).held.remedy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("establishment", EntryKind.ESTABLISHMENT),
        (" Scope_Change ", EntryKind.SCOPE_CHANGE),
        ("设立登记", EntryKind.ESTABLISHMENT),
        ("开业", EntryKind.ESTABLISHMENT),
        ("经营范围变更", EntryKind.SCOPE_CHANGE),
        ("变更登记（住所）", EntryKind.ADDRESS_CHANGE),
        ("迁入", EntryKind.ADDRESS_CHANGE),
        ("吊销营业执照", EntryKind.REVOCATION),
        ("简易注销", EntryKind.CANCELLATION),
        ("吊销后注销", EntryKind.REVOCATION),
        ("unknown", None),
        ("股权出质", None),
    ],
)
def test_kinds_are_known_by_code_and_by_words(text, kind):
    assert kind_of(text) is kind


def test_a_change_of_nothing_named_is_one_of_the_address_where_only_that_is_given():
    assert read(change(kind="变更", scope=None, address="西区二路"), KNOWN).kind == EntryKind.ADDRESS_CHANGE


def test_a_revocation_needs_no_scope():
    assert read(change(kind="revocation", scope=None), KNOWN).remarks == []


def test_codes_are_narrowed_and_a_town_code_is_its_county():
    draft = read(establishment(code="９１３１０１１５ma1h000125", division="310115001"), KNOWN)
    assert (draft.code, draft.division) == (uscc(1), "310115")


def test_an_entry_without_a_number_gets_the_same_one_each_time():
    assert read(establishment(source_no=None), KNOWN).source_no == f"自编-establishment-{uscc(1)}-20261110"
    nameless = NewEntry(kind="设立", scope="甲")
    assert read(nameless, KNOWN).source_no == read(NewEntry(kind="设立", scope="甲"), KNOWN).source_no
    assert read(nameless, KNOWN).source_no != read(NewEntry(kind="设立", scope="乙"), KNOWN).source_no


@pytest.mark.parametrize("text", ["食品销售（含冷藏冷冻）", "3D打印服务", "5G通信技术服务", "销售：ABS、PVC、PE", "Consulting"])
def test_ordinary_scopes_are_not_garbled(text):
    assert not garbled(text)


def test_resident_numbers_are_covered_and_others_are_not():
    assert covered("经办人 110101199003070054。") == "经办人 11＊＊＊＊＊＊＊＊＊＊＊＊＊＊54。"
    assert covered(f"代码 {uscc(1)}，电话 13812345678") == f"代码 {uscc(1)}，电话 13812345678"


def test_what_was_received_is_kept_as_it_was():
    entry = NewEntry(payload={"name": "甲", "自有": [1, None], "空": ""})
    assert packed(entry).decode() == '{"name": "甲", "自有": [1, null], "空": ""}'
    assert fingerprint(entry) == fingerprint(NewEntry(payload={"自有": [1, None], "name": "甲"}))
