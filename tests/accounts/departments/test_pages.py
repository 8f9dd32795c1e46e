import pytest


@pytest.fixture
def keeper(member, browser):
    member("sys", "system_admin")
    here = browser()
    here.sign_in("sys")
    return here


def fields(city, **more):
    return {"name": "市商务局", "code": "swj", "level": "city", "parent_id": "0", **more}


def test_a_new_department_stands_in_the_tree(keeper, committed_city):
    made = keeper.post("/accounts/departments", fields(committed_city, parent_id=committed_city.bureau.id))
    assert made.status_code == 303
    page = keeper.client.get(made.location).text
    assert "市商务局" in page
    assert "市市场监管局" in page
    assert "市商务局" in keeper.client.get("/accounts/departments").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"name": ""}, "填写部门全称"), ({"code": "tax"}, "tax"), ({"uscc": "123"}, "123"), ({"valid_from": "上月"}, "2026")],
)
def test_what_does_not_fit_is_said_and_kept(keeper, committed_city, wrong, words):
    answer = keeper.post("/accounts/departments", fields(committed_city, **wrong))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert words in answer.text
    assert "swj" in answer.text or "code" in wrong


def test_a_rename_is_seen_everywhere(keeper, committed_city):
    home = f"/accounts/departments/{committed_city.tax.id}"
    assert keeper.post(f"{home}/rename", {"name": "市税务总局", "short_name": "市税总"}).status_code == 303
    assert "市税务总局" in keeper.client.get("/accounts/departments").text
    assert keeper.post(f"{home}/rename", {"name": ""}).status_code == 422


def test_a_dissolved_department_names_its_heir_and_takes_no_more_accounts(keeper, committed_city):
    home = f"/accounts/departments/{committed_city.tax.id}"
    ended = keeper.post(f"{home}/end", {"ends_on": "2026-01-01", "merged_into": committed_city.bureau.id})
    assert ended.status_code == 303
    page = keeper.client.get(home).text
    assert "已撤并" in page
    assert "职能并入" in page
    assert 'name="ends_on"' not in page
    assert f'value="{committed_city.tax.id}"' not in keeper.client.get("/accounts/users/new").text


def test_who_only_reads_is_offered_nothing(member, browser, committed_city):
    member("aud", "audit_admin")
    here = browser()
    here.sign_in("aud")
    assert "新建部门" not in here.client.get("/accounts/departments").text
    assert 'name="ends_on"' not in here.client.get(f"/accounts/departments/{committed_city.tax.id}").text
    assert here.client.get("/accounts/departments/new").status_code == 403
    assert here.post("/accounts/departments", fields(committed_city)).status_code == 403


def test_an_unknown_department_is_not_found(keeper):
    assert keeper.client.get("/accounts/departments/987654").status_code == 404
