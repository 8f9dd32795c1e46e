"""A real browser against the real application: every module, a database of its own, somebody who is signed in."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import text
from werkzeug.serving import make_server

from supervision.kernel.access import AccessPolicy, Principal
from supervision.kernel.db import transaction
from supervision.kernel.settings import Settings
from supervision.web.application import create_app
from wsgi import PLATFORM

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
OFFICE, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RIGHTS = frozenset({"archive.read", "search.read", "jobs.read"})
PERSON = """
    INSERT INTO accounts.user_account (login, name, department_id, password_hash, password_set_at, created_at, created_by)
    VALUES ('clerk', '沈某某', 2, 'x', now(), now(), 'test') RETURNING id"""


@dataclass
class Site:
    """Where the application answers, and what the browser complained about."""

    address: str
    complaints: list[str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def site(database: str, settings: Settings) -> Iterator[Site]:
    with transaction() as session:
        user_id = session.execute(text(PERSON)).scalar_one()
    clerk = Principal("person", user_id, "沈某某", 2, "市市场监管局", "信用监管科", RIGHTS)
    app = create_app(PLATFORM, replace(settings, secure_cookies=False), AccessPolicy(authenticate=lambda _request: clerk))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", [])
    server.shutdown()
    thread.join()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open an address in a window; whatever the console complains of fails the test."""
    contexts = []

    def open_(address: str, viewport: dict = OFFICE, *, script: bool = True) -> Page:
        context = browser.new_context(viewport=viewport, base_url=site.address, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: site.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: site.complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert site.complaints == []
