from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from supervision.accounts.models import User
from supervision.accounts.people import service
from supervision.accounts.people.errors import LoginTaken, NotOneself, PasswordTooWeak, PasswordUsedBefore, PasswordWrong
from supervision.kernel.transitions import MoveNotAllowed
from tests.factories.accounts import HASH, NOW, PASSWORD, SEED, person


@pytest.fixture
def shen(session, city):
    return person(session, "shen", city.bureau)


def test_a_sign_in_name_belongs_to_one_person(session, city, shen):
    with pytest.raises(LoginTaken):
        person(session, "SHEN", city.tax)


def test_a_weak_first_password_opens_no_account(session, city):
    with pytest.raises(PasswordTooWeak):
        service.create_user(session, login="lin", name="林某", department_id=city.tax.id, password="short", actor=SEED, now=NOW)


def test_the_password_is_stored_as_argon2id(session, city):
    user = service.create_user(
        session, login="lin", name="林某", department_id=city.tax.id, password=PASSWORD, actor=SEED, now=NOW
    )
    assert user.password_hash.startswith("$argon2id$")
    assert user.must_change


def test_the_present_password_proves_who_asks(session, shen):
    with pytest.raises(PasswordWrong):
        service.change_password(session, user_id=shen.id, present="not this one", wanted="Another-2026", now=NOW)


def test_the_last_five_passwords_are_not_used_again_and_the_sixth_is(session, shen):
    used = [PASSWORD]
    for number in range(5):
        present, wanted = used[-1], f"Different-{number}"
        for earlier in used[-5:]:
            with pytest.raises(PasswordUsedBefore):
                service.change_password(session, user_id=shen.id, present=present, wanted=earlier, now=NOW)
        service.change_password(
            session, user_id=shen.id, present=present, wanted=wanted, now=NOW + timedelta(minutes=number + 1)
        )
        session.flush()
        used.append(wanted)
    service.change_password(session, user_id=shen.id, present=used[-1], wanted=PASSWORD, now=NOW + timedelta(hours=1))
    assert service.password_fits(shen.password_hash, PASSWORD)


def test_a_reset_password_must_be_changed_and_ends_a_lock(session, shen):
    shen.failures, shen.locked_until = 5, NOW + timedelta(minutes=30)
    service.reset_password(session, user_id=shen.id, wanted="First-again-1", actor="person:999", now=NOW)
    assert shen.must_change
    assert not shen.locked(NOW)


@pytest.mark.parametrize("change", [service.unlock, service.disable, service.enable, service.reset_second_factor])
def test_nobody_does_it_to_the_own_account(session, shen, change):
    with pytest.raises(NotOneself):
        change(session, user_id=shen.id, actor=f"person:{shen.id}", now=NOW)


def test_a_closed_account_is_not_closed_again(session, shen):
    service.disable(session, user_id=shen.id, actor="person:999", now=NOW)
    with pytest.raises(MoveNotAllowed):
        service.disable(session, user_id=shen.id, actor="person:999", now=NOW)


@pytest.mark.parametrize(
    "wrong", [{"login": "Upper"}, {"state": "gone"}, {"failures": -1}, {"department_id": 99_999}, {"login": "shen"}]
)
def test_the_database_refuses_what_must_never_be_stored(session, shen, wrong):
    good = {
        "login": "other",
        "name": "某某",
        "department_id": shen.department_id,
        "password_hash": HASH,
        "password_set_at": NOW,
        "created_at": NOW,
        "created_by": SEED,
    }
    with pytest.raises(IntegrityError):
        session.execute(insert(User).values(**{**good, **wrong}))
