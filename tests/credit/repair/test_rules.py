"""Whether a penalty can be repaired: the day that its own rule names, and what stands against it, version by version."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.publicity.periods.rules import months_later, period
from credit.repair import rules
from credit.repair.schemas import Facts, Other, Repairable, Why
from supervision.kernel.workdays import national
from tests.factories.rulebook import of_topic

PERIODS = {rule.rule_id: rule for rule in of_topic("publicity")}
CONDITIONS = of_topic(rules.TOPIC)
DEADLINES = of_topic("deadline")
VECTORS = [
    ("GD2018-GENERAL", "2018-11-30", "2019-03-01"),
    ("NDRC58-GENERAL", "2024-02-29", "2024-05-30"),
    ("NDRC58-5FIELDS", "2024-08-31", "2025-09-01"),
    ("NDRC36-GENERAL", "2026-05-31", "2026-09-01"),
    ("NDRC36-SERIOUS", "2026-04-15", "2027-04-16"),
    ("NDRC36-MINOR", "2026-06-10", "2026-06-10"),
    ("SAMR45-OTHER", "2021-11-30", "2022-05-31"),
    ("SAMR45-FDS", "2024-02-29", "2025-03-01"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


def line(rule_id: str, start: str):
    rule = PERIODS[rule_id]
    return rules.line(rule, earliest=period(rule, start=day(start)).earliest_repair)


def facts(*lines, on: str, **values) -> Facts:
    defaults = {"kind": "penalty", "decided_on": day(on), "lines": lines, "on": day(on)}
    return Facts(**{**defaults, **values})


def why(said) -> list[Why]:
    return [one.why for one in said.obstacles]


@pytest.mark.parametrize(("rule_id", "start", "earliest"), VECTORS, ids=[vector[0] for vector in VECTORS])
def test_the_first_day_is_that_of_the_table_and_not_the_day_before(rule_id, start, earliest):
    said = line(rule_id, start)
    assert (said.repairable, said.earliest, said.rule) == (Repairable.YES, day(earliest), f"{rule_id}@1")
    assert rules.eligibility(facts(said, on=earliest)).eligible
    before = rules.eligibility(facts(said, on=str(day(earliest) - timedelta(days=1))))
    assert why(before) == [Why.TOO_EARLY]
    assert before.earliest == day(earliest)
    assert earliest in before.obstacles[0].words
    assert before.obstacles[0].rule == f"{rule_id}@1"


@pytest.mark.parametrize("rule_id", ["GD2018-SERIOUS", "CN527-SPECIAL", "SAMR45-NOEARLY"])
def test_what_a_rule_calls_serious_is_never_repaired(rule_id):
    said = rules.eligibility(facts(line(rule_id, "2022-01-10"), on="2024-12-31"))
    assert why(said) == [Why.NEVER]
    assert said.earliest is None
    assert PERIODS[rule_id].legal_basis in said.obstacles[0].basis


def test_what_stops_by_itself_needs_no_application_and_hinders_none():
    said = line("SAMR45-LOW", "2021-11-30")
    assert (said.repairable, said.earliest) == (Repairable.BY_ITSELF, None)
    assert rules.eligibility(facts(line("NDRC36-MINOR", "2026-06-10"), said, on="2026-06-10")).eligible


def test_in_two_places_the_later_day_counts():
    both = [line("NDRC58-GENERAL", "2024-01-10"), line("SAMR45-OTHER", "2024-01-15")]
    said = rules.eligibility(facts(*both, on="2024-06-01"))
    assert said.earliest == day("2024-07-16")
    assert [one.words for one in said.obstacles] == ["GSXT：2024-07-16 起可以申请"]


def test_a_licence_needs_no_repair():
    assert why(rules.eligibility(facts(on="2026-06-10", kind="licence"))) == [Why.LICENCE]


def held(rule_id: str):
    return next(rule for rule in CONDITIONS if rule.rule_id == rule_id)


@pytest.mark.parametrize(
    ("repaired", "decided", "refused"),
    [
        ("2019-03-10", "2019-03-11", True),
        ("2019-03-10", "2020-03-10", True),
        ("2019-03-10", "2020-03-11", False),
        ("2019-03-10", "2019-03-10", False),
        ("2019-03-10", "2019-01-05", False),
        ("2020-02-29", "2021-02-28", True),
        ("2020-02-29", "2021-03-01", False),
    ],
)
def test_in_guangdong_a_penalty_within_a_year_after_a_repair_is_not_repaired(repaired, decided, refused):
    asked = facts(on="2021-09-01", decided_on=day(decided), repaired_on=[day(repaired)], conditions=[held("RP-GD2018")])
    assert (why(rules.eligibility(asked)) == [Why.REPEATED]) is refused
    later = facts(on="2021-09-01", decided_on=day(decided), repaired_on=[day(repaired)], conditions=[held("RP-NDRC36")])
    assert rules.eligibility(later).eligible


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        (Other(date(2022, 5, 1), "标签 不实", "东区市场监督管理局"), True),
        (Other(date(2022, 5, 1), "无照经营", "东区市场监督管理局"), False),
        (Other(date(2022, 5, 1), "标签不实", "市税务局"), False),
        (Other(date(2021, 12, 31), "标签不实", "东区市场监督管理局"), False),
    ],
)
def test_by_order_45_another_penalty_of_the_same_kind_stands_against_it(other, refused):
    values = {"decided_on": date(2022, 1, 10), "violation": "标签不实", "others": [other]}
    said = rules.eligibility(facts(on="2023-01-01", conditions=[held("RP-SAMR45")], **values))
    assert (why(said) == [Why.REPEATED]) is refused
    assert rules.eligibility(facts(on="2023-01-01", conditions=[held("RP-NDRC58")], **values)).eligible


def test_who_still_stands_in_a_list_leaves_it_first():
    asked = {"conditions": [held("RP-SAMR45")], "lists": ["经营异常名录"]}
    said = rules.eligibility(facts(on="2023-01-01", **asked))
    assert why(said) == [Why.LISTED]
    assert "经营异常名录" in said.obstacles[0].words


@given(st.dates(date(2023, 5, 1), date(2030, 1, 1)), st.integers(-800, 800))
def test_after_a_false_promise_nobody_applies_until_the_bar_is_over(until, distance):
    said = rules.eligibility(facts(on=str(until + timedelta(days=distance)), barred_until=until, bar_rule="RF-NDRC36@1"))
    assert (Why.BARRED in why(said)) is (distance <= 0)


@pytest.mark.parametrize(
    ("on", "division", "channels", "wanted"),
    [
        ("2019-01-10", "440100", ("信用广东", "信用中国"), ["RP-GD2018", "RP-CN527"]),
        ("2019-01-10", "310115", ("信用中国",), ["RP-CN527"]),
        ("2023-04-30", "440100", ("信用广东",), ["RP-GD2018"]),
        ("2023-05-01", "440100", ("信用广东", "信用中国"), ["RP-NDRC58"]),
        ("2026-03-31", "310115", ("信用中国", "GSXT"), ["RP-NDRC58", "RP-SAMR2025"]),
        ("2026-04-01", "310115", ("信用中国",), ["RP-NDRC36"]),
        ("2025-12-24", "310115", ("GSXT",), ["RP-SAMR45"]),
    ],
)
def test_conditions_are_those_of_the_day_of_the_decision(on, division, channels, wanted):
    found = rules.conditions(CONDITIONS, decided_on=day(on), division=division, channels=channels)
    assert [rule.rule_id for rule in found] == wanted


@pytest.mark.parametrize(
    ("step", "start", "division", "by", "rule"),
    [
        (rules.ACCEPT, "2026-09-24", "310115", "2026-09-30", "DL44@1"),
        (rules.DECIDE, "2026-11-23", "310115", "2026-12-07", "DL41@1"),
        (rules.LIFT, "2026-04-30", "440100", "2026-05-08", "DL45@1"),
        (rules.LIFT, "2026-04-30", "310115", "2026-05-08", "DL40@1"),
    ],
)
def test_steps_are_counted_in_working_days_by_a_rule_that_is_named(step, start, division, by, rule):
    found = rules.deadline(DEADLINES, step=step, start=day(start), division=division, calendar=national())
    assert (found.by, found.rule) == (day(by), rule)
    assert found.basis


def test_before_the_rules_there_is_no_deadline():
    asked = {"step": rules.DECIDE, "start": day("2019-01-02"), "division": "310115", "calendar": national()}
    assert rules.deadline(DEADLINES, **asked) is None


def test_the_bar_after_a_false_promise_is_that_of_the_day_of_the_application():
    found = {rule.rule_id: int(rule.params["bar_months"]) for rule in of_topic(rules.FALSE)}
    assert found == {"RF-527": 36, "RF-NDRC58": 36, "RF-NDRC36": 36}
    assert months_later(date(2024, 2, 29), 36) == date(2027, 2, 28)
