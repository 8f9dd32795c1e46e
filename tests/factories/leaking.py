"""Decisions full of personal data, reported through every door, reviewed as a careful person reviews, and made public."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import openpyxl
from flask import Flask

from credit.entering.workbooks.features import example
from credit.entering.workbooks.service import write_template
from credit.packages.container.service import own_key
from credit.packages.keys.service import register
from credit.packages.making.service import Order, Source, make
from credit.publicity.portal import queries as portal
from credit.standards.schemas import Column, Table, table_of
from supervision.accounts.models import Department
from supervision.intake import service as intake
from supervision.kernel.clock import now, today
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import joined
from supervision.kernel.queues.working.service import execute
from tests.factories.accounts import Browser
from tests.factories.desk import Desk
from tests.factories.districts import colleague, key_for
from tests.factories.plants import Nursery, Plant
from tests.factories.rows import ask, uscc

DOCUMENTS: Final = count(1)
FIRMS: Final = tuple((f"云汀第{number}食品有限公司", uscc(100 + number)) for number in range(1, 13))
SHOPS: Final = tuple((f"云汀东区第{number}小吃店", uscc(300 + number, "92310115")) for number in range(1, 7))
LONG: Final = ("content", "result", "facts", "violation", "basis", "remark", "severity_basis", "remedy_channel")
SHORT: Final = (
    "title", "certificate", "licence_ref", "matter", "category", "doc_no", "authority", "source_name", "legal_rep",
    "tax_no", "certificate_no", "subject_name", "association_no",
)  # fmt: skip
NUMBERS: Final = ("resident", "mobile", "card", "landline", "e-mail", "home")
PDF: Final = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SECRET: Final = "云汀离线包的口令 2026"
Row = dict[str, str]


def row_of(table: Table, nursery: Nursery, turn: int, *, short: str | None = None) -> Row:
    """Return a sound row whose texts are full of data, and one of its short fields too."""
    number = next(DOCUMENTS)
    row = {**example(table), "doc_no": f"云示〔2026〕第{number}号"}
    if "certificate_no" in row:
        row["certificate_no"] = f"SC{number:014}"
    row |= _party(table, nursery, turn)
    for name in LONG:
        column = table.column(name)
        if column is not None:
            row[name] = f"{row.get(name, '')}{nursery.text(2 if (column.length or 999) < 600 else 4)}"
    column = table.column(short) if short else None
    if column is not None and (table.kind, short) != ("licence", "category"):
        row[column.name] = _short(column, row.get(column.name, ""), nursery)
    if short == "licence_ref" and table.kind == "penalty":
        row["category"] = "罚款；暂扣许可证件"
    if table.kind == "penalty" and turn % 9 == 8 and table.column("procedure") is not None:
        row["procedure"] = "简易程序"
    return row


def _party(table: Table, nursery: Nursery, turn: int) -> Row:
    if table.party == "person":
        name = nursery.plant("name").written
        return {"subject_name": name, "party_kind": "自然人", "document_kind": "身份证", "document_no": _plain_number(nursery)}
    shop = turn % 3 == 2
    name, code = SHOPS[turn % len(SHOPS)] if shop else FIRMS[turn % len(FIRMS)]
    row = {"subject_name": name, "code": code, "legal_rep": nursery.plant("name").written}
    if table.column("party_kind") is not None:
        row["party_kind"] = "个体工商户" if shop else "法人及非法人组织"
    if table.column("legal_rep_document_kind") is not None:
        row |= {"legal_rep_document_kind": "身份证", "legal_rep_document_no": _plain_number(nursery)}
    return row


def _grown(nursery: Nursery, kind: str) -> Plant:
    """Return a datum in its plain guise."""
    while (grown := nursery.plant(kind)).guise != "plain":
        nursery.grown.pop()
    return grown


def _plain_number(nursery: Nursery) -> str:
    return _grown(nursery, "resident").written


def _short(column: Column, said: str, nursery: Nursery) -> str:
    longest = column.length or 200
    if column.name == "tax_no":
        return _grown(nursery, "old resident").written
    if column.name == "association_no":
        return _plain_number(nursery)
    if column.name == "legal_rep":
        return nursery.plant("name").written
    if column.name == "category":
        return f"{said}；其他-{_grown(nursery, 'mobile').written}" if longest > len(said) + 20 else said
    for _ in range(20):
        before = len(nursery.grown)
        words = f"{said}（{nursery.sentence(nursery.dice.choice(NUMBERS))}）"
        if len(words) <= longest:
            return words
        del nursery.grown[before:]
    return said


def as_csv(table: Table, rows: Sequence[Row]) -> bytes:
    labels = {column.name: column.label for column in table.columns}
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([labels[name] for name in names])
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue().encode()


def as_workbook(table: Table, rows: Sequence[Row]) -> bytes:
    content = io.BytesIO()
    write_template(content, table)
    book = openpyxl.load_workbook(content)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for line, row in enumerate(rows, start=2):
        for name, text in row.items():
            column = table.column(name)
            if column is not None and column.label in places:
                sheet.cell(line, places[column.label]).value = text
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def work() -> None:
    """Do what waits, as the worker would."""
    for (number,) in ask("SELECT id FROM kernel.job WHERE state = 'queued' ORDER BY id"):
        execute(joined(), number)


@dataclass
class Press:
    """An office that reports, and another person of it who reviews."""

    app: Flask
    desk: Desk
    nursery: Nursery
    rows: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for name, code in (*FIRMS, *SHOPS):
            self.desk.door.load("registration", {"name": name, "code": code}, batch=92)
        with reading() as session:
            self.office = session.get_one(Department, self.desk.department_id)
        self.reporter, self.second = (self.colleague("reporter") for _ in range(2))
        self.reviewer, self.handler = self.colleague("reviewer"), self.colleague("repair_handler")

    def colleague(self, role: str) -> Browser:
        return Browser(colleague(self.app, self.office, role))

    def planted(self, tables: Iterable[Table], each: int) -> list[tuple[Table, list[Row]]]:
        """Return rows for tables; the short fields take turns."""
        turns = cycle((None, *SHORT))
        return [(table, [row_of(table, self.nursery, turn, short=next(turns)) for turn in range(each)]) for table in tables]

    def upload(self, table: Table, rows: Sequence[Row], suffix: str) -> None:
        """Hand a file in on the page, under a name that tells too much."""
        content = as_csv(table, rows) if suffix == "csv" else as_workbook(table, rows)
        name = f"{self.nursery.plant('name').written}{_plain_number(self.nursery)}.{suffix}"
        checked = self.reporter.post("/credit/entry/preflight", {"file": (io.BytesIO(content), name)})
        assert checked.status_code == 303
        self.reporter.client.get(checked.location)
        sent = self.reporter.post(f"{checked.location.partition('?')[0]}/submit", {})
        assert sent.status_code == 303
        outcome = intake.run([int(sent.location.rpartition("/")[2])], clock=now)[0]
        assert (outcome.state, outcome.rows_read) == ("finished", len(rows)), outcome
        self.desk.news()

    def type_in(self, table: Table, row: Row) -> None:
        """Enter one decision by hand, and send it although there are doubts."""
        form = {"key": str(uuid4()), "revision": 0, "table": table.row_kind, **row}
        for act in ("send", "send-held"):
            answer = self.reporter.post("/credit/entry/new", {**form, "act": act})
            if answer.status_code == 303:
                break
        self.rows["typed" if answer.status_code == 303 else "refused at the desk"] += 1
        self.desk.news()

    def push(self, table: Table, rows: Sequence[Row]) -> None:
        """Let the office's system push rows."""
        codes = {column.name: column.code or column.label for column in table.columns}
        body = {"table": table.row_kind, "rows": [{codes[name]: text for name, text in row.items()} for row in rows]}
        head = {"Authorization": f"Bearer {key_for(self.office, 'credit.report')}", "Idempotency-Key": str(uuid4())}
        answer = self.app.test_client().post("/api/v1/credit/decisions", json=body, headers=head)
        assert answer.status_code == 202, answer.text
        work()
        self.desk.news()

    def pack(self, table: Table, rows: Sequence[Row], folder: Path) -> None:
        """Bring rows on a disc that the office's machine signed."""
        (folder / "machine").mkdir(mode=0o700)
        keys.create(folder / "machine", keys.SIGN, algorithm="SM2-SM3", number=1)
        machine = SoftwareProvider(keys.load(folder / "machine"))
        path = folder / "disc.csv"
        path.write_bytes(as_csv(table, rows))
        own = own_key(machine)
        with transaction() as session:
            register(
                session, department_id=self.office.id, public_key=own.public.hex(), read_out=own.signer.fingerprint,
                valid_from=today().replace(month=1, day=1), valid_to=today().replace(month=12, day=31), basis="公函〔2026〕1号",
                actor="person:0", now=now(),
            )  # fmt: skip
        with transaction() as session:
            order = Order(self.office, today().replace(day=1), today(), Source(path, path.name, table), SECRET)
            made = make(session, order, crypto=machine, actor="person:0", now=now())
        answer = self.reporter.post("/credit/packages/import", {"file": (io.BytesIO(made.content), "包.zip"), "secret": SECRET})
        assert answer.status_code == 303
        work()
        self.desk.news()

    def review(self) -> None:
        """Look at every doubt and every record; cover what the platform proposes to cover, nothing else, and publish."""
        for decision, version in ask("SELECT id, version FROM credit.decision WHERE held ORDER BY id"):
            form = {"reason": "已核对原件", "version": version}
            answer = self.reviewer.post(f"/credit/decisions/{decision}/release", form)
            assert answer.status_code == 302, answer.text
        self.desk.news()
        for (number,) in ask("SELECT id FROM credit.publication WHERE state = 'draft' ORDER BY id"):
            self.one(number)
        portal.forget()

    def one(self, number: int) -> None:
        address = f"/credit/publicity/{number}"
        page = self.reviewer.client.get(address).text
        proposed = re.findall(r'name="mask" value="(\d+)"( checked)?', page)
        if proposed:
            kept = [place for place, on in proposed if on]
            assert self.reviewer.post(f"{address}/masks", {"mask": kept}).status_code == 303
        if 'name="severity"' in page:
            assert self.reviewer.post(f"{address}/severity", {"severity": "general"}).status_code == 303
        answer = self.reviewer.post(f"{address}/publish", {"reason": "依照规定公示"})
        self.rows["published" if answer.status_code == 303 else "not published"] += 1


def tables(*names: str) -> list[Table]:
    return [table_of(name) for name in names]


def shown(kind: str = "", most: int = 1_000) -> list[Mapping[str, Any]]:
    """Return what is public of records, in the order in which they were made."""
    wanted = (
        "SELECT to_jsonb(p) FROM credit.publication p WHERE state = 'published' AND (:kind = '' OR kind = :kind)"
        " AND party_code IS NOT NULL ORDER BY id LIMIT :most"
    )
    return [row[0] for row in ask(wanted, kind=kind, most=most)]
