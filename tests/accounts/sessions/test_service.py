from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from supervision.accounts.models import LoginSession
from supervision.accounts.people.factor.service import begin, confirm
from supervision.accounts.people.service import digest, disable
from supervision.accounts.roles.service import revoke_position
from supervision.accounts.sessions.queries import open_sessions, who
from supervision.accounts.sessions.service import Caller, Why, give_code, revoke_session, seen, sign_in, sign_out, take_duty
from supervision.kernel.access import Scope
from supervision.kernel.audit import append_now
from supervision.kernel.audit.queries import Asked, entries
from supervision.kernel.clock import legal_date
from tests.factories.accounts import NOW, PASSWORD, SEED, grant, person

CALLER = Caller("203.0.113.7", "test browser")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def shen(session, city):
    return person(session, "shen", city.bureau)


def attempt(session, *, login="shen", password=PASSWORD, now=NOW, demo_allowed=True):
    tried = sign_in(session, login=login, password=password, caller=CALLER, demo_allowed=demo_allowed, now=now)
    session.flush()
    return tried


def recognised(session, token, *, now=NOW):
    session.flush()
    return who(session, digest(token), now=now, on=legal_date(now))


def test_the_right_password_opens_a_session(session, shen):
    tried = attempt(session, login=" Shen ")
    assert not tried.half
    assert recognised(session, tried.token).principal.id == shen.id


def test_only_the_hash_of_the_token_is_stored(session, shen):
    token = attempt(session).token
    stored = session.scalars(select(LoginSession.token_hash)).one()
    assert stored == digest(token)
    assert token.encode() not in stored


def test_each_sign_in_has_a_token_of_its_own(session, shen):
    assert attempt(session).token != attempt(session).token


def test_the_fifth_failure_locks_and_the_right_password_does_not_help(session, shen):
    for _ in range(5):
        assert attempt(session, password="wrong").refused is Why.PASSWORD
    assert attempt(session).refused is Why.LOCKED
    assert attempt(session, now=NOW + 29 * MINUTE).refused is Why.LOCKED
    assert attempt(session, now=NOW + 30 * MINUTE).token is not None


def test_after_a_lock_the_count_begins_anew(session, shen):
    for _ in range(5):
        attempt(session, password="wrong")
    after = NOW + 31 * MINUTE
    assert attempt(session, password="wrong", now=after).refused is Why.PASSWORD
    assert attempt(session, now=after).token is not None


def test_a_success_forgets_earlier_failures(session, shen):
    for _ in range(3):
        for _ in range(4):
            attempt(session, password="wrong")
        assert attempt(session).token is not None


def test_nobody_learns_why_and_the_audit_does(session, shen, city):
    disabled = person(session, "gone", city.tax)
    disable(session, user_id=disabled.id, actor=SEED, now=NOW)
    demo = person(session, "demo", city.tax, demo=True)
    assert attempt(session, login="gone").refused is Why.DISABLED
    assert attempt(session, login="nobody").refused is Why.UNKNOWN
    assert attempt(session, login=demo.login, demo_allowed=False).refused is Why.DEMO
    append_now(session)
    found = entries(session, asked=Asked(action="accounts.sign_in.refuse"))
    assert [entry.details["why"] for entry in found] == ["demo-account", "unknown-login", "disabled"]


def test_what_was_typed_for_an_unknown_name_is_not_kept(session, city):
    attempt(session, login="Secret-2026!")
    append_now(session)
    (entry,) = entries(session, asked=Asked(action="accounts.sign_in.refuse"))
    assert "secret" not in entry.detail.lower()
    assert entry.address == CALLER.address


@pytest.mark.parametrize(("after", "alive"), [(30 * MINUTE - timedelta(seconds=1), True), (30 * MINUTE, False)])
def test_a_session_ends_after_thirty_idle_minutes(session, shen, after, alive):
    token = attempt(session).token
    assert (recognised(session, token, now=NOW + after) is not None) is alive


@pytest.mark.parametrize(("hours", "alive"), [(9, True), (10, False)])
def test_a_session_in_use_ends_after_ten_hours(session, shen, hours, alive):
    token = attempt(session).token
    until = NOW + timedelta(hours=hours)
    seen(session, session_id=recognised(session, token).principal.session_id, now=until - MINUTE)
    assert (recognised(session, token, now=until) is not None) is alive


def test_leaving_ends_the_session_and_leaving_twice_changes_nothing(session, shen):
    token = attempt(session).token
    sign_out(session, token=token, now=NOW)
    assert recognised(session, token) is None
    sign_out(session, token=token, now=NOW + MINUTE)
    assert session.scalars(select(LoginSession.ended_at)).one() == NOW


