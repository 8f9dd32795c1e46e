"""A real browser against the real application: a bare site with one clerk, or the whole invented city to live in.

The city is seeded once for a run, through the same doors as `supervision up` does it; each journey gets a copy of its
own in a fraction of a second. What the worker would do in the background a journey does by `town.work()`, with the same
functions and at a moment that it chooses.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response, expect, sync_playwright
from psycopg import sql
from sqlalchemy import text
from werkzeug.serving import make_server

from credit.catalogue.seeding.service import bring_in
from supervision.city import service as city_service
from supervision.kernel import db
from supervision.kernel.access import AccessPolicy, Principal
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import joined
from supervision.kernel.outbox.service import deliver
from supervision.kernel.queues.working.service import execute
from supervision.kernel.servers import postgres
from supervision.kernel.servers.postgres import PostgresServer
from supervision.kernel.settings import Settings
from tests.factories.application import application
from tests.factories.databases import copy_database, made_once
from tests.factories.towns import founder

expect.set_options(timeout=30_000)  # as long as a window waits for a click: a busy machine is no fault of a page

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
OFFICE, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RIGHTS = frozenset({"archive.read", "search.read", "jobs.read"})
CITY = "template_city"
PERSON = """
    INSERT INTO accounts.user_account (login, name, department_id, password_hash, password_set_at, created_at, created_by)
    VALUES ('clerk', '沈某某', 2, 'x', now(), now(), 'test') RETURNING id"""
QUEUED = "SELECT id FROM kernel.job WHERE state = 'queued' ORDER BY id"


@dataclass
class Site:
    """Where the application answers, and what the browser complained about."""

    address: str
    complaints: list[str]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def site(database: str, settings: Settings) -> Iterator[Site]:
    with transaction() as session:
        user_id = session.execute(text(PERSON)).scalar_one()
    clerk = Principal("person", user_id, "沈某某", 2, "市市场监管局", "信用监管科", RIGHTS)
    app = application(settings, AccessPolicy(authenticate=lambda _request: clerk))
    with served(app) as address:
        yield Site(address, [])


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


@pytest.fixture(scope="session")
def city(postgres_server: PostgresServer, seeded: str) -> str:
    """Let the background work in the invented city come to its end, once for all processes of the run."""

    def settle() -> None:
        with transaction() as session:
            bring_in(session, now=now())
        work()

    return made_once(postgres_server, CITY, founder(postgres_server, seeded, settle))


def work() -> None:
    """Do at once what the worker and the scheduler do in the background: deliver the news, run what is queued."""
    platform = joined()
    while True:
        delivered = deliver(platform, now=now(), limit=10_000)
        with reading() as session:
            jobs = list(session.execute(text(QUEUED)).scalars())
        for job_id in jobs:
            assert execute(platform, job_id)
        if not jobs and not delivered:
            return


def one(statement: str, **values: object):
    """Return the first row of a question to the database of this journey."""
    with reading() as session:
        return session.execute(text(statement), values).first()


def change(statement: str, **values: object) -> None:
    """Change a row behind the application's back, where a journey needs time to have passed."""
    with transaction() as session:
        session.execute(text(statement), values)


def patient(page: Page, going: Callable[..., Response | None]) -> Callable[..., Response | None]:
    """Go again when the page turned by itself at that very moment, as a page of progress does when the work is done."""

    @wraps(going)
    def go(*arguments: object, **options: object) -> Response | None:
        try:
            return going(*arguments, **options)
        except Error as error:
            if "ERR_ABORTED" not in error.message and "interrupted by another navigation" not in error.message:
                raise
            page.wait_for_load_state()
            return going(*arguments, **options)

    return go


@dataclass
class Town:
    """The served city: somebody opens a window in it, and somebody does the work in the background."""

    address: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list = field(default_factory=list)

    def window(self, viewport: dict = OFFICE, *, script: bool = True) -> Page:
        """Open a window that nobody is signed in to."""
        context = self.browser.new_context(
            viewport=viewport, base_url=self.address, java_script_enabled=script, locale="zh-CN", accept_downloads=True
        )
        self.contexts.append(context)
        page = context.new_page()
        page.goto, page.reload = patient(page, page.goto), patient(page, page.reload)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._answered)
        return page

    def enter(self, login: str, address: str = "/", viewport: dict = OFFICE, *, script: bool = True) -> Page:
        """Open a window, sign in there and go to an address."""
        page = self.window(viewport, script=script)
        page.goto(address)
        sign_in(page, login)
        page.wait_for_url(lambda reached: urlsplit(reached).path == urlsplit(address).path)
        return page

    def work(self) -> None:
        work()

    def close(self) -> None:
        """Close every window."""
        while self.contexts:
            self.contexts.pop().close()

    def _said(self, message: ConsoleMessage) -> None:
        """A page that is refused on purpose is reported by the browser too; a part that is missing is seen below."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} {response.url}")


def sign_in(page: Page, login: str, password: str = city_service.PASSWORD) -> None:
    """Give name and password, and wait for the page that comes next: it may look the same when it refuses."""
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(password)
    with page.expect_event("load"):
        page.get_by_role("button", name="登录").click()


@contextmanager
def lived_in(server: PostgresServer, city: str, settings: Settings, browser: Browser) -> Iterator[Town]:
    """Serve a copy of the city, and hear every complaint of the browser at its end."""
    name = f"journey_{os.getpid()}"
    with server.connect() as connection:
        copy_database(connection, name, city)
        db.bind(server.url(postgres.APPLICATION, name))
        with served(application(settings)) as address:
            lived = Town(address, browser)
            yield lived
            lived.close()
        db.unbind()
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    assert lived.complaints == []


@pytest.fixture
def town(postgres_server: PostgresServer, city: str, settings: Settings, browser: Browser) -> Iterator[Town]:
    """The city for one journey."""
    with lived_in(postgres_server, city, settings, browser) as town:
        yield town


@pytest.fixture(scope="module")
def shared_town(
    postgres_server: PostgresServer, city: str, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Town]:
    """The city for a whole file of those who only look around in it."""
    settings = Settings(var=tmp_path_factory.mktemp("shared") / "var", secret_key="a key for tests only")
    with lived_in(postgres_server, city, settings, browser) as town:
        yield town
