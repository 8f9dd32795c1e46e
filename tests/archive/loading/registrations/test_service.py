from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from supervision.archive.loading.registrations import service
from supervision.kernel.db import transaction
from tests.factories.rows import archive_state, ask, uscc

TABLES = ("subject", "identifier", "name", "registration", "event", "candidate")
FIRM = {
    "name": "云汀岚溪（集团）有限公司",
    "code": uscc(1),
    "established_on": date(2003, 4, 11),
    "capital_text": "500(万元人民币)",
    "legal_rep": "沈某某",
    "address": "云汀市东区澄源路 12 号",
}


def counts():
    return [ask(f"SELECT count(*) FROM archive.{table}")[0][0] for table in TABLES]


def test_a_row_opens_an_archive_with_where_it_came_from(door):
    door.load("registration", FIRM, batch=7)
    assert ask("SELECT kind, value, valid_from, department_id, batch_id, row_no FROM archive.identifier") == [
        ("uscc", FIRM["code"], None, 2, 7, 1)
    ]
    assert ask("SELECT name, normal FROM archive.name") == [(FIRM["name"], "云汀岚溪集团有限公司")]
    assert ask("SELECT capital::int, currency, division, state, valid_from FROM archive.registration") == [
        (500, "CNY", "310115", None, None)
    ]
    assert ask("SELECT e.kind, e.occurred_on FROM archive.event e JOIN archive.registration r ON r.id = e.link_id") == [
        ("established", date(2003, 4, 11))
    ]


def test_the_same_rows_again_change_nothing(door):
    door.load("registration", FIRM, {"name": "云汀旧号厂", "code": "企合苏锡总字第0001"})
    before = counts(), archive_state()
    again = door.load("registration", FIRM, {"name": "云汀旧号厂", "code": "企合苏锡总字第0001"}, batch=2)
    assert (counts(), archive_state()) == before
    assert again.unchanged == 2


def test_a_changed_fact_closes_the_earlier_version_and_stands_on_the_timeline(door):
    door.load("registration", FIRM)
    door.load("registration", {**FIRM, "legal_rep": "林某某"}, batch=2)
    assert ask("SELECT legal_rep, known_to IS NULL FROM archive.registration ORDER BY id") == [
        ("沈某某", False),
        ("林某某", True),
    ]
    assert ask("SELECT summary FROM archive.event WHERE kind = 'registration_changed'") == [("登记信息更新：法定代表人",)]
    closed, opened = ask("SELECT known_to, known_from FROM archive.registration ORDER BY id")
    assert closed[0] == opened[1]


def test_what_a_later_row_leaves_open_is_not_taken_back(door):
    door.load("registration", FIRM)
    later = door.load("registration", {"name": FIRM["name"], "code": FIRM["code"]}, batch=2)
    assert later.unchanged == 1


def test_an_old_row_sent_again_does_not_undo_the_later_one(door):
    door.load("registration", FIRM)
    door.load("registration", {**FIRM, "legal_rep": "林某某"}, batch=2)
    resent = door.load("registration", FIRM, batch=3)
    assert resent.findings["rule"].to_list() == ["V17"]
    assert ask("SELECT legal_rep FROM archive.registration WHERE known_to IS NULL") == [("林某某",)]


def test_the_same_code_under_another_name_is_held_for_a_person(door):
    held = door.load("registration", FIRM, {**FIRM, "name": "云汀望舒有限公司"})
    assert held.findings.select("row_no", "severity", "rule").rows() == [(2, "hold", "V06")]
    assert ask("SELECT reason, subject_name FROM archive.candidate") == [("renamed", "云汀望舒有限公司")]
    assert ask("SELECT count(*) FROM archive.subject") == [(1,)]


def test_another_source_keeps_a_version_of_its_own(door):
    door.load("registration", FIRM)
    door.load("registration", {**FIRM, "address": "云汀市西区"}, department=1, batch=2)
    open_versions = "SELECT department_id, address FROM archive.registration WHERE known_to IS NULL ORDER BY 1"
    assert ask(open_versions) == [(1, "云汀市西区"), (2, FIRM["address"])]


def test_two_sources_that_disagree_are_shown_as_a_conflict_and_no_longer_once_they_agree(door):
    door.load("registration", FIRM)
    door.load("registration", {**FIRM, "address": "云汀市西区"}, department=1, batch=2)
    assert ask("SELECT field, first_value, second_value FROM archive.field_conflict WHERE settled_at IS NULL") == [
        ("address", "云汀市西区", FIRM["address"])
    ]
    door.load("registration", FIRM, department=1, batch=3)
    assert ask("SELECT count(*) FROM archive.field_conflict WHERE settled_at IS NULL") == [(0,)]


def test_a_single_source_is_never_compared(door, monkeypatch):
    monkeypatch.setattr(service, "find_conflicts", lambda *_, **__: pytest.fail("nobody disagrees with oneself"))
    door.load("registration", FIRM)
    door.load("registration", {**FIRM, "legal_rep": "林某某"}, batch=2)


def test_since_when_a_name_is_used_stays_unknown_although_the_founding_is_known(door):
    door.load("registration", FIRM)
    assert ask("SELECT valid_from FROM archive.name") == [(None,)]


def test_a_code_joins_the_archive_of_the_old_number(door):
    door.load("registration", {"name": FIRM["name"], "code": "110108000000016"})
    door.load("registration", {**FIRM, "regno": "110108000000016"}, batch=2)
    assert ask("SELECT count(*) FROM archive.subject") == [(1,)]
    assert ask("SELECT kind FROM archive.identifier ORDER BY kind") == [("regno",), ("uscc",)]


def test_a_code_and_a_number_of_two_subjects_are_held(door):
    door.load("registration", {"name": "云汀甲厂", "code": "110108000000016"}, {"name": "云汀乙厂", "code": uscc(2)})
    held = door.load("registration", {"name": "云汀乙厂", "code": uscc(2), "regno": "110108000000016"}, batch=2)
    assert held.findings.select("severity", "rule").rows() == [("hold", "V06")]


def test_an_individual_business_is_known_by_its_code(door):
    door.load("registration", {"name": "云汀早点铺", "code": uscc(3, "92310115")})
    assert ask("SELECT kind FROM archive.subject") == [("individual",)]


ROWS = [
    {"name": f"云汀第{number}厂", "code": uscc(number), "legal_rep": "沈某某", "established_on": date(2001, 1, number)}
    for number in range(1, 7)
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6)), min_size=1, max_size=6))
def test_any_interleaving_of_loads_gives_the_same_archive(door, pieces):
    """Any cuts of the file in any order, some of them twice, and at last the whole: always the archive of one load."""
    clear()
    door.load("registration", *ROWS)
    expected = archive_state()
    clear()
    for start, length in pieces:
        part = ROWS[start : start + length]
        door.load("registration", *part, first=start + 1)
    door.load("registration", *ROWS)
    assert archive_state() == expected


def clear():
    with transaction() as session:
        for table in ("event", "registration", "name", "identifier", "candidate", "subject"):
            session.execute(text(f"DELETE FROM archive.{table}"))