def test_a_closed_account_is_out_at_once(session, shen):
    token = attempt(session).token
    disable(session, user_id=shen.id, actor=SEED, now=NOW)
    assert recognised(session, token) is None


@pytest.mark.parametrize(("role", "open_after"), [("audit_admin", 1), ("reporter", 2)])
def test_one_session_only_where_the_role_says_so(session, city, shen, role, open_after):
    grant(session, shen, role, city.bureau)
    first, second = attempt(session).token, attempt(session).token
    assert recognised(session, second) is not None
    assert (recognised(session, first) is not None) is (open_after == 2)
    assert len(open_sessions(session, shen.id, now=NOW)) == open_after


def test_a_session_is_ended_from_another_one(session, shen):
    first, second = attempt(session).token, attempt(session).token
    number = recognised(session, first).principal.session_id
    revoke_session(session, user_id=shen.id, session_id=number, actor=f"person:{shen.id}", now=NOW)
    assert recognised(session, first) is None
    assert recognised(session, second) is not None


class TestWithSecondFactor:
    @pytest.fixture
    def secret(self, session, shen):
        secret = begin(session, user_id=shen.id)
        confirm(session, user_id=shen.id, code=pyotp.TOTP(secret).at(NOW - 10 * MINUTE), now=NOW - 10 * MINUTE)
        return secret

    @pytest.mark.usefixtures("secret")
    def test_the_password_alone_opens_nothing(self, session):
        tried = attempt(session)
        assert tried.half
        assert recognised(session, tried.token) is None

    def test_the_code_opens_and_the_first_token_is_spent(self, session, secret):
        half = attempt(session)
        done = give_code(session, token=half.token, code=pyotp.TOTP(secret).at(NOW), caller=CALLER, now=NOW)
        assert done.token != half.token
        assert recognised(session, done.token) is not None
        assert recognised(session, half.token) is None
        again = give_code(session, token=half.token, code=pyotp.TOTP(secret).at(NOW), caller=CALLER, now=NOW)
        assert again.refused is Why.STALE

    def test_a_code_seen_over_the_shoulder_is_refused(self, session, secret):
        code = pyotp.TOTP(secret).at(NOW)
        assert give_code(session, token=attempt(session).token, code=code, caller=CALLER, now=NOW).token
        session.flush()
        replayed = give_code(session, token=attempt(session).token, code=code, caller=CALLER, now=NOW)
        assert replayed.refused is Why.CODE

    def test_wrong_codes_lock_like_wrong_passwords(self, session, secret):
        half = attempt(session)
        for _ in range(5):
            assert give_code(session, token=half.token, code="x", caller=CALLER, now=NOW).refused is Why.CODE
        right = pyotp.TOTP(secret).at(NOW)
        assert give_code(session, token=half.token, code=right, caller=CALLER, now=NOW).refused is Why.LOCKED

    def test_the_code_comes_within_five_minutes(self, session, secret):
        half = attempt(session)
        late = NOW + 5 * MINUTE
        tried = give_code(session, token=half.token, code=pyotp.TOTP(secret).at(late), caller=CALLER, now=late)
        assert tried.refused is Why.STALE


class TestDuty:
    def test_the_roles_of_one_department_act_together_and_others_do_not(self, session, city, shen):
        grant(session, shen, "reporter", city.east)
        grant(session, shen, "inspector", city.east)
        elsewhere = grant(session, shen, "city_operator", city.tax)
        token = attempt(session).token
        here = recognised(session, token).principal
        assert {"intake.upload", "archive.personal"} <= here.permissions
        assert "archive.merge" not in here.permissions
        assert here.scopes == (Scope(city.east.path),)
        assert here.position == "录入人员、检查人员"
        take_duty(session, user_id=shen.id, session_id=here.session_id, position_id=elsewhere, now=NOW)
        there = recognised(session, token).principal
        assert there.department_id == city.tax.id
        assert "archive.personal" not in there.permissions
        assert there.scopes == (Scope(),)

    def test_a_revoked_position_is_gone_at_the_next_request(self, session, city, shen):
        position = grant(session, shen, "reporter", city.east)
        token = attempt(session).token
        revoke_position(session, user_id=shen.id, position_id=position, actor=SEED, now=NOW)
        found = recognised(session, token).principal
        assert found.permissions == frozenset()
        assert found.scopes == ()

    def test_a_position_of_somebody_else_is_not_taken(self, session, city, shen):
        lin = person(session, "lin", city.tax)
        other = grant(session, lin, "city_operator", city.tax)
        token = attempt(session).token
        number = recognised(session, token).principal.session_id
        take_duty(session, user_id=shen.id, session_id=number, position_id=other, now=NOW)
        assert recognised(session, token).principal.permissions == frozenset()
