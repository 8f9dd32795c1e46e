from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from supervision.registration.recording.archiving.rules import Places, by_day, course, division_inside, in_order, line_of
from supervision.registration.recording.archiving.schemas import Base, Facts, Placed, Said

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLACES = Places(lambda code, _on: {"310115": "浦东"}.get(code), lambda _entry: "310115")


def said(kind: str, day: int, *, number: str | None = None, **values: object) -> Said:
    given = dict.fromkeys(Said.__slots__)
    return Said(
        **{
            **given,
            "id": day,
            "registrar_department_id": 3,
            "source_no": number or f"{kind}{day}",
            "version": 1,
            "kind": kind,
            "occurred_on": date(2026, 11, day),
            "name": "云汀试例食品有限公司",
            "state": "received",
            "received_at": NOW,
            "late": False,
            **values,
        }
    )


def test_on_one_day_a_firm_is_founded_before_it_changes_and_ends_last():
    entries = [said(kind, 5) for kind in ("cancellation", "revocation", "scope_change", "establishment")]
    assert [item.kind for item in by_day(entries)] == ["establishment", "scope_change", "revocation", "cancellation"]


def test_only_the_newest_version_of_a_business_counts():
    found = in_order([said("establishment", 3, number="S1", version=2), said("establishment", 1, number="S1")])
    assert [item.version for item in found] == [2]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_facts_do_not_depend_on_the_order_of_arrival(order):
    entries = [
        said("establishment", 1, scope="甲", division="310115", division_given="310115"),
        said("scope_change", 2, scope="乙"),
        said("address_change", 3, division="310101", division_given="310101"),
        said("revocation", 4),
    ]
    facts = course(None, in_order(entries[place] for place in order), places=PLACES).facts
    assert (facts.scope, facts.division, facts.state, facts.established_on) == ("乙", "310101", "S4", date(2026, 11, 1))


def test_an_unknown_place_is_no_place_and_one_that_is_not_mentioned_stays():
    entries = [
        said("establishment", 1, division="310115", division_given="310115"),
        said("scope_change", 2),
        said("address_change", 3, division_given="乱写"),
    ]
    assert [item.division for item in course(None, entries, places=PLACES).placed] == ["310115", "310115", None]


def test_an_old_number_does_not_replace_a_code():
    entries = [said("establishment", 1, code="91310115MA1H000125"), said("scope_change", 2, code="3101152001234")]
    assert course(None, entries, places=PLACES).facts.code == "91310115MA1H000125"


def test_a_file_that_came_later_covers_what_was_archived_before_it():
    base = Base(Facts(scope="新", state="S1"), known_from=NOW)
    before = said("scope_change", 2, scope="旧", archived_at=datetime(2026, 11, 1, tzinfo=UTC))
    after = said("scope_change", 3, scope="更新")
    assert course(base, [before], places=PLACES).facts.scope == "新"
    assert course(base, [before, after], places=PLACES).facts.scope == "更新"


def test_a_file_that_says_cancelled_ends_the_course():
    base = Base(Facts(scope="旧", state="S6"), known_from=NOW)
    placed = course(base, [said("scope_change", 3, scope="新")], places=PLACES).placed
    assert [item.stands for item in placed] == [False]


def test_nothing_at_all_is_no_facts():
    assert course(None, [], places=PLACES).facts is None


def test_where_a_firm_was_first_registered_stands_in_its_number():
    assert division_inside(said("establishment", 1, code="91310115MA1H000125")) == "310115"
    assert division_inside(said("establishment", 1, regno="310101000000018")) == "310101"
    assert division_inside(said("establishment", 1, code="企独沪总字第1号")) is None


def test_a_line_says_the_move_the_number_and_the_version():
    placed = Placed(said("address_change", 3, number="B1", version=2), None, "310115", "310101")
    assert line_of(placed) == "住所变更；区划由 310115 变为 310101，业务编号 B1，第 2 版更正"
