from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import update

from supervision.accounts.authenticate.service import COOKIE
from supervision.accounts.models import LoginSession, User
from supervision.accounts.people.factor.service import begin, confirm
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import PASSWORD


def test_one_signs_in_and_returns_to_the_page(member, browser):
    member("shen", "reporter")
    here = browser()
    led = here.client.get("/account/sessions?x=1")
    assert led.headers["Location"] == "/sign-in?next=/account/sessions%3Fx%3D1"
    answer = here.sign_in("shen", next_="/account/sessions?x=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/account/sessions?x=1"
    assert here.client.get("/account/sessions").status_code == 200


def test_nobody_is_led_to_another_site(member, browser):
    member("shen", "reporter")
    assert browser().sign_in("shen", next_="//evil.example/").headers["Location"] == "/"


def test_the_cookie_is_out_of_reach(member, browser, app, settings):
    member("shen", "reporter")
    app.extensions["supervision.settings"] = replace(settings, secure_cookies=True)
    answer = browser().sign_in("shen")
    cookie = next(value for name, value in answer.headers if name == "Set-Cookie" and value.startswith(COOKIE))
    assert {"HttpOnly", "Secure", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize(("login", "password"), [("shen", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_read_the_same(member, browser, login, password):
    member("shen", "reporter")
    answer = browser().sign_in(login, password)
    assert answer.status_code == 422
    assert "登录名或密码不符，或账号暂时锁定" in answer.text
    assert f'value="{login}"' in answer.text
    assert password not in answer.text


def test_a_token_planted_before_signing_in_opens_nothing_after(member, browser):
    member("shen", "reporter")
    here = browser()
    here.client.set_cookie(COOKIE, "planted")
    here.sign_in("shen")
    assert here.client.get_cookie(COOKIE).value != "planted"


def test_a_form_without_its_token_is_refused(member, browser):
    member("shen", "reporter")
    answer = browser().client.post("/sign-in", data={"login": "shen", "password": PASSWORD})
    assert answer.status_code == 400


def test_leaving_ends_the_session_on_the_server(member, browser):
    member("shen", "reporter")
    here = browser()
    here.sign_in("shen")
    token = here.client.get_cookie(COOKIE).value
    assert here.post("/sign-out").status_code == 303
    here.client.set_cookie(COOKIE, token)
    assert here.client.get("/account").status_code == 302


def test_an_expired_session_leads_to_the_sign_in_page(member, browser):
    member("shen", "reporter")
    here = browser()
    here.sign_in("shen")
    with transaction() as session:
        session.execute(update(LoginSession).values(idle_minutes=0))
    assert here.client.get("/account").headers["Location"].startswith("/sign-in?next=")


def test_demo_accounts_are_refused_beside_a_real_database(member, browser, app, settings):
    member("demo", "reporter")
    member("real", "reporter", demo=False)
    here = browser()
    assert here.sign_in("demo").status_code == 303
    app.extensions["supervision.settings"] = replace(settings, database_url="postgresql://elsewhere/real")
    assert here.client.get("/account").status_code == 302
    assert browser().sign_in("demo").status_code == 422
    assert browser().sign_in("real").status_code == 303


def test_a_first_password_is_changed_before_anything_else(member, browser):
    user = member("shen", "system_admin")
    with transaction() as session:
        session.execute(update(User).where(User.id == user.id).values(must_change=True))
    here = browser()
    here.sign_in("shen")
    assert here.client.get("/accounts/users").headers["Location"] == "/account/password"
    form = {"present": PASSWORD, "wanted": "Entirely-new-1", "again": "Entirely-new-1"}
    assert here.post("/account/password", form).status_code == 303
    assert here.client.get("/accounts/users").status_code == 200
    assert browser().sign_in("shen", "Entirely-new-1").status_code == 303


def test_an_administrator_enrols_a_second_factor_before_anything_else(member, browser):
    member("shen", "system_admin", demo=False)
    here = browser()
    here.sign_in("shen")
    assert here.client.get("/accounts/users").headers["Location"] == "/account/second-factor"
    assert here.client.get("/account/second-factor.svg").status_code == 404
    here.post("/account/second-factor/begin")
    assert here.client.get("/account/second-factor.svg").data.lstrip().startswith(b"<?xml")
    assert here.post("/account/second-factor", {"code": "nonsense"}).status_code == 422


def test_a_second_factor_is_asked_for(member, browser):
    user = member("shen", "reporter")
    with transaction() as session:
        secret = begin(session, user_id=user.id)
        confirm(session, user_id=user.id, code=pyotp.TOTP(secret).at(now()), now=now())
        factor_step = int(now().timestamp()) // 30
    here = browser()
    answer = here.sign_in("shen", next_="/account")
    assert answer.headers["Location"] == "/sign-in/second-factor?next=/account"
    assert here.client.get("/account").status_code == 302
    assert here.post("/sign-in/second-factor", {"code": "1", "next": "/account"}).status_code == 422
    fresh = pyotp.TOTP(secret).generate_otp(factor_step + 1)
    done = here.post("/sign-in/second-factor", {"code": fresh, "next": "/account"})
    assert done.headers["Location"] == "/account"
    assert here.client.get("/account").status_code == 200


def test_one_address_cannot_try_for_ever(member, browser):
    member("shen", "reporter")
    here = browser()
    answers = {here.sign_in(f"guess{number}", "wrong").status_code for number in range(41)}
    assert answers == {422, 429}


def test_an_address_that_tries_too_often_is_told_to_wait(app, browser):
    here = browser()
    form = {"csrf_token": here.token(), "login": "nobody", "password": "wrong"}
    elsewhere = {"REMOTE_ADDR": "192.0.2.77"}
    codes = [here.client.post("/sign-in", data=form, environ_overrides=elsewhere).status_code for _ in range(41)]
    assert codes == [422] * 40 + [429]
    page = here.client.post("/sign-in", data=form, environ_overrides=elsewhere).text
    assert "尝试太频繁，这一次没有处理" in page
    assert "过十分钟再试" in page
    assert here.client.post("/sign-in", data=form).status_code == 422
