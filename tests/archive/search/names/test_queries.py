import pytest
from sqlalchemy import text

from supervision.archive.search import features
from supervision.archive.search.names import queries
from supervision.archive.search.names.queries import Narrowing
from supervision.archive.search.rules import Filters, Place
from supervision.archive.subjects.rules import as_of
from tests.archive.search.conftest import NOW

TODAY = as_of(valid_on=None, known_on=None, now=NOW)
MANY = """
    WITH made AS (
        INSERT INTO archive.subject (kind, known_from) SELECT 'enterprise', now() FROM generate_series(1, :count) RETURNING id
    )
    INSERT INTO archive.name (subject_id, name, normal, grams, department_id, known_from)
    SELECT id, '云汀' || id || '商贸行', '云汀' || id || '商贸行', ARRAY['云汀', '商贸', '贸行'], 2, now() FROM made"""


@pytest.fixture
def many(session):
    """A text that stands in more names than are counted."""
    session.execute(text(MANY), {"count": 24_000})


def find(session, normal, place=Place()):  # noqa: B008 - frozen
    return queries.matching(session, normal=normal, as_of=TODAY, place=place, given={})


@pytest.mark.usefixtures("many")
def test_what_stands_in_very_many_names_gives_good_ones_and_says_so(session, firm):
    whole, beginning = firm("商贸"), firm("商贸行会")
    hits = find(session, "商贸")
    assert [hit.subject_id for hit in hits.window[:2]] == [whole, beginning]
    assert hits.capped
    assert len(hits.window) >= 50


@pytest.mark.usefixtures("many")
def test_what_is_rare_is_counted_exactly_beside_what_is_frequent(session, firm):
    wanted = {firm(f"禾木商贸{number}号") for number in range(7)}
    hits = find(session, "木商贸")
    assert {hit.subject_id for hit in hits.window} == wanted
    assert (hits.total, hits.capped) == (7, False)


REGISTERED = """
    INSERT INTO archive.registration (subject_id, state, facts_hash, department_id, known_from)
    SELECT id, CASE WHEN id % 3 = 0 THEN 'S5' WHEN id % 4001 = 0 THEN 'S7' ELSE 'S1' END, '-', 2, now() FROM archive.subject"""


@pytest.fixture
def registered(session, many):
    """The same names with states: a third is S5, a handful S7."""
    session.execute(text(REGISTERED))
    return {
        state: session.execute(
            text("SELECT count(*) FROM archive.registration WHERE state = :state"), {"state": state}
        ).scalar_one()
        for state in ("S5", "S7")
    }


def narrowed(session, state):
    filters = Filters(state=state)
    chosen = Narrowing(features.condition(filters, "n.subject_id", past=False), features.chosen(filters, past=False))
    given = {"state": state}
    return queries.matching(session, normal="商贸", as_of=TODAY, place=Place(), given=given, narrowing=chosen)


@pytest.mark.parametrize(("probed", "few"), [(10_000, 0), (0, 10_000_000), (0, 0)])
def test_a_rare_condition_beside_a_frequent_text_is_counted_exactly_from_whichever_side(
    session, registered, monkeypatch, probed, few
):
    monkeypatch.setattr(queries, "PROBED", probed)
    monkeypatch.setattr(queries, "FEW", few)
    hits = narrowed(session, "S7")
    assert (hits.total, hits.capped) == (registered["S7"], False)


def test_where_neither_is_rare_a_sample_answers_and_says_that_there_are_more(session, registered, monkeypatch):
    monkeypatch.setattr(queries, "PROBED", 0)
    monkeypatch.setattr(queries, "FEW", 0)
    hits = narrowed(session, "S5")
    assert hits.capped
    assert 50 <= hits.total < registered["S5"]
    assert len(hits.window) >= 50


@pytest.mark.parametrize("subjects", [1, 255, 256, 4096, 9_999])
def test_up_to_ten_thousand_every_name_is_counted(session, subjects):
    session.execute(text(MANY), {"count": subjects})
    hits = find(session, "商贸")
    assert (hits.total, hits.capped) == (subjects, False)


def test_frequent_pairs_are_not_asked_for_beside_rare_ones(session, owner_engine, database):
    with owner_engine.begin() as connection:
        connection.execute(text(MANY), {"count": 4_000})
        connection.execute(text("UPDATE archive.name SET grams = grams || ARRAY['木商'] WHERE id % 400 = 0"))
        connection.execute(text("ANALYZE archive.name"))
    assert queries.telling(session, ["木商", "商贸"]) == ["木商"]
    assert queries.telling(session, ["云汀", "商贸"]) == ["云汀", "商贸"]
