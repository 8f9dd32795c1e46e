"""Refusals and failures as a person or a program should read them: RFC 9457 for programs, a plain page for people."""

from uuid import uuid4

from flask import Flask, Response, g, jsonify, request

from supervision.kernel.errors import DomainError


def reference() -> str:
    """Return the number under which this request stands in the log."""
    return str(g.setdefault("request_id", uuid4().hex[:12]))


def problem(error: DomainError) -> Response:
    """Return a refusal as `application/problem+json`."""
    response = jsonify(
        type=f"urn:supervision:{error.code}",
        title=error.text,
        status=error.http_status,
        detail=error.remedy_text,
        instance=request.path,
        reference=reference(),
    )
    response.status_code = error.http_status
    response.content_type = "application/problem+json"
    return response


def install(app: Flask) -> None:
    """Register how refusals are answered."""
    app.register_error_handler(DomainError, problem)
