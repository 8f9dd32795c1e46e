"""A public record, the firm that objects to it, and those who work on objections."""

import re
from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from credit.objections.models import Objection
from credit.publicity import service as publicity
from credit.publicity.models import Publication
from credit.publicity.portal import queries as portal
from credit.publicity.service import Given
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.factories.accounts import Browser, City, found_city
from tests.factories.districts import colleague
from tests.factories.published import REVIEWER, decision, record_of

NAME, PHONE, MAIL = "申屠联络", "13987651234", "contact@example.cn"


@pytest.fixture
def city(app) -> City:
    portal.forget()
    with transaction() as session:
        return found_city(session)


@pytest.fixture
def show(city):
    """Publish a decision and return its record."""

    def publish(**values) -> Publication:
        with transaction() as session:
            made = decision(session, department_id=values.pop("department_id", city.bureau.id), **values)
            publicity.project(session, decision_ids=[made.id], now=now())
            record = record_of(session, made)
            publicity.publish(session, record, Given(REVIEWER, now()))
        portal.forget()
        return record

    return publish


@dataclass
class Firm:
    """Somebody at a firm with a browser and no account."""

    client: FlaskClient

    def form(self, record: Publication, **changes) -> dict[str, object]:
        page = self.client.get(f"/publicity/objections/new?record={record.token}").text
        return {
            "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1],
            "request_key": re.search(r'name="request_key" value="([^"]+)"', page)[1],
            "record": record.token,
            "code": record.party_code or record.party_name,
            "doc_no": record.doc_no,
            "reason": "content",
            "statement": "罚款金额写成 2.5 万元，决定书上是 0.25 万元。",
            "name": NAME,
            "phone": PHONE,
            "email": MAIL,
            **changes,
        }

    def objects(self, record: Publication, **changes):
        """Post the form as it is filled in."""
        return self.client.post("/publicity/objections/new", data=self.form(record, **changes))

    def post(self, address: str, page: str, form: dict[str, object] | None = None):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(page).text)[1]
        return self.client.post(address, data={"csrf_token": token, **(form or {})})


@pytest.fixture
def firm(app, city) -> Firm:
    return Firm(app.test_client())


@pytest.fixture
def handler(app, city) -> Browser:
    return Browser(colleague(app, city.bureau, "repair_handler"))


def filed(record: Publication | None = None) -> Objection:
    """Return the newest objection as it stands."""
    with reading() as session:
        wanted = select(Objection).order_by(Objection.id.desc()).limit(1)
        return (
            session.scalars(wanted).one()
            if record is None
            else session.scalars(wanted.where(Objection.decision_id == record.decision_id)).one()
        )


def annotation(record: Publication) -> str | None:
    """Return what is said beside the newest version of a record."""
    with reading() as session:
        wanted = select(Publication.annotation).where(Publication.decision_id == record.decision_id)
        return session.scalars(wanted.order_by(Publication.version.desc()).limit(1)).one()


def key() -> str:
    return str(uuid4())
