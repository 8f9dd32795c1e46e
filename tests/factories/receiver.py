"""A department's system as it may be: it answers, refuses, fails, hangs, drips, drops and redirects.

As a program: `python -m tests.factories.receiver FOLDER` prints its port; the file `how` in the folder says how it behaves.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HANGS = 60


class Handler(BaseHTTPRequestHandler):
    """Write every call down, then behave."""

    def do_POST(self) -> None:
        folder: Path = self.server.folder  # type: ignore[attr-defined]  # set below
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with (folder / "calls").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"headers": dict(self.headers), "body": body.decode()}) + "\n")
        how = (folder / "how").read_text(encoding="utf-8") if (folder / "how").exists() else "200"
        getattr(self, f"be_{how}", lambda: self.answer(int(how)))()

    def answer(self, status: int, text: str = "收到") -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def be_hang(self) -> None:
        time.sleep(HANGS)

    def be_drip(self) -> None:
        """Send a letter now and then for ever, each before any single wait is over."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(HANGS * 10):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.1)

    def be_drop(self) -> None:
        """Take the call and end the line before saying anything: the sender cannot know whether it counted."""
        self.close_connection = True

    def be_redirect(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://169.254.169.254/latest/meta-data")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        return


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.folder = Path(sys.argv[1])  # type: ignore[attr-defined]  # the handler reads it
    print(server.server_port, flush=True)  # noqa: T201 - the test reads the port
    server.serve_forever()
