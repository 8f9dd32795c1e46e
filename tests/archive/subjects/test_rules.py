from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from supervision.archive.subjects import rules
from supervision.archive.subjects.errors import DayInTheFuture, DayMalformed
from supervision.archive.subjects.rules import AsOf, Dates
from supervision.kernel.db import sqlalchemy_url

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
days = st.dates(date(2020, 1, 1), date(2020, 1, 8))
instants = st.integers(0, 8 * 24).map(lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours))
facts = st.builds(Dates, st.none() | days, st.none() | days, instants, st.none() | instants)
points = st.builds(AsOf, st.none() | days, instants)


@pytest.fixture
def connection(database):
    engine = create_engine(sqlalchemy_url(database))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fact=facts, point=points)
def test_the_database_sees_what_python_sees(connection, fact, point):
    query = text(
        f"SELECT {rules.known_sql('f')}, {rules.begun_sql('f')}, {rules.in_force_sql('f')} FROM (SELECT"
        " CAST(:valid_from AS date) AS valid_from, CAST(:valid_to AS date) AS valid_to,"
        " CAST(:known_from AS timestamptz) AS known_from, CAST(:known_to AS timestamptz) AS known_to) f".replace(
            ":valid_on", "CAST(:valid_on AS date)"
        )
    )
    query = text(query.text.replace(":valid_on IS", "CAST(:valid_on AS date) IS"))
    values = {
        **{name: getattr(fact, name) for name in Dates.__slots__},
        "valid_on": point.valid_on,
        "judged_on": point.judged_on,
        "known_at": point.known_at,
    }
    seen = connection.execute(query, values).one()
    assert tuple(seen) == (rules.known(fact, point), rules.begun(fact, point), rules.in_force(fact, point))


@pytest.mark.parametrize(
    ("began", "ended", "on", "in_force"),
    [
        (None, None, date(2020, 1, 1), True),
        (date(2020, 1, 1), None, date(2020, 1, 1), True),
        (date(2020, 1, 2), None, date(2020, 1, 1), False),
        (None, date(2020, 1, 2), date(2020, 1, 1), True),
        (None, date(2020, 1, 1), date(2020, 1, 1), False),
    ],
)
def test_a_fact_holds_from_its_first_day_up_to_its_last(began, ended, on, in_force):
    assert rules.in_force(Dates(began, ended, NOW, None), AsOf(on, NOW)) is in_force


def test_without_a_day_today_in_shanghai_judges():
    late_evening_in_utc = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
    assert AsOf(None, late_evening_in_utc).judged_on == date(2026, 11, 18)


def test_today_is_not_the_past():
    assert rules.as_of(valid_on=None, known_on=None, now=NOW).past is False
    assert rules.as_of(valid_on=date(2026, 11, 18), known_on=date(2026, 11, 18), now=NOW).past is False


def test_knowledge_of_a_day_reaches_to_its_end_in_shanghai():
    point = rules.as_of(valid_on=None, known_on=date(2025, 6, 30), now=NOW)
    assert point.past
    assert datetime(2025, 6, 30, 15, 59, tzinfo=UTC) < point.known_at < datetime(2025, 6, 30, 16, 0, tzinfo=UTC)


def test_tomorrow_is_refused():
    with pytest.raises(DayInTheFuture, match="2026-11-19"):
        rules.as_of(valid_on=date(2026, 11, 19), known_on=None, now=NOW)


@pytest.mark.parametrize("written", ["2026-11-18", "2026/11/18", "20261118", "2026年11月18日", " 2026-11-18 "])
def test_days_are_read_in_every_usual_form(written):
    assert rules.day_of(written) == date(2026, 11, 18)


@pytest.mark.parametrize("written", ["2026-13-01", "昨天", "2026-02-30", "18/11/2026", "٢٠٢٦-١١-١٨", "\x00"])
def test_what_is_no_day_is_refused_in_chinese(written):
    with pytest.raises(DayMalformed, match="不是日期"):
        rules.day_of(written)
