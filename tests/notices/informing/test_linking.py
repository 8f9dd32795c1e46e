"""A sheet and its registration find each other by the registrar's number, whichever comes first."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.notices.informing import queries
from supervision.notices.informing.errors import SourceNumberTaken
from supervision.notices.informing.linking.queries import panel
from supervision.notices.informing.linking.service import link_entries, link_informing, number_business
from supervision.registration.recording.schemas import NewEntry
from supervision.registration.recording.service import record
from tests.factories.accounts import NOW
from tests.factories.counter import CLERK, FIRM, SCOPE
from tests.factories.rows import uscc


def registered(counter, source_no: str = "YT-1", *, department=None, **more: str) -> int:
    """Let the registrar's system report a registration, and return its number here."""
    said = {"kind": "establishment", "occurred_on": "2026-11-18", "code": uscc(1), "name": FIRM, "scope": SCOPE}
    entry = NewEntry(source_no=source_no, **{**said, "division": "310115", **more})
    office = department or counter.city.east
    return record(counter.session, [entry], department_id=office.id, actor="client:1", now=NOW)[0].entry_id


def link(counter, *entry_ids: int) -> int:
    return link_entries(counter.session, entry_ids, now=NOW)


def test_a_registration_finds_its_sheet(counter):
    informing = counter.issued(source_no="YT-1")
    entry_id = registered(counter)
    assert link(counter, entry_id) == 1
    assert (informing.entry_id, informing.linked_at, informing.scope_differs) == (entry_id, NOW, False)
    assert [one.id for one in panel(counter.session, entry_id)["sheets"]] == [informing.id]


def test_linking_again_changes_nothing(counter):
    counter.issued(source_no="YT-1")
    entry_id = registered(counter)
    assert [link(counter, entry_id), link(counter, entry_id)] == [1, 0]


def test_another_scope_than_the_one_that_was_told_is_marked(counter):
    informing = counter.issued(source_no="YT-1")
    link(counter, registered(counter, scope=SCOPE + "；烟草制品零售"))
    assert informing.scope_differs


def test_a_corrected_registration_takes_its_sheet_along(counter):
    informing = counter.issued(source_no="YT-1")
    link(counter, registered(counter, scope="软件开发"))
    corrected = registered(counter)
    link(counter, corrected)
    assert (informing.entry_id, informing.scope_differs) == (corrected, False)


def test_a_sheet_that_comes_late_finds_the_registration(counter):
    entry_id = registered(counter)
    informing = counter.issued(source_no="YT-1")
    assert link_informing(counter.session, informing, now=NOW)
    assert informing.entry_id == entry_id


def test_a_sheet_without_a_number_is_linked_once_it_has_one(counter):
    entry_id = registered(counter)
    informing = counter.issued()
    assert not link_informing(counter.session, informing, now=NOW)
    number_business(counter.session, informing, source_no="YT-1", actor=CLERK, now=NOW)
    assert informing.entry_id == entry_id


def test_a_number_is_not_given_to_two_sheets(counter):
    counter.issued(source_no="YT-1")
    other = counter.issued()
    with pytest.raises(SourceNumberTaken):
        number_business(counter.session, other, source_no="YT-1", actor=CLERK, now=NOW)


def test_the_same_number_at_another_office_is_another_business(counter):
    informing = counter.issued(source_no="YT-1")
    link(counter, registered(counter, department=counter.city.west, name="云汀别家食品有限公司"))
    assert informing.entry_id is None


def test_the_city_reports_what_a_district_informed_of(counter):
    informing = counter.issued(source_no="YT-1")
    entry_id = registered(counter, department=counter.city.bureau)
    link(counter, entry_id)
    assert informing.entry_id == entry_id


def test_other_kinds_of_business_have_no_sheet(counter):
    counter.issued(source_no="YT-1")
    entry_id = registered(counter, kind="cancellation")
    assert link(counter, entry_id) == 0
    assert panel(counter.session, entry_id)["expected"] is False


def without(session: Session, counter) -> list[str]:
    since = NOW - timedelta(days=1)
    return [line.source_no for line in queries.uninformed(session, counter.principal(), since=since)]


def test_a_registration_without_a_sheet_is_listed_until_one_is_made(counter):
    registered(counter, "YT-1")
    registered(counter, "YT-2", code=uscc(2))
    registered(counter, "YT-3", code=uscc(3), kind="address_change")
    assert without(counter.session, counter) == ["YT-2", "YT-1"]
    assert queries.share_informed(counter.session, counter.principal(), since=NOW - timedelta(days=1)) == (0, 2)
    counter.issued(source_no="YT-1")
    assert without(counter.session, counter) == ["YT-2"]
    assert queries.share_informed(counter.session, counter.principal(), since=NOW - timedelta(days=1)) == (1, 2)


def test_linking_reads_by_index(counter):
    """A hundred registrations a second look for their sheets among many."""
    counter.session.execute(text("SET LOCAL enable_seqscan = off"))
    shown = "\n".join(
        counter.session.execute(
            text("EXPLAIN SELECT i.id FROM unnest(ARRAY['YT-1']) AS e (no) JOIN notices.informing AS i ON i.source_no = e.no")
        ).scalars()
    )
    assert "ix_informing_source" in shown
