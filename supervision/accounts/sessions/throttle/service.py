"""The count of failures by address, kept in the queue store, and in memory while that is away."""

from typing import cast

from flask import Flask, Response
from flask.blueprints import BlueprintSetupState
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from supervision.kernel.servers import addresses
from supervision.kernel.settings import Settings

FAILURES = "40 per 10 minutes"
REFUSED = frozenset({401, 422})

limiter = Limiter(key_func=get_remote_address, in_memory_fallback_enabled=True, key_prefix="sign-in")


def failed(response: Response) -> bool:
    """Tell whether an attempt counts: only those that were refused, since a whole office may share one address."""
    return response.status_code in REFUSED


def install(state: BlueprintSetupState) -> None:
    """Join the counter to the application that registers the pages."""
    app = cast("Flask", state.app)
    settings: Settings = app.extensions["supervision.settings"]
    url = addresses.redis_url(settings)
    app.config.setdefault(
        "RATELIMIT_STORAGE_URI", url.replace("unix://", "redis+unix://", 1) if url.startswith("unix:") else url
    )
    before = list(app.before_request_funcs.get(None, ()))
    limiter.init_app(app)
    app.before_request_funcs[None] = before  # only the two marked views are limited, and they ask by themselves
