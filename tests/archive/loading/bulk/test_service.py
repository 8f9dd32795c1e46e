import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from supervision.archive.loading.bulk import queries, service
from supervision.kernel.db import reading, transaction
from tests.factories.rows import ask, uscc

SHAPE = """
    SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'archive'
    UNION ALL
    SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'archive'::regnamespace ORDER BY 1
"""


def test_every_index_and_key_comes_back_as_it_was(door):
    before = ask(SHAPE)
    with transaction() as session:
        service.relax(session)
    assert len(ask(SHAPE)) < len(before) - 15
    door.load("registration", {"name": "云汀甲", "code": uscc(1)})
    with transaction() as session:
        service.restore(session)
    assert ask(SHAPE) == before


def test_restoring_twice_is_restoring_once(database):
    with transaction() as session:
        service.relax(session)
    for _ in range(2):
        with transaction() as session:
            service.restore(session)
    with reading() as session:
        assert queries.missing(session) == []


def test_loading_works_the_same_while_indexes_are_away(door):
    with transaction() as session:
        service.relax(session)
    for batch in (1, 2):
        again = door.load("registration", {"name": "云汀甲", "code": uscc(1)}, batch=batch)
    assert again.unchanged == 1


def test_the_application_cannot_write_what_the_owner_will_execute(database):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction() as session:
        session.execute(text("UPDATE archive.relaxable SET restore_by = 'DROP TABLE archive.subject'"))
