"""The inbox: whose, in which order, page by page, and fast."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from supervision.kernel.clock import legal_date
from supervision.notices.errors import NoticeUnknown
from supervision.notices.handling import queries
from supervision.notices.handling.schemas import Filter, Tab
from supervision.notices.handling.showing.queries import shown
from supervision.notices.states import NoticeState as S


@pytest.fixture
def read(session, at):
    """Ask for the inbox of an office as one of its clerks."""

    def ask(of=None, **more):
        today = legal_date(at.now)
        place = {name: more.pop(name) for name in ("after", "before") if name in more}
        who = at.clerk(of or at.city.tax)
        return queries.inbox(session, who, wanted=Filter(**more), today=today, soon=today + timedelta(days=7), **place)

    return ask


def names(found) -> list[str]:
    return [line.name for line in found.lines]


class TestWhose:
    def test_an_office_sees_and_counts_its_own_only(self, at, read):
        at.notice(at.city.tax, name="税务的")
        at.notice(at.city.bureau, name="市监的")
        found = read()
        assert (names(found), found.open, found.office) == (["税务的"], 1, at.city.tax.short_name)

    def test_a_bureau_reads_what_stands_below_it_when_it_asks_and_never_beside_it(self, at, read):
        at.notice(at.city.east, name="东区的")
        assert names(read(at.city.bureau)) == []
        assert names(read(at.city.bureau, office=at.city.east.id)) == ["东区的"]
        with pytest.raises(NoticeUnknown):
            read(at.city.tax, office=at.city.east.id)

    def test_one_notice_is_read_by_its_office_and_by_whoever_covers_it(self, session, at):
        notice = at.notice(at.city.east)
        for office in (at.city.east, at.city.bureau):
            assert shown(session, at.clerk(office), notice.id).notice.id == notice.id
        for office in (at.city.tax, at.city.west):
            with pytest.raises(NoticeUnknown):
                shown(session, at.clerk(office), notice.id)

    def test_the_pool_is_everybodys_to_read(self, session, at):
        notice = at.notice(None, S.POOLED)
        assert shown(session, at.clerk(at.city.tax), notice.id).state is S.POOLED


class TestOrder:
    def test_what_is_due_first_comes_first_and_what_has_no_period_last(self, at, read):
        for name, due in (("二", date(2026, 12, 2)), ("无", None), ("一", date(2026, 12, 1))):
            at.notice(at.city.tax, name=name, receive_by=due)
        assert names(read()) == ["一", "二", "无"]

    @pytest.mark.parametrize("tab", list(Tab), ids=str)
    def test_pages_forwards_and_backwards_show_each_notice_once(self, at, read, tab):
        state = {Tab.PUSHED: S.PUSHED, Tab.RECEIVED: S.RECEIVED}.get(tab, S.ANSWERED)
        for number in range(7):
            at.notice(at.city.tax, state, name=f"第{number}家", receive_by=date(2026, 12, 1 + number % 3))
        first = read(tab=tab, size=3)
        second = read(tab=tab, size=3, after=first.following)
        third = read(tab=tab, size=3, after=second.following)
        assert len({*names(first), *names(second), *names(third)}) == 7
        assert (first.previous, third.following) == (None, None)
        assert names(read(tab=tab, size=3, before=third.previous)) == names(second)

    @pytest.mark.parametrize("cursor", ["", "abc", "2026-99-99.1", "9.9.9"])
    def test_a_cursor_that_is_none_shows_the_beginning(self, at, read, cursor):
        at.notice(at.city.tax, name="唯一")
        assert names(read(after=cursor)) == ["唯一"]


class TestFinding:
    @pytest.mark.parametrize("q", ["远岫", "云汀远岫物流有限公司", "货物运输经营", "告字〔2026〕", "x0", "9199 0102"])
    def test_a_firm_an_item_a_code_or_a_number_is_found(self, at, read, q):
        at.notice(at.city.tax, name="云汀远岫物流有限公司", code="91990102MAQC23QXX0")
        at.notice(
            at.city.tax,
            name="云汀别家有限公司",
            code="91310115MA0000001Y",
            item_name="食品经营许可",
            number="告字〔2025〕900001",
        )
        assert names(read(q=q)) == ["云汀远岫物流有限公司"]

    @pytest.mark.parametrize("q", ["%", "_", "没有这家", "'; DROP TABLE"])
    def test_signs_are_looked_for_as_they_stand(self, at, read, q):
        at.notice(at.city.tax)
        assert names(read(q=q)) == []

    def test_filters_go_together(self, at, read):
        today = legal_date(at.now)
        at.notice(at.city.tax, name="逾期", receive_by=today - timedelta(days=1), item_code="SP07")
        at.notice(at.city.tax, name="今天", receive_by=today, item_code="SP07", division="310105")
        at.notice(at.city.tax, name="本周", receive_by=today + timedelta(days=5), kind="scope_change")
        at.notice(at.city.tax, name="以后", receive_by=today + timedelta(days=50))
        assert names(read(due="overdue")) == ["逾期"]
        assert names(read(due="today")) == ["今天"]
        assert names(read(due="due")) == ["逾期", "今天"]
        assert names(read(due="soon")) == ["逾期", "今天", "本周"]
        assert names(read(due=(today + timedelta(days=50)).isoformat())) == ["以后"]
        assert names(read(item="SP07", division="310105")) == ["今天"]
        assert names(read(kind="scope_change")) == ["本周"]
        assert read().overdue == 1
        assert [(facet.value, facet.count) for facet in read().items] == [("SP01", 2), ("SP07", 2)]

    def test_the_clock_that_runs_is_the_one_that_counts(self, at, read):
        today = legal_date(at.now)
        at.notice(
            at.city.tax, S.RECEIVED, name="接收迟了", receive_by=today - timedelta(days=9), answer_by=today + timedelta(days=9)
        )
        assert names(read(tab=Tab.RECEIVED, due="overdue")) == []


MANY = text("""
    INSERT INTO notices.notice (number, dedup_key, entry_id, subject_id, kind, name, code, occurred_on, item_code, item_name,
        division, origin_department_id, department_id, state, made_at, pushed_at, receive_by, received_at, received_by,
        answer_by, feedback, answered_at)
    SELECT '告字〔2026〕' || lpad((500000 + i)::text, 6, '0'), 'many/' || i, :entry, :subject, 'establishment',
        '云汀第' || i || '号商贸有限公司', '91990102MA' || lpad(i::text, 8, '0'), DATE '2026-11-01' + i % 20,
        'SP' || i % 40, '事项' || i % 40, '990102', 2, (CAST(:offices AS int[]))[1 + i / 100 % 4],
        CASE WHEN i % 100 = 0 THEN 'pushed' WHEN i % 100 = 1 THEN 'received' ELSE 'answered' END,
        now(), now(), DATE '2026-11-10' + i % 30, now(), '沈某某', DATE '2026-11-20' + i % 30, 'licensed', now()
    FROM generate_series(1, :n) AS i
