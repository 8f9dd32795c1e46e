"""Who holds which duty, which units lack a liaison, and what is open in a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from credit.assessment.models import Refusal
from credit.entering.models import Entry
from credit.entering.states import EntryState
from credit.omissions.models import Omission
from credit.omissions.queries import OPEN as OPEN_OMISSIONS
from credit.questions.models import Question
from credit.questions.states import WAITING
from credit.reporters.errors import DepartmentOutOfReach, HandoverUnknown, PostUnknown
from credit.reporters.models import Handover, Post
from credit.reporters.states import Duty
from credit.reporting.models import Decision
from supervision.accounts.departments.models import UNSPECIFIED
from supervision.accounts.models import Department, Position, User
from supervision.kernel.access import Principal

LISTED: Final = 20
ACTIVE: Final = "active"
OUTSIDE: Final = ("enterprise", "public")


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with the name of the person; `able` while the account is active."""

    post: Post
    name: str
    login: str
    able: bool

    @property
    def duty(self) -> Duty:
        return Duty(self.post.duty)

    def holds(self, today: date) -> bool:
        """Tell whether the person is in office on a day."""
        return self.post.valid_from <= today and (self.post.valid_to is None or self.post.valid_to >= today)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with those who hold a duty today."""

    department: Department
    posts: Sequence[PostLine]

    def of(self, duty: str) -> list[PostLine]:
        """Return who holds a duty."""
        return [line for line in self.posts if line.post.duty == duty]

    @property
    def without_liaison(self) -> bool:
        return not any(line.able for line in self.of(Duty.LIAISON))


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A handover with both names."""

    handover: Handover
    giver: str
    taker: str

    @property
    def duty(self) -> Duty:
        return Duty(self.handover.duty)


