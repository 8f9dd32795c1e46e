"""The receiver judges rows by its own reading of the standard, keeps the newest, and answers the same twice alike."""

import json

import pytest

from tools.receiver.contract import TABLES, code_holds, faults
from tools.receiver.store import Store

CODE = "91310100MA1FL00012"
GOOD = {
    "CF_XDR_MC": "云汀某某有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_WSH": "云罚〔2026〕1号", "CF_WFXW": "标签", "CF_SY": "事实",
    "CF_YJ": "依据", "CF_CFLB": "罚款", "CF_NR": "罚款", "CF_NR_FK": "2.500000", "CF_JDRQ": "2026/11/12", "CF_YXQ": "2099/12/31",
    "CF_CFJG": "云汀市市场监督管理局", "CF_CFJGDM": "", "CF_SJLY": "云汀市市场监督管理局", "CF_SJLYDM": "",
}  # fmt: skip


@pytest.fixture
def code() -> str:
    return next(CODE[:17] + sign for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY" if code_holds(CODE[:17] + sign))


def message(code: str, **changed: object) -> dict[str, object]:
    row = {**GOOD, "CF_CFJGDM": code, "CF_SJLYDM": code, **changed}
    return {"action": "publish", "table": "法人行政处罚", "row": row}


def reasons(channel: str, given: dict[str, object]) -> list[str]:
    return [one["field"] for one in faults(channel, given)]


def test_a_good_row_has_no_fault(code):
    assert faults("credit-china", message(code)) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"CF_WSH": ""}, "CF_WSH"),
        ({"CF_JDRQ": "2026-11-12"}, "CF_JDRQ"),
        ({"CF_NR_FK": "二万五"}, "CF_NR_FK"),
        ({"CF_CFJGDM": CODE[:17] + "I"}, "CF_CFJGDM"),
        ({"CF_FR_ZJHM": "1"}, "CF_FR_ZJHM"),
        ({"CF_SY": "店主电话13800001234"}, "CF_SY"),
        ({"CF_SY": "号码11010519491231002X"}, "CF_SY"),
        ({"CF_WFXW": "长" * 2001}, "CF_WFXW"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(code, changed, field):
    assert field in reasons("credit-china", message(code, **changed))


def test_no_public_site_takes_persons_and_fields_keep_their_order(code):
    person = {**message(code), "table": "自然人行政处罚"}
    assert faults("credit-china", person) != []
    turned = message(code)
    turned["row"] = dict(reversed(list(turned["row"].items())))
    assert "字段次序与标准不符" in [one["reason"] for one in faults("credit-china", turned)]
    assert len(TABLES) == 4


def test_a_lower_number_changes_nothing_and_a_repeated_message_gets_its_receipt_again(tmp_path, code):
    store = Store("credit-china", b"secret", journal=tmp_path / "journal")

    def sent(key: str, sequence: int, action: str = "publish") -> dict[str, object]:
        made = {**message(code), "key": key, "record": "r", "sequence": sequence, "version": sequence, "action": action}
        made |= {"row": None, "digest": None, "reason": "撤"} if action == "withdraw" else {}
        return made if made["row"] is None else made | {"digest": store.digest(made["row"], "sm3")}

    store.take(sent("b", 2, "withdraw"), "sm3", "none")
    store.take(sent("a", 1), "sm3", "none")
    store.take(sent("a", 1), "sm3", "none")
    assert store.held("", "", 10)["holdings"] == []
    assert [one["key"] for one in store.receipts] == ["b", "a", "a"]
    assert store.receipts[1] == store.receipts[2]
    store.take(sent("c", 3), "sm3", "none")
    again = Store("credit-china", b"secret", journal=tmp_path / "journal")
    assert json.dumps(again.held("", "", 10)) == json.dumps(store.held("", "", 10))
    assert [one["version"] for one in again.held("", "", 10)["holdings"]] == [3]