""")


@pytest.fixture
def busy(session, at):
    """Four offices with twenty thousand notices, so that a plan that reads them all is seen."""
    entry = at.entry()
    offices = [office.id for office in (at.city.tax, at.city.bureau, at.city.east, at.city.west)]
    session.execute(MANY, {"entry": entry.id, "subject": entry.subject_id, "offices": offices, "n": 20_000})
    session.execute(text("ANALYZE notices.notice"))


@pytest.fixture
def asked(session):
    """The statements that a block sends, with their parameters."""
    sent: list[tuple[str, object]] = []
    engine = session.get_bind()

    def note(_connection, _cursor, statement, parameters, *_more):
        sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("busy")
class TestFast:
    @pytest.mark.parametrize("tab", list(Tab), ids=str)
    def test_a_page_is_one_statement_that_reads_through_indexes(self, session, read, asked, tab):
        assert len(read(tab=tab).lines) == 25
        assert len(asked) == 1
        statement, parameters = asked[0]
        plan = "\n".join(
            session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, COSTS OFF) {statement}", parameters).scalars()
        )
        assert "Seq Scan on notice" not in plan
        assert "Rows Removed by Filter" not in plan or "notice" not in plan.partition("Rows Removed by Filter")[0][-200:]

    def test_one_notice_is_one_statement(self, session, at, asked):
        notice = at.notice(at.city.tax)
        who, number = at.clerk(at.city.tax), notice.id
        asked.clear()
        shown(session, who, number)
        assert len(asked) == 1

    def test_what_is_done_is_counted_up_to_a_limit_only(self, read, monkeypatch):
        monkeypatch.setattr(queries, "COUNTED", 1_000)
        assert read().counts[Tab.DONE] == 1 + queries.COUNTED
