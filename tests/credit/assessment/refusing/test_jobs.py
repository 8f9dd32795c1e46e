"""A refused row counts once: when it is put right it is one report, not compliant; when it never passes it is late."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from credit.assessment import queries
from credit.assessment.queries import Period
from credit.assessment.refusing import jobs
from credit.assessment.schemas import By, Measure
from credit.standards.schemas import table_of
from supervision.intake import service
from supervision.intake.schemas import Submission
from supervision.kernel import crypto
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import reading, transaction
from tests.factories.accounts import City, found_city
from tests.factories.reported import PENALTY
from tests.factories.rows import ask

KIND = "sgs-2021-penalty-legal"
RECEIVED = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 31))


class Context:
    """A job's context that nobody cancels."""

    def cancelled(self) -> bool:
        return False

    def progress(self, *_given: object) -> None:
        """Nobody looks."""


@pytest.fixture
def city(database: str, tmp_path: Path) -> Iterator[City]:
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    with transaction() as session:
        city = found_city(session)
    yield city
    crypto.join(None)


def report(city: City, folder: Path, *rows: dict[str, object], day: int = 0) -> None:
    """Hand a file of penalties in as the tax office would, some days after the first."""
    labels = {field.name: field.label for field in table_of(KIND).fields}
    names = [name for name in PENALTY if name in labels]
    path = folder / f"{len(list(folder.glob('*.csv')))}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([labels[name] for name in names])
        writer.writerows([["" if row.get(name) is None else str(row[name]) for name in names] for row in rows])
    received = RECEIVED + timedelta(days=day)
    with transaction() as session:
        submission = Submission(path, path.name, city.tax.id, city.tax.name, "person:1", kind=KIND)
        batch_id = service.receive(session, submission, now=received).batch.id
    service.run([batch_id], clock=lambda: received)
    jobs.run(Context())


def numbers() -> dict[Measure, int]:
    with reading() as session:
        method = queries.the_method(session, on=NOVEMBER.last)
        (line,) = queries.figures(session, NOVEMBER, by=By.DEPARTMENT, method=method)
        return dict(line.numbers)


BROKEN = {**PENALTY, "code": "91310100000000000A"}


def test_what_was_refused_and_put_right_is_one_report_that_was_not_compliant(city, tmp_path):
    report(city, tmp_path, BROKEN)
    assert ask("SELECT doc_key, decided_on FROM credit.refusal") == [("云市监罚2026第1号", date(2026, 11, 16))]
    assert (numbers()[Measure.REPORTED], numbers()[Measure.LATE]) == (1, 1)
    report(city, tmp_path, PENALTY, day=1)
    found = numbers()
    assert (found[Measure.REPORTED], found[Measure.QUALIFIED], found[Measure.TIMELY], found[Measure.LATE]) == (1, 0, 1, 0)


def test_the_same_refused_row_again_counts_once(city, tmp_path):
    report(city, tmp_path, BROKEN)
    report(city, tmp_path, {**BROKEN, "facts": "当事人生产的糕点标签未标明保质期"}, day=1)
    assert ask("SELECT count(*) FROM credit.refusal") == [(2,)]
    assert numbers()[Measure.REPORTED] == 1


def test_rows_that_say_no_document_are_told_apart_by_what_they_say(city, tmp_path):
    nameless = {**PENALTY, "doc_no": None}
    report(city, tmp_path, nameless, {**nameless, "facts": "当事人未悬挂营业执照"})
    report(city, tmp_path, nameless, {**PENALTY, "doc_no": "云市监罚〔2026〕第2号"}, day=1)
    assert numbers()[Measure.REPORTED] == 3


def test_a_second_run_notes_nothing(city, tmp_path):
    report(city, tmp_path, BROKEN, PENALTY)
    assert jobs.run(Context()) == {"noted": 0}
    assert numbers()[Measure.REPORTED] == 1
