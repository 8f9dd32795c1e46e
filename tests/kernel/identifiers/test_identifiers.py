import time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_10

from supervision.kernel.identifiers import (
    bulk,
    category_of,
    check_organisation_code,
    check_registration_number,
    check_resident_number,
    check_uscc,
    normalise_code,
    recognise,
    suggest_code,
)
from supervision.kernel.identifiers.organisation import ALPHABET as ORGANISATION_ALPHABET
from supervision.kernel.identifiers.organisation import organisation_check
from supervision.kernel.identifiers.registration import registration_check
from supervision.kernel.identifiers.resident import resident_check
from supervision.kernel.identifiers.uscc import ALPHABET, uscc_check

DIGITS = "0123456789"
prefixes = st.sampled_from(["11", "12", "51", "91", "92", "93", "99", "A1", "N2", "Y1"])
bodies = st.tuples(prefixes, st.text(DIGITS, min_size=6, max_size=6), st.text(ALPHABET, min_size=9, max_size=9)).map("".join)
near_codes = st.one_of(
    bodies.map(lambda body: body + uscc_check(body)),
    bodies.map(lambda body: body + "0"),
    st.text(ALPHABET + "IOSVZ", min_size=16, max_size=19),
    st.text(max_size=20),
)


@given(bodies)
def test_a_computed_check_character_is_accepted_and_any_other_refused(body):
    right = uscc_check(body)
    assert check_uscc(body + right).ok
    assert [character for character in ALPHABET if check_uscc(body + character).ok] == [right]


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body, place, other):
    code = body + uscc_check(body)
    if code[place] != other:
        assert not check_uscc(code[:place] + other + code[place + 1 :]).ok


@given(
    st.tuples(
        st.sampled_from(["91", "92", "12"]), st.text(DIGITS, min_size=6, max_size=6), st.text(ALPHABET, min_size=9, max_size=9)
    ).map("".join)
)
def test_the_independent_library_computes_the_same_check_character(body):
    assert stdnum_uscc.calc_check_digit(body) == uscc_check(body)


@given(st.text(DIGITS, min_size=14, max_size=14))
def test_the_registration_check_is_iso_7064_mod_11_10(body):
    assert registration_check(body) == mod_11_10.calc_check_digit(body)
    assert check_registration_number(body + registration_check(body)).ok


@given(st.lists(near_codes, min_size=1, max_size=30))
def test_the_twin_over_columns_says_the_same_as_the_scalar_check(texts):
    codes = bulk.normalise(pl.Series(texts))
    assert codes.to_list() == [normalise_code(text) for text in texts]
    assert bulk.uscc_ok(codes).to_list() == [check_uscc(text).ok for text in texts]


@given(
    st.lists(
        st.one_of(st.text(DIGITS + "X", min_size=14, max_size=18), st.text(ORGANISATION_ALPHABET, min_size=9, max_size=9)),
        min_size=1,
    )
)
def test_the_other_twins_agree_too(texts):
    codes = pl.Series(texts)
    numbers = [check_registration_number(text) for text in texts]
    assert bulk.regno_ok(codes).to_list() == [verdict.ok and verdict.kind == "registration" for verdict in numbers]
    assert bulk.organisation_ok(codes).to_list() == [check_organisation_code(text).ok for text in texts]


def test_the_two_alphabets_give_the_same_letter_two_values():
    assert uscc_check("91230500MA1B3N1N2") == "M"
    assert organisation_check("MA1B3N1N") == "2"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (" 91110000600037341l ", "91110000600037341L"),
        ("９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
        ("9111\u200b0000 6000-3734 1L\ufeff", "91110000600037341L"),
        ("60003734－1", "600037341"),
        ("91O10000600037341L", "91O10000600037341L"),
        (" 企独沪总字第000001号 ", "企独沪总字第000001号"),
        ("企合苏(总)字第0001-2号", "企合苏(总)字第0001-2号"),
    ],
)
def test_a_code_is_written_one_way_and_no_letter_is_guessed(written, code):
    assert normalise_code(written) == code
    assert bulk.normalise(pl.Series([written])).to_list() == [code]


