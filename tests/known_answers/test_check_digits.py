"""Every vector of the table, by the scalar check and by its twin over columns."""

import csv
from pathlib import Path

import polars as pl
import pytest
from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_10

from supervision.kernel.identifiers import (
    bulk,
    check_organisation_code,
    check_registration_number,
    check_resident_number,
    check_uscc,
)

with (Path(__file__).parent / "data" / "check_digit_vectors.csv").open(encoding="utf-8", newline="") as lines:
    VECTORS = list(csv.DictReader(lines))

SCALAR = {
    "USCC": check_uscc,
    "ORG": check_organisation_code,
    "REGNO15": check_registration_number,
    "RIC": check_resident_number,
}
TWIN = {"USCC": bulk.uscc_ok, "ORG": bulk.organisation_ok, "REGNO15": bulk.regno_ok, "RIC": bulk.resident_ok}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["kind"] + vector["value"])
def test_every_vector(vector):
    expected = vector["expected"] == "valid"
    assert SCALAR[vector["kind"]](vector["value"]).ok is expected
    assert TWIN[vector["kind"]](pl.Series([vector["value"]])).to_list() == [expected]


@pytest.mark.parametrize("vector", [row for row in VECTORS if row["expected"] == "valid"], ids=lambda row: row["value"])
def test_the_independent_library_agrees_where_it_knows_the_code(vector):
    value = vector["value"]
    if vector["kind"] == "USCC" and value[0].isdigit():
        assert stdnum_uscc.is_valid(value)
    elif vector["kind"] == "REGNO15":
        assert mod_11_10.is_valid(value)
    elif vector["kind"] == "RIC":
        assert ric.calc_check_digit(value) == value[-1]
    else:
        assert vector["kind"] == "ORG" or value[0] in "ANY"