def reached(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the units that a person answers for: living ones, the placeholder left out."""
    own = or_(principal.covers(Department.path, Department.division), Department.id == principal.department_id)
    return and_(own, Department.id != UNSPECIFIED, Department.valid_to.is_(None))


def in_office(today: date) -> ColumnElement[bool]:
    """Return the condition for posts that hold on a day."""
    return and_(Post.valid_from <= today, or_(Post.valid_to.is_(None), Post.valid_to >= today))


def units(session: Session, principal: Principal, *, today: date) -> list[UnitLine]:
    """Return the units in reach, those without a liaison first."""
    departments = session.scalars(select(Department).where(reached(principal)).order_by(Department.path)).all()
    query = _posts().where(Post.department_id.in_([item.id for item in departments]), in_office(today))
    posts: dict[int, list[PostLine]] = {}
    for row in session.execute(query):
        posts.setdefault(row[0].department_id, []).append(PostLine(*row))
    lines = [UnitLine(item, posts.get(item.id, [])) for item in departments]
    return sorted(lines, key=lambda line: not line.without_liaison)


def _posts() -> Any:
    return (
        select(Post, User.name, User.login, (User.state == ACTIVE))
        .join(User, User.id == Post.user_id)
        .order_by(Post.valid_from.desc(), Post.id.desc())
    )


def lacking(session: Session, principal: Principal, *, today: date) -> int:
    """Return how many units in reach have no liaison in office."""
    held = exists().where(
        Post.department_id == Department.id,
        Post.duty == Duty.LIAISON.value,
        in_office(today),
        User.id == Post.user_id,
        User.state == ACTIVE,
    )
    return session.scalar(select(func.count()).select_from(Department).where(reached(principal), ~held)) or 0


def unit_for(session: Session, principal: Principal, department_id: int, *, lock: bool = False) -> Department:
    """Return a unit in reach, locked for a change; another looks as if it did not exist."""
    query = select(Department).where(Department.id == department_id, reached(principal))
    found = session.scalars(query.with_for_update(key_share=True) if lock else query).one_or_none()
    if found is None:
        raise DepartmentOutOfReach
    return found


def history(session: Session, department_id: int) -> list[PostLine]:
    """Return everybody who was ever named in a unit, the latest first."""
    return [PostLine(*row) for row in session.execute(_posts().where(Post.department_id == department_id))]


def post_for(session: Session, principal: Principal, post_id: int, *, lock: bool = False) -> Post:
    """Return a post of a unit in reach, locked with its unit for a change."""
    query = select(Post).join(Department, Department.id == Post.department_id).where(Post.id == post_id, reached(principal))
    found = session.scalars(query.with_for_update(of=[Post, Department], key_share=True) if lock else query).one_or_none()
    if found is None:
        raise PostUnknown
    return found


def posts_of(session: Session, department_id: int, duty: Duty) -> list[PostLine]:
    """Return all posts of a duty in a unit."""
    return [line for line in history(session, department_id) if line.post.duty == duty.value]


def _outside() -> ColumnElement[bool]:
    """Return the condition for accounts of firms and of the public, which belong to a unit but do not work there."""
    return exists().where(Position.user_id == User.id, Position.role_code.in_(OUTSIDE), Position.revoked_at.is_(None))


def people(session: Session, department: Department) -> Sequence[User]:
    """Return who may be named: active accounts of the unit and of those below it."""
    query = (
        select(User)
        .join(Department, Department.id == User.department_id)
        .where(Department.path.startswith(department.path, autoescape=True), User.state == ACTIVE, ~_outside())
        .order_by(User.department_id != department.id, User.name, User.id)
    )
    return session.scalars(query).all()


def _handovers() -> Any:
    giver, taker = aliased(User), aliased(User)
    return (
        select(Handover, giver.name, taker.name)
        .join(giver, giver.id == Handover.from_user_id)
        .join(taker, taker.id == Handover.to_user_id)
        .order_by(Handover.id.desc())
    )


def handovers(session: Session, department_id: int) -> list[HandoverLine]:
    """Return the handovers of a unit, the latest first."""
    return [HandoverLine(*row) for row in session.execute(_handovers().where(Handover.department_id == department_id))]


def handover_for(session: Session, principal: Principal, handover_id: int) -> tuple[HandoverLine, Department]:
    """Return a handover of a unit in reach."""
    own = select(Department.id).where(reached(principal))
    row = session.execute(_handovers().where(Handover.id == handover_id, Handover.department_id.in_(own))).one_or_none()
    if row is None:
        raise HandoverUnknown
    return HandoverLine(*row), session.get_one(Department, row[0].department_id)


def handed_over_as(session: Session, request_key: Any) -> Handover | None:
    """Return what a form became that was sent before."""
    return session.scalars(select(Handover).where(Handover.request_key == request_key)).one_or_none()


def open_work(session: Session, department_id: int, user_id: int) -> list[dict[str, Any]]:
    """Return what is not settled in a unit: drafts (the person's own and all), questions, refused rows, omissions."""
    nameless = "没有文书号"
    drafts = (Entry.department_id == department_id, Entry.state == EntryState.DRAFT.value)
    questions = (Question.department_id == department_id, Question.state.in_(WAITING))
    omissions = (Omission.department_id == department_id, Omission.state.in_([state.value for state in OPEN_OMISSIONS]))
    own = session.scalar(select(func.count()).where(*drafts, Entry.created_by == f"person:{user_id}"))
    piles = (
        ("填报草稿", own, select(Entry.title, Entry.id).where(*drafts)),
        ("疑问数据", None, select(func.coalesce(Question.doc_no, nameless), Question.id).where(*questions)),
        ("退回未改的行", None, select(func.coalesce(Refusal.doc_key, nameless), Refusal.row_no).where(_refused(department_id))),
        ("未报线索", None, select(Omission.doc_no, Omission.id).where(*omissions)),
    )
    return [_pile(session, label, mine, query) for label, mine, query in piles]


def _refused(department_id: int) -> ColumnElement[bool]:
    """Return the condition for refused rows whose document has not arrived since."""
    arrived = exists().where(
        Decision.department_id == Refusal.department_id, Decision.kind == Refusal.kind, Decision.doc_key == Refusal.doc_key
    )
    return and_(Refusal.department_id == department_id, ~arrived)


def _pile(session: Session, label: str, own: int | None, query: Select[Any, Any]) -> dict[str, Any]:
    count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.execute(query.order_by(query.selected_columns[1]).limit(LISTED)).all()
    return {"label": label, "count": count, "own": own, "items": [{"title": row[0], "id": row[1]} for row in rows]}
