import json
from datetime import date, timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from supervision.accounts.models import Position, Role
from supervision.accounts.people.errors import NotOneself
from supervision.accounts.roles import queries
from supervision.accounts.roles.errors import (
    AdministratorsApart,
    PositionEndsBeforeItBegins,
    PositionHeld,
    PositionNotFound,
    PositionRevoked,
    RoleNotFound,
)
from supervision.accounts.roles.service import SOURCE, grant_position, load_roles, revoke_position
from supervision.kernel.audit import append_now
from supervision.kernel.audit.queries import Asked, entries
from tests.factories.accounts import NOW, SEED, grant, person

TODAY = date(2026, 11, 18)


@pytest.fixture
def shen(session, city):
    return person(session, "shen", city.bureau)


def test_loading_the_roles_again_changes_nothing(session, city):
    assert load_roles(session, actor=SEED, now=NOW) == 0


def test_a_role_that_was_changed_is_brought_in_step(session, city):
    session.execute(update(Role).where(Role.code == "reporter").values(permissions=["everything"]))
    session.expire_all()
    assert load_roles(session, actor=SEED, now=NOW) == 1
    assert "everything" not in queries.role(session, "reporter").permissions


def test_the_three_administrators_share_no_power_and_see_no_business():
    roles = {row["code"]: row for row in json.loads(SOURCE.read_text(encoding="utf-8"))}
    administrators = [set(row["permissions"]) for row in roles.values() if row.get("administrator")]
    business = {name for row in roles.values() if not row.get("administrator") for name in row["permissions"]}
    assert len(administrators) == 3
    assert set.intersection(*administrators) == {"accounts.read"}
    assert set.union(*administrators) & business == {"jobs.read", "jobs.manage"}


def test_the_service_refuses_a_second_administrator_role(session, city, shen):
    grant(session, shen, "system_admin", city.bureau)
    with pytest.raises(AdministratorsApart):
        grant(session, shen, "audit_admin", city.bureau)


@pytest.mark.parametrize(
    ("held", "added"), [("system_admin", "security_admin"), ("reporter", "audit_admin"), ("audit_admin", "reporter")]
)
def test_the_database_refuses_it_too(session, city, shen, held, added):
    grant(session, shen, held, city.bureau)
    with pytest.raises(IntegrityError, match="one role only"):
        session.execute(
            text(
                "INSERT INTO accounts.position (user_id, role_code, department_id, valid_from, granted_by, granted_at) "
                "VALUES (:user, :role, :department, :day, 'behind the back', now())"
            ),
            {"user": shen.id, "role": added, "department": city.bureau.id, "day": TODAY},
        )


def test_the_database_refuses_to_turn_one_position_into_another(session, city, shen):
    grant(session, shen, "system_admin", city.bureau, valid_to=TODAY)
    later = grant(session, shen, "audit_admin", city.bureau, valid_from=TODAY + timedelta(days=1))
    with pytest.raises(IntegrityError, match="one role only"):
        session.execute(update(Position).where(Position.id == later).values(valid_from=TODAY))


def test_the_database_refuses_to_make_an_administrator_of_a_role(session, city):
    with pytest.raises(IntegrityError, match="become or cease"):
        session.execute(update(Role).where(Role.code == "reporter").values(administrator=True))


def test_nobody_grants_to_oneself_or_revokes_from_oneself(session, city, shen):
    position = grant(session, shen, "reporter", city.bureau)
    with pytest.raises(NotOneself):
        grant_position(
            session,
            user_id=shen.id,
            role_code="reporter",
            department_id=city.tax.id,
            actor=f"person:{shen.id}",
            now=NOW,
        )
    with pytest.raises(NotOneself):
        revoke_position(session, user_id=shen.id, position_id=position, actor=f"person:{shen.id}", now=NOW)


def test_a_second_click_does_not_grant_twice(session, city, shen):
    grant(session, shen, "reporter", city.bureau)
    with pytest.raises(PositionHeld):
        grant(session, shen, "reporter", city.bureau)
    grant(session, shen, "reporter", city.bureau, division="310115")


def test_a_position_ends_with_its_last_day(session, city, shen):
    grant(session, shen, "reporter", city.bureau, valid_to=TODAY)
    assert queries.duties_of(session, shen.id, on=TODAY)
    assert not queries.duties_of(session, shen.id, on=TODAY + timedelta(days=1))
    assert not queries.duties_of(session, shen.id, on=TODAY - timedelta(days=1))


def test_a_revoked_position_is_gone_at_once_and_once(session, city, shen):
    position = grant(session, shen, "reporter", city.bureau)
    revoke_position(session, user_id=shen.id, position_id=position, actor=SEED, now=NOW)
    session.flush()
    assert not queries.duties_of(session, shen.id, on=TODAY)
    with pytest.raises(PositionRevoked):
        revoke_position(session, user_id=shen.id, position_id=position, actor=SEED, now=NOW)


def test_a_position_of_somebody_else_is_not_found(session, city, shen):
    lin = person(session, "lin", city.tax)
    position = grant(session, shen, "reporter", city.bureau)
    with pytest.raises(PositionNotFound):
        revoke_position(session, user_id=lin.id, position_id=position, actor=SEED, now=NOW)


def test_what_makes_no_sense_is_refused(session, city, shen):
    with pytest.raises(RoleNotFound):
        grant(session, shen, "emperor", city.bureau)
    with pytest.raises(PositionEndsBeforeItBegins):
        grant(session, shen, "reporter", city.bureau, valid_to=TODAY - timedelta(days=1))


def test_grants_and_revocations_are_in_the_audit(session, city, shen):
    position = grant(session, shen, "reporter", city.bureau)
    revoke_position(session, user_id=shen.id, position_id=position, actor="person:77", now=NOW)
    append_now(session)
    found = entries(session, asked=Asked(object_kind="user", object_id=str(shen.id)))
    assert [(entry.action, entry.actor) for entry in found][:2] == [
        ("accounts.position.revoke", "person:77"),
        ("accounts.position.grant", SEED),
    ]
    assert found[0].details["role"] == "reporter"
