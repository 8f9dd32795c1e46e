"""The navigation and the bell, built from what modules offer and what the person may do."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request, url_for
from sqlalchemy.orm import Session

from supervision.kernel.access import SIGNED_IN, Principal
from supervision.kernel.module import NavigationEntry, Platform, Reminder

Count = Callable[[Session, Principal], int]
HOME = NavigationEntry("今天", "工作台", "web.home", "home", SIGNED_IN, order=0)
WORKSPACES = ("今天", "企业", "归集与公示", "审批与告知", "抽查检查", "惩戒与风险")


@dataclass(frozen=True, slots=True)
class Line:
    """One link of the navigation."""

    label: str
    href: str
    icon: str
    current: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """A heading and its links."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bell:
    """What waits to be read."""

    href: str
    unread: int


class Counts:
    """What waits for a person, each question asked once however often it is shown; a page that only refuses asks none."""

    def __init__(self, session: Session, principal: Principal, *, wanted: bool) -> None:
        self._session, self._principal, self._wanted = session, principal, wanted
        self._known: dict[Count, int] = {}

    def of(self, count: Count | None) -> int:
        if count is None or not self._wanted:
            return 0
        if count not in self._known:
            self._known[count] = count(self._session, self._principal)
        return self._known[count]


def may(principal: Principal, permission: str) -> bool:
    """Tell whether a person sees what asks for a permission."""
    return permission == SIGNED_IN or principal.may(permission)


def workspaces(counts: Counts, *, platform: Platform, principal: Principal) -> list[Workspace]:
    """Return the person's navigation in the order of the day's work; other headings follow."""
    entries = [item for item in (HOME, *platform.navigation) if may(principal, item.permission) and known(item.endpoint)]
    others = dict.fromkeys(item.workspace for item in entries if item.workspace not in WORKSPACES)
    chosen = nearest([url_for(item.endpoint) for item in entries], request.path)
    found = []
    for name in (*WORKSPACES, *others):
        lines = tuple(line(counts, item, chosen) for item in entries if item.workspace == name)
        if lines:
            found.append(Workspace(name, lines))
    return found


def known(endpoint: str) -> bool:
    """Tell whether a module offers the endpoint, so that the shell links to nothing that is not there."""
    return endpoint in current_app.view_functions


def nearest(addresses: list[str], path: str) -> str | None:
    """Return the longest address that the path lies under, so that a detail page marks its list."""
    above = [item for item in addresses if path == item or (item != "/" and path.startswith(item.rstrip("/") + "/"))]
    return max(above, key=len, default=None)


def line(counts: Counts, entry: NavigationEntry, chosen: str | None) -> Line:
    """Return one link; a count of nought is not written."""
    href = url_for(entry.endpoint)
    return Line(entry.label, href, entry.icon, href == chosen, counts.of(entry.count) or None)


def bell(counts: Counts, *, platform: Platform, principal: Principal) -> Bell | None:
    """Return the sum of all reminders; it leads to the first that has something."""
    waiting = [
        (item, counts.of(item.count))
        for item in platform.parts(Reminder)
        if may(principal, item.permission) and known(item.endpoint)
    ]
    if not waiting:
        return None
    first = max(waiting, key=lambda pair: pair[1] > 0)[0]
    return Bell(url_for(first.endpoint), sum(count for _, count in waiting))
