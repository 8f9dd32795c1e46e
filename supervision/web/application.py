"""The one Flask application, built from a platform, settings and an access policy."""

from functools import wraps
from typing import Any

from flask import Flask
from jinja2 import FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from supervision.kernel import access, logging
from supervision.kernel.health import metrics
from supervision.kernel.module import Platform, join
from supervision.kernel.settings import PROJECT, Settings
from supervision.web import csrf, errors, headers, lane, shell
from supervision.web.openapi import ProblemApi
from supervision.web.pages import pages


def create_app(platform: Platform, settings: Settings, policy: access.AccessPolicy) -> Flask:
    """Build the application and refuse to hand it out if any endpoint does not declare its access."""
    join(platform)
    app = Flask("supervision.web", static_folder="static", static_url_path="/static")
    app.jinja_loader = FileSystemLoader(PROJECT)
    app.config.update(_config(settings))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it, the protocol does not
    app.extensions["supervision.platform"] = platform
    app.extensions["supervision.settings"] = settings
    app.view_functions["static"] = access.public(app.view_functions["static"])
    logging.install(app)
    metrics.install(app)
    errors.install(app)
    shell.install(app)
    headers.install(app, secure=settings.secure_cookies)
    _register(app, platform)
    access.install(app, policy)
    csrf.install(app)
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("api-docs."):
            app.view_functions[endpoint] = access.public(_as_function(view))
    access.prove(app)
    plain, visited = platform.parts(access.PlainRead), platform.parts(access.PublicRead)
    lane.install(app, policy, plain, visited, secure=settings.secure_cookies)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's own way
    return app


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": settings.upload_megabytes * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "TEMPLATES_AUTO_RELOAD": False,
        "API_TITLE": "事中事后综合监管平台",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.0.3",
        "OPENAPI_URL_PREFIX": "/api",
        "OPENAPI_JSON_PATH": "openapi.json",
    }


def _register(app: Flask, platform: Platform) -> None:
    api = ProblemApi(app)
    app.extensions["supervision.api"] = api
    app.register_blueprint(pages)
    for module in platform.modules:
        for blueprint in module.apis:
            api.register_blueprint(blueprint)
        for module_pages in module.pages:
            app.register_blueprint(module_pages)


def _as_function(view: Any) -> Any:
    """Return a plain function for a bound method, since only a function can carry a declaration."""

    @wraps(view)
    def function(**arguments: Any) -> Any:
        return view(**arguments)

    return function
