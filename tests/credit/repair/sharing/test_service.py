"""What is repaired is told to no other department by any door of the archive, until the repair is undone."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from credit.publicity.models import Publication
from credit.repair.models import RepairHolder
from credit.reporting.models import Decision
from supervision.archive.following.models import FollowChange
from supervision.archive.following.service import follow
from supervision.archive.subjects.models import Record
from supervision.archive.subjects.reporting.models import FactReport
from supervision.archive.subjects.withholding.models import Withheld
from supervision.archive.subjects.withholding.service import Ground, release, withhold
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.factories import archive
from tests.factories.accounts import Browser, City
from tests.factories.districts import colleague, key_for
from tests.factories.repairs import CODE, EARLIER, applied, carried, stored

ITEM, SUMMARY = "速冻水饺净含量不足", "行政处罚：罚款二万五千元"
FIRM = "云汀禾木速冻食品有限公司"


@dataclass
class Archived:
    """The firm whose penalty is in the archive, with its line on the timeline, and who look at it."""

    subject_id: int
    record_id: int
    bureau: FlaskClient
    reviewer: FlaskClient
    stranger: FlaskClient
    wide: FlaskClient
    key: str
    own_key: str


@pytest.fixture
def seen(app: Flask, city: City, shown: Publication) -> Archived:
    """Put the reported penalty on its firm's timeline, let a stranger follow the firm, and let somebody doubt the fact."""
    with transaction() as session:
        decision = session.get_one(Decision, shown.decision_id)
        record = session.get_one(Record, decision.record_id)
        record.department_id, record.item, record.occurred_on = city.bureau.id, ITEM, date(2026, 6, 1)
        record.category, record.doc_no, record.batch_id, record.row_no = "罚款", shown.doc_no, decision.batch_id, 1
        firm = archive.SubjectFactory(session, record.subject_id)
        firm.name(FIRM)
        firm.identifier(CODE, department_id=city.bureau.id, batch_id=decision.batch_id, row_no=1)
        firm.registration(name=FIRM, code=CODE, state="S1")
        firm.event("设立登记")
        line = {"kind": "penalty", "link_kind": "record", "link_id": record.id, "department_id": city.bureau.id}
        event = firm.event(SUMMARY, occurred_on=date(2026, 6, 1), **line)
        doubt = {"subject_id": firm.id, "record_id": record.id, "department_id": city.bureau.id, "field": "record"}
        session.add(FactReport(**doubt, note="金额有误", reported_at=EARLIER, reported_by="person:1"))
        ids = firm.id, record.id, event.id
    stranger = colleague(app, city.tax, "reviewer")
    with transaction() as session:
        who = session.execute(text("SELECT max(id) FROM accounts.user_account")).scalar_one()
        follow(session, user_id=who, subject_id=ids[0], now=EARLIER)
        session.add(FollowChange(user_id=who, subject_id=ids[0], event_id=ids[2], arrived_at=EARLIER))
    keys = (key_for(department, "archive.read", "search.read") for department in (city.tax, city.bureau))
    return Archived(
        ids[0], ids[1], colleague(app, city.bureau, "reporter"), colleague(app, city.bureau, "reviewer"), stranger,
        colleague(app, city.tax, "supervisor"), *keys,
    )  # fmt: skip


def doors(seen: Archived, client: FlaskClient, city: City) -> dict[str, bool]:
    """Return which page tells somebody of the penalty, by a word that only the penalty brings there."""
    here, kinds = f"/archive/{seen.subject_id}", f"kind=penalty&department={city.bureau.id}"
    said = {
        "table": (f"{here}?tab=penalty", ITEM),
        "another day": (f"{here}?tab=penalty&valid_on=2026-06-30", ITEM),
        "timeline": (f"{here}?tab=timeline", SUMMARY),
        "overview": (here, SUMMARY),
        "print": (f"{here}/print", ITEM),
        "doubts": (f"{here}?tab=sources", "<b>记录</b>"),
        "by kind": (f"/search?{kinds}", f'href="{here}"'),
        "by item": (f"/search?{kinds}&item={ITEM}", f'href="{here}"'),
        "by name and kind": (f"/search?{kinds}&q=云汀", f'href="{here}"'),
        "counted": ("/search/items", "市市场监管局"),
        "items": (f"/search/items?{kinds}", ITEM),
    }
    told = {name: word in client.get(address).text.partition("<main")[2] for name, (address, word) in said.items()}
    doubted = client.get(f"{here}/report?record={seen.record_id}").status_code
    assert doubted == 200
    return told


