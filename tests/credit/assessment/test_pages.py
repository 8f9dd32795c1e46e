"""The figures as departments read them: each opens its records, and the method is open to everybody."""

import re
from io import BytesIO

import openpyxl
import pytest

from tests.credit.assessment.conftest import Town

MARCH = "/credit/assessment?month=2026-03"


def test_every_link_of_a_figure_leads_to_as_many_records(town: Town):
    operator = town.at("city_operator", "bureau")
    page = operator.get(MARCH).text
    links = re.findall(r'href="(/credit/assessment/records[^"]+)">([\d,]+)<', page)
    assert len(links) >= 8
    for address, number in links:
        assert f" {number} 件</h1>" in operator.get(address.replace("&amp;", "&")).text, address


def test_who_has_too_few_units_has_no_place_and_everybody_an_interval(town: Town):
    page = town.at("reporter").get(MARCH).text
    assert "单元不足 5" in page
    assert "5 / 7" in page
    assert re.search(r"\d+\.\d% 至 \d+\.\d%", page)


def test_no_objection_was_right_and_nothing_is_shown_too_long(town: Town):
    page = town.at("reporter").get(MARCH).text
    assert re.search(r"异议成立率</dt><dd>[^<]*合计 0 / <a [^>]*measure=reported[^>]*>8<", page)
    assert "应为 0" in page


@pytest.mark.parametrize("by", ["department", "district", "nonsense"])
@pytest.mark.parametrize("span", ["month=2026-03", "year=2026", "month=去年", "year=99999", "month=2026-99", "year=%00"])
def test_what_is_unreadable_is_left_out(town: Town, by, span):
    reader = town.at("reporter")
    for page in ("", "/records", "/workbook"):
        assert reader.get(f"/credit/assessment{page}?{span}&by={by}&kind=x&measure=y&key=%27&page=0").status_code == 200


def test_records_of_other_departments_are_not_listed(town: Town):
    page = town.at("reporter", "east").get("/credit/assessment/records?month=2026-03&measure=late").text
    assert "没有这样的决定" in page


def test_the_workbook_counts_with_numbers(town: Town):
    answer = town.at("reporter").get("/credit/assessment/workbook?month=2026-03")
    book = openpyxl.load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["按部门", "按地区", "办法"]
    rows = {row[1]: row for row in book["按部门"].iter_rows(min_row=3, values_only=True)}
    header = [cell.value for cell in book["按部门"][2]]
    tax = dict(zip(header, rows["市税务局"], strict=False))
    assert (tax["上报"], tax["迟报"], tax["异议成立"]) == (7, 2, 0)
    assert tax["及时率"] == pytest.approx(5 / 7)


def test_the_method_is_open_to_everybody(town: Town):
    page = town.app.test_client().get("/publicity/assessment")
    assert page.status_code == 200
    assert "区间下限" in page.text
    assert "5 个单元" in page.text


def test_figures_are_not_open_to_everybody(town: Town):
    assert town.app.test_client().get(MARCH).status_code in {302, 401}
    assert town.at("public").get(MARCH).status_code == 403
