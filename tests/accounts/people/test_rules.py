from datetime import UTC, date, datetime, timedelta

import pytest

from supervision.accounts.people.errors import LoginNotPlain, PasswordTooWeak
from supervision.accounts.people.rules import check_password, locked_until, password_expired, plain_login, totp_steps
from supervision.accounts.policy.rules import policy

NOW = datetime(2026, 11, 18, 2, tzinfo=UTC)
LIMITS = policy(date(2026, 11, 18))


@pytest.mark.parametrize(("typed", "stored"), [("Shen", "shen"), ("  yt-0417 ", "yt-0417"), ("a.b_c", "a.b_c")])
def test_a_sign_in_name_has_one_form(typed, stored):
    assert plain_login(typed) == stored


@pytest.mark.parametrize("typed", ["", "a", "-ab", "沈某", "a b", "a" * 33, "a@b", "ａｂ"])
def test_other_sign_in_names_are_refused(typed):
    with pytest.raises(LoginNotPlain):
        plain_login(typed)


@pytest.mark.parametrize("password", ["Yunting-2026", "yunting-2026", "YUNTING2026a", "密码Abcdefg1"])
def test_ten_characters_of_three_classes_will_do(password):
    check_password(password, login="shen", policy=LIMITS)


@pytest.mark.parametrize("password", ["Yunt-2026", "yuntingyunting", "yunting2026", "Shen-20260101", "A1-" + "x" * 126, ""])
def test_weak_passwords_are_refused(password):
    with pytest.raises(PasswordTooWeak):
        check_password(password, login="shen", policy=LIMITS)


@pytest.mark.parametrize(("failures", "locked"), [(0, False), (4, False), (5, True), (6, True)])
def test_the_fifth_failure_locks_for_thirty_minutes(failures, locked):
    until = locked_until(failures, now=NOW, policy=LIMITS)
    assert until == (NOW + timedelta(minutes=30) if locked else None)


@pytest.mark.parametrize(("age", "expired"), [(timedelta(days=90) - timedelta(seconds=1), False), (timedelta(days=90), True)])
def test_a_password_lasts_ninety_days(age, expired):
    assert password_expired(NOW - age, now=NOW, policy=LIMITS) is expired


def test_a_code_of_the_neighbouring_half_minutes_is_accepted():
    step = int(NOW.timestamp()) // 30
    assert list(totp_steps(NOW)) == [step - 1, step, step + 1]
