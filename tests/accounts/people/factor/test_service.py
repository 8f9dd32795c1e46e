from datetime import timedelta

import pyotp
import pytest

from supervision.accounts.models import SecondFactor
from supervision.accounts.people.errors import AlreadyEnrolled, CodeWrong
from supervision.accounts.people.factor.service import begin, code_fits, confirm, pending_secret
from tests.factories.accounts import NOW, person


@pytest.fixture
def shen(session, city):
    return person(session, "shen", city.bureau)


@pytest.fixture
def enrolled(session, shen):
    secret = begin(session, user_id=shen.id)
    codes = confirm(session, user_id=shen.id, code=code(secret, NOW), now=NOW)
    return shen.id, secret, codes


def code(secret, at):
    return pyotp.TOTP(secret).at(at)


def test_a_reload_of_the_page_keeps_the_secret(session, shen):
    assert begin(session, user_id=shen.id) == begin(session, user_id=shen.id)


def test_the_secret_is_stored_encrypted(session, shen):
    secret = begin(session, user_id=shen.id)
    assert secret.encode() not in session.get(SecondFactor, shen.id).secret


def test_it_counts_only_once_a_code_proved_it(session, shen):
    secret = begin(session, user_id=shen.id)
    assert not code_fits(session, user_id=shen.id, code=code(secret, NOW), now=NOW)
    with pytest.raises(CodeWrong):
        confirm(session, user_id=shen.id, code="000000" if code(secret, NOW) != "000000" else "111111", now=NOW)


def test_the_secret_is_never_shown_again(session, enrolled):
    user_id, _, _ = enrolled
    assert pending_secret(session, user_id=user_id) is None
    with pytest.raises(AlreadyEnrolled):
        begin(session, user_id=user_id)


def test_a_code_works_once(session, enrolled):
    user_id, secret, _ = enrolled
    later = NOW + timedelta(minutes=2)
    assert code_fits(session, user_id=user_id, code=code(secret, later), now=later)
    assert not code_fits(session, user_id=user_id, code=code(secret, later), now=later)


def test_the_code_that_enrolled_does_not_sign_in(session, enrolled):
    user_id, secret, _ = enrolled
    assert not code_fits(session, user_id=user_id, code=code(secret, NOW), now=NOW)


def test_an_older_code_does_not_work_after_a_newer_one(session, enrolled):
    user_id, secret, _ = enrolled
    later = NOW + timedelta(minutes=5)
    assert code_fits(session, user_id=user_id, code=code(secret, later + timedelta(seconds=30)), now=later)
    assert not code_fits(session, user_id=user_id, code=code(secret, later), now=later)


@pytest.mark.parametrize("drift", [-90, -60, 60, 90])
def test_a_code_of_another_time_does_not_work(session, enrolled, drift):
    user_id, secret, _ = enrolled
    later = NOW + timedelta(hours=1)
    assert not code_fits(session, user_id=user_id, code=code(secret, later + timedelta(seconds=drift)), now=later)


def test_each_recovery_code_works_once(session, enrolled):
    user_id, _, codes = enrolled
    assert len(set(codes)) == len(codes) == 8
    for one in codes:
        assert code_fits(session, user_id=user_id, code=f" {one.upper()} ", now=NOW)
        session.flush()
        assert not code_fits(session, user_id=user_id, code=one, now=NOW)
