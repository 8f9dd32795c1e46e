"""The template, the workbook out and back, and everything that is wrong told by row and column."""

from io import BytesIO

import openpyxl
import pytest

from tests.credit.catalogue.conftest import FOOD, Town, town

__all__ = ["town"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def opened(answer):
    assert answer.mimetype == XLSX
    return openpyxl.load_workbook(BytesIO(answer.data))


def upload(client, book, **form):
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return client.post("/credit/catalogue/import", data={"file": (stream, "目录.xlsx"), **form}, follow_redirects=True)


@pytest.fixture
def keeper(town: Town):
    return town.at("department_admin")


def test_the_template_offers_its_choices(keeper):
    book = opened(keeper.get("/credit/catalogue/template"))
    rules = book["事项目录"].data_validations.dataValidation
    assert {rule.formula1.split("!")[0] for rule in rules} == {"可选项"}
    assert len(rules) == 4
    assert "罚款" in [cell.value for cell in book["可选项"]["B"]]


def test_what_goes_out_comes_back_unchanged(town: Town, keeper):
    book = opened(keeper.get("/credit/catalogue/workbook"))
    sheet = book["事项目录"]
    assert sheet["B2"].value == FOOD.name
    page = upload(keeper, book, department_id=town.city.bureau.id)
    assert "新增 0 项，修改 0 项，1 项没有变化" in page.text


def test_new_and_changed_rows_become_items_and_editions(town: Town, keeper):
    book = opened(keeper.get("/credit/catalogue/workbook"))
    sheet = book["事项目录"]
    sheet["E2"] = "《食品安全法》第一百二十四条第一款第五项"
    sheet.append(["MARKET-L009", "食品经营许可", "行政许可", "普通", "《食品安全法》第三十五条", "食品经营许可证", "启用"])
    page = upload(keeper, book, department_id=town.city.bureau.id)
    assert "新增 1 项，修改 1 项，0 项没有变化" in page.text


def test_a_wrong_cell_names_its_row_column_value_and_remedy_and_nothing_is_kept(town: Town, keeper):
    book = opened(keeper.get("/credit/catalogue/workbook"))
    sheet = book["事项目录"]
    sheet.append(["MARKET-L009", "食品经营许可", "行政许可", "斩立决", "《食品安全法》第三十五条"])
    sheet.append(["MARKET-L010", "药品经营许可", "行政许可", "普通", "《药品管理法》第五十一条"])
    page = upload(keeper, book, department_id=town.city.bureau.id)
    assert page.status_code == 422
    assert "第 3 行" in page.text
    assert "斩立决" in page.text
    assert "不在可选范围" in page.text
    assert "药品经营许可" not in keeper.get("/credit/catalogue").text


@pytest.mark.parametrize(("content", "said"), [(b"", "没有选择文件"), (b"a,b\n1,2\n", "缺少列"), (b"\x00\xff junk", "")])
def test_what_is_no_catalogue_is_refused(keeper, content, said):
    data = {"file": (BytesIO(content), "目录.csv" if content else "")}
    page = keeper.post("/credit/catalogue/import", data=data)
    assert page.status_code == 422
    assert said in page.text


def test_another_departments_catalogue_is_not_written(town: Town, keeper):
    book = opened(keeper.get("/credit/catalogue/workbook"))
    page = upload(keeper, book, department_id=town.city.tax.id)
    assert page.status_code == 422
    assert "不在您的管理范围内" in page.text
