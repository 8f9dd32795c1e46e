"""Two districts and what the eastern one works on: an uploaded file, its rows and findings, a job, a question, a report."""

import io
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from supervision.accounts.authenticate.service import COOKIE, forget_keys
from supervision.accounts.clients.service import issue_key
from supervision.accounts.models import Department
from supervision.accounts.sessions.service import Caller, sign_in
from supervision.archive.following.service import follow
from supervision.archive.linking.models import Candidate
from supervision.archive.subjects.models import Identifier, Record
from supervision.archive.subjects.service import report_fact
from supervision.intake import service
from supervision.intake.schemas import Submission
from supervision.kernel import crypto
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.settings import Settings
from tests.factories.accounts import PASSWORD, SEED, City, found_city, grant, person
from tests.factories.application import application
from tests.factories.rows import REGISTRAR, uscc

FIRM, TRADER = uscc(11), uscc(12, prefix="92310115")
OPERATOR, PHONE, HOME = "欧阳试例", "13812345678", "东区试例路 8 弄 9 号 301 室"
RESIDENT = "110101199003070054"
COMPLAINANT, CONTACT = "申屠来访", "13987654321"
PERSONAL = (OPERATOR, PHONE, HOME, RESIDENT, COMPLAINANT, CONTACT)
NOTE, SECRET_NAME = "金额写错了，应为二百元", "东区暂存食品店"
REGISTRATIONS = (
    "企业名称,统一社会信用代码,企业类型,法人代表,注册地址,联系电话,注册日期,登记状态\n"
    f"云汀试例食品有限公司,{FIRM},有限责任公司,沈某某,东区一路 1 号,021-55556666,2020-01-02,存续\n"
    f"东区试例小吃店,{TRADER},个体工商户,{OPERATOR},{HOME},{PHONE},2021-02-03,存续\n"
)
PENALTIES = (
    "行政相对人名称,统一社会信用代码,居民身份证号,行政处罚决定书文号,违法行为类型,处罚类别,处罚内容,处罚决定日期,处罚机关\n"
    f"云汀试例食品有限公司,{FIRM},,东市监罚〔2026〕1号,标签不实,罚款,罚款二千元,2026-03-04,东区市场监管局\n"
    f"东区试例小吃店,{TRADER},{RESIDENT},东市监罚〔2026〕2号,无照,警告,警告{OPERATOR}，电话 {PHONE},2026-03-05,东区市场监管局\n"
    f"{SECRET_NAME},,,东市监罚〔2026〕3号,标签不实,罚款,罚款三千元,2026-03-06,东区市场监管局\n"
    f"东区退回食品店,{FIRM},{RESIDENT},东市监罚〔2026〕4号,标签不实,罚款,罚款,2099-01-01,东区市场监管局\n"
)
COMPLAINTS = (
    "行政相对人名称,统一社会信用代码,投诉人,投诉人联系方式,登记编号,投诉日期\n"
    f"云汀试例食品有限公司,{FIRM},{COMPLAINANT},{CONTACT},投 1,2026-04-05\n"
)


@dataclass(frozen=True)
class Work:
    """Numbers of what the eastern district works on."""

    city: City
    batch_id: int
    complaint_batch_id: int
    number: str
    job_id: int
    candidate_id: int
    report_id: int
    firm_id: int
    trader_id: int


@dataclass(frozen=True)
class Standing:
    """The work as it stands after it was done: its database, its files, the keys that sealed them."""

    template: str
    var: Path
    work: Work
    crypto: crypto.CryptoProvider

    def brought_to(self, var: Path) -> Work:
        """Put the files into a test's folder and take its keys."""
        shutil.copytree(self.var, var, dirs_exist_ok=True)
        crypto.join(self.crypto)
        return self.work


def stand(template: str, folder: Path) -> Standing:
    """Do the work in the database that is bound, with the files in a folder."""
    var = folder / "var"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUPERVISION_VAR", str(var))
        crypto.join(None)
        done = city_at_work(application(Settings(var=var, secret_key="a key for tests only")), folder)
        return Standing(template, var, done, crypto.provider())


def city_at_work(app: Flask, folder: Path) -> Work:
    """Found the city, load registrations and the east's files through the real door, and let the east report a fact."""
    forget_keys()
    with transaction() as session:
        city = found_city(session, now=now())
        author = person(session, "east-author", city.east, now=now(), demo=True)
        grant(session, author, "reporter", city.east, now=now())
        grant(session, author, "department_admin", city.east, now=now())
    loaded("registration", REGISTRATIONS, REGISTRAR, folder)
    complaint = loaded("complaint", COMPLAINTS, city.east.id, folder)
    east = entered(app, "east-author")
    sent = east.post(
        "/api/v1/intake/batches",
        data={"file": (io.BytesIO(PENALTIES.encode()), "东区处罚.csv"), "kind": "penalty"},
        headers={"X-CSRFToken": csrf(east)},
    ).json["batch"]
    with reading() as session:
        job_id = session.execute(text("SELECT id FROM kernel.job")).scalar_one()
    service.run([sent["id"]], clock=now)
    with transaction() as session:
        holder = {row.value: row.subject_id for row in session.execute(select(Identifier.value, Identifier.subject_id))}
        record = session.scalars(select(Record).where(Record.subject_id == holder[FIRM], Record.kind == "penalty")).one()
        report = report_fact(
            session,
            subject_ids=[holder[FIRM]],
            field="amount",
            registration_id=None,
            record_id=record.id,
            note=NOTE,
            actor=f"person:{author.id}",
            now=now(),
        )
        follow(session, user_id=author.id, subject_id=holder[FIRM], now=now())
        asked = session.scalars(select(Candidate).where(Candidate.subject_name == SECRET_NAME)).one()
    return Work(
        city, sent["id"], complaint, sent["number"], job_id, asked.id, report.id, holder[FIRM], holder[TRADER]
    )  # fmt: skip


def loaded(kind: str, content: str, department_id: int, folder: Path) -> int:
    """Load a file through the door and return its batch."""
    path = folder / kind
    path.write_text(content, encoding="utf-8")
    with transaction() as session:
        source = session.get_one(Department, department_id)
        submission = Submission(path, f"{kind}.csv", source.id, source.name, "person:0", kind=kind)
        batch = service.receive(session, submission, now=now()).batch
    service.run([batch.id], clock=now)
    return batch.id


def entered(app: Flask, login: str) -> FlaskClient:
    """Return a browser in which somebody is signed in."""
    with transaction() as session:
        attempt = sign_in(session, login=login, password=PASSWORD, caller=Caller(None, None), demo_allowed=True, now=now())
    client = app.test_client()
    client.set_cookie(COOKIE, attempt.token or "")
    return client


def csrf(client: FlaskClient) -> str:
    """Return the token that this browser's forms carry."""
    page = client.get("/sign-in/second-factor").text
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def colleague(app: Flask, department: Department, *roles: str) -> FlaskClient:
    """Return a browser of somebody new with these roles in a department."""
    login = f"u{uuid4().hex[:8]}"
    with transaction() as session:
        user = person(session, login, department, now=now(), demo=True)
        for role in roles:
            grant(session, user, role, department, now=now())
    return entered(app, login)


def key_for(department: Department, *permissions: str, addresses: str = "") -> str:
    """Return a fresh key of a department's system."""
    with transaction() as session:
        return issue_key(
            session,
            department_id=department.id,
            name="系统",
            permissions=list(permissions),
            addresses=addresses,
            expires_on=today() + timedelta(days=1),
            request_key=uuid4(),
            actor=SEED,
            now=now(),
        ).key
