"""Notices in the inboxes of two offices, in whatever state a test wants them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from supervision.accounts.models import Department
from supervision.kernel.access import Principal, Scope
from supervision.kernel.clock import legal_date
from supervision.kernel.db import reading
from supervision.notices.handling.service import Given
from supervision.notices.models import Notice
from supervision.notices.states import Feedback, NoticeState
from supervision.registration.recording.models import Entry
from tests.factories.accounts import NOW, City, found_city
from tests.factories.archive import REGISTRAR, firm
from tests.factories.districts import csrf

NUMBERS = count(1)
CLERK = frozenset({"notices.read", "notices.handle"})
HEAD = CLERK | {"notices.reassign"}
OPERATOR = frozenset({"notices.read", "notices.reassign", "notices.oversee"})
SCOPE = "道路货物运输（不含危险货物）；装卸搬运"
SPANS = [
    {"start": 0, "end": 6, "text": "道路货物运输", "role": "word"},
    {"start": 7, "end": 13, "text": "不含危险货物", "role": "negative"},
]


@dataclass
class Desk:
    """Two offices that answer to nobody but themselves, with notices made for them."""

    session: Session
    city: City
    now: datetime = NOW

    def clerk(self, office: Department, name: str = "沈某某", permissions: frozenset[str] = CLERK) -> Principal:
        scope = Scope(department_path=office.path)
        return Principal("person", 1, name, office.id, office.short_name, "收件岗", permissions, (scope,))

    def given(self, office: Department, **more: Any) -> Given:
        return Given(self.clerk(office), more.pop("now", self.now), **more)

    def notice(self, office: Department | None, state: NoticeState = NoticeState.PUSHED, **values: Any) -> Notice:
        """Return a notice of a new firm, or of the one whose entry is given; pushed today unless said otherwise."""
        entry = values.pop("entry", None) or self.entry(values.pop("name", "云汀远岫物流有限公司"))
        number, on = next(NUMBERS), legal_date(self.now)
        made = Notice(
            **{
                "number": f"告字〔2026〕{number:06d}",
                "dedup_key": f"test/{number}",
                "entry_id": entry.id,
                "subject_id": entry.subject_id,
                "kind": entry.kind,
                "name": entry.name,
                "code": entry.code,
                "occurred_on": entry.occurred_on,
                "item_code": "SP01",
                "item_name": "道路货物运输经营许可",
                "function": "transport",
                "certainty": 0.98,
                "spans": SPANS,
                "division": entry.division,
                "origin_department_id": REGISTRAR,
                "department_id": office.id if office else None,
                "state": state.value,
                "made_at": self.now,
                "pushed_at": self.now,
                "receive_by": on + timedelta(days=3),
                **self._passed(state),
                **values,
            }
        )
        self.session.add(made)
        self.session.flush()
        return made

    def _passed(self, state: NoticeState) -> dict[str, Any]:
        """Return what a notice in this state must have behind it."""
        received = {"received_at": self.now, "received_by": "沈某某", "answer_by": legal_date(self.now) + timedelta(days=28)}
        answered = {**received, "feedback": Feedback.LICENSED.value, "answered_at": self.now}
        return {
            NoticeState.POOLED: {"department_id": None, "pool_reason": "doubt", "claim_by": date(2026, 12, 7)},
            NoticeState.RECEIVED: received,
            NoticeState.ANSWERED: answered,
            NoticeState.CLOSED: {**answered, "closed_at": self.now},
            NoticeState.WITHDRAWN: {"withdrawn_at": self.now},
            NoticeState.MERGED: {},
            NoticeState.PUSHED: {},
        }[state]

    def merged(self, office: Department) -> Notice:
        """Return a notice that went into another."""
        keeper = self.notice(office)
        return self.notice(office, NoticeState.MERGED, merged_into=keeper.id)

    def entry(self, name: str = "云汀远岫物流有限公司") -> Entry:
        """Return a registration of a new firm of this name."""
        made = firm(self.session, name)
        number = next(NUMBERS)
        entry = Entry(
            registrar_department_id=REGISTRAR,
            source_no=f"test-{number}",
            version=1,
            kind="establishment",
            occurred_on=legal_date(self.now),
            received_at=self.now,
            received_by="test",
            channel="api",
            code=f"91990102MA{number:08d}",
            name=name,
            scope=SCOPE,
            division="990102",
            address="汀南区渡口路 8 号",
            legal_rep="沈某某",
            payload=b"-",
            payload_hash=b"-",
            subject_id=made.id,
            state="archived",
            archived_at=self.now,
        )
        self.session.add(entry)
        self.session.flush()
        return entry


def desk(session: Session) -> Desk:
    """Found the offices and return their desk."""
    return Desk(session, found_city(session, now=NOW))


def post(client: FlaskClient, address: str, **form: Any) -> TestResponse:
    """Post a form with its token."""
    return client.post(address, data={"csrf_token": csrf(client), **form}, content_type="multipart/form-data")


def form_of(page: str, address: str) -> dict[str, str]:
    """Return the hidden fields of the form that posts to an address."""
    form = page.partition(f'action="{address}"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def stored(notice_id: int) -> Notice:
    """Return a notice as others see it."""
    with reading() as session:
        return session.get_one(Notice, notice_id)
