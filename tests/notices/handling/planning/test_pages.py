"""What falls due on which day."""

from datetime import date

import pytest

from supervision.notices.states import NoticeState as S


def test_each_day_leads_to_what_falls_due_on_it(clerk, make):
    make(receive_by=date(2026, 11, 20))
    make(state=S.RECEIVED, answer_by=date(2026, 11, 20))
    page = clerk.get("/notices/calendar?month=2026-11").text
    assert 'href="/notices?tab=pushed&amp;due=2026-11-20"' in page
    assert 'href="/notices?tab=received&amp;due=2026-11-20"' in page
    assert "NT-receive@1" in page


@pytest.mark.parametrize("month", ["", "2026-13", "abc", "9999-12", "0001-01"])
def test_a_month_that_is_none_is_this_month(clerk, month):
    assert clerk.get(f"/notices/calendar?month={month}").status_code == 200
