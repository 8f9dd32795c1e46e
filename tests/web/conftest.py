"""The shell around a module that exists for these tests alone, entered by whoever the test says."""

from collections.abc import Callable

import pytest
from flask import Blueprint as Pages
from flask import Flask, flash, render_template_string
from flask.testing import FlaskClient
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from sqlalchemy import text

from supervision.kernel import db
from supervision.kernel.access import AccessPolicy, Principal, public, requires, signed_in
from supervision.kernel.errors import Conflict
from supervision.kernel.module import HomePanel, Module, NavigationEntry, Permission, Platform, Reminder
from supervision.kernel.settings import Settings
from tests.factories.application import application

CLERK = Principal("person", 1, "沈某某", 3, "市交通运输局", "收件岗", frozenset({"probe.read"}))
READER = Principal("person", 2, "陆某某", 3, "市交通运输局", "查询岗", frozenset())
SYSTEM = Principal("client", 1, "交通系统", 3, "市交通运输局", "", frozenset({"probe.read"}))

pages = Pages("probe", __name__)
api = Blueprint("probe-api", __name__, url_prefix="/api/v1/probe", description="试探")
PAGE = """{% extends "supervision/web/templates/base.html" %}{% import "supervision/web/templates/macros.html" as ui %}
{% block title %}试探{% endblock %}{% block content %}<h1>试探</h1><form method="post">{{ ui.csrf() }}<button>提交</button></form>{% endblock %}"""


class AmountSchema(Schema):
    amount = fields.Integer(required=True, validate=validate.Range(1, 9), metadata={"description": "数量"})


@pages.get("/probe")
@requires("probe.read")
def page() -> str:
    return render_template_string(PAGE)


@pages.post("/probe")
@requires("probe.read")
def post() -> str:
    flash("已提交 1 件", "ok")
    return render_template_string(PAGE)


@pages.get("/probe/under/it")
@signed_in
def detail() -> str:
    return render_template_string(PAGE)


@pages.get("/failing/<how>")
@public
def failing(how: str) -> str:
    return _fail(how)


def _fail(how: str) -> str:
    if how == "conflict":
        raise Conflict
    if how == "slow":
        with db.reading() as session:
            session.execute(text("SET LOCAL statement_timeout = 20"))
            session.execute(text("SELECT pg_sleep(2)"))
    raise RuntimeError("password=topsecret")


@api.route("/<how>", methods=["GET"])
@public
@api.response(200, AmountSchema)
def api_failing(how: str) -> str:
    """试探失败."""
    return _fail(how)


@api.route("", methods=["POST"])
@requires("probe.read")
@api.arguments(AmountSchema)
@api.response(200, AmountSchema)
@api.alt_response(422, "UNPROCESSABLE_ENTITY")
def api_post(given: dict) -> dict:
    """提交数量。"""
    return given


MODULE = Module(
    name="probe",
    label="试探",
    apis=(api,),
    pages=(pages,),
    navigation=(
        NavigationEntry("审批与告知", "试探件", "probe.page", "inbox", "probe.read", count=lambda _session, _principal: 1204),
        NavigationEntry("另外", "别处", "probe.detail", "doc", "signed-in"),
        NavigationEntry("企业", "还没有的", "nowhere.page", "doc", "signed-in"),
    ),
    permissions=(Permission("probe.read", "试探"),),
    parts=(
        Reminder("新情况", "probe.page", "probe.read", lambda _session, _principal: 3),
        HomePanel("一块", "tests/web/panel.html", "probe.read", lambda _session, principal, _now: principal.name),
    ),
)

PROBE = Platform((MODULE,))


@pytest.fixture
def app(database: str, settings: Settings) -> Flask:
    people = {"clerk": CLERK, "reader": READER, "system": SYSTEM}
    policy = AccessPolicy(authenticate=lambda asked: people.get(asked.headers.get("X-Who", "")))
    return application(settings, policy, platform=PROBE)


@pytest.fixture
def as_(app: Flask) -> Callable[[str], FlaskClient]:
    def client_of(who: str) -> FlaskClient:
        client = app.test_client()
        client.environ_base["HTTP_X_WHO"] = who
        return client

    return client_of
