"""A search of everything public finds nothing personal, in whatever guise, field, file or form it came.

Hundreds of decisions in the layouts of every edition come in by every door, their texts and short fields full of invented
personal data. A reviewer covers what the platform proposes to cover and nothing else. Firms object, ask and want repair, and the
answers tell too much again. Then nobody in particular reads whatever links lead to, asks for what was hidden, and finds nothing.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from credit.catalogue.seeding.service import bring_in
from credit.publicity.portal import queries as portal
from credit.publicity.portal.opening import pages as opening
from credit.standards.schemas import tables as all_tables
from supervision.kernel.clock import now
from supervision.kernel.crypto import passphrase
from supervision.kernel.db import transaction
from tests.credit.questions.conftest import desk, door, keys_of_the_test
from tests.factories.accounts import Browser
from tests.factories.crawling import BEGINNINGS, Crawl, Sieve, nonsense, shows_something
from tests.factories.desk import Desk
from tests.factories.leaking import PDF, Press, shown, tables, work
from tests.factories.plants import Nursery, Plant
from tests.factories.repairs import form as repair_form
from tests.factories.rows import ask

__all__ = ["desk", "door", "keys_of_the_test"]
pytestmark = pytest.mark.prove
EACH = 28
LEGAL = tables("sgs-2021-penalty-legal", "sgs-2021-licence-legal")
STORED = (
    "SELECT to_jsonb(p)::text FROM credit.publication p",
    "SELECT to_jsonb(p)::text FROM credit.publication_pair p",
    "SELECT coalesce(public_question, '') || coalesce(public_answer, '') FROM credit.inquiry",
    "SELECT concat_ws(' ', doc_no, party_name, authority, answer) FROM credit.objection",
)
PENALTY_OF_THE_SPRING = (
    "UPDATE credit.publication SET published_at = published_at - interval '200 days', first_published_at = first_published_at"
    " - interval '200 days', decided_on = decided_on - 200, earliest_repair = earliest_repair - 200 WHERE id = :id"
)
LEAST = 200
SEARCHED = 20


@pytest.fixture
def press(desk: Desk, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path / "var"))
    monkeypatch.setitem(passphrase.DERIVATIONS, 1, (1, 64, 1))  # the cost of a key is not what this is about
    monkeypatch.setattr(opening, "TOGETHER", 60)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with transaction() as session:
        bring_in(session, now=now())
    return Press(app, desk, Nursery(20261122))


def report(press: Press, folder: Path) -> None:
    """Hand everything in: files of all editions, two pushes, a disc, and some typed by hand."""
    for number, (table, rows) in enumerate(press.planted(all_tables(), EACH)):
        press.upload(table, rows, "csv" if number % 2 else "xlsx")
    for table, rows in press.planted(LEGAL, EACH):
        press.push(table, rows)
    for table, rows in press.planted(LEGAL[:1], EACH):
        press.pack(table, rows, folder)
    for table, rows in press.planted(LEGAL, 5):
        for row in rows:
            press.type_in(table, row)


def object_(press: Press, firm: Browser) -> list[str]:
    """Let firms object, and the office answer; return the receipts."""
    receipts = []
    for number, record in enumerate(shown(most=8)):
        page = firm.client.get(f"/publicity/objections/new?record={record['token']}").text
        files = [(io.BytesIO(PDF), f"{press.nursery.plant('name').written}{press.nursery.plant('mobile').written}.pdf")]
        sent = firm.post(
            "/publicity/objections/new",
            {
                "request_key": re.search(r'name="request_key" value="([^"]+)"', page)[1],
                "record": record["token"], "code": record["party_code"], "doc_no": record["doc_no"], "reason": "content",
                "statement": press.nursery.text(6), "files": files, **contact(press),
            },
        )  # fmt: skip
        assert sent.status_code == 303, sent.text
        receipts.append(sent.location)
        firm.post(f"{sent.location}/process")
        if number:
            decide(press, refused=number % 2 == 0)
    return receipts


def contact(press: Press) -> dict[str, str]:
    grown = {name: press.nursery.plant(kind) for name, kind in (("name", "name"), ("phone", "mobile"), ("email", "e-mail"))}
    return {
        "name": grown["name"].written,
        "phone": grown["phone"].needles[0],
        "email": f"{grown['email'].needles[0]}@example.com",
    }


def decide(press: Press, *, refused: bool) -> None:
    ((number, revision),) = ask("SELECT id, revision FROM credit.objection ORDER BY id DESC LIMIT 1")
    answer = press.handler.post(
        f"/credit/objections/{number}/decide",
        {
            "revision": revision, "request_key": str(uuid4()), "outcome": "refused" if refused else "upheld",
            "remedy": "withdraw" if not refused else "", "answer": press.nursery.text(5), "note": press.nursery.text(2),
            "confirmed": "y",
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.text


def inquire(press: Press, firm: Browser) -> list[str]:
    """Let anybody ask, the office answer, and both be published as the platform proposes."""
    receipts = []
    for _ in range(10):
        page = firm.client.get("/publicity/inquiries/new").text
        asked = {"category": "record", "department": press.office.id, "question": press.nursery.text(6), "may_publish": "y"}
        key = re.search(r'name="request_key" value="([^"]+)"', page)[1]
        sent = firm.post("/publicity/inquiries/new", {"request_key": key, **asked, **contact(press)})
        assert sent.status_code == 303, sent.text
        receipts.append(sent.location)
        ((number,),) = ask("SELECT max(id) FROM credit.inquiry")
        address = f"/credit/inquiries/{number}"
        answered = press.handler.post(f"{address}/answer", {"answer": press.nursery.text(5), "confirmed": "y"})
        assert answered.status_code == 303, answered.text
        proposed = press.handler.client.get(address).text
        texts = dict(re.findall(r'<textarea[^>]*name="(public_\w+)"[^>]*>\s*(.*?)</textarea>', proposed, re.DOTALL))
        published = press.handler.post(f"{address}/publish", {**texts, "checked": "y"})
        press.rows[f"inquiries {'published' if published.status_code == 303 else 'kept'}"] += 1
    return receipts


def repair(press: Press, firm: Browser) -> list[str]:
    """Let firms apply for repair with papers whose names tell too much."""
    receipts = []
    for record in shown("penalty")[-3:]:
        with transaction() as session:
            session.connection().exec_driver_sql(PENALTY_OF_THE_SPRING.replace(":id", str(record["id"])))
        name = f"{press.nursery.plant('name').written}{press.nursery.plant('resident').written}"
        papers = {
            "commitment": (io.BytesIO(PDF), f"{name}.pdf"),
            "performance": (io.BytesIO(PDF), f"{press.nursery.plant('card').written}.pdf"),
        }
        filled = {**repair_form(_Record(record)), "code": record["party_code"], **papers}
        answer = firm.post(f"/publicity/repair/apply/{record['token']}", filled)
        press.rows[f"repairs {'asked for' if answer.status_code == 303 else 'refused'}"] += 1
        if answer.status_code == 303:
            receipts.append(answer.location)
    return receipts


class _Record:
    def __init__(self, record: dict[str, object]) -> None:
        self.doc_no = record["doc_no"]


def withdraw(press: Press) -> None:
    """Take some records back and say why in too many words."""
    for record in shown()[9:15]:
        form = {"revision": record["revision"], "reason": press.nursery.text(4)}
        assert press.reviewer.post(f"/credit/publicity/{record['id']}/withdraw", form).status_code == 303


def searches(plants: list[Plant]) -> Iterator[str]:
    """Yield what somebody types who knows a datum, or a part of it."""
    for plant in plants[::SEARCHED]:
        needle = plant.needles[0]
        yield from {plant.written.strip(), needle, needle[: max(len(needle) // 2, 2)], needle[-max(len(needle) // 2, 2) :]}


def test_no_leaks_are_found_in_everything_public(press: Press, tmp_path: Path, proof):
    report(press, tmp_path)
    press.review()
    firm = Browser(press.app.test_client())
    receipts = [*object_(press, firm), *inquire(press, firm), *repair(press, firm)]
    withdraw(press)
    press.desk.news()
    work()
    portal.forget()
    plants, sieve = press.nursery.grown, Sieve(press.nursery.grown)

    crawl = Crawl(press.app)
    crawl.read_all((*BEGINNINGS, *receipts, *(f"{receipt}/process" for receipt in receipts)))
    leaks = Counter(
        (plant.kind, plant.guise, plant.written, address)
        for address, (_status, body) in crawl.pages.items()
        for plant in sieve.found(body)
    )
    stored = [row[0] for statement in STORED for row in ask(statement)]
    leaks.update((plant.kind, plant.guise, plant.written, "stored") for text in stored for plant in sieve.found(text))

    told, asked = 0, 0
    for typed in searches(plants):
        hidden, never = crawl.told(typed), crawl.told(nonsense(typed))
        told += hidden != never or shows_something(hidden[1])
        asked += 1
    guises = {(plant.kind, plant.guise) for plant in plants}
    proof(decisions=sum(row[0] for row in ask("SELECT count(*) FROM credit.decision")), published=press.rows["published"])
    proof(plants=len(plants), guises=len(guises), pages=len(crawl.pages), bytes=crawl.size, stored_texts=len(stored))
    proof(searches=asked, searches_that_told=told, leaks=len(leaks))
    assert press.rows["published"] >= LEAST, press.rows
    assert press.rows["inquiries published"] > 0, press.rows
    assert press.rows["repairs asked for"] > 0, press.rows
    assert list(leaks) == []
    assert told == 0
