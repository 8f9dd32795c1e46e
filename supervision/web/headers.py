"""What every answer tells the browser: run nothing that did not come from here, and keep nothing that is personal."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = "public, max-age=31536000, immutable"


def fixed(*, secure: bool) -> list[tuple[str, str]]:
    """Return what stands in every answer; over TLS also the promise to stay there."""
    return list((HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})).items())


def install(app: Flask, *, secure: bool) -> None:
    """Add the headers to every answer."""
    always = fixed(secure=secure)

    @app.after_request
    def add(response: Response) -> Response:
        given = {name for name, _value in response.headers}
        response.headers.extend([item for item in always if item[0] not in given])
        if request.endpoint == "static":
            response.headers["Cache-Control"] = A_YEAR if request.args.get("v") else "no-cache"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
