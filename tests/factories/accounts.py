"""People, departments and browsers for any test."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from supervision.accounts.models import Department, User
from supervision.accounts.service import create_department, create_user, grant_position, load_roles
from supervision.kernel.access import Principal

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
PASSWORD = "Yunting-2026"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
HASH = QUICK.hash(PASSWORD)
SEED = "test"


@dataclass(frozen=True)
class City:
    """Departments of the tests; `bureau` has two districts below it, `tax` stands alone."""

    bureau: Department
    east: Department
    west: Department
    tax: Department


def found_city(session: Session, *, now: datetime = NOW) -> City:
    """Load the roles and found the departments."""
    load_roles(session, actor=SEED, now=now)

    def department(code: str, name: str, division: str, parent: Department | None = None) -> Department:
        parent_id = parent.id if parent else None
        return create_department(session, code=code, name=name, division=division, parent_id=parent_id, actor=SEED, now=now)

    bureau = department("scjg", "市市场监管局", "310100")
    return City(
        bureau,
        department("scjg-e", "东区市场监管局", "310115", bureau),
        department("scjg-w", "西区市场监管局", "310105", bureau),
        department("tax", "市税务局", "310100"),
    )


def person(session: Session, login: str, department: Department, *, now: datetime = NOW, demo: bool = False) -> User:
    """Open an account that may sign in at once."""
    return create_user(
        session,
        login=login,
        name=f"{login}某",
        department_id=department.id,
        password_hash=HASH,
        must_change=False,
        demo=demo,
        actor=SEED,
        now=now,
    )


def grant(session: Session, user: User, role: str, department: Department, *, now: datetime = NOW, **more: object) -> int:
    """Grant a role and return the position's number."""
    return grant_position(session, user_id=user.id, role_code=role, department_id=department.id, actor=SEED, now=now, **more).id


def acting(user: User, department: Department | None = None, **more: object) -> Principal:
    """Return the principal that a signed-in person is."""
    home = department.id if department else user.department_id
    return Principal("person", user.id, user.name, home, session_id=None, **more)


@dataclass
class Browser:
    """A browser: keeps cookies, finds the form's token, posts."""

    client: FlaskClient

    def token(self, address: str = "/sign-in/second-factor") -> str:
        """Return the token that a page's forms carry; the code page is open to everybody."""
        return re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(address).text).group(1)

    def post(self, address: str, form: dict[str, object] | None = None):
        """Post a form with its token."""
        return self.client.post(address, data={"csrf_token": self.token(), **(form or {})})

    def sign_in(self, login: str, password: str = PASSWORD, next_: str = "/"):
        """Give name and password."""
        return self.post("/sign-in", {"login": login, "password": password, "next": next_})


def fresh_key() -> str:
    """Return a form's own number."""
    return str(uuid4())
