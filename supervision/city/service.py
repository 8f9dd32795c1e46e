"""Bring the city in through the doors: offices and people by accounts, everything else as files by intake."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts import service as accounts
from supervision.accounts.models import Department, User
from supervision.city.firms.features import firms
from supervision.city.firms.holding.features import relation_files
from supervision.city.firms.reporting.features import registration_files
from supervision.city.offices.features import offices, workers
from supervision.city.offices.powers.features import power_files
from supervision.city.records.features import record_files
from supervision.city.schemas import FIRST_DAY, CityFile, Office, Worker
from supervision.intake import queries as intake_queries
from supervision.intake import service as intake
from supervision.intake.loading.schemas import Outcome
from supervision.intake.schemas import Submission
from supervision.kernel.db import transaction
from supervision.licensing.offices import service as licensing
from supervision.licensing.offices.models import StoredOffice

ACTOR = "system:city"
PASSWORD = "Yunting-2026-demo"  # noqa: S105  # the demo accounts are public, and refused as soon as a real database is set


def seed(folder: Path, *, now: datetime) -> Iterator[Outcome]:
    """Found the city and load its files one after another; what stands already is left as it is."""
    with transaction() as session:
        found_offices(session, now=now)
        share_functions(session, now=now)
        hire(session, now=now)
    for file in city_files():
        yield load(file, folder, now=now)


def city_files() -> list[CityFile]:
    """Return every file that the offices of the city report, in the order of their arrival."""
    everyone = firms()
    founding = [*power_files(), *registration_files(everyone), *relation_files(everyone)]
    return [*founding, *record_files(everyone)]


def found_offices(session: Session, *, now: datetime) -> None:
    """Create the departments that are not there yet."""
    known = _departments(session)
    for office in offices():
        if office.code not in known:
            known[office.code] = _found(session, office, known, now=now)


def share_functions(session: Session, *, now: datetime) -> None:
    """Let each office give the permits of its functions; what was given to another since then stays."""
    known = _departments(session)
    given = {(row.function, row.division) for row in session.scalars(select(StoredOffice))}
    for office in offices():
        for function in office.functions:
            if (function, office.division) not in given:
                licensing.assign(
                    session,
                    function=function,
                    division=office.division,
                    department_id=known[office.code],
                    starts_on=FIRST_DAY,
                    actor=ACTOR,
                    now=now,
                )


def _departments(session: Session) -> dict[str, int]:
    return {row.code: row.id for row in session.execute(select(Department.code, Department.id))}


def _found(session: Session, office: Office, known: dict[str, int], *, now: datetime) -> int:
    department = accounts.create_department(
        session,
        code=office.code,
        name=office.name,
        short_name=office.short_name,
        uscc=office.uscc,
        division=office.division,
        parent_id=known[office.parent] if office.parent else None,
        actor=ACTOR,
        now=now,
    )
    return int(department.id)


def hire(session: Session, *, now: datetime) -> None:
    """Open the accounts that are not there yet, each with its one position."""
    accounts.load_roles(session, actor=ACTOR, now=now)
    departments = _departments(session)
    known = set(session.execute(select(User.login)).scalars())
    password_hash = accounts.hash_password(PASSWORD)
    for worker in workers():
        if worker.login not in known:
            _hire(session, worker, departments[worker.office], password_hash, now=now)


def _hire(session: Session, worker: Worker, department_id: int, password_hash: str, *, now: datetime) -> None:
    user = accounts.create_user(
        session,
        login=worker.login,
        name=worker.name,
        department_id=department_id,
        password_hash=password_hash,
        must_change=False,
        demo=True,
        actor=ACTOR,
        now=now,
    )
    accounts.grant_position(
        session,
        user_id=user.id,
        role_code=worker.role,
        department_id=department_id,
        division=worker.division,
        actor=ACTOR,
        now=now,
    )


def load(file: CityFile, folder: Path, *, now: datetime) -> Outcome:
    """Write one file, hand it to intake as its office would, and load it as of the day it arrived."""
    received = min(file.received, now)
    path = write(file, folder)
    with transaction() as session:
        department = session.execute(select(Department).where(Department.code == file.office)).scalar_one()
        submission = Submission(path, file.filename, department.id, department.name, ACTOR, kind=file.kind)
        batch_id = intake.receive(session, submission, now=received).batch.id
    return intake.run([batch_id], clock=lambda: received)[0]


def write(file: CityFile, folder: Path) -> Path:
    """Write the rows as CSV under the labels that the kind of row gives its fields."""
    kind = intake_queries.kind_named(file.kind)
    used = {name for row in file.rows for name, value in row.items() if value}
    fields = [item for item in kind.fields if item.name in used]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file.filename
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([item.label for item in fields])
        writer.writerows([row.get(item.name, "") for item in fields] for row in file.rows)
    return path


def summary(outcomes: Sequence[Outcome]) -> str:
    """Say in one line what came of it."""
    read, accepted = sum(item.rows_read for item in outcomes), sum(item.accepted for item in outcomes)
    held, rejected = sum(item.held for item in outcomes), sum(item.rejected for item in outcomes)
    return f"{len(outcomes)} 个文件，读入 {read:,} 行：接收 {accepted:,}，暂存 {held:,}，退回 {rejected:,}"
