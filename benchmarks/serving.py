"""The platform's own web server with two more addresses: a stored document by its primary key, as a view and by the short way.

`python -m benchmarks.serving` serves it with the same workers as `supervision web`.
"""

from datetime import datetime

from flask import Blueprint, Flask, Response, abort
from sqlalchemy import text

from supervision.accounts.authenticate.api import access_policy
from supervision.accounts.rules import actor_of
from supervision.kernel.access import PlainRead, Principal, requires
from supervision.kernel.audit.service import ACCESS_LOCK
from supervision.kernel.db import reading
from supervision.kernel.direct import first_value
from supervision.kernel.module import Module, Platform
from supervision.kernel.servers.cli import web_server
from supervision.kernel.settings import Settings
from supervision.web.application import create_app
from wsgi import MODULES, ready

ADDRESS = "/api/v1/stored-document"
SHORT_ADDRESS = "/api/v1/stored-document-short"
stored = Blueprint("stored-document", __name__, url_prefix=ADDRESS)
STORED_AND_LOGGED = b"""
    WITH document AS MATERIALIZED (SELECT id, body FROM bench.document WHERE id = $1::bigint),
    held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared($2::bigint), set_config('synchronous_commit', 'off', true)),
    logged AS (
        INSERT INTO kernel.access_log (at, actor, action, object_kind, object_id, department_id, address)
        SELECT $3::timestamptz, $4, 'read', 'document', document.id::text, $5::int, $6 FROM document, held
    )
    SELECT body FROM document
"""
DOCUMENT = text("SELECT body FROM bench.document WHERE id = :id")


short = Blueprint("stored-document-short", __name__, url_prefix=SHORT_ADDRESS)


@stored.get("/<int:document_id>")
@requires("archive.read")
def document(document_id: int) -> Response:
    """Return one stored text as it is."""
    return answered(document_id)


@short.get("/<int:document_id>")
@requires("archive.read")
def short_document(document_id: int) -> Response:
    """Return the same when the short way does not."""
    return answered(document_id)


def answered(document_id: int) -> Response:
    with reading() as session:
        body = session.execute(DOCUMENT, {"id": document_id}).scalar()
    return abort(404) if body is None else Response(body, content_type="application/json; charset=utf-8")


def usual(principal: Principal, asked: str, address: str, now: datetime) -> bytes | None:
    """Return one stored text the short way, its reading logged, as archives are."""
    values = (asked, str(ACCESS_LOCK), now.isoformat(), actor_of(principal), str(principal.department_id), address)
    return first_value(b"stored", STORED_AND_LOGGED, [value.encode() for value in values])


MODULE = Module(
    name="stored-document",
    label="对照",
    pages=(stored, short),
    parts=(PlainRead("stored-document-short.short_document", "[0-9]{1,9}", usual),),
)


def serve() -> Flask:
    """Return the application with the stored documents beside everything else."""
    settings = ready(Settings.from_environment())
    return create_app(Platform((*MODULES, MODULE)), settings, access_policy())


if __name__ == "__main__":
    web_server(Settings.from_environment(), "benchmarks.serving:serve").serve()
