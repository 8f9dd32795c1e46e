"""The catalogue as its keepers, its reviewers and everybody else work with it."""

import pytest

from tests.credit.catalogue.conftest import FOOD, Town

FORM = {
    "code": "market-p002",
    "kind": "penalty",
    "name": "对无照经营的处罚",
    "category": "罚款",
    "basis": "《无证无照经营查处办法》第十三条",
    "aliases": "无照经营\n无证无照经营",
    "use": "enabled",
    "source": "权责清单",
    "confidence": "knowledge",
    "valid_from": "",
    "note": "",
    "seen": "0",
    "task": "",
}


def post(client, address, data):
    return client.post(address, data=data, follow_redirects=True)


def test_an_item_is_added_reviewed_by_another_and_then_public(town: Town):
    keeper, reviewer = town.at("department_admin"), town.at("reviewer")
    page = post(keeper, "/credit/catalogue/new", {**FORM, "department_id": town.city.bureau.id})
    assert page.status_code == 200
    assert "MARKET-P002 已存" in page.text
    assert "编写人不能审查" in page.text
    assert "对无照经营的处罚" not in town.app.test_client().get("/publicity/catalogue").text
    assert "待保密审查" in reviewer.get("/credit/catalogue?q=无照").text
    done = post(reviewer, "/credit/catalogue/items/MARKET-P002/review", {"outcome": "public", "note": ""})
    assert "审查意见已存" in done.text
    assert "对无照经营的处罚" in town.app.test_client().get("/publicity/catalogue").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "填写事项名称"),
        ({"category": "打手心"}, "不在可选范围"),
        ({"code": "甲"}, "只用大写字母"),
        ({"valid_from": "明天"}, "不是日期"),
        ({"code": FOOD.code}, "已有，属于市市场监管局"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_how_to_go_on(town: Town, changes, said):
    page = town.at("department_admin").post(
        "/credit/catalogue/new", data={**FORM, "department_id": town.city.bureau.id, **changes}
    )
    assert page.status_code == 422
    assert said in page.text
    assert "《无证无照经营查处办法》第十三条" in page.text


def test_who_keeps_one_catalogue_does_not_write_into_another(town: Town):
    other = town.at("department_admin", "tax")
    assert other.get(f"/credit/catalogue/items/{FOOD.code}").status_code == 200
    assert other.get(f"/credit/catalogue/items/{FOOD.code}/edit").status_code == 422
    assert other.post(f"/credit/catalogue/items/{FOOD.code}/edit", data=FORM).status_code == 422
    assert other.post("/credit/catalogue/new", data={**FORM, "department_id": town.city.bureau.id}).status_code == 422
    assert other.post("/credit/catalogue/powers", data={"department_id": town.city.bureau.id}).status_code == 422


def test_a_change_shows_as_a_new_edition_with_its_difference(town: Town):
    keeper = town.at("department_admin")
    form = {**FORM, "name": FOOD.name, "category": FOOD.category, "basis": "《食品安全法》第一百二十四条第一款", "seen": "1"}
    page = post(keeper, f"/credit/catalogue/items/{FOOD.code}/edit", form)
    assert "的新版本已存" in page.text
    assert "第 2 版" in page.text
    assert "第一款" in keeper.get("/credit/catalogue/versions").text
    again = keeper.post(f"/credit/catalogue/items/{FOOD.code}/edit", data={**form, "name": "别的"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    "query", ["q=%00", "q=100%25_", "kind=x", "department=9999999999999", "page=0", "page=99999999", "on=昨天", "on=0001-01-01"]
)
def test_what_is_unreadable_is_left_out(town: Town, query):
    reader = town.at("reporter")
    for address in ("/credit/catalogue", "/credit/catalogue/workbook", "/credit/catalogue/versions", "/publicity/catalogue"):
        assert reader.get(f"{address}?{query}").status_code == 200, address


def test_nobody_signed_in_sees_the_public_page_alone(town: Town):
    nobody = town.app.test_client()
    assert nobody.get("/publicity/catalogue").status_code == 200
    assert nobody.get("/credit/catalogue").status_code in {302, 401}
    assert town.at("public").get("/credit/catalogue").status_code == 403
    assert town.at("reporter").get("/credit/catalogue/new").status_code == 403


def test_a_missing_item_is_not_found(town: Town):
    assert town.at("reporter").get("/credit/catalogue/items/NO-SUCH").status_code == 404
