"""The platform's own web server with one more address: a stored document by its primary key, behind the same door.

`python -m benchmarks.serving` serves it with the same workers as `supervision web`.
"""

from flask import Blueprint, Flask, Response, abort
from sqlalchemy import text

from supervision.kernel.access import requires
from supervision.kernel.db import reading
from supervision.kernel.servers.cli import web_server
from supervision.kernel.settings import Settings
from wsgi import create_application, ready

ADDRESS = "/api/v1/stored-document"
stored = Blueprint("stored-document", __name__, url_prefix=ADDRESS)
DOCUMENT = text("SELECT body FROM bench.document WHERE id = :id")


@stored.get("/<int:document_id>")
@requires("archive.read")
def document(document_id: int) -> Response:
    """Return one stored text as it is."""
    with reading() as session:
        body = session.execute(DOCUMENT, {"id": document_id}).scalar()
    return abort(404) if body is None else Response(body, content_type="application/json; charset=utf-8")


def serve() -> Flask:
    """Return the application with the stored documents beside everything else."""
    app = create_application(ready(Settings.from_environment()))
    app.register_blueprint(stored)
    return app


if __name__ == "__main__":
    web_server(Settings.from_environment(), "benchmarks.serving:serve").serve()
