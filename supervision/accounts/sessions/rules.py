"""Where a person may be sent after signing in."""

from urllib.parse import urlsplit

HOME = "/"
NEVER_BACK_TO = ("/sign-in", "/sign-out")


def safe_next(target: str | None) -> str:
    """Return a page of this platform, or the front page for anything else.

    依据: OWASP ASVS 5.1.5（不跳转到未经允许的地址）。
    单位: 无。
    错误: 无；不合格的一律回到首页。
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return HOME
    if "\\" in target or not target.isprintable():
        return HOME
    try:
        parts = urlsplit(target)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.path.startswith(NEVER_BACK_TO):
        return HOME
    return target
