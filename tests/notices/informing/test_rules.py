import pytest

from supervision.notices.informing.checking.rules import read, spelled, written
from supervision.notices.informing.rules import (
    content_hash,
    covered_name,
    number_of,
    number_read,
    plain_number,
    readable,
    same_scope,
)
from supervision.notices.informing.sheets.rules import asks_undertaking, explanations, how, opening, parts
from supervision.notices.informing.sheets.schemas import Part
from supervision.notices.informing.sheets.typesetting.features import named, printable
from supervision.notices.informing.states import INFORMING, InformingAction, InformingState

TOKEN = bytes(range(16))
ASKED = {"kind": "establishment", "name": "甲", "scope": "食品销售", "scope_codes": ["b", "a"], "division": "310115"}


def test_a_token_comes_back_from_its_address_and_from_paper():
    assert len(written(TOKEN)) == 26
    assert read(written(TOKEN)) == read(spelled(TOKEN)) == read(spelled(TOKEN).lower()) == TOKEN
    assert read(spelled(b"\xff" * 16).replace("O", "0")) == b"\xff" * 16


@pytest.mark.parametrize("text", ["", "x", "a" * 25, "a" * 27, "啊" * 26, "a" * 25 + "!", "' OR 1=1 --", "a" * 5000])
def test_what_is_no_token_becomes_one_that_no_sheet_has(text):
    assert read(text) == bytes(16)


@pytest.mark.parametrize("text", ["告知〔2026〕000123号", "2026-000123", "2026-123"])
def test_a_number_is_understood_with_and_without_brackets(text):
    assert number_read(text) == number_of(2026, 123)


def test_a_number_stands_in_addresses_without_brackets():
    assert plain_number("告知〔2026〕000123号") == "2026-000123"
    assert number_read("2026-x") == "2026-x"
    assert number_read("9" * 50 + "-1" + "1" * 40)[:3] == "999"


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("云汀禾木速冻食品有限公司", "云汀＊＊＊＊＊＊有限公司"),
        ("沈某小吃店", "沈＊＊＊店"),
        ("甲乙", "甲＊乙"),
        ("甲", "甲＊"),
    ],
)
def test_the_public_sees_enough_of_a_name_to_compare_it(name, covered):
    assert covered_name(name) == covered


def test_the_same_request_is_known_again_whatever_the_order_of_its_codes():
    assert content_hash(**ASKED) == content_hash(**{**ASKED, "scope_codes": ["a", "b"], "scope": " 食品销售 "})
    assert content_hash(**ASKED) != content_hash(**{**ASKED, "scope": "餐饮服务"})


def test_scopes_are_the_same_but_for_blanks_and_the_stop():
    assert same_scope("食品销售；餐饮服务。", "食品销售；\n餐饮服务")
    assert not same_scope("食品销售", None)


def test_what_no_text_holds_is_noticed():
    assert readable("食品𠮷")
    assert not readable("食品\0")
    assert not readable("\ud800")
    assert not readable("\x85")
    assert readable("食品\n销售\t餐饮")


def test_a_scope_is_cut_at_its_words_and_nothing_is_lost():
    scope = "许可项目：食品生产；餐饮服务"
    cut = parts(scope, [(5, 7), (7, 9), (10, 14), (11, 13), (-3, 0), (90, 99)])
    assert cut == (Part("许可项目：", False), Part("食品生产", True), Part("；", False), Part("餐饮服务", True))
    assert "".join(part.text for part in parts(scope, [])) == scope


@pytest.mark.parametrize(
    ("stage", "mode", "asked"),
    [
        ("post", "optimised", True),
        ("post", "commitment", True),
        ("post", "filing", True),
        ("post", "cancelled", False),
        ("prior", "optimised", False),
    ],
)
def test_an_undertaking_is_asked_for_what_must_wait(stage, mode, asked):
    assert asks_undertaking(stage=stage, mode=mode) is asked


def test_each_mode_says_how():
    said = {how(stage="post", mode=mode) for mode in ("optimised", "commitment", "filing", "cancelled")}
    assert len(said | {how(stage="prior", mode="optimised")}) == 5


def test_a_sheet_explains_the_modes_that_it_uses_and_no_others():
    text = explanations(["filing"])[0]
    assert "备案" in text
    assert "取消审批" not in text
    assert explanations(["optimised", "commitment"])[0].count("属于无证经营") == 1


def test_no_item_is_said_in_plain_words():
    assert "不需要签署承诺书" in "".join(opening(kind="establishment", items=0))


def test_a_character_that_no_face_has_is_replaced_and_named():
    text, rare = printable("云汀𠮷\u200b食品\ufeff 〇㐀")
    assert text == "云汀〓食品 〇㐀"
    assert named(rare) == "〓 代替字库未收的字：U+20BB7"


ALLOWED = {
    ("draft", "issue"): "issued",
    ("draft", "withdraw"): "void",
    ("issued", "undertake"): "undertaken",
    ("issued", "refuse"): "refused",
    ("issued", "withdraw"): "void",
    ("undertaken", "withdraw"): "void",
    ("refused", "withdraw"): "void",
}


@pytest.mark.parametrize("action", list(InformingAction))
@pytest.mark.parametrize("state", list(InformingState))
def test_every_move_is_known(state, action):
    wanted = ALLOWED.get((state.value, action.value))
    assert (INFORMING.after(state, action) if INFORMING.allows(state, action) else None) == wanted
    assert state.label
    assert action.label