def test_a_letter_read_for_a_digit_is_proposed_not_applied():
    assert not check_uscc("91110OO0600037341L").ok
    assert suggest_code("91110OO0600037341L") == ["91110000600037341L"]


def test_swapped_neighbours_are_proposed():
    assert "91110000600037341L" in suggest_code("91110000600037314L")


def test_nothing_is_proposed_for_a_right_code():
    assert suggest_code("91110000600037341L") == []


@given(near_codes)
def test_every_proposal_passes_its_check(text):
    assert all(recognise(candidate).ok for candidate in suggest_code(text))


@pytest.mark.parametrize(
    ("code", "kind"), [("91", "企业"), ("92", "个体工商户"), ("93", "农民专业合作社"), ("54", "基层群众性自治组织(村/居委会)")]
)
def test_the_prefix_says_what_the_holder_is(code, kind):
    assert category_of(code + "310115MA1H00004A").category == kind


def test_a_category_outside_the_table_is_a_remark_and_no_refusal():
    body = "99310115MA1H00004"
    verdict = check_uscc(body + uscc_check(body))
    assert verdict.ok
    assert "uscc.category" in [problem.code for problem in verdict.warnings]


def test_a_wrong_inner_check_is_a_remark_and_no_refusal():
    body = "91310115MA1H00005"
    verdict = check_uscc(body + uscc_check(body))
    assert verdict.ok
    assert [problem.code for problem in verdict.warnings] == ["uscc.inner"]


@pytest.mark.parametrize(
    ("number", "kind", "ok"),
    [
        ("3209231100626", "legacy", True),
        ("320506NA000043X", "cooperative", True),
        ("企合苏镇总字第0006号", "text", True),
        ("无", "unknown", False),
        ("110108000000017", "registration", False),
    ],
)
def test_old_numbers_are_kept_in_the_form_they_came(number, kind, ok):
    verdict = check_registration_number(number)
    assert (verdict.value, verdict.kind, verdict.ok) == (number, kind, ok)


def test_a_resident_number_of_a_division_nobody_knows_is_accepted():
    body = "99999919900101001"
    assert check_resident_number(body + resident_check(body)).ok
    body = "65999919900101001"
    assert check_resident_number(body + resident_check(body)).kind == "resident"


def test_a_birth_date_that_never_was_is_refused():
    body = "31010119900230001"
    assert [problem.code for problem in check_resident_number(body + resident_check(body)).problems] == ["resident.birth"]


def test_the_fifteen_digit_form_is_for_archives_only():
    assert not check_resident_number("310101900101001").ok
    assert check_resident_number("310101900101001", archive=True).ok


def test_a_lower_case_x_is_the_same_number():
    assert check_resident_number("11010519491231002x").ok


def test_the_division_is_read_from_old_and_new_codes():
    codes = pl.Series(["91110000600037341L", "310115001234562", "3209231100626", "无", None, "91A10000600037341L"])
    assert bulk.division_of(codes).to_list() == ["110000", "310115", "320923", None, None, None]


def test_every_problem_says_what_to_do():
    texts = [
        "",
        "1",
        "9111000060003734I1",
        "Z1110000600037341L",
        "01110000600037341L",
        "91A10000600037341L",
        "91110000600037341M",
    ]
    for text in texts:
        for problem in check_uscc(text).problems:
            assert problem.message
            assert problem.remedy


def test_three_hundred_thousand_codes_take_a_fraction_of_a_second():
    codes = pl.Series(["91110000600037341L", "91110000600037341M", "310115001234562"] * 100_000)
    started = time.process_time()
    answers = bulk.uscc_ok(bulk.normalise(codes))
    assert answers.sum() == 100_000
    assert time.process_time() - started < 1
