"""Editions are written one after the other, reviewed by somebody else, and told to whoever passes the catalogue on."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from credit.catalogue import queries, service
from credit.catalogue.errors import CodeTaken, EditedMeanwhile, FaultyItem, OwnEdition, StartRefused, Unchanged
from credit.catalogue.models import CatalogueEdition
from credit.catalogue.queries import Wanted
from credit.catalogue.schemas import Entry
from credit.catalogue.states import Review, Use
from supervision.kernel.access import Principal, Scope
from tests.factories.accounts import found_city

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
FOOD = Entry(
    "MARKET-P001",
    "对经营超过保质期的食品的处罚",
    "penalty",
    "罚款；没收违法所得",
    "《食品安全法》第一百二十四条",
    ("经营过期食品",),
    source="权责清单",
    valid_from=date(2020, 1, 1),
)
WRITER, OTHER = "person:1", "person:2"


@pytest.fixture
def city(session):
    return found_city(session)


@pytest.fixture
def food(session, city):
    return service.add(session, FOOD, department_id=city.bureau.id, actor=WRITER, now=NOW)


def change(session, item, *, seen=1, **changes):
    entry = replace(FOOD, valid_from=None, **changes)
    return service.change(session, entry, item_id=item.id, seen=seen, actor=WRITER, now=NOW)


def reader(department, *, scopes=()):
    return Principal("person", 9, "沈某某", department.id, scopes=scopes)


def test_an_item_waits_for_its_review_and_is_not_public_before(session, city, food):
    assert queries.item(session, code="MARKET-P001", reader=reader(city.tax))[0].review == Review.PENDING
    assert queries.listed(session, Wanted(TODAY), reader=None)[1] == 0
    edition = queries.standing(session, item_id=food.id)
    service.review(session, edition_id=edition.edition_id, outcome=Review.PUBLIC, note="", actor=OTHER, now=NOW)
    assert [one.name for one in queries.listed(session, Wanted(TODAY), reader=None)[0]] == [FOOD.name]


def test_who_wrote_an_edition_does_not_review_it(session, food):
    edition = queries.standing(session, item_id=food.id)
    with pytest.raises(OwnEdition):
        service.review(session, edition_id=edition.edition_id, outcome=Review.PUBLIC, note="", actor=WRITER, now=NOW)


def test_the_database_refuses_a_review_by_the_writer_too(session, food):
    statement = "UPDATE credit.catalogue_edition SET review = 'public', reviewed_by = created_by, reviewed_at = now()"
    with pytest.raises(IntegrityError, match="reviewed_by_another"):
        session.execute(text(statement))


def test_what_is_hidden_is_hidden_for_a_reason_and_from_others(session, city, food):
    edition = queries.standing(session, item_id=food.id)
    with pytest.raises(FaultyItem, match="写明理由"):
        service.review(session, edition_id=edition.edition_id, outcome=Review.SECRET, note=" ", actor=OTHER, now=NOW)
    service.review(
        session, edition_id=edition.edition_id, outcome=Review.SECRET, note="涉密，保密法第13条", actor=OTHER, now=NOW
    )
    assert queries.listed(session, Wanted(TODAY), reader=reader(city.tax))[1] == 0
    assert queries.listed(session, Wanted(TODAY), reader=reader(city.bureau))[1] == 1
    assert queries.listed(session, Wanted(TODAY), reader=reader(city.tax, scopes=(Scope(),)))[1] == 1


def test_a_change_is_a_new_edition_from_its_day_on(session, city, food):
    change(session, food, name="对经营超过保质期食品的处罚")
    new, old = queries.item(session, code="MARKET-P001", reader=reader(city.bureau))
    assert (new.number, new.valid_from, old.valid_to) == (2, TODAY, TODAY)
    before = Wanted(date(2025, 12, 31))
    assert queries.listed(session, before, reader=reader(city.bureau))[0][0].name == FOOD.name


def test_a_new_alias_needs_no_new_review_and_a_new_basis_does(session, food):
    edition = queries.standing(session, item_id=food.id)
    service.review(session, edition_id=edition.edition_id, outcome=Review.PUBLIC, note="", actor=OTHER, now=NOW)
    assert change(session, food, aliases=("经营过期食品", "卖过期食品")).review == Review.PUBLIC
    later = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
    entry = replace(FOOD, basis="《食品安全法》第一百二十四条第一款", valid_from=None)
    assert service.change(session, entry, item_id=food.id, seen=2, actor=WRITER, now=later).review == Review.PENDING


def test_of_two_editors_the_second_is_told_of_the_first(session, food):
    change(session, food, use=Use.DISABLED)
    with pytest.raises(EditedMeanwhile):
        change(session, food, name="别的")


def test_what_says_the_same_is_not_saved(session, food):
    with pytest.raises(Unchanged):
        change(session, food)


def test_an_edition_does_not_begin_in_the_past(session, food):
    entry = replace(FOOD, name="别的", valid_from=date(2025, 1, 1))
    with pytest.raises(StartRefused, match="已过"):
        service.change(session, entry, item_id=food.id, seen=1, actor=WRITER, now=NOW)


def test_an_earlier_start_is_written_before_the_first_edition(session, city, food):
    service.prepend(session, item_id=food.id, starts_on=date(2018, 1, 1), actor=WRITER, now=NOW, note="补录")
    found = queries.listed(session, Wanted(date(2019, 1, 1)), reader=reader(city.bureau))[0]
    assert [(one.valid_from, one.valid_to, one.review) for one in found] == [
        (date(2018, 1, 1), date(2020, 1, 1), Review.PENDING)
    ]
    assert change(session, food, name="别的").number == 3


def test_a_code_is_given_once(session, city, food):
    with pytest.raises(CodeTaken, match="市市场监管局"):
        service.add(session, FOOD, department_id=city.tax.id, actor=WRITER, now=NOW)


def test_a_kind_outside_the_standard_is_refused(session, city):
    entry = replace(FOOD, category="打手心")
    with pytest.raises(FaultyItem, match="不在可选范围"):
        service.add(session, entry, department_id=city.bureau.id, actor=WRITER, now=NOW)


def test_everything_that_happens_is_told(session, food):
    change(session, food, use=Use.DISABLED)
    statement = "SELECT payload FROM kernel.outbox_event WHERE name = 'credit.catalogue.changed' ORDER BY id"
    assert [row["item_ids"] for row in session.execute(text(statement)).scalars()] == [[food.id], [food.id]]


def test_a_workbook_adds_changes_and_leaves_alone(session, city, food):
    changed, new = replace(FOOD, name="对经营过期食品的处罚"), replace(FOOD, code="MARKET-P002", name="对无照经营的处罚")
    args = {"department_id": city.bureau.id, "actor": WRITER, "now": NOW}
    assert service.imported(session, [changed, new], **args) == (1, 1, 0)
    assert service.imported(session, [changed, new], **args) == (0, 0, 2)


def test_powers_become_items_once(session, city):
    session.execute(
        text(
            "INSERT INTO duties.power (business_key, content_hash, authority, number, name, kind, penalty_kinds, data, known_from,"
            " department_id) VALUES ('\\x01', '\\x01', '市市场监管局', 'SC-001', '食品经营许可', '行政许可', '{}', '{}', now(), :d),"
            " ('\\x02', '\\x02', '市市场监管局', '', '对无照经营的处罚', '行政处罚', '{罚款}', '{}', now(), :d),"
            " ('\\x03', '\\x03', '市市场监管局', '', '食品检查', '行政检查', '{}', '{}', now(), :d)"
        ),
        {"d": city.bureau.id},
    )
    given = {"department_id": city.bureau.id, "actor": WRITER, "now": NOW}
    assert service.from_powers(session, **given) == 2
    assert service.from_powers(session, **given) == 0
    found = session.scalars(select(CatalogueEdition).order_by(CatalogueEdition.id)).all()
    assert [(one.name, one.category, one.confidence) for one in found] == [
        ("对无照经营的处罚", "罚款", "unsure"),
        ("食品经营许可", "普通", "unsure"),
    ]
    codes = {one.code for one in queries.standing_of(session, department_ids=[city.bureau.id])}
    assert codes == {"SCJG-P001", "SC-001"}
