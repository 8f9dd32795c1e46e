from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from supervision.archive.loading.registrations import rules
from supervision.intake.kinds import CheckContext
from tests.factories.rows import RECEIVED, Door, uscc

REGISTRY = Path(__file__).parents[5] / "shared" / "data" / "registry"


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1,000(万元人民币)", 1000, "CNY"),
        ("50(万)", 50, "CNY"),
        ("100万人民币", 100, "CNY"),
        ("29.4100(万美元)", Decimal("29.41"), "USD"),
        ("3000万日元", 3000, "JPY"),
        ("10(万香港元)", 10, "HKD"),
        ("5000元人民币", Decimal("0.5"), "CNY"),
        ("120(万德国马克)", 120, "DEM"),
    ],
)
def test_a_capital_is_read_in_wan_of_its_currency(text, amount, currency):
    assert rules.capital(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["200()", "200", "10(元/万元)", "万人民币", "-", "9999999999999(万元)"])
def test_a_capital_without_a_clear_unit_is_not_guessed(text):
    assert rules.capital(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("存续（在营、开业、在册）", "S1"),
        ("吊销，未注销", "S4"),
        ("吊销，已注销", "S5"),
        ("注销", "S6"),
        ("迁出", "S9"),
        ("另有说明", None),
    ],
)
def test_a_revoked_licence_is_not_a_cancelled_subject(text, state):
    assert pl.DataFrame({"t": [text]}).select(rules.state(pl.col("t"))).item() == state


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"name": "云汀甲", "code": uscc(1)}, []),
        ({"name": "云汀甲", "code": uscc(1)[:17] + "I"}, [(1, "reject", "V03")]),
        ({"name": "云汀甲"}, [(1, "hold", "V03")]),
        ({"name": "云汀甲", "code": uscc(1)[:16]}, [(1, "hold", "V03")]),
        ({"name": "云汀甲", "code": "9.111E+17"}, [(1, "hold", "V03")]),
        ({"name": "云汀甲", "code": "企合苏锡总字第0001"}, [(1, "warn", "legacy")]),
        ({"name": "云汀甲", "code": "110108000000016"}, []),
        ({"name": "云汀甲", "code": "110108000000017"}, [(1, "warn", "legacy")]),
        ({"name": "云汀甲", "code": uscc(1).lower()}, [(1, "warn", "R05")]),
        ({"name": "云汀甲", "code": uscc(1), "established_on": RECEIVED + timedelta(days=1)}, [(1, "reject", "V09")]),
        ({"name": "云汀甲", "code": uscc(1), "established_on": date(1799, 1, 1)}, [(1, "warn", "V09")]),
    ],
)
def test_every_reason_is_named(row, expected):
    assert Door().checked("registration", row) == expected


def test_the_only_code_that_was_probably_meant_is_offered():
    right = "91350100M000100Y43"
    wrong = right.replace("0Y43", "OY43")
    frame = Door().frame("registration", [{"name": "云汀甲", "code": wrong}])
    found = rules.checker()(frame, CheckContext(RECEIVED))
    assert right in found["remedy"][0]


@pytest.mark.skipif(not REGISTRY.is_dir(), reason="没有 ../shared/data/registry：真实登记数据不在本机")
def test_the_codes_of_the_real_registry_are_sorted_as_counted():
    codes = pl.read_parquet(REGISTRY / "*.parquet", columns=["统一社会信用代码"]).to_series().str.strip_chars()
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, len(codes))
    frame = pl.DataFrame({"code": codes.replace("无", None), "regno": empty})
    rows = rules.with_identity(frame)
    counts = dict(rows.group_by("value_kind").len().rows())
    assert rows["code_wrong"].sum() == 192
    assert counts["uscc"] == 2_994_683
    assert counts["regno"] == 7_449
    assert counts["legacy"] + counts["org"] + counts[None] == 532
    known = rows.filter(~pl.col("code_wrong"))["value"].drop_nulls()
    assert known.len() - known.n_unique() == 175
