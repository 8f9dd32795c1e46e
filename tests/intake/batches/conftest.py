"""Four people in front of the door's pages: one who uploads, a colleague, another district, and one without the right."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from supervision.accounts import module as accounts
from supervision.intake import module as intake
from supervision.intake import service
from supervision.kernel.access import AccessPolicy, Principal, Scope
from supervision.kernel.db import transaction
from supervision.kernel.module import Platform
from supervision.kernel.queues import module as queues
from supervision.kernel.settings import Settings
from tests.factories.application import application
from tests.factories.tiny import NOW, TINY_MODULE

MAY = frozenset({"intake.upload", "intake.read"})
UPLOADER = Principal("user", 1, "沈某某", 7, permissions=MAY | {"intake.layouts"}, scopes=(Scope("/7/"),))
COLLEAGUE = Principal("user", 2, "顾某某", 7, permissions=MAY, scopes=(Scope("/7/"),))
ELSEWHERE = Principal("user", 3, "陆某某", 8, permissions=MAY, scopes=(Scope("/8/"),))
WITHOUT = Principal("user", 4, "叶某某", 7, scopes=(Scope("/7/"),))
CLIENT = Principal("client", 5, "城管系统", 7, permissions=MAY, scopes=(Scope("/7/"),))
DOOR = Platform((accounts.MODULE, queues.MODULE, intake.MODULE, TINY_MODULE))
As = Callable[[Principal], FlaskClient]
DEPARTMENTS = text(
    "INSERT INTO accounts.department (id, code, name, short_name, division, level, path) OVERRIDING SYSTEM VALUE VALUES"
    " (7, 'seven', '甲区城市管理局', '甲城管', '990102', 'district', '/7/'),"
    " (8, 'eight', '乙区城市管理局', '乙城管', '990103', 'district', '/8/')"
)


@pytest.fixture
def acting(tiny: None, settings: Settings) -> As:
    """The application with only the modules that the door needs, and anybody signed in at will."""
    with transaction() as session:
        session.execute(DEPARTMENTS)
    who: list[Principal] = [UPLOADER]
    app = application(settings, AccessPolicy(authenticate=lambda _request: who[0]), platform=DOOR)
    app.config.update(TESTING=True, WTF_CSRF_METHODS=())

    def act(principal: Principal) -> FlaskClient:
        who[0] = principal
        return app.test_client()

    return act


def load(batch_id: int) -> None:
    """Do what the worker does."""
    service.run([batch_id], clock=lambda: NOW)
