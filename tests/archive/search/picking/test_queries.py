"""What there is to pick from, with its counts."""

import pytest

from supervision.archive.search.picking import queries
from supervision.archive.subjects.models import Record
from tests.factories import archive as factory


@pytest.fixture
def tax(session):
    """Return a department whose records are two penalties of one kind, one of another, and one nobody's."""
    tax = factory.department(session)
    made = factory.firm(session)
    for category in ("罚款", "罚款", "警告"):
        made.record("penalty", department_id=tax, category=category, item="逾期申报")
    nobodys = {"subject_id": None, "matched": "none", "business_key": b"n", "content_hash": b"n", "data": {}}
    made.add(Record, kind="penalty", department_id=tax, category="没收", **nobodys)
    made.record("licence", department_id=tax, item="核定")
    return tax


def picked(session, department_id, part="category", kind="penalty"):
    found = queries.values(session, part=part, kind=kind, department_id=department_id)
    return [(value.said, value.records) for value in found.shown]


def test_each_department_shows_the_kinds_that_it_reported(session, tax):
    assert [(item.department_id, item.kind, item.records) for item in queries.held(session)] == [
        (tax, "penalty", 3),
        (tax, "licence", 1),
    ]


def test_items_and_categories_are_counted_the_most_frequent_first_and_only_what_belongs_to_a_firm(session, tax):
    assert picked(session, tax) == [("罚款", 2), ("警告", 1)]
    assert picked(session, tax, part="item") == [("逾期申报", 3)]
    assert picked(session, tax, part="item", kind="licence") == [("核定", 1)]


def test_another_department_s_items_are_not_mixed_in(session, tax):
    other = factory.department(session, "fire", "云汀市消防救援局")
    factory.firm(session, "云汀木川有限公司").record("penalty", department_id=other, category="责令停产")
    assert picked(session, other) == [("责令停产", 1)]
    assert "责令停产" not in dict(picked(session, tax))


def test_counting_stops(session, tax, monkeypatch):
    monkeypatch.setattr(queries, "COUNTED", 1)
    assert picked(session, tax)[0] == ("罚款", 2)
    assert queries.held(session)[0].records == 2


def test_only_parts_that_a_record_has_can_be_asked(session, tax):
    with pytest.raises(KeyError):
        picked(session, tax, part="id; DROP TABLE archive.record")
