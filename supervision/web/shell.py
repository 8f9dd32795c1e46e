"""What every template may use: the shell around a page, addresses of static files, and how values are written."""

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from flask import Flask, g, request
from markupsafe import Markup, escape

from supervision.kernel.access import Principal
from supervision.kernel.db import reading
from supervision.kernel.module import Platform, joined
from supervision.web import navigation
from supervision.web.assets import asset

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAME = "综合监管平台"


class Shell:
    """The frame around a page, asked from the database only when a template draws it."""

    def __init__(self, principal: Principal) -> None:
        self.principal = principal

    @cached_property
    def _drawn(self) -> tuple[list[navigation.Workspace], navigation.Bell | None]:
        platform: Platform = joined()
        with reading() as session:
            counts = navigation.Counts(session, self.principal, wanted=not g.get("refused", False))
            workspaces = navigation.workspaces(counts, platform=platform, principal=self.principal)
            return workspaces, navigation.bell(counts, platform=platform, principal=self.principal)

    @property
    def workspaces(self) -> list[navigation.Workspace]:
        return self._drawn[0]

    @property
    def bell(self) -> navigation.Bell | None:
        return self._drawn[1]

    @property
    def duty(self) -> str:
        """部门 · 岗位."""
        return " · ".join(part for part in (self.principal.department_name, self.principal.position) if part)

    def may(self, permission: str) -> bool:
        return navigation.may(self.principal, permission)


def shell() -> Shell | None:
    """Return the frame of this request, or nothing for a visitor."""
    principal: Principal | None = g.get("principal")
    if principal is None:
        return None
    if "shell" not in g:
        g.shell = Shell(principal)
    frame: Shell = g.shell
    return frame


def day(value: date | datetime | None) -> str | Markup:
    """Write a date or an instant as `<time>`; instants are shown in Shanghai time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        return Markup('<time datetime="{}">{}</time>').format(local.isoformat("T", "minutes"), local.strftime("%Y-%m-%d %H:%M"))
    return Markup("<time>{}</time>").format(value.isoformat())


def number(value: float | None) -> str:
    """Write a count with thousands commas."""
    return "" if value is None else f"{value:,}"


def wan(value: Decimal | None) -> str:
    """Write money in 万元 with as many decimals as it needs, at most six."""
    return "" if value is None else f"{value:,.6f}".rstrip("0").rstrip(".")


def code(value: str | None) -> Markup:
    """Write a credit code as 4-4-4-4-2 by margin, so that a copied code has no blanks."""
    parts = [(value or "")[start : start + 4] for start in range(0, len(value or ""), 4)]
    spans = Markup("").join(Markup("<span>{}</span>").format(part) for part in parts)
    return Markup('<span class="code">{}</span>').format(spans)


def marked(value: str | None, words: str | None) -> Markup:
    """Mark where the words stand in a text."""
    text = value or ""
    at = text.casefold().find(words.casefold()) if words else -1
    if at < 0 or not words:
        return escape(text)
    end = at + len(words)
    return Markup("{}<mark>{}</mark>{}").format(text[:at], text[at:end], text[end:])


def fragment() -> bool:
    """Tell whether htmx asks for a region rather than for a page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def install(app: Flask) -> None:
    """Hand the names to Jinja as globals, so that imported macros see them too."""
    app.jinja_env.globals.update(asset=asset, shell=shell, site_name=NAME, fragment=fragment, known=navigation.known)
    app.jinja_env.filters.update(day=day, number=number, wan=wan, code=code, marked=marked)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
