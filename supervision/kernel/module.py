"""What a slice offers to the composition root: one `Module` value in its `module.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import click
from flask import Blueprint
from sqlalchemy.orm import Session

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Permission:
    """A right that a role may hold; the label is what an administrator reads."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One line of the navigation: shown to those who hold the permission."""

    workspace: str
    label: str
    endpoint: str
    icon: str
    permission: str
    order: int = 100
    count: Callable[[Session, Any], int] | None = None


@dataclass(frozen=True, slots=True)
class HomePanel:
    """A part of the first page, registered among a module's `parts`; `load` gives the template its `panel`."""

    title: str
    template: str
    permission: str
    load: Callable[[Session, Any, datetime], Any]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the bell in the bar counts, registered among a module's `parts`; `endpoint` shows it."""

    label: str
    endpoint: str
    permission: str
    count: Callable[[Session, Any], int]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader of outbox events; `name` is its identity for ever, since deliveries are counted by it.

    `handle_many` takes what waits for it together, in one transaction: for what comes by the hundred a second.
    """

    name: str
    event: type[Any]
    handle: Callable[[Session, Any, datetime], None]
    handle_many: Callable[[Session, Sequence[Any], datetime], None] | None = None


@dataclass(frozen=True, slots=True)
class JobKind:
    """Work that outlasts a request; `run` receives a `kernel.queues.JobContext` and may be started again after a crash."""

    name: str
    label: str
    run: Callable[[Any], dict[str, object] | None]
    queue: str = "default"


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job that starts by the clock; `cron` is read in Asia/Shanghai."""

    cron: str
    job: str


@dataclass(frozen=True, slots=True)
class Mending:
    """What a crash may have left half done, registered among a module's `parts`: run before people sign in, cheap when all is well."""

    name: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Module:
    """Everything that one slice hands to the platform."""

    name: str
    label: str
    apis: tuple[Any, ...] = ()
    pages: tuple[Blueprint, ...] = ()
    subscribers: tuple[Subscriber, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    timetable: tuple[Scheduled, ...] = ()
    navigation: tuple[NavigationEntry, ...] = ()
    permissions: tuple[Permission, ...] = ()
    commands: tuple[click.Command, ...] = ()
    parts: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Platform:
    """The modules joined together, asked for by what they offer."""

    modules: Sequence[Module] = field(default_factory=tuple)

    def parts(self, kind: type[Part]) -> list[Part]:
        """Return what modules registered of a type that a lower slice defines, such as a `RowKind`."""
        return [part for module in self.modules for part in module.parts if isinstance(part, kind)]

    @property
    def subscribers(self) -> list[Subscriber]:
        return [item for module in self.modules for item in module.subscribers]

    @property
    def jobs(self) -> dict[str, JobKind]:
        return {item.name: item for module in self.modules for item in module.jobs}

    @property
    def permissions(self) -> list[Permission]:
        return [item for module in self.modules for item in module.permissions]

    @property
    def navigation(self) -> list[NavigationEntry]:
        entries = [item for module in self.modules for item in module.navigation]
        return sorted(entries, key=lambda item: item.order)


class _Joined:
    platform: Platform = Platform()


def join(platform: Platform) -> None:
    """Make a platform the one that this process works with."""
    _Joined.platform = platform


def joined() -> Platform:
    """Return the platform that the composition root joined."""
    return _Joined.platform
