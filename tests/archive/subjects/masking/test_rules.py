import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from supervision.archive.subjects.masking import rules

words = st.text(alphabet="欧阳沈三某·A区县市省小旗0123456789-转 １", max_size=14)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("沈三", "沈某"),
        ("沈三丰", "沈某某"),
        ("欧阳三", "欧阳某"),
        ("欧阳", "欧某"),
        ("阿依·古丽", "阿某某"),
        ("沈", "沈某"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name, masked):
    assert rules.masked_name(name) == masked


@pytest.mark.parametrize(
    ("telephone", "masked"),
    [
        ("13800001234", "138****1234"),
        ("138 0000 1234", "138****1234"),
        ("１３８００００１２３４", "138****1234"),
        ("010-66001234", "010-******34"),
        ("0571-86001234", "0571-******34"),
        ("66001234", "******34"),
        ("+8613800001234", "+******34"),
        ("13800001234、13900005678", "138****1234、139****5678"),
        ("无", "无"),
    ],
)
def test_a_number_keeps_what_the_rule_lets(telephone, masked):
    assert rules.masked_telephone(telephone) == masked


@given(words)
def test_no_five_digits_of_a_number_are_left(written):
    longest = max((len(run) for run in rules.re.findall(r"[0-9]+", rules.masked_telephone(written))), default=0)
    assert longest < 5


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("云汀市汀南区禾埠路 86 号 3 幢 401", "云汀市汀南区＊＊＊"),
        ("某省某市某县禾埠镇", "某省某市某县＊＊＊"),
        ("云汀市阳光小区 3 栋", "云汀市＊＊＊"),
        ("禾埠路 86 号", "＊＊＊"),
    ],
)
def test_a_home_is_known_down_to_its_county(address, masked):
    assert rules.masked_address(address) == masked


def test_free_text_loses_numbers_of_persons_and_keeps_credit_codes():
    shown = rules.masked_text("代码 91310115MA1H00004A，证件 110105188012310021，电话 138-0000-1234")
    assert "91310115MA1H00004A" in shown
    assert "110105188012310021" not in shown
    assert "138****1234" in shown


@pytest.mark.parametrize(
    "written",
    [
        "证件 110105188012310021，110105188012310021",
        "电话 138-0000-1234、13900005678 或 １３８００００１２３４",
        "代码 91310115MA1H00004A，文号〔2026〕1380000号，金额 13800001234567 元",
        "",
    ],
)
def test_the_database_covers_numbers_in_free_text_as_python_does(session, written):
    statement = text(f"SELECT {rules.masked_text_sql('t.v')} FROM (SELECT CAST(:v AS text) AS v) t")
    assert session.execute(statement, {"v": written}).scalar_one() == rules.masked_text(written)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=words)
def test_the_database_masks_as_python_does(session, value):
    sql = ", ".join(mask("t.v") for mask in (rules.masked_name_sql, rules.masked_telephone_sql, rules.masked_address_sql))
    bare = sql.replace(":", r"\:").replace(r"\:\:", "::")
    seen = session.execute(text(f"SELECT {bare} FROM (SELECT CAST(:v AS text) AS v) t"), {"v": value}).one()
    assert tuple(seen) == (rules.masked_name(value), rules.masked_telephone(value), rules.masked_address(value))
