"""A form posted from another site is refused; a program that shows its own key has nothing that could be forged.

Flask-WTF holds the token. The check runs after the access check, so that somebody who is not signed in hears that first.
"""

from flask import Flask, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from supervision.kernel.errors import DomainError

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class FormExpired(DomainError):
    """The token is missing, too old, or belongs to another session."""

    code = "web.csrf.form_expired"
    message = "这张表单已经过期，内容没有提交"
    remedy = "返回上一页，刷新后再提交一次；填过的内容可先复制"
    http_status = 400


def install(app: Flask) -> None:
    """Check the token of every unsafe request that a browser's cookie could have carried."""
    app.config.setdefault("WTF_CSRF_CHECK_DEFAULT", False)
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", 12 * 3600)
    protection = CSRFProtect(app)

    @app.before_request
    def check() -> None:
        if request.method in UNSAFE and request.endpoint is not None and not shows_own_key():
            protect(protection)


def protect(protection: CSRFProtect) -> None:
    """Raise the refusal that a person can read."""
    try:
        protection.protect()
    except CSRFError:
        raise FormExpired from None


def shows_own_key() -> bool:
    """Tell whether the caller is a department's system, which no browser sends along by itself."""
    principal = g.get("principal")
    return principal is not None and principal.kind == "client"
