import pytest


@pytest.fixture
def reader(member, browser):
    member("sec", "security_admin")
    member("shen", "reporter")
    here = browser()
    here.sign_in("sec")
    return here


def test_every_role_says_what_it_may_and_how_one_signs_in(reader):
    page = reader.client.get("/accounts/roles").text
    for words in ("录入人员", "上传数据", "系统管理员", "不兼任", "第二因素", "单处登录", "不进入办公平台"):
        assert words in page


def test_a_role_names_its_holders(reader):
    page = reader.client.get("/accounts/roles/reporter").text
    assert "1 人" in page
    assert "市市场监管局" in page
    assert "还没有人担任" in reader.client.get("/accounts/roles/inspector").text


def test_an_unknown_role_is_not_found(reader):
    answer = reader.client.get("/accounts/roles/emperor")
    assert answer.status_code == 404
    assert "没有角色“emperor”" in answer.text
