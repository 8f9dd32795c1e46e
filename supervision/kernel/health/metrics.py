"""The numbers for Prometheus.

With `PROMETHEUS_MULTIPROC_DIR` set, all web processes add up their requests in that folder; without it each tells its own.
"""

import os
import time
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from supervision.kernel.clock import now
from supervision.kernel.db import reading
from supervision.kernel.health.queries import Backlog, backlog

REQUESTS = Histogram(
    "supervision_request_seconds",
    "How long requests took, by route and status.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def install(app: Flask) -> None:
    """Measure every request from before its access is checked until its answer is ready."""

    @app.before_request
    def begin() -> None:
        g.measured_from = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if "measured_from" in g:
            route = request.url_rule.rule if request.url_rule else "unknown"
            observe(request.method, route, str(response.status_code), time.perf_counter() - g.measured_from)
        return response


def observe(method: str, route: str, status: str, seconds: float) -> None:
    """Count one request."""
    REQUESTS.labels(method, route, status).observe(seconds)


class Waiting(Collector):
    """The open work of the whole platform, counted when asked."""

    def __init__(self, counted: Backlog) -> None:
        self._counted = counted

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("supervision_jobs", "Jobs that wait or run.", labels=("queue", "state"))
        for (queue, state), count in self._counted.jobs.items():
            jobs.add_metric((queue, state), count)
        yield jobs
        for name, text, value in (
            ("supervision_outbox_undelivered", "Deliveries that are due or will be tried again.", self._counted.undelivered),
            ("supervision_outbox_parked", "Deliveries that failed too often and wait for a person.", self._counted.parked),
            ("supervision_outbox_oldest_seconds", "Age of the oldest open delivery.", self._counted.oldest_undelivered_seconds),
            ("supervision_audit_entries", "Length of the audit chain.", self._counted.audit_entries),
            ("supervision_access_log_unsealed", "Readings not yet sealed into the chain.", self._counted.unsealed_readings),
        ):
            yield GaugeMetricFamily(name, text, value=value)


def render() -> Response:
    """Return everything as Prometheus reads it."""
    with reading() as session:
        counted = backlog(session, now=now())
    waiting = CollectorRegistry()
    waiting.register(Waiting(counted))
    body = generate_latest(_requests()) + generate_latest(waiting)
    return Response(body, content_type=CONTENT_TYPE_LATEST)


def _requests() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # the library's constructor is not typed
    return together
