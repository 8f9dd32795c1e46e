"""Logs as JSON lines with a request's number in each, and without personal data."""  # named for what it is; the standard one is imported absolutely

import json
import logging
import re
import sys
import time
from collections.abc import Mapping, MutableMapping
from typing import Any, Final, TextIO
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from supervision.kernel.clock import now
from supervision.kernel.identifiers import check_resident_number
from supervision.kernel.settings import Settings

HIDDEN: Final = "***"
SECRET_KEYS: Final = (
    "password",
    "secret",
    "token",
    "authorization",
    "cookie",
    "resident",
    "id_number",
    "telephone",
    "phone",
    "address",
    "card",
)
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
_RESIDENT: Final = re.compile(r"(?<![0-9A-Za-z])([0-9]{17}[0-9Xx])(?![0-9A-Za-z])")
_MOBILE: Final = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_SQL_VALUES: Final = re.compile(r"\[parameters: .*?\](?=\n|$)", re.DOTALL)
_SQL_DETAIL: Final = re.compile(r"^DETAIL: .*$", re.MULTILINE)
_QUIET: Final = ("werkzeug", "urllib3", "granian.access")

REQUESTS: Final = logging.getLogger("supervision.request")


class _Lines:
    """Where the line of a request goes, past the processors: it holds no field that could name a person."""

    stream: TextIO = sys.stderr


def configure(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Send every log of this process, ours and the libraries', to a stream (standard error) as JSON."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_personal_data,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    render = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[remove, render]))
    root = logging.getLogger()
    root.handlers = [handler]
    _Lines.stream = handler.stream
    root.setLevel(settings.log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def without_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Hide what names a person: fields by their name, and numbers wherever they stand in a text."""
    return {key: _hide(key, value) for key, value in event.items()}


def _hide(key: str, value: Any) -> Any:
    if any(word in key.lower() for word in SECRET_KEYS) and value is not None:
        return HIDDEN
    if isinstance(value, str):
        return hide_numbers(value)
    if isinstance(value, Mapping):
        return {name: _hide(str(name), item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hide("", item) for item in value]
    return value


def hide_numbers(text: str) -> str:
    """Return a text without resident numbers, mobile numbers and the values of database statements."""
    text = _SQL_VALUES.sub("[parameters: ***]", text)
    text = _SQL_DETAIL.sub("DETAIL: ***", text)
    text = _RESIDENT.sub(lambda found: HIDDEN if check_resident_number(found[1]).ok else found[1], text)
    return _MOBILE.sub(HIDDEN, text)


def install(app: Flask) -> None:
    """Number every request, tell the number to the log and the caller, and log how it ended."""

    @app.before_request
    def begin() -> None:
        g.request_id = _given_or_new(request.headers.get("X-Request-ID", ""))
        g.request_began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        if "request_id" in g:
            response.headers["X-Request-ID"] = g.request_id
            _log(response)
        return response


def new_request_id() -> str:
    """Return a number under which a request can be found in the log."""
    return uuid4().hex[:12]


def _given_or_new(given: str) -> str:
    return given if _REQUEST_ID.fullmatch(given) else new_request_id()


def _log(response: Response) -> None:
    """Log the route and not the path: a path may carry what a person typed."""
    if request.endpoint in {"static", "health.healthz", "health.readyz", "health.metrics"}:
        return
    principal = g.get("principal")
    write_request(
        method=request.method if request.url_rule else hide_numbers(request.method),
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        seconds=time.perf_counter() - g.request_began,
        actor=f"{principal.kind}:{principal.id}" if principal else None,
        request_id=g.request_id,
    )


def write_request(*, method: str, route: str | None, status: int, seconds: float, actor: str | None, request_id: str) -> None:
    """Write the line of one request, if requests are logged at all."""
    if not REQUESTS.isEnabledFor(logging.INFO):
        return
    line = {
        "method": method,
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "actor": actor,
        "event": "request",
        "request_id": request_id,
        "level": "info",
        "logger": REQUESTS.name,
        "timestamp": now().isoformat().replace("+00:00", "Z"),
    }
    _Lines.stream.write(json.dumps(line, ensure_ascii=False) + "\n")
