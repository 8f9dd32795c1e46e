"""The doors for machines that watch: open to all, told in a few words, the numbers only to this machine."""

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address

import structlog
from flask import Blueprint, Response, current_app, jsonify, request
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from supervision.kernel.access import NotPermitted, public
from supervision.kernel.db import DatabaseNotBound, reading
from supervision.kernel.health import metrics as measured
from supervision.kernel.health.queries import is_migrated
from supervision.kernel.servers import addresses
from supervision.kernel.settings import Settings

blueprint = Blueprint("health", __name__)
log = structlog.get_logger(__name__)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Say that this process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """Say whether this process can serve: database, its shape, queue store."""
    checks = {name: _passes(name, check) for name, check in CHECKS.items()}
    response = jsonify(status="ok" if all(checks.values()) else "unavailable", checks=checks)
    response.status_code = HTTPStatus.OK if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return response


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Give the numbers to a collector on this machine; what came through a proxy came from outside."""
    direct = "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    if not (direct and ip_address(request.remote_addr or "0.0.0.0").is_loopback):  # noqa: S104  # the unknown caller, not a door
        raise NotPermitted(permission="本机监控")
    return measured.render()


def _database() -> bool:
    with reading() as session:
        return bool(session.scalar(text("SELECT 1")) == 1)


def _migrations() -> bool:
    with reading() as session:
        return is_migrated(session)


def _queue_store() -> bool:
    settings: Settings = current_app.extensions["supervision.settings"]
    with Redis.from_url(addresses.redis_url(settings), socket_timeout=2, socket_connect_timeout=2) as store:
        return bool(store.ping())


CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "migrations": _migrations, "queue_store": _queue_store}


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (SQLAlchemyError, RedisError, DatabaseNotBound, OSError) as error:
        log.warning("not ready", check=name, error=type(error).__name__)
        return False
