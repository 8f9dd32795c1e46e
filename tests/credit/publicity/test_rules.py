"""Which rule holds for a decision, how severe it is, until when it is public, and by when it is due."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.publicity.clocks.rules import HAND_IN, PUBLISH, REGISTER, days_late, due
from credit.publicity.periods.rules import PORTAL, months_later, period, period_rule, with_reported_end
from credit.publicity.periods.rules import REGISTER as GSXT
from credit.publicity.rules import Block, Rules, verdict
from credit.publicity.schemas import Matter
from credit.publicity.severity.rules import UnknownCondition, field_of, judge, kinds_of, matches
from credit.reporting.states import Severity
from supervision.kernel.rulebook.packaged import packaged_rules
from supervision.kernel.rulebook.rules import Rule
from supervision.kernel.workdays import national


def of_topic(topic: str) -> list[Rule]:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return [
        Rule(**{**row, "version": 1, "effective_from": day(row["effective_from"]), "effective_to": day(row["effective_to"])})
        for row in packaged_rules()
        if row["topic"] == topic
    ]


RULES = Rules(of_topic("publicity"), of_topic("severity"), of_topic("publicity_field"), of_topic("deadline"), national())


def penalty(decided_on: str, **values) -> Matter:
    defaults = {"category": "罚款", "amount": Decimal(1), "procedure": "ordinary", "division": "310115"}
    return Matter(kind="penalty", decided_on=date.fromisoformat(decided_on), **{**defaults, **values})


def chosen(matter: Matter, channels=PORTAL) -> str | None:
    fields = field_of(matter, RULES.fields)
    severity = judge(matter, RULES.severity, fields=fields).severity
    rule = period_rule(RULES.publicity, matter, channels=channels, severity=severity, fields=fields)
    return rule.rule_id if rule else None


@pytest.mark.parametrize(
    ("matter", "rule"),
    [
        (penalty("2018-11-30", division="440100"), "GD2018-GENERAL"),
        (penalty("2018-11-30", division="440100", stated="serious"), "GD2018-SERIOUS"),
        (penalty("2018-11-30"), None),
        (penalty("2020-01-01"), "CN527-GENERAL"),
        (penalty("2020-01-01", division="440100"), "GD2018-GENERAL"),
        (penalty("2020-01-01", stated="serious"), "CN527-SERIOUS"),
        (penalty("2023-04-30"), "CN527-GENERAL"),
        (penalty("2023-05-01"), "NDRC58-GENERAL"),
        (penalty("2023-05-01", division="440100"), "NDRC58-GENERAL"),
        (penalty("2024-08-31", basis="《中华人民共和国食品安全法》第一百二十五条"), "NDRC58-5FIELDS"),
        (penalty("2024-08-31", basis="《中华人民共和国消防法》第六十条"), "NDRC58-5FIELDS"),
        (penalty("2024-08-31", procedure="simple"), "NDRC58-SIMPLE"),
        (penalty("2026-03-31"), "NDRC58-GENERAL"),
        (penalty("2026-04-01"), "NDRC36-GENERAL"),
        (penalty("2026-04-01", category="警告", amount=None), "NDRC36-MINOR"),
        (penalty("2026-04-01", category="罚款；吊销许可证件"), "NDRC36-SERIOUS"),
        (penalty("2026-04-01", stated="minor"), "NDRC36-MINOR"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_rule_of_the_portal_is_that_of_the_day_the_place_and_the_class(matter, rule):
    assert chosen(matter) == rule


@pytest.mark.parametrize(
    ("matter", "rule"),
    [
        (penalty("2021-09-01", category="警告"), "SAMR45-WARN"),
        (penalty("2021-11-30", category="通报批评"), "SAMR45-LOW"),
        (penalty("2022-01-01", category="罚款；责令停产停业"), "SAMR45-NOEARLY"),
        (penalty("2022-01-01", basis="《中华人民共和国药品管理法》第一百条"), "SAMR45-FDS"),
        (penalty("2022-01-01"), "SAMR45-OTHER"),
        (penalty("2025-12-24"), "SAMR45-OTHER"),
        (penalty("2025-12-25"), "SAMR2025-GENERAL"),
        (penalty("2026-05-01", stated="serious"), "SAMR2025-SERIOUS"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_register_has_rules_of_its_own(matter, rule):
    assert chosen(matter, GSXT) == rule


def test_a_longer_restriction_of_the_statute_is_followed():
    rule = next(rule for rule in RULES.publicity if rule.rule_id == "SAMR45-NOEARLY")
    counted = period(rule, start=date(2022, 1, 31), restricted_until=date(2032, 1, 31))
    assert counted.last_public_day == date(2032, 1, 31)
    assert period(rule, start=date(2022, 1, 31)).last_public_day == date(2025, 1, 31)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-08-31", 0, "2026-08-31"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_end_of_the_month(start, months, last):
    assert months_later(date.fromisoformat(start), months) == date.fromisoformat(last)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_a_period_of_months_ends_in_its_month_and_never_later_in_it_than_it_began(start, months):
    last = months_later(start, months)
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == months
    assert last.day <= start.day
    assert last.day == start.day or (last.replace(day=28).toordinal() + 4 - last.toordinal() >= 1)


@pytest.mark.parametrize(
    ("until", "last", "note"),
    [
        ("2026-12-31", "2026-12-31", "按作出决定的机关填报"),
        ("2027-05-31", "2027-05-31", ""),
        ("2030-01-01", "2027-05-31", "以规则为准"),
        ("2026-06-15", "2027-05-31", "以规则为准"),
    ],
)
def test_a_reported_end_is_followed_inside_the_rule_only(until, last, note):
    rule = next(rule for rule in RULES.publicity if rule.rule_id == "NDRC36-GENERAL")
    counted = with_reported_end(period(rule, start=date(2026, 5, 31)), date.fromisoformat(until))
    assert counted.last_public_day == date.fromisoformat(last)
    assert note in counted.note


@pytest.mark.parametrize(
    ("values", "block"),
    [
        ({"party": "person"}, Block.PERSON),
        ({"party": "person", "procedure": "simple"}, Block.PERSON),
        ({"procedure": "simple"}, Block.SIMPLE),
        ({"procedure": "simple", "stated": "serious"}, Block.SIMPLE),
        ({"category": "警告", "amount": None}, Block.IN_PRINCIPLE),
        ({}, None),
    ],
)
def test_what_the_portal_never_shows(values, block):
    assert verdict(penalty("2026-05-01", **values), RULES).block == block


def test_a_licence_is_public_without_an_end_unless_it_is_a_persons():
    licence = Matter(kind="licence", decided_on=date(2010, 1, 4))
    assert (verdict(licence, RULES).block, verdict(licence, RULES).period) == (None, None)
    assert verdict(Matter(kind="licence", decided_on=date(2026, 1, 4), party="person"), RULES).block == Block.PERSON


def test_what_an_unconfirmed_rule_says_is_proposed_and_not_followed():
    judged = judge(penalty("2026-05-01", amount=Decimal(100)), RULES.severity, fields=())
    assert (judged.severity, judged.proposed, judged.asks) == (Severity.GENERAL, Severity.SERIOUS, True)
    below = judge(penalty("2026-05-01", amount=Decimal("99.99")), RULES.severity, fields=())
    assert (below.severity, below.asks) == (Severity.GENERAL, False)


def test_what_the_deciding_body_states_prevails():
    judged = judge(
        penalty("2026-05-01", category="吊销许可证件", stated="general", stated_basis="裁量基准第三条"),
        RULES.severity,
        fields=(),
    )
    assert (judged.severity, judged.basis) == (Severity.GENERAL, "裁量基准第三条")


def test_a_condition_that_nobody_can_test_is_never_met_in_silence():
    with pytest.raises(UnknownCondition):
        matches({"colour": "red"}, penalty("2026-05-01"), severity=None, fields=())
    assert kinds_of("罚款；没收违法所得") == {"罚款", "没收违法所得"}


def test_every_row_of_the_tables_can_be_tested():
    for rule in [*RULES.publicity, *RULES.severity]:
        if "when" in rule.params:
            matches(rule.params["when"], penalty("2026-05-01"), severity="general", fields=())


def test_seven_working_days_from_the_decision_or_from_its_effect():
    matter = penalty("2026-09-24", effective_on=date(2026, 9, 30))
    here = due(RULES.deadlines, matter, step=PUBLISH, calendar=RULES.calendar)
    assert (here.by, here.rule, here.runs_from) == (date(2026, 10, 12), "DL01@1", "decision")
    assert due(RULES.deadlines, matter, step=HAND_IN, calendar=RULES.calendar) is None
    xiamen = penalty("2026-09-24", effective_on=date(2026, 9, 30), division="350203")
    there = due(RULES.deadlines, xiamen, step=PUBLISH, calendar=RULES.calendar)
    assert (there.rule, there.runs_from, there.start) == ("DL02@1", "effect", date(2026, 9, 30))
    handed = due(RULES.deadlines, xiamen, step=HAND_IN, calendar=RULES.calendar)
    assert (handed.rule, handed.length) == ("DL03@1", 5)
    register = due(RULES.deadlines, matter, step=REGISTER, calendar=RULES.calendar)
    assert (register.by, register.rule) == (date(2026, 10, 29), "DL04@1")
    assert all(clock.calendar == RULES.calendar.version for clock in (here, there, handed, register))


def test_a_year_without_a_notice_is_said_to_be_provisional():
    clock = due(RULES.deadlines, penalty("2026-12-28"), step=PUBLISH, calendar=RULES.calendar)
    assert clock.provisional
    assert "暂计" in clock.note


@pytest.mark.parametrize(
    ("done", "stock", "late"),
    [("2026-10-12", False, 0), ("2026-10-13", False, 1), ("2026-10-17", False, 4), ("2027-10-13", True, 0)],
)
def test_late_is_counted_in_working_days_and_stock_never_is(done, stock, late):
    assert days_late(date(2026, 10, 12), done_on=date.fromisoformat(done), stock=stock, calendar=RULES.calendar) == late
    assert days_late(None, done_on=date(2030, 1, 1), stock=False, calendar=RULES.calendar) == 0
