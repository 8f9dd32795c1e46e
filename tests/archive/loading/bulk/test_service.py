import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from supervision.archive.loading.bulk import queries, service
from supervision.kernel.db import reading, transaction
from tests.factories.rows import ask, uscc

SHAPE = """
    SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'archive'
    UNION ALL
    SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'archive'::regnamespace ORDER BY 1, 2
"""


PARTS = [service.REGISTRATIONS, service.RELATIONS, service.RECORDS]
STANDING = """
    SELECT tablename::text, count(*) FROM pg_indexes WHERE schemaname = 'archive' AND tablename = ANY(:tables) GROUP BY 1 ORDER BY 1
"""


def relax(part):
    with transaction() as session:
        part.relax(session)


def restore(part):
    with transaction() as session:
        part.restore(session)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.tables[0])
def test_every_index_and_key_comes_back_as_it_was(door, part):
    before = ask(SHAPE)
    relax(part)
    assert len(ask(SHAPE)) < len(before) - 3
    door.load("registration", {"name": "云汀甲", "code": uscc(1)})
    restore(part)
    assert ask(SHAPE) == before


def test_a_load_of_one_sort_leaves_the_indexes_of_the_others_in_place(database):
    others = {"tables": ["record", "relation"]}
    before = ask(STANDING, **others)
    relax(service.REGISTRATIONS)
    assert ask(STANDING, **others) == before
    restore(service.RELATIONS)
    with reading() as session:
        assert queries.missing(session, tables=service.REGISTRATIONS.tables) != []
    restore(service.REGISTRATIONS)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.tables[0])
def test_what_a_load_asks_itself_stays_in_place(database, part):
    relax(part)
    names = {name for (name,) in ask("SELECT indexname::text FROM pg_indexes WHERE schemaname = 'archive'")}
    assert {*part.kept, *(f"pk_{table}" for table in part.tables)} <= names
    restore(part)


def test_restoring_twice_is_restoring_once(database):
    relax(service.REGISTRATIONS)
    for _ in range(2):
        restore(service.REGISTRATIONS)
    with reading() as session:
        assert queries.missing(session, tables=service.REGISTRATIONS.tables) == []


def test_loading_works_the_same_while_indexes_are_away(door):
    for part in PARTS:
        relax(part)
    for batch in (1, 2):
        again = door.load("registration", {"name": "云汀甲", "code": uscc(1)}, batch=batch)
        checked = door.load("inspection", {"subject_name": "云汀甲", "code": uscc(1), "result": "合格"}, batch=batch)
    assert (again.unchanged, checked.unchanged) == (1, 1)


def test_the_application_cannot_write_what_the_owner_will_execute(database):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction() as session:
        session.execute(text("UPDATE archive.relaxable SET restore_by = 'DROP TABLE archive.subject'"))
