"""From the door of intake to the portal and off it again: what is reported, reviewed, shown and revoked."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from credit.publicity import service
from credit.publicity.models import Publication
from credit.publicity.service import Given
from supervision.kernel import crypto
from supervision.kernel.clock import now
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import joined
from supervision.kernel.outbox.service import deliver
from tests.factories.published import REVIEWER
from tests.factories.reported import FIRM, PENALTY, of_person
from tests.factories.rows import Door, uscc

KIND = "sgs-2021-penalty-legal"


@pytest.fixture
def door(app, tmp_path: Path):
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    door = Door()
    door.load("registration", {"name": FIRM, "code": uscc(1)})
    yield door
    crypto.join(None)


def records() -> list[Publication]:
    deliver(joined(), now=now(), limit=1_000)
    with reading() as session:
        return list(session.scalars(select(Publication).order_by(Publication.id)))


def publish(record: Publication) -> None:
    with transaction() as session:
        service.publish(session, session.get(Publication, record.id), Given(REVIEWER, now()))


def test_a_reported_penalty_is_reviewed_shown_corrected_and_revoked(client, door):
    door.load(KIND, PENALTY)
    [first] = records()
    assert (first.state, first.kind, first.party_name, first.severity) == ("draft", "penalty", FIRM, "general")
    publish(first)
    assert PENALTY["violation"] in client.get(f"/publicity/{first.token}").text
    door.load(KIND, {**PENALTY, "facts": "当事人生产的糕点标签未标明保质期"}, batch=2)
    old, second = records()
    assert (old.state, second.state, second.token) == ("corrected", "draft", first.token)
    assert client.get(f"/publicity/{first.token}").status_code == 404
    publish(second)
    assert "保质期" in client.get(f"/publicity/{first.token}").text
    revoked = {**PENALTY, "facts": second.facts, "state": "无效", "change_kind": "撤销", "change_basis": "复议撤销"}
    door.load(KIND, revoked, batch=3)
    assert [record.state for record in records()] == ["corrected", "withdrawn", "withdrawn"]
    assert client.get(f"/publicity/{first.token}").status_code == 404
    page = client.get("/publicity/withdrawn").text
    assert page.count(PENALTY["doc_no"]) == 1
    assert "决定已被撤销" in page


def test_a_penalty_on_a_person_never_reaches_the_portal(client, door):
    door.load("sgs-2021-penalty-person", of_person(PENALTY))
    [record] = records()
    assert (record.state, record.block, record.party_code) == ("withheld", "person", None)
    assert record.token not in client.get("/publicity").text


def test_the_same_rows_again_make_nothing_new(door):
    door.load(KIND, PENALTY)
    door.load(KIND, PENALTY, batch=2)
    assert [record.version for record in records()] == [1]


def test_days_are_counted_from_the_day_of_the_decision(door):
    door.load(KIND, {**PENALTY, "occurred_on": date(2026, 11, 12)})
    [record] = records()
    assert (record.shown_until, record.publish_by) == (date(2027, 11, 12), date(2026, 11, 23))
