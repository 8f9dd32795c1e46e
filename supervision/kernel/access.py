"""Who may do what, and on which rows: declared on every endpoint, enforced in one place, proven at start-up.

依据: GB/T 22239-2019 8.1.4.2（访问控制）；岗位分离见 `docs/architecture.md`。
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from flask import Flask, Request, g, request
from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from supervision.kernel.errors import DomainError
from supervision.kernel.module import joined

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed-in"


class AccessNotDeclared(RuntimeError):
    """An endpoint says neither who may enter nor that everybody may."""


class SignInRequired(DomainError):
    """Nobody is signed in, or the session ended."""

    code = "kernel.access.sign_in_required"
    message = "请先登录"
    remedy = "登录后会回到这一页"
    http_status = 401


class NotPermitted(DomainError):
    """The person is known and lacks the right."""

    code = "kernel.access.not_permitted"
    message = "您的岗位没有“{permission}”权限"
    remedy = "如工作需要，请向本单位安全管理员申请"
    http_status = 403


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that a position covers: a department subtree and a division subtree; `None` means all.

    `department_path` is the materialised path of the department, such as `/1/7/`; `division` is a GB/T 2260
    code without its trailing pairs of zeros, such as `3101` for a city.
    """

    department_path: str | None = None
    division: str | None = None

    def covers(
        self, department_path: InstrumentedAttribute[str], division: InstrumentedAttribute[str | None] | None = None
    ) -> ColumnElement[bool]:
        """Return the condition that keeps a query inside this scope."""
        conditions: list[ColumnElement[bool]] = []
        if self.department_path is not None:
            conditions.append(department_path.startswith(self.department_path, autoescape=True))
        if self.division is not None and division is not None:
            conditions.append(division.startswith(self.division, autoescape=True))
        return and_(true(), *conditions)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is acting: a person in a position, a department's system, or the platform itself."""

    kind: str
    id: int
    name: str
    department_id: int | None = None
    department_name: str = ""
    position: str = ""
    permissions: frozenset[str] = frozenset()
    scopes: tuple[Scope, ...] = ()
    session_id: int | None = None

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def covers(
        self, department_path: InstrumentedAttribute[str], division: InstrumentedAttribute[str | None] | None = None
    ) -> ColumnElement[bool]:
        """Return the condition for the rows of any of this principal's positions; none means no rows."""
        return or_(false(), *(scope.covers(department_path, division) for scope in self.scopes))


class Authenticator(Protocol):
    """Tells who sends a request; accounts implements it and the composition root joins it."""

    def __call__(self, request: Request, /) -> Principal | None: ...


def unheard(_principal: Principal | None, _endpoint: str, _permission: str) -> None:
    """Tell nobody of a refusal, where the composition root joined no listener."""


def nobody_known(_authorization: str, _address: str) -> Principal | None:
    """Know no caller beforehand, where the composition root joined nobody who remembers."""


@dataclass(slots=True)
class AccessPolicy:
    """What the composition root decided about entering: the authenticator, who hears of refusals, and who was just here.

    `recognise` returns the system whose `Authorization` header was found good from this address a moment ago; it asks no
    database, changes nothing and may always say that it knows nobody.
    """

    authenticate: Authenticator
    on_refusal: Callable[[Principal | None, str, str], None] = unheard
    recognise: Callable[[str, str], Principal | None] = nobody_known


@dataclass(frozen=True, slots=True)
class PlainRead:
    """A GET whose usual answer is one JSON text, registered among a module's `parts`: `web.lane` may answer it directly.

    `endpoint` is the view that answers in every other case and declares who may enter. `asked` is what may stand in the place of
    its one parameter, as a pattern. `answer` gets the caller, what is asked, the caller's address and the instant, and returns
    UTF-8 or None for "ask the view".
    """

    endpoint: str
    asked: str
    answer: Callable[[Principal, str, str, datetime], bytes | None]


Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PublicRead:
    """A public GET whose usual answer is one page, registered among a module's `parts`: `web.lane` may answer it directly.

    `endpoint` is the view that answers in every other case and is declared public; it calls the same `answer`. `asked` is what may
    stand behind the address of the endpoint (or in the place of its one parameter), as a pattern. `answer` gets the templates, what
    is asked, the query as it stands in the address, and the instant; it returns the page with its own headers, or None for "ask the
    view".
    """

    endpoint: str
    asked: str
    answer: Callable[[Any, str, str, datetime], tuple[str, Headers] | None]


def requires(permission: str) -> Callable[[View], View]:
    """Declare the permission that a view asks for; place it directly above the function."""

    def declare(view: View) -> View:
        view.__access__ = permission  # type: ignore[attr-defined]  # a mark on a function, read by `declared`
        return view

    return declare


def public(view: View) -> View:
    """Declare that anybody may enter, signed in or not."""
    return requires(PUBLIC)(view)


def signed_in(view: View) -> View:
    """Declare that anybody who is signed in may enter."""
    return requires(SIGNED_IN)(view)


def declared(app: Flask, endpoint: str, method: str) -> str | None:
    """Return the permission that an endpoint declares for a method, or `None` where it declares nothing."""
    view: Any = app.view_functions[endpoint]
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        name = "get" if method == "HEAD" and not hasattr(view_class, "head") else method.lower()
        view = getattr(view_class, name, view_class)
    while view is not None:
        mark = getattr(view, "__access__", None)
        if mark is not None:
            return str(mark)
        view = getattr(view, "__wrapped__", None)
    return None


def prove(app: Flask) -> None:
    """Refuse to start when any endpoint declares nothing."""
    silent = sorted(
        f"{method} {rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if declared(app, rule.endpoint, method) is None
    )
    if silent:
        raise AccessNotDeclared("these endpoints declare neither a permission nor public: " + "; ".join(silent))


def current() -> Principal:
    """Return who is acting in this request; views that ask are behind a declared permission."""
    principal: Principal | None = g.get("principal")
    if principal is None:
        raise SignInRequired
    return principal


def install(app: Flask, policy: AccessPolicy) -> None:
    """Put the one check in front of every view."""

    @app.before_request
    def check() -> None:
        admit(app, policy)


def admit(app: Flask, policy: AccessPolicy) -> None:
    """Decide about the current request: authenticate, compare with what is declared, refuse or go on."""
    if request.endpoint is None:
        return
    permission = declared(app, request.endpoint, request.method) or PUBLIC
    if request.method == "OPTIONS":
        return
    principal = None if request.endpoint == "static" else policy.authenticate(request)
    g.principal = principal
    if permission == PUBLIC:
        return
    if principal is None:
        policy.on_refusal(None, request.endpoint, permission)
        raise SignInRequired
    if permission != SIGNED_IN and not principal.may(permission):
        policy.on_refusal(principal, request.endpoint, permission)
        raise NotPermitted(permission=label_of(permission))


def label_of(permission: str) -> str:
    """Return what an administrator calls a permission."""
    return next((item.label for item in joined().permissions if item.name == permission), permission)
