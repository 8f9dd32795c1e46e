"""The real application, built once in a process and lent to one test after the other as if it were new.

Building it and compiling its templates takes longer than most tests. What a test may have changed begins anew: settings,
configuration, who is let in, and the failures that the limiter counted.
"""

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from flask import Flask

from supervision.accounts.authenticate.api import access_policy
from supervision.accounts.sessions.throttle.service import limiter
from supervision.kernel.access import AccessPolicy
from supervision.kernel.module import Platform, join
from supervision.kernel.settings import Settings
from supervision.web.application import create_app
from wsgi import PLATFORM


@dataclass(frozen=True, slots=True)
class _Built:
    app: Flask
    platform: Platform
    policy: AccessPolicy
    config: dict[str, Any]


_BUILT: dict[tuple[int, Settings], _Built] = {}


def application(settings: Settings, policy: AccessPolicy | None = None, *, platform: Platform = PLATFORM) -> Flask:
    """Return the application of a platform, entered as the policy says, or by those who really sign in."""
    kind = id(platform), replace(settings, var=Path())
    if kind not in _BUILT:
        _BUILT[kind] = _build(settings, platform)
    built = _BUILT[kind]
    join(platform)
    for field in fields(AccessPolicy):
        setattr(built.policy, field.name, getattr(policy or access_policy(), field.name))
    built.app.config.clear()
    built.app.config.update(built.config)
    built.app.extensions["supervision.settings"] = settings
    if limiter in built.app.extensions.get("limiter", ()):
        limiter.init_app(built.app)
    return built.app


def _build(settings: Settings, platform: Platform) -> _Built:
    policy = access_policy()
    app = create_app(platform, settings, policy)
    return _Built(app, platform, policy, dict(app.config))
