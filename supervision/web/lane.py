"""The short way for what is asked thousands of times a second: a plain read by a system that was just here, a public page.

It answers only the usual case: a GET without a query, by a key that was found good a moment ago, whose permission the endpoint
declares; or a GET of a public page by somebody who shows neither a key nor a cookie. Whatever else it meets it hands to the
application untouched, which then answers as if there were no short way. Both give the same answer, headers and log line;
`tests/web/test_lane.py` and the portal's tests compare them.
"""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from flask import Flask
from psycopg import Error as PsycopgError
from psycopg import OperationalError
from sqlalchemy.exc import SQLAlchemyError

from supervision.kernel import logging
from supervision.kernel.access import PUBLIC, AccessPolicy, PlainRead, PublicRead, declared
from supervision.kernel.clock import now
from supervision.kernel.db import DatabaseNotBound
from supervision.kernel.direct import StatementFailed
from supervision.kernel.health import metrics
from supervision.web import headers

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
OTHERWISE: Final = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_X_REQUEST_ID", "HTTP_COOKIE", "HTTP_RANGE")
JSON: Final = "application/json; charset=utf-8"
HTML: Final = "text/html; charset=utf-8"
PARAMETER: Final = re.compile(r"<(?:\w+:)?\w+>$")


@dataclass(frozen=True, slots=True)
class _Way:
    """A plain read as it is met: where it begins, what may follow, and who may enter."""

    prefix: str
    asked: re.Pattern[str]
    permission: str
    route: str
    answer: Callable[..., bytes | None]


@dataclass(frozen=True, slots=True)
class _Page:
    """A public page as it is met: where it begins, and what may follow."""

    prefix: str
    asked: re.Pattern[str]
    route: str
    answer: Callable[..., tuple[str, Sequence[tuple[str, str]]] | None]


class Lane:
    """A WSGI application in front of another."""

    def __init__(
        self, app: Flask, policy: AccessPolicy, reads: Sequence[PlainRead], pages: Sequence[PublicRead], *, secure: bool
    ) -> None:
        self._next = app.wsgi_app
        self._policy = policy
        self._templates = app.jinja_env
        self._fixed = headers.fixed(secure=secure)
        self._ways = [_way(app, read) for read in reads]
        self._pages = [_page(app, page) for page in pages]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the usual case, or let the application answer."""
        for way in self._ways:
            if environ["PATH_INFO"].startswith(way.prefix):
                body = self._answer(environ, start_response, way)
                return self._next(environ, start_response) if body is None else (body,)
        for page in self._pages:
            if environ["PATH_INFO"].startswith(page.prefix) and page.asked.fullmatch(environ["PATH_INFO"][len(page.prefix) :]):
                body = self._show(environ, start_response, page)
                return self._next(environ, start_response) if body is None else (body,)
        return self._next(environ, start_response)

    def _show(self, environ: Environ, start_response: StartResponse, page: _Page) -> bytes | None:
        """Answer a visitor; whoever shows a key or a cookie is asked by the application who he is."""
        began, asked = time.perf_counter(), environ["PATH_INFO"][len(page.prefix) :]
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ or any(name in environ for name in OTHERWISE):
            return None
        try:
            found = page.answer(self._templates, asked, environ["QUERY_STRING"], now())
        except (SQLAlchemyError, PsycopgError, DatabaseNotBound):
            return None
        if found is None:
            return None
        body = found[0].encode()
        own = [("Content-Type", HTML), ("Content-Length", str(len(body))), *found[1]]
        self._finish(start_response, page.route, [*own, *self._fixed, ("Cache-Control", "no-store")], began=began, actor=None)
        return body

    def _answer(self, environ: Environ, start_response: StartResponse, way: _Way) -> bytes | None:
        began, asked = time.perf_counter(), environ["PATH_INFO"][len(way.prefix) :]
        if environ["REQUEST_METHOD"] != "GET" or environ["QUERY_STRING"] or any(name in environ for name in OTHERWISE):
            return None
        authorization, address = environ.get("HTTP_AUTHORIZATION"), environ.get("REMOTE_ADDR")
        if not authorization or not address or not way.asked.fullmatch(asked):
            return None
        principal = self._policy.recognise(authorization, address)
        if principal is None or not principal.may(way.permission):
            return None
        try:
            body = way.answer(principal, asked, address, now())
        except (OperationalError, StatementFailed, DatabaseNotBound):
            return None
        if body is None:
            return None
        actor = f"{principal.kind}:{principal.id}"
        self._finish(start_response, way.route, [*_own_headers(body), *self._fixed], began=began, actor=actor)
        return body

    def _finish(
        self, start_response: StartResponse, route: str, given: list[tuple[str, str]], *, began: float, actor: str | None
    ) -> None:
        request_id = logging.new_request_id()
        start_response("200 OK", [*given, ("X-Request-ID", request_id)])
        seconds = time.perf_counter() - began
        metrics.observe("GET", route, "200", seconds)
        logging.write_request(method="GET", route=route, status=200, seconds=seconds, actor=actor, request_id=request_id)


def etag(body: bytes) -> str:
    """Return what tells two answers apart, without quotes."""
    return blake2b(body, digest_size=12).hexdigest()


def install(
    app: Flask, policy: AccessPolicy, reads: Sequence[PlainRead], pages: Sequence[PublicRead] = (), *, secure: bool
) -> None:
    """Put the short way in front of an application whose endpoints are all registered."""
    if reads or pages:
        app.wsgi_app = Lane(app, policy, reads, pages, secure=secure)  # type: ignore[method-assign]  # Flask's own way


def _own_headers(body: bytes) -> list[tuple[str, str]]:
    return [
        ("Content-Type", JSON),
        ("Content-Length", str(len(body))),
        ("ETag", f'"{etag(body)}"'),
        ("Cache-Control", "private, no-cache"),
    ]


def _way(app: Flask, read: PlainRead) -> _Way:
    rule = next(rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == read.endpoint)
    permission = declared(app, read.endpoint, "GET")
    if permission is None or not PARAMETER.search(rule):
        raise ValueError(f"{read.endpoint}: a plain read declares its access and ends in its one parameter")
    return _Way(PARAMETER.sub("", rule), re.compile(read.asked, re.ASCII), permission, rule, read.answer)


def _page(app: Flask, read: PublicRead) -> _Page:
    rule = next(rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == read.endpoint)
    if declared(app, read.endpoint, "GET") != PUBLIC:
        raise ValueError(f"{read.endpoint}: a page for visitors is declared public")
    return _Page(PARAMETER.sub("", rule), re.compile(read.asked, re.ASCII), rule, read.answer)
