"""The nightly look back finds what was planted, mends it, and says when nothing was missed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from supervision.kernel.db import reading, transaction
from supervision.licensing.offices.service import assign
from supervision.notices.pushing.models import Sweep, SweepFinding
from supervision.notices.pushing.sweeping import service
from supervision.registration.recording.archiving.service import archive_waiting
from tests.factories.routing import (
    FOOD,
    MEDICINE,
    NOW,
    PLAIN,
    TESTER,
    Town,
    arrive,
    end,
    entry,
    notices,
    said,
    send,
    settle,
    steps,
)

TONIGHT = NOW + timedelta(hours=16)


def sweep(now=TONIGHT) -> Sweep:
    """Run a whole sweep as its job does."""
    with transaction() as session:
        report = service.begin(session, asked_by=TESTER, now=now)
        last: int | None = 0
        while last is not None:
            last = service.look_back(session, report, after=last, now=now)
        service.rehouse(session, report, now=now)
        service.place_homeless(session, report, now=now)
        return report


def found() -> list[tuple[str, bool]]:
    """Return what the sweeps found: kind, and whether it is mended."""
    with reading() as session:
        rows = session.scalars(select(SweepFinding).order_by(SweepFinding.id))
        return [(row.kind, row.mended_at is not None) for row in rows]


def plant(statement: str, **values: object) -> None:
    with transaction() as session:
        session.execute(text(statement), values)


@pytest.fixture
def registered(town: Town) -> Town:
    """Three firms that were told of as they should be."""
    arrive(town, entry(1, scope=f"{FOOD}；{MEDICINE}"), entry(2, firm=2, scope=PLAIN), entry(3, firm=3))
    return town


def test_where_nothing_is_missing_it_says_so(registered: Town):
    report = sweep()
    assert (report.entries, report.expected, report.missing, report.mended, report.waiting) == (3, 4, 0, 0, 0)
    assert (report.first_day.isoformat(), report.last_day.isoformat()) == ("2026-11-07", "2026-11-21")
    assert found() == []


def test_a_notice_that_was_lost_is_found_and_made_again(registered: Town):
    before = said(registered)
    lost = notices()[1]
    plant(
        "UPDATE notices.notice SET dedup_key = '0/lost/0/x/y', state = 'withdrawn', withdrawn_at = :now WHERE id = :id",
        id=lost.id,
        now=NOW,
    )
    report = sweep()
    assert (report.missing, report.mended) == (1, 1)
    assert found() == [("missing", True)]
    assert sorted(before) == sorted(line for line in said(registered) if line[0] != "lost")


def test_a_registration_that_was_never_judged_is_judged(registered: Town):
    send(registered, entry(4, firm=4))
    archive_in_silence()
    report = sweep()
    assert (report.missing, report.mended) == (1, 1)
    assert found() == [("not_judged", True), ("missing", True)]
    settle()
    assert len(notices()) == 5


def archive_in_silence() -> None:
    """Archive what waits, and lose the news of it."""
    with transaction() as session:
        archive_waiting(session, now=NOW)
    plant("DELETE FROM kernel.outbox_delivery WHERE subscriber = 'notices.pushing.route' AND delivered_at IS NULL")


def test_a_notice_that_should_have_been_withdrawn_is_withdrawn(registered: Town):
    arrive(registered, entry(5, "cancellation", firm=3, scope=None))
    plant("UPDATE notices.notice SET state = 'pushed', withdrawn_at = NULL WHERE state = 'withdrawn'")
    report = sweep()
    assert report.missing == 0
    assert found() == [("surplus", True)]
    assert notices()[-1].state == "withdrawn"


def test_a_registration_that_never_reached_the_archive_is_woken(registered: Town):
    send(registered, entry(6, firm=6))
    plant("DELETE FROM kernel.outbox_delivery WHERE delivered_at IS NULL")
    assert sweep().waiting == 1
    assert found() == [("not_archived", False)]
    settle(now=TONIGHT)
    assert len(notices()) == 5
    assert sweep(TONIGHT + timedelta(days=1)).waiting == 0


def test_what_is_older_than_the_window_is_left_to_earlier_nights(registered: Town):
    assert sweep(NOW + timedelta(days=15)).entries == 0


def test_what_has_an_office_by_now_leaves_the_pool(town: Town):
    arrive(town, entry(1, division="110101"))
    with transaction() as session:
        assign(
            session,
            function="market",
            division="110101",
            department_id=town["market-south"],
            starts_on=NOW.date(),
            actor=TESTER,
            now=NOW,
        )
    sweep()
    (one,) = notices()
    assert (one.state, one.department_id, one.pool_reason) == ("pushed", town["market-south"], None)
    assert steps(one.id)[-1] == ("reassign", "归口部门已明确，由认领池转为推送")


def test_notices_of_a_department_that_was_merged_go_to_its_heir(registered: Town):
    end(registered, "market-north", merged_into="market-south")
    sweep()
    assert {office for _number, _item, office, state in said(registered) if state == "pushed"} == {"market-south"}
    assert found() == [("office_ended", True)] * 3


def test_notices_of_a_department_that_left_nobody_behind_go_to_the_pool(registered: Town):
    end(registered, "market-north")
    end(registered, "market")
    sweep()
    assert {(state, office) for _number, _item, office, state in said(registered)} == {("pooled", None)}
    again = sweep(TONIGHT + timedelta(hours=1))
    assert (again.missing, len(found())) == (0, 3)


def test_where_the_district_left_nobody_behind_the_city_takes_over_the_same_night(registered: Town):
    end(registered, "market-north")
    sweep()
    assert [office for _number, _item, office, state in said(registered) if state == "pushed"] == ["market"] * 3
    assert found() == [("office_ended", True)] * 3 + [("now_placed", True)] * 3


def test_a_second_night_changes_nothing(registered: Town):
    sweep()
    before = [(one.id, one.state, one.revision) for one in notices()]
    assert sweep(TONIGHT + timedelta(days=1)).missing == 0
    assert [(one.id, one.state, one.revision) for one in notices()] == before
