from datetime import date

import pytest

from supervision.accounts.roles.errors import AdministratorsApart
from supervision.accounts.roles.rules import Holding, keeps_administrators_apart, scope_of
from supervision.kernel.access import Scope

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def holding(role, *, administrator=False, begins=SPRING, ends=None):
    return Holding(role, role, administrator, begins, ends)


@pytest.mark.parametrize("held", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("added", ["system_admin", "security_admin", "audit_admin"])
def test_nobody_holds_two_of_the_three(held, added):
    present, wanted = holding(held, administrator=True), holding(added, administrator=True)
    if held == added:
        keeps_administrators_apart([present], wanted)
    else:
        with pytest.raises(AdministratorsApart):
            keeps_administrators_apart([present], wanted)


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_an_administrator_holds_no_business_role(first, second):
    with pytest.raises(AdministratorsApart):
        keeps_administrators_apart([holding("a", administrator=first)], holding("b", administrator=second))


def test_business_roles_go_together():
    keeps_administrators_apart([holding("reporter")], holding("inspector"))


@pytest.mark.parametrize(
    ("begins", "allowed"), [(date(2026, 5, 31), False), (SUMMER, False), (date(2026, 6, 2), True), (AUTUMN, True)]
)
def test_one_after_the_other_is_allowed_from_the_day_after(begins, allowed):
    held = holding("system_admin", administrator=True, ends=SUMMER)
    added = holding("audit_admin", administrator=True, begins=begins)
    if allowed:
        keeps_administrators_apart([held], added)
    else:
        with pytest.raises(AdministratorsApart):
            keeps_administrators_apart([held], added)


@pytest.mark.parametrize(
    ("reach", "division", "scope"),
    [
        ("department", None, Scope("/3/7/", None)),
        ("department", "310115", Scope("/3/7/", "310115")),
        ("department", "310100", Scope("/3/7/", "3101")),
        ("division", None, Scope(None, "310105")),
        ("division", "310100", Scope(None, "3101")),
        ("city", "310115", Scope()),
    ],
)
def test_a_position_covers_what_its_role_reaches(reach, division, scope):
    got = scope_of(reach=reach, department_path="/3/7/", department_division="310105", division=division)
    assert got == scope


def test_a_division_role_without_any_division_stays_in_its_department():
    assert scope_of(reach="division", department_path="/9/", department_division=None, division=None) == Scope("/9/", None)