def programs(app: Flask, seen: Archived, key: str, city: City) -> tuple[list[dict], dict[str, int], int, int]:
    """Return what a department's system reads: records, their counts, how long the timeline is, how many are found by kind."""
    client, headers = app.test_client(), {"Authorization": f"Bearer {key}"}
    whole = client.get(f"/api/v1/archive/{CODE}", headers=headers).json
    found = client.get(f"/api/v1/search?kind=penalty&department={city.bureau.id}", headers=headers).json
    return whole["records"]["items"], whole["records"]["counts"], whole["timeline"]["count"], found["total"]


def news(client: FlaskClient) -> bool:
    return SUMMARY in client.get("/following").text.partition("<main")[2]


def reported(client: FlaskClient, seen: Archived) -> bool:
    form = {"record": seen.record_id, "field": "record", "note": "金额有误"}
    answer = Browser(client).post(f"/archive/{seen.subject_id}/report", form)
    return answer.status_code == 303 or "这份档案里没有这条事实" not in answer.text


def test_what_is_repaired_is_shared_no_more_until_the_repair_is_undone(firm, office, shown, seen):
    app, city = office.app, office.city
    assert all(doors(seen, seen.stranger, city).values())
    assert news(seen.stranger)
    assert programs(app, seen, seen.key, city)[1:] == ({"penalty": 1}, 2, 1)

    applied(firm, shown)
    office.handler.post(f"/credit/repair/{stored().id}/accept", {"revision": 1})
    answer = office.reviewer.post(f"/credit/repair/{stored().id}/approve", {"revision": 2, "reason": "已核实缴款"})
    assert answer.status_code == 303
    for other in (seen.stranger, seen.wide):
        assert not any(doors(seen, other, city).values())
        page = other.get(f"/archive/{seen.subject_id}").text
        assert "停止共享" not in page
        assert "设立登记" in page
    assert not news(seen.stranger)
    assert not reported(seen.stranger, seen)
    assert programs(app, seen, seen.key, city) == ([], {}, 1, 0)
    carried()
    with reading() as session:
        row = session.scalars(select(RepairHolder).where(RepairHolder.holder == "archive.sharing")).one()
        told = (
            session.execute(text("SELECT detail::jsonb FROM kernel.audit_entry WHERE action = 'archive.withhold'"))
            .scalars()
            .all()
        )
    assert (row.state, row.receipt) == ("lifted", "一户一档、查询和接口自 2026-11-23 起不再向其他部门提供")
    assert [(one["ground"], one["document"]) for one in told] == [(f"credit.repair:{stored().id}", shown.doc_no)]

    for own in (seen.bureau, seen.reviewer):
        assert all(doors(seen, own, city).values())
        page = own.get(f"/archive/{seen.subject_id}?tab=penalty").text
        assert all(word in page for word in ("已修复，停止共享", stored().number, "国家发展改革委", "2026-11-23"))
    (record,), counts, lines, found = programs(app, seen, seen.own_key, city)
    assert (counts, lines, found) == ({"penalty": 1}, 2, 1)
    assert [mark["mark"] for mark in record["withheld"]] == ["已修复"]

    with transaction() as session:
        kept = session.get_one(Record, seen.record_id)
        kept.known_to = now()
        session.flush()
        archive.SubjectFactory(session, seen.subject_id).record(
            business_key=kept.business_key, item=ITEM, department_id=city.bureau.id
        )
    assert programs(app, seen, seen.key, city)[0] == []

    undone = {"revision": stored().revision, "reason": "缴款凭证系伪造"}
    assert office.reviewer.post(f"/credit/repair/{stored().id}/undo", undone).status_code == 303
    assert [record["withheld"] for record in programs(app, seen, seen.key, city)[0]] == [None]
    assert doors(seen, seen.stranger, city)["table"]
    assert news(seen.stranger)


def test_each_ground_is_released_by_itself_and_nothing_is_done_twice(session, city):
    made = archive.firm(session)
    record = archive.penalty(made, date(2026, 6, 1))
    one, other = (Ground(name, city.tax.id, "已修复", "信用修复") for name in ("a:1", "b:1"))
    asked = {"record_ids": [record.id], "actor": "person:1"}
    assert [withhold(session, **asked, ground=one, now=EARLIER) for _ in range(2)] == [1, 0]
    assert withhold(session, **asked, ground=other, now=EARLIER) == 1
    ended = {**asked, "reason": "撤销", "now": now()}
    assert [release(session, **ended, ground="a:1") for _ in range(2)] == [1, 0]
    assert session.scalars(select(Withheld.ground).where(Withheld.released_at.is_(None))).all() == ["b:1"]
    assert withhold(session, record_ids=[], ground=one, actor="person:1", now=now()) == 0
    assert withhold(session, **asked, ground=one, now=now()) == 1
