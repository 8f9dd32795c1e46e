"""A department that reports decisions through the door: files, pages, and the news that follows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from credit.questions.handing.features import as_lines, written
from credit.questions.handing.schemas import Row
from credit.standards.schemas import table_of
from supervision.intake import service as intake
from supervision.intake.loading.schemas import Outcome
from supervision.intake.schemas import Submission
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.module import joined
from supervision.kernel.outbox.service import deliver
from tests.factories.accounts import Browser, found_city, grant, person
from tests.factories.rows import Door, uscc

NEW_NAME = "云汀禾木速冻食品有限公司"
SHOP = uscc(7, "92310115")
PEOPLE = (
    ("east-entry", "east", "reporter"),
    ("east-second", "east", "reporter"),
    ("east-review", "east", "reviewer"),
    ("west-entry", "west", "reporter"),
)


@dataclass
class Desk:
    """The east office; `west-entry` is a reporter of another one."""

    client: FlaskClient
    door: Door
    folder: Path
    department_id: int
    department: str
    files: int = 0

    @classmethod
    def found(cls, client: FlaskClient, door: Door, folder: Path) -> "Desk":
        door.load("registration", {"name": NEW_NAME, "code": uscc(2)}, batch=91)
        with transaction() as session:
            city = found_city(session, now=now())
            for login, office, role in PEOPLE:
                place = getattr(city, office)
                grant(session, person(session, login, place, now=now(), demo=True), role, place, now=now())
            return cls(client, door, folder, city.east.id, city.east.name)

    def report(self, kind: str, *rows: Mapping[str, Any]) -> Outcome:
        """Send rows as a file, load it, and let the news arrive."""
        self.files += 1
        path = self.folder / f"{self.files}.jsonl"
        made = [
            Row(f"{self.files}-{place}", {name: written(value) for name, value in row.items()})
            for place, row in enumerate(rows)
        ]
        path.write_bytes(as_lines(table_of(kind), made))
        submission = Submission(path, path.name, self.department_id, self.department, "person:0", kind=kind)
        with transaction() as session:
            batch_id = intake.receive(session, submission, now=now()).batch.id
        outcome = intake.run([batch_id], clock=now)[0]
        self.news()
        return outcome

    def news(self) -> None:
        """Let everything that was told arrive."""
        while deliver(joined(), now=now(), limit=1_000):
            pass

    def as_(self, login: str) -> Browser:
        """Return the browser of somebody who is signed in."""
        self.client.delete_cookie("session")
        browser = Browser(self.client)
        browser.sign_in(login)
        return browser


def hidden(page: str, name: str) -> str:
    """Return what a hidden field of a page holds."""
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)  # type: ignore[union-attr]
